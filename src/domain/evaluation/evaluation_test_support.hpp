// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "domain/evaluation/evaluation.hpp"
#include "domain/evaluation/fact_set.hpp"
#include "source_dir.hpp"

namespace gx::domain::evaluation::test {

inline std::string file_text(const std::string& path) {
    std::ifstream file{std::string{GX_SOURCE_DIR} + "/" + path, std::ios::binary};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

inline base::Json json(const std::string& text) {
    auto parsed = base::parse_json(text);
    EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : parsed.error().reason + " " + parsed.error().where);
    return parsed.ok() ? std::move(parsed).value() : base::Json{};
}

inline Scheme scheme_of(const base::Json& file) {
    auto scheme = Scheme::from_json(file);
    EXPECT_TRUE(scheme.ok()) << (scheme.ok() ? "" : scheme.error().reason + " " + scheme.error().detail + " at " +
                                                        scheme.error().where);
    return scheme.ok() ? std::move(scheme).value() : Scheme{};
}

inline Horizon year_2025() {
    return {.as_of = base::Date::parse("2025-12-31").value(), .from = base::Date::parse("2025-01-01").value(),
            .to = base::Date::parse("2025-12-31").value(), .period = "2025"};
}

/// A row of a test table: values by column, numbers or texts; absent = null.
struct Row {
    std::string body;
    std::string key;
    std::map<std::string, std::int64_t> numbers = {};
    std::map<std::string, std::string> texts = {};
};

inline void append(TableBuilder& builder, std::uint32_t body, const Row& row) {
    builder.begin_row(body, std::string_view{row.key});
    for (std::size_t c = 0; c < builder.columns().size(); ++c) {
        const std::string& name = builder.columns()[c].name;
        if (const auto number = row.numbers.find(name); number != row.numbers.end()) { builder.whole(c, number->second); }
        if (const auto text = row.texts.find(name); text != row.texts.end()) { builder.code(c, text->second); }
    }
}

inline Table table_of(const std::string& name, const std::vector<ColumnDef>& columns, const KeyIndex& bodies,
                      const std::vector<Row>& rows) {
    std::vector<TableBuilder> builders;
    builders.emplace_back(columns);
    for (const Row& row : rows) { append(builders[0], bodies.find(row.body).value(), row); }
    return Table::freeze(name, builders, bodies.size(), 1).value();
}

/// Bodies with a class and a few numbers, no other facts: enough to drive a scheme by its values.
inline FactSet bodies_only(const std::vector<Row>& rows, const std::vector<std::string>& numbers) {
    FactSet facts;
    std::vector<std::string> keys;
    for (const Row& row : rows) { keys.push_back(row.body); }
    facts.bodies = KeyIndex::make(std::move(keys)).value();
    facts.body_names.resize(facts.bodies.size());
    std::vector<ColumnDef> columns{{"class", ColumnKind::Code}};
    for (const std::string& number : numbers) { columns.push_back({number, ColumnKind::Whole}); }
    facts.body_table = table_of("body", columns, facts.bodies, rows);
    return facts;
}

inline std::unique_ptr<Evaluation> evaluated(const Scheme& scheme, const FactSet& facts, unsigned threads = 1) {
    auto evaluation = Evaluation::run(scheme, facts, year_2025(), threads);
    EXPECT_TRUE(evaluation.ok()) << (evaluation.ok() ? "" : evaluation.error().reason + " " +
                                                                evaluation.error().detail + " at " +
                                                                evaluation.error().where);
    return evaluation.ok() ? std::move(evaluation).value() : nullptr;
}

}  // namespace gx::domain::evaluation::test
