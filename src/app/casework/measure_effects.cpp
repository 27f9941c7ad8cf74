// SPDX-License-Identifier: Apache-2.0
// Effects on measures and on what makes them good again.
#include <algorithm>
#include <array>

#include "app/casework/call_subject.hpp"
#include "app/casework/call_tables.hpp"
#include "app/casework/case_moves.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kMeasuresMax = 500;
constexpr std::array<std::string_view, 3> kShown = {"M-CRITICISM", "M-PUBLISH", "M-CASE-EXPOSE"};

bool is_shown(const Json& measure) { return std::ranges::find(kShown, measure.text_or_empty("kind")) != kShown.end(); }

/// Source: S-2.2, S-5.5d, S-5.5e
Result<Done> put_measure(const EffectCall& call) {
    GX_TRY(const auto record, record_of_case(call.work, call.actor.tenant, call.file));
    Json content = Json::object();
    content.set("code", call.file.code).set("kind", call.text("kind")).set("case_id", call.case_id);
    if (!call.file.official_id.empty()) {
        content.set("official_id", call.file.official_id);
    } else {
        GX_TRY(const std::string body, body_of_case(call.work, call.actor.tenant, call.file));
        content.set("body_id", body);
    }
    if (record) { content.set("record_id", record->row.id); }
    content.set("basis", call.file.field("basis")).set("doc_no", call.file.field("doc_no")).set("doc_date", call.file.field("doc_date"));
    content.set("scope", call.file.field("scope")).set("executors", call.file.field("executors"));
    content.set("from_on", call.file.field("starts_on")).set("ends_on", call.file.field("ends_on"));
    const std::string id = call.parts.ids.next_id();
    GX_CHECK(call.work.put(first_version("measure", call.actor.tenant, id, std::move(content)), "add"));
    call.file.fields.insert_or_assign("measure_id", Json(id));
    call.made.push_back({"measure", id, call.file.code});
    return Done{};
}

/// Ends it once; what ended before keeps its day and its reason.
Result<Done> end(const EffectCall& call, const Entity& row, std::string_view how) {
    if (!row.content.at("lifted_on").is_null()) { return Done{}; }
    Json content = row.content;
    content.set("lifted_on", call.today.iso()).set("end_reason", how);
    return call.work.put(next_version(row, std::move(content)), how == "lifted" ? "lift" : "end");
}

Result<Done> end_measure(const EffectCall& call) {
    const std::string id = call.text("measure_id");
    if (id.empty()) { return Done{}; }  // it ended before it began
    GX_TRY(const auto row, call.work.find("measure", call.actor.tenant, id));
    return row ? end(call, *row, call.arg("how")) : Result<Done>(Done{});
}

Result<std::vector<Entity>> measures_on(const EffectCall& call, const std::string& record_id) {
    Query query{.tenant = call.actor.tenant, .limit = kMeasuresMax};
    query.where.push_back({.column = "record_id", .values = {record_id}});
    return call.work.list("measure", query);
}

/// An open restoration notice for the record is enough.
Result<bool> restoration_open(const EffectCall& call, const std::string& record_id) {
    GX_TRY(const auto cases, open_cases_about(call.work, call.actor.tenant, "subject_id", record_id));
    return std::ranges::any_of(cases, [](const Entity& row) {
        return row.content.text_or_empty("procedure") == "publication" && row.content.at("fields").text_or_empty("kind") == "restoration";
    });
}

/// 恢复名誉: what was said in public is taken back in public, within the same scope. Source: S-5.6d
Result<Done> open_restoration(const EffectCall& call, const std::string& record_id, const std::string& scope) {
    GX_TRY(const bool open, restoration_open(call, record_id));
    const auto version = call.parts.procedures.current("publication", call.today);
    if (open || !version.ok()) { return Done{}; }
    CaseDraft draft{.subject_type = "record", .subject_id = record_id, .parent_id = call.case_id, .guarded = false};
    draft.fields = Json::object();
    draft.fields.set("kind", "restoration").set("scope", scope.empty() ? "public" : scope);
    GX_TRY(const auto made, open_case_in(call.parts, call.work, call.actor, call.today, **version, std::move(draft)));
    call.made.push_back({"case_file", made.id, made.file.code});
    return Done{};
}

/// Whether the record was wrong or has been made good: only then something is taken back in public.
bool taken_back(const CaseRecord& found, base::Date today) {
    const auto standing = found.record.standing_on(today);
    return standing == domain::RecordStanding::Revoked || standing == domain::RecordStanding::Repaired;
}

/// No measure outlives its ground. Source: S-5.5h, S-5.6d, S-5.6e
Result<Done> lift_measures(const EffectCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (!found) { return Done{}; }
    // Their cases first: what a case ends says so itself.
    GX_TRY(const auto cases, open_cases_about(call.work, call.actor.tenant, "subject_id", found->row.id));
    for (const Entity& row : cases) {
        const std::string procedure = row.content.text_or_empty("procedure");
        if (row.id == call.case_id || (procedure != "measure" && procedure != "measure_person")) { continue; }
        GX_TRY(const bool lifted, move_other_case(call, row, "lift"));
        if (!lifted) { GX_CHECK(move_other_case(call, row, "ground_gone")); }
    }
    GX_TRY(const auto measures, measures_on(call, found->row.id));
    for (const Entity& row : measures) {
        GX_CHECK(end(call, row, "lifted"));
        if (is_shown(row.content) && taken_back(*found, call.today)) { GX_CHECK(open_restoration(call, found->row.id, row.content.text_or_empty("scope"))); }
    }
    return Done{};
}

/// The widest way in which the record was told of; empty when nobody was told.
Result<std::string> scope_told(const EffectCall& call, const std::string& record_id) {
    GX_TRY(const auto measures, measures_on(call, record_id));
    for (const Entity& row : measures) {
        if (is_shown(row.content)) { return row.content.text_or_empty("scope"); }
    }
    Query query{.tenant = call.actor.tenant, .limit = kMeasuresMax};
    query.where.push_back({.column = "subject_id", .values = {record_id}});
    query.where.push_back({.column = "procedure", .values = {std::string("publication")}});
    GX_TRY(const auto cases, call.work.list("case_file", query));
    for (const Entity& row : cases) {
        const bool shown = !row.content.at("fields").at("published_on").is_null();
        if (shown && row.content.at("fields").text_or_empty("kind") != "restoration") { return row.content.at("fields").text_or_empty("scope"); }
    }
    GX_TRY(const auto publication, call.work.find("publication", call.actor.tenant, record_id));
    const bool seen = publication && publication->content.text_or_empty("state") != "waiting";
    return std::string(seen ? "public" : "");
}

Result<Done> restore_scope(const EffectCall& call) {
    GX_TRY(const auto found, record_of_case(call.work, call.actor.tenant, call.file));
    if (!found) { return Done{}; }
    GX_TRY(const std::string scope, scope_told(call, found->row.id));
    return scope.empty() ? Result<Done>(Done{}) : open_restoration(call, found->row.id, scope);
}

constexpr std::array kEffects{EffectEntry{.name = "put_measure", .run = put_measure, .own_field = "measure_id"},
                              EffectEntry{.name = "end_measure", .run = end_measure, .args = "how", .required = "how"},
                              EffectEntry{.name = "lift_measures", .run = lift_measures},
                              EffectEntry{.name = "restore_scope", .run = restore_scope}};

}  // namespace

std::span<const EffectEntry> measure_effects() { return kEffects; }

}  // namespace gx::app
