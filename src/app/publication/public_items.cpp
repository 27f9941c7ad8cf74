// SPDX-License-Identifier: Apache-2.0
#include "app/publication/public_items.hpp"

#include <algorithm>

namespace gx::app {

using base::Json;

void set_text(Json& json, std::string member, const std::string& text) {
    if (!text.empty()) { json.set(std::move(member), text); }
}

void set_or_null(Json& json, std::string member, Json value) { json.as_object()[std::move(member)] = std::move(value); }

void set_day(Json& json, std::string member, const std::optional<base::Date>& day) {
    if (day) { json.set(std::move(member), day->iso()); }
}

DutyTally tally_of(const PublicBody& body) {
    DutyTally sum;
    for (const auto& [key, tally] : body.tallies) { sum.add(tally); }
    return sum;
}

Json tenant_json(const PublicTenant& tenant) {
    Json json = Json::object();
    json.set("tenant", tenant.code).set("name", tenant.name);
    json.set("demonstration", tenant.mode == "demonstration").set("judged", tenant.judged);
    return json.set("bodies", tenant.bodies);
}

Json standing_json(const PublicModel& model, const Labels& labels, const PublicStanding& standing) {
    const PublicEvaluation& evaluation = model.evaluations[standing.evaluation];
    Json json = Json::object();
    json.set("evaluation", evaluation.id).set("period", evaluation.period).set("status", evaluation.state);
    json.set("total_hundredths", standing.total).set("grade", standing.grade);
    json.set("grade_name", labels.zh("grade", standing.grade));
    set_or_null(json, "rank", Json(standing.rank));
    return json.set("peers", standing.peers);
}

Json body_item_json(const PublicModel& model, const Labels& labels, const PublicBody& body) {
    Json json = Json::object();
    json.set("id", body.id).set("tenant", model.tenants[body.tenant].code).set("name", body.name);
    json.set("class", body.body_class).set("class_name", labels.zh("body_class", body.body_class));
    set_text(json, "division", body.division);
    const auto division = std::ranges::find_if(model.divisions, [&](const PublicDivision& one) {
        return one.code == body.division && one.tenant == model.tenants[body.tenant].code;
    });
    if (division != model.divisions.end()) { set_text(json, "division_name", division->name); }
    json.set("judged", model.judged(body));
    if (!model.judged(body)) { return json; }
    if (body.standing) { json.set("standing", standing_json(model, labels, *body.standing)); }
    json.set("duties", to_json(tally_of(body)));
    return json.set("records", static_cast<std::int64_t>(body.records.size()));
}

std::string kind_title(const PublicLaw& law, const std::string& kind) {
    const domain::ObligationKind* found = law.kinds.find(kind);
    return found == nullptr ? kind : found->title().zh;
}

std::string scheme_title(const PublicLaw& law, const std::string& scheme) {
    std::string title = scheme;
    for (const auto& one : law.schemes) {
        if (one.id == scheme && !one.title.zh.empty()) { title = one.title.zh; }
    }
    return title;
}

Json obligation_item_json(const PublicModel& model, const PublicLaw& law, const Duty& duty) {
    const PublicBody& body = model.bodies[duty.body];
    Json json = Json::object();
    json.set("id", duty.id).set("tenant", model.tenants[body.tenant].code);
    json.set("body", body.id).set("body_name", body.name);
    json.set("kind", model.kinds[duty.kind]).set("kind_name", kind_title(law, model.kinds[duty.kind]));
    json.set("title", duty.title).set("made_on", duty.made_on.iso()).set("due_on", duty.due_on.iso());
    json.set("due_provisional", duty.due_provisional);
    set_day(json, "done_on", duty.done_on);
    json.set("amount_fen", Json(duty.amount_fen)).set("done_fen", Json(duty.fulfilled_fen));
    json.set("outcome", domain::to_string(outcome_of(duty.light))).set("light", to_string(duty.light));
    if (duty.light == Light::Pending || duty.light == Light::DueSoon) {
        json.set("days_left", static_cast<std::int64_t>(base::days_between(model.today, duty.due_on)));
    }
    const bool late = duty.light == Light::Overdue || duty.light == Light::Broken || duty.light == Light::KeptLate;
    if (late && duty.days_late > 0) { json.set("days_late", static_cast<std::int64_t>(duty.days_late)); }
    if (!duty.source_id.empty()) {
        Json source = Json::object();
        source.set("id", duty.source_id);
        const auto title = model.source_titles.find(duty.source_id);
        if (title != model.source_titles.end()) { set_text(source, "title", title->second); }
        json.set("source", std::move(source));
    }
    return json;
}

Json grade_counts_json(const Labels& labels, const std::map<std::string, std::int64_t>& grades) {
    Json list = Json::array();
    for (const auto& [grade, count] : grades) {
        Json one = Json::object();
        one.set("grade", grade).set("name", labels.zh("grade", grade)).set("count", count);
        list.push(std::move(one));
    }
    return list;
}

Json evaluation_json(const PublicModel& model, const PublicView& view, const PublicEvaluation& evaluation) {
    Json json = Json::object();
    json.set("id", evaluation.id).set("tenant", model.tenants[evaluation.tenant].code);
    json.set("scheme", evaluation.scheme).set("scheme_name", scheme_title(view.law(), evaluation.scheme));
    json.set("period", evaluation.period).set("as_of", evaluation.as_of).set("status", evaluation.state);
    json.set("position", evaluation.at_size);
    set_text(json, "digest", evaluation.digest);
    json.set("bodies", static_cast<std::int64_t>(evaluation.results.size()));
    return json.set("grades", grade_counts_json(view.labels(), evaluation.grades));
}

}  // namespace gx::app
