// SPDX-License-Identifier: Apache-2.0
#include "storage/store/planner_figures.hpp"

#include <charconv>
#include <string>
#include <vector>

namespace gx::storage {
namespace {

/// Rows of an index looked at for each of its columns.
constexpr std::int64_t kSample = 1'000;

struct Figure {
    std::int64_t row = 0;
    std::string text;  ///< rows, then how many of them a value of the first column has, of the first two, …
};

/// The number at the start of `text`; what follows it stays. Zero when there is none.
std::int64_t take_number(std::string_view& text) {
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with(' ')) { text.remove_prefix(1); }
    return code == std::errc{} ? number : 0;
}

/// The figure with an even share of the rows for each tenant; empty when it says no less already.
std::string spread(const Figure& figure, std::int64_t tenants) {
    std::string_view rest = figure.text;
    const std::int64_t rows = take_number(rest);
    const std::int64_t of_tenant = take_number(rest);
    const std::int64_t share = rows / tenants;
    if (rows <= kSample || share <= of_tenant) { return {}; }
    return fmt::format("{} {}{}{}", rows, share, rest.empty() ? "" : " ", rest);
}

Result<Done> gather(Connection& connection) {
    GX_CHECK(connection.script("ANALYZE"));
    GX_TRY(const std::int64_t tenants, connection.integer("SELECT count(*) FROM tenant_entity"));
    std::vector<Figure> figures;
    if (tenants > 0) {
        GX_TRY(const auto rows, connection.query("SELECT s.rowid, s.stat FROM sqlite_stat1 s WHERE EXISTS (SELECT 1 FROM pragma_index_info(s.idx) i "
                                                 "WHERE i.seqno = 0 AND i.name = 'tenant')"));
        while (true) {
            GX_TRY(const bool row, rows->next());
            if (!row) { break; }
            figures.push_back({rows->integer(0), std::string(rows->text(1))});
        }
    }
    for (const Figure& figure : figures) {
        const std::string better = spread(figure, tenants);
        if (better.empty()) { continue; }
        GX_CHECK(connection.execute("UPDATE sqlite_stat1 SET stat = $2 WHERE rowid = $1", {figure.row, std::string_view(better)}));
    }
    // Other connections read the figures again when the schema has another number.
    return connection.script("CREATE TABLE planner_figures (at INTEGER); DROP TABLE planner_figures");
}

}  // namespace

Result<Done> gather_planner_figures(Connection& connection) {
    if (connection.dialect() != Dialect::Sqlite) { return Done{}; }
    GX_CHECK(connection.script(fmt::format("PRAGMA analysis_limit = {}", kSample)));
    GX_CHECK(connection.begin(Begin::Write));
    auto done = gather(connection);
    if (done.ok()) { done = connection.commit(); }
    if (!done.ok()) { connection.rollback(); }
    return done;
}

}  // namespace gx::storage
