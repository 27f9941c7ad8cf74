// SPDX-License-Identifier: Apache-2.0
#include "app/publication/public_items.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace gx::app {
namespace {

constexpr std::size_t kIdsInQuery = 500;

}  // namespace

using base::Json;

Result<Done> each_by_id(Reader& reader, std::string_view type, std::map<std::string, std::vector<std::string>>& ids,
                        const std::function<void(const Entity&)>& each) {
    for (auto& [tenant, of_tenant] : ids) {
        std::ranges::sort(of_tenant);
        of_tenant.erase(std::ranges::unique(of_tenant).begin(), of_tenant.end());
        for (std::size_t from = 0; from < of_tenant.size(); from += kIdsInQuery) {
            const std::size_t to = std::min(of_tenant.size(), from + kIdsInQuery);
            Condition among{.column = "id", .compare = Compare::In};
            for (std::size_t i = from; i < to; ++i) { among.values.emplace_back(of_tenant[i]); }
            const Query query{.tenant = tenant, .where = {std::move(among)}, .limit = kIdsInQuery};
            GX_TRY(const auto found, reader.list(type, query));
            for (const auto& entity : found) { each(entity); }
        }
    }
    return Done{};
}

void set_text(Json& json, std::string member, const std::string& text) {
    if (!text.empty()) { json.set(std::move(member), text); }
}

void set_or_null(Json& json, std::string member, Json value) { json.as_object()[std::move(member)] = std::move(value); }

void set_day(Json& json, std::string member, const std::optional<base::Date>& day) {
    if (day) { json.set(std::move(member), day->iso()); }
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
    if (const auto* division = model.division_of(body)) { set_text(json, "division_name", division->name); }
    json.set("judged", model.judged(body));
    if (!model.judged(body)) { return json; }
    if (body.standing) { json.set("standing", standing_json(model, labels, *body.standing)); }
    json.set("duties", to_json(body.tally));
    return json.set("records", static_cast<std::int64_t>(body.records.size()));
}

std::map<std::uint16_t, DutyTally> tallies_by_kind(const PublicModel& model, const PublicBody& body) {
    std::map<std::uint16_t, DutyTally> by_kind;
    for (const auto number : body.duties) {
        const DutyRow& duty = model.duties[number];
        if (duty.listed) { by_kind[duty.kind].add(duty.light, duty.amount().value_or(0), 1); }
    }
    return by_kind;
}

std::string kind_title(const PublicLaw& law, const std::string& kind) {
    const domain::ObligationKind* found = law.kinds.find(kind);
    return found == nullptr ? kind : found->title().zh;
}

std::string record_type_title(const PublicLaw& law, const std::string& code) {
    const auto found = std::ranges::find(law.record_types, code, &domain::RecordType::code);
    return found == law.record_types.end() ? code : found->title.zh;
}

std::string scheme_title(const PublicLaw& law, const std::string& scheme) {
    std::string title = scheme;
    for (const auto& one : law.schemes) {
        if (one.id == scheme && !one.title.zh.empty()) { title = one.title.zh; }
    }
    return title;
}

Json obligation_item_json(const PublicModel& model, const PublicLaw& law, const DutyRow& duty) {
    const PublicBody& body = model.bodies[duty.body];
    Json json = Json::object();
    json.set("id", model.ids.text(duty.id)).set("tenant", model.tenants[body.tenant].code);
    json.set("body", body.id).set("body_name", body.name);
    json.set("kind", model.kinds[duty.kind]).set("kind_name", kind_title(law, model.kinds[duty.kind]));
    json.set("made_on", base::Date::from_days(duty.made_on).iso()).set("due_on", base::Date::from_days(duty.due_on).iso());
    json.set("due_provisional", duty.due_provisional);
    set_day(json, "done_on", duty.done());
    json.set("amount_fen", Json(duty.amount())).set("done_fen", Json(duty.fulfilled()));
    json.set("outcome", domain::to_string(outcome_of(duty.light))).set("light", to_string(duty.light));
    if (duty.light == Light::Pending || duty.light == Light::DueSoon) {
        json.set("days_left", std::int64_t{duty.due_on} - model.today.days());
    }
    const bool late = duty.light == Light::Overdue || duty.light == Light::Broken || duty.light == Light::KeptLate;
    const std::int64_t days_late = duty.days_late(model.today);
    if (late && days_late > 0) { json.set("days_late", days_late); }
    return json;
}

namespace {

using TextsById = std::unordered_map<std::string, ShownText>;

/// Title and source of duties given by tenant, from the store through the gate.
Result<TextsById> read_texts(const PublicView& view, std::map<std::string, std::vector<std::string>> ids) {
    TextsById texts;
    GX_TRY(const auto reader, view.store().reader());
    std::map<std::string, std::vector<std::string>> source_ids;
    GX_CHECK(each_by_id(*reader, "obligation", ids, [&](const Entity& entity) {
        const Json open = view.law().gate.publish("obligation", entity.content);
        ShownText& text = texts[entity.id];
        text.title = open.text_or_empty("title");
        text.source_id = open.text_or_empty("source_id");
        if (!text.source_id.empty()) { source_ids[entity.tenant].push_back(text.source_id); }
    }));
    std::unordered_map<std::string, std::string> titles;
    GX_CHECK(each_by_id(*reader, "source", source_ids, [&](const Entity& entity) {
        titles[entity.id] = view.law().gate.publish("source", entity.content).text_or_empty("title");
    }));
    for (auto& [id, text] : texts) {
        const auto found = titles.find(text.source_id);
        if (found != titles.end()) { text.source_title = found->second; }
    }
    return texts;
}

Json with_text(Json item, const ShownText& text) {
    item.set("title", text.title);
    if (!text.source_id.empty()) {
        Json source = Json::object();
        source.set("id", text.source_id);
        set_text(source, "title", text.source_title);
        item.set("source", std::move(source));
    }
    return item;
}

}  // namespace

Result<std::vector<Json>> with_texts(const PublicView& view, std::vector<ShownDuty> shown, std::uint64_t changes) {
    std::vector<std::optional<ShownText>> texts(shown.size());
    std::map<std::string, std::vector<std::string>> missing;  // by tenant
    for (std::size_t i = 0; i < shown.size(); ++i) {
        texts[i] = view.shown_texts().find(shown[i].number);
        if (!texts[i]) { missing[shown[i].item.text_or_empty("tenant")].push_back(shown[i].item.text_or_empty("id")); }
    }
    TextsById read;
    if (!missing.empty()) { GX_TRY(read, read_texts(view, std::move(missing))); }
    std::vector<Json> items;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        if (!texts[i]) {
            const auto found = read.find(shown[i].item.text_or_empty("id"));
            if (found == read.end()) { continue; }  // taken back since
            texts[i] = found->second;
            view.shown_texts().keep(shown[i].number, *texts[i], [&] { return view.changes() == changes; });
        }
        items.push_back(with_text(std::move(shown[i].item), *texts[i]));
    }
    return items;
}

Result<std::vector<Json>> shown_records(const PublicView& view, std::map<std::string, std::vector<std::string>> ids) {
    GX_TRY(const auto reader, view.store().reader());
    std::vector<Entity> entities;
    GX_CHECK(each_by_id(*reader, "record", ids, [&](const Entity& entity) { entities.push_back(entity); }));
    std::ranges::sort(entities, {}, &Entity::id);
    return view.read([&](const PublicModel& model) -> Result<std::vector<Json>> {
        std::vector<Json> shown;
        for (const auto& entity : entities) {
            if (Json json = record_json(model, view.law(), entity, model.today); !json.is_null()) { shown.push_back(std::move(json)); }
        }
        return shown;
    });
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
