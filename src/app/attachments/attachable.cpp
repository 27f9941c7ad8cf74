// SPDX-License-Identifier: Apache-2.0
#include "app/attachments/attachable.hpp"

#include <algorithm>
#include <array>

namespace gx::app {
namespace {

/// A type of object that files may hang on, and what counts as changing it.
struct Attachable {
    std::string_view entity;
    std::string_view read;
    std::array<std::string_view, 3> changes;
};

constexpr std::array<Attachable, 7> kAttachable = {{
    {"obligation", "obligation.read", {"obligation.add", "obligation.change", {}}},
    {"milestone", "milestone.read", {"milestone.add", "milestone.change", {}}},
    {"change", "change.read", {"change.add", "change.change", "change.approve"}},
    {"statement", "statement.read", {"statement.add", "statement.change", "statement.check"}},
    {"finding", "finding.read", {"finding.add", "finding.revoke", {}}},
    {"record", "record.read", {"record.register", "record.release", {}}},
    {"handover", "handover.read", {"handover.add", "handover.change", "handover.sign"}},
}};

bool covers(const Actor& actor, std::string_view action, std::string_view body_id) {
    return !action.empty() && actor.may(action) && actor.reach(action).covers(body_id);
}

}  // namespace

Result<std::string> body_of_attachable(Reader& reader, std::string_view entity, std::string_view id, AttachmentUse use, const Actor& actor) {
    const auto kind = std::find_if(kAttachable.begin(), kAttachable.end(), [&](const Attachable& one) { return one.entity == entity; });
    if (kind == kAttachable.end()) { return Error{ErrorCode::InvalidInput, "attachment.entity", std::string(entity), "/query/entity"}; }
    GX_TRY(const auto row, reader.find(entity, actor.tenant, id));
    const std::string body_id = row ? row->content.text_or_empty("body_id") : std::string{};
    const bool visible = row && covers(actor, kind->read, body_id) && covers(actor, "attachment.read", body_id);
    if (!visible) { return Error{ErrorCode::NotFound, fmt::format("{}.unknown", entity), std::string(id), "/query/entity_id"}; }
    const bool may_change = std::any_of(kind->changes.begin(), kind->changes.end(), [&](std::string_view action) { return covers(actor, action, body_id); });
    if (use == AttachmentUse::Change && !may_change) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(entity)}; }
    return body_id;
}

}  // namespace gx::app
