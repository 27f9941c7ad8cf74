// SPDX-License-Identifier: Apache-2.0
// S-5.6a, S-5.6b: nothing is collected without a basis, and nothing is kept in use beyond its time.
#include "tests/support/standing_records.hpp"

namespace gx::tests {
namespace {

class CollectionCases : public StandingCounty {
protected:
    static std::string found(const std::string& more = R"(,"basis":["S-5.2c"])") {
        return R"({"facts":"逾期未付工程款","behaviour_on":"2026-01-05","loss":2000000,"impact":"I2","responsible":"none","responsible_reason":"合同未记载","notice_no":"告1")" + more + "}";
    }
    static std::string determined(const std::string& members) {
        return R"({"severity":"general","defence_answer":"不予采纳","organ":"示范市财政局")" + members + "}";
    }
    std::string verifying() {
        const std::string id = open("maker", "record", "edu", R"({"cat":"R-WY-01","clue_source":"complaint","facts":"逾期未付工程款"})");
        EXPECT_EQ(step("head", id, "assign", R"({"organ_body":"fin"})"), "clue") << detail();
        EXPECT_EQ(step("fin1", id, "take", R"({"cat":"R-WY-01"})"), "verifying") << detail();
        return id;
    }
    /// The defence is over; what remains is the determination.
    std::string defended() {
        const std::string id = verifying();
        EXPECT_EQ(step("fin1", id, "find", found()), "verifying") << detail();
        EXPECT_EQ(step("fin1", id, "serve", R"({"served_method":"post","served_on":"2026-03-02","served_proof":["a"]})"), "noticed");
        EXPECT_EQ(step("edu_admin", id, "defend", R"({"defence":"资金已在安排。","defence_complete":true})"), "defence") << detail();
        return id;
    }
    const std::string document_ = R"(,"doc_type":"breach_confirmation","doc_no":"认1","doc_date":"2026-03-02","basis":["S-5.2c"])";
};
INSTANTIATE_TEST_SUITE_P(Stores, CollectionCases, kCaseBackends, backend_name);

TEST_P(CollectionCases, S_5_6b_AnItemWithoutALegalBasisIsRefused) {
    const std::string id = verifying();
    EXPECT_EQ(step("fin1", id, "find", found("")), "!case.field_missing");
    EXPECT_EQ(last_->error().where, "/body/fields/basis");
    EXPECT_EQ(step("fin1", id, "find", found(R"(,"basis":[])")), "!case.field_missing");
    EXPECT_EQ(step("fin1", id, "find", found(R"(,"basis":["as usual"])")), "!case.clause_form");
    EXPECT_EQ(step("fin1", id, "find", found(R"(,"basis":["S-5.2c","历来如此"])")), "!case.clause_form");
    EXPECT_EQ(step("fin1", id, "find", found()), "verifying");
}

TEST_P(CollectionCases, S_5_6b_NothingIsDeterminedWithoutItsDocument) {
    const std::string id = defended();
    EXPECT_EQ(step("fin2", id, "determine", determined(R"(,"doc_type":"breach_confirmation","doc_date":"2026-03-02","basis":["S-5.2c"])")), "!case.field_missing");
    EXPECT_EQ(step("fin2", id, "determine", determined(R"(,"doc_type":"urging_letter","doc_no":"认1","doc_date":"2026-03-02","basis":["S-5.2c"])")),
              "!record.doc_type_not_allowed");
    EXPECT_EQ(step("fin2", id, "determine", determined(R"(,"doc_type":"breach_confirmation","doc_no":"认1","doc_date":"2026-03-03","basis":["S-5.2c"])")),
              "!case.day_outside");
    EXPECT_EQ(step("fin2", id, "determine", determined(document_)), "determined") << detail();
}

TEST_P(CollectionCases, S_5_6b_WhatTheCatalogueDoesNotKnowIsNotCollected) {
    EXPECT_EQ(open("maker", "record", "edu", R"({"cat":"R-XX-99","clue_source":"complaint","facts":"f"})"), "!case.field_option");
    EXPECT_EQ(open("maker", "record", "nowhere", R"({"cat":"R-WY-01","clue_source":"complaint","facts":"f"})"), "!case.subject_unknown");
    const std::string id = open("maker", "record", "edu", R"({"cat":"R-WY-01","clue_source":"complaint","facts":"逾期未付"})");
    EXPECT_EQ(step("maker", id, "take", R"({"cat":"R-WY-01"})"), "!case.organ_not_competent") << "nor by an organ that the catalogue does not name";
    EXPECT_EQ(step("maker", id, "set_aside", R"({"dismissal_ground":"outside_catalogue"})", "不在目录之内"), "dismissed");
    EXPECT_EQ(file(id).outcome, "not_established");
}

TEST_P(CollectionCases, S_5_6a_ARecordIsArchivedWhenItsTimeIsOverAndNoLongerUsed) {
    const std::string id = defended();
    EXPECT_EQ(step("fin2", id, "determine", determined(document_)), "determined") << detail();
    EXPECT_EQ(step("maker", id, "register", R"({"expires_on":"2099-01-01"})"), "!case.field_by_system") << "nobody lengthens it";
    EXPECT_EQ(step("maker", id, "register"), "registered");
    EXPECT_EQ(step("head", id, "release"), "active") << detail();
    EXPECT_EQ(due(id), "2031-03-02") << "five years";
    const std::string record_id = file(id).text("record_id");
    set_day("2026-03-03");
    const std::string measure = issued_measure(record_id, "M-CRITICISM", "county");
    run_on("2031-03-02");
    EXPECT_EQ(file(id).state, "active");
    run_on("2031-03-03");
    EXPECT_EQ(file(id).state, "expired");
    EXPECT_EQ(file(id).steps.back().by, "system");
    const auto record = domain::Record::from_json(content("record", record_id)).value();
    EXPECT_EQ(record.standing_on(clock_.today()), domain::RecordStanding::Expired);
    EXPECT_FALSE(record.in_effect_on(clock_.today()));
    EXPECT_EQ(content("record", record_id).text_or_empty("doc_no"), "认1") << "archived, not deleted";
    EXPECT_NE(content("publication", record_id).text_or_empty("state"), "published");
    EXPECT_FALSE(record.publish_from) << "no publication of it was approved: nothing was to be taken from the public";
    EXPECT_EQ(file(measure).state, "lifted");
    EXPECT_EQ(open("maker", "measure", record_id, R"({"kind":"M-CRITICISM","reason":"x","basis":["S-5.5e"],"starts_on":"2031-03-03"})"), "!case.record_not_in_effect");
    EXPECT_EQ(step("head", id, "expire"), "!access.denied");
}

}  // namespace
}  // namespace gx::tests
