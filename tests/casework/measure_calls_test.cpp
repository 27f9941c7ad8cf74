// SPDX-License-Identifier: Apache-2.0
#include "casework/casework_county.hpp"

namespace gx::tests {
namespace {

class MeasureCalls : public CaseworkCounty {
protected:
    domain::CaseFile upon(const std::string& record_id, const std::string& fields) { return a_case("measure", "proposed", "record", record_id, fields); }
    std::string fits(const domain::CaseFile& file) { return guard("measure_fits_kind", R"({"field":"kind"})", file); }
};

TEST_F(MeasureCalls, AMeasureFitsItsGroundItsObjectAndItsTerm) {
    record("r1", "民初1", "2026-01-10");
    record("r2", "民初2", "2026-01-10", "general", "R-WY-01", R"("body_id":"b-sch")");
    EXPECT_EQ(fits(upon("r1", R"({"kind":"M-HONOUR","starts_on":"2026-05-20","ends_on":"2027-05-20"})")), "ok");
    EXPECT_EQ(fits(upon("r1", R"({"kind":"M-HONOUR","starts_on":"2026-05-20","ends_on":"2027-05-21"})")), "case.measure_too_long");
    EXPECT_EQ(fits(upon("r1", R"({"kind":"M-NONE"})")), "case.measure_not_in_force");
    EXPECT_EQ(fits(upon("r1", R"({"kind":"M-PRAISE"})")), "case.measure_ground") << "praise rests on no record";
    EXPECT_EQ(fits(upon("r1", R"({"kind":"M-AWARD-LIMIT"})")), "case.measure_object") << "for persons only";
    EXPECT_EQ(fits(upon("r2", R"({"kind":"M-FUNDS-LIMIT","starts_on":"2026-05-20","ends_on":"2027-05-20"})")), "case.measure_object") << "for bodies, not for institutions";
    EXPECT_EQ(fits(a_case("incentive", "proposed", "body", "b-town", R"({"kind":"M-PRAISE","starts_on":"2026-05-20","ends_on":"2026-06-20"})")), "ok");
    EXPECT_EQ(fits(a_case("incentive", "proposed", "body", "b-town", R"({"kind":"M-HONOUR","starts_on":"2026-05-20","ends_on":"2026-06-20"})")), "case.measure_ground");
}

TEST_F(MeasureCalls, TheDeciderOfTheCatalogueDecides) {
    record("r1", "民初1", "2026-01-10");
    const app::Actor head = person("head", "R1");
    const app::Actor clerk = person("clerk", "R2");
    EXPECT_EQ(guard("decider_of_measure", R"({"field":"kind"})", upon("r1", R"({"kind":"M-HONOUR"})"), "{}", &head), "ok");
    EXPECT_EQ(guard("decider_of_measure", R"({"field":"kind"})", upon("r1", R"({"kind":"M-HONOUR"})"), "{}", &clerk), "case.measure_decider");
    const app::Actor elsewhere = person("elsewhere", "R7", {"b-cre"});
    const app::Actor here = person("here", "R7", {"b-town"});
    EXPECT_EQ(guard("decider_of_measure", R"({"field":"kind"})", upon("r1", R"({"kind":"M-FUNDS-LIMIT"})"), "{}", &elsewhere), "case.measure_decider");
    EXPECT_EQ(guard("decider_of_measure", R"({"field":"kind"})", upon("r1", R"({"kind":"M-FUNDS-LIMIT"})"), "{}", &here), "ok");
}

TEST_F(MeasureCalls, AMeasureIsWrittenAndEndsOnce) {
    record("r1", "民初1", "2026-01-10");
    auto file = upon("r1", R"({"kind":"M-HONOUR","basis":["S-5.5d"],"doc_no":"示信〔2026〕1号","doc_date":"2026-05-20","scope":"county","starts_on":"2026-05-20","ends_on":"2027-05-20","executors":["财政局"]})");
    EXPECT_EQ(effect("end_measure", R"({"how":"lifted"})", file), "ok") << "there is none yet";
    ASSERT_EQ(effect("put_measure", "{}", file), "ok");
    const std::string id = file.text("measure_id");
    EXPECT_EQ(base::canonical(content("measure", id)),
              base::canonical(json_of(R"({"code":"X-2026-000001","kind":"M-HONOUR","case_id":"case-own","body_id":"b-town","record_id":"r1","basis":["S-5.5d"],
                "doc_no":"示信〔2026〕1号","doc_date":"2026-05-20","scope":"county","executors":["财政局"],"from_on":"2026-05-20","ends_on":"2027-05-20"})")));
    ASSERT_EQ(effect("end_measure", R"({"how":"expired"})", file), "ok");
    EXPECT_EQ(content("measure", id).text_or_empty("end_reason"), "expired");
    set_day("2026-05-25");
    ASSERT_EQ(effect("end_measure", R"({"how":"lifted"})", file), "ok");
    EXPECT_EQ(content("measure", id).text_or_empty("end_reason"), "expired");
    EXPECT_EQ(content("measure", id).text_or_empty("lifted_on"), "2026-05-20");
}

TEST_F(MeasureCalls, NoMeasureOutlivesItsGroundAndCriticismIsTakenBackInPublic) {
    record("r1", "民初1", "2026-01-10");
    auto issued = upon("r1", R"({"kind":"M-CRITICISM","doc_no":"示信〔2026〕1号","scope":"members","starts_on":"2026-05-01"})");
    case_id_ = "m1";
    ASSERT_EQ(effect("put_measure", "{}", issued), "ok");
    const std::string measure = issued.text("measure_id");
    issued.state = "issued";
    issued.steps.push_back(step("open", "", "proposed", "opener", "2026-05-01"));
    keep("m1", issued);
    auto waiting = upon("r1", R"({"kind":"M-HONOUR"})");
    waiting.code = "X-2026-000002";
    waiting.steps.push_back(step("open", "", "proposed", "opener", "2026-05-01"));
    keep("m2", waiting);

    auto repair = a_case("repair", "approved", "record", "r1");
    case_id_ = "case-own";
    ASSERT_EQ(effects({{"repair_record", json_of("{}")}, {"lift_measures", json_of("{}")}}, repair), "ok");
    EXPECT_EQ(content("record", "r1").text_or_empty("repaired_on"), "2026-05-20");
    EXPECT_EQ(content("measure", measure).text_or_empty("end_reason"), "lifted");
    EXPECT_EQ(content("case_file", "m1").text_or_empty("state"), "lifted");
    EXPECT_EQ(content("case_file", "m2").text_or_empty("state"), "dropped") << "it had not been issued";
    std::vector<base::Json> notices;
    for (const auto& one : rows("case_file")) {
        if (one.content.text_or_empty("procedure") == "publication") { notices.push_back(one.content.at("fields")); }
    }
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_EQ(notices.front().text_or_empty("kind"), "restoration");
    EXPECT_EQ(notices.front().text_or_empty("scope"), "members");
    // Asked for again, there is one already.
    ASSERT_EQ(effect("restore_scope", "{}", repair), "ok");
    EXPECT_EQ(rows("case_file").size(), 3U);
}

TEST_F(MeasureCalls, NothingIsRestoredWhereNothingWasSaid) {
    record("r1", "民初1", "2026-01-10");
    auto file = a_case("rights_complaint", "upheld", "record", "r1");
    ASSERT_EQ(effect("restore_scope", "{}", file), "ok");
    EXPECT_TRUE(rows("case_file").empty());
}

}  // namespace
}  // namespace gx::tests
