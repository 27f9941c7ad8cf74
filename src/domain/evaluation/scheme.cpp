// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/scheme.hpp"

#include <algorithm>

#include "domain/evaluation/scheme_reader.hpp"

namespace gx::domain::evaluation {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

Result<Lookup> read_lookup(const Json& json, const std::string& at) {
    Lookup lookup;
    if (json.is_object()) {
        for (const auto& [code, value] : json.as_object()) {
            GX_TRY(auto number, number_of(value, at + "/" + code));
            lookup.by_code.emplace(code, number);
        }
        return lookup;
    }
    if (!json.is_array() || json.as_array().empty()) {
        return Error{ErrorCode::InvalidInput, "scheme.field_type", "a table by code or a list of bands is expected", at};
    }
    for (std::size_t i = 0; i < json.as_array().size(); ++i) {
        const SchemeReader entry{json.as_array()[i], at + "/" + std::to_string(i)};
        GX_CHECK(entry.only({"below", "is", "name"}));
        Lookup::Band band;
        GX_TRY(band.value, entry.number("is"));
        GX_TRY(band.name, entry.text_or("name", ""));
        const bool last = i + 1 == json.as_array().size();
        if (entry.has("below") == last) {
            return entry.fault("scheme.grades_open", "", "each band but the last has 'below'");
        }
        if (!last) {
            GX_TRY(band.below, entry.number("below"));
            if (!lookup.bands.empty() && *compare(*lookup.bands.back().below, *band.below) >= 0) {
                return entry.fault("scheme.number", "below", "bands must rise");
            }
        }
        lookup.bands.push_back(std::move(band));
    }
    return lookup;
}

Result<Done> read_lookups(const SchemeReader& file, Scheme& scheme) {
    // `records.points` is a table of its own place: the points of a record by its severity (CONTRACT 5).
    for (const std::string_view section : {std::string_view{"tables"}, std::string_view{"records"}}) {
        if (!file.has(section)) { continue; }
        const Json& tables = file.json().at(section);
        if (!tables.is_object()) { return file.fault("scheme.field_type", section, "an object is expected"); }
        for (const auto& [name, table] : tables.as_object()) {
            GX_TRY(auto lookup, read_lookup(table, file.at(section) + "/" + name));
            const std::string full = section == "tables" ? name : std::string{section} + "." + name;
            scheme.lookups.emplace(full, std::move(lookup));
        }
    }
    return Done{};
}

Result<Done> read_facts(const SchemeReader& file, Scheme& scheme) {
    GX_TRY(const auto entries, file.list("facts"));
    for (const SchemeReader& entry : entries) {
        GX_CHECK(entry.only({"id", "table", "where", "known_by", "ended_by", "values", "note"}));
        Fact fact;
        fact.at = entry.at();
        GX_TRY(fact.id, entry.text("id"));
        GX_TRY(fact.table, entry.text("table"));
        GX_TRY(fact.where, entry.formula_or_none("where"));
        GX_TRY(fact.known_by, entry.text_or("known_by", ""));
        GX_TRY(const auto ends, entry.order("ended_by"));
        for (const Rank::Key& end : ends) { fact.ended_by.push_back(end.name); }
        GX_TRY(fact.values, entry.named_formulas("values"));
        scheme.facts.push_back(std::move(fact));
    }
    return Done{};
}

Result<MeasureColumn> read_measure(const NamedFormula& entry) {
    const Expression& call = entry.formula.expression;
    const bool count = call.node == Node::Call && call.text == "count" && call.args.size() <= 1;
    const bool sum = call.node == Node::Call && call.text == "sum" && (call.args.size() == 1 || call.args.size() == 2);
    if (!count && !sum) {
        return Error{ErrorCode::InvalidInput, "scheme.unknown_node", "count([condition]) or sum(value[, condition])",
                     entry.formula.at};
    }
    MeasureColumn column{.name = entry.name, .value = std::nullopt, .condition = std::nullopt};
    if (sum) { column.value = Formula{call.args[0], entry.formula.at}; }
    const std::size_t condition = sum ? 1 : 0;
    if (call.args.size() > condition) { column.condition = Formula{call.args[condition], entry.formula.at}; }
    return column;
}

Result<Done> read_measures(const SchemeReader& file, Scheme& scheme) {
    GX_TRY(const auto entries, file.list("measures"));
    for (const SchemeReader& entry : entries) {
        GX_CHECK(entry.only({"id", "of", "by", "columns", "values", "note"}));
        MeasureSet set;
        set.at = entry.at();
        GX_TRY(set.fact, entry.text("of"));
        GX_TRY(set.id, entry.text_or("id", set.fact));
        GX_TRY(set.by, entry.text_or("by", ""));
        GX_TRY(const auto columns, entry.named_formulas("columns"));
        for (const NamedFormula& column : columns) {
            GX_TRY(auto measure, read_measure(column));
            set.columns.push_back(std::move(measure));
        }
        GX_TRY(set.values, entry.named_formulas("values"));
        scheme.measures.push_back(std::move(set));
    }
    return Done{};
}

Result<WhenEmpty> read_when_empty(const SchemeReader& entry) {
    GX_TRY(const auto text, entry.text_or("empty", "na"));
    if (text == "na") { return WhenEmpty::NotApplicable; }
    if (text == "full") { return WhenEmpty::Full; }
    if (text == "zero") { return WhenEmpty::Zero; }
    return entry.fault("scheme.unknown_field", "empty", "na, full or zero");
}

Result<std::vector<std::string>> read_codes(const SchemeReader& entry, std::string_view key) {
    std::vector<std::string> codes;
    const Json& list = entry.json().at(key);
    if (list.is_null()) { return codes; }
    if (!list.is_array()) { return entry.fault("scheme.field_type", key, "a list of texts"); }
    for (const Json& code : list.as_array()) {
        if (!code.is_string() || code.as_string().empty()) { return entry.fault("scheme.field_type", key, "a list of texts"); }
        codes.push_back(code.as_string());
    }
    return codes;
}

Result<Filing> read_filing(const SchemeReader& entry) {
    GX_CHECK(entry.only({"forms", "parts", "classes", "codes"}));
    Filing filing;
    GX_TRY(filing.forms, read_codes(entry, "forms"));
    for (const std::string& form : filing.forms) {
        if (form != "parts" && form != "counts" && form != "flag" && form != "code") {
            return entry.fault("scheme.unknown_node", "forms", "parts, counts, flag or code");
        }
    }
    GX_TRY(filing.parts, entry.integer_or("parts", 1, 1, 5));
    GX_TRY(filing.classes, read_codes(entry, "classes"));
    GX_TRY(filing.codes, read_codes(entry, "codes"));
    return filing;
}

Result<Indicator> read_indicator(const SchemeReader& entry) {
    GX_CHECK(entry.only({"id", "group", "weight", "title", "clause", "value", "numerator", "denominator", "f", "empty",
                         "na_when", "not_filed_when", "statement", "filing", "rows", "note"}));
    Indicator leaf;
    leaf.at = entry.at();
    GX_TRY(leaf.id, entry.text("id"));
    GX_TRY(leaf.group, entry.text_or("group", ""));
    GX_TRY(leaf.weight, entry.number("weight"));
    GX_TRY(leaf.title, entry.title("title"));
    GX_TRY(leaf.clause, entry.text_or("clause", ""));
    GX_TRY(leaf.value, entry.formula_or_none("value"));
    GX_TRY(leaf.numerator, entry.formula_or_none("numerator"));
    GX_TRY(leaf.denominator, entry.formula_or_none("denominator"));
    GX_TRY(leaf.f, entry.formula_or_none("f"));
    GX_TRY(leaf.when_empty, read_when_empty(entry));
    GX_TRY(leaf.na_when, entry.formula_or_none("na_when"));
    GX_TRY(leaf.not_filed_when, entry.formula_or_none("not_filed_when"));
    GX_TRY(leaf.statement, entry.text_or("statement", ""));
    if (entry.has("filing")) { GX_TRY(leaf.filing, read_filing({entry.json().at("filing"), entry.at("filing")})); }
    GX_TRY(leaf.rows, entry.rows_behind("rows"));
    return leaf;
}

Result<Done> read_indicators(const SchemeReader& file, Scheme& scheme) {
    GX_TRY(const auto groups, file.list("groups"));
    for (const SchemeReader& entry : groups) {
        GX_CHECK(entry.only({"id", "title", "weight"}));
        Group group;
        GX_TRY(group.id, entry.text("id"));
        GX_TRY(group.title, entry.title("title"));
        GX_TRY(group.weight, entry.number("weight"));
        scheme.groups.push_back(std::move(group));
    }
    GX_TRY(const auto leaves, file.list("indicators"));
    for (const SchemeReader& leaf : leaves) {
        GX_TRY(const Json full, with_form(leaf.json(), file.json().at("forms"), leaf.at()));
        GX_TRY(auto indicator, read_indicator(SchemeReader{full, leaf.at()}));
        scheme.indicators.push_back(std::move(indicator));
    }
    return Done{};
}

Result<Done> read_aggregate(const SchemeReader& file, Scheme& scheme) {
    const SchemeReader entry{file.json().at("aggregate"), file.at("aggregate")};
    GX_CHECK(entry.only({"kind", "decimals", "leaf_decimals", "maximum", "when"}));
    GX_TRY(const auto kind, entry.text("kind"));
    Aggregate& aggregate = scheme.aggregate;
    if (kind == "grouped") {
        aggregate.kind = Aggregate::Kind::Grouped;
    } else if (kind != "mean_nonnull") {
        return entry.fault("scheme.unknown_node", "kind", "mean_nonnull or grouped");
    }
    GX_TRY(const auto decimals, entry.integer_or("decimals", 0, 0, 9));
    GX_TRY(const auto leaf_decimals, entry.integer_or("leaf_decimals", 4, 0, 9));
    aggregate.decimals = static_cast<int>(decimals);
    aggregate.leaf_decimals = static_cast<int>(leaf_decimals);
    if (entry.has("maximum")) { GX_TRY(aggregate.maximum, entry.number("maximum")); }
    GX_TRY(aggregate.when, entry.formula_or_none("when"));
    return Done{};
}

Result<Done> read_bonus_and_caps(const SchemeReader& file, Scheme& scheme) {
    if (file.has("bonus")) {
        const SchemeReader entry{file.json().at("bonus"), file.at("bonus")};
        GX_CHECK(entry.only({"maximum", "lines"}));
        Bonus bonus;
        GX_TRY(bonus.maximum, entry.number("maximum"));
        GX_TRY(const auto lines, entry.list("lines"));
        for (const SchemeReader& line : lines) {
            GX_CHECK(line.only({"id", "title", "clause", "points", "rows"}));
            BonusLine next;
            GX_TRY(next.id, line.text("id"));
            GX_TRY(next.title, line.title("title"));
            GX_TRY(next.clause, line.text("clause"));
            GX_TRY(next.points, line.formula("points"));
            GX_TRY(next.rows, line.rows_behind("rows"));
            bonus.lines.push_back(std::move(next));
        }
        scheme.bonus = std::move(bonus);
    }
    GX_TRY(const auto caps, file.list("caps"));
    for (const SchemeReader& entry : caps) {
        GX_CHECK(entry.only({"id", "title", "clause", "at_most", "when", "rows"}));
        Cap cap;
        GX_TRY(cap.id, entry.text("id"));
        GX_TRY(cap.title, entry.title("title"));
        GX_TRY(cap.clause, entry.text("clause"));
        GX_TRY(cap.at_most, entry.number("at_most"));
        GX_TRY(cap.when, entry.formula("when"));
        GX_TRY(cap.rows, entry.rows_behind("rows"));
        scheme.caps.push_back(std::move(cap));
    }
    return Done{};
}

Result<Done> read_grades_and_ranks(const SchemeReader& file, Scheme& scheme) {
    GX_TRY(const auto grades, file.list("grades"));
    for (const SchemeReader& entry : grades) {
        GX_CHECK(entry.only({"grade", "title", "when", "below"}));
        Grade grade;
        GX_TRY(grade.label, entry.text("grade"));
        GX_TRY(grade.title, entry.title("title"));
        GX_TRY(grade.when, entry.formula_or_none("when"));
        if (entry.has("below")) { GX_TRY(grade.below, entry.number("below")); }
        const bool last = scheme.grades.size() + 1 == grades.size();
        const int conditions = (grade.when ? 1 : 0) + (grade.below ? 1 : 0);
        if (conditions != (last ? 0 : 1)) {
            return entry.fault("scheme.grades_open", "", "each grade but the last has either 'when' or 'below'");
        }
        scheme.grades.push_back(std::move(grade));
    }
    GX_TRY(const auto ranks, file.list("ranks"));
    for (const SchemeReader& entry : ranks) {
        GX_CHECK(entry.only({"id", "of", "within", "rated", "sample_min", "order"}));
        Rank rank;
        GX_TRY(rank.id, entry.text("id"));
        GX_TRY(rank.of, entry.text("of"));
        GX_TRY(rank.within, entry.text_or("within", ""));
        GX_TRY(rank.rated, entry.text_or("rated", ""));
        GX_TRY(rank.sample_min, entry.integer_or("sample_min", 1, 1, 1'000'000));
        GX_TRY(rank.order, entry.order("order"));
        scheme.ranks.push_back(std::move(rank));
    }
    return Done{};
}

Result<RollUpColumn> read_roll_up_column(const NamedFormula& entry) {
    const Expression& call = entry.formula.expression;
    RollUpColumn column{.kind = RollUpColumn::Kind::Count, .name = entry.name, .formula = std::nullopt, .decimals = 0};
    const bool known = call.node == Node::Call && call.args.size() <= 1 &&
                       (call.text == "count" || ((call.text == "sum" || call.text == "mean") && call.args.size() == 1));
    if (!known) {
        return Error{ErrorCode::InvalidInput, "scheme.unknown_node", "count([condition]), sum(value) or mean(value)",
                     entry.formula.at};
    }
    if (call.text == "sum") { column.kind = RollUpColumn::Kind::Sum; }
    if (call.text == "mean") { column.kind = RollUpColumn::Kind::Mean; }
    if (!call.args.empty()) { column.formula = Formula{call.args[0], entry.formula.at}; }
    return column;
}

Result<Done> read_roll_up(const SchemeReader& file, Scheme& scheme) {
    if (!file.has("roll_up")) { return Done{}; }
    const SchemeReader entry{file.json().at("roll_up"), file.at("roll_up")};
    GX_CHECK(entry.only({"columns", "values"}));
    RollUp roll_up;
    GX_TRY(const auto columns, entry.named_formulas("columns"));
    for (const NamedFormula& column : columns) {
        GX_TRY(auto next, read_roll_up_column(column));
        next.decimals = scheme.aggregate.decimals;
        roll_up.columns.push_back(std::move(next));
    }
    GX_TRY(roll_up.values, entry.named_formulas("values"));
    scheme.roll_up = std::move(roll_up);
    return Done{};
}

Result<OutputColumn> read_output_column(const SchemeReader& entry) {
    OutputColumn column;
    if (entry.json().is_string()) {
        column.header = entry.json().as_string();
        GX_TRY(column.value, formula_of(entry.json(), entry.at()));
        return column;
    }
    GX_CHECK(entry.only({"header", "is", "decimals", "title"}));
    GX_TRY(column.header, entry.text("header"));
    GX_TRY(column.value, entry.formula(entry.has("is") ? "is" : "header"));
    GX_TRY(const auto decimals, entry.integer_or("decimals", 0, 0, 9));
    GX_TRY(column.title, entry.title("title"));
    column.decimals = static_cast<int>(decimals);
    column.decimals_given = entry.has("decimals");
    return column;
}

Result<Done> read_outputs(const SchemeReader& file, Scheme& scheme) {
    GX_TRY(const auto outputs, file.list("outputs"));
    for (const SchemeReader& entry : outputs) {
        GX_CHECK(entry.only({"id", "rows", "columns", "order"}));
        Output output;
        GX_TRY(output.id, entry.text("id"));
        GX_TRY(const auto rows, entry.text("rows"));
        if (rows == "divisions") {
            output.rows = Output::Rows::Divisions;
        } else if (rows != "bodies") {
            output.rows = Output::Rows::Measures;
            output.measures = rows;
        }
        GX_TRY(const auto columns, entry.list("columns"));
        for (const SchemeReader& column : columns) {
            GX_TRY(auto next, read_output_column(column));
            output.columns.push_back(std::move(next));
        }
        GX_TRY(output.order, entry.order("order"));
        scheme.outputs.push_back(std::move(output));
    }
    return Done{};
}

}  // namespace

const Fact* Scheme::fact(std::string_view name) const {
    const auto it = std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.id == name; });
    return it == facts.end() ? nullptr : &*it;
}

Result<Scheme> Scheme::from_json(const Json& json) {
    const SchemeReader file{json, ""};
    GX_CHECK(file.only({"id", "version", "title", "source", "in_force", "note", "bodies", "tables", "records", "facts",
                        "measures", "values", "forms", "groups", "indicators", "aggregate", "bonus", "caps", "grades",
                        "ranks", "roll_up", "outputs"}));
    Scheme scheme;
    GX_TRY(scheme.id, file.text("id"));
    GX_TRY(scheme.version, file.text("version"));
    GX_TRY(scheme.title, file.title("title"));
    GX_TRY(scheme.source, file.text_or("source", ""));
    GX_TRY(scheme.bodies, file.formula_or_none("bodies"));
    GX_CHECK(read_lookups(file, scheme));
    GX_CHECK(read_facts(file, scheme));
    GX_CHECK(read_measures(file, scheme));
    GX_TRY(scheme.values, file.named_formulas("values"));
    GX_CHECK(read_indicators(file, scheme));
    GX_CHECK(read_aggregate(file, scheme));
    GX_CHECK(read_bonus_and_caps(file, scheme));
    GX_CHECK(read_grades_and_ranks(file, scheme));
    GX_CHECK(read_roll_up(file, scheme));
    GX_CHECK(read_outputs(file, scheme));
    GX_CHECK(check_scheme(scheme));
    return scheme;
}

}  // namespace gx::domain::evaluation
