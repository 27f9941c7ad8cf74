// SPDX-License-Identifier: Apache-2.0
#include "app/demo/duty_drafts.hpp"

namespace gx::app::demo {
namespace {

using base::Date;
using base::Json;

/// Up to two breaches of a body that was slow to answer: each about a duty that was due two months before and not met.
void add_breaches(Draft& draft, const DemoBody& body, const std::vector<Missed>& missed) {
    const Json::Array& types = draft.words.at("records").as_array();
    int no = 0;
    for (const Missed& duty : missed) {
        const Date decided = duty.due.plus_days(60 + static_cast<int>(draft.dice.between(0, 30)));
        const bool serious = body.diligence < 71 && no == 0;
        const std::size_t last = types.size() - 1;
        const std::size_t pick = serious ? last : static_cast<std::size_t>(draft.dice.between(0, static_cast<std::int64_t>(last) - 1));
        if (no >= 2 || body.diligence > 88 || !draft.dice.chance(30)) { continue; }
        if (decided.plus_days(15) > draft.today) { continue; }
        ++no;
        Json type = types[pick];
        add_breach(draft, body, type.set("domain", duty.domain), duty.id, decided, no);
    }
}

}  // namespace

void draft_duties(Draft& draft, const std::vector<DemoBody>& bodies) {
    const Date first = Date::make(2025, 1, 10).value();
    const Date last = Date::make(2027, 6, 30).value();
    const Json& works = draft.words.at("works");
    for (const DemoBody& body : bodies) {
        int number = 0;
        std::vector<Missed> missed;
        const auto code = [&] { return fmt::format("{}-{:04}", body.code, ++number); };
        const auto make = [&](const char* kind, const char* source, const char* evidence, const char* domain, int days) {
            DutyDraft duty;
            duty.body = &body;
            duty.kind = kind;
            duty.source_kind = source;
            duty.evidence = evidence;
            duty.domain = domain;
            duty.due = day_between(draft, first, last);
            duty.made = duty.due.plus_days(-days - static_cast<int>(draft.dice.between(0, 60)));
            if (works.at(kind).is_array()) { duty.title = one_of(draft, works.at(kind)); }
            return duty;
        };
        const bool institution = body.body_class == "INST";
        const bool town = body.body_class == "TOWN";
        for (std::int64_t i = 0, n = draft.dice.between(institution ? 4 : 8, institution ? 8 : 18); i < n; ++i) {
            DutyDraft duty = make(draft.dice.chance(60) ? "procurement_contract" : "contract", "contract", "contract", "procurement", 120);
            duty.amount_fen = draft.dice.between(3, draft.dice.chance(20) ? 900 : 120) * kFenPerWan;
            duty.counterparty = draft_firm(draft);
            if (duty.made <= draft.today) { add_contract(draft, duty, code(), missed); }
        }
        for (std::int64_t i = 0, n = town || institution ? 0 : draft.dice.between(2, 8); i < n; ++i) {
            const bool invest = body.code.ends_with("D13") || draft.dice.chance(30);
            DutyDraft duty = make(invest ? "investment_promise" : "policy_promise", "promise", "task", invest ? "investment" : "other", 150);
            if (draft.dice.chance(60)) { duty.amount_fen = draft.dice.between(5, 300) * kFenPerWan; }
            duty.counterparty = draft_firm(draft);
            if (duty.made <= draft.today) { add_simple(draft, duty, code(), missed); }
        }
        for (std::int64_t i = 0, n = draft.dice.between(4, 9); i < n; ++i) {
            DutyDraft duty = make(draft.dice.chance(65) ? "plan_task" : "livelihood_project", "plan", "task", "other", 90);
            if (duty.made <= draft.today) { add_simple(draft, duty, code(), missed); }
        }
        if (town) {
            for (const int year : {2025, 2026}) {
                for (const auto& [area, words] : draft.words.at("areas").as_object()) {
                    DutyDraft duty = make("service_pledge", "pledge", "pledge", "township", 200);
                    duty.area = area;
                    duty.title = words.text_or_empty("name") + ": " + words.text_or_empty("pledge");
                    duty.made = Date::make(year, 1, 5).value();
                    duty.due = day_between(draft, Date::make(year, 5, 1).value(), Date::make(year, 12, 20).value());
                    if (duty.made <= draft.today) { add_simple(draft, duty, code(), missed); }
                }
            }
        } else {
            for (std::int64_t i = 0, n = draft.dice.between(3, 7); i < n; ++i) {
                DutyDraft duty = make("service_pledge", "pledge", "pledge", "other", 150);
                if (duty.made <= draft.today) { add_simple(draft, duty, code(), missed); }
            }
        }
        for (std::int64_t i = 0, n = body.debt ? 6 : 0; i < n; ++i) {
            DutyDraft duty = make("debt_service", "debt", "payment", "debt", 300);
            duty.amount_fen = draft.dice.between(200, 3000) * kFenPerWan;
            if (duty.made <= draft.today) { add_simple(draft, duty, code(), missed); }
        }
        add_breaches(draft, body, missed);
    }
}

base::Json open_duties(const Draft& draft, const DemoBody& body, const std::string& day) {
    const Date on = Date::parse(day).value();
    Json ids = Json::array();
    for (const Entity& entity : draft.out) {
        if (entity.type != "obligation" || entity.content.text_or_empty("body_id") != body.id) { continue; }
        const auto made = Date::parse(entity.content.text_or_empty("made_on"));
        const auto done = Date::parse(entity.content.text_or_empty("done_on"));
        if (made && *made <= on && (!done || *done > on)) { ids.push(entity.id); }
    }
    return ids;
}

}  // namespace gx::app::demo
