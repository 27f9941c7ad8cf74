// SPDX-License-Identifier: Apache-2.0
#include "storage/store/row_memory.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kTenantsMax = 10'000;
// Of each shard.
constexpr std::size_t kQuestionsMax = 3'000;
constexpr std::size_t kQuestionBytesMax = 1'000'000;
constexpr std::size_t kNamesMax = 6'000;
constexpr std::int64_t kEntriesReadMax = 20'000;  ///< of the journal; beyond, what was kept is forgotten

/// Each duty has one first version, and one entry without content when an undone import takes it away.
constexpr std::string_view kNews =
    "SELECT coalesce(max(CASE WHEN entity = 'obligation' THEN seq END), -1), coalesce(max(CASE WHEN entity = 'body' THEN seq END), -1), "
    "coalesce(sum(CASE WHEN entity <> 'obligation' THEN 0 WHEN content IS NULL THEN -1 WHEN version = 1 THEN 1 ELSE 0 END), 0) "
    "FROM journal_entry WHERE seq >= $1 AND seq < $2 AND entity IN ('obligation', 'body') AND tenant = $3";

}  // namespace

Result<RowMemory::State> RowMemory::state(Connection& connection, std::int64_t size, const std::string& tenant) {
    State known;
    {
        const std::lock_guard guard(states_lock_);
        if (const auto found = states_.find(tenant); found != states_.end()) { known = found->second; }
    }
    if (known.size == size && size > 0) { return known; }
    // A snapshot older than what is known, or far behind it, is on its own.
    if (known.size == 0 || size < known.size || size - known.size > kEntriesReadMax) {
        known = {.size = size, .duties_at = size, .bodies_at = size, .past = size < known.size};
    } else {
        GX_TRY(const auto rows, connection.query(kNews, {known.size, size, std::string_view(tenant)}));
        GX_CHECK(rows->next());
        if (rows->integer(0) >= 0) { known.duties_at = rows->integer(0) + 1; }
        if (rows->integer(1) >= 0) { known.bodies_at = rows->integer(1) + 1; }
        if (known.duties) { known.duties = *known.duties + rows->integer(2); }
        known.size = size;
    }
    const std::lock_guard guard(states_lock_);
    if (states_.size() >= kTenantsMax) { states_.clear(); }
    State& kept = states_[tenant];
    if (kept.size < size && !known.past) { kept = known; }
    return known;
}

Result<std::int64_t> RowMemory::duties(Connection& connection, const std::string& tenant, State& state) {
    if (state.duties) { return *state.duties; }
    GX_TRY(const auto count, connection.integer("SELECT count(*) FROM obligation WHERE tenant = $1", {std::string_view(tenant)}));
    state.duties = count;
    const std::lock_guard guard(states_lock_);
    State& kept = states_[tenant];
    if (kept.size == state.size) { kept.duties = count; }
    return count;
}

std::optional<std::int64_t> RowMemory::count(const std::string& question, const State& state) {
    Shard& shard = shard_of(question);
    const std::lock_guard guard(shard.lock);
    const auto found = shard.counts.find(question);
    if (found == shard.counts.end() || found->second.duties_at != state.duties_at) { return std::nullopt; }
    return found->second.count;
}

void RowMemory::keep_count(const std::string& question, const State& state, std::int64_t count) {
    if (state.past) { return; }
    Shard& shard = shard_of(question);
    const std::lock_guard guard(shard.lock);
    if (shard.counts.size() >= kQuestionsMax || shard.count_bytes > kQuestionBytesMax) {
        shard.counts.clear();
        shard.count_bytes = 0;
    }
    if (shard.counts.insert_or_assign(question, Count{state.duties_at, count}).second) { shard.count_bytes += question.size(); }
}

Result<RowMemory::Name> RowMemory::body_by_id(Connection& connection, std::string_view tenant, const State& state, std::string_view id) {
    return body(connection, tenant, state, id, "SELECT id, key, name FROM body WHERE tenant = $1 AND id = $2", &Names::by_id);
}

Result<RowMemory::Name> RowMemory::body_by_code(Connection& connection, std::string_view tenant, const State& state, std::string_view code) {
    return body(connection, tenant, state, code, "SELECT id, key, name FROM body WHERE tenant = $1 AND key = $2", &Names::by_code);
}

Result<RowMemory::Name> RowMemory::body(Connection& connection, std::string_view tenant, const State& state, std::string_view text,
                                        std::string_view sql, base::ByText<Name> Names::*index) {
    Shard& shard = shard_of(text);
    {
        const std::lock_guard guard(shard.lock);
        const auto names = shard.names.find(tenant);
        if (names != shard.names.end() && names->second.bodies_at == state.bodies_at) {
            const auto found = (names->second.*index).find(text);
            if (found != (names->second.*index).end()) { return found->second; }
        }
    }
    GX_TRY(const auto rows, connection.query(sql, {tenant, text}));
    GX_TRY(const bool row, rows->next());
    if (!row) { return std::make_shared<const BodyName>(); }  // not kept: whoever asks for what is not there fills no memory
    auto name = std::make_shared<const BodyName>(BodyName{std::string(rows->text(0)), std::string(rows->text(1)), std::string(rows->text(2))});
    if (state.past) { return name; }
    const std::lock_guard guard(shard.lock);
    if (shard.names_kept >= kNamesMax) {
        shard.names.clear();
        shard.names_kept = 0;
    }
    Names& names = shard.names.try_emplace(std::string(tenant)).first->second;
    if (names.bodies_at < state.bodies_at) {
        shard.names_kept -= names.by_id.size() + names.by_code.size();
        names = {.bodies_at = state.bodies_at};
    }
    if (names.bodies_at == state.bodies_at && (names.*index).emplace(text, name).second) { ++shard.names_kept; }
    return name;
}

}  // namespace gx::storage
