// SPDX-License-Identifier: Apache-2.0
#include "app/obligation/edit_duty.hpp"

#include <algorithm>
#include <array>

#include "app/obligation/content_rules.hpp"
#include "app/obligation/entered_content.hpp"
#include "app/staff/entered_text.hpp"
#include "app/staff/staff_rows.hpp"
#include "base/json_reader.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kEvidenceMax = 100;
constexpr std::size_t kBatchMax = 200;
constexpr std::array<std::string_view, 12> kChangeable = {"title",   "note",        "post_id",      "done_on",         "fulfilled_fen", "accepted_on",
                                                          "disclosed", "void_on",  "void_reason",  "cancelled_on",    "cancel_document", "attributes"};
constexpr std::array<std::string_view, 9> kSettled = {"body_id", "body", "kind", "source_id", "source", "counterparty", "made_on", "due_on", "amount_fen"};

bool holds(std::span<const std::string_view> names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

/// Every member of the request, laid over the content; null takes one away.
Result<Json> laid_over(const Entity& duty, const Json& body) {
    Json content = duty.content;
    for (const auto& [member, value] : body.as_object()) {
        if (member == "version") { continue; }
        if (holds(kSettled, member)) { return Error{ErrorCode::StateForbids, "obligation.needs_change", member, "/body/" + member}; }
        if (!holds(kChangeable, member)) { return Error{ErrorCode::InvalidInput, "json.member_unknown", member, "/body/" + member}; }
        content.set(member, value);
    }
    return content;
}

Result<Done> check_post(Reader& reader, const Entity& duty, const Json& content) {
    const std::string post_id = content.text_or_empty("post_id");
    if (post_id.empty()) { return Done{}; }
    GX_TRY(const auto post, reader.find("post", duty.tenant, post_id));
    if (post && post->content.text_or_empty("body_id") == duty.content.text_or_empty("body_id")) { return Done{}; }
    return Error{ErrorCode::InvalidInput, "obligation.post_unknown", post_id, "/body/post_id"};
}

Result<Done> check_milestone(Reader& reader, const Entity& duty, const std::string& milestone_id) {
    if (milestone_id.empty()) { return Done{}; }
    GX_TRY(const auto milestone, reader.find("milestone", duty.tenant, milestone_id));
    if (milestone && milestone->content.text_or_empty("obligation_id") == duty.id) { return Done{}; }
    return Error{ErrorCode::NotFound, "milestone.unknown", milestone_id, "/body/milestone_id"};
}

Entity first(std::string_view type, const Entity& duty, std::string id, Json content) {
    content.set("obligation_id", duty.id).set("body_id", duty.content.at("body_id"));
    return {std::string(type), duty.tenant, std::move(id), {}, 1, -1, std::move(content)};
}

Entity next(const Entity& row, Json content) { return {row.type, row.tenant, row.id, {}, row.version + 1, -1, std::move(content)}; }

/// "{code of the obligation}{mark}{n}", n the first number that is not taken.
Result<std::string> free_code(Reader& reader, std::string_view type, const Entity& duty, char mark) {
    Query query{.tenant = duty.tenant, .where = {{"obligation_id", Compare::Equal, {duty.id}}}, .order = {}, .limit = kListRowsMax};
    GX_TRY(const auto rows, reader.list(type, query));
    std::vector<std::string> taken;
    for (const Entity& row : rows) { taken.push_back(row.key); }
    for (std::size_t n = rows.size() + 1;; ++n) {
        std::string code = fmt::format("{}{}{}", duty.key, mark, n);
        if (std::ranges::find(taken, code) == taken.end()) { return code; }
    }
}

Result<Done> check_batch(std::span<const std::string> ids, const std::string& act) {
    if (ids.empty() || ids.size() > kBatchMax) { return Error{ErrorCode::InvalidInput, "batch.ids", {}, "/body/ids"}; }
    if (act != "evidence" && act != "done" && act != "void") { return Error{ErrorCode::InvalidInput, "batch.act", act, "/body/act"}; }
    return Done{};
}

/// What a batch sets in each obligation.
Result<Json> batch_change(const std::string& act, const Json& body) {
    const base::JsonReader reader(body, "/body");
    Json change = Json::object();
    if (act == "done") {
        GX_TRY(const auto day, reader.date("done_on"));
        return change.set("done_on", day.iso());
    }
    GX_TRY(const auto day, reader.date("void_on"));
    GX_TRY(const std::string reason, reader.text("void_reason", 1'000));
    return change.set("void_on", day.iso()).set("void_reason", reason);
}

}  // namespace

/// Finds the obligation within reach, lets `make` build the row to be written, checks and writes it.
Result<EditDuty::Output> EditDuty::on_duty(const Input& input, const Actor& actor, std::string_view action, const Make& make) {
    if (!actor.may(action)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(action)}; }
    GX_CHECK(check_no_person(input.body, "obligation.personal_value", "/body"));
    Output output;
    const auto work_on = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto duty, StaffRows::within(work, "obligation", input.obligation_id, actor, action));
        GX_TRY(const Entity row, make(work, duty));
        if (const auto checked = check_content(law_, row.type, row.content); !checked.ok()) { return in_request_body(checked.error()); }
        GX_CHECK(check_entered(row.content, clock_.today()));
        output = {.id = row.id, .code = row.content.text_or_empty("code"), .version = row.version};
        return work.put(row, action.substr(action.find('.') + 1));
    };
    GX_CHECK(store_.write({.actor = actor, .at = clock_.now()}, work_on));
    return output;
}

Result<EditDuty::Output> EditDuty::change(const Input& input, const Actor& actor) {
    return on_duty(input, actor, "obligation.change", [&](Work& work, const Entity& duty) -> Result<Entity> {
        GX_CHECK(check_version(duty, input.version));
        GX_TRY(auto content, laid_over(duty, input.body));
        GX_CHECK(check_post(work, duty, content));
        return next(duty, std::move(content));
    });
}

Result<EditDuty::Output> EditDuty::add_milestone(const Input& input, const Actor& actor) {
    return on_duty(input, actor, "milestone.add", [&](Work&, const Entity& duty) -> Result<Entity> {
        const base::JsonReader reader(input.body, "/body");
        GX_CHECK(reader.only({"no", "type", "title", "due_on", "amount_fen"}));
        GX_TRY(const auto no, reader.integer("no", 1, 9'999));
        Json content = input.body;
        content.set("code", fmt::format("{}#{}", duty.key, no));
        return first("milestone", duty, ids_.next_id(), std::move(content));
    });
}

Result<EditDuty::Output> EditDuty::change_milestone(const Input& input, const Actor& actor) {
    std::optional<Entity> milestone;
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(milestone, StaffRows::within(*reader, "milestone", input.obligation_id, actor, "milestone.change"));
    Input of_duty = input;
    of_duty.obligation_id = milestone->content.text_or_empty("obligation_id");
    return on_duty(of_duty, actor, "milestone.change", [&](Work& work, const Entity&) -> Result<Entity> {
        GX_TRY(const auto row, StaffRows::within(work, "milestone", input.obligation_id, actor, "milestone.change"));
        GX_CHECK(check_version(row, input.version));
        const base::JsonReader body(input.body, "/body");
        GX_CHECK(body.only({"version", "title", "done_on", "fulfilled_fen", "evidence"}));
        Json content = row.content;
        for (const auto& [member, value] : input.body.as_object()) {
            if (member != "version") { content.set(member, value); }
        }
        return next(row, std::move(content));
    });
}

Result<EditDuty::Output> EditDuty::add_payment(const Input& input, const Actor& actor) {
    return on_duty(input, actor, "payment.add", [&](Work& work, const Entity& duty) -> Result<Entity> {
        const base::JsonReader reader(input.body, "/body");
        GX_CHECK(reader.only({"paid_on", "amount_fen", "milestone_id", "voucher_no"}));
        GX_CHECK(check_milestone(work, duty, input.body.text_or_empty("milestone_id")));
        GX_TRY(auto code, free_code(work, "payment", duty, '$'));
        Json content = input.body;
        content.set("code", std::move(code));
        return first("payment", duty, ids_.next_id(), std::move(content));
    });
}

Result<EditDuty::Output> EditDuty::add_evidence(const Input& input, const Actor& actor) {
    return on_duty(input, actor, "obligation.change", [&](Work&, const Entity& duty) -> Result<Entity> {
        const base::JsonReader reader(input.body, "/body");
        GX_CHECK(reader.only({"title", "on", "doc_no", "digest", "version"}));
        Json piece = input.body;
        piece.set("version", Json());
        Json list = duty.content.at("evidence").is_array() ? duty.content.at("evidence") : Json::array();
        if (list.as_array().size() >= kEvidenceMax) { return Error{ErrorCode::TooLarge, "obligation.too_much_evidence", duty.key}; }
        list.push(std::move(piece));
        Json content = duty.content;
        content.set("evidence", std::move(list)).set("has_evidence", true);
        return next(duty, std::move(content));
    });
}

Result<EditDuty::Output> EditDuty::add_change(const Input& input, const Actor& actor) {
    return on_duty(input, actor, "change.add", [&](Work& work, const Entity& duty) -> Result<Entity> {
        const base::JsonReader reader(input.body, "/body");
        GX_CHECK(reader.only({"reason_type", "reason", "approval_doc_no", "decided_on", "collective_decision_on", "notified_on", "new_due_on",
                              "new_amount_fen", "cancels", "compensation", "note"}));
        GX_TRY(auto code, free_code(work, "change", duty, '~'));
        Json content = input.body;
        content.set("code", std::move(code));
        return first("change", duty, ids_.next_id(), std::move(content));
    });
}

Result<std::vector<EditDuty::Each>> EditDuty::batch(std::span<const std::string> ids, const std::string& act, const Json& body,
                                                    const Actor& actor) {
    GX_CHECK(check_batch(ids, act));
    Json change_to;
    if (act != "evidence") { GX_TRY(change_to, batch_change(act, body)); }
    std::vector<Each> told;
    for (const std::string& id : ids) {
        Input input{.obligation_id = id, .body = act == "evidence" ? body : change_to};
        Result<Output> done = act == "evidence" ? add_evidence(input, actor) : on_duty(input, actor, "obligation.change",
            [&](Work&, const Entity& duty) -> Result<Entity> {
                GX_TRY(auto content, laid_over(duty, input.body));
                return next(duty, std::move(content));
            });
        told.push_back({id, done.ok() ? std::string{} : done.error().reason});
    }
    return told;
}

}  // namespace gx::app
