// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/case_intake.hpp"

#include <algorithm>

#include "app/casework/case_moves.hpp"
#include "app/casework/case_sight.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kProcedure = "complaint";
constexpr std::string_view kPortal = "portal";  ///< in whose name the public acts

Actor portal(const std::string& tenant) { return {.account = std::string(kPortal), .tenant = tenant, .actions = {"*"}}; }

struct Complaint {
    Entity row;
    domain::CaseFile file;
    ProcedureVersionPtr version;
};

Result<Complaint> complaint_of(const CaseParts& parts, Reader& reader, const std::string& tenant, const std::string& id) {
    GX_TRY(auto row, reader.find("case_file", tenant, id));
    if (!row) { return Error{ErrorCode::NotFound, "complaint.unknown", id}; }
    GX_TRY(auto file, decoded<domain::CaseFile>(*row));
    if (file.procedure != kProcedure) { return Error{ErrorCode::NotFound, "complaint.unknown", id}; }
    GX_TRY(auto version, parts.procedures.of(reader, tenant, file.procedure, file.law));
    return Complaint{std::move(*row), std::move(file), std::move(version)};
}

const domain::CaseStep* step_from(const Complaint& complaint, std::string_view id) {
    const domain::CaseStep* step = complaint.version->procedure.step(id);
    const bool here = step != nullptr && std::ranges::find(step->from, complaint.file.state) != step->from.end();
    return here ? step : nullptr;
}

}  // namespace

Result<std::string> CaseIntake::open(Work& work, const ComplaintDraft& draft) {
    GX_TRY(const auto version, parts_.procedures.current(kProcedure, draft.on));
    Json fields = Json::object();
    fields.set("channel", "portal");
    if (!draft.focus.empty()) { fields.set("focus", draft.focus); }
    CaseDraft opening{.subject_id = draft.body_id};
    if (draft.anonymous) {
        opening.code = fmt::format("{}N-{}", version->procedure.code_prefix, draft.filing_id);
        opening.flags = {"anonymous"};
        opening.guarded = false;
    } else {
        fields.set("title", draft.title).set("content", draft.content);
        if (!draft.contact.is_null()) { opening.sealed.set("contact", draft.contact); }
    }
    opening.fields = std::move(fields);
    GX_TRY(const auto written, open_case_in(parts_, work, portal(draft.tenant), draft.on, *version, std::move(opening)));
    return written.id;
}

Result<ComplaintStanding> CaseIntake::standing(Reader& reader, const std::string& tenant, const std::string& case_id) {
    GX_TRY(const auto complaint, complaint_of(parts_, reader, tenant, case_id));
    ComplaintStanding standing{.state = complaint.file.state, .state_name = {}};
    const domain::CaseState* state = complaint.version->procedure.state(complaint.file.state);
    if (state != nullptr) { standing.state_name = state->public_name.zh.empty() ? state->name : state->public_name; }
    standing.reply = complaint.file.times("reply") > 0 ? complaint.file.text("reply") : std::string{};
    standing.closed = !complaint.file.is_open();
    standing.can_rate = step_from(complaint, "rate") != nullptr;
    return standing;
}

Result<Done> CaseIntake::rate(Work& work, const std::string& tenant, const std::string& case_id, const ComplaintRating& rating) {
    GX_TRY(const auto complaint, complaint_of(parts_, work, tenant, case_id));
    const bool content = rating.satisfaction != "dissatisfied";
    const bool again = complaint.file.times("rehandle") > 0;
    const domain::CaseStep* step = step_from(complaint, content ? "rate" : again ? "dissatisfied_again" : "rehandle");
    if (step == nullptr) { return Error{ErrorCode::StateForbids, "complaint.not_ratable", case_id}; }
    Json fields = Json::object();
    if (content) { fields.set("satisfaction", rating.satisfaction == "satisfied" ? "satisfied" : "fairly_satisfied"); }
    GX_CHECK(take_step_in(parts_, work, portal(tenant), rating.on, *complaint.version, complaint.row, *step, rating.note, fields));
    return Done{};
}

Result<Done> CaseIntake::check_seen(Reader& reader, const Actor& actor, const std::string& case_id) {
    GX_TRY(const auto complaint, complaint_of(parts_, reader, actor.tenant, case_id));
    if (!actor.may(kCaseRead) || !sees(actor, complaint.file)) { return Error{ErrorCode::NotFound, "complaint.unknown", case_id}; }
    return Done{};
}

}  // namespace gx::app
