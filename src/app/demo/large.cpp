// SPDX-License-Identifier: Apache-2.0
#include "app/demo/duty_drafts.hpp"

namespace gx::app::demo {
namespace {

using base::Date;
using base::Json;

/// A kind of the large county's mix: `large/mix` and `large/cases` of the words.
struct Mix {
    const Json& rows;
    std::int64_t weight = 0;
    explicit Mix(const Json& list) : rows(list) {
        for (const Json& row : rows.as_array()) { weight += row.int_at("weight").value_or(0); }
    }
    const Json& draw(Dice& dice) const {
        std::int64_t left = dice.between(1, weight);
        for (const Json& row : rows.as_array()) {
            left -= row.int_at("weight").value_or(0);
            if (left <= 0) { return row; }
        }
        return rows.as_array().back();
    }
};

/// One body's duties: documents are shared by the duties of a kind, as a yearly plan is.
class Past {
public:
    Past(Draft& draft, const DemoBody& body) : draft_(draft), body_(body), large_(draft.words.at("large")) {}

    void add(const Json& row, bool contract) {
        DutyDraft duty;
        duty.body = &body_;
        duty.kind = row.text_or_empty("kind");
        duty.source_kind = row.text_or_empty("source");
        duty.evidence = row.text_or_empty("evidence");
        duty.domain = row.text_or_empty("domain");
        const std::int64_t days = row.int_at("days").value_or(90);
        duty.due = day_between(draft_, Date::make(2024, 1, 10).value(), Date::make(2027, 6, 30).value());
        duty.made = duty.due.plus_days(static_cast<int>(-days - draft_.dice.between(0, 60)));
        if (duty.made > draft_.today) {  // announced duties are not made up for days to come
            duty.due = duty.due.plus_days(base::days_between(duty.made, draft_.today) - 3);
            duty.made = duty.due.plus_days(static_cast<int>(-days));
        }
        duty.title = title(row, duty.due.year());
        if (const Json& wan = row.at("amount_wan"); wan.is_array()) {
            duty.amount_fen = draft_.dice.between(wan.as_array()[0].as_int(), wan.as_array()[1].as_int()) * kFenPerWan;
        }
        const std::string party = row.text_or_empty("party");
        if (party == "firm") { duty.counterparty = draft_firm(draft_); }
        if (party == "deputy" || party == "public") {
            duty.counterparty = Json::object().set("name", numbered_text(draft_.words.text_or_empty("person"), number_, 5))
                                    .set("type", party);
        }
        const std::string code = fmt::format("{}-{:05}", body_.code, ++number_);
        duty.source_id = source(duty, code);
        contract ? add_contract(draft_, duty, code, missed_) : add_simple(draft_, duty, code, missed_);
    }

    /// A third rest on duties that were not met, the others on what the superior body found elsewhere.
    void add_records(std::size_t count) {
        const Json::Array& types = draft_.words.at("records").as_array();
        std::size_t next = 0;
        for (std::size_t no = 1; no <= count; ++no) {
            const std::size_t last = types.size() - 1;
            const bool serious = body_.diligence < 70 && no == 1;
            Json type = types[serious ? last : static_cast<std::size_t>(draft_.dice.between(0, static_cast<std::int64_t>(last) - 1))];
            Date decided = day_between(draft_, Date::make(2023, 9, 1).value(), draft_.today.plus_days(-20));
            std::string about;
            if (no % 3 == 0 && next < missed_.size()) {
                const Missed& duty = missed_[next++];
                const Date on = duty.due.plus_days(70);
                if (on.plus_days(16) <= draft_.today) {
                    about = duty.id;
                    decided = on;
                    type.set("domain", duty.domain);
                }
            }
            add_breach(draft_, body_, type, about, decided, static_cast<int>(no));
        }
    }

private:
    std::string title(const Json& row, int year) {
        const std::string place = numbered_text(large_.text_or_empty("place"), draft_.dice.between(1, 400), 1);
        std::string text = one_of(draft_, large_.at("places")) + place + one_of(draft_, row.at("works"));
        std::string tail = large_.text_or_empty("tail");
        const auto at = tail.find("{year}");
        if (at != std::string::npos) { tail.replace(at, 6, std::to_string(year)); }
        return text + numbered_text(std::move(tail), number_ + 1, 3);
    }

    std::string source(const DutyDraft& duty, const std::string& code) {
        std::string& known = sources_[duty.source_kind + std::to_string(duty.made.year())];
        if (known.empty()) { known = add_source(draft_, duty, code); }
        return known;
    }

    Draft& draft_;
    const DemoBody& body_;
    const Json& large_;
    std::int64_t number_ = 0;
    std::vector<Missed> missed_;
    std::map<std::string, std::string> sources_;
};

}  // namespace

void draft_large_past(Draft& draft, const DemoBody& body, const LargeShares& shares) {
    const Json& large = draft.words.at("large");
    const Mix contracts(large.at("contracts"));
    const Mix cases(large.at("cases"));
    const Mix others(large.at("mix"));
    Past past(draft, body);
    for (std::size_t i = 0; i < shares.duties; ++i) {
        const bool contract = i < shares.contracts;
        const bool is_case = !contract && i < shares.contracts + shares.cases;
        past.add((contract ? contracts : is_case ? cases : others).draw(draft.dice), contract);
    }
    past.add_records(shares.records);
}

}  // namespace gx::app::demo
