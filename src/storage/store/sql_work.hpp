// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/ports/store.hpp"
#include "storage/store/entity_sql.hpp"
#include "storage/store/index_pause.hpp"
#include "storage/store/journal_writer.hpp"
#include "storage/store/read_ops.hpp"
#include "storage/store/ready_set.hpp"

namespace gx::storage {

/// One use case's part of a write transaction. docs of each: app/ports/store.hpp.
///
/// After the first write that fails, every further write gives the same error and the part cannot be kept: what
/// PostgreSQL does by itself holds on both databases.
///
/// On SQLite the journal as read here holds the part's own entries. On PostgreSQL it holds the committed ones, unless
/// the part is large (the head row is locked last), and rows written here show seq -1 until the commit.
class SqlWork final : public ReadPort<app::Work> {
public:
    SqlWork(Connection& connection, JournalWriter& journal, const app::WriteContext& context)
        : ReadPort(connection), journal_(journal), context_(context) {}

    Result<Done> put(const app::Entity& next, std::string_view action) override;
    Result<Done> put_many(std::span<const app::Entity> next, std::string_view action) override;
    std::unique_ptr<app::BulkLoad> bulk(std::string action) override;
    /// Writes a set made ready for this part.
    Result<Done> write_set(const ReadySet& set, std::string_view action);
    Result<Done> remove(const app::Entity& current, std::string_view action) override;
    Result<Done> add_sealed(const app::SealedValue& value) override;
    Result<Done> replace_sealed(const app::SealedValue& value) override;
    Result<Done> delete_sealed(std::span<const std::string> ids) override;
    Result<Done> set_lookup(const app::SealedLookup& lookup) override;
    Result<Done> add_checkpoint(const base::Json& checkpoint) override;

    /// The end of the part: puts in order what a bulk load left aside.
    Result<Done> finish();
    /// The first failed write, if any.
    const std::optional<Error>& failure() const { return failure_; }
    /// True when sealed rows were deleted or replaced: freed space must be overwritten.
    bool erased() const { return erased_; }
    /// True when anything at all was written.
    bool wrote() const { return wrote_; }
    /// For the store's own side tables: one statement that counts as a write of this part.
    Result<std::int64_t> execute(std::string_view sql, std::initializer_list<Param> params);

protected:
    Result<Done> before_read(std::string_view type) override;
    Result<Done> before_journal_read() override { return guard(journal_.flush_if_locked(connection())); }

private:
    Result<Done> guard(Result<Done> outcome);
    Result<Done> write_rows(const ReadySet& set);
    Result<Done> add_new(const ReadySet& set, std::size_t begin, std::size_t end);
    Result<Done> change(const ReadySet& set, std::size_t at);
    Result<Done> never_seen(const EntitySql& sql, std::span<const app::Entity> next);
    Result<Done> journal(const ReadySet& set, std::string_view action);

    JournalWriter& journal_;
    const app::WriteContext& context_;
    IndexPause index_pause_;
    std::optional<Error> failure_;
    bool erased_ = false;
    bool wrote_ = false;
};

}  // namespace gx::storage
