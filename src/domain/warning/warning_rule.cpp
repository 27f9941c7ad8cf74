// SPDX-License-Identifier: Apache-2.0
#include "domain/warning/warning_rule.hpp"

#include <algorithm>
#include <array>

#include "domain/evaluation/scheme_reader.hpp"

namespace gx::domain::warning {
namespace {

using base::Done;
using base::Result;
using evaluation::SchemeReader;

constexpr std::size_t kRungsMax = 8;
constexpr std::array<std::pair<std::string_view, Level>, 4> kLevels{
    {{"blue", Level::Blue}, {"yellow", Level::Yellow}, {"orange", Level::Orange}, {"red", Level::Red}}};

Result<std::vector<std::string>> texts(const SchemeReader& reader, std::string_view key) {
    std::vector<std::string> out;
    GX_TRY(const auto entries, reader.list(key));
    for (const SchemeReader& entry : entries) {
        if (!entry.json().is_string()) { return entry.fault("scheme.field_type", "", "a text is expected"); }
        out.push_back(entry.json().as_string());
    }
    return out;
}

Result<RuleFact> read_fact(const SchemeReader& reader) {
    GX_CHECK(reader.only({"id", "table", "where", "known_by", "ended_by", "values", "note"}));
    RuleFact fact;
    fact.at = reader.at();
    GX_TRY(fact.id, reader.text("id"));
    GX_TRY(fact.table, reader.text("table"));
    GX_TRY(fact.where, reader.formula_or_none("where"));
    GX_TRY(fact.known_by, reader.text_or("known_by", ""));
    GX_TRY(fact.ended_by, texts(reader, "ended_by"));
    GX_TRY(fact.values, reader.named_formulas("values"));
    return fact;
}

Result<Exemption> read_exemption(const SchemeReader& reader) {
    GX_CHECK(reader.only({"title", "source", "when"}));
    Exemption exemption;
    GX_TRY(exemption.title, reader.title("title"));
    GX_TRY(exemption.source, texts(reader, "source"));
    GX_TRY(exemption.when, reader.formula("when"));
    return exemption;
}

Result<Done> read_ladder(const SchemeReader& reader, WarningRule& rule) {
    GX_TRY(const auto rungs, reader.list("ladder"));
    if (rungs.empty() || rungs.size() > kRungsMax) { return reader.fault("scheme.field_missing", "", "ladder: 1..8 rungs"); }
    for (const SchemeReader& each : rungs) {
        GX_CHECK(each.only({"level", "when"}));
        Rung rung;
        GX_TRY(const std::string text, each.text("level"));
        const auto level = level_of(text);
        if (!level) { return each.fault("warning.level_unknown", "level", text); }
        rung.level = *level;
        GX_TRY(rung.when, each.formula("when"));
        // First that fits: a milder rung above would hide a more urgent one.
        if (!rule.ladder.empty() && rung.level > rule.ladder.back().level) {
            return each.fault("warning.ladder_order", "level", text);
        }
        rule.ladder.push_back(std::move(rung));
    }
    return Done{};
}

Result<WarningRule> read_rule(const SchemeReader& reader) {
    GX_CHECK(reader.only({"id", "title", "source", "fact", "in_force", "parameters", "where", "exempt", "ladder", "note"}));
    WarningRule rule;
    rule.at = reader.at();
    GX_TRY(rule.id, reader.text("id"));
    GX_TRY(rule.title, reader.title("title"));
    GX_TRY(rule.source, texts(reader, "source"));
    GX_TRY(rule.fact, reader.text("fact"));
    if (reader.has("in_force")) {
        GX_TRY(rule.in_force, InForce::from_json(reader.json().at("in_force"), reader.at("in_force")));
    }
    GX_TRY(rule.parameters, reader.named_formulas("parameters"));
    for (const auto& each : rule.parameters) {
        const evaluation::Expression& value = each.formula.expression;
        if (value.node != evaluation::Node::Literal || value.literal.d != 1) {
            return reader.fault("scheme.number", "parameters", each.name + ": a whole number is expected");
        }
    }
    GX_TRY(rule.where, reader.formula_or_none("where"));
    GX_TRY(const auto exemptions, reader.list("exempt"));
    for (const SchemeReader& each : exemptions) {
        GX_TRY(auto exemption, read_exemption(each));
        rule.exempt.push_back(std::move(exemption));
    }
    GX_CHECK(read_ladder(reader, rule));
    return rule;
}

}  // namespace

std::string_view to_string(Level level) { return kLevels[static_cast<std::size_t>(level)].first; }

std::optional<Level> level_of(std::string_view text) {
    for (const auto& [name, level] : kLevels) {
        if (name == text) { return level; }
    }
    return std::nullopt;
}

Result<WarningRules> WarningRules::from_json(const base::Json& file) {
    const SchemeReader reader{file, ""};
    GX_CHECK(reader.only({"facts", "rules", "note"}));
    WarningRules out;
    GX_TRY(const auto facts, reader.list("facts"));
    for (const SchemeReader& each : facts) {
        GX_TRY(auto fact, read_fact(each));
        out.facts.push_back(std::move(fact));
    }
    GX_TRY(const auto rules, reader.list("rules"));
    for (const SchemeReader& each : rules) {
        GX_TRY(auto rule, read_rule(each));
        out.rules.push_back(std::move(rule));
    }
    return out;
}

const RuleFact* WarningRules::fact(std::string_view id) const {
    const auto it = std::find_if(facts.begin(), facts.end(), [&](const RuleFact& each) { return each.id == id; });
    return it == facts.end() ? nullptr : &*it;
}

const WarningRule* WarningRules::rule(std::string_view id) const {
    const auto it = std::find_if(rules.begin(), rules.end(), [&](const WarningRule& each) { return each.id == id; });
    return it == rules.end() ? nullptr : &*it;
}

}  // namespace gx::domain::warning
