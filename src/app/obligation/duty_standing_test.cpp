// SPDX-License-Identifier: Apache-2.0
#include "app/obligation/duty_standing.hpp"

#include <gtest/gtest.h>

namespace gx::app {
namespace {

using base::Date;
using base::Json;

domain::ObligationKind kind(bool needs_evidence, const char* settled_by) {
    const auto json = base::parse_json(fmt::format(
        R"({{"id": "k", "title": {{"zh": "类", "en": "Kind"}}, "source": ["S-6.4c"], "group": "contract", "domains": ["other"],
            "needs_evidence": {}, "settled_by": "{}", "in_force": {{"from": "2021-01-25"}}}})",
        needs_evidence, settled_by));
    return domain::ObligationKind::from_json(*json).value();
}

/// A content and the row that the store would show of it.
struct Sample {
    Json content;
    std::string text;
    ObligationRow row;
};

void set_day(Json& content, const char* member, std::optional<std::int64_t>& column, std::optional<Date> day) {
    if (!day) { return; }
    content.set(member, day->iso());
    column = day->days();
}

/// Every mixture of what may be recorded around the day `today`.
std::vector<Sample> samples(Date today) {
    std::vector<Sample> all;
    const std::vector<std::optional<Date>> days = {std::nullopt, today.plus_days(-5), today, today.plus_days(1)};
    for (const int due : {-6, -1, 0, 1}) {
        for (std::size_t mix = 0; mix < 4 * 4 * 4 * 3 * 2 * 2; ++mix) {
            Sample one;
            const Date made = today.plus_days(-10);
            one.content.set("code", "C").set("body_id", "b").set("kind", "k").set("title", "题").set("source_id", "s");
            one.content.set("made_on", made.iso()).set("due_on", today.plus_days(due).iso());
            one.row.made_on = made.days();
            one.row.due_on = today.plus_days(due).days();
            set_day(one.content, "done_on", one.row.done_on, days[mix % 4]);
            set_day(one.content, "void_on", one.row.void_on, days[mix / 4 % 4]);
            if (one.row.void_on) { one.content.set("void_reason", "r"); }
            set_day(one.content, "cancelled_on", one.row.cancelled_on, days[mix / 16 % 4]);
            const auto money = mix / 64 % 3;
            if (money > 0) {
                one.row.amount_fen = 100;
                one.row.fulfilled_fen = money == 1 ? 100 : 60;
                one.content.set("amount_fen", *one.row.amount_fen).set("fulfilled_fen", *one.row.fulfilled_fen);
            }
            one.row.has_evidence = mix / 192 % 2 == 1;
            if (one.row.has_evidence) {
                const Json proof = Json::object().set("title", "单").set("on", today.plus_days(1).iso());
                one.content.set("evidence", Json::array().push(proof));
            }
            if (mix / 384 % 2 == 1) { one.content.set("due_provisional", true); }
            one.text = base::canonical(one.content);
            all.push_back(std::move(one));
        }
    }
    return all;
}

TEST(DutyStanding, APlainRowIsJudgedAsItsWholeContentIs) {
    const Date today = Date::from_days(20'000);
    std::size_t plain = 0;
    std::size_t other = 0;
    for (const auto& judged : {kind(true, "acts"), kind(false, "acts"), kind(false, "payments"), kind(true, "payments")}) {
        for (Sample& one : samples(today)) {
            one.row.content = one.text;
            if (!is_plain(one.row, judged)) {
                ++other;
                continue;
            }
            ++plain;
            const auto whole = full_standing(one.text, judged, {}, today);
            ASSERT_TRUE(whole.ok()) << whole.error().reason;
            const auto shown = plain_standing(one.row, judged, today);
            EXPECT_EQ(shown.standing.outcome, whole->standing.outcome) << one.text;
            EXPECT_EQ(shown.standing.due_on, whole->standing.due_on) << one.text;
            EXPECT_EQ(shown.provisional, whole->provisional) << one.text;
        }
    }
    EXPECT_GT(plain, 1'000U);
    EXPECT_GT(other, 1'000U);
}

TEST(DutyStanding, ATitleThatLooksLikeAMemberIsNotOne) {
    const Json content = Json::object().set("title", R"("due_provisional":true)");
    const std::string text = base::canonical(content);
    ObligationRow row;
    row.content = text;
    EXPECT_TRUE(is_plain(row, kind(false, "acts")));
    row.has_parts = true;
    EXPECT_FALSE(is_plain(row, kind(false, "acts")));
}

}  // namespace
}  // namespace gx::app
