// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/explanation.hpp"

namespace gx::domain::evaluation {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

/// A whole number as a number, a fraction as "n/d", null as null.
Json exact(const Number& value) {
    if (!value.is_number()) { return nullptr; }
    const auto stored = value.d == 1 ? to_stored(value, 0) : Result<std::int64_t>{Error{}};
    return stored ? Json(*stored) : Json(to_text(value));
}

Json scaled(const Number& value, int decimals) {
    const auto stored = to_stored(value, decimals);
    return stored && *stored != kNullStored ? Json(*stored) : Json(nullptr);
}

Json title_json(const Title& title) {
    if (title.zh.empty()) { return nullptr; }
    return Json::object().set("zh", title.zh).set("en", title.en);
}

/// The banded table that a formula steps over the leaf's own ratio; nothing when there is none.
const Lookup* bands_over_ratio(const Scheme& scheme, const Expression& node) {
    if (node.node == Node::Call && node.text == "step" && node.args.size() == 2 && node.args[1].text == "r") {
        const auto found = scheme.lookups.find(node.args[0].text);
        if (found != scheme.lookups.end() && !found->second.bands.empty()) { return &found->second; }
    }
    for (const Expression& part : node.args) {
        if (const Lookup* found = bands_over_ratio(scheme, part)) { return found; }
    }
    return nullptr;
}

/// Name of the band a value lies in; empty for null and for bands without names.
std::string band_of(const Lookup& lookup, const Number& value) {
    if (!value.is_number()) { return {}; }
    for (const Lookup::Band& band : lookup.bands) {
        if (!band.below) { return band.name; }
        const auto order = compare(value, *band.below);
        if (order && *order < 0) { return band.name; }
    }
    return {};
}

class Explainer {
public:
    Explainer(const Evaluation& evaluation, std::uint32_t body, std::size_t rows_max)
        : evaluation_(evaluation), scheme_(evaluation.scheme()), body_(body), rows_max_(rows_max) {}

    Result<Json> all() {
        verdict_ = evaluation_.judge().make_verdict();
        GX_CHECK(evaluation_.judge().judge(body_, verdict_));
        if (!verdict_.judged) { return Error{ErrorCode::InvalidInput, "evaluation.not_judged"}; }
        const int decimals = scheme_.aggregate.decimals;
        Json out = Json::object();
        out.set("scheme", scheme_.id).set("scheme_version", scheme_.version);
        out.set("period", evaluation_.horizon().period).set("as_of", evaluation_.horizon().as_of.iso());
        out.set("body", evaluation_.facts().bodies.key(body_));
        out.set("score", scaled(verdict_.score, decimals)).set("score_decimals", decimals);
        out.set("leaf_decimals", leaf_decimals());
        out.set("grade", evaluation_.grade(body_));
        out.set("not_filed", static_cast<std::int64_t>(evaluation_.not_filed(body_)));
        out.set("leaf_sum", scaled(verdict_.leaf_sum, leaf_decimals()));
        out.set("before_caps", scaled(verdict_.before_caps, decimals));
        GX_TRY(auto bonus, bonus_lines());
        out.set("bonus", std::move(bonus));
        GX_TRY(auto caps, cap_lines());
        out.set("caps", std::move(caps));
        out.set("rounding", rounding_lines());
        out.set("ranks", rank_lines());
        GX_CHECK(add_leaves(out));
        return out;
    }

private:
    /// Leaves of a mean_nonnull scheme are shown as precisely as the score.
    int leaf_decimals() const {
        const bool grouped = scheme_.aggregate.kind == Aggregate::Kind::Grouped;
        return grouped ? scheme_.aggregate.leaf_decimals : scheme_.aggregate.decimals;
    }

    Result<Done> add_rows(Json& out, RowsOf what, const std::string& id) const {
        GX_TRY(const RowsPage page, rows_behind(evaluation_, body_, what, id, 0, rows_max_));
        Json rows = Json::array();
        for (const RowBehind& row : page.rows) {
            rows.push(Json::object().set("entity", row.entity).set("key", row.key).set("kept", row.kept));
        }
        out.set("rows", std::move(rows)).set("rows_total", static_cast<std::int64_t>(page.total));
        out.set("rows_lost", static_cast<std::int64_t>(page.lost));
        return Done{};
    }

    Result<Json> leaf(std::size_t i) const {
        const Indicator& indicator = scheme_.indicators[i];
        const Judge::LeafSlots& slots = evaluation_.judge().leaf_slots()[i];
        const Number& numerator = verdict_.slots[slots.numerator];
        const Number& denominator = verdict_.slots[slots.denominator];
        Json out = Json::object();
        out.set("id", indicator.id).set("title", title_json(indicator.title));
        if (!indicator.clause.empty()) { out.set("clause", indicator.clause); }
        if (!indicator.statement.empty()) { out.set("statement", indicator.statement); }
        out.set("state", std::string{to_string(verdict_.states[i])});
        out.set("weight_e4", scaled(indicator.weight, 4));
        out.set("effective_weight_e4", scaled(verdict_.effective[i], 4));
        out.set("numerator", exact(numerator)).set("denominator", exact(denominator));
        out.set("ratio_e6", scaled(ratio(numerator, denominator), 6));
        const Lookup* bands = indicator.f ? bands_over_ratio(scheme_, indicator.f->expression) : nullptr;
        const std::string band = bands != nullptr ? band_of(*bands, ratio(numerator, denominator)) : std::string{};
        if (!band.empty()) { out.set("band", band); }
        out.set("f", exact(verdict_.factors[i])).set("f_e6", scaled(verdict_.factors[i], 6));
        out.set("score", scaled(verdict_.leaves[i], leaf_decimals()));
        GX_CHECK(add_rows(out, RowsOf::Leaf, indicator.id));
        return out;
    }

    Result<Done> add_leaves(Json& out) const {
        if (scheme_.groups.empty()) {
            Json leaves = Json::array();
            for (std::size_t i = 0; i < scheme_.indicators.size(); ++i) {
                GX_TRY(auto each, leaf(i));
                leaves.push(std::move(each));
            }
            out.set("leaves", std::move(leaves));
            return Done{};
        }
        Json groups = Json::array();
        for (std::size_t g = 0; g < scheme_.groups.size(); ++g) {
            const Group& group = scheme_.groups[g];
            Json one = Json::object();
            one.set("id", group.id).set("title", title_json(group.title));
            one.set("weight_e4", scaled(group.weight, 4)).set("score", scaled(verdict_.groups[g], leaf_decimals()));
            Number effective = Number::whole(0);
            Json leaves = Json::array();
            for (std::size_t i = 0; i < scheme_.indicators.size(); ++i) {
                if (scheme_.indicators[i].group != group.id) { continue; }
                effective = add(effective, verdict_.effective[i]);
                GX_TRY(auto each, leaf(i));
                leaves.push(std::move(each));
            }
            one.set("effective_weight_e4", scaled(effective, 4)).set("leaves", std::move(leaves));
            groups.push(std::move(one));
        }
        out.set("groups", std::move(groups));
        return Done{};
    }

    Result<Json> bonus_lines() const {
        if (!scheme_.bonus) { return Json(nullptr); }
        Json lines = Json::array();
        for (std::size_t i = 0; i < scheme_.bonus->lines.size(); ++i) {
            const BonusLine& line = scheme_.bonus->lines[i];
            Json one = Json::object();
            one.set("id", line.id).set("title", title_json(line.title)).set("clause", line.clause);
            one.set("points", scaled(verdict_.bonus[i], leaf_decimals()));
            GX_CHECK(add_rows(one, RowsOf::Bonus, line.id));
            lines.push(std::move(one));
        }
        return Json::object().set("lines", std::move(lines)).set("sum", scaled(verdict_.bonus_sum, leaf_decimals()))
            .set("maximum", scaled(scheme_.bonus->maximum, leaf_decimals()));
    }

    Result<Json> cap_lines() const {
        Json lines = Json::array();
        for (std::size_t i = 0; i < scheme_.caps.size(); ++i) {
            if (!verdict_.caps[i]) { continue; }
            const Cap& cap = scheme_.caps[i];
            Json one = Json::object();
            one.set("id", cap.id).set("title", title_json(cap.title)).set("clause", cap.clause);
            one.set("at_most", scaled(cap.at_most, scheme_.aggregate.decimals));
            GX_CHECK(add_rows(one, RowsOf::Cap, cap.id));
            lines.push(std::move(one));
        }
        return lines;
    }

    Json rounding_lines() const {
        Json lines = Json::array();
        const auto line = [&](const char* what, int decimals) {
            lines.push(Json::object().set("what", what).set("decimals", decimals).set("rule", "half_up"));
        };
        if (scheme_.aggregate.kind == Aggregate::Kind::Grouped) { line("leaf", scheme_.aggregate.leaf_decimals); }
        line("score", scheme_.aggregate.decimals);
        return lines;
    }

    Json rank_lines() const {
        Json lines = Json::array();
        for (std::size_t r = 0; r < scheme_.ranks.size(); ++r) {
            const Rank& rank = scheme_.ranks[r];
            Json one = Json::object();
            one.set("id", rank.id);
            if (!rank.within.empty()) {
                one.set("within", rank.within).set("peer_group", evaluation_.peer_group_name(r, body_));
            }
            const std::uint32_t place = evaluation_.place(r, body_);
            if (place != 0) { one.set("place", static_cast<std::int64_t>(place)); }
            one.set("rated", static_cast<std::int64_t>(evaluation_.rated(r, body_)));
            one.set("sample_min", rank.sample_min);
            Json order = Json::array();
            for (const Rank::Key& key : rank.order) { order.push((key.descending ? "-" : "") + key.name); }
            one.set("order", std::move(order));
            lines.push(std::move(one));
        }
        return lines;
    }

    const Evaluation& evaluation_;
    const Scheme& scheme_;
    std::uint32_t body_;
    std::size_t rows_max_;
    Verdict verdict_;
};

}  // namespace

std::string_view to_string(LeafState state) {
    switch (state) {
        case LeafState::Measured: return "measured";
        case LeafState::NotFiled: return "not_filed";
        case LeafState::NotApplicable: return "not_applicable";
        case LeafState::EmptyFull: return "empty_full";
        default: return "empty_zero";
    }
}

Result<Json> explain(const Evaluation& evaluation, std::uint32_t body, std::size_t rows_max) {
    return Explainer{evaluation, body, rows_max}.all();
}

}  // namespace gx::domain::evaluation
