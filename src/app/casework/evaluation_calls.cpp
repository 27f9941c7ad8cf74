// SPDX-License-Identifier: Apache-2.0
// Guards and effects on evaluations and their results. Source: S-4.1b, S-4.3c, S-4.3e
#include <algorithm>
#include <array>
#include <set>

#include "app/casework/call_subject.hpp"
#include "app/casework/call_tables.hpp"
#include "app/evaluation/trial.hpp"
#include "app/law/scheme_versions.hpp"
#include "app/subject/subject_rows.hpp"
#include "base/bytes.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;

constexpr std::size_t kPage = 1'000;
constexpr std::size_t kPagesMax = 100;
constexpr std::size_t kCasesMax = 500;

/// "LY-GIE-2021-INST", the version that judges the year, or "LY-GIE-2021-INST@1".
Result<const domain::evaluation::Scheme*> scheme_named(const LawPack& law, const std::string& name, const Json& year) {
    const std::size_t at = name.find('@');
    if (at != std::string::npos) { return law.scheme(name.substr(0, at), std::string_view(name).substr(at + 1)); }
    return scheme_for_period(law, name, year.is_int() ? std::to_string(year.as_int()) : std::string{});
}

/// Whether the pack's file of the scheme covers some day of the year.
bool in_force_in(const LawPack& law, const domain::evaluation::Scheme& scheme, std::int64_t year) {
    for (const LawFile& file : law.files) {
        const bool its = file.path.starts_with("schemes/") && file.json.text_or_empty("id") == scheme.id && file.json.text_or_empty("version") == scheme.version;
        if (!its) { continue; }
        const auto from = Date::parse(file.json.at("in_force").text_or_empty("from"));
        const auto to = Date::parse(file.json.at("in_force").text_or_empty("to"));
        return (!from.ok() || from->year() <= year) && (!to.ok() || to->year() >= year);
    }
    return false;
}

Result<Done> scheme_known(const GuardCall& call) {
    const std::string field = call.arg("field");
    const Json& year = call.value(call.arg("year_field"));
    const auto scheme = scheme_named(call.parts.law, call.text(field), year);
    if (scheme.ok() && year.is_int() && in_force_in(call.parts.law, **scheme, year.as_int())) { return Done{}; }
    return at_field(ErrorCode::NotFound, "case.scheme_unknown", field, call.text(field));
}

Result<Done> evaluation_is(const GuardCall& call) {
    const std::string code = call.text(call.arg("field"));
    GX_TRY(const auto row, call.work.find_by_key("evaluation", call.actor.tenant, code));
    const std::string state = row ? row->content.text_or_empty("state") : std::string{};
    return state == call.arg("state") ? Result<Done>(Done{}) : Error{ErrorCode::StateForbids, "case.evaluation_not_so", code + " " + state};
}

/// All rows that a condition selects, page by page.
Result<Done> each_row(Reader& reader, std::string_view type, Query query, const std::function<void(const Entity&)>& each) {
    query.limit = kPage;
    query.order = {{.column = "id"}};
    std::string after;
    for (std::size_t page = 0; page < kPagesMax; ++page) {
        Query next = query;
        if (!after.empty()) { next.where.push_back({.column = "id", .compare = Compare::Greater, .values = {after}}); }
        GX_TRY(const auto rows, reader.list(type, next));
        for (const Entity& row : rows) { each(row); }
        if (rows.size() < kPage) { return Done{}; }
        after = rows.back().id;
    }
    return Error{ErrorCode::TooLarge, "case.too_many_rows", std::string(type)};
}

/// What came of each result is on record, or nothing was applied. Source: S-4.3e
Result<Done> each_result_has(const GuardCall& call) {
    GX_TRY(const auto evaluation, call.work.find_by_key("evaluation", call.actor.tenant, call.text(call.arg("field"))));
    if (!evaluation) { return Error{ErrorCode::StateForbids, "case.evaluation_not_so", call.text(call.arg("field"))}; }
    std::set<std::string> applied;
    Query cases{.tenant = call.actor.tenant};
    cases.where.push_back({.column = "procedure", .values = {call.arg("procedure")}});
    GX_CHECK(each_row(call.work, "case_file", cases, [&](const Entity& row) { applied.insert(row.content.at("subject").text_or_empty("id")); }));
    std::int64_t all = 0;
    std::int64_t done = 0;
    Query results{.tenant = call.actor.tenant};
    results.where.push_back({.column = "evaluation_id", .values = {evaluation->id}});
    GX_CHECK(each_row(call.work, "evaluation_result", results, [&](const Entity& row) {
        ++all;
        done += applied.contains(row.id) ? 1 : 0;
    }));
    return done == all ? Result<Done>(Done{}) : Error{ErrorCode::StateForbids, "case.result_unapplied", fmt::format("{}/{}", done, all)};
}

/// The open case whose evaluation has this result; nothing when there is none.
Result<std::optional<Entity>> case_of_result(Reader& reader, const std::string& tenant, const domain::CaseFile& file, const std::string& procedure) {
    if (file.subject_type != "evaluation_result") { return std::optional<Entity>{}; }
    GX_TRY(const auto result, reader.find("evaluation_result", tenant, file.subject_id));
    if (!result) { return std::optional<Entity>{}; }
    GX_TRY(const auto evaluation, reader.find("evaluation", tenant, result->content.text_or_empty("evaluation_id")));
    if (!evaluation) { return std::optional<Entity>{}; }
    Query query{.tenant = tenant, .limit = kCasesMax};
    query.where.push_back({.column = "procedure", .values = {procedure}});
    query.where.push_back({.column = "closed_on", .compare = Compare::IsNull});
    GX_TRY(auto rows, reader.list("case_file", query));
    const auto found = std::ranges::find_if(rows, [&](const Entity& row) { return row.content.at("fields").text_or_empty("evaluation") == evaluation->key; });
    return found == rows.end() ? std::optional<Entity>{} : std::optional(std::move(*found));
}

Result<Done> parent_is(const GuardCall& call) {
    GX_TRY(const auto parent, case_of_result(call.work, call.actor.tenant, call.file, call.arg("procedure")));
    const auto states = call.args_list("states");
    const bool right = parent && std::ranges::find(states, parent->content.text_or_empty("state")) != states.end();
    return right ? Result<Done>(Done{}) : Error{ErrorCode::StateForbids, "case.parent_elsewhere", parent ? parent->key : std::string{}};
}

Result<Done> join_parent(const EffectCall& call) {
    GX_TRY(const auto parent, case_of_result(call.work, call.actor.tenant, call.file, call.arg("procedure")));
    if (parent) { call.file.parent_id = parent->id; }
    return Done{};
}

Result<const domain::Hasher*> hasher_of(const EffectCall& call) {
    if (call.parts.journal == nullptr) { return Error{ErrorCode::Unavailable, "case.part_missing", "journal"}; }
    return call.parts.journal;
}

Result<Done> run_evaluation(const EffectCall& call) {
    GX_TRY(const domain::Hasher* hasher, hasher_of(call));
    const std::string field = call.arg("scheme_field");
    const Json& year = call.file.field(call.arg("year_field"));
    const auto scheme = scheme_named(call.parts.law, call.text(field), year);
    if (!scheme.ok() || !year.is_int()) { return at_field(ErrorCode::NotFound, "case.scheme_unknown", field, call.text(field)); }
    TrialInput input{.scheme = **scheme, .period = std::to_string(year.as_int()), .as_of = day_in(call.file, call.arg("as_of_field"))};
    input.today = call.today;
    input.case_id = call.case_id;
    input.law_digest = call.parts.law.digest([&](std::string_view text) { return base::to_hex(hasher->digest(base::as_bytes(text))); });
    GX_TRY(const Entity made, judge_trial({call.work, call.parts.law.obligation_kinds, *hasher, call.parts.ids}, call.actor.tenant, input));
    call.file.fields.insert_or_assign("evaluation", Json(made.key));
    call.made.push_back({"evaluation", made.id, made.key});
    return Done{};
}

Result<Done> freeze_evaluation(const EffectCall& call) { return freeze_trial(call.work, call.actor.tenant, call.text(call.arg("field"))); }

Result<Done> publish_evaluation(const EffectCall& call) { return publish_frozen(call.work, call.actor.tenant, call.text(call.arg("field")), call.today); }

constexpr std::array kGuards{
    GuardEntry{"scheme_known", scheme_known, "field year_field", "field year_field"},
    GuardEntry{"evaluation_is", evaluation_is, "field state", "field state"},
    GuardEntry{"each_result_has", each_result_has, "procedure field", "procedure field"},
    GuardEntry{"parent_is", parent_is, "procedure states", "procedure states"}};

constexpr std::array kEffects{
    EffectEntry{.name = "join_parent", .run = join_parent, .fills = true, .args = "procedure", .required = "procedure"},
    EffectEntry{.name = "run_evaluation",
                .run = run_evaluation,
                .fills = true,
                .own_field = "evaluation",
                .args = "scheme_field year_field as_of_field",
                .required = "scheme_field year_field"},
    EffectEntry{.name = "freeze_evaluation", .run = freeze_evaluation, .args = "field", .required = "field"},
    EffectEntry{.name = "publish_evaluation", .run = publish_evaluation, .args = "field", .required = "field"}};

}  // namespace

std::span<const GuardEntry> evaluation_guards() { return kGuards; }
std::span<const EffectEntry> evaluation_effects() { return kEffects; }

}  // namespace gx::app
