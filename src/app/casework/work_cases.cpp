// SPDX-License-Identifier: Apache-2.0
#include "app/casework/work_cases.hpp"

#include <algorithm>

#include "app/casework/case_sight.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;

constexpr std::string_view kType = "case_file";
constexpr std::size_t kSlice = 200;
constexpr int kSlicesMax = 5'000;

Error denied(const std::string& action) { return {ErrorCode::NotPermitted, "access.denied", action}; }

/// Whether somebody may begin such a case at all, and where it would lie.
Result<Done> check_opening(const domain::Procedure& procedure, const domain::CaseFile& begun, const Actor& actor) {
    const auto& opening = procedure.opening;
    if (!actor.may(opening.action)) { return denied(opening.action); }
    if (procedure.person && opening.at != domain::CasePlace::Person && !actor.may(kCaseReadPerson)) { return denied(std::string(kCaseReadPerson)); }
    // Where it would be handled follows from the opening itself: whoever may report a clue may do so to whoever handles it.
    switch (opening.at) {
        case domain::CasePlace::Handler:
        case domain::CasePlace::Opener: return Done{};
        case domain::CasePlace::County:
            if (actor.reach(opening.action).is_everything()) { return Done{}; }
            return denied(opening.action);
        case domain::CasePlace::Concerned:
        case domain::CasePlace::Person:
            if (may_act_at(actor, begun, opening.action, opening.at)) { return Done{}; }
            // What somebody may not know of is not there; what is known but another's is refused.
            return Error{ErrorCode::NotPermitted, "case.not_concerned", begun.code};
    }
    return denied(opening.action);
}

Result<Done> check_county(Reader& reader, const std::string& tenant) {
    GX_TRY(const auto county, reader.find_by_key("tenant", tenant, tenant));
    if (county && county->content.text_or_empty("mode") == "published_facts") {
        return Error{ErrorCode::StateForbids, "tenant.published_facts_only"};
    }
    return Done{};
}

}  // namespace

Result<CaseWritten> OpenCase::run(const Input& input, const Actor& actor) {
    const Date today = parts_.clock.today();
    GX_TRY(const auto version, parts_.procedures.current(input.procedure, today));
    if (!actor.may(version->procedure.opening.action)) { return denied(version->procedure.opening.action); }
    CaseWritten written;
    GX_CHECK(parts_.store.write({.actor = actor, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_CHECK(check_county(work, actor.tenant));
        CaseDraft draft{.title = input.title, .subject_id = input.subject, .official_id = input.official, .fields = input.fields};
        GX_TRY(written, open_case_in(parts_, work, actor, today, *version, std::move(draft)));
        return check_opening(version->procedure, written.file, actor);
    }));
    return written;
}

Result<CaseWritten> TakeCaseStep::run(const Input& input, const Actor& actor) {
    const Date today = parts_.clock.today();
    CaseWritten written;
    GX_CHECK(parts_.store.write({.actor = actor, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(const auto row, work.find(kType, actor.tenant, input.id));
        if (!row) { return Error{ErrorCode::NotFound, "case.unknown", input.id}; }
        GX_TRY(const auto file, decoded<domain::CaseFile>(*row));
        if (!sees(actor, file)) { return Error{ErrorCode::NotFound, "case.unknown", input.id}; }
        GX_TRY(const auto version, parts_.procedures.of(work, actor.tenant, file.procedure, file.law));
        const domain::CaseStep* step = version->procedure.step(input.step);
        if (step == nullptr) { return Error{ErrorCode::InvalidInput, "case.step_unknown", input.step, "/body/step"}; }
        if (step->by_time || !may_act_at(actor, file, step->action, step->at)) { return denied(step->action); }
        if (row->version != input.version) { return Error{ErrorCode::VersionMismatch, "store.version", row->id}; }
        GX_TRY(written, take_step_in(parts_, work, actor, today, *version, *row, *step, input.note, input.fields));
        return Done{};
    }));
    return written;
}

base::Json CaseRound::Tally::to_json() const {
    return Json::object().set("taken", taken).set("refused", refused).set("redated", redated);
}

/// True when the step was taken; false when a guard or an effect refused it.
Result<bool> CaseRound::take(const std::string& tenant, const Entity& row, Date today) {
    const Actor system{.account = std::string(kCaseSystem), .tenant = tenant, .actions = {"*"}};
    const auto done = parts_.store.write({.actor = system, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(const auto current, work.find(kType, tenant, row.id));
        if (!current) { return Done{}; }
        GX_TRY(const auto file, decoded<domain::CaseFile>(*current));
        if (!file.auto_on || *file.auto_on > today) { return Done{}; }  // somebody acted in between
        GX_TRY(const auto version, parts_.procedures.of(work, tenant, file.procedure, file.law));
        const auto steps = version->procedure.steps_from(file.state);
        const auto timed = std::ranges::find_if(steps, [](const domain::CaseStep* step) { return step->by_time; });
        if (timed == steps.end()) { return Done{}; }
        GX_CHECK(take_step_in(parts_, work, system, today, *version, *current, **timed, {}, {}));
        return Done{};
    });
    if (done.ok()) { return true; }
    const bool ours = done.error().code == ErrorCode::StateForbids || done.error().code == ErrorCode::BasisMissing ||
                      done.error().code == ErrorCode::DeadlinePassed || done.error().code == ErrorCode::Conflict;
    if (ours) { return false; }
    return done.error();
}

Result<CaseRound::Tally> CaseRound::run(const std::string& tenant, Date today) {
    Tally tally;
    std::set<std::string> refused;
    for (int slice = 0; slice < kSlicesMax; ++slice) {
        std::vector<Entity> rows;
        {
            GX_TRY(const auto reader, parts_.store.reader());
            Query query{.tenant = tenant, .limit = kSlice, .offset = std::min<std::size_t>(refused.size(), 10'000)};
            query.where.push_back({.column = "auto_on", .compare = Compare::LessEqual, .values = {std::int64_t{today.days()}}});
            query.order.push_back({.column = "auto_on"});
            GX_TRY(rows, reader->list(kType, query));
        }
        bool some = false;
        for (const Entity& row : rows) {
            if (refused.contains(row.id)) { continue; }
            some = true;
            GX_TRY(const bool done, take(tenant, row, today));
            if (done) {
                ++tally.taken;
            } else {
                refused.insert(row.id);
            }
        }
        if (!some) { break; }
    }
    tally.refused = static_cast<std::int64_t>(refused.size());
    return tally;
}

Result<CaseRound::Tally> CaseRound::redate(const std::string& tenant, Date) {
    Tally tally;
    std::string after;
    while (true) {
        std::vector<Entity> rows;
        {
            GX_TRY(const auto reader, parts_.store.reader());
            Query query{.tenant = tenant, .limit = kSlice};
            query.where.push_back({.column = "closed_on", .compare = Compare::IsNull});
            query.where.push_back({.column = "key", .compare = Compare::Greater, .values = {after}});
            query.order.push_back({.column = "key"});
            GX_TRY(rows, reader->list(kType, query));
        }
        if (rows.empty()) { return tally; }
        after = rows.back().key;
        const Actor system{.account = std::string(kCaseSystem), .tenant = tenant, .actions = {"*"}};
        GX_CHECK(parts_.store.write({.actor = system, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
            for (const Entity& seen : rows) {
                GX_TRY(const auto row, work.find(kType, tenant, seen.id));
                if (!row) { continue; }
                GX_TRY(const auto file, decoded<domain::CaseFile>(*row));
                GX_TRY(const auto version, parts_.procedures.of(work, tenant, file.procedure, file.law));
                GX_TRY(const auto next, domain::redated(file, version->procedure, {version->rules, parts_.law.calendar}));
                base::Json content = next.to_json();
                if (base::canonical(content) == base::canonical(row->content)) { continue; }
                ++tally.redated;
                GX_CHECK(work.put(next_version(*row, std::move(content)), "redate"));
            }
            return Done{};
        }));
    }
}

}  // namespace gx::app
