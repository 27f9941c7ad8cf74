// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "app/publication/browse.hpp"
#include "app/publication/public_items.hpp"

namespace gx::app {
namespace {

using base::Json;

struct Group {
    std::string name;
    std::int64_t bodies = 0;
    DutyTally duties;
};

Json groups_json(const std::map<std::string, Group>& groups) {
    Json list = Json::array();
    for (const auto& [key, group] : groups) {
        Json one = Json::object();
        one.set("key", key).set("name", group.name).set("bodies", group.bodies);
        list.push(one.set("duties", to_json(group.duties)));
    }
    return list;
}

Json months_json(const PublicTenant& tenant, std::int64_t year) {
    Json list = Json::array();
    for (std::int32_t month = 0; month < 12; ++month) {
        const auto found = tenant.by_month.find(static_cast<std::int32_t>(year) * 12 + month);
        Json one = Json::object();
        one.set("month", fmt::format("{:04}-{:02}", year, month + 1));
        list.push(one.set("duties", to_json(found == tenant.by_month.end() ? DutyTally{} : found->second)));
    }
    return list;
}

}  // namespace

std::string default_tenant(const PublicModel& model) {
    const PublicTenant* first = nullptr;
    for (const auto& tenant : model.tenants) {
        if (first == nullptr || (tenant.judged && !first->judged)) { first = &tenant; }
    }
    return first == nullptr ? std::string{} : first->code;
}

base::Result<Json> overview(const PublicView& view, const std::string& tenant_code, std::optional<std::int64_t> year) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        const auto number = model.tenant_number(tenant_code.empty() ? default_tenant(model) : tenant_code);
        if (number == kNoNumber) { return Error{ErrorCode::NotFound, "tenant.unknown"}; }
        const PublicTenant& tenant = model.tenants[number];
        const std::int64_t of_year = year.value_or(model.today.year());
        std::map<std::string, Group> classes;
        std::map<std::string, Group> divisions;
        DutyTally all;
        std::int64_t records = 0;
        std::map<std::string, std::int64_t> grades;
        for (const auto& body : model.bodies) {
            if (!body.alive || body.tenant != number) { continue; }
            Group& by_class = classes[body.body_class];
            ++by_class.bodies;
            Group& by_division = divisions[body.division];
            ++by_division.bodies;
            if (by_division.name.empty()) {
                const PublicDivision* division = model.division_of(body);
                by_division.name = division == nullptr ? body.division : division->name;
            }
            if (!tenant.judged) { continue; }
            records += static_cast<std::int64_t>(body.records.size());
            if (body.standing) { ++grades[body.standing->grade]; }
        }
        for (auto& [body_class, group] : classes) { group.name = view.labels().zh("body_class", body_class); }
        for (const auto& group : model.groups) {
            if (group.tenant != number || !tenant.judged) { continue; }
            for (const auto& [key, tally] : group.tallies) {
                if (key.first != of_year) { continue; }
                if (const auto found = classes.find(group.body_class); found != classes.end()) { found->second.duties.add(tally); }
                if (const auto found = divisions.find(group.division); found != divisions.end()) { found->second.duties.add(tally); }
                all.add(tally);
            }
        }
        Json json = Json::object();
        json.set("tenant", tenant_json(tenant)).set("judged", tenant.judged).set("as_of", model.today.iso());
        json.set("year", of_year).set("bodies", tenant.bodies).set("records", records).set("duties", to_json(all));
        if (tenant.judged) {
            json.set("amount_due_fen", all.fen_of(Light::Kept) + all.fen_of(Light::KeptLate) +
                                           all.fen_of(Light::Overdue) + all.fen_of(Light::Broken));
            json.set("amount_overdue_fen", all.fen_of(Light::Overdue) + all.fen_of(Light::Broken));
        }
        json.set("by_class", groups_json(classes)).set("by_division", groups_json(divisions));
        json.set("by_month", tenant.judged ? months_json(tenant, of_year) : Json::array());
        const PublicEvaluation* shown = model.shown_evaluation(number);
        json.set("grades", grade_counts_json(view.labels(), grades));
        if (shown != nullptr) { json.set("evaluation", evaluation_json(model, view, *shown)); }
        return json;
    });
}

base::Result<Json> list_tenants(const PublicView& view) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        Json items = Json::array();
        for (const auto& tenant : model.tenants) { items.push(tenant_json(tenant)); }
        return list_json(std::move(items), model.tenants.size(), {});
    });
}

base::Result<Json> list_divisions(const PublicView& view, const std::string& tenant) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        const std::string wanted = tenant.empty() ? default_tenant(model) : tenant;
        if (model.tenant_number(wanted) == kNoNumber) { return Error{ErrorCode::NotFound, "tenant.unknown"}; }
        std::vector<const PublicDivision*> chosen;
        for (const auto& division : model.divisions) {
            if (division.tenant == wanted) { chosen.push_back(&division); }
        }
        // A shorter code is an ancestor: parents come first.
        std::ranges::sort(chosen, [](const auto* a, const auto* b) {
            return std::pair(a->code.size(), a->code) < std::pair(b->code.size(), b->code);
        });
        Json items = Json::array();
        for (const auto* division : chosen) {
            Json one = Json::object();
            one.set("code", division->code).set("name", division->name).set("bodies", division->bodies);
            set_text(one, "level", division->level);
            set_text(one, "parent", division->parent);
            set_text(one, "valid_from", division->valid_from);
            set_text(one, "valid_to", division->valid_to);
            items.push(std::move(one));
        }
        return list_json(std::move(items), chosen.size(), {});
    });
}

}  // namespace gx::app
