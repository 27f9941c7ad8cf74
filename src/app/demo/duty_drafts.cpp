// SPDX-License-Identifier: Apache-2.0
#include "app/demo/duty_drafts.hpp"

#include <algorithm>

namespace gx::app::demo {

using base::Date;
using base::Json;

std::string numbered_text(std::string pattern, std::int64_t number, int digits) {
    const auto at = pattern.find("{n}");
    return at == std::string::npos ? pattern : pattern.replace(at, 3, fmt::format("{:0{}}", number, digits));
}

std::string one_of(Draft& draft, const Json& list) {
    const auto& words = list.as_array();
    return words[static_cast<std::size_t>(draft.dice.between(0, static_cast<std::int64_t>(words.size()) - 1))].as_string();
}

namespace {

std::string numbered(Draft& draft, const char* member, std::int64_t count) {
    return numbered_text(draft.words.text_or_empty(member), draft.dice.between(1, count), 3);
}

}  // namespace

Json draft_firm(Draft& draft) {
    Json party;
    const bool is_private = draft.dice.chance(75);
    party.set("name", numbered(draft, "firm", 180)).set("type", is_private ? "private" : "state");
    return party.set("sme", is_private && draft.dice.chance(70));
}

namespace {

/// The day a duty was met, drawn from the body's diligence; nothing when it never was.
std::optional<Date> met_on(Draft& draft, const DemoBody& body, Date due) {
    if (draft.dice.chance(body.diligence)) { return due.plus_days(static_cast<int>(-draft.dice.between(0, 20))); }
    const bool late_only = draft.dice.chance(70);
    const auto days = static_cast<int>(draft.dice.between(1, 140));
    if (!late_only) { return std::nullopt; }
    return due.plus_days(days);
}

bool known(const Draft& draft, const std::optional<Date>& day) { return day && *day <= draft.today; }

Json evidence_of(const std::string& title, Date on, const std::string& doc_no) {
    Json item;
    item.set("title", title).set("on", on.iso()).set("doc_no", doc_no);
    return Json::array().push(std::move(item));
}

}  // namespace

std::string add_source(Draft& draft, const DutyDraft& duty, const std::string& code) {
    Json content;
    content.set("code", code + "-Y").set("kind", duty.source_kind == "debt" ? "plan" : duty.source_kind == "pledge" ? "promise" : duty.source_kind);
    content.set("title", duty.body->name + draft.words.at("sources").text_or_empty(duty.source_kind));
    content.set("doc_no", code).set("issuer", duty.body->name);
    return draft.add("source", content.set("issued_on", duty.made.iso()));
}

namespace {

Json duty_content(const DutyDraft& duty, const std::string& code, const std::string& source) {
    Json content;
    content.set("code", code).set("body_id", duty.body->id).set("kind", duty.kind).set("title", duty.title);
    content.set("source_id", source).set("post_id", duty.body->head_post).set("made_on", duty.made.iso());
    content.set("due_on", duty.due.iso()).set("domain", duty.domain).set("disclosed", true).set("has_evidence", false);
    if (!duty.area.empty()) { content.set("area", duty.area); }
    if (!duty.counterparty.is_null()) { content.set("counterparty", duty.counterparty); }
    if (duty.amount_fen > 0) { content.set("amount_fen", duty.amount_fen).set("fulfilled_fen", 0); }
    return content;
}

void complete(Draft& draft, Json& content, const DutyDraft& duty, Date done) {
    content.set("done_on", done.iso()).set("has_evidence", true);
    content.set("evidence", evidence_of(draft.words.at("evidence").text_or_empty(duty.evidence), done,
                                        content.text_or_empty("code") + "-Z"));
    if (duty.amount_fen > 0) { content.set("fulfilled_fen", duty.amount_fen); }
}

}  // namespace

void add_simple(Draft& draft, const DutyDraft& duty, const std::string& code, std::vector<Missed>& missed) {
    const std::string source = duty.source_id.empty() ? add_source(draft, duty, code) : duty.source_id;
    Json content = duty_content(duty, code, source);
    auto done = met_on(draft, *duty.body, duty.due);
    if (done) { done = std::max(*done, duty.made); }
    if (known(draft, done)) { complete(draft, content, duty, *done); }
    const std::string id = draft.add("obligation", std::move(content));
    if (!done) { missed.push_back({id, duty.domain, duty.due}); }
}

namespace {

struct Step {
    const char* type;
    Date due;
    std::int64_t amount_fen;
};

}  // namespace

void add_contract(Draft& draft, const DutyDraft& duty, const std::string& code, std::vector<Missed>& missed) {
    const std::string source = duty.source_id.empty() ? add_source(draft, duty, code) : duty.source_id;
    const Date accepted_due = duty.due.plus_days(-30);
    const Step steps[] = {{"delivery", accepted_due.plus_days(-15), 0},
                          {"acceptance", accepted_due, 0},
                          {"payment", duty.due, duty.amount_fen}};
    Json content = duty_content(duty, code, source);
    const std::string contract_id = draft.ids.next_id();
    Entities below;
    std::optional<Date> last;
    bool all_done = true;
    std::int64_t paid = 0;
    int no = 0;
    for (const Step& step : steps) {
        ++no;
        Json milestone;
        milestone.set("code", fmt::format("{}#{}", code, no)).set("obligation_id", contract_id).set("no", no);
        milestone.set("body_id", duty.body->id).set("type", step.type).set("due_on", step.due.iso());
        milestone.set("title", duty.title + " · " + draft.words.at("milestones").text_or_empty(step.type));
        const auto done = met_on(draft, *duty.body, step.due);
        const bool is_payment = step.amount_fen > 0;
        if (is_payment) { milestone.set("amount_fen", step.amount_fen).set("fulfilled_fen", 0); }
        const std::string milestone_id = draft.ids.next_id();
        if (known(draft, done)) {
            milestone.set("done_on", done->iso());
            const std::string what = is_payment ? "payment" : "contract";
            milestone.set("evidence", evidence_of(draft.words.at("evidence").text_or_empty(what), *done,
                                                  fmt::format("{}#{}-Z", code, no)));
            if (is_payment) {
                milestone.set("fulfilled_fen", step.amount_fen);
                paid = step.amount_fen;
                Json payment;
                payment.set("code", fmt::format("{}#{}/1", code, no)).set("obligation_id", contract_id);
                payment.set("body_id", duty.body->id).set("milestone_id", milestone_id).set("paid_on", done->iso());
                payment.set("amount_fen", step.amount_fen);
                below.push_back(Entity{"payment", draft.tenant, draft.ids.next_id(), {}, 1, -1, std::move(payment)});
            }
            if (!last || *done > *last) { last = *done; }
        } else {
            all_done = false;
        }
        below.push_back(Entity{"milestone", draft.tenant, milestone_id, {}, 1, -1, std::move(milestone)});
    }
    if (all_done && last) { complete(draft, content, duty, *last); }
    if (!last || !all_done) { missed.push_back({contract_id, duty.domain, duty.due}); }
    content.set("fulfilled_fen", paid);
    draft.out.push_back(Entity{"obligation", draft.tenant, contract_id, {}, 1, -1, std::move(content)});
    for (Entity& entity : below) { draft.out.push_back(std::move(entity)); }
}

void add_breach(Draft& draft, const DemoBody& body, const Json& type, const std::string& duty_id, Date decided, int no) {
    const std::string doc_no = fmt::format("{}-W{:02}", body.code, no);
    const std::string organ = draft.words.text_or_empty("organ");
    Json finding;
    finding.set("code", doc_no + "-F").set("kind", "breach").set("body_id", body.id).set("organ", organ);
    finding.set("doc_no", doc_no).set("decided_on", decided.iso()).set("facts", type.text_or_empty("facts"));
    if (!duty_id.empty()) { finding.set("obligation_id", duty_id); }
    const std::string finding_id = draft.add("finding", std::move(finding));

    const Date served = decided.plus_days(3);
    const Date effective = decided.plus_days(15);
    Json record;
    record.set("code", type.text_or_empty("cat") + "/" + doc_no + "/" + body.code).set("cat", type.text_or_empty("cat"));
    record.set("body_id", body.id).set("subject_name_at_time", body.name).set("polarity", "negative");
    record.set("severity", type.text_or_empty("severity")).set("loss", "L1").set("impact", "I1");
    record.set("doc_type", type.text_or_empty("doc")).set("doc_no", doc_no).set("doc_date", decided.iso());
    record.set("organ", organ).set("facts", type.text_or_empty("facts")).set("behaviour_on", decided.plus_days(-40).iso());
    record.set("domain", type.text_or_empty("domain")).set("finding_id", finding_id);
    if (!duty_id.empty()) { record.set("obligation_id", duty_id); }
    Json notice;
    notice.set("method", draft.words.text_or_empty("served_method")).set("on", served.iso());
    record.set("served", notice.set("proof", draft.words.text_or_empty("proof")));
    record.set("defence", Json::object().set("until", served.plus_days(10).iso()));
    record.set("decided_on", decided.plus_days(14).iso()).set("maker", "demo-maker").set("checker", "demo-checker");
    record.set("effective_on", effective.iso()).set("publish_from", effective.iso());
    const bool serious = type.text_or_empty("severity") == "serious";
    record.set("publish_until", effective.plus_months(serious ? 36 : 12).iso());
    record.set("expires_on", effective.plus_months(serious ? 36 : 12).iso());
    const Date repaired = effective.plus_days(100 + static_cast<int>(draft.dice.between(0, 60)));
    if (!serious && draft.dice.chance(30) && repaired <= draft.today) { record.set("repaired_on", repaired.iso()); }
    draft.add("record", std::move(record));
}

Date day_between(Draft& draft, Date from, Date to) {
    return from.plus_days(static_cast<int>(draft.dice.between(0, days_between(from, to))));
}

}  // namespace gx::app::demo
