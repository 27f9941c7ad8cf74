// SPDX-License-Identifier: Apache-2.0
#include "app/demo/county.hpp"

#include <algorithm>

namespace gx::app::demo {
namespace {

using base::Json;

constexpr const char* kSince = "2019-03-01";

Json body_content(const DemoBody& body, const std::string& division, const std::string& parent) {
    Json content;
    content.set("code", body.code).set("scheme", "none").set("name", body.name).set("class", body.body_class);
    content.set("division_code", division).set("valid_from", kSince);
    if (!parent.empty()) { content.set("parent_id", parent); }
    content.set("has_penalty_power", body.penalty).set("has_institutions", body.institutions);
    content.set("has_debt", body.debt);
    return content;
}

void add_posts(Draft& draft, DemoBody& body) {
    const auto post = [&](const char* suffix, const std::string& title, const char* rank) {
        Json content;
        content.set("code", body.code + suffix).set("body_id", body.id).set("title", title).set("rank", rank);
        return draft.add("post", content.set("valid_from", kSince));
    };
    body.head_post = post("-P1", draft.words.at("head_titles").text_or_empty(body.body_class), "head");
    body.clerk_post = post("-P2", draft.words.text_or_empty("clerk_title"), "staff");
}

void finish(Draft& draft, std::vector<DemoBody>& bodies, DemoBody body, const std::string& division,
            const std::string& parent) {
    body.diligence = std::max(draft.dice.between(66, 97), draft.dice.between(66, 99));
    body.id = draft.add("body", body_content(body, division, parent));
    add_posts(draft, body);
    bodies.push_back(std::move(body));
}

}  // namespace

std::vector<DemoBody> draft_bodies(Draft& draft) {
    draft.add("tenant", draft.words.at("tenant"));
    for (const Json& division : draft.words.at("divisions").as_array()) {
        draft.add("division", Json(division).set("valid_from", kSince));
    }
    const std::string county = draft.words.at("tenant").text_or_empty("division_code");
    const std::string prefix = draft.words.at("tenant").text_or_empty("name");
    std::vector<DemoBody> bodies;
    std::map<std::string, std::string> departments;

    for (const Json& row : draft.words.at("departments").as_array()) {
        DemoBody body;
        body.code = county + "-D" + row.text_or_empty("no");
        body.name = prefix + row.text_or_empty("name");
        body.body_class = "DEPT";
        body.penalty = row.bool_at("penalty").value_or(false);
        body.debt = row.bool_at("debt").value_or(false);
        body.institutions = row.bool_at("institutions").value_or(false);
        finish(draft, bodies, std::move(body), county, {});
        departments[row.text_or_empty("no")] = bodies.back().id;
    }
    for (const Json& row : draft.words.at("towns").as_array()) {
        const std::string code = row.text_or_empty("code");
        draft.add("division", Json::object().set("code", code).set("name", row.text_or_empty("name"))
                                  .set("parent_code", county).set("level", "township").set("valid_from", kSince));
        DemoBody body;
        body.code = county + "-T" + code.substr(6);
        body.name = prefix + row.text_or_empty("name");
        body.body_class = "TOWN";
        body.area_code = code;
        body.penalty = draft.dice.chance(40);
        finish(draft, bodies, std::move(body), code, {});
    }
    for (const Json& row : draft.words.at("institutions").as_array()) {
        DemoBody body;
        body.code = county + "-S" + row.text_or_empty("no");
        body.name = prefix + row.text_or_empty("name");
        body.body_class = "INST";
        finish(draft, bodies, std::move(body), county, departments[row.text_or_empty("parent")]);
    }
    return bodies;
}

void draft_more_bodies(Draft& draft, std::vector<DemoBody>& bodies, std::size_t count) {
    const Json& large = draft.words.at("large");
    const std::string county = draft.words.at("tenant").text_or_empty("division_code");
    const std::string prefix = draft.words.at("tenant").text_or_empty("name");
    std::vector<DemoBody> offices;
    std::vector<std::string> places;
    for (const DemoBody& body : bodies) {
        if (body.body_class == "DEPT") { offices.push_back(body); }
        if (body.body_class == "TOWN") { places.push_back(body.area_code); }
    }
    const auto towns = static_cast<std::size_t>(large.at("counts").int_at("towns").value_or(0));
    for (std::size_t number = places.size() + 1; number <= towns && bodies.size() < count; ++number) {
        const std::string code = fmt::format("{}{}", county, 300 + number);
        const std::string name = numbered_text(large.text_or_empty("town"), static_cast<std::int64_t>(number), 3);
        draft.add("division", Json::object().set("code", code).set("name", name).set("parent_code", county)
                                  .set("level", "township").set("valid_from", kSince));
        DemoBody body;
        body.code = county + "-T" + code.substr(6);
        body.name = prefix + name + large.text_or_empty("town_suffix");
        body.body_class = "TOWN";
        body.area_code = code;
        body.penalty = draft.dice.chance(40);
        finish(draft, bodies, std::move(body), code, {});
        places.push_back(code);
    }
    for (std::size_t number = 1; bodies.size() < count; ++number) {
        const DemoBody& office = offices[number % offices.size()];
        DemoBody body;
        body.code = fmt::format("{}-F{:04}", county, number);
        body.name = office.name + numbered_text(large.text_or_empty("branch"), static_cast<std::int64_t>(number), 4);
        body.body_class = "DEPT";
        body.penalty = office.penalty;
        finish(draft, bodies, std::move(body), places[number % places.size()], office.id);
    }
}

}  // namespace gx::app::demo
