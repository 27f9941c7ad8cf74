// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <random>
#include <string>
#include <vector>

#include "domain/evaluation/evaluation_test_support.hpp"
#include "domain/warning/warning_rule.hpp"

namespace gx::domain::warning::test {

using evaluation::ColumnDef;
using evaluation::ColumnKind;
using evaluation::FactSet;
using evaluation::KeyIndex;
using evaluation::Table;
using evaluation::TableBuilder;
using evaluation::test::json;
using evaluation::test::year_2025;

inline WarningRules rules_of(const std::string& text) {
    auto rules = WarningRules::from_json(json(text));
    EXPECT_TRUE(rules.ok()) << (rules.ok() ? "" : rules.error().reason + " " + rules.error().detail + " at " + rules.error().where);
    return rules.ok() ? std::move(rules).value() : WarningRules{};
}

inline std::vector<ColumnDef> duty_columns() {
    return {{"kind", ColumnKind::Code},   {"party", ColumnKind::Code},  {"made_day", ColumnKind::Day},
            {"due_day", ColumnKind::Day}, {"done_day", ColumnKind::Day}, {"amount_fen", ColumnKind::Whole},
            {"paid_fen", ColumnKind::Whole}, {"rating", ColumnKind::Small}, {"flag", ColumnKind::Small}};
}

/// Random rows of one body, with nulls where the last columns may hold them.
inline void random_rows(TableBuilder& builder, std::uint32_t body, std::size_t rows, std::mt19937& dice) {
    static const std::array<const char*, 5> kKinds{"contract", "debt", "pledge", "promise", "reply"};
    static const std::array<const char*, 3> kParties{"private", "state", "foreign"};
    const auto below = [&](std::uint32_t limit) { return static_cast<std::int64_t>(dice() % limit); };
    const std::int64_t today = year_2025().as_of.days();
    for (std::size_t i = 0; i < rows; ++i) {
        builder.begin_row(body, std::string_view{fmt::format("b{}-{:05}", body, i)});
        builder.code(0, kKinds[dice() % kKinds.size()]);
        if (dice() % 4 != 0) { builder.code(1, kParties[dice() % kParties.size()]); }
        const std::int64_t due = today - 300 + below(400);
        builder.whole(2, due - below(500));
        builder.whole(3, due);
        if (dice() % 2 == 0) { builder.whole(4, due - 50 + below(200)); }
        const std::int64_t amount = dice() % 5 == 0 ? 0 : below(1'000);
        if (dice() % 9 != 0) { builder.whole(5, amount); }
        if (dice() % 9 != 0) { builder.whole(6, below(1'100)); }
        if (dice() % 3 != 0) { builder.whole(7, below(101)); }
        builder.whole(8, below(2));
    }
}

inline FactSet random_facts(std::uint32_t bodies, std::size_t rows_max, std::mt19937& dice) {
    FactSet facts;
    std::vector<std::string> keys;
    for (std::uint32_t body = 0; body < bodies; ++body) { keys.push_back(std::to_string(body)); }
    facts.bodies = KeyIndex::make(std::move(keys)).value();
    std::vector<TableBuilder> builders;
    builders.emplace_back(duty_columns());
    for (std::uint32_t body = 0; body < bodies; ++body) { random_rows(builders[0], body, dice() % (rows_max + 1), dice); }
    facts.tables.push_back(Table::freeze("duty", builders, bodies, 1).value());
    return facts;
}

}  // namespace gx::domain::warning::test
