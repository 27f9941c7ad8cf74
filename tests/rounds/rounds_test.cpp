// SPDX-License-Identifier: Apache-2.0
// To-dos, lights and rungs as days pass, with the real law pack, on SQLite and on PostgreSQL.
#include <gmock/gmock.h>

#include <cstdlib>

#include "app/rounds/move_clock.hpp"
#include "app/todos/sign_todos.hpp"
#include "tests/support/round_county.hpp"

namespace gx::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using base::Date;

class RoundsOnAStore : public RoundCounty {};

std::vector<RoundBackend> backends() {
    if (std::getenv("GX_TEST_FAST") != nullptr) { return {RoundBackend::Sqlite}; }
    return {RoundBackend::Sqlite, RoundBackend::Postgres};
}
INSTANTIATE_TEST_SUITE_P(, RoundsOnAStore, testing::ValuesIn(backends()), [](const auto& chosen) {
    return chosen.param == RoundBackend::Sqlite ? "Sqlite" : "Postgres";
});

// Source: S-3.4a; law/todos/obligation_due.yaml. Spring Festival 2026: 15 to 23 February off, 14 and 28 February worked.
TEST_P(RoundsOnAStore, FiresEachRungOnItsDayOverTheLongHolidayHoweverOftenItRestarts) {
    run_on("2026-01-20");
    duty("o1", "2026-02-26");
    std::map<std::string, std::string> lights;
    for (Date day = Date::parse("2026-01-21").value(); day <= Date::parse("2026-03-20").value(); day = day.plus_days(1)) {
        set_day(day);
        for (int i = 0; i < 3; ++i) {
            restart();
            run();
        }
        const auto open = todos();
        ASSERT_LE(open.size(), 1U);
        lights[day.iso()] = open.empty() ? "" : open.front();
    }
    EXPECT_EQ(lights["2026-02-04"], "");
    EXPECT_EQ(lights["2026-02-05"], "obligation_due open green 10");
    EXPECT_EQ(lights["2026-02-11"], "obligation_due open green 6");
    EXPECT_EQ(lights["2026-02-12"], "obligation_due open blue 5");
    EXPECT_EQ(lights["2026-02-14"], "obligation_due open blue 3");
    EXPECT_EQ(lights["2026-02-23"], "obligation_due open blue 3");
    EXPECT_EQ(lights["2026-02-24"], "obligation_due open yellow 2");
    EXPECT_EQ(lights["2026-02-26"], "obligation_due open yellow 0");
    EXPECT_EQ(lights["2026-02-27"], "obligation_overdue open yellow -1");
    EXPECT_EQ(lights["2026-02-28"], "obligation_overdue open yellow -2");
    EXPECT_EQ(lights["2026-03-11"], "obligation_overdue open yellow -10");
    EXPECT_EQ(lights["2026-03-12"], "obligation_overdue open orange -11");
    EXPECT_THAT(notices("clerk"), ElementsAre("2026-02-12 near@2026-02-26", "2026-02-24 soon@2026-02-26", "2026-02-26 day@2026-02-26",
                                              "2026-02-27 overdue@2026-02-26"));
}

// Source: S-5.2d: late stays late.
TEST_P(RoundsOnAStore, KeepsTheLightOfWhatWasDoneLateAndNoneOfWhatWasDoneInTime) {
    run_on("2026-03-02");
    duty("o1", "2026-03-04");
    duty("o2", "2026-03-05");
    run();
    EXPECT_THAT(todos(), ElementsAre("obligation_due open yellow 2", "obligation_due open blue 3"));
    run_on("2026-03-06");
    EXPECT_THAT(todos("overdue"), ElementsAre("obligation_overdue open yellow -2", "obligation_overdue open yellow -1"));
    duty("o1", "2026-03-04", R"(,"done_on":"2026-03-06","evidence":[{"title":"回执","on":"2026-03-06"}],"has_evidence":true)", 2);
    duty("o2", "2026-03-05", R"(,"done_on":"2026-03-05","evidence":[{"title":"回执","on":"2026-03-05"}],"has_evidence":true)", 2);
    run();
    EXPECT_THAT(todos(), IsEmpty());
    run_on("2026-06-01");
    EXPECT_THAT(todos("done"), testing::UnorderedElementsAre("obligation_overdue done yellow 999 kept_late", "obligation_overdue done grey 999 kept",
                                                             "obligation_due done grey 999 overdue", "obligation_due done grey 999 overdue"));
}

// Source: DESIGN 4.2: of a year without calendar nothing adverse follows.
TEST_P(RoundsOnAStore, GivesNoLightAndNoNoticeWhereTheDayIsProvisional) {
    run_on("2026-12-20");
    duty("o1", "2027-01-04");
    run_on("2026-12-28");
    EXPECT_THAT(todos(), ElementsAre("obligation_due open grey 4"));
    for (Date day = Date::parse("2026-12-29").value(); day <= Date::parse("2027-06-30").value(); day = day.plus_days(7)) {
        set_day(day);
        run();
        for (const std::string& todo : todos()) { EXPECT_THAT(todo, testing::HasSubstr(" grey ")); }
    }
    EXPECT_THAT(notices("clerk"), IsEmpty());
}

TEST_P(RoundsOnAStore, OpensTheBacklogWithOneNoticeAnAccount) {
    for (int i = 0; i < 450; ++i) { duty(fmt::format("o{}", i), i % 3 == 0 ? "2025-11-03" : i % 3 == 1 ? "2026-01-07" : "2026-08-03"); }
    run_on("2026-01-05");
    EXPECT_EQ(todos("overdue").size(), 50U) << "a page";
    EXPECT_THAT(notices("clerk"), ElementsAre("2026-01-05 backlog"));
    restart();
    run();
    EXPECT_THAT(notices("clerk"), ElementsAre("2026-01-05 backlog"));
    // Afterwards each matter speaks for itself.
    run_on("2026-01-07");
    EXPECT_EQ(notices("clerk").size(), 151U);
}

// Source: S-5.6b; law/todos/statement_check.yaml
TEST_P(RoundsOnAStore, FollowsTheJournalBetweenTwoRounds) {
    run_on("2026-09-28");
    const std::string statement = R"({"code":"D01/A1/2025","body_id":"b1","leaf":"A1","period":"2025","form":"flag","flag":true,"filed_on":"2026-09-28","filed_by":"x")";
    put("statement", "s1", statement + "}");
    run();
    EXPECT_THAT(todos(), ElementsAre("statement_check open green 5"));
    EXPECT_THAT(todos("mine"), ElementsAre("statement_check open green 5"));
    EXPECT_THAT(todos("mine", "other"), IsEmpty());
    run_on("2026-10-09");
    EXPECT_THAT(todos(), ElementsAre("statement_check open yellow 1"));
    put("statement", "s1", statement + R"(,"checked_on":"2026-10-09","checked_by":"y"})", 2, "checker");
    run();
    EXPECT_THAT(todos("done"), ElementsAre("statement_check done grey 999 checked"));
}

TEST_P(RoundsOnAStore, TellsNothingToAnAccountThatIsClosedWhateverTokensItHas) {
    run_on("2026-03-02");
    token("gone", "R2");
    put("account", "a1", R"({"code":"gone","name":{"sealed":"n1"},"state":"closed","grants":[],"made_on":"2020-01-01"})");
    duty("o1", "2026-03-04");
    run();
    EXPECT_THAT(notices("clerk"), ElementsAre("2026-03-02 soon@2026-03-04"));
    EXPECT_THAT(notices("gone"), IsEmpty());
}

TEST_P(RoundsOnAStore, AssignsRefusedRowsToWhoeverImportedThem) {
    run_on("2026-03-02");
    put("import_batch", "i1", R"({"code":"IMP-1","kind":"contracts","file_digest":"x","read":10,"added":8,"changed":0,"unchanged":0,"rejected":2,"state":"done"})", 1, "importer");
    token("importer", "R2");
    run();
    EXPECT_THAT(todos("todo", "importer"), ElementsAre("import_rejected open green 5"));
    EXPECT_THAT(todos("todo", "clerk"), IsEmpty());
    EXPECT_THAT(notices("importer"), ElementsAre("2026-03-02 refused@2026-03-09"));
    EXPECT_THAT(notices("clerk"), IsEmpty());
}

TEST_P(RoundsOnAStore, SignsManyWithAnOutcomeForEach) {
    run_on("2026-03-02");
    duty("o1", "2026-03-04");
    put("import_batch", "i1", R"({"code":"IMP-1","kind":"contracts","file_digest":"x","read":1,"added":0,"changed":0,"unchanged":0,"rejected":1,"state":"done"})");
    run();
    const app::ListTodos list(*store_, store_->todo_rows(), store_->notice_box(), clock_, real_law(), days_);
    app::SignTodos sign(*store_, list, clock_, real_law());
    const auto items = list.list({}, support::an_actor("clerk")).value().at("items").as_array();
    ASSERT_EQ(items.size(), 2U);
    const std::string due = items[0].text_or_empty("id");
    const std::string rows = items[1].text_or_empty("id");
    const auto outcome = [&](const std::vector<std::string>& ids, const app::Actor& actor) {
        std::string text;
        const auto signed_all = sign.run(ids, actor);
        EXPECT_TRUE(signed_all.ok());
        for (const auto& item : *signed_all) { text += (item.reason.empty() ? "ok" : item.reason) + " "; }
        return text;
    };
    EXPECT_EQ(outcome({due, rows, "nothing", due}, support::an_actor("other")), "ok todo.unknown todo.unknown todo.twice ");
    EXPECT_EQ(outcome({due, rows}, support::an_actor("clerk")), "todo.signed ok ");
    EXPECT_THAT(todos(), ElementsAre("obligation_due signed yellow 2"));
    EXPECT_EQ(outcome({rows}, support::an_actor("clerk")), "todo.done ");
    run();
    EXPECT_THAT(todos("done"), ElementsAre("import_rejected done grey 999 signed")) << "taking note is enough";
    EXPECT_EQ(sign.run({}, support::an_actor()).error().reason, "todo.ids_count");
    EXPECT_EQ(sign.run({due}, app::tenant_wide("x", "990101", {"todo.read"})).error().reason, "access.denied");
    EXPECT_EQ(outcome({due}, app::tenant_wide("x", "990101", {"todo.sign", "statement.check"})), "todo.unknown ") << "no right to the kind, no sight";
}

TEST_P(RoundsOnAStore, KeepsTheNumbersOfAnAccountUntilSomethingIsWrittenOrADayBegins) {
    run_on("2026-03-02");
    duty("o1", "2026-03-04");
    duty("o2", "2026-03-05");
    run();
    const app::ListTodos list(*store_, store_->todo_rows(), store_->notice_box(), clock_, real_law(), days_);
    const auto numbers = [&](const app::Actor& actor) {
        const auto counts = list.counts(actor).value();
        const auto open = list.list({}, actor).value();
        const auto late = list.list({.tab = "overdue"}, actor).value();
        return fmt::format("{} {} {} {}", counts.int_at("todo").value_or(-1), counts.int_at("overdue").value_or(-1),
                           open.int_at("total").value_or(-1), late.int_at("total").value_or(-1));
    };
    const app::Actor clerk = support::an_actor("clerk");
    EXPECT_EQ(numbers(clerk), "2 0 2 0");
    EXPECT_EQ(numbers(app::tenant_wide("clerk", "990101", {"todo.read"})), "0 0 0 0") << "no right to the kind, no sight";
    EXPECT_EQ(numbers(clerk), "2 0 2 0");
    set_day(Date::parse("2026-03-05").value());
    EXPECT_EQ(numbers(clerk), "2 1 2 1") << "another day, and nothing written";
    run();
    EXPECT_EQ(numbers(clerk), "2 1 2 1");
    duty("o1", "2026-03-04", R"(,"done_on":"2026-03-05","evidence":[{"title":"回执","on":"2026-03-05"}],"has_evidence":true)", 2);
    run();
    EXPECT_EQ(numbers(clerk), "1 0 1 0");
}

// Source: ANCHORS 17: a changed day begins a new ladder.
TEST_P(RoundsOnAStore, FollowsADutyThatIsPutOff) {
    run_on("2026-03-02");
    duty("o1", "2026-03-04");
    run();
    put("change", "c1", R"({"code":"C1","obligation_id":"o1","body_id":"b1","reason_type":"public_interest","reason":"r","approval_doc_no":"d","decided_on":"2026-03-02",
        "collective_decision_on":"2026-03-02","notified_on":"2026-03-02","new_due_on":"2026-04-15","compensation":{"amount_fen":0,"reason":"r","agreed_on":"2026-03-02"}})");
    run();
    EXPECT_THAT(todos(), ElementsAre("obligation_due open green 31"));
    run_on("2026-04-16");
    EXPECT_THAT(todos(), ElementsAre("obligation_overdue open yellow -1"));
}

TEST_P(RoundsOnAStore, LeavesCountiesOfPublishedFactsAlone) {
    put("tenant", "T", R"({"code":"990101","name":"凌源市","mode":"published_facts","division_code":"990101"})", 2);
    duty("o1", "2025-03-04");
    run_on("2026-03-02");
    EXPECT_THAT(todos(), IsEmpty());
    EXPECT_THAT(notices("clerk"), IsEmpty());
}

}  // namespace
}  // namespace gx::tests
