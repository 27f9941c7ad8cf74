// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "app/ports/entity_types.hpp"
#include "app/ports/store.hpp"
#include "domain/journal/merkle.hpp"

namespace gx::support {

using app::Done;
using app::Error;
using app::ErrorCode;
using app::Result;

/// A row as a table holds it: content as text, index columns beside it.
struct MemoryRow {
    std::string tenant;
    std::string id;
    std::string key;
    std::int64_t version = 0;
    std::int64_t seq = 0;
    std::string content;
    std::map<std::string, app::Value, std::less<>> columns = {};
};

struct MemoryEntry {
    domain::JournalEntry entry;
    base::Digest leaf_hash{};
};

/// Everything a store holds, open to a test that wants to tamper with it.
struct MemoryState {
    std::map<std::int64_t, MemoryEntry> entries;
    std::int64_t head = 0;
    std::map<std::pair<int, std::int64_t>, base::Digest> tiles;
    std::map<std::string, std::map<std::string, MemoryRow>, std::less<>> rows;  ///< by type, then by id
    std::map<std::string, app::SealedValue, std::less<>> sealed;
    std::map<std::string, app::SealedLookup, std::less<>> lookups;  ///< by tenant, scope and id
    std::vector<base::Json> checkpoints;
    std::set<std::int64_t> unreadable;  ///< positions whose entry the store fails to decode
};

/// Order of column values: absent ones first, then numbers, then texts.
inline bool before(const app::Value& left, const app::Value& right) {
    if (left.index() != right.index()) { return left.index() < right.index(); }
    if (const auto* number = std::get_if<std::int64_t>(&left)) { return *number < std::get<std::int64_t>(right); }
    if (const auto* text = std::get_if<std::string>(&left)) { return *text < std::get<std::string>(right); }
    return false;
}

/// Columns of one MemoryRow by position.
class MemoryRowView final : public app::RowView {
public:
    explicit MemoryRowView(std::vector<app::Value> values) : values_(std::move(values)) {}
    bool is_null(int column) const override { return std::holds_alternative<std::nullptr_t>(at(column)); }
    std::int64_t integer(int column) const override {
        const auto* number = std::get_if<std::int64_t>(&at(column));
        return number == nullptr ? 0 : *number;
    }
    std::string_view text(int column) const override {
        const auto* text = std::get_if<std::string>(&at(column));
        return text == nullptr ? std::string_view{} : std::string_view{*text};
    }

private:
    const app::Value& at(int column) const { return values_.at(static_cast<std::size_t>(column)); }
    std::vector<app::Value> values_;
};

inline Result<Done> column_of(const MemoryRow& row, std::string_view name, app::Value& out) {
    if (name == "tenant") { out = row.tenant; }
    else if (name == "id") { out = row.id; }
    else if (name == "key") { out = row.key; }
    else if (name == "version") { out = row.version; }
    else if (name == "seq") { out = row.seq; }
    else if (name == "content") { out = row.content; }
    else {
        const auto found = row.columns.find(name);
        if (found == row.columns.end()) { return Error{ErrorCode::InvalidInput, "store.query", std::string(name)}; }
        out = found->second;
    }
    return Done{};
}

/// The port's reads over a MemoryState that it keeps a reference to.
template <class Base>
class MemoryReads : public Base {
public:
    explicit MemoryReads(MemoryState& state) : state_(state) {}

    Result<std::optional<app::Entity>> find(std::string_view type, std::string_view tenant,
                                            std::string_view id) override {
        return first(type, [&](const MemoryRow& row) { return row.tenant == tenant && row.id == id; });
    }
    Result<std::optional<app::Entity>> find_by_key(std::string_view type, std::string_view tenant,
                                                   std::string_view key) override {
        return first(type, [&](const MemoryRow& row) { return row.tenant == tenant && row.key == key; });
    }
    Result<std::vector<app::Entity>> find_by_keys(std::string_view type, std::string_view tenant,
                                                  std::span<const std::string> keys) override {
        std::vector<app::Entity> found;
        for (const std::string& key : keys) {
            GX_TRY(auto entity, find_by_key(type, tenant, key));
            if (entity) { found.push_back(std::move(*entity)); }
        }
        return found;
    }
    Result<std::vector<app::Entity>> list(std::string_view type, const app::Query& query) override {
        if (query.limit < 1 || query.limit > 10'000 || query.offset > 10'000) {
            return Error{ErrorCode::InvalidInput, "store.query", "limit or offset"};
        }
        GX_TRY(auto rows, selected(type, query));
        std::vector<app::Entity> found;
        for (std::size_t i = query.offset; i < rows.size() && found.size() < query.limit; ++i) {
            GX_TRY(auto entity, decode(type, *rows[i]));
            found.push_back(std::move(entity));
        }
        return found;
    }
    Result<std::int64_t> count(std::string_view type, const app::Query& query) override {
        GX_TRY(const auto rows, selected(type, query));
        return static_cast<std::int64_t>(rows.size());
    }
    Result<Done> scan(std::string_view type, std::string_view tenant,
                      const std::function<Result<Done>(const app::Entity&)>& each) override {
        for (const MemoryRow* row : in_key_order(type, tenant)) {
            GX_TRY(const auto entity, decode(type, *row));
            GX_CHECK(each(entity));
        }
        return Done{};
    }
    Result<Done> scan_columns(std::string_view type, std::string_view tenant,
                              std::span<const std::string_view> columns,
                              const std::function<Result<Done>(const app::RowView&)>& each) override {
        for (const MemoryRow* row : in_key_order(type, tenant)) {
            std::vector<app::Value> values(columns.size());
            for (std::size_t i = 0; i < columns.size(); ++i) { GX_CHECK(column_of(*row, columns[i], values[i])); }
            GX_CHECK(each(MemoryRowView(std::move(values))));
        }
        return Done{};
    }
    Result<Done> scan_at(std::string_view type, std::string_view tenant, std::int64_t size,
                         const std::function<Result<Done>(const app::Entity&)>& each) override {
        std::map<std::string, const domain::JournalEntry*> newest;
        for (const auto& [seq, stored] : state_.entries) {
            const auto& entry = stored.entry;
            if (seq < size && entry.entity == type && (tenant.empty() || entry.tenant == tenant)) {
                newest[entry.entity_id] = &entry;
            }
        }
        std::vector<app::Entity> found;
        for (const auto& [id, entry] : newest) {
            if (!entry->content) { continue; }
            GX_TRY(auto content, base::parse_json(*entry->content));
            found.push_back({.type = std::string(type), .tenant = entry->tenant, .id = id, .key = entry->entity_key,
                             .version = entry->version, .seq = entry->seq, .content = std::move(content)});
        }
        std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
        for (const auto& entity : found) { GX_CHECK(each(entity)); }
        return Done{};
    }

    Result<std::int64_t> journal_size() override { return state_.head; }
    Result<Done> entries(std::int64_t from, std::int64_t to,
                         const std::function<Result<Done>(const domain::JournalEntry&)>& each) override {
        for (auto at = state_.entries.lower_bound(from); at != state_.entries.end() && at->first < to; ++at) {
            if (state_.unreadable.contains(at->first)) { return Error{ErrorCode::Corrupt, "store.salt"}; }
            GX_CHECK(each(at->second.entry));
        }
        return Done{};
    }
    Result<std::vector<domain::JournalEntry>> history(std::string_view type, std::string_view id) override {
        std::vector<domain::JournalEntry> found;
        for (const auto& [seq, stored] : state_.entries) {
            if (stored.entry.entity == type && stored.entry.entity_id == id) { found.push_back(stored.entry); }
        }
        return found;
    }
    Result<Done> entries_of_origin(std::string_view origin,
                                   const std::function<Result<Done>(const domain::JournalEntry&)>& each) override {
        for (const auto& [seq, stored] : state_.entries) {
            if (stored.entry.origin == origin) { GX_CHECK(each(stored.entry)); }
        }
        return Done{};
    }
    Result<std::vector<base::Digest>> leaf_hashes(std::int64_t from, std::int64_t count) override {
        std::vector<base::Digest> found;
        for (auto at = state_.entries.lower_bound(from); at != state_.entries.end() && at->first < from + count; ++at) {
            found.push_back(at->second.leaf_hash);
        }
        return found;
    }
    Result<std::vector<base::Digest>> tile_roots(int level, std::int64_t index, std::int64_t count) override {
        std::vector<base::Digest> found;
        for (auto at = state_.tiles.lower_bound({level, index});
             at != state_.tiles.end() && at->first < std::pair{level, index + count}; ++at) {
            found.push_back(at->second);
        }
        return found;
    }
    Result<std::vector<base::Json>> checkpoints() override { return state_.checkpoints; }

    Result<std::optional<app::SealedValue>> sealed(std::string_view id) override {
        const auto found = state_.sealed.find(id);
        if (found == state_.sealed.end()) { return std::optional<app::SealedValue>{}; }
        return std::optional<app::SealedValue>{found->second};
    }
    Result<Done> scan_sealed(const std::function<Result<Done>(const app::SealedValue&)>& each) override {
        for (const auto& [id, value] : state_.sealed) { GX_CHECK(each(value)); }
        return Done{};
    }
    Result<std::vector<std::string>> find_lookups(std::string_view tenant, std::string_view scope,
                                                  std::span<const std::string> digests) override {
        std::vector<std::string> ids;
        for (const auto& [place, lookup] : state_.lookups) {
            const bool wanted = std::find(digests.begin(), digests.end(), lookup.digest) != digests.end();
            if (wanted && lookup.tenant == tenant && lookup.scope == scope) { ids.push_back(lookup.id); }
        }
        return ids;
    }
    Result<Done> scan_lookups(const std::function<Result<Done>(const app::SealedLookup&)>& each) override {
        for (const auto& [place, lookup] : state_.lookups) { GX_CHECK(each(lookup)); }
        return Done{};
    }

protected:
    MemoryState& state_;

private:
    static Result<app::Entity> decode(std::string_view type, const MemoryRow& row) {
        auto content = base::parse_json(row.content);
        if (!content) { return Error{ErrorCode::Corrupt, "store.content", row.id}; }
        return app::Entity{.type = std::string(type), .tenant = row.tenant, .id = row.id, .key = row.key,
                           .version = row.version, .seq = row.seq, .content = std::move(content).value()};
    }
    std::vector<const MemoryRow*> in_key_order(std::string_view type, std::string_view tenant) const {
        std::vector<const MemoryRow*> rows;
        const auto table = state_.rows.find(type);
        if (table == state_.rows.end()) { return rows; }
        for (const auto& [id, row] : table->second) {
            if (tenant.empty() || row.tenant == tenant) { rows.push_back(&row); }
        }
        std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
        return rows;
    }
    template <class Matches>
    Result<std::optional<app::Entity>> first(std::string_view type, Matches matches) {
        if (app::find_entity_type(type) == nullptr) {
            return Error{ErrorCode::InvalidInput, "store.unknown_type", std::string(type)};
        }
        const auto table = state_.rows.find(type);
        if (table == state_.rows.end()) { return std::optional<app::Entity>{}; }
        for (const auto& [id, row] : table->second) {
            if (!matches(row)) { continue; }
            GX_TRY(auto entity, decode(type, row));
            return std::optional<app::Entity>{std::move(entity)};
        }
        return std::optional<app::Entity>{};
    }
    static bool holds(const app::Condition& condition, const app::Value& value) {
        const bool null = std::holds_alternative<std::nullptr_t>(value);
        switch (condition.compare) {
            case app::Compare::IsNull: return null;
            case app::Compare::NotNull: return !null;
            case app::Compare::In:
                return !null && std::find(condition.values.begin(), condition.values.end(), value) != condition.values.end();
            case app::Compare::Equal: return !null && value == condition.values.at(0);
            case app::Compare::NotEqual: return !null && value != condition.values.at(0);
            case app::Compare::Less: return !null && before(value, condition.values.at(0));
            case app::Compare::LessEqual: return !null && !before(condition.values.at(0), value);
            case app::Compare::Greater: return !null && before(condition.values.at(0), value);
            case app::Compare::GreaterEqual: return !null && !before(value, condition.values.at(0));
        }
        return false;
    }
    Result<std::vector<const MemoryRow*>> selected(std::string_view type, const app::Query& query) const {
        std::vector<const MemoryRow*> rows;
        const auto table = state_.rows.find(type);
        if (table == state_.rows.end()) { return rows; }
        for (const auto& [id, row] : table->second) {
            if (row.tenant != query.tenant) { continue; }
            bool all = true;
            for (const auto& condition : query.where) {
                app::Value value;
                GX_CHECK(column_of(row, condition.column, value));
                all = all && holds(condition, value);
            }
            if (all) { rows.push_back(&row); }
        }
        for (auto order = query.order.rbegin(); order != query.order.rend(); ++order) {
            std::stable_sort(rows.begin(), rows.end(), [&](const MemoryRow* a, const MemoryRow* b) {
                app::Value left;
                app::Value right;
                GX_ASSERT(column_of(*a, order->column, left).ok() && column_of(*b, order->column, right).ok());
                return order->descending ? before(right, left) : before(left, right);
            });
        }
        return rows;
    }
};

class MemoryReader final : public MemoryReads<app::Reader> {
public:
    explicit MemoryReader(const MemoryState& state) : MemoryReads(copy_), copy_(state) {}

private:
    MemoryState copy_;
};

class MemoryWork final : public MemoryReads<app::Work> {
public:
    MemoryWork(MemoryState& state, const app::WriteContext& context, const domain::Hasher& hasher)
        : MemoryReads(state), context_(context), hasher_(hasher) {
        for (const auto& [type, table] : state.rows) {
            for (const auto& [id, row] : table) { keys_[type + "\n" + row.tenant + "\n" + row.key] = id; }
        }
    }

    Result<Done> put(const app::Entity& next, std::string_view action) override {
        const auto* type = app::find_entity_type(next.type);
        if (type == nullptr) { return Error{ErrorCode::InvalidInput, "store.unknown_type", next.type}; }
        auto& table = state_.rows[next.type];
        const auto found = table.find(next.id);
        const std::int64_t version = found == table.end() ? 0 : found->second.version;
        if (next.version != version + 1) { return Error{ErrorCode::VersionMismatch, "store.version", next.id}; }
        GX_TRY(const auto key, app::natural_key(*type, next.content));
        const auto holder = keys_.find(next.type + "\n" + next.tenant + "\n" + key);
        if (holder != keys_.end() && holder->second != next.id) {
            return Error{ErrorCode::Conflict, "store.key_taken", key};
        }
        if (found != table.end()) { keys_.erase(next.type + "\n" + next.tenant + "\n" + found->second.key); }
        keys_[next.type + "\n" + next.tenant + "\n" + key] = next.id;
        MemoryRow row{.tenant = next.tenant, .id = next.id, .key = key, .version = next.version, .seq = state_.head,
                      .content = base::canonical(next.content)};
        for (const auto& column : type->columns) {
            GX_TRY(auto value, app::column_value(column, next.content));
            row.columns.emplace(column.column, std::move(value));
        }
        append(next, key, action, row.content);
        table[next.id] = std::move(row);
        return Done{};
    }
    Result<Done> put_many(std::span<const app::Entity> next, std::string_view action) override {
        for (const auto& entity : next) { GX_CHECK(put(entity, action)); }
        return Done{};
    }
    Result<Done> remove(const app::Entity& current, std::string_view action) override {
        auto& table = state_.rows[current.type];
        const auto found = table.find(current.id);
        if (found == table.end() || found->second.version != current.version) {
            return Error{ErrorCode::VersionMismatch, "store.version", current.id};
        }
        app::Entity gone = current;
        ++gone.version;
        append(gone, found->second.key, action, std::nullopt);
        keys_.erase(current.type + "\n" + current.tenant + "\n" + found->second.key);
        table.erase(found);
        return Done{};
    }

    Result<Done> add_sealed(const app::SealedValue& value) override {
        state_.sealed[value.id] = value;
        return Done{};
    }
    Result<Done> replace_sealed(const app::SealedValue& value) override {
        const auto found = state_.sealed.find(value.id);
        if (found == state_.sealed.end()) { return Error{ErrorCode::NotFound, "sealed.unknown", value.id}; }
        found->second = value;
        return Done{};
    }
    Result<Done> delete_sealed(std::span<const std::string> ids) override {
        for (const std::string& id : ids) {
            state_.sealed.erase(id);
            std::erase_if(state_.lookups, [&](const auto& entry) { return entry.second.sealed_id == id; });
        }
        return Done{};
    }
    Result<Done> set_lookup(const app::SealedLookup& lookup) override {
        const std::string place = lookup.tenant + "\n" + lookup.scope + "\n" + lookup.id;
        if (lookup.sealed_id.empty()) {
            state_.lookups.erase(place);
        } else {
            state_.lookups[place] = lookup;
        }
        return Done{};
    }
    Result<Done> add_checkpoint(const base::Json& checkpoint) override {
        state_.checkpoints.push_back(checkpoint);
        return Done{};
    }

private:
    void append(const app::Entity& entity, const std::string& key, std::string_view action,
                std::optional<std::string> content) {
        domain::JournalEntry entry{.seq = state_.head, .tenant = entity.tenant, .entity = entity.type,
                                   .entity_id = entity.id, .version = entity.version, .action = std::string(action),
                                   .actor = context_.actor.account, .origin = context_.origin, .at = context_.at,
                                   .salt = {}, .content = std::move(content), .content_digest = {}, .entity_key = key};
        for (std::size_t i = 0; i < entry.salt.size(); ++i) {
            entry.salt[i] = static_cast<std::uint8_t>(entry.seq * 31 + static_cast<std::int64_t>(i) * 17 + 5);
        }
        entry.content_digest = domain::content_digest(hasher_, entry.salt, entry.content);
        const auto leaf = domain::leaf_hash(hasher_, entry);
        state_.entries[state_.head] = {std::move(entry), leaf};
        ++state_.head;
        // A tile is complete when the last of its 256 children is.
        std::int64_t size = state_.head;
        for (int level = 1; size % 256 == 0; ++level) {
            size /= 256;
            domain::Frontier frontier;
            for (std::int64_t i = (size - 1) * 256; i < size * 256; ++i) {
                frontier.append(hasher_, level == 1 ? state_.entries[i].leaf_hash : state_.tiles[{level - 1, i}]);
            }
            state_.tiles[{level, size - 1}] = frontier.root(hasher_);
        }
    }

    const app::WriteContext& context_;
    const domain::Hasher& hasher_;
    std::map<std::string, std::string> keys_;  ///< natural key to id
};

/// A complete store in memory for tests of use cases. A failed write leaves nothing behind.
class MemoryStore final : public app::Store {
public:
    explicit MemoryStore(const domain::Hasher& hasher) : hasher_(hasher) {}

    Result<std::unique_ptr<app::Reader>> reader() override {
        const std::lock_guard lock(mutex_);
        return std::unique_ptr<app::Reader>(std::make_unique<MemoryReader>(state));
    }
    Result<Done> write(const app::WriteContext& context,
                       const std::function<Result<Done>(app::Work&)>& work) override {
        const std::lock_guard lock(mutex_);
        const MemoryState before = state;
        MemoryWork open(state, context, hasher_);
        auto done = work(open);
        if (!done.ok()) { state = before; }
        return done;
    }
    std::int64_t position() override { return state.head; }

    MemoryState state;

private:
    const domain::Hasher& hasher_;
    std::mutex mutex_;
};

}  // namespace gx::support
