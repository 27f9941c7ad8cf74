// SPDX-License-Identifier: Apache-2.0
#include "app/access/access_log.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kReasonMin = 4;
constexpr std::size_t kReasonMax = 200;

void set_text(Json& content, const char* member, const std::string& text) {
    if (!text.empty()) { content.set(member, text); }
}

Json content_of(const AccessRecord& record, const std::string& code, const std::string& account, base::Date today) {
    Json content = Json::object();
    content.set("code", code).set("account", account).set("action", record.action).set("on_day", today.iso());
    content.set("outcome", record.outcome == AccessOutcome::Ok ? "ok" : "refused");
    set_text(content, "entity", record.entity);
    set_text(content, "entity_id", record.entity_id);
    set_text(content, "body_id", record.body_id);
    set_text(content, "official_id", record.official_id);
    set_text(content, "reason", record.reason);
    if (!record.fields.empty()) {
        Json fields = Json::array();
        for (const std::string& field : record.fields) { fields.push(field); }
        content.set("fields", std::move(fields));
    }
    return content;
}

}  // namespace

Result<Done> AccessLog::write(const AccessRecord& record, const Actor& actor) { return write_all({&record, 1}, actor); }

Result<Done> AccessLog::write_all(std::span<const AccessRecord> records, const Actor& actor) {
    const base::Instant now = clock_.now();
    std::vector<Entity> entries;
    for (const AccessRecord& record : records) {
        const std::string id = ids_.next_id();
        entries.push_back({.type = "access", .tenant = actor.tenant, .id = id, .key = id, .version = 1, .seq = -1,
                           .content = content_of(record, id, actor.account, now.civil_day())});
    }
    return store_.write({.actor = actor, .at = now}, [&](Work& work) -> Result<Done> {
        for (const Entity& entry : entries) { GX_CHECK(work.put(entry, "add")); }
        return Done{};
    });
}

Result<std::string> check_reason(std::string_view reason, const std::string& pointer) {
    const std::string_view text = base::trim(reason);
    const auto refuse = [&](const char* why) { return Error{ErrorCode::InvalidInput, why, {}, pointer}; };
    if (text.empty()) { return refuse("access.reason_missing"); }
    const std::size_t length = base::code_points(text);
    if (length < kReasonMin || length > kReasonMax) { return refuse("access.reason_length"); }
    const bool controls = std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; });
    if (controls) { return refuse("access.reason_length"); }
    // The journal keeps what is written into it for ever.
    if (domain::personal_value_in(text)) { return refuse("access.reason_personal"); }
    return std::string(text);
}

}  // namespace gx::app
