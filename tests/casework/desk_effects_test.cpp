// SPDX-License-Identifier: Apache-2.0
#include "app/casework/vetting.hpp"
#include "casework/casework_county.hpp"

namespace gx::tests {
namespace {

class DeskEffects : public CaseworkCounty {
protected:
    std::string account(const std::string& code, const std::string& role, const std::string& seat, const std::string& more = "") {
        put("account", "acc-" + code,
            fmt::format(R"({{"code":"{}","name":{{"sealed":"s","commit":"00"}},"body_id":"{}","state":"active","made_on":"2025-01-01","secret_digest":"x",
                "grants":[{{"role":"{}","scope":{{"kind":"body","ref":"{}"}}}}]{}}})",
                        code, seat, role, seat, more));
        return code;
    }
    std::size_t told(const std::string& account_code) {
        const auto reader = store_->reader();
        return store_->notice_box().list(**reader, {.tenant = "990101", .account = account_code}).value().size();
    }
};

TEST_F(DeskEffects, APublicationIsShownUntilItsDayAndWithdrawnAtOnce) {
    record("r1", "民初1", "2026-04-10");
    auto file = a_case("publication", "approved", "record", "r1", R"({"kind":"record","publish_until":"2026-12-31"})");
    ASSERT_EQ(effect("publish", "{}", file), "ok");
    EXPECT_EQ(content("record", "r1").text_or_empty("publish_from"), "2026-05-20");
    EXPECT_EQ(content("record", "r1").text_or_empty("publish_until"), "2026-12-31");
    EXPECT_EQ(content("publication", "r1").text_or_empty("state"), "published");
    keep("pub", [&] {
        auto shown = file;
        shown.state = "published";
        shown.steps.push_back(step("open", "", "draft", "opener", "2026-05-01"));
        return shown;
    }());
    set_day("2026-05-25");
    auto repair = a_case("repair", "verifying", "record", "r1");
    ASSERT_EQ(effect("withdraw", "{}", repair), "ok");
    EXPECT_EQ(content("record", "r1").text_or_empty("publish_until"), "2026-05-24");
    EXPECT_EQ(content("publication", "r1").text_or_empty("state"), "withdrawn");
    EXPECT_EQ(content("case_file", "pub").text_or_empty("state"), "withdrawn") << "its own case says so too";
    ASSERT_EQ(effect("withdraw", "{}", repair), "ok") << "nothing is left to withdraw";
}

TEST_F(DeskEffects, WhatBeganTodayIsWithdrawnAsIfItHadNotBegun) {
    record("r1", "民初1", "2026-04-10");
    auto file = a_case("publication", "approved", "record", "r1", R"({"kind":"record","publish_until":"2026-12-31"})");
    ASSERT_EQ(effect("publish", "{}", file), "ok");
    ASSERT_EQ(effect("withdraw", "{}", file), "ok");
    EXPECT_TRUE(content("record", "r1").at("publish_from").is_null());
    EXPECT_EQ(content("publication", "r1").text_or_empty("state"), "withdrawn");
}

TEST_F(DeskEffects, NoPersonIsShownWithoutItsBasis) {
    record("r1", "执1", "2026-04-10", "serious", "R-SF-01", R"("official_id":"p1")");
    auto file = a_case("publication", "approved", "record", "r1", R"({"kind":"record","publish_until":"2026-12-31"})");
    EXPECT_EQ(effect("publish", "{}", file), "publication.person_forbidden");
    auto minor = a_case("publication", "approved", "record", "r2", R"({"kind":"record","publish_until":"2026-12-31"})");
    record("r2", "民初2", "2026-03-01", "minor");
    EXPECT_EQ(effect("publish", "{}", minor), "publication.severity_forbidden");
}

TEST_F(DeskEffects, EarlierRecipientsAreAskedToTakeItBackOnce) {
    record("r1", "民初1", "2026-04-10");
    put("delivery", "d1", R"({"code":"d1","recipient":"reader-1","recipient_name":"省平台","channel":"feed","first_id":"r1","last_id":"r1","records":["r1"],"on_day":"2026-05-01"})");
    auto file = a_case("repair", "approved", "record", "r1");
    ASSERT_EQ(effects({{"repair_record", json_of("{}")}, {"recall", json_of("{}")}, {"recall", json_of("{}")}}, file), "ok");
    const auto asked = rows("recall");
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked.front().content.text_or_empty("reason"), "repaired");
    EXPECT_EQ(asked.front().content.text_or_empty("recipient"), "reader-1");
}

TEST_F(DeskEffects, NewsGoesToThoseItIsForAndSaysNothing) {
    account("town1", "R5", "b-town");
    account("fin1", "R5", "b-fin");
    account("self1", "R5", "b-sch", R"(,"official_id":"p1")");
    auto file = a_case("record", "noticed", "body", "b-town");
    file.concerned_id = "b-town";
    file.steps.push_back(step("open", "", "clue", "fin1", "2026-05-01"));
    file.opened_by = "fin1";
    ASSERT_EQ(effect("notify", R"({"to":"concerned","notice":"case_result"})", file), "ok");
    EXPECT_EQ(told("town1"), 1U);
    EXPECT_EQ(told("fin1"), 0U);
    ASSERT_EQ(effect("notify", R"({"to":"opener","notice":"case_result"})", file), "ok");
    EXPECT_EQ(told("fin1"), 1U);
    file.official_id = "p1";
    file.steps.push_back(step("serve", "verifying", "noticed", "fin1", "2026-05-01"));
    ASSERT_EQ(effect("notify", R"({"to":"person","notice":"case_result"})", file), "ok");
    EXPECT_EQ(told("self1"), 1U);
    EXPECT_EQ(told("town1"), 1U);
}

TEST_F(DeskEffects, WhatIsDrawnCanBeDrawnAgainAndNothingIsSlippedIn) {
    auto file = a_case("inspection_plan", "planned", "", "", R"({"population":["D03","D01","D02"],"draw_count":2,"seed":"上证3000.11"})");
    ASSERT_EQ(effect("digest_population", R"({"field":"population"})", file), "ok");
    EXPECT_EQ(base::canonical(file.field("population")), R"(["D01","D02","D03"])");
    // printf 'D01\nD02\nD03\n' | sha256sum
    EXPECT_EQ(file.text("population_digest"), "d9958cf244b839b650195b94296e3fed3640e3560400ca951083d9298fd1f586");
    const std::string draw = R"({"from_field":"population","seed_field":"seed","count_field":"draw_count","into":"drawn"})";
    ASSERT_EQ(effect("draw_bodies", draw, file), "ok");
    EXPECT_EQ(base::canonical(file.field("drawn")), R"(["D02","D01"])");
    auto changed = file;
    changed.fields.insert_or_assign("population", json_of(R"(["D01","D02"])"));
    EXPECT_EQ(effect("draw_bodies", draw, changed), "case.population_changed");
    auto unknown = file;
    unknown.fields.insert_or_assign("population", json_of(R"(["D01","D99"])"));
    EXPECT_EQ(effect("digest_population", R"({"field":"population"})", unknown), "case.body_unknown");
    auto twice = file;
    twice.fields.insert_or_assign("population", json_of(R"(["D01","D01"])"));
    EXPECT_EQ(effect("digest_population", R"({"field":"population"})", twice), "case.body_twice");
}

TEST_F(DeskEffects, AnEvaluationIsTriedFrozenAndShownInThisOrder) {
    auto file = a_case("evaluation_run", "auto", "", "", R"({"scheme":"LY-GIE-2021-INST","year":2025,"lock_on":"2026-01-15"})");
    const auto scheme = [&](const char* entered) { return guard("scheme_known", R"({"field":"scheme","year_field":"year"})", file, entered); };
    EXPECT_EQ(scheme("{}"), "ok");
    EXPECT_EQ(scheme(R"({"scheme":"NONE"})"), "case.scheme_unknown");
    EXPECT_EQ(scheme(R"({"year":2019})"), "case.scheme_unknown") << "before it was in force";
    const std::string run = R"({"scheme_field":"scheme","year_field":"year","as_of_field":"lock_on"})";
    EXPECT_EQ(guard("evaluation_is", R"({"field":"evaluation","state":"trial"})", file), "case.evaluation_not_so");
    ASSERT_EQ(effect("run_evaluation", run, file), "ok");
    EXPECT_EQ(file.text("evaluation"), "LY-GIE-2021-INST@1/2025/2026-01-15");
    EXPECT_EQ(guard("evaluation_is", R"({"field":"evaluation","state":"trial"})", file), "ok");
    const auto results = rows("evaluation_result");
    ASSERT_FALSE(results.empty());
    ASSERT_EQ(effect("run_evaluation", run, file), "ok") << "judged again";
    EXPECT_EQ(rows("evaluation_result").size(), results.size());
    EXPECT_EQ(rows("evaluation_result").front().version, 2);

    // An appeal belongs to the run that is open, in its stage.
    auto running = file;
    running.state = "notice";
    keep("run", running);
    auto appeal = a_case("evaluation_appeal", "filed", "evaluation_result", results.front().id);
    EXPECT_EQ(guard("parent_is", R"({"procedure":"evaluation_run","states":["notice","appeal"]})", appeal), "ok");
    EXPECT_EQ(guard("parent_is", R"({"procedure":"evaluation_run","states":["appeal"]})", appeal), "case.parent_elsewhere");
    ASSERT_EQ(effect("join_parent", R"({"procedure":"evaluation_run"})", appeal), "ok");
    EXPECT_EQ(appeal.parent_id, "run");

    EXPECT_EQ(effect("publish_evaluation", R"({"field":"evaluation"})", file), "case.evaluation_not_so");
    ASSERT_EQ(effect("freeze_evaluation", R"({"field":"evaluation"})", file), "ok");
    EXPECT_EQ(guard("evaluation_is", R"({"field":"evaluation","state":"frozen"})", file), "ok");
    EXPECT_EQ(effect("run_evaluation", run, file), "evaluation.frozen_differs");
    ASSERT_EQ(effect("publish_evaluation", R"({"field":"evaluation"})", file), "ok");
    EXPECT_EQ(rows("evaluation").front().content.text_or_empty("published_on"), "2026-05-20");

    const std::string applied = R"({"procedure":"result_application","field":"evaluation"})";
    EXPECT_EQ(guard("each_result_has", applied, file, "{}", nullptr, true), fmt::format("case.result_unapplied 0/{}", results.size()));
    int number = 0;
    for (const auto& one : results) {
        auto use = a_case("result_application", "entered", "evaluation_result", one.id);
        use.code = fmt::format("YY-{}", ++number);
        keep("use-" + one.id, use);
    }
    EXPECT_EQ(guard("each_result_has", applied, file), "ok");
}

TEST_F(DeskEffects, WithoutItsPartsADrawIsRefusedAndNotMade) {
    sha256_.reset();
    auto file = a_case("inspection_plan", "planned", "", "", R"({"population":["D03"]})");
    EXPECT_EQ(effect("digest_population", R"({"field":"population"})", file), "case.part_missing");
}

TEST_F(DeskEffects, VettingTellsWhatStandsAndLeavesATrace) {
    record("r1", "民初1", "2026-04-10");
    record("r2", "民初2", "2026-01-10", "general", "R-WY-01", R"("body_id":"b-town")", R"(,"repaired_on":"2026-05-01")");
    record("r3", "执3", "2026-04-10", "serious", "R-SF-01", R"("official_id":"p1")");
    put("measure", "m1", R"({"code":"CS-1","kind":"M-HONOUR","body_id":"b-town","record_id":"r1","basis":["S-5.5d"],"doc_no":"示信1","from_on":"2026-05-01","ends_on":"2027-05-01"})");
    put("measure", "m2", R"({"code":"CS-2","kind":"M-HONOUR","body_id":"b-town","record_id":"r2","basis":["S-5.5d"],"doc_no":"示信2","from_on":"2026-05-01","ends_on":"2026-05-19"})");
    app::Vetting vetting({.store = *store_, .clock = clock_, .ids = ids_, .law = real_law()});
    const app::Vetting::Input input{.purpose = "评优评先核查", .basis = "S-5.5h", .bodies = {"b-town", "D02", "D03"}, .officials = {"p1"}};
    const app::Actor actor = support::an_actor("vetter");
    const auto answer = vetting.run(input, actor);
    ASSERT_TRUE(answer.ok()) << answer.error().reason;
    const auto& bodies = answer->at("bodies").as_array();
    ASSERT_EQ(bodies.size(), 2U) << "twice the same is shown once";
    ASSERT_EQ(bodies[0].at("records").as_array().size(), 1U);
    EXPECT_EQ(bodies[0].at("records").as_array()[0].text_or_empty("doc_no"), "民初1");
    ASSERT_EQ(bodies[0].at("measures").as_array().size(), 1U);
    EXPECT_EQ(bodies[0].at("measures").as_array()[0].text_or_empty("record"), "R-WY-01/民初1/r1");
    EXPECT_TRUE(bodies[1].at("records").as_array().empty());
    ASSERT_EQ(answer->at("officials").as_array().size(), 1U);
    EXPECT_TRUE(answer->at("officials").as_array()[0].at("name").is_null());
    EXPECT_EQ(rows("access").size(), 3U) << "each of the three names is on record";

    const auto refused = [&](app::Vetting::Input changed, const app::Actor& by) { return vetting.run(changed, by).error().reason; };
    EXPECT_EQ(refused({.purpose = "评优评先核查", .basis = "S-5.5h"}, actor), "vetting.names_missing");
    EXPECT_EQ(refused({.purpose = "评优评先核查", .basis = " ", .bodies = {"D03"}}, actor), "vetting.basis_missing");
    EXPECT_EQ(refused({.purpose = "", .basis = "S-5.5h", .bodies = {"D03"}}, actor), "access.reason_missing");
    EXPECT_EQ(refused({.purpose = "评优评先核查", .basis = "S-5.5h", .bodies = {"D99"}}, actor), "body.unknown");
    EXPECT_EQ(refused({.purpose = "评优评先核查", .basis = "S-5.5h", .bodies = std::vector<std::string>(201, "D03")}, actor), "vetting.too_many");
    EXPECT_EQ(refused(input, app::tenant_wide("reader", "990101", {"vetting.run"})), "access.denied") << "officials ask for a right of their own";
    EXPECT_EQ(refused(input, app::tenant_wide("reader", "990101", {"case.read_person"})), "access.denied");
    EXPECT_EQ(rows("access").size(), 3U);
}

TEST(Calls, AreWrittenWithTheArgumentsTheyKnow) {
    struct Row {
        app::CallKind kind;
        const char* name;
        const char* args;
        const char* answer;
    };
    using enum app::CallKind;
    for (const Row& one : {Row{Guard, "other_person", R"({"steps":["open"]})", "ok"}, Row{Guard, "other_person", "{}", "procedure.argument_missing"},
                           Row{Guard, "other_person", R"({"steps":["open"],"step":"x"})", "procedure.argument_unknown"},
                           Row{Guard, "put_record", "{}", "procedure.guard_unknown"}, Row{Effect, "other_person", "{}", "procedure.effect_unknown"},
                           Row{Effect, "put_record", R"({"when_field":"cat","when_values":["x"]})", "ok"},
                           Row{Effect, "put_record", R"({"when_field":"cat"})", "procedure.argument_missing"},
                           Row{Effect, "notify", R"({"to":"person"})", "procedure.argument_missing"},
                           Row{Effect, "draw_bodies", R"({"from_field":"a","seed_field":"b","count_field":"c","into":"d"})", "ok"}}) {
        const auto checked = app::check_call(one.kind, {one.name, json_of(one.args)});
        EXPECT_EQ(checked.ok() ? "ok" : checked.error().reason, one.answer) << one.name << one.args;
    }
}

}  // namespace
}  // namespace gx::tests
