// SPDX-License-Identifier: Apache-2.0
#include "domain/publication/publication_window.hpp"

#include <gtest/gtest.h>

namespace gx::domain {
namespace {

using base::Date;
using base::ErrorCode;

Date day(const std::string& iso) { return Date::parse(iso).value(); }

DeadlineRule rule(const char* id, int amount, DeadlineUnit unit, const char* from, const char* to = "") {
    DeadlineRule made;
    made.id = id;
    made.amount = amount;
    made.unit = unit;
    made.valid_from = day(from);
    if (*to != '\0') { made.valid_to = day(to); }
    return made;
}

/// The periods of law/deadlines/repair.yaml. Source: DOMAIN 3.7
RepairPeriods periods() {
    using enum DeadlineUnit;
    constexpr const char* kOld = "2023-05-01";
    constexpr const char* kOldEnd = "2026-03-31";
    constexpr const char* kNew = "2026-04-01";
    return RepairPeriods::of(*DeadlineRules::make(
        {rule("DL-REP-01b", 3, Months, kOld, kOldEnd), rule("DL-REP-02b", 3, Years, kOld, kOldEnd), rule("DL-REP-01c", 1, Years, kOld, kOldEnd),
         rule("DL-REP-02c", 3, Years, kOld, kOldEnd), rule("DL-REP-02a", 3, Months, kNew), rule("DL-REP-01b", 3, Months, kNew),
         rule("DL-REP-02b", 1, Years, kNew), rule("DL-REP-01c", 1, Years, kNew), rule("DL-REP-02c", 3, Years, kNew),
         rule("DL-REP-07", 5, Years, "2021-01-25")}));
}

RecordType type(PublicLevel level = PublicLevel::Public) {
    RecordType made;
    made.code = "R-WY-01";
    made.public_level = level;
    made.in_force = InForce{day("2021-01-25"), {}};
    return made;
}

Record record(Severity severity, const char* doc_date) {
    Record made;
    made.cat = "R-WY-01";
    made.body_id = "b1";
    made.severity = severity;
    made.doc_date = day(doc_date);
    made.decided_on = made.doc_date;
    made.effective_on = made.doc_date.plus_days(15);
    made.publish_from = made.effective_on;
    return made;
}

std::string seen(const Record& of, const std::string& on, PublicLevel level = PublicLevel::Public) {
    const RecordType entry = type(level);
    const Visibility got = visible(of, &entry, day(on), periods());
    switch (got.part) {
        case ShownPart::Full: return "full";
        case ShownPart::Summary: return "summary";
        case ShownPart::Counted: return "counted";
        case ShownPart::Nothing: break;
    }
    return std::string(to_string(got.why));
}

struct WindowCase {
    const char* name;
    Severity severity;
    const char* doc_date;
    const char* first;  ///< day of showing; "" when it is never shown
    const char* last;
    const char* repairable;  ///< "" when there is no shortest showing
};

class Window : public testing::TestWithParam<WindowCase> {};

// The day before, the day, the day after, at both ends.
TEST_P(Window, OpensAndClosesOnItsDays) {
    const WindowCase& of = GetParam();
    const Record shown = record(of.severity, of.doc_date);
    if (*of.first == '\0') {
        for (int days = -1; days < 2'000; days += 50) { EXPECT_EQ(seen(shown, shown.doc_date.plus_days(days).iso()), "law"); }
        return;
    }
    EXPECT_EQ(seen(shown, day(of.first).plus_days(-1).iso()), "waiting");
    EXPECT_EQ(seen(shown, of.first), "full");
    EXPECT_EQ(seen(shown, day(of.first).plus_days(1).iso()), "full");
    EXPECT_EQ(seen(shown, day(of.last).plus_days(-1).iso()), "full");
    EXPECT_EQ(seen(shown, of.last), "full");
    EXPECT_EQ(seen(shown, day(of.last).plus_days(1).iso()), "window_over");
    const RecordType entry = type();
    const Visibility got = visible(shown, &entry, day(of.first), periods());
    EXPECT_EQ(got.repairable_on ? got.repairable_on->iso() : "", of.repairable);
    EXPECT_EQ(got.next_change_on.value(), day(of.last).plus_days(1));
    EXPECT_EQ(visible(shown, &entry, day(of.first).plus_days(-1), periods()).next_change_on.value(), day(of.first));
    EXPECT_EQ(visible(shown, &entry, day("2060-01-01"), periods()).next_change_on, std::nullopt);
}

// Source: DOMAIN 3.7: ORD58 until 2026-03-31, ORD36 from 2026-04-01, by the day of the document
INSTANTIATE_TEST_SUITE_P(
    , Window,
    testing::Values(WindowCase{"MinorBefore", Severity::Minor, "2026-03-31", "", "", ""},
                    WindowCase{"MinorOnTheFirstDay", Severity::Minor, "2026-04-01", "2026-04-16", "2026-07-01", ""},
                    WindowCase{"MinorAfter", Severity::Minor, "2026-04-02", "2026-04-17", "2026-07-02", ""},
                    WindowCase{"GeneralBefore", Severity::General, "2026-03-31", "2026-04-15", "2029-03-31", "2026-07-01"},
                    WindowCase{"GeneralOnTheFirstDay", Severity::General, "2026-04-01", "2026-04-16", "2027-04-01", "2026-07-02"},
                    WindowCase{"GeneralAfter", Severity::General, "2026-04-02", "2026-04-17", "2027-04-02", "2026-07-03"},
                    WindowCase{"GeneralBeforeTheFirstVersion", Severity::General, "2023-04-30", "2023-05-15", "2026-04-30", "2023-07-31"},
                    WindowCase{"MinorBeforeTheFirstVersion", Severity::Minor, "2023-04-30", "", "", ""},
                    WindowCase{"SeriousBefore", Severity::Serious, "2026-03-31", "2026-04-15", "2029-03-31", "2027-04-01"},
                    WindowCase{"SeriousAfter", Severity::Serious, "2026-04-01", "2026-04-16", "2029-04-01", "2027-04-02"},
                    WindowCase{"EndOfAMonth", Severity::General, "2027-11-30", "2027-12-15", "2028-11-30", "2028-03-01"}),
    [](const auto& one) { return one.param.name; });

struct EndCase {
    const char* name;
    const char* member;
    const char* set_on;
    const char* last;  ///< day on which it is still shown
    const char* after;
};

class End : public testing::TestWithParam<EndCase> {};

TEST_P(End, TakesTheRecordAwayOnItsDay) {
    Record shown = record(Severity::Serious, "2025-03-01");
    const std::string member = GetParam().member;
    const Date on = day(GetParam().set_on);
    if (member == "repaired") { shown.repaired_on = on; }
    if (member == "revoked") { shown.revoked_on = on; }
    if (member == "expires") { shown.expires_on = on; }
    if (member == "until") { shown.publish_until = on; }
    if (member == "behaviour") { shown.behaviour_end_on = on; }
    EXPECT_EQ(seen(shown, day(GetParam().last).plus_days(-1).iso()), "full");
    EXPECT_EQ(seen(shown, GetParam().last), "full");
    EXPECT_EQ(seen(shown, day(GetParam().last).plus_days(1).iso()), GetParam().after);
    EXPECT_EQ(seen(shown, day(GetParam().last).plus_days(2).iso()), GetParam().after);
    const RecordType entry = type();
    EXPECT_EQ(visible(shown, &entry, day(GetParam().last), periods()).next_change_on.value(), day(GetParam().last).plus_days(1));
}

// Repair and revocation count from their own day, the last day of a term still counts. Source: S-5.6e, DL-REP-07
INSTANTIATE_TEST_SUITE_P(, End,
                         testing::Values(EndCase{"Repaired", "repaired", "2026-06-10", "2026-06-09", "repaired"},
                                         EndCase{"Revoked", "revoked", "2026-06-10", "2026-06-09", "revoked"},
                                         EndCase{"Expired", "expires", "2026-06-10", "2026-06-10", "expired"},
                                         EndCase{"OwnWindow", "until", "2026-06-10", "2026-06-10", "window_over"},
                                         EndCase{"OwnWindowIsNeverLonger", "until", "2031-06-10", "2028-03-01", "window_over"},
                                         EndCase{"FiveYearsAfterTheBehaviour", "behaviour", "2021-02-10", "2026-02-10", "archived"}),
                         [](const auto& one) { return one.param.name; });

TEST(PublicationWindow, ShowsAsMuchAsTheCatalogueSays) {
    const Record shown = record(Severity::General, "2026-05-01");
    EXPECT_EQ(seen(shown, "2026-06-01", PublicLevel::Public), "full");
    EXPECT_EQ(seen(shown, "2026-06-01", PublicLevel::Summary), "summary");
    EXPECT_EQ(seen(shown, "2026-06-01", PublicLevel::Statistic), "counted");
    EXPECT_EQ(seen(shown, "2026-06-01", PublicLevel::AsPublished), "source");
    EXPECT_EQ(seen(shown, "2026-06-01", PublicLevel::Internal), "level");
    EXPECT_EQ(seen(shown, "2026-06-01", PublicLevel::Never), "level");
    Record published = shown;
    published.source_published = true;
    EXPECT_EQ(seen(published, "2026-06-01", PublicLevel::AsPublished), "full");
    EXPECT_EQ(visible(shown, nullptr, day("2026-06-01"), periods()).why, Withheld::Unknown);
}

TEST(PublicationWindow, StaysClosedUntilSomebodyDecides) {
    Record shown = record(Severity::General, "2026-05-01");
    shown.publish_from.reset();
    EXPECT_EQ(seen(shown, "2026-06-01"), "undecided");
    shown.publish_from = day("2026-05-10");
    EXPECT_EQ(seen(shown, "2026-05-15"), "waiting") << "never before it takes effect";
    EXPECT_EQ(seen(shown, "2026-05-16"), "full");
    const RecordType entry = type();
    EXPECT_EQ(visible(shown, &entry, day("2026-06-01"), RepairPeriods{}).why, Withheld::Law) << "without a law nothing is shown";
}

TEST(PublicationWindow, LeavesPraiseToItsOwnTerm) {
    Record praise = record(Severity::General, "2021-02-01");
    praise.polarity = Polarity::Positive;
    praise.severity.reset();
    praise.expires_on = day("2030-12-31");
    EXPECT_EQ(seen(praise, "2030-12-31"), "full");
    EXPECT_EQ(seen(praise, "2031-01-01"), "expired");
}

// Source: DOMAIN 4.5 PUB-PERSON-FORBIDDEN: both, or nothing
TEST(PublicationWindow, ShowsAPersonOnlyWithABasisAndTheOrgansOwnPublication) {
    for (const bool basis : {false, true}) {
        for (const bool source : {false, true}) {
            Record person = record(Severity::Serious, "2026-05-01");
            person.body_id.clear();
            person.official_id = "o1";
            person.source_published = source;
            RecordType entry = type(PublicLevel::Public);
            entry.publish_person = basis;
            const bool allowed = basis && source;
            EXPECT_EQ(visible(person, &entry, day("2026-06-01"), periods()).visible(), allowed) << basis << source;
            const auto checked = check_publishable(person, entry, periods());
            ASSERT_EQ(checked.ok(), allowed);
            if (!allowed) {
                EXPECT_EQ(checked.error().code, ErrorCode::StateForbids);
                EXPECT_EQ(checked.error().reason, "publication.person_forbidden");
            }
        }
    }
}

TEST(PublicationWindow, SaysWhyNobodyMayDecideToShowARecord) {
    const auto refused = [](const Record& of, PublicLevel level) {
        const auto checked = check_publishable(of, type(level), periods());
        return checked.ok() ? std::string("allowed") : checked.error().reason;
    };
    EXPECT_EQ(refused(record(Severity::General, "2026-05-01"), PublicLevel::Public), "allowed");
    EXPECT_EQ(refused(record(Severity::General, "2026-05-01"), PublicLevel::Internal), "publication.level_forbidden");
    EXPECT_EQ(refused(record(Severity::General, "2026-05-01"), PublicLevel::AsPublished), "publication.source_unpublished");
    EXPECT_EQ(refused(record(Severity::Minor, "2026-03-31"), PublicLevel::Public), "publication.severity_forbidden");
    EXPECT_EQ(refused(record(Severity::Minor, "2026-04-01"), PublicLevel::Public), "allowed");
}

TEST(PublicationWindow, TakesTheEntryThatWasInForceAtTheDecision) {
    RecordType old = type(PublicLevel::Internal);
    old.in_force = InForce{day("2021-01-25"), day("2025-12-31")};
    RecordType now = type(PublicLevel::Public);
    now.in_force = InForce{day("2026-01-01"), {}};
    const std::vector<RecordType> types = {old, now};
    EXPECT_EQ(type_of(record(Severity::General, "2025-12-31"), types), &types[0]);
    EXPECT_EQ(type_of(record(Severity::General, "2026-01-01"), types), &types[1]);
    Record other = record(Severity::General, "2026-01-01");
    other.cat = "R-XX-01";
    EXPECT_EQ(type_of(other, types), nullptr);
}

TEST(RepairPeriods, TakesNoRuleThatDoesNotCountPlainly) {
    const auto made = RepairPeriods::of(*DeadlineRules::make({rule("DL-REP-02b", 90, DeadlineUnit::WorkingDays, "2026-04-01"),
                                                              rule("DL-REP-02c", 30, DeadlineUnit::CalendarDays, "2026-04-01")}));
    EXPECT_EQ(made.longest_until(Severity::General, day("2026-05-01")), std::nullopt);
    EXPECT_EQ(made.longest_until(Severity::Serious, day("2026-05-01")), day("2026-05-31"));
    EXPECT_EQ(made.retained_until(day("2026-05-01")), std::nullopt);
}

}  // namespace
}  // namespace gx::domain
