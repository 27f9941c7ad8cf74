// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"
#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// The reads of app::Reader over one connection that has a transaction open. docs of each: app/ports/store.hpp.
class ReadOps {
public:
    using EachEntity = std::function<Result<Done>(const app::Entity&)>;
    using EachEntry = std::function<Result<Done>(const domain::JournalEntry&)>;

    explicit ReadOps(Connection& connection) : connection_(connection) {}

    Connection& connection() { return connection_; }

    Result<std::optional<app::Entity>> find(std::string_view type, std::string_view tenant, std::string_view id);
    Result<std::optional<app::Entity>> find_by_key(std::string_view type, std::string_view tenant, std::string_view key);
    Result<std::vector<app::Entity>> find_by_keys(std::string_view type, std::string_view tenant,
                                                  std::span<const std::string> keys);
    Result<std::vector<app::Entity>> list(std::string_view type, const app::Query& query);
    Result<std::int64_t> count(std::string_view type, const app::Query& query);
    Result<Done> scan(std::string_view type, std::string_view tenant, const EachEntity& each);
    Result<Done> scan_columns(std::string_view type, std::string_view tenant, std::span<const std::string_view> columns,
                              const std::function<Result<Done>(const app::RowView&)>& each);
    Result<Done> scan_at(std::string_view type, std::string_view tenant, std::int64_t size, const EachEntity& each);

    Result<std::int64_t> journal_size();
    Result<Done> entries(std::int64_t from, std::int64_t to, const EachEntry& each);
    Result<std::vector<domain::JournalEntry>> history(std::string_view type, std::string_view id);
    Result<Done> entries_of_origin(std::string_view origin, const EachEntry& each);
    Result<std::vector<base::Digest>> leaf_hashes(std::int64_t from, std::int64_t count);
    Result<std::vector<base::Digest>> tile_roots(int level, std::int64_t index, std::int64_t count);
    Result<std::vector<base::Json>> checkpoints();

    Result<std::optional<app::SealedValue>> sealed(std::string_view id);
    Result<Done> scan_sealed(const std::function<Result<Done>(const app::SealedValue&)>& each);
    Result<std::vector<std::string>> find_lookups(std::string_view tenant, std::string_view scope,
                                                  std::span<const std::string> digests);
    Result<Done> scan_lookups(const std::function<Result<Done>(const app::SealedLookup&)>& each);

private:
    Connection& connection_;
};

/// 32 bytes of a column. Errors: Corrupt "store.digest" when there are more or fewer.
Result<base::Digest> read_digest(const Cursor& row, int column);

/// Puts the reads of ReadOps under the port `Base` (app::Reader or app::Work). `Base` has no state of its own.
template <class Base>
class ReadPort : public Base {
public:
    explicit ReadPort(Connection& connection) : ops_(connection) {}

    Result<std::optional<app::Entity>> find(std::string_view type, std::string_view tenant, std::string_view id) override {
        GX_CHECK(before_read(type));
        return ops_.find(type, tenant, id);
    }
    Result<std::optional<app::Entity>> find_by_key(std::string_view type, std::string_view tenant,
                                                   std::string_view key) override {
        GX_CHECK(before_read(type));
        return ops_.find_by_key(type, tenant, key);
    }
    Result<std::vector<app::Entity>> find_by_keys(std::string_view type, std::string_view tenant,
                                                  std::span<const std::string> keys) override {
        GX_CHECK(before_read(type));
        return ops_.find_by_keys(type, tenant, keys);
    }
    Result<std::vector<app::Entity>> list(std::string_view type, const app::Query& query) override {
        GX_CHECK(before_read(type));
        return ops_.list(type, query);
    }
    Result<std::int64_t> count(std::string_view type, const app::Query& query) override {
        GX_CHECK(before_read(type));
        return ops_.count(type, query);
    }
    Result<Done> scan(std::string_view type, std::string_view tenant, const ReadOps::EachEntity& each) override {
        GX_CHECK(before_read(type));
        return ops_.scan(type, tenant, each);
    }
    Result<Done> scan_columns(std::string_view type, std::string_view tenant, std::span<const std::string_view> columns,
                              const std::function<Result<Done>(const app::RowView&)>& each) override {
        GX_CHECK(before_read(type));
        return ops_.scan_columns(type, tenant, columns, each);
    }
    Result<Done> scan_at(std::string_view type, std::string_view tenant, std::int64_t size,
                         const ReadOps::EachEntity& each) override {
        GX_CHECK(before_read(type));
        GX_CHECK(before_journal_read());
        return ops_.scan_at(type, tenant, size, each);
    }
    Result<std::int64_t> journal_size() override {
        GX_CHECK(before_journal_read());
        return ops_.journal_size();
    }
    Result<Done> entries(std::int64_t from, std::int64_t to, const ReadOps::EachEntry& each) override {
        GX_CHECK(before_journal_read());
        return ops_.entries(from, to, each);
    }
    Result<std::vector<domain::JournalEntry>> history(std::string_view type, std::string_view id) override {
        GX_CHECK(before_journal_read());
        return ops_.history(type, id);
    }
    Result<Done> entries_of_origin(std::string_view origin, const ReadOps::EachEntry& each) override {
        GX_CHECK(before_journal_read());
        return ops_.entries_of_origin(origin, each);
    }
    Result<std::vector<base::Digest>> leaf_hashes(std::int64_t from, std::int64_t count) override {
        GX_CHECK(before_journal_read());
        return ops_.leaf_hashes(from, count);
    }
    Result<std::vector<base::Digest>> tile_roots(int level, std::int64_t index, std::int64_t count) override {
        GX_CHECK(before_journal_read());
        return ops_.tile_roots(level, index, count);
    }
    Result<std::vector<base::Json>> checkpoints() override { return ops_.checkpoints(); }
    Result<std::optional<app::SealedValue>> sealed(std::string_view id) override { return ops_.sealed(id); }
    Result<Done> scan_sealed(const std::function<Result<Done>(const app::SealedValue&)>& each) override {
        return ops_.scan_sealed(each);
    }
    Result<std::vector<std::string>> find_lookups(std::string_view tenant, std::string_view scope,
                                                  std::span<const std::string> digests) override {
        return ops_.find_lookups(tenant, scope, digests);
    }
    Result<Done> scan_lookups(const std::function<Result<Done>(const app::SealedLookup&)>& each) override {
        return ops_.scan_lookups(each);
    }

    /// The transaction's connection, for the store's own side tables.
    Connection& connection() { return ops_.connection(); }

protected:
    /// Lets a writer put a type's table in order first.
    virtual Result<Done> before_read(std::string_view /*type*/) { return Done{}; }
    /// Lets a writer bring its own entries into the journal first.
    virtual Result<Done> before_journal_read() { return Done{}; }

private:
    ReadOps ops_;
};

}  // namespace gx::storage
