// SPDX-License-Identifier: Apache-2.0
#include "casework/casework_county.hpp"

namespace gx::tests {
namespace {

class StandingGuards : public CaseworkCounty {
protected:
    domain::CaseFile about(const std::string& id, const std::string& fields = "{}") { return a_case("repair", "verifying", "record", id, fields); }
    static constexpr const char* kReady =
        R"({"channel":"duty_done","corrected":true,"duties_done":true,"promise":["a"],"proof":["b"]})";
};

TEST_F(StandingGuards, SayHowARecordStandsToday) {
    record("r1", "民初1", "2026-01-10");
    record("r2", "民初2", "2026-01-10", "general", "R-WY-01", R"("body_id":"b-town")", R"(,"repaired_on":"2026-05-20")");
    record("r3", "民初3", "2026-01-10", "general", "R-WY-01", R"("body_id":"b-town")", R"(,"revoked_on":"2026-05-01","revoke_reason":"撤销")");
    record("r4", "民初4", "2026-01-10", "general", "R-WY-01", R"("body_id":"b-town")", R"(,"expires_on":"2026-05-19")");
    struct Row {
        const char* record;
        const char* in_effect;
        const char* not_in_effect;
        const char* stands;
    };
    for (const Row& one : {Row{"r1", "ok", "case.record_in_effect", "in_effect"}, Row{"r2", "case.record_not_in_effect", "ok", "repaired"},
                           Row{"r3", "case.record_not_in_effect", "ok", "revoked"}, Row{"r4", "case.record_not_in_effect", "ok", "expired"},
                           Row{"none", "case.record_not_in_effect", "ok", ""}}) {
        EXPECT_EQ(guard("record_in_effect", "{}", about(one.record)), one.in_effect) << one.record;
        EXPECT_EQ(guard("record_not_in_effect", "{}", about(one.record)), one.not_in_effect) << one.record;
        EXPECT_EQ(guard("record_standing", R"({"is":"repaired"})", about(one.record)), std::string(one.stands) == "repaired" ? "ok" : "case.record_stands_otherwise");
        EXPECT_EQ(guard("record_standing", R"({"is":"revoked"})", about(one.record)), std::string(one.stands) == "revoked" ? "ok" : "case.record_stands_otherwise");
    }
}

TEST_F(StandingGuards, NobodyJudgesWhatHeMade) {
    record("r1", "民初1", "2026-01-10");
    auto made = a_case("record", "active", "body", "b-town", R"({"record_id":"r1"})");
    made.steps.push_back(step("open", "", "clue", "reporter", "2026-01-05"));
    made.steps.push_back(step("find", "verifying", "verifying", "finder", "2026-01-06"));
    keep("c1", made);
    for (const auto& [account, answer] : std::vector<std::pair<std::string, std::string>>{
             {"maker", "case.record_maker"}, {"checker", "case.record_maker"}, {"finder", "case.record_maker"}, {"reporter", "case.record_maker"}, {"other", "ok"}}) {
        const app::Actor actor = support::an_actor(account);
        EXPECT_EQ(guard("not_maker_of_record", "{}", about("r1"), "{}", &actor), answer) << account;
    }
}

TEST_F(StandingGuards, RepairAsksForEverythingAndSaysWhatIsMissing) {
    record("r1", "民初1", "2024-01-10");
    EXPECT_EQ(guard("repair_ready", "{}", about("r1"), kReady), "ok");
    EXPECT_EQ(guard("repair_ready", "{}", about("r1"), "{}", nullptr, true), "case.repair_not_ready corrected, duties_done, promise, proof");
    EXPECT_EQ(guard("repair_ready", "{}", about("r1"),
                    R"({"channel":"training","corrected":true,"duties_done":false,"promise":["a"],"proof":[]})", nullptr, true),
              "case.repair_not_ready duties_done, proof, training_hours");
    EXPECT_EQ(guard("repair_ready", "{}", about("r1"),
                    R"({"channel":"public_service","corrected":true,"duties_done":true,"promise":["a"],"proof":["b"],"training_hours":0})", nullptr, true),
              "case.repair_not_ready training_hours");
    // What the case holds already counts.
    EXPECT_EQ(guard("repair_ready", "{}", about("r1", kReady)), "ok");
}

TEST_F(StandingGuards, RepairWaitsForTheShortestPublicityOfTheDocumentsSeverity) {
    // DL-REP-01b three months, DL-REP-01c one year; nothing for minor. Both laws, before and after 2026-04-01.
    struct Row {
        const char* severity;
        const char* document;
        const char* last_day;  ///< still too early; empty: never
        const char* first_day;
    };
    int number = 0;
    for (const Row& one : {Row{"general", "2026-01-10", "2026-04-10", "2026-04-11"}, Row{"general", "2026-04-01", "2026-07-01", "2026-07-02"},
                           Row{"serious", "2025-05-20", "2026-05-20", "2026-05-21"}, Row{"serious", "2026-04-02", "2027-04-02", "2027-04-03"},
                           Row{"minor", "2026-01-10", "", "2026-01-10"}, Row{"minor", "2026-04-01", "", "2026-04-01"}}) {
        const std::string id = fmt::format("r{}", ++number);
        record(id, fmt::format("民初{}", number), one.document, one.severity);
        if (*one.last_day != '\0') {
            set_day(one.last_day);
            EXPECT_EQ(guard("repair_ready", "{}", about(id), kReady, nullptr, true), std::string("case.repair_too_early ") + one.first_day) << one.severity << one.document;
        }
        set_day(one.first_day);
        EXPECT_EQ(guard("repair_ready", "{}", about(id), kReady), "ok") << one.severity << one.document;
    }
}

TEST_F(StandingGuards, ASanctionStandsUntilItsOwnTermIsOver) {
    record("r1", "纪1", "2025-01-10", "general", "R-JL-01", R"("official_id":"p1")");
    auto made = a_case("record_person", "active", "", "", R"({"record_id":"r1","sanction_until":"2026-06-30"})");
    made.official_id = "p1";
    keep("c1", made);
    auto file = a_case("repair_person", "verifying", "record", "r1");
    file.official_id = "p1";
    EXPECT_EQ(guard("repair_ready", "{}", file, kReady, nullptr, true), "case.repair_too_early 2026-07-01");
    set_day("2026-07-01");
    EXPECT_EQ(guard("repair_ready", "{}", file, kReady), "ok");
}

TEST_F(StandingGuards, IncentivesAskForAGradeAndACleanFile) {
    auto file = a_case("incentive", "proposed", "body", "b-town");
    EXPECT_EQ(guard("no_active_record", "{}", file), "ok");
    EXPECT_EQ(guard("grade_is", R"({"grades":["A"]})", file), "case.grade_not_reached");
    put("evaluation", "e1", R"({"code":"S@1/2024/2024-12-31","scheme":"S","scheme_version":"1","period":"2024","as_of":"2024-12-31","state":"frozen","digest":"d","bodies":1})");
    put("evaluation_result", "er1", R"({"code":"S@1/2024/2024-12-31/D03","evaluation_id":"e1","body_id":"b-town","grade":"A"})");
    EXPECT_EQ(guard("grade_is", R"({"grades":["A"]})", file), "ok");
    // A trial counts for nothing; a newer result that stands does.
    put("evaluation", "e2", R"({"code":"S@1/2025/2025-12-31","scheme":"S","scheme_version":"1","period":"2025","as_of":"2025-12-31","state":"trial","digest":"d","bodies":1})");
    put("evaluation_result", "er2", R"({"code":"S@1/2025/2025-12-31/D03","evaluation_id":"e2","body_id":"b-town","grade":"B"})");
    EXPECT_EQ(guard("grade_is", R"({"grades":["A"]})", file), "ok");
    put("evaluation", "e2", R"({"code":"S@1/2025/2025-12-31","scheme":"S","scheme_version":"1","period":"2025","as_of":"2025-12-31","state":"frozen","digest":"d","bodies":1})", 2);
    EXPECT_EQ(guard("grade_is", R"({"grades":["A"]})", file), "case.grade_not_reached");

    auto other = a_case("record", "verifying", "body", "b-town", R"({"cat":"R-WY-01"})");
    keep("c1", other);
    EXPECT_EQ(guard("no_active_record", "{}", file), "ok") << "nobody has been told of anything";
    other.state = "noticed";
    other.fields.insert_or_assign("served_on", base::Json("2026-05-10"));
    keep("c1", other, 2);
    EXPECT_EQ(guard("no_active_record", "{}", file, "{}", nullptr, true), "case.record_active X-2026-000001");
    record("r1", "民初1", "2026-01-10");
    EXPECT_EQ(guard("no_active_record", "{}", file, "{}", nullptr, true), "case.record_active R-WY-01/民初1/r1");
}

TEST_F(StandingGuards, NothingIsShownLongerThanTheLawAllows) {
    // Documents of before 2026-04-01: three years; after: one year for general ones; minor ones of before not at all.
    record("r1", "民初1", "2026-03-31");
    record("r2", "民初2", "2026-04-01");
    record("r3", "民初3", "2026-03-31", "minor");
    const auto of = [&](const char* id) { return a_case("publication", "draft", "record", id); };
    EXPECT_EQ(guard("publish_within", R"({"field":"publish_until"})", of("r1"), R"({"publish_until":"2029-03-31"})"), "ok");
    EXPECT_EQ(guard("publish_within", R"({"field":"publish_until"})", of("r1"), R"({"publish_until":"2029-04-01"})", nullptr, true), "case.publish_too_long 2029-03-31");
    EXPECT_EQ(guard("publish_within", R"({"field":"publish_until"})", of("r2"), R"({"publish_until":"2027-04-01"})"), "ok");
    EXPECT_EQ(guard("publish_within", R"({"field":"publish_until"})", of("r2"), R"({"publish_until":"2027-04-02"})", nullptr, true), "case.publish_too_long 2027-04-01");
    EXPECT_EQ(guard("publish_within", R"({"field":"publish_until"})", a_case("publication", "draft", "", ""), R"({"publish_until":"2099-04-02"})"), "ok");
}

TEST_F(StandingGuards, NobodyIsNamedWithoutTheOrgansOwnPublication) {
    record("r1", "执1", "2026-04-10", "serious", "R-SF-01", R"("official_id":"p1")");
    record("r2", "执2", "2026-04-10", "serious", "R-SF-01");
    EXPECT_EQ(guard("person_ground", "{}", a_case("publication", "draft", "record", "r1")), "case.person_forbidden");
    EXPECT_EQ(guard("person_ground", "{}", a_case("publication", "draft", "record", "r2")), "ok");
    EXPECT_EQ(guard("person_ground", "{}", a_case("publication", "draft", "", "")), "ok");
}

}  // namespace
}  // namespace gx::tests
