// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "app/publication/browse.hpp"
#include "app/publication/public_items.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kHitsMax = 1'000'000;
constexpr std::size_t kPartsMax = 500;  // of each kind, in one answer

/// Which bodies a filter allows, decided once instead of for each duty.
std::vector<bool> bodies_allowed(const PublicModel& model, const DutyFilter& filter) {
    std::vector<bool> allowed(model.bodies.size());
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        const PublicBody& body = model.bodies[i];
        allowed[i] = body.alive && model.judged(body) &&
                     (filter.tenant.empty() || model.tenants[body.tenant].code == filter.tenant) &&
                     (filter.body_class.empty() || body.body_class == filter.body_class) &&
                     (filter.division.empty() ||
                      std::ranges::find(body.divisions, filter.division) != body.divisions.end());
    }
    return allowed;
}

bool fits(const PublicModel& model, const Duty& duty, const DutyFilter& filter, const std::vector<bool>& allowed) {
    if (!duty.alive || !allowed[duty.body]) { return false; }
    if (!filter.kind.empty() && model.kinds[duty.kind] != filter.kind) { return false; }
    if (!filter.outcome.empty() && domain::to_string(outcome_of(duty.light)) != filter.outcome) { return false; }
    if (!filter.light.empty() && to_string(duty.light) != filter.light) { return false; }
    if (filter.due_from && duty.due_on < *filter.due_from) { return false; }
    return !filter.due_to || duty.due_on <= *filter.due_to;
}

std::vector<std::uint32_t> candidates(const PublicModel& model, const DutyFilter& filter, std::uint32_t body) {
    if (body != kNoNumber) {
        auto numbers = model.bodies[body].duties;
        const std::string text = searchable(filter.q);
        std::erase_if(numbers, [&](std::uint32_t number) {
            return model.duties[number].searchable_title.find(text) == std::string::npos;
        });
        return numbers;
    }
    if (!filter.q.empty()) {
        return model.duty_texts.find(searchable(filter.q), kHitsMax, [&](std::uint32_t number) {
            return std::string_view{model.duties[number].searchable_title};
        });
    }
    std::vector<std::uint32_t> all(model.duties.size());
    for (std::uint32_t i = 0; i < all.size(); ++i) { all[i] = i; }
    return all;
}

struct Order {
    bool by_amount = false;
    Direction direction = Direction::Ascending;
    explicit Order(const std::string& sort)
        : by_amount(sort.ends_with("amount_fen")),
          direction(sort.starts_with('-') ? Direction::Descending : Direction::Ascending) {}
    std::int64_t number_of(const Duty& duty) const {
        return by_amount ? duty.amount_fen.value_or(0) : std::int64_t{duty.due_on.days()};
    }
};

Selections::Numbers select(const PublicView& view, const PublicModel& model, const DutyFilter& filter,
                           std::uint32_t body) {
    const auto day = [](const std::optional<base::Date>& one) { return one ? one->iso() : std::string{}; };
    const std::string question =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", filter.q, filter.tenant, filter.body, filter.division,
                    filter.body_class, filter.kind, filter.outcome, filter.light, day(filter.due_from),
                    day(filter.due_to), filter.sort);
    if (auto known = view.selections().find(question)) { return known; }
    auto numbers = std::make_shared<std::vector<std::uint32_t>>(candidates(model, filter, body));
    const auto allowed = bodies_allowed(model, filter);
    std::erase_if(*numbers, [&](std::uint32_t number) { return !fits(model, model.duties[number], filter, allowed); });
    const Order order(filter.sort);
    std::ranges::sort(*numbers, [&](std::uint32_t a, std::uint32_t b) {
        const Duty& left = model.duties[a];
        const Duty& right = model.duties[b];
        const auto l = order.number_of(left);
        const auto r = order.number_of(right);
        if (l != r) { return order.direction == Direction::Ascending ? l < r : l > r; }
        return left.id < right.id;
    });
    view.selections().keep(question, numbers);
    return numbers;
}

/// The parts of one kind as ObligationPart, from the store through the gate.
Result<Done> add_parts(Reader& reader, const PublicView& view, const Entity& obligation, std::string_view type,
                       std::vector<Json>& parts) {
    const Query query{.tenant = obligation.tenant,
                      .where = {{.column = "obligation_id", .values = {obligation.id}}},
                      .order = {{.column = "id"}},
                      .limit = kPartsMax};
    GX_TRY(const auto found, reader.list(type, query));
    for (const auto& entity : found) {
        const Json open = view.law().gate.publish(type, entity.content);
        Json part = Json::object();
        part.set("type", type).set("id", entity.id);
        set_text(part, "title", open.text_or_empty("title"));
        if (type == "milestone") {
            part.set("due_on", open.at("due_on")).set("done_on", open.at("done_on"));
            part.set("amount_fen", open.at("amount_fen"));
        } else if (type == "payment") {
            part.set("done_on", open.at("paid_on")).set("amount_fen", open.at("amount_fen"));
        } else if (type == "change") {
            part.set("done_on", open.at("decided_on")).set("due_on", open.at("new_due_on"));
            part.set("reason", open.at("reason")).set("document", open.at("approval_doc_no"));
            part.set("amount_fen", open.at("new_amount_fen"));
        } else {
            part.set("done_on", open.at("decided_on")).set("document", open.at("doc_no")).set("title", open.at("organ"));
        }
        parts.push_back(std::move(part));
    }
    return Done{};
}

void add_evidence(const Json& obligation, std::vector<Json>& parts) {
    if (!obligation.at("evidence").is_array()) { return; }
    std::int64_t number = 0;
    for (const auto& one : obligation.at("evidence").as_array()) {
        Json part = Json::object();
        part.set("type", "evidence").set("id", fmt::format("evidence-{}", ++number));
        part.set("title", one.at("title")).set("done_on", one.at("on")).set("document", one.at("doc_no"));
        parts.push_back(std::move(part));
    }
}

std::string day_of(const Json& part) {
    const std::string done = part.text_or_empty("done_on");
    return done.empty() ? part.text_or_empty("due_on") : done;
}

}  // namespace

base::Result<Json> list_obligations(const PublicView& view, const DutyFilter& filter, const PageRequest& page) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        if (!filter.tenant.empty() && model.tenant_number(filter.tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        const auto body = filter.body.empty() ? kNoNumber : model.body_number(filter.body);
        if (!filter.body.empty() && body == kNoNumber) { return Error{ErrorCode::NotFound, "body.unknown"}; }
        const auto numbers = select(view, model, filter, body);
        const Order order(filter.sort);
        GX_TRY(const auto slice, slice_by_key(numbers->size(), page, filter.sort, order.direction, [&](std::size_t i) {
                   const Duty& duty = model.duties[(*numbers)[i]];
                   return SortKey{.number = order.number_of(duty), .id = duty.id};
               }));
        Json items = Json::array();
        for (std::size_t i = slice.from; i < slice.to; ++i) {
            items.push(obligation_item_json(model, view.law(), model.duties[(*numbers)[i]]));
        }
        return list_json(std::move(items), numbers->size(), slice);
    });
}

base::Result<Json> obligation_summary(const PublicView& view, const std::string& tenant, const std::string& body) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        const auto only_body = body.empty() ? kNoNumber : model.body_number(body);
        if (!body.empty() && only_body == kNoNumber) { return Error{ErrorCode::NotFound, "body.unknown"}; }
        if (!tenant.empty() && model.tenant_number(tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        std::map<std::pair<std::string, domain::Outcome>, std::pair<std::int64_t, std::int64_t>> rows;
        std::pair<std::int64_t, std::int64_t> sum{0, 0};
        for (std::uint32_t number = 0; number < model.bodies.size(); ++number) {
            const PublicBody& one = model.bodies[number];
            if (!one.alive || !model.judged(one) || (only_body != kNoNumber && number != only_body)) { continue; }
            if (!tenant.empty() && model.tenants[one.tenant].code != tenant) { continue; }
            for (const auto& [key, tally] : one.tallies) {
                for (std::size_t light = 0; light < kLights; ++light) {
                    if (tally.count[light] == 0) { continue; }
                    auto& row = rows[{model.kinds[key.kind], outcome_of(static_cast<Light>(light))}];
                    row.first += tally.count[light];
                    row.second += tally.amount_fen[light];
                    sum.first += tally.count[light];
                    sum.second += tally.amount_fen[light];
                }
            }
        }
        Json items = Json::array();
        for (const auto& [key, row] : rows) {
            Json one = Json::object();
            one.set("kind", key.first).set("kind_name", kind_title(view.law(), key.first));
            one.set("outcome", domain::to_string(key.second));
            items.push(one.set("count", row.first).set("amount_fen", row.second));
        }
        Json json = list_json(std::move(items), rows.size(), {});
        return json.set("count", sum.first).set("amount_fen", sum.second);
    });
}

base::Result<Json> show_obligation(const PublicView& view, const std::string& id) {
    Json item;
    std::string tenant;
    const bool known = view.read([&](const PublicModel& model) {
        const auto number = model.duty_number(id);
        if (number == kNoNumber) { return false; }
        item = obligation_item_json(model, view.law(), model.duties[number]);
        tenant = model.tenants[model.bodies[model.duties[number].body].tenant].code;
        return true;
    });
    if (!known) { return Error{ErrorCode::NotFound, "obligation.unknown"}; }
    GX_TRY(const auto reader, view.store().reader());
    GX_TRY(const auto entity, reader->find("obligation", tenant, id));
    if (!entity) { return Error{ErrorCode::NotFound, "obligation.unknown"}; }
    const Json open = view.law().gate.publish("obligation", entity->content);
    std::vector<Json> parts;
    for (const std::string_view type : {"milestone", "payment", "change", "finding"}) {
        GX_CHECK(add_parts(*reader, view, *entity, type, parts));
    }
    add_evidence(open, parts);
    std::ranges::stable_sort(parts, {}, day_of);
    Json json = Json::object();
    json.set("item", std::move(item));
    set_text(json, "counterpart", open.at("counterparty").text_or_empty("name"));
    set_text(json, "text", open.text_or_empty("note"));
    if (const auto post_id = open.string_at("post_id")) {
        GX_TRY(const auto post, reader->find("post", tenant, *post_id));
        if (post) { set_text(json, "post", view.law().gate.publish("post", post->content).text_or_empty("title")); }
    }
    Json list = Json::array();
    for (auto& part : parts) { list.push(std::move(part)); }
    json.set("parts", std::move(list));
    return json.set("journal_index", entity->seq);
}

}  // namespace gx::app
