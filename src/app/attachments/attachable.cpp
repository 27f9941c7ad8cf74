// SPDX-License-Identifier: Apache-2.0
#include "app/attachments/attachable.hpp"

#include <algorithm>
#include <array>

#include "app/casework/case_sight.hpp"
#include "app/staff/staff_rows.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

constexpr std::string_view kRead = "attachment.read";

/// A type of object that files may hang on, and what counts as changing it. What reading it takes stands in its RowKind.
struct Attachable {
    std::string_view entity;
    std::array<std::string_view, 3> changes;
};

constexpr std::array<Attachable, 7> kAttachable = {{
    {"obligation", {"obligation.add", "obligation.change", {}}},
    {"milestone", {"milestone.add", "milestone.change", {}}},
    {"change", {"change.add", "change.change", "change.approve"}},
    {"statement", {"statement.add", "statement.change", "statement.check"}},
    {"finding", {"finding.add", "finding.revoke", {}}},
    {"record", {"record.register", "record.release", {}}},
    {"handover", {"handover.add", "handover.change", "handover.sign"}},
}};

bool covers(const Actor& actor, std::string_view action, std::string_view body_id) {
    return !action.empty() && actor.may(action) && actor.reach(action).covers(body_id);
}

/// Whoever sees a case reads its files; whoever may act in it while it is open adds some.
Result<std::string> body_of_case(Reader& reader, const std::string& id, std::string_view action, const Actor& actor) {
    const Error unknown{ErrorCode::NotFound, "case.unknown", id, "/query/entity_id"};
    GX_TRY(const auto row, reader.find("case_file", actor.tenant, id));
    if (!row || !actor.may(kCaseRead) || !actor.may(kRead)) { return unknown; }
    GX_TRY(const auto file, decoded<domain::CaseFile>(*row));
    if (!sees(actor, file)) { return unknown; }
    if (action != kRead && (!file.is_open() || !actor.may(action) || !actor.may(kCaseAct))) {
        return Error{ErrorCode::NotPermitted, "access.denied", "case_file"};
    }
    return file.body_id;
}

}  // namespace

Result<std::string> body_of_attachable(Reader& reader, std::string_view entity, const std::string& id, std::string_view action,
                                       const Actor& actor) {
    if (entity == "case_file") { return body_of_case(reader, id, action, actor); }
    const auto kind = std::find_if(kAttachable.begin(), kAttachable.end(), [&](const Attachable& one) { return one.entity == entity; });
    if (kind == kAttachable.end()) { return Error{ErrorCode::InvalidInput, "attachment.entity", std::string(entity), "/query/entity"}; }
    const RowKind* rows = find_row_kind(entity);
    GX_ASSERT(rows != nullptr);
    const Error unknown{ErrorCode::NotFound, std::string(rows->unknown), id, "/query/entity_id"};
    if (!actor.may(rows->action)) { return unknown; }
    const auto row = StaffRows::within(reader, entity, id, actor, rows->action);
    if (!row.ok()) { return row.error().code == ErrorCode::NotFound ? unknown : row.error(); }
    const std::string body_id = row->content.text_or_empty("body_id");
    if (!covers(actor, kRead, body_id)) { return unknown; }
    const bool may_change = covers(actor, action, body_id) &&
                            std::any_of(kind->changes.begin(), kind->changes.end(), [&](std::string_view change) { return covers(actor, change, body_id); });
    if (action != kRead && !may_change) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(entity)}; }
    return body_id;
}

}  // namespace gx::app
