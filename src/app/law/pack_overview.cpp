// SPDX-License-Identifier: Apache-2.0
#include "app/law/pack_overview.hpp"

#include <set>

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kRead = "law_pack.read";

template <class Wording>
Json name_of(const Wording& title) {
    return Json::object().set("zh", title.zh).set("en", title.en);
}

Json texts(const std::vector<std::string>& all) {
    Json out = Json::array();
    for (const std::string& text : all) { out.push(text); }
    return out;
}

template <class Wording>
Json item(const std::string& id, const Wording& title, const std::vector<std::string>& source) {
    return Json::object().set("id", id).set("name", name_of(title)).set("source", texts(source));
}

template <class List, class Make>
Json list_of(const List& list, const Make& make) {
    Json out = Json::array();
    for (const auto& each : list) { out.push(make(each)); }
    return out;
}

Json scheme_json(const domain::evaluation::Scheme& scheme) {
    Json json = Json::object().set("id", scheme.id).set("name", name_of(scheme.title)).set("version", scheme.version);
    json.set("source", Json::array().push(scheme.source));
    json.set("groups", static_cast<std::int64_t>(scheme.groups.size()));
    return json.set("indicators", static_cast<std::int64_t>(scheme.indicators.size()));
}

Json role_json(const Role& role) {
    Json json = item(role.id, role.name, role.source);
    json.set("scope", code_of(role.scope)).set("never_with", texts(role.never_with));
    return json.set("actions", static_cast<std::int64_t>(role.actions.size()));
}

Json import_json(const ImportLayout& layout) {
    Json json = item(layout.kind, layout.title, {});
    return json.set("columns", static_cast<std::int64_t>(layout.columns.size()));
}

}  // namespace

Json pack_overview(const LawPack& law, const std::string& digest) {
    Json json = Json::object();
    json.set("id", law.id).set("version", law.version).set("digest", digest).set("name", name_of(law.title));
    json.set("kinds", list_of(law.obligation_kinds.all(), [](const auto& kind) {
        return item(kind.id(), kind.title(), kind.source()).set("group", kind.group());
    }));
    json.set("schemes", list_of(law.schemes, scheme_json));
    json.set("roles", list_of(law.roles, role_json));
    json.set("warnings", list_of(law.warnings.rules, [](const auto& rule) {
        return item(rule.id, rule.title, rule.source).set("rungs", static_cast<std::int64_t>(rule.ladder.size()));
    }));
    json.set("imports", list_of(law.layouts, import_json));
    json.set("records", list_of(law.record_types, [](const auto& type) {
        return item(type.code, type.title, type.source).set("public_level", code_of(type.public_level));
    }));
    json.set("measures", list_of(law.measure_types, [](const auto& type) {
        return item(type.code, type.title, type.source).set("group", code_of(type.group));
    }));
    std::set<std::int64_t> years;
    for (const auto& year : law.calendar_years) { years.insert(year.year()); }
    json.set("calendars", list_of(years, [](std::int64_t year) { return Json(year); }));
    json.set("deadlines", static_cast<std::int64_t>(law.deadlines.all().size()));
    return json.set("files", static_cast<std::int64_t>(law.files.size()));
}

Result<Json> show_pack(const Json& overview, Store& store, const Actor& actor) {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    GX_TRY(const auto reader, store.reader());
    GX_TRY(const auto loaded, reader->find_by_key("law_pack", actor.tenant, overview.text_or_empty("digest")));
    Json json = overview;
    if (loaded) { json.set("loaded_on", loaded->content.text_or_empty("loaded_on")); }
    return json;
}

}  // namespace gx::app
