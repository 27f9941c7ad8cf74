// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "app/ports/actor.hpp"
#include "base/bytes.hpp"
#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/journal/entry.hpp"

namespace gx::app {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

/// One journalled thing in one version. `type` is a name of entity_types.hpp; docs/ENTITIES.md gives the content.
///
/// Shape: version 1 is the first; `key` is the natural key, unique per tenant and type among current rows.
struct Entity {
    std::string type;
    std::string tenant;
    std::string id;
    std::string key;
    std::int64_t version = 0;
    std::int64_t seq = -1;  ///< journal position of this version; set by the store
    base::Json content;
};

/// A column value: absent, integer (also days since 1970, fen, 0/1) or text.
using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;

enum class Compare { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, In, IsNull, NotNull };

/// One condition on an index column of entity_types.hpp, or on "id", "key", "version", "seq".
struct Condition {
    std::string column;
    Compare compare = Compare::Equal;
    std::vector<Value> values = {};  ///< one; 1..10'000 for In; none for IsNull, NotNull
};

struct OrderBy {
    std::string column;
    bool descending = false;
};

/// A bounded selection. All conditions must hold. Ties in `order` are broken by id.
struct Query {
    std::string tenant;
    std::vector<Condition> where = {};
    std::vector<OrderBy> order = {};
    std::size_t limit = 50;   ///< 1..10'000
    std::size_t offset = 0;   ///< 0..10'000
};

/// Read access to one row of `scan_columns`, valid during the callback only.
class RowView {
public:
    virtual ~RowView() = default;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
};

/// An encrypted personal value (DESIGN 4.1). The salt is inside the ciphertext.
struct SealedValue {
    std::string id;
    std::string tenant;
    std::string key_id;
    base::Bytes nonce;
    base::Bytes ciphertext;
};

/// The keyed digest by which an entity is found again from one of its sealed values (ADR 0065). Not journalled.
///
/// Shape: one for each tenant, scope ("official.name") and entity; an empty `sealed_id` stands for none.
struct SealedLookup {
    std::string tenant;
    std::string scope;
    std::string id;         ///< of the entity
    std::string sealed_id;  ///< of the value
    std::string key_id;     ///< of the lookup key
    std::string digest;     ///< hex
};

/// Roots of complete subtrees of 256^level leaves, level >= 1 (level 0 is the entry's own leaf hash).
struct TreeTile {
    int level = 1;
    std::int64_t index = 0;
    base::Digest root{};
};

/// A consistent snapshot of the store. Every callback may stop a scan by returning an error, which is passed on.
class Reader {
public:
    virtual ~Reader() = default;

    /// Nothing when there is no such current row.
    virtual Result<std::optional<Entity>> find(std::string_view type, std::string_view tenant, std::string_view id) = 0;
    virtual Result<std::optional<Entity>> find_by_key(std::string_view type, std::string_view tenant,
                                                      std::string_view key) = 0;
    /// Current rows by natural key, any order, absent ones left out. Shape: keys 0..10'000.
    virtual Result<std::vector<Entity>> find_by_keys(std::string_view type, std::string_view tenant,
                                                     std::span<const std::string> keys) = 0;
    virtual Result<std::vector<Entity>> list(std::string_view type, const Query& query) = 0;
    virtual Result<std::int64_t> count(std::string_view type, const Query& query) = 0;
    /// All current rows in order of the natural key ("C" collation). An empty tenant means all tenants.
    virtual Result<Done> scan(std::string_view type, std::string_view tenant,
                              const std::function<Result<Done>(const Entity&)>& each) = 0;
    /// The named columns ("tenant", "id", "key", "version", "seq", "content" as stored, index columns) of all current
    /// rows, in order of the natural key.
    virtual Result<Done> scan_columns(std::string_view type, std::string_view tenant,
                                      std::span<const std::string_view> columns,
                                      const std::function<Result<Done>(const RowView&)>& each) = 0;
    /// Each entity as it stood at journal size `size` (entries 0..size-1), in order of the natural key.
    virtual Result<Done> scan_at(std::string_view type, std::string_view tenant, std::int64_t size,
                                 const std::function<Result<Done>(const Entity&)>& each) = 0;

    /// Number of journal entries; the next entry gets this seq.
    virtual Result<std::int64_t> journal_size() = 0;
    /// Entries from..to-1 in order. Shape: streamed.
    virtual Result<Done> entries(std::int64_t from, std::int64_t to,
                                 const std::function<Result<Done>(const domain::JournalEntry&)>& each) = 0;
    /// All entries of one entity, oldest first.
    virtual Result<std::vector<domain::JournalEntry>> history(std::string_view type, std::string_view id) = 0;
    /// All entries written with this origin (an import batch), oldest first, streamed.
    virtual Result<Done> entries_of_origin(std::string_view origin,
                                           const std::function<Result<Done>(const domain::JournalEntry&)>& each) = 0;
    /// Leaf hashes from..from+count-1. Shape: count <= 65'536; fewer at the end of the journal.
    virtual Result<std::vector<base::Digest>> leaf_hashes(std::int64_t from, std::int64_t count) = 0;
    /// Tile roots index..index+count-1 of a level, as far as they exist.
    virtual Result<std::vector<base::Digest>> tile_roots(int level, std::int64_t index, std::int64_t count) = 0;
    /// Stored signed checkpoints, oldest first (JSON form of CONTRACT 3).
    virtual Result<std::vector<base::Json>> checkpoints() = 0;

    virtual Result<std::optional<SealedValue>> sealed(std::string_view id) = 0;
    virtual Result<Done> scan_sealed(const std::function<Result<Done>(const SealedValue&)>& each) = 0;
    /// Ids of the entities that have one of these digests in the scope, ascending. Shape: digests 0..100; at most 10'000 ids.
    virtual Result<std::vector<std::string>> find_lookups(std::string_view tenant, std::string_view scope,
                                                          std::span<const std::string> digests) = 0;
    virtual Result<Done> scan_lookups(const std::function<Result<Done>(const SealedLookup&)>& each) = 0;
};

/// What a write is done with; the same for every entry of one use case.
struct WriteContext {
    Actor actor;
    base::Instant at;
    std::string origin = {};  ///< import batch id or empty
};

/// Entities made ready for a store: encoded, and hashed as far as the store can. Opaque.
class ReadyEntities {
public:
    virtual ~ReadyEntities() = default;
};

/// A way into a Work at bulk speed: entities are made ready beside the writer and then written by it.
class BulkLoad {
public:
    virtual ~BulkLoad() = default;
    /// Encodes and hashes. Errors: those of Work::put that need no look at the store.
    /// Thread: one at a time, also another than the work's, also during `write`.
    virtual Result<std::unique_ptr<ReadyEntities>> ready(std::vector<Entity> next) = 0;
    /// As Work::put_many: all in order, or none. Sets must come in the order in which they were made ready.
    /// Thread: the work's own.
    virtual Result<Done> write(const ReadyEntities& set) = 0;
};

/// One use case's part of a transaction: a savepoint that succeeds or fails alone.
class Work : public Reader {
public:
    /// Writes the row and its journal entry. `next.version` must be the current version + 1 (1 for a new one);
    /// index columns and the row's key are derived from the content by entity_types.hpp.
    /// Errors: VersionMismatch "store.version"; Conflict "store.key_taken"; InvalidInput "store.unknown_type";
    ///         Unavailable, StorageFull.
    virtual Result<Done> put(const Entity& next, std::string_view action) = 0;
    /// As `put` for each, in order, at bulk speed. All or none.
    virtual Result<Done> put_many(std::span<const Entity> next, std::string_view action) = 0;
    /// As `put_many` in two steps, of which the first may run beside the second. Must end before the work does.
    virtual std::unique_ptr<BulkLoad> bulk(std::string action);
    /// Removes the current row; writes an entry without content and version + 1 (only undo of an import does this).
    virtual Result<Done> remove(const Entity& current, std::string_view action) = 0;

    virtual Result<Done> add_sealed(const SealedValue& value) = 0;
    /// Key rotation: same id, new key, nonce and ciphertext. Not journalled.
    virtual Result<Done> replace_sealed(const SealedValue& value) = 0;
    /// Deletes sealed rows and their lookups for good; the caller writes the `erasure` entity in the same work.
    virtual Result<Done> delete_sealed(std::span<const std::string> ids) = 0;
    /// Puts the lookup in place of the one that its entity has in its scope; without `sealed_id` takes that away.
    virtual Result<Done> set_lookup(const SealedLookup& lookup) = 0;
    virtual Result<Done> add_checkpoint(const base::Json& checkpoint) = 0;
};

/// The store as use cases see it. Thread: all members from any thread.
class Store {
public:
    virtual ~Store() = default;

    /// A read snapshot; keep it short.
    virtual Result<std::unique_ptr<Reader>> reader() = 0;
    /// Runs `work` in a savepoint of a shared transaction (DESIGN 4.7, group commit) and returns when it is durable.
    /// When `work` fails, nothing of it is kept and its error is returned. `work` may run on another thread.
    virtual Result<Done> write(const WriteContext& context, const std::function<Result<Done>(Work&)>& work) = 0;
    /// Journal size as last seen; at most 200 ms behind other processes. Cheap enough for each request.
    virtual std::int64_t position() = 0;
};

}  // namespace gx::app
