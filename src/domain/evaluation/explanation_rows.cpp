// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "domain/evaluation/explanation.hpp"
#include "domain/evaluation/row_program.hpp"

namespace gx::domain::evaluation {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

const std::vector<RowsBehind>* rows_of(const Scheme& scheme, RowsOf what, std::string_view id) {
    if (what == RowsOf::Leaf) {
        for (const Indicator& leaf : scheme.indicators) {
            if (leaf.id == id) { return &leaf.rows; }
        }
    }
    if (what == RowsOf::Bonus && scheme.bonus) {
        for (const BonusLine& line : scheme.bonus->lines) {
            if (line.id == id) { return &line.rows; }
        }
    }
    if (what == RowsOf::Cap) {
        for (const Cap& cap : scheme.caps) {
            if (cap.id == id) { return &cap.rows; }
        }
    }
    return nullptr;
}

/// All rows of one register that stand behind, in table order.
Result<Done> collect(const Evaluation& evaluation, std::uint32_t body, const RowsBehind& behind,
                     std::vector<RowBehind>& out) {
    const Fact& fact = *evaluation.scheme().fact(behind.fact);
    const Table* table = evaluation.facts().find(fact.table);
    if (table == nullptr) { return Error{ErrorCode::InvalidInput, "scheme.unknown_table", fact.table, fact.at}; }
    RowCompiler compiler{*table, evaluation.horizon(), evaluation.scheme().lookups};
    GX_TRY(const RowValue passed, compiler.rows_of(fact));
    RowValue where = passed;
    RowValue kept = passed;
    if (behind.where) { GX_TRY(where, compiler.condition(*behind.where)); }
    if (behind.kept) { GX_TRY(kept, compiler.condition(*behind.kept)); }
    const RowProgram program = compiler.finish();
    RowProgram::Block block{program};
    const Segment& segment = table->segment(body);
    for (std::uint32_t done = 0; done < segment.count; done += kLanes) {
        const std::uint32_t count = std::min(kLanes, segment.count - done);
        program.run(block, segment.begin + done, count);
        for (std::uint32_t i = 0; i < count; ++i) {
            if (block.narrow(passed)[i] == 0 || block.narrow(where)[i] == 0) { continue; }
            out.push_back({.entity = behind.entity, .key = table->key(segment.begin + done + i),
                           .kept = block.narrow(kept)[i] != 0});
        }
    }
    return Done{};
}

}  // namespace

Result<RowsPage> rows_behind(const Evaluation& evaluation, std::uint32_t body, RowsOf what, std::string_view id,
                             std::size_t offset, std::size_t limit) {
    const auto* registers = rows_of(evaluation.scheme(), what, id);
    if (registers == nullptr) { return Error{ErrorCode::NotFound, "evaluation.leaf_unknown", std::string{id}}; }
    std::vector<RowBehind> all;
    for (const RowsBehind& behind : *registers) { GX_CHECK(collect(evaluation, body, behind, all)); }
    std::stable_partition(all.begin(), all.end(), [](const RowBehind& row) { return !row.kept; });
    std::set<std::pair<std::string, std::string>> seen;
    std::erase_if(all, [&](const RowBehind& row) { return !seen.emplace(row.entity, row.key).second; });

    RowsPage page;
    page.total = all.size();
    page.lost = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto& row) { return !row.kept; }));
    constexpr std::size_t kLimitMax = 1'000;
    const std::size_t from = std::min(offset, all.size());
    const std::size_t to = std::min(all.size(), from + std::min(limit, kLimitMax));
    page.rows.assign(all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to));
    return page;
}

}  // namespace gx::domain::evaluation
