// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/outcome.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "domain/obligation/obligation_fixture_test.hpp"

namespace gx::domain {
namespace {

using base::Json;
using test::change;
using test::change_json;
using test::day;
using test::done_json;
using test::kind;
using test::kind_json;
using test::obligation;
using test::obligation_json;
using test::payment_kind;

struct Given {
    Json obligation = obligation_json();
    ObligationKind kind = test::kind();
    std::vector<Milestone> milestones = {};
    std::vector<Payment> payments = {};
    std::vector<LawfulChange> changes = {};
    std::vector<BreachFact> findings = {};

    Standing on(const char* today) const {
        return standing(obligation_value(), kind, milestones, payments, changes, findings, day(today));
    }
    std::string outcome_on(const char* today) const { return std::string{to_string(on(today).outcome)}; }

private:
    Obligation obligation_value() const { return Obligation::from_json(obligation).value(); }
};

Milestone milestone(std::int64_t no, std::optional<const char*> done, bool proved = false) {
    Milestone made;
    made.no = no;
    made.due_on = day("2025-05-31");
    if (done) { made.done_on = day(*done); }
    if (proved) { made.evidence = {Evidence{"单据", std::nullopt, "", ""}}; }
    return made;
}

Payment payment(const char* on, std::int64_t fen, const char* currency = "") {
    Payment made;
    made.paid_on = day(on);
    made.amount_fen = fen;
    made.currency = currency;
    return made;
}

struct OutcomeCase {
    const char* name;
    std::function<void(Given&)> given;
    const char* today;
    const char* outcome;
    const char* because;
};

class OutcomeOn : public testing::TestWithParam<OutcomeCase> {};

TEST_P(OutcomeOn, IsTheFirstThatFits) {
    Given given;
    GetParam().given(given);
    const Standing got = given.on(GetParam().today);
    EXPECT_EQ(to_string(got.outcome), GetParam().outcome);
    EXPECT_EQ(got.because, GetParam().because);
}

void nothing(Given&) {}
void done_in_time(Given& given) { given.obligation = done_json("2025-06-30"); }
void done_late(Given& given) { given.obligation = done_json("2025-07-01"); }
void done_without_proof(Given& given) { given.obligation = obligation_json().set("done_on", "2025-06-30"); }
void provisional(Given& given) { given.obligation.set("due_provisional", true); }
void voided(Given& given) {
    done_in_time(given);
    given.obligation.set("void_on", "2025-08-01").set("void_reason", "法院确认无效");
}
void cancelled(Given& given) { given.obligation.set("cancelled_on", "2025-05-15"); }
void breach(Given& given) { given.findings.push_back({"f-1", day("2025-07-10"), std::nullopt}); }
void breach_revoked(Given& given) { given.findings.push_back({"f-1", day("2025-07-10"), day("2025-08-10")}); }
void breach_after_done(Given& given) {
    done_in_time(given);
    breach(given);
}
void deferred(Given& given) { given.changes.push_back(change()); }
void deferred_not_told(Given& given) { given.changes.push_back(change(change_json().set("notified_on", nullptr))); }
void deferred_then_done(Given& given) {
    given.obligation = done_json("2025-09-30");
    deferred(given);
}
void deferred_then_late(Given& given) {
    given.obligation = done_json("2025-10-01");
    deferred(given);
}
Json late_change() {
    return change_json().set("collective_decision_on", "2025-07-09").set("decided_on", "2025-07-10")
        .set("notified_on", "2025-07-11");
}
void deferred_too_late(Given& given) {
    given.obligation = done_json("2025-09-01");
    given.changes.push_back(change(late_change()));
}
void done_before_a_late_change(Given& given) {
    given.obligation = done_json("2025-06-30");
    given.changes.push_back(change(late_change()));
}
Json ending_change() { return change_json().set("new_due_on", nullptr).set("cancels", true); }
void ended(Given& given) {
    cancelled(given);
    given.changes.push_back(change(ending_change()));
}
void ended_despite_breach(Given& given) {
    ended(given);
    breach(given);
}
void deferred_then_cancelled(Given& given) {
    deferred(given);
    given.obligation.set("cancelled_on", "2025-07-15");
}
void deferred_then_found_broken(Given& given) {
    deferred(given);
    breach(given);
}
void found_broken_before_deferral(Given& given) {
    deferred(given);
    given.findings.push_back({"f-0", day("2025-05-11"), std::nullopt});
}

// Source: S-1.2, S-6.4c, S-6.4e. Due 2025-06-30.
INSTANTIATE_TEST_SUITE_P(
    , OutcomeOn,
    testing::Values(
        OutcomeCase{"PendingLongBefore", nothing, "2025-01-02", "pending", "due_day_not_over"},
        OutcomeCase{"PendingOnTheDueDayItself", nothing, "2025-06-30", "pending", "due_day_not_over"},
        OutcomeCase{"OverdueTheDayAfter", nothing, "2025-07-01", "overdue", "due_day_over"},
        OutcomeCase{"PendingWhileTheDueDayIsProvisional", provisional, "2025-07-01", "pending", "due_day_provisional"},
        OutcomeCase{"KeptOnTheDueDay", done_in_time, "2025-06-30", "kept", "done"},
        OutcomeCase{"NotYetKnownTheDayBefore", done_in_time, "2025-06-29", "pending", "due_day_not_over"},
        OutcomeCase{"LateStaysLate", done_late, "2025-12-31", "kept_late", "done"},
        OutcomeCase{"LateIsNotYetDoneOnTheDueDay", done_late, "2025-06-30", "pending", "due_day_not_over"},
        OutcomeCase{"WithoutProofNothingIsKept", done_without_proof, "2025-06-30", "pending", "due_day_not_over"},
        OutcomeCase{"WithoutProofOverdueTheDayAfter", done_without_proof, "2025-07-01", "overdue", "due_day_over"},
        OutcomeCase{"KeptTheDayBeforeItWasVoid", voided, "2025-07-31", "kept", "done"},
        OutcomeCase{"VoidGoesBeforeAll", voided, "2025-08-01", "void", "void"},
        OutcomeCase{"PendingTheDayBeforeTheCancellation", cancelled, "2025-05-14", "pending", "due_day_not_over"},
        OutcomeCase{"CancelledOutsideTheProcedure", cancelled, "2025-05-15", "broken", "cancelled_without_procedure"},
        OutcomeCase{"OverdueTheDayBeforeTheFinding", breach, "2025-07-09", "overdue", "due_day_over"},
        OutcomeCase{"BrokenFromTheFindingOn", breach, "2025-07-10", "broken", "breach_finding"},
        OutcomeCase{"BrokenUntilTheRevocation", breach_revoked, "2025-08-09", "broken", "breach_finding"},
        OutcomeCase{"RevokedFindingCountsNoMore", breach_revoked, "2025-08-10", "overdue", "due_day_over"},
        OutcomeCase{"BrokenGoesBeforeKept", breach_after_done, "2025-07-10", "broken", "breach_finding"},
        OutcomeCase{"ChangeNotYetTold", deferred, "2025-05-11", "pending", "due_day_not_over"},
        OutcomeCase{"ChangedFromTheNoticeOn", deferred, "2025-05-12", "changed", "change_deferred"},
        OutcomeCase{"ChangedOnTheNewDueDay", deferred, "2025-09-30", "changed", "change_deferred"},
        OutcomeCase{"OverdueAfterTheNewDueDay", deferred, "2025-10-01", "overdue", "due_day_over"},
        OutcomeCase{"WithoutNoticeTheOldTermsHold", deferred_not_told, "2025-07-01", "overdue", "due_day_over"},
        OutcomeCase{"KeptByTheNewDueDay", deferred_then_done, "2025-09-30", "kept", "done"},
        OutcomeCase{"LateByTheNewDueDay", deferred_then_late, "2025-10-01", "kept_late", "done"},
        OutcomeCase{"OverdueBeforeTheLateChange", deferred_too_late, "2025-07-10", "overdue", "due_day_over"},
        OutcomeCase{"ChangedByTheLateChange", deferred_too_late, "2025-08-31", "changed", "change_deferred"},
        OutcomeCase{"ALateChangeDoesNotUndoTheDelay", deferred_too_late, "2025-09-01", "kept_late", "done"},
        OutcomeCase{"ALateChangeDoesNotHarmTheKept", done_before_a_late_change, "2025-08-01", "kept", "done"},
        OutcomeCase{"BrokenBeforeTheChangeIsTold", ended, "2025-05-11", "pending", "due_day_not_over"},
        OutcomeCase{"EndedByTheProcedure", ended, "2025-05-15", "changed", "change_ended"},
        OutcomeCase{"EndedGoesBeforeBroken", ended_despite_breach, "2025-12-31", "changed", "change_ended"},
        OutcomeCase{"DeferralDoesNotCoverACancellation", deferred_then_cancelled, "2025-07-15", "broken",
                    "cancelled_without_procedure"},
        OutcomeCase{"DeferralDoesNotCoverALaterFinding", deferred_then_found_broken, "2025-07-10", "broken",
                    "breach_finding"},
        OutcomeCase{"DeferralAnswersAnEarlierFinding", found_broken_before_deferral, "2025-07-10", "changed",
                    "change_deferred"}),
    [](const auto& row) { return row.param.name; });

TEST(Standing, CountsTheDaysLate) {
    Given given;
    done_late(given);
    EXPECT_EQ(given.on("2025-12-31").days_late, 1);
    EXPECT_EQ(given.on("2025-12-31").done_on, day("2025-07-01"));
    Given open;
    EXPECT_EQ(open.on("2025-06-30").days_late, 0);
    EXPECT_EQ(open.on("2025-07-10").days_late, 10);
    EXPECT_EQ(open.on("2025-07-10").lacks, "done_on");
    Given moved;
    deferred_too_late(moved);
    EXPECT_EQ(moved.on("2025-12-31").days_late, 63);  // since the day first missed, 06-30
    EXPECT_EQ(moved.on("2025-12-31").due_on, day("2025-09-30"));
}

TEST(Standing, NamesWhoDecided) {
    Given given;
    breach(given);
    EXPECT_EQ(given.on("2025-07-10").decided_by, "f-1");
    Given changed;
    deferred(changed);
    EXPECT_EQ(changed.on("2025-07-10").decided_by, "B1-0001/C1");
}

TEST(Standing, WantsEachMilestone) {
    Given given;
    done_in_time(given);
    given.milestones = {milestone(1, "2025-05-01"), milestone(2, std::nullopt)};
    EXPECT_EQ(given.outcome_on("2025-06-30"), "pending");
    EXPECT_EQ(given.on("2025-07-01").lacks, "milestone");
    EXPECT_EQ(given.outcome_on("2025-07-01"), "overdue");
    given.milestones[1] = milestone(2, "2025-07-02");
    EXPECT_EQ(given.outcome_on("2025-07-01"), "overdue");
    EXPECT_EQ(given.outcome_on("2025-07-02"), "kept_late");  // the last of the days
}

TEST(Standing, TakesTheProofOfEachMilestone) {
    Given given;
    done_without_proof(given);
    given.milestones = {milestone(1, "2025-05-01", true), milestone(2, "2025-06-30", false)};
    EXPECT_EQ(given.on("2025-06-30").lacks, "evidence");
    given.milestones[1] = milestone(2, "2025-06-30", true);
    EXPECT_EQ(given.outcome_on("2025-06-30"), "kept");
    Given free;
    done_without_proof(free);
    free.kind = kind(kind_json().set("needs_evidence", false));
    EXPECT_EQ(free.outcome_on("2025-06-30"), "kept");
    Given dated;
    dated.obligation = obligation_json().set("done_on", "2025-06-30").set("evidence", test::evidence_json("2025-07-05"));
    EXPECT_EQ(dated.outcome_on("2025-07-04"), "overdue");
    EXPECT_EQ(dated.outcome_on("2025-07-05"), "kept");
}

TEST(Standing, PartialFulfilmentIsAnAmount) {
    Given given;
    done_in_time(given);
    given.obligation.set("amount_fen", 10'000).set("fulfilled_fen", 9'999);
    EXPECT_EQ(given.outcome_on("2025-07-01"), "overdue");
    EXPECT_EQ(given.on("2025-07-01").lacks, "amount");
    EXPECT_EQ(given.on("2025-07-01").fulfilled_fen, 9'999);
    given.obligation.set("fulfilled_fen", 10'000);
    EXPECT_EQ(given.outcome_on("2025-07-01"), "kept");
    given.payments = {payment("2025-06-01", 4'000), payment("2025-07-03", 6'000)};
    EXPECT_EQ(given.on("2025-07-01").fulfilled_fen, 4'000);
    EXPECT_EQ(given.outcome_on("2025-07-01"), "overdue");
    EXPECT_EQ(given.outcome_on("2025-07-03"), "kept_late");
    given.changes = {change(change_json().set("new_due_on", nullptr).set("new_amount_fen", 4'000))};
    EXPECT_EQ(given.on("2025-07-01").amount_fen, 4'000);
    EXPECT_EQ(given.outcome_on("2025-07-01"), "kept");
}

TEST(Standing, IsPaidOnTheDayTheSumIsReached) {
    Given given;
    given.kind = payment_kind();
    given.obligation.set("kind", "payment").set("amount_fen", 10'000);
    given.payments = {payment("2025-07-01", 4'000), payment("2025-06-30", 6'000)};
    EXPECT_EQ(given.outcome_on("2025-06-30"), "pending");
    EXPECT_EQ(given.on("2025-06-30").lacks, "amount");
    EXPECT_EQ(given.outcome_on("2025-07-01"), "kept_late");
    given.payments[0] = payment("2025-06-15", 4'000);
    EXPECT_EQ(given.outcome_on("2025-07-01"), "kept");
    EXPECT_EQ(given.on("2025-07-01").done_on, day("2025-06-30"));
    given.payments[0] = payment("2025-06-15", 4'000, "USD");
    EXPECT_EQ(given.outcome_on("2025-07-01"), "overdue");
    EXPECT_EQ(given.on("2025-07-01").fulfilled_fen, 6'000);
}

TEST(Standing, ADoneDayAloneDoesNotPay) {
    Given given;
    given.kind = payment_kind();
    given.obligation = obligation_json().set("kind", "payment").set("amount_fen", 10'000).set("done_on", "2025-06-30");
    EXPECT_EQ(given.on("2025-06-30").lacks, "evidence");
    given.obligation.set("evidence", test::evidence_json("2025-06-30"));
    EXPECT_EQ(given.outcome_on("2025-06-30"), "kept");
    given.obligation.set("fulfilled_fen", 0);
    EXPECT_EQ(given.on("2025-06-30").lacks, "amount");
}

TEST(Standing, AppliesChangesInTheOrderOfTheirEffect) {
    Given given;
    given.changes = {change(change_json().set("code", "C2").set("collective_decision_on", "2025-06-01")
                                .set("decided_on", "2025-06-01").set("notified_on", "2025-06-02")
                                .set("new_due_on", "2025-12-31")),
                     change()};
    EXPECT_EQ(given.on("2025-06-01").due_on, day("2025-09-30"));
    EXPECT_EQ(given.on("2025-06-02").due_on, day("2025-12-31"));
    EXPECT_EQ(given.on("2025-06-02").decided_by, "C2");
}

TEST(Outcome, HasAName) {
    for (const auto* name : {"void", "changed", "broken", "kept", "kept_late", "overdue", "pending"}) {
        ASSERT_TRUE(outcome_from(name).has_value());
        EXPECT_EQ(to_string(*outcome_from(name)), name);
    }
    EXPECT_FALSE(outcome_from("done").has_value());
    Given given;
    EXPECT_EQ(outcome(obligation(given.obligation), given.kind, {}, {}, {}, {}, day("2025-07-01")), Outcome::Overdue);
}

}  // namespace
}  // namespace gx::domain
