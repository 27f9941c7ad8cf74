// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <set>

#include "domain/evaluation/scheme_reader.hpp"

namespace gx::domain::evaluation {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

struct Function {
    std::string_view name;
    std::size_t args_min;
    std::size_t args_max;
    bool in_rows;  ///< also over single rows, where all values are whole numbers
};

constexpr std::size_t kMany = 50;
constexpr std::array<Function, 13> kFunctions{{
    {"min", 2, kMany, true},  {"max", 2, kMany, true},   {"clamp", 3, 3, true},  {"case", 2, kMany, true},
    {"step", 2, 2, true},     {"lin", 3, 3, false},      {"inv", 2, 2, false},   {"ded", 1, 1, false},
    {"bin", 1, 1, false},     {"div", 2, 2, false},      {"ratio", 2, 2, false}, {"mean_nonnull", 1, kMany, false},
    {"quotient", 2, 2, true},
}};

enum class Over { Rows, Body };

Error fault(std::string_view reason, std::string detail, const std::string& at) {
    return {ErrorCode::InvalidInput, std::string{reason}, std::move(detail), at};
}

class Checker {
public:
    explicit Checker(const Scheme& scheme) : scheme_(scheme) {
        for (const MeasureSet& set : scheme.measures) {
            for (const MeasureColumn& column : set.columns) {
                (set.by.empty() ? plain_ : by_code_).insert(column.name);
            }
        }
    }

    Result<Done> all() {
        GX_CHECK(names());
        GX_CHECK(facts());
        GX_CHECK(judgement());
        GX_CHECK(weights());
        return results();
    }

private:
    Result<Done> walk(const Expression& node, Over over, const std::string& at) const {
        for (const Expression& arg : node.args) { GX_CHECK(walk(arg, over, at)); }
        if (node.node == Node::Indexed) {
            const bool score_part = node.text == "group" || node.text == "leaf";
            if (over == Over::Rows || !(score_part || by_code_.contains(node.text))) {
                return fault("scheme.dangling_name", node.text + "[]", at);
            }
            return Done{};
        }
        if (node.node != Node::Call) { return Done{}; }
        const auto it = std::find_if(kFunctions.begin(), kFunctions.end(),
                                     [&](const Function& function) { return function.name == node.text; });
        if (it == kFunctions.end() || (over == Over::Rows && !it->in_rows) || node.args.size() < it->args_min ||
            node.args.size() > it->args_max) {
            return fault("scheme.unknown_node", node.text, at);
        }
        if (node.text == "step" &&
            (node.args[0].node != Node::Name || !scheme_.lookups.contains(node.args[0].text))) {
            return fault("scheme.dangling_name", "step: " + node.args[0].text, at);
        }
        return Done{};
    }
    Result<Done> check(const std::optional<Formula>& formula, Over over) const {
        if (!formula) { return Done{}; }
        return walk(formula->expression, over, formula->at);
    }
    Result<Done> check(const std::vector<NamedFormula>& formulas, Over over) const {
        for (const NamedFormula& each : formulas) { GX_CHECK(walk(each.formula.expression, over, each.formula.at)); }
        return Done{};
    }
    Result<Done> check(const std::vector<RowsBehind>& rows, const std::string& at) const {
        for (const RowsBehind& each : rows) {
            if (scheme_.fact(each.fact) == nullptr) { return fault("scheme.dangling_name", each.fact, at); }
            GX_CHECK(check(each.where, Over::Rows));
            GX_CHECK(check(each.kept, Over::Rows));
        }
        return Done{};
    }

    /// Everything a formula over a body can name shares one set of names.
    Result<Done> names() {
        const auto fresh = [&](const std::string& name, const std::string& at) -> Result<Done> {
            if (!names_.insert(name).second) { return fault("scheme.duplicate_name", name, at); }
            return Done{};
        };
        for (const MeasureSet& set : scheme_.measures) {
            for (const MeasureColumn& column : set.columns) { GX_CHECK(fresh(column.name, set.at)); }
        }
        for (const NamedFormula& value : scheme_.values) { GX_CHECK(fresh(value.name, value.formula.at)); }
        for (const Indicator& leaf : scheme_.indicators) { GX_CHECK(fresh(leaf.id, leaf.at)); }
        for (const Rank& rank : scheme_.ranks) {
            GX_CHECK(fresh(rank.id, "/ranks"));
            if (!rank.rated.empty()) { GX_CHECK(fresh(rank.rated, "/ranks")); }
        }
        std::set<std::string> ids;
        for (const Fact& fact : scheme_.facts) {
            if (!ids.insert(fact.id).second) { return fault("scheme.duplicate_name", fact.id, fact.at); }
        }
        return Done{};
    }
    Result<Done> facts() const {
        for (const Fact& fact : scheme_.facts) {
            GX_CHECK(check(fact.where, Over::Rows));
            GX_CHECK(check(fact.values, Over::Rows));
        }
        for (const MeasureSet& set : scheme_.measures) {
            if (scheme_.fact(set.fact) == nullptr) { return fault("scheme.dangling_name", set.fact, set.at); }
            for (const MeasureColumn& column : set.columns) {
                GX_CHECK(check(column.value, Over::Rows));
                GX_CHECK(check(column.condition, Over::Rows));
            }
            GX_CHECK(check(set.values, Over::Body));
        }
        return Done{};
    }
    Result<Done> judgement() const {
        GX_CHECK(check(scheme_.bodies, Over::Body));
        GX_CHECK(check(scheme_.values, Over::Body));
        const bool grouped = scheme_.aggregate.kind == Aggregate::Kind::Grouped;
        for (const Indicator& leaf : scheme_.indicators) {
            if (grouped ? !leaf.f : !leaf.value) {
                return fault("scheme.field_missing", grouped ? "f" : "value", leaf.at);
            }
            for (const auto* formula : {&leaf.value, &leaf.numerator, &leaf.denominator, &leaf.f, &leaf.na_when,
                                        &leaf.not_filed_when}) {
                GX_CHECK(check(*formula, Over::Body));
            }
            GX_CHECK(check(leaf.rows, leaf.at));
        }
        GX_CHECK(check(scheme_.aggregate.when, Over::Body));
        if (scheme_.bonus) {
            for (const BonusLine& line : scheme_.bonus->lines) {
                GX_CHECK(check(std::optional{line.points}, Over::Body));
                GX_CHECK(check(line.rows, line.points.at));
            }
        }
        for (const Cap& cap : scheme_.caps) {
            GX_CHECK(check(std::optional{cap.when}, Over::Body));
            GX_CHECK(check(cap.rows, cap.when.at));
        }
        for (const Grade& grade : scheme_.grades) { GX_CHECK(check(grade.when, Over::Body)); }
        return Done{};
    }
    /// Weights of groups are 100 together, weights of leaves those of their group; without groups the leaves are 100.
    Result<Done> weights() const {
        const Number hundred = Number::whole(100);
        if (scheme_.indicators.empty()) { return fault("scheme.weights", "no indicator", "/indicators"); }
        Number total = Number::whole(0);
        for (const Indicator& leaf : scheme_.indicators) {
            if (leaf.weight.n <= 0) { return fault("scheme.weights", leaf.id, leaf.at + "/weight"); }
            total = add(total, leaf.weight);
        }
        if (total != hundred) { return fault("scheme.weights", "leaves: " + to_text(total), "/indicators"); }
        if (scheme_.aggregate.kind != Aggregate::Kind::Grouped) { return Done{}; }
        for (const Indicator& leaf : scheme_.indicators) {
            const auto same = [&](const Group& group) { return group.id == leaf.group; };
            if (std::none_of(scheme_.groups.begin(), scheme_.groups.end(), same)) {
                return fault("scheme.dangling_name", leaf.group, leaf.at + "/group");
            }
        }
        for (std::size_t i = 0; i < scheme_.groups.size(); ++i) {
            const Group& group = scheme_.groups[i];
            Number own = Number::whole(0);
            for (const Indicator& leaf : scheme_.indicators) {
                if (leaf.group == group.id) { own = add(own, leaf.weight); }
            }
            if (own != group.weight) {
                return fault("scheme.weights", group.id + ": " + to_text(own), fmt::format("/groups/{}/weight", i));
            }
        }
        return Done{};
    }
    Result<Done> results() const {
        if (scheme_.grades.empty()) { return fault("scheme.grades_open", "no grade", "/grades"); }
        if (scheme_.roll_up) {
            for (const RollUpColumn& column : scheme_.roll_up->columns) { GX_CHECK(check(column.formula, Over::Body)); }
            GX_CHECK(check(scheme_.roll_up->values, Over::Body));
        }
        for (std::size_t i = 0; i < scheme_.outputs.size(); ++i) {
            const Output& output = scheme_.outputs[i];
            const std::string at = fmt::format("/outputs/{}", i);
            const bool known = output.rows != Output::Rows::Measures ||
                               std::any_of(scheme_.measures.begin(), scheme_.measures.end(),
                                           [&](const MeasureSet& set) { return set.id == output.measures; });
            if (!known) { return fault("scheme.dangling_name", output.measures, at + "/rows"); }
            if (output.rows == Output::Rows::Divisions && !scheme_.roll_up) {
                return fault("scheme.dangling_name", "divisions", at + "/rows");
            }
            if (output.columns.empty()) { return fault("scheme.field_missing", "columns", at); }
            for (const Rank::Key& key : output.order) {
                const auto same = [&](const OutputColumn& column) { return column.header == key.name; };
                if (std::none_of(output.columns.begin(), output.columns.end(), same)) {
                    return fault("scheme.dangling_name", key.name, at + "/order");
                }
            }
        }
        return Done{};
    }

    const Scheme& scheme_;
    std::set<std::string> plain_;
    std::set<std::string> by_code_;
    std::set<std::string> names_;
};

}  // namespace

Result<Done> check_scheme(const Scheme& scheme) { return Checker{scheme}.all(); }

}  // namespace gx::domain::evaluation
