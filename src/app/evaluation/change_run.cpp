// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/change_run.hpp"

#include <algorithm>
#include <ctime>
#include <random>
#include <vector>

#include "app/evaluation/evaluation_timing.hpp"
#include "domain/evaluation/column_csv.hpp"
#include "domain/evaluation/evaluation.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using domain::evaluation::Column;
using domain::evaluation::ColumnDef;
using domain::evaluation::ColumnKind;
using domain::evaluation::Evaluation;
using domain::evaluation::FactSet;
using domain::evaluation::kNull64;
using domain::evaluation::Scheme;
using domain::evaluation::Segment;
using domain::evaluation::Table;
using domain::evaluation::TableBuilder;

std::int64_t thread_nanos() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

/// Appends a row of `table` under its own key, with the values of row `from`.
void append(const Table& table, std::uint32_t body, std::uint32_t row, std::uint32_t from, bool whole_keys, TableBuilder& out) {
    const std::string key = table.key(row);
    if (whole_keys) {
        out.begin_row(body, std::int64_t{std::stoll(key)});
    } else {
        out.begin_row(body, std::string_view{key});
    }
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
        const Column& column = table.columns()[c];
        const std::int64_t value = column.value(from);
        if (value == kNull64) { continue; }
        if (column.def.kind == ColumnKind::Code) {
            out.code(c, column.text(from));
        } else {
            out.whole(c, value);
        }
    }
}

/// All rows of a body; row number `changed` of them with the values of number `like`.
TableBuilder rows_of(const Table& table, std::uint32_t body, std::uint32_t changed, std::uint32_t like, bool whole_keys) {
    std::vector<ColumnDef> defs;
    for (const Column& column : table.columns()) { defs.push_back(column.def); }
    TableBuilder out{std::move(defs)};
    const Segment& segment = table.segment(body);
    for (std::uint32_t i = 0; i < segment.count; ++i) {
        append(table, body, segment.begin + i, segment.begin + (i == changed ? like : i), whole_keys, out);
    }
    return out;
}

Result<bool> same_tables(const Evaluation& kept, const Evaluation& anew, unsigned threads) {
    for (std::size_t i = 0; i < kept.scheme().outputs.size(); ++i) {
        GX_TRY(const auto a, kept.table(i, threads));
        GX_TRY(const auto b, anew.table(i, threads));
        if (to_csv(a) != to_csv(b)) { return false; }
    }
    return true;
}

}  // namespace

Result<ChangeRunOutput> run_changes(const ChangeRunInput& input, const std::map<std::string, std::string_view>& texts) {
    GX_TRY(const Scheme scheme, Scheme::from_json(input.scheme));
    GX_TRY(const auto layouts, column_layouts(input.layouts));
    GX_TRY(FactSet facts, domain::evaluation::load_columns(layouts, texts, input.threads));
    const auto largest = std::max_element(facts.tables.begin(), facts.tables.end(),
                                          [](const Table& a, const Table& b) { return a.rows() < b.rows(); });
    if (largest == facts.tables.end() || largest->rows() == 0) { return Error{ErrorCode::InvalidInput, "columns.count", "no facts"}; }
    Table& table = *largest;
    const auto layout = std::find_if(layouts.begin(), layouts.end(), [&](const auto& each) { return each.table == table.name(); });
    const domain::evaluation::Horizon horizon{.as_of = input.as_of, .from = input.as_of, .to = input.as_of, .period = {}};
    GX_TRY(const auto evaluation, Evaluation::run(scheme, facts, horizon, input.threads));

    ChangeRunOutput out{.rows = table.rows(), .bodies = table.bodies()};
    std::mt19937 dice{input.seed};
    std::vector<std::int64_t> nanos;
    while (nanos.size() < std::clamp(input.changes, 1U, 100'000U)) {
        const auto body = static_cast<std::uint32_t>(dice() % table.bodies());
        const std::uint32_t count = table.segment(body).count;
        if (count == 0) { continue; }
        const std::int64_t score = evaluation->score(body);
        const auto changed = static_cast<std::uint32_t>(dice() % count);
        const auto like = static_cast<std::uint32_t>(dice() % count);
        const std::int64_t begin = thread_nanos();
        GX_CHECK(table.replace_body(body, rows_of(table, body, changed, like, layout->whole_keys)));
        GX_CHECK(evaluation->update_body(body));
        std::uint32_t place = 0;
        for (std::size_t r = 0; r < scheme.ranks.size(); ++r) { place = std::max(place, evaluation->place(r, body)); }
        nanos.push_back(thread_nanos() - begin);
        GX_ASSERT(place <= table.bodies());
        out.moved += score != evaluation->score(body) ? 1 : 0;
    }
    std::sort(nanos.begin(), nanos.end());
    out.median_ns = nanos[nanos.size() / 2];
    out.p99_ns = nanos[nanos.size() * 99 / 100];
    out.worst_ns = nanos.back();
    GX_TRY(const auto anew, Evaluation::run(scheme, facts, horizon, input.threads));
    GX_TRY(out.same_bytes, same_tables(*evaluation, *anew, input.threads));
    return out;
}

}  // namespace gx::app
