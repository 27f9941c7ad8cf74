// SPDX-License-Identifier: Apache-2.0
// 双随机: what is drawn by lot, so that anybody can draw it again. Source: S-4.1a
#include <algorithm>
#include <array>
#include <set>

#include "app/casework/call_tables.hpp"
#include "base/bytes.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kInspectionsMax = 1'000;

Result<const domain::Hasher*> sha256_of(const EffectCall& call) {
    if (call.parts.sha256 == nullptr) { return Error{ErrorCode::Unavailable, "case.part_missing", "sha256"}; }
    return call.parts.sha256;
}

std::string hex_of(const domain::Hasher& hasher, const std::string& text) { return base::to_hex(hasher.digest(base::as_bytes(text))); }

/// The codes of a list, sorted, each a body that there is.
Result<std::vector<std::string>> codes_in(const EffectCall& call, const std::string& field) {
    GX_TRY(const auto tree, call.parts.trees.of(call.actor.tenant));
    const Json& listed = call.file.field(field);
    std::vector<std::string> codes;
    std::set<std::string> seen;
    if (!listed.is_array()) { return codes; }
    for (const Json& one : listed.as_array()) {
        const std::string code = one.is_string() ? one.as_string() : std::string{};
        const BodyNode* node = tree->find_code(code);
        if (node == nullptr || !node->current) { return at_field(ErrorCode::NotFound, "case.body_unknown", field, code); }
        if (!seen.insert(code).second) { return at_field(ErrorCode::InvalidInput, "case.body_twice", field, code); }
        codes.push_back(code);
    }
    std::ranges::sort(codes);
    return codes;
}

std::string population_text(const std::vector<std::string>& codes) {
    std::string text;
    for (const std::string& code : codes) { text += code + "\n"; }
    return text;
}

Json list_of(const std::vector<std::string>& codes) {
    Json list = Json::array();
    for (const std::string& code : codes) { list.push(code); }
    return list;
}

/// Fixed before the draw, so that nobody is added or left out afterwards.
Result<Done> digest_population(const EffectCall& call) {
    GX_TRY(const domain::Hasher* hasher, sha256_of(call));
    const std::string field = call.arg("field");
    GX_TRY(const auto codes, codes_in(call, field));
    call.file.fields.insert_or_assign(field, list_of(codes));
    call.file.fields.insert_or_assign("population_digest", Json(hex_of(*hasher, population_text(codes))));
    return Done{};
}

/// The first `count` codes in order of SHA-256 of seed + "/" + code.
Result<Done> draw_bodies(const EffectCall& call) {
    GX_TRY(const domain::Hasher* hasher, sha256_of(call));
    const std::string from = call.arg("from_field");
    GX_TRY(const auto codes, codes_in(call, from));
    if (hex_of(*hasher, population_text(codes)) != call.text("population_digest")) {
        return at_field(ErrorCode::StateForbids, "case.population_changed", from);
    }
    const std::string seed = call.text(call.arg("seed_field"));
    std::vector<std::pair<std::string, std::string>> order;
    for (const std::string& code : codes) { order.emplace_back(hex_of(*hasher, seed + "/" + code), code); }
    std::ranges::sort(order);
    const Json& count = call.file.field(call.arg("count_field"));
    const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(0, count.is_int() ? count.as_int() : 0));
    if (order.size() > wanted) { order.resize(wanted); }
    std::vector<std::string> drawn;
    for (const auto& [digest, code] : order) { drawn.push_back(code); }
    call.file.fields.insert_or_assign(call.arg("into"), list_of(drawn));
    return Done{};
}

/// Whether an inspection of the body was begun in the year and not dropped.
Result<bool> inspected_in(const EffectCall& call, const std::string& body_id, std::int64_t year) {
    Query query{.tenant = call.actor.tenant, .limit = kInspectionsMax};
    query.where.push_back({.column = "subject_id", .values = {body_id}});
    query.where.push_back({.column = "procedure", .values = {std::string("inspection")}});
    GX_TRY(const auto rows, call.work.list("case_file", query));
    return std::ranges::any_of(rows, [&](const Entity& row) {
        const auto opened = base::Date::parse(row.content.text_or_empty("opened_on"));
        return opened.ok() && opened->year() == year && row.content.text_or_empty("state") != "dropped";
    });
}

/// The codes of departments and towns that no inspection of the year reached: each is inspected once a year, or named. Source: S-4.1a
Result<Done> list_uncovered(const EffectCall& call) {
    const Json& year = call.file.field(call.arg("year_field"));
    GX_TRY(const auto tree, call.parts.trees.of(call.actor.tenant));
    std::vector<std::string> missing;
    for (const BodyNode& body : tree->all()) {
        if (!body.current || (body.kind != "DEPT" && body.kind != "TOWN")) { continue; }
        GX_TRY(const bool reached, inspected_in(call, body.id, year.is_int() ? year.as_int() : call.today.year()));
        if (!reached) { missing.push_back(body.code); }
    }
    call.file.fields.insert_or_assign(call.arg("into"), list_of(missing));
    return Done{};
}

constexpr std::array kEffects{EffectEntry{.name = "digest_population", .run = digest_population, .fills = true, .own_field = "population_digest", .args = "field", .required = "field"},
                              EffectEntry{.name = "draw_bodies",
                                          .run = draw_bodies,
                                          .fills = true,
                                          .field_arg = "into",
                                          .args = "from_field seed_field count_field into",
                                          .required = "from_field seed_field count_field into"},
                              EffectEntry{.name = "list_uncovered",
                                          .run = list_uncovered,
                                          .fills = true,
                                          .field_arg = "into",
                                          .args = "year_field into",
                                          .required = "year_field into"}};

}  // namespace

std::span<const EffectEntry> draw_effects() { return kEffects; }

}  // namespace gx::app
