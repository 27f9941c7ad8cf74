// SPDX-License-Identifier: Apache-2.0
#include "app/publication/score.hpp"

#include <algorithm>

#include "app/publication/leaf_rows.hpp"
#include "app/publication/public_items.hpp"
#include "base/money.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kRowsShown = 20;  // of each leaf in the whole explanation; the rest page by page

Json title_of(const Json& one) {
    const std::string zh = one.at("title").text_or_empty("zh");
    return zh.empty() ? Json(one.text_or_empty("id")) : Json(zh);
}

/// A number of the explanation in another number of decimals, rounded half up; null stays null.
Json rescaled(const Json& value, std::int64_t from, std::int64_t to) {
    if (!value.is_int()) { return nullptr; }
    base::Int128 number = value.as_int();
    for (; from < to; ++from) { number *= 10; }
    for (; from > to; --from) { number = base::div_half_up(number, 10); }
    return Json(static_cast<std::int64_t>(number));
}

Json exact_text(const Json& value) {
    if (value.is_int()) { return std::to_string(value.as_int()); }
    return value.is_string() ? value : Json(nullptr);
}

/// What is needed of the store and the model to write one explanation.
struct Context {
    Reader& reader;
    const PublicView& view;
    std::string tenant;
    std::int64_t leaf_decimals = 4;
    std::int64_t score_decimals = 2;
};

Result<Json> leaf_json(const Context& context, const Json& leaf) {
    const std::string state = leaf.text_or_empty("state");
    const std::int64_t score = rescaled(leaf.at("score"), context.leaf_decimals, 4).is_int()
                                   ? rescaled(leaf.at("score"), context.leaf_decimals, 4).as_int()
                                   : 0;
    const std::int64_t effective = leaf.int_at("effective_weight_e4").value_or(0);
    Json json = Json::object();
    json.set("id", leaf.text_or_empty("id")).set("name", title_of(leaf)).set("name_en", leaf.at("title").at("en"));
    json.set("weight_e4", leaf.int_at("weight_e4").value_or(0)).set("effective_weight_e4", effective);
    json.set("score_e4", score).set("lost_e4", effective - score);
    json.set("not_applicable", state == "not_applicable");
    json.set("numerator", exact_text(leaf.at("numerator"))).set("denominator", exact_text(leaf.at("denominator")));
    json.set("ratio_e4", rescaled(leaf.at("ratio_e6"), 6, 4));
    if (const std::string band = leaf.text_or_empty("band"); !band.empty()) {
        json.set("band", context.view.labels().zh("band", band)).set("band_en", context.view.labels().en("band", band));
    }
    if (state != "measured") { json.set("reason", "score." + state); }
    json.set("clause", leaf.at("clause"));
    json.set("source_kind", leaf.at("statement").is_null() ? "register" : "statement");
    GX_TRY(auto rows, leaf_rows_json(context.reader, context.view, context.tenant, leaf.at("rows"), 0, kRowsShown));
    json.set("rows_total", leaf.int_at("rows_total").value_or(0)).set("rows", std::move(rows));
    return json;
}

Result<Json> group_json(const Context& context, const Json& group) {
    Json json = Json::object();
    const Json score = rescaled(group.at("score"), context.leaf_decimals, 4);
    const std::int64_t points = score.is_int() ? score.as_int() : 0;
    const std::int64_t effective = group.int_at("effective_weight_e4").value_or(0);
    json.set("id", group.text_or_empty("id")).set("name", title_of(group)).set("name_en", group.at("title").at("en"));
    json.set("weight_e4", group.int_at("weight_e4").value_or(0)).set("effective_weight_e4", effective);
    json.set("score_e4", points);
    Json leaves = Json::array();
    if (group.at("leaves").is_array()) {
        for (const auto& leaf : group.at("leaves").as_array()) {
            GX_TRY(auto one, leaf_json(context, leaf));
            leaves.push(std::move(one));
        }
    }
    json.set("leaves", std::move(leaves));
    const auto percent = effective > 0 ? base::div_half_up(base::Int128{points} * 10'000, effective) : base::Int128{0};
    set_or_null(json, "percent_e2", effective > 0 ? Json(static_cast<std::int64_t>(percent)) : Json(nullptr));
    return json;
}

Result<Json> lines_json(const Context& context, const Json& lines, bool caps) {
    Json list = Json::array();
    if (!lines.is_array()) { return list; }
    for (const auto& line : lines.as_array()) {
        Json one = Json::object();
        one.set("id", line.text_or_empty("id")).set("name", title_of(line)).set("clause", line.at("clause"));
        if (caps) {
            one.set("applied", true);
            one.set("limit_hundredths", rescaled(line.at("at_most"), context.score_decimals, 2));
        } else {
            const Json points = rescaled(line.at("points"), context.leaf_decimals, 4);
            one.set("applied", points.is_int() && points.as_int() > 0).set("points_e4", points);
        }
        GX_TRY(auto rows, leaf_rows_json(context.reader, context.view, context.tenant, line.at("rows"), 0, kRowsShown));
        one.set("rows", std::move(rows));
        list.push(std::move(one));
    }
    return list;
}

/// Where a score is found, decided under the model's lock.
struct Place {
    Json head;  ///< the members of Score that the model knows
    std::string tenant;
    std::string key;  ///< of the evaluation_result
};

Result<Place> find_place(const PublicView& view, const std::string& evaluation_id, const std::string& body_id) {
    return view.read([&](const PublicModel& model) -> Result<Place> {
        const PublicEvaluation* evaluation = nullptr;
        if (!evaluation_id.empty()) {
            evaluation = model.evaluation(evaluation_id);
            if (evaluation == nullptr) { return Error{ErrorCode::NotFound, "evaluation.unknown"}; }
        }
        const auto number = model.body_number(body_id);
        if (number == kNoNumber) { return Error{ErrorCode::NotFound, "body.unknown"}; }
        const PublicBody& body = model.bodies[number];
        if (evaluation == nullptr && body.standing) { evaluation = &model.evaluations[body.standing->evaluation]; }
        if (evaluation == nullptr) { return Error{ErrorCode::NotFound, "evaluation.none"}; }
        const auto result = std::ranges::find(evaluation->results, number, &PublicResult::body);
        if (result == evaluation->results.end() || !model.judged(body)) {
            return Error{ErrorCode::NotFound, evaluation_id.empty() ? "evaluation.none" : "evaluation.body_unknown"};
        }
        Place place{Json::object(), model.tenants[body.tenant].code, evaluation->code + "/" + body.code};
        place.head.set("evaluation", evaluation_json(model, view, *evaluation));
        place.head.set("body", body.id).set("body_name", body.name).set("class", body.body_class);
        place.head.set("total_hundredths", result->total).set("grade", result->grade);
        place.head.set("grade_name", view.labels().zh("grade", result->grade));
        place.head.set("peers", result->peers);
        set_or_null(place.head, "rank", Json(result->rank));
        return place;
    });
}

/// The stored explanation through the gate.
Result<Json> explanation_at(Reader& reader, const PublicView& view, const Place& place) {
    GX_TRY(const auto entity, reader.find_by_key("evaluation_result", place.tenant, place.key));
    if (!entity) { return Error{ErrorCode::NotFound, "evaluation.none"}; }
    return view.law().gate.publish("evaluation_result", entity->content).at("explanation");
}

Json ranking_row(const PublicModel& model, const Labels& labels, const PublicResult& result) {
    const PublicBody& body = model.bodies[result.body];
    const Json item = body_item_json(model, labels, body);
    Json row = Json::object();
    row.set("peers", result.peers).set("body", body.id).set("body_name", body.name);
    set_or_null(row, "rank", Json(result.rank));
    row.set("class", body.body_class).set("class_name", item.at("class_name"));
    row.set("division_name", item.at("division_name"));
    return row.set("total_hundredths", result.total).set("grade", result.grade).set("capped", result.capped);
}

}  // namespace

base::Result<Json> list_evaluations(const PublicView& view, const std::string& tenant, std::optional<std::int64_t> year,
                                    const PageRequest& page) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        if (!tenant.empty() && model.tenant_number(tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        std::vector<const PublicEvaluation*> chosen;
        for (const auto& one : model.evaluations) {
            if (!tenant.empty() && model.tenants[one.tenant].code != tenant) { continue; }
            if (year && !one.period.starts_with(std::to_string(*year))) { continue; }
            chosen.push_back(&one);
        }
        GX_TRY(const auto slice, slice_by_offset(chosen.size(), page));
        Json items = Json::array();
        for (std::size_t i = slice.from; i < slice.to; ++i) { items.push(evaluation_json(model, view, *chosen[i])); }
        return list_json(std::move(items), chosen.size(), slice);
    });
}

base::Result<Json> show_evaluation(const PublicView& view, const std::string& id) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        const PublicEvaluation* found = model.evaluation(id);
        if (found == nullptr) { return Error{ErrorCode::NotFound, "evaluation.unknown"}; }
        return evaluation_json(model, view, *found);
    });
}

base::Result<Json> list_ranking(const PublicView& view, const std::string& id, const RankingFilter& filter,
                                const PageRequest& page) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        const PublicEvaluation* evaluation = model.evaluation(id);
        if (evaluation == nullptr) { return Error{ErrorCode::NotFound, "evaluation.unknown"}; }
        const std::string text = searchable(filter.q);
        const auto direction = filter.sort.starts_with('-') ? Direction::Descending : Direction::Ascending;
        const bool by_name = filter.sort.ends_with("name");
        std::vector<std::pair<SortKey, const PublicResult*>> rows;
        for (const auto& result : evaluation->results) {
            const PublicBody& body = model.bodies[result.body];
            const bool in_division = filter.division.empty() ||
                                     std::ranges::find(body.divisions, filter.division) != body.divisions.end();
            if (!in_division || (!filter.body_class.empty() && body.body_class != filter.body_class)) { continue; }
            if (!filter.grade.empty() && result.grade != filter.grade) { continue; }
            if (!text.empty() && body.searchable_text.find(text) == std::string::npos) { continue; }
            const std::int64_t last = direction == Direction::Ascending ? INT64_MAX : INT64_MIN;
            SortKey key{.number = by_name ? 0 : result.rank.value_or(last), .text = by_name ? body.name : "", .id = body.id};
            rows.emplace_back(std::move(key), &result);
        }
        std::ranges::sort(rows, [&](const auto& a, const auto& b) { return comes_before(a.first, b.first, direction); });
        GX_TRY(const auto slice, slice_by_key(rows.size(), page, filter.sort, direction,
                                              [&](std::size_t i) { return rows[i].first; }));
        Json items = Json::array();
        for (std::size_t i = slice.from; i < slice.to; ++i) {
            items.push(ranking_row(model, view.labels(), *rows[i].second));
        }
        return list_json(std::move(items), rows.size(), slice);
    });
}

base::Result<Json> show_score(const PublicView& view, const std::string& evaluation, const std::string& body) {
    GX_TRY(Place place, find_place(view, evaluation, body));
    GX_TRY(const auto reader, view.store().reader());
    GX_TRY(const Json explanation, explanation_at(*reader, view, place));
    const Context context{*reader, view, place.tenant, explanation.int_at("leaf_decimals").value_or(4),
                          explanation.int_at("score_decimals").value_or(2)};
    Json json = std::move(place.head);
    json.set("before_caps_hundredths", rescaled(explanation.at("before_caps"), context.score_decimals, 2));
    if (json.at("before_caps_hundredths").is_null()) { json.set("before_caps_hundredths", json.at("total_hundredths")); }
    Json groups = Json::array();
    if (explanation.at("groups").is_array()) {
        for (const auto& group : explanation.at("groups").as_array()) {
            GX_TRY(auto one, group_json(context, group));
            groups.push(std::move(one));
        }
    }
    json.set("groups", std::move(groups));
    GX_TRY(auto bonus, lines_json(context, explanation.at("bonus").at("lines"), false));
    GX_TRY(auto caps, lines_json(context, explanation.at("caps"), true));
    return json.set("bonus", std::move(bonus)).set("caps", std::move(caps));
}

base::Result<Json> list_leaf_rows(const PublicView& view, const std::string& evaluation, const std::string& body,
                                  const std::string& leaf, const PageRequest& page) {
    GX_TRY(const Place place, find_place(view, evaluation, body));
    GX_TRY(const auto reader, view.store().reader());
    GX_TRY(const Json explanation, explanation_at(*reader, view, place));
    if (!explanation.at("groups").is_array()) { return Error{ErrorCode::NotFound, "evaluation.leaf_unknown"}; }
    for (const auto& group : explanation.at("groups").as_array()) {
        if (!group.at("leaves").is_array()) { continue; }
        for (const auto& one : group.at("leaves").as_array()) {
            if (one.text_or_empty("id") != leaf) { continue; }
            const std::size_t kept = one.at("rows").is_array() ? one.at("rows").as_array().size() : 0;
            GX_TRY(const auto slice, slice_by_offset(kept, page));
            GX_TRY(auto items, leaf_rows_json(*reader, view, place.tenant, one.at("rows"), slice.from, slice.to));
            const auto total = static_cast<std::size_t>(one.int_at("rows_total").value_or(0));
            return list_json(std::move(items), std::max(total, kept), slice);
        }
    }
    return Error{ErrorCode::NotFound, "evaluation.leaf_unknown"};
}

}  // namespace gx::app
