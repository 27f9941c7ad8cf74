// SPDX-License-Identifier: Apache-2.0
// J2: from an overdue promise to the repaired record, through the hands of everybody who has to do with it.
#include "tests/support/record_road.hpp"

namespace gx::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class BreachJourney : public RecordRoad {
protected:
    std::string complained() {
        const std::string id = open("maker", "complaint", "edu", R"({"title":"奖励未兑现","content":"承诺编号 CN-2025-1，应于二〇二五年底前兑现。","channel":"letter"})");
        EXPECT_EQ(step("maker", id, "accept"), "accepted");
        EXPECT_EQ(step("head", id, "assign", R"({"handler":"gov"})"), "assigned");
        EXPECT_EQ(step("gov1", id, "take"), "verifying");
        return id;
    }
    std::string conclude(const std::string& id, const char* how) {
        return step("gov1", id, "conclude", fmt::format(R"({{"conclusion":"{}","findings":"承诺到期未兑现，拒不整改。","basis":["S-6.4c"]}})", how));
    }
    static std::string refusal_finding() {
        return R"({"facts":"承诺到期未兑现，拒不整改。","basis":["S-5.5c"],"behaviour_on":"2025-12-31","obligation":"CN-2025-1","loss":2000000,"impact":"I2",)"
               R"("responsible":"named","responsible_head":"p-head","notice_no":"示告〔2026〕7号"})";
    }
    std::string determine(const char* who, const std::string& id) {
        return step(who, id, "determine",
                    fmt::format(R"({{"severity":"serious","doc_type":"refusal_confirmation","doc_no":"示政认〔2026〕7号","doc_date":"{}","organ":"示范市人民政府办公室","basis":["S-5.5c"],"defence_answer":"不予采纳。"}})", today()));
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, BreachJourney, kCaseBackends, backend_name);

TEST_P(BreachJourney, J2_FromAnOverduePromiseToTheRepair) {
    // 2 March: a complaint, found true; the body is told to put it right and refuses.
    const std::string complaint = complained();
    ASSERT_EQ(step("gov1", complaint, "order_rectification"), "verifying");
    EXPECT_EQ(step("gov1", complaint, "order_rectification"), "!case.too_often");
    ASSERT_THAT(children(complaint, "rectification"), SizeIs(1));
    const std::string order = children(complaint, "rectification").front();
    EXPECT_EQ(file(order).body_id, "gov");
    EXPECT_EQ(step("gov1", order, "serve", R"({"order_no":"示整〔2026〕7号",)" + served("2026-03-02") + "}"), "!case.field_missing") << "what is the problem";
    ASSERT_EQ(step("gov1", order, "serve",
                   R"({"order_no":"示整〔2026〕7号","problem":"承诺到期未兑现","demands":["三十日内兑现"],"severity":"general","basis":["S-5.5c"],)" + served("2026-03-02") + "}"),
              "issued");
    EXPECT_THAT(seen("edu_head"), ElementsAre(order)) << "the order, not the complaint";
    EXPECT_EQ(conclude(complaint, "rectified"), "!case.children_open");
    set_day("2026-03-04");
    ASSERT_EQ(step("edu_head", order, "refuse", "{}", "财政困难，不同意整改"), "escalated");
    EXPECT_EQ(step("gov1", order, "confirm_refusal", "{}", "书面拒绝整改"), "!case.same_person");
    ASSERT_EQ(step("gov2", order, "confirm_refusal", "{}", "书面拒绝整改"), "refused");
    ASSERT_THAT(children(order), SizeIs(1));
    const std::string id = children(order).front();
    EXPECT_EQ(file(id).text("cat"), "R-WY-05");

    // The complaint is answered; the refusal is not reported twice.
    ASSERT_EQ(conclude(complaint, "refused"), "concluded");
    EXPECT_THAT(children(complaint, "record"), IsEmpty());
    EXPECT_EQ(step("gov1", complaint, "reply", R"({"reply":"经核实，属实。"})"), "!case.same_person");
    ASSERT_EQ(step("gov2", complaint, "reply", R"({"reply":"经核实，属实。"})"), "callback");
    ASSERT_EQ(step("gov2", complaint, "rate", R"({"satisfaction":"satisfied"})"), "closed");
    EXPECT_EQ(file(complaint).outcome, "refused");

    // The finding: by the superior, upon notice and defence, determined by another person.
    EXPECT_EQ(step("edu_r7", id, "take", R"({"cat":"R-WY-05"})"), "!case.unknown");
    ASSERT_EQ(step("gov1", id, "take", R"({"cat":"R-WY-05"})"), "verifying");
    ASSERT_EQ(step("gov1", id, "find", refusal_finding()), "verifying");
    EXPECT_EQ(file(id).text("severity_proposed"), "serious") << "the catalogue knows no other";
    EXPECT_EQ(determine("gov2", id), "!case.step_not_from_here") << "nothing was served";
    ASSERT_EQ(step("gov1", id, "serve", "{" + served("2026-03-04") + "}"), "noticed");
    EXPECT_EQ(due(id), "2026-03-11");
    run_on("2026-03-05");
    EXPECT_THAT(todos_of(id), ElementsAre("case_record_noticed edu 2026-03-11"));
    EXPECT_EQ(step("gov1", id, "defend", R"({"defence":"代为申辩"})"), "!access.denied");
    ASSERT_EQ(step("edu_head", id, "defend", R"({"defence":"资金紧张，将于年内兑现。"})"), "defence");
    EXPECT_EQ(determine("gov2", id), "!case.defence_still_runs");
    set_day("2026-03-12");
    EXPECT_EQ(determine("gov1", id), "!case.same_person");
    EXPECT_EQ(determine("fin1", id), "determined") << "a competent body for the whole county may too";
    EXPECT_EQ(file(id).body_id, "credit");
    ASSERT_EQ(step("maker", id, "return_to_organ", "{}", "由承办机关认定"), "verifying");
    EXPECT_EQ(file(id).body_id, "gov");
    EXPECT_EQ(file(id).text("finding_id"), "");
    ASSERT_EQ(step("gov1", id, "serve", "{" + served("2026-03-12") + "}"), "noticed");
    ASSERT_EQ(step("edu_head", id, "waive", "{}", "同前"), "defence");
    ASSERT_EQ(determine("gov2", id), "determined");

    // Registered and released by two people.
    EXPECT_EQ(step("edu_head", id, "register"), "!access.denied");
    ASSERT_EQ(step("allround", id, "register"), "registered");
    EXPECT_EQ(step("allround", id, "release"), "!case.same_person");
    ASSERT_EQ(step("head", id, "release"), "active");
    const std::string record = record_of(id);
    set_day("2026-03-13");
    auto now = stored("record", record);
    EXPECT_EQ(now.text_or_empty("effective_on"), "2026-03-13");
    EXPECT_EQ(now.text_or_empty("obligation_id"), "duty-1");
    EXPECT_EQ(now.text_or_empty("finding_id"), file(id).text("finding_id"));
    EXPECT_TRUE(now.at("publish_from").is_null()) << "in effect, and not yet in public";

    // Shown after masking, secrecy review and approval, each by another person.
    const auto drafts = children(id, "publication");
    ASSERT_THAT(drafts, SizeIs(1));
    ASSERT_EQ(step("maker", drafts.front(), "submit"), "mask_check");
    EXPECT_EQ(step("maker", drafts.front(), "mask_ok", R"({"mask_note":"无个人信息"})"), "!case.same_person");
    ASSERT_EQ(step("maker2", drafts.front(), "mask_ok", R"({"mask_note":"无个人信息"})"), "secrecy_check");
    ASSERT_EQ(step("inspector", drafts.front(), "secrecy_ok", R"({"secrecy_result":"open","secrecy_note":"不涉密"})"), "cleared");
    ASSERT_EQ(step("head", drafts.front(), "approve"), "approved");
    ASSERT_EQ(step("maker", drafts.front(), "publish"), "published");
    now = stored("record", record);
    EXPECT_EQ(now.text_or_empty("publish_from"), "2026-03-13");
    EXPECT_EQ(due(id), "2031-03-12") << "five years after the document";

    // Measures upon it, one in public.
    const auto measure = [&](const char* kind, const char* decider, const std::string& ends) {
        const std::string one = open("maker", "measure", record, fmt::format(R"({{"kind":"{}","reason":"拒不整改","basis":["S-5.5d"],"starts_on":"2026-03-13"{}}})", kind, ends));
        EXPECT_EQ(step("maker", one, "check_legality", R"({"legality_opinion":"合法"})"), "!case.same_person");
        EXPECT_EQ(step("maker2", one, "check_legality", R"({"legality_opinion":"合法"})"), "legal_check");
        EXPECT_EQ(step(decider, one, "approve"), "approved");
        EXPECT_EQ(step("maker", one, "issue", fmt::format(R"({{"doc_no":"示信〔2026〕{}","doc_date":"2026-03-13","scope":"county",{}}})", kind, served("2026-03-13"))), "issued");
        return one;
    };
    const std::string funds = measure("M-FUNDS-LIMIT", "fin1", R"(,"ends_on":"2028-03-13")");
    const std::string criticism = measure("M-CRITICISM", "head", "");
    const std::string drafted = open("maker", "measure", record, R"({"kind":"M-HONOUR","reason":"拒不整改","basis":["S-5.5d"],"starts_on":"2026-03-13","ends_on":"2027-03-13"})");
    ASSERT_THAT(children(criticism, "publication"), SizeIs(1));

    // The repair: a year at least, everything put right, decided by another person.
    const std::string applied = R"({"channel":"duty_done","corrected":true,"duties_done":true,"promise":["att"],"proof":["att"],"statement":"已兑现。"})";
    set_day("2027-03-12");
    EXPECT_EQ(open("edu_head", "repair", record, applied), "!case.repair_too_early");
    set_day("2027-03-15");
    EXPECT_EQ(open("edu_clerk", "repair", record, applied), "!access.denied");
    EXPECT_EQ(open("edu_head", "repair", record, R"({"channel":"duty_done","corrected":false,"duties_done":true,"promise":["att"],"proof":["att"],"statement":"已兑现。"})"), "!case.repair_not_ready");
    const std::string repair = open("edu_head", "repair", record, applied);
    ASSERT_EQ(repair.substr(0, 3), "id-") << repair;
    EXPECT_EQ(open("edu_admin", "repair", record, applied), "!case.open_already");
    ASSERT_EQ(step("maker", repair, "forward", R"({"organ_body":"gov"})"), "forwarded");
    ASSERT_EQ(step("gov1", repair, "accept"), "accepted");
    ASSERT_EQ(step("gov1", repair, "verify", R"({"proposal":"approve","verification":"已兑现。"})"), "verifying");
    const std::string decision = R"({"decision_no":"示修〔2027〕1号","decision_reason":"已纠正失信行为。"})";
    EXPECT_EQ(step("gov1", repair, "approve", decision), "!case.same_person");
    ASSERT_EQ(step("gov2", repair, "approve", decision), "approved");

    // All of it ends on that day: the record, its own case, its measures, what was begun; what was said in public is taken back.
    now = stored("record", record);
    EXPECT_EQ(now.text_or_empty("repaired_on"), "2027-03-15");
    EXPECT_EQ(now.text_or_empty("publish_until"), "2027-03-14");
    EXPECT_EQ(file(id).state, "repaired");
    EXPECT_EQ(file(id).outcome, "repaired");
    EXPECT_EQ(file(id).steps.back().by, "system");
    for (const std::string& one : {funds, criticism}) {
        EXPECT_EQ(file(one).state, "lifted");
        EXPECT_EQ(stored("measure", file(one).text("measure_id")).text_or_empty("lifted_on"), "2027-03-15");
    }
    EXPECT_EQ(file(drafted).state, "dropped") << "it had not been issued";
    EXPECT_EQ(open("maker", "measure", record, R"({"kind":"M-HONOUR","reason":"拒不整改","basis":["S-5.5d"],"starts_on":"2027-03-15","ends_on":"2027-09-13"})"), "!case.record_not_in_effect");
    std::vector<std::string> restored;
    for (const std::string& one : children(repair, "publication")) { restored.push_back(file(one).text("kind") + " " + file(one).text("scope")); }
    EXPECT_THAT(restored, ElementsAre("restoration county"));

    ASSERT_EQ(step("maker", repair, "sync", R"({"sync_note":"已停止公示并通知接收方"})"), "synced");
    ASSERT_EQ(step("maker", repair, "reply", R"({"reply":"准予修复。"})"), "notified");
    ASSERT_EQ(step("edu_head", repair, "agree"), "closed");
    EXPECT_EQ(file(repair).outcome, "approved");
    run_on("2027-03-16");
    EXPECT_THAT(todos_of(id), IsEmpty());
    EXPECT_THAT(todos_of(repair), IsEmpty());
}

TEST_P(BreachJourney, J2_TheSameRefusalIsReportedOnceWhicheverComesFirst) {
    // The clue of the complaint comes first, the confirmed refusal after it.
    const std::string complaint = complained();
    ASSERT_EQ(step("gov1", complaint, "order_rectification"), "verifying");
    const std::string order = children(complaint, "rectification").front();
    ASSERT_EQ(step("gov1", order, "serve",
                   R"({"order_no":"示整〔2026〕7号","problem":"承诺到期未兑现","demands":["三十日内兑现"],"severity":"general","basis":["S-5.5c"],)" + served("2026-03-02") + "}"),
              "issued");
    ASSERT_EQ(conclude(complaint, "refused"), "concluded");
    ASSERT_THAT(children(complaint, "record"), SizeIs(1));
    ASSERT_EQ(step("edu_head", order, "refuse", "{}", "不同意整改"), "escalated");
    ASSERT_EQ(step("gov2", order, "confirm_refusal", "{}", "书面拒绝整改"), "refused");
    EXPECT_THAT(children(order, "record"), IsEmpty());
    EXPECT_THAT(seen("edu_head"), Not(Contains(children(complaint, "record").front())));
}

}  // namespace
}  // namespace gx::tests
