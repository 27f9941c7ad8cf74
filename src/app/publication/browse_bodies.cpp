// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_map>

#include "app/publication/browse.hpp"
#include "app/publication/public_items.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kHitsMax = 100'000;

bool fits(const PublicModel& model, const PublicBody& body, const BodyFilter& filter) {
    if (!body.alive) { return false; }
    if (!filter.tenant.empty() && model.tenants[body.tenant].code != filter.tenant) { return false; }
    if (!filter.body_class.empty() && body.body_class != filter.body_class) { return false; }
    if (!filter.division.empty() && std::ranges::find(body.divisions, filter.division) == body.divisions.end()) {
        return false;
    }
    if (filter.grade.empty()) { return true; }
    return body.standing && body.standing->grade == filter.grade;
}

std::vector<std::uint32_t> candidates(const PublicModel& model, const std::string& q) {
    const std::string text = searchable(q);
    if (!q.empty()) {
        return model.body_texts.find(text, kHitsMax, [&](std::uint32_t number) {
            return std::string_view{model.bodies[number].searchable_text};
        });
    }
    std::vector<std::uint32_t> all(model.bodies.size());
    for (std::uint32_t i = 0; i < all.size(); ++i) { all[i] = i; }
    return all;
}

/// Where a body stands in the asked order; bodies without the figure come last either way.
std::int64_t figure_of(const PublicBody& body, std::string_view by, Direction direction) {
    const std::int64_t last = direction == Direction::Ascending ? INT64_MAX : INT64_MIN;
    if (by == "total") { return body.standing ? body.standing->total : last; }
    if (by == "broken") { return body.tally.of(Light::Broken); }
    return by == "overdue" ? body.tally.of(Light::Overdue) : 0;
}

/// A body with its figure, to be sorted without copying its texts.
struct Ranked {
    std::int64_t figure = 0;
    const PublicBody* body = nullptr;
};

bool comes_before(const Ranked& a, const Ranked& b, Direction direction) {
    if (a.figure != b.figure) { return direction == Direction::Ascending ? a.figure < b.figure : a.figure > b.figure; }
    if (const int order = a.body->name.compare(b.body->name); order != 0) { return direction == Direction::Ascending ? order < 0 : order > 0; }
    return a.body->id < b.body->id;
}

void add_link(const PublicModel& model, Json& json, const char* member, const std::string& id) {
    const auto number = model.body_number(id);
    if (id.empty() || number == kNoNumber) { return; }
    Json link = Json::object();
    link.set("id", model.bodies[number].id).set("name", model.bodies[number].name);
    json.set(member, std::move(link));
}

Json links_to_children(const PublicModel& model, const PublicBody& body) {
    Json links = Json::array();
    for (const auto number : body.children) {
        Json link = Json::object();
        links.push(link.set("id", model.bodies[number].id).set("name", model.bodies[number].name));
    }
    return links;
}

Json counts_by_kind(const PublicModel& model, const PublicLaw& law, const PublicBody& body) {
    Json list = Json::array();
    for (const auto& [kind, tally] : tallies_by_kind(model, body)) {
        Json one = Json::object();
        one.set("kind", model.kinds[kind]).set("name", kind_title(law, model.kinds[kind]));
        list.push(one.set("duties", to_json(tally)));
    }
    return list;
}

Json event(std::string day, const char* type, const std::string& id, const std::string& title) {
    Json json = Json::object();
    return json.set("day", std::move(day)).set("type", type).set("id", id).set("title", title);
}

/// Without the titles, which only the part that is shown gets.
void add_duty_events(const PublicModel& model, const DutyRow& duty, std::vector<Json>& events) {
    if (!duty.listed) { return; }
    const auto add = [&](std::optional<base::Date> day, const char* type) {
        if (!day || *day > model.today) { return; }
        Json one = event(day->iso(), type, model.ids.text(duty.id), "");
        one.set("light", to_string(duty.light)).set("amount_fen", Json(duty.amount()));
        events.push_back(std::move(one));
    };
    add(base::Date::from_days(duty.made_on), "obligation_made");
    add(base::Date::from_days(duty.due_on), "obligation_due");
    add(duty.done(), "obligation_done");
}

std::vector<Json> events_of(const PublicModel& model, const PublicLaw& law, const PublicBody& body) {
    std::vector<Json> events;
    if (const auto day = body.content.string_at("valid_from")) {
        events.push_back(event(*day, "established", body.id, body.name));
    }
    if (const auto day = body.content.string_at("valid_to")) {
        events.push_back(event(*day, "abolished", body.id, body.name));
    }
    if (!model.judged(body)) { return events; }
    for (const auto number : body.duties) { add_duty_events(model, model.duties[number], events); }
    for (const auto number : body.records) {
        const RecordRow& record = model.records[number];
        if (!record.listed) { continue; }
        events.push_back(event(base::Date::from_days(record.decided_on).iso(), "record", model.ids.text(record.id),
                               record_type_title(law, model.record_types[record.type])));
    }
    for (const auto& evaluation : model.evaluations) {
        for (const auto& result : evaluation.results) {
            if (&model.bodies[result.body] != &body) { continue; }
            Json one = event(evaluation.as_of, "evaluation", evaluation.id,
                             scheme_title(law, evaluation.scheme) + " " + evaluation.period);
            events.push_back(one.set("grade", result.grade));
        }
    }
    return events;
}

/// The titles of duties, from the store through the gate.
Result<Done> add_titles(const PublicView& view, const std::string& tenant, std::vector<Json>& events) {
    std::map<std::string, std::vector<std::string>> ids;
    for (const auto& one : events) {
        if (one.text_or_empty("type").starts_with("obligation_")) { ids[tenant].push_back(one.text_or_empty("id")); }
    }
    if (ids.empty()) { return Done{}; }
    GX_TRY(const auto reader, view.store().reader());
    std::unordered_map<std::string, std::string> titles;
    GX_CHECK(each_by_id(*reader, "obligation", ids, [&](const Entity& entity) {
        titles[entity.id] = view.law().gate.publish("obligation", entity.content).text_or_empty("title");
    }));
    for (auto& one : events) {
        const auto found = titles.find(one.text_or_empty("id"));
        if (found != titles.end()) { one.set("title", found->second); }
    }
    return Done{};
}

}  // namespace

base::Result<Json> list_bodies(const PublicView& view, const BodyFilter& filter, const PageRequest& page) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        if (!filter.tenant.empty() && model.tenant_number(filter.tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        std::vector<std::uint32_t> chosen = candidates(model, filter.q);
        std::erase_if(chosen, [&](std::uint32_t number) { return !fits(model, model.bodies[number], filter); });
        const auto direction = filter.sort.starts_with('-') ? Direction::Descending : Direction::Ascending;
        const std::string by = filter.sort.substr(direction == Direction::Descending ? 1 : 0);
        std::vector<Ranked> sorted;
        sorted.reserve(chosen.size());
        for (const auto number : chosen) { sorted.push_back({figure_of(model.bodies[number], by, direction), &model.bodies[number]}); }
        std::ranges::sort(sorted, [&](const Ranked& a, const Ranked& b) { return comes_before(a, b, direction); });
        GX_TRY(const auto slice, slice_by_key(sorted.size(), page, filter.sort, direction, [&](std::size_t i) {
                   return SortKey{.number = sorted[i].figure, .text = sorted[i].body->name, .id = sorted[i].body->id};
               }));
        Json items = Json::array();
        for (std::size_t i = slice.from; i < slice.to; ++i) { items.push(body_item_json(model, view.labels(), *sorted[i].body)); }
        return list_json(std::move(items), sorted.size(), slice);
    });
}

base::Result<Json> show_body(const PublicView& view, const std::string& id) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        const auto number = model.body_number(id);
        if (number == kNoNumber) { return Error{ErrorCode::NotFound, "body.unknown"}; }
        const PublicBody& body = model.bodies[number];
        Json json = body_item_json(model, view.labels(), body);
        set_text(json, "identifier_scheme", body.content.text_or_empty("scheme"));
        set_text(json, "identifier", body.content.text_or_empty("code"));
        set_text(json, "established_on", body.content.text_or_empty("valid_from"));
        set_text(json, "abolished_on", body.content.text_or_empty("valid_to"));
        add_link(model, json, "parent", body.parent_id);
        json.set("children", links_to_children(model, body));
        Json successors = Json::object();
        add_link(model, successors, "one", body.successor_id);
        if (!successors.at("one").is_null()) { json.set("successors", Json::array().push(successors.at("one"))); }
        const std::string source = body.content.text_or_empty("source");
        if (!source.empty()) { json.set("source", Json::object().set("id", "published").set("title", source)); }
        if (model.judged(body)) { json.set("by_kind", counts_by_kind(model, view.law(), body)); }
        return json;
    });
}

base::Result<Json> body_timeline(const PublicView& view, const std::string& id, const PageRequest& page) {
    std::vector<Json> items;
    PageSlice slice;
    std::size_t total = 0;
    std::string tenant;
    const auto done = view.read([&](const PublicModel& model) -> base::Result<base::Done> {
        const auto number = model.body_number(id);
        if (number == kNoNumber) { return Error{ErrorCode::NotFound, "body.unknown"}; }
        auto events = events_of(model, view.law(), model.bodies[number]);
        std::ranges::stable_sort(events, [](const Json& one, const Json& other) {
            const int order = one.at("day").as_string().compare(other.at("day").as_string());
            return order != 0 ? order > 0 : one.at("id").as_string() < other.at("id").as_string();
        });
        GX_TRY(slice, slice_by_offset(events.size(), page));
        items.assign(events.begin() + static_cast<std::ptrdiff_t>(slice.from), events.begin() + static_cast<std::ptrdiff_t>(slice.to));
        total = events.size();
        tenant = model.tenants[model.bodies[number].tenant].code;
        return base::Done{};
    });
    GX_CHECK(done);
    GX_CHECK(add_titles(view, tenant, items));
    Json list = Json::array();
    for (auto& item : items) { list.push(std::move(item)); }
    return list_json(std::move(list), total, slice);
}

}  // namespace gx::app
