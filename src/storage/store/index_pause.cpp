// SPDX-License-Identifier: Apache-2.0
#include "storage/store/index_pause.hpp"

#include <utility>

namespace gx::storage {
namespace {

constexpr std::size_t kLargeRun = 256;      ///< smaller runs are not looked at
constexpr std::size_t kPauseAfter = 10'000;

}  // namespace

void IndexPause::note_rows(Connection& connection, std::string_view table, std::size_t rows) {
    if (connection.dialect() != Dialect::Sqlite || rows < kLargeRun) { return; }
    auto found = tables_.find(table);
    if (found == tables_.end()) {
        found = tables_.emplace(std::string(table), Table{}).first;
        const auto any = connection.integer(fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1)", table));
        found->second.was_empty = any.ok() && *any == 0;
    }
    Table& about = found->second;
    about.rows += rows;
    if (about.rows > kPauseAfter) { connection.bulk_writes(true); }
    if (about.was_empty && !about.tried && about.rows > kPauseAfter) { pause(connection, table, about); }
}

void IndexPause::pause(Connection& connection, std::string_view name, Table& table) {
    table.tried = true;
    std::vector<std::pair<std::string, std::string>> indexes;
    {
        // Indexes of a primary key have no text and cannot be left aside.
        auto rows = connection.query("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL "
                                     "ORDER BY name", {name});
        if (!rows.ok()) { return; }
        while (true) {
            const auto row = (*rows)->next();
            if (!row.ok() || !*row) { break; }
            indexes.emplace_back((*rows)->text(0), (*rows)->text(1));
        }
    }
    for (auto& [index, text] : indexes) {
        if (!connection.script("DROP INDEX " + index).ok()) { return; }  // a query over the table is open: all stays
        table.make_again.push_back(std::move(text));
    }
}

bool IndexPause::paused(std::string_view table) const {
    const auto found = tables_.find(table);
    return found != tables_.end() && !found->second.make_again.empty();
}

Result<Done> IndexPause::resume(Connection& connection, std::string_view table) {
    const auto found = tables_.find(table);
    if (found == tables_.end() || found->second.make_again.empty()) { return Done{}; }
    Result<Done> outcome = Done{};
    for (const std::string& text : std::exchange(found->second.make_again, {})) {
        outcome = connection.script(text);
        if (!outcome.ok()) { break; }
    }
    if (!outcome.ok() && outcome.error().reason == "store.constraint") {
        return Error{ErrorCode::Conflict, "store.key_taken", outcome.error().detail};
    }
    return outcome;
}

Result<Done> IndexPause::resume_all(Connection& connection) {
    for (const auto& [name, table] : tables_) { GX_CHECK(resume(connection, name)); }
    return Done{};
}

}  // namespace gx::storage
