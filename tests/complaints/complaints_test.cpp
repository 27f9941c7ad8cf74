// SPDX-License-Identifier: Apache-2.0
// A complaint's life from both sides, on both stores. S-4.3b, ADR 0081
#include <gmock/gmock.h>

#include <thread>

#include "app/complaints/receipt.hpp"
#include "app/publication/judge_file.hpp"
#include "tests/complaints/complaint_fixture.hpp"

namespace gx::tests {
namespace {

using testing::HasSubstr;

class Complaints : public ComplaintCounty {};
INSTANTIATE_TEST_SUITE_P(, Complaints, testing::Values(ComplaintBackend::Sqlite, ComplaintBackend::Postgres),
                         [](const auto& each) { return each.param == ComplaintBackend::Sqlite ? "Sqlite" : "Postgres"; });

TEST_P(Complaints, AnAnonymousOneIsFollowedByItsReceiptAlone) {
    handlers();
    const Json taken = filed(complaint(1));
    const std::string receipt = taken.text_or_empty("receipt");
    EXPECT_EQ(receipt.size(), 23U);
    EXPECT_EQ(taken.at("anonymous"), Json(true));
    auto seen = follow_->look({.receipt = receipt});
    ASSERT_TRUE(seen.ok()) << seen.error().reason;
    EXPECT_EQ(seen->text_or_empty("state"), "received");
    EXPECT_EQ(seen->text_or_empty("title"), "投诉第1号");
    EXPECT_EQ(seen->text_or_empty("filed_on"), "2026-03-02");
    EXPECT_EQ(seen->at("can_rate"), Json(false));
    ASSERT_TRUE(follow_->write({.receipt = receipt}, "补充：合同编号 12", "").ok());

    EXPECT_EQ(batch(), 2);
    EXPECT_EQ(batch(), 0);
    const std::string case_id = case_of(taken.text_or_empty("id"));
    ASSERT_FALSE(case_id.empty());
    EXPECT_TRUE(intake_.cases.at(case_id).draft.title.empty());
    EXPECT_TRUE(intake_.cases.at(case_id).draft.content.empty());

    const auto read = read_->run(case_id, std::string(kPassphrase) + " anna", actor("anna"));
    ASSERT_TRUE(read.ok()) << read.error().reason;
    EXPECT_EQ(read->at("content").text_or_empty("content"), "拖欠工程款三年未付");
    ASSERT_EQ(read->at("messages").as_array().size(), 1U);
    EXPECT_EQ(read->at("messages").as_array()[0].text_or_empty("text"), "补充：合同编号 12");
    ASSERT_TRUE(read_->answer(case_id, "请说明付款日期", actor("bruno")).ok());

    seen = follow_->look({.receipt = receipt});
    ASSERT_TRUE(seen.ok()) << seen.error().reason;
    EXPECT_EQ(seen->text_or_empty("state"), "accepted");
    const auto& messages = seen->at("messages").as_array();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[0].text_or_empty("from"), "complainant");
    EXPECT_EQ(messages[0].at("seen"), Json(true));
    EXPECT_EQ(messages[1].text_or_empty("text"), "请说明付款日期");
    EXPECT_EQ(messages[1].at("seen"), Json(false));
    // What the complainant has read shows to the office.
    const auto later = read_->run(case_id, std::string(kPassphrase) + " bruno", actor("bruno"));
    EXPECT_EQ(later->at("messages").as_array()[1].at("seen"), Json(true));
}

TEST_P(Complaints, AReceiptMayBeTypedInManyWaysAndIsWrongInOne) {
    handlers();
    std::string receipt = filed(complaint(1)).text_or_empty("receipt");
    std::string typed = receipt;
    std::erase(typed, '-');
    for (char& c : typed) { c = c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c)); }
    EXPECT_TRUE(follow_->look({.receipt = " " + typed + " "}).ok());
    receipt[0] = receipt[0] == '7' ? '8' : '7';
    for (const std::string& wrong : {receipt, std::string("7"), std::string("!!"), std::string(200, 'Z'), std::string("中文"), std::string(kTenant)}) {
        const auto refused = follow_->look({.receipt = wrong});
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, app::ErrorCode::NotFound);
        EXPECT_EQ(refused.error().reason + refused.error().where + refused.error().detail, "complaint.receipt_unknown");
        EXPECT_EQ(reason_of(follow_->write({.receipt = wrong}, "x", "")), "complaint.receipt_unknown");
        EXPECT_EQ(reason_of(follow_->rate({.receipt = wrong}, {.satisfaction = "satisfied"})), "complaint.receipt_unknown");
    }
}

TEST_P(Complaints, TheSameKeyGivesTheSameReceiptOnce) {
    handlers();
    const auto input = complaint(5);
    const Json first = filed(input);
    clock_.at = base::Instant::parse("2026-03-03T01:00:00Z").value();
    const Json again = filed(input);
    EXPECT_EQ(again.text_or_empty("receipt"), first.text_or_empty("receipt"));
    EXPECT_EQ(again.text_or_empty("id"), first.text_or_empty("id"));
    EXPECT_EQ(again.at("certificate").text_or_empty("day"), "2026-03-02");
    EXPECT_EQ(reason_of(file_complaint_->run(complaint(5, "另一件事"))), "complaint.key_reused");
    EXPECT_NE(filed(complaint(6)).text_or_empty("receipt"), first.text_or_empty("receipt"));
    // A new server key changes nothing for what was filed before.
    ASSERT_TRUE(keys_->create(app::KeyUse::Lookup, "HMAC").ok());
    EXPECT_EQ(filed(input).text_or_empty("receipt"), first.text_or_empty("receipt"));
    EXPECT_TRUE(follow_->look({.receipt = first.text_or_empty("receipt")}).ok());
    EXPECT_EQ(batch(), 2);
}

TEST_P(Complaints, ManyAtOnceWithOneKeyAreOne) {
    handlers();
    std::vector<std::string> receipts(6);
    std::vector<std::thread> threads;
    for (std::string& receipt : receipts) {
        threads.emplace_back([&] {
            const auto made = file_complaint_->run(complaint(9));
            receipt = made.ok() ? made->text_or_empty("receipt") : made.error().reason;
        });
    }
    for (auto& thread : threads) { thread.join(); }
    EXPECT_EQ(std::set<std::string>(receipts.begin(), receipts.end()).size(), 1U) << receipts[0] << " " << receipts[1];
    EXPECT_EQ(receipts[0].size(), 23U);
    EXPECT_EQ(batch(), 1);
}

TEST_P(Complaints, AKeyMustHoldChanceEnough) {
    handlers();
    auto input = complaint(1);
    for (const auto& [text, reason] : std::vector<std::pair<std::string, std::string>>{
             {"", "complaint.key_missing"}, {"1", "complaint.key_weak"}, {std::string(64, 'a'), "complaint.key_weak"},
             {"0123456789abcdef0123456789abcde", "complaint.key_weak"}, {"abc def ghi jkl mno pqr stu vwx yz0123", "complaint.key_weak"},
             {std::string(65, 'a') + std::string("0123456789") + std::string(65, 'b'), "complaint.key_weak"}}) {
        input.key = text;
        EXPECT_EQ(reason_of(file_complaint_->run(input)), reason) << text;
    }
    for (const char* good : {"6a2f41a3-c54c-4ce8-a1b2-0f9e8d7c6b5a", "Zm9vYmFyLWJhei1xdXV4XzEy"}) {
        input.key = good;
        EXPECT_TRUE(file_complaint_->run(input).ok()) << good;
    }
}

TEST_P(Complaints, NoneIsTakenWithoutTwoHandlersOutsideTheBody) {
    EXPECT_EQ(reason_of(file_complaint_->run(complaint(1))), "complaint.no_handlers");
    handlers();
    EXPECT_TRUE(file_complaint_->run(complaint(2)).ok());
    account("cheng", "R2", "b2");
    make_key("cheng");
    auto about = complaint(3);
    about.body_id = "b1";
    const std::string id = filed(about).text_or_empty("id");
    EXPECT_EQ(batch(), 2);
    // Below the accused body: not among the readers, though key and right are there.
    EXPECT_EQ(reason_of(read_->run(case_of(id), std::string(kPassphrase) + " cheng", actor("cheng"))), "complaint.unknown");
    EXPECT_TRUE(read_->run(case_of(id), std::string(kPassphrase) + " anna", actor("anna")).ok());
    about.body_id = "nowhere";
    about.key = key(4);
    EXPECT_EQ(reason_of(file_complaint_->run(about)), "complaint.body_unknown");
    about.body_id = "office";
    EXPECT_EQ(reason_of(file_complaint_->run(about)), "complaint.no_handlers");
}

TEST_P(Complaints, AKeyOfAnAccountWithoutTheRightDoesNotCount) {
    account("anna");
    make_key("anna");
    account("dora", "R5");
    make_key("dora");
    EXPECT_EQ(reason_of(file_complaint_->run(complaint(1))), "complaint.no_handlers");
    EXPECT_EQ(reason_of(handler_keys_->make({.passphrase = kPassphrase}, app::tenant_wide("dora", kTenant, {"body.read"}))), "access.denied");
    EXPECT_EQ(handler_keys_->show(actor("anna"))->at("ready"), Json(false));
}

TEST_P(Complaints, OnlyAnAddressedHandlerWithThePassphraseReadsAndEachReadIsInTheJournal) {
    handlers();
    const std::string id = filed(complaint(1)).text_or_empty("id");
    account("late");
    make_key("late");
    account("none");
    EXPECT_EQ(batch(), 1);
    const std::string case_id = case_of(id);
    EXPECT_EQ(reason_of(read_->run(case_id, std::string(kPassphrase) + " late", actor("late"))), "complaint.unknown");
    EXPECT_EQ(reason_of(read_->run(case_id, "whatever it is", actor("none"))), "complaint.unknown");
    EXPECT_EQ(reason_of(read_->run("case-none", std::string(kPassphrase) + " anna", actor("anna"))), "complaint.unknown");
    EXPECT_TRUE(contents("access").empty());
    EXPECT_EQ(reason_of(read_->run(case_id, std::string(kPassphrase) + " bruno", actor("anna"))), "handler_key.passphrase_wrong");
    ASSERT_EQ(contents("access").size(), 1U);
    EXPECT_EQ(contents("access")[0].text_or_empty("outcome"), "refused");
    EXPECT_TRUE(read_->run(case_id, std::string(kPassphrase) + " anna", actor("anna")).ok());
    EXPECT_EQ(contents("access").size(), 2U);
    intake_.hidden_from.insert("anna");
    EXPECT_EQ(reason_of(read_->run(case_id, std::string(kPassphrase) + " anna", actor("anna"))), "complaint.unknown");
    EXPECT_EQ(reason_of(read_->answer(case_id, "您好", actor("anna"))), "complaint.unknown");
    EXPECT_EQ(reason_of(read_->run(case_id, kPassphrase, app::tenant_wide("anna", kTenant, {"body.read"}))), "access.denied");
}

TEST_P(Complaints, ALostPassphraseIsReplacedByEnoughShares) {
    account("anna");
    const Json made = make_key("anna", app::HandlerKeys::Shares{.count = 3, .needed = 2});
    account("bruno");
    make_key("bruno");
    const std::string id = filed(complaint(1)).text_or_empty("id");
    EXPECT_EQ(batch(), 1);
    std::vector<std::string> shares;
    for (const Json& one : made.at("shares").as_array()) { shares.push_back(one.as_string()); }
    ASSERT_EQ(shares.size(), 3U);

    const auto recover = [&](std::vector<std::string> some, const char* account = "anna") {
        return reason_of(handler_keys_->recover({.shares = std::move(some), .passphrase = "a new passphrase"}, actor(account)));
    };
    EXPECT_EQ(recover({shares[0]}), "handler_key.shares_wrong");
    EXPECT_EQ(recover({shares[0], shares[0]}), "handler_key.shares_wrong");
    EXPECT_EQ(recover({}), "handler_key.shares_wrong");
    EXPECT_EQ(recover({shares[0], shares[1]}, "bruno"), "handler_key.shares_wrong");
    std::string mistyped = shares[1];
    mistyped[10] = mistyped[10] == 'A' ? 'B' : 'A';
    EXPECT_EQ(recover({shares[0], mistyped}), "handler_key.share_form");
    EXPECT_EQ(recover({shares[2], shares[0]}), "");
    const std::string old = std::string(kPassphrase) + " anna";
    EXPECT_EQ(reason_of(read_->run(case_of(id), old, actor("anna"))), "handler_key.passphrase_wrong");
    EXPECT_TRUE(read_->run(case_of(id), "a new passphrase", actor("anna")).ok());
    EXPECT_EQ(reason_of(handler_keys_->recover({.shares = shares, .passphrase = "short"}, actor("anna"))), "handler_key.passphrase_length");
}

TEST_P(Complaints, AKeyInPlaceOfAnotherLeavesTheOldComplaintsReadable) {
    handlers();
    const std::string before = filed(complaint(1)).text_or_empty("id");
    EXPECT_EQ(reason_of(handler_keys_->make({.passphrase = "another one, longer"}, actor("anna"))), "handler_key.exists");
    ASSERT_TRUE(handler_keys_->make({.passphrase = "another one, longer", .replace = true}, actor("anna")).ok());
    const std::string after = filed(complaint(2)).text_or_empty("id");
    EXPECT_EQ(batch(), 2);
    EXPECT_TRUE(read_->run(case_of(before), std::string(kPassphrase) + " anna", actor("anna")).ok());
    EXPECT_EQ(reason_of(read_->run(case_of(after), std::string(kPassphrase) + " anna", actor("anna"))), "handler_key.passphrase_wrong");
    EXPECT_TRUE(read_->run(case_of(after), "another one, longer", actor("anna")).ok());
}

TEST_P(Complaints, ALockPutInByHandIsNoticed) {
    handlers();
    const std::string id = filed(complaint(1)).text_or_empty("id");
    EXPECT_EQ(batch(), 1);
    const std::string key_id = contents("handler_key")[0].text_or_empty("code");
    const std::string account = contents("handler_key")[0].text_or_empty("account");
    const auto other = envelope_->lock_with_passphrase("passphrase of a thief", envelope_->make_keys().private_key.view(), "handler key " + key_id);
    ASSERT_TRUE(store_->write({support::an_actor("thief"), clock_.now()}, [&](app::Work& work) {
        return parts_->filings.keep_secret(work, kTenant, key_id, *other);
    }).ok());
    EXPECT_EQ(reason_of(read_->run(case_of(id), "passphrase of a thief", actor(account))), "handler_key.tampered");
}

TEST_P(Complaints, ANamedOneIsACaseAtOnceWithItsContactSealed) {
    auto input = complaint(1);
    input.contact = Json::object().set("name", "王小明").set("phone", "13900001111");
    const Json taken = filed(input);
    EXPECT_EQ(taken.at("anonymous"), Json(false));
    const std::string case_id = case_of(taken.text_or_empty("id"));
    ASSERT_FALSE(case_id.empty());
    EXPECT_EQ(intake_.cases.at(case_id).draft.content, "拖欠工程款三年未付");
    EXPECT_FALSE(intake_.cases.at(case_id).draft.contact.text_or_empty("sealed").empty());
    const std::string receipt = taken.text_or_empty("receipt");
    ASSERT_TRUE(follow_->write({.receipt = receipt}, "我的补充", "").ok());
    const auto read = read_->run(case_id, "", actor("anna"));
    ASSERT_TRUE(read.ok()) << read.error().reason;
    EXPECT_EQ(read->at("content").at("contact").text_or_empty("phone"), "13900001111");
    EXPECT_EQ(read->at("messages").as_array().at(0).text_or_empty("text"), "我的补充");
    ASSERT_TRUE(read_->answer(case_id, "已受理", actor("anna")).ok());
    EXPECT_EQ(follow_->look({.receipt = receipt})->at("messages").as_array().at(1).text_or_empty("text"), "已受理");
    EXPECT_EQ(batch(), 0);
    EXPECT_EQ(filed(input).text_or_empty("receipt"), receipt);
    for (const Json& one : contents("filing")) {
        EXPECT_THAT(base::canonical(one), testing::Not(testing::AnyOf(HasSubstr("王小明"), HasSubstr("13900001111"), HasSubstr("补充"))));
    }
    EXPECT_EQ(contents("filing").size(), 3U);
}

TEST_P(Complaints, AContactWithTheWishToStayUnnamedIsLockedWithTheContent) {
    handlers();
    auto input = complaint(1);
    input.contact = Json::object().set("phone", "13900002222");
    input.anonymous = true;
    const std::string id = filed(input).text_or_empty("id");
    EXPECT_EQ(batch(), 1);
    EXPECT_TRUE(intake_.cases.at(case_of(id)).draft.contact.is_null());
    EXPECT_EQ(read_->run(case_of(id), std::string(kPassphrase) + " anna", actor("anna"))->at("content").at("contact").text_or_empty("phone"), "13900002222");
}

TEST_P(Complaints, ARatingCountsOnceAndWithTheNextBatchWhenAnonymous) {
    handlers();
    const Json taken = filed(complaint(1));
    const app::FollowComplaint::Visit visit{.receipt = taken.text_or_empty("receipt")};
    EXPECT_EQ(reason_of(follow_->rate(visit, {.satisfaction = "satisfied"})), "complaint.not_ratable");
    EXPECT_EQ(batch(), 1);
    auto& one = intake_.cases.at(case_of(taken.text_or_empty("id")));
    one.reply = "已于本月付清";
    EXPECT_EQ(follow_->look(visit)->at("can_rate"), Json(true));
    EXPECT_EQ(follow_->look(visit)->text_or_empty("reply"), "已于本月付清");
    EXPECT_EQ(reason_of(follow_->rate(visit, {.satisfaction = "great"})), "complaint.satisfaction_unknown");
    ASSERT_TRUE(follow_->rate(visit, {.satisfaction = "dissatisfied", .note = "利息未付"}).ok());
    EXPECT_TRUE(one.ratings.empty());
    EXPECT_EQ(follow_->look(visit)->at("can_rate"), Json(false));
    EXPECT_EQ(reason_of(follow_->rate(visit, {.satisfaction = "satisfied"})), "complaint.not_ratable");
    EXPECT_EQ(batch(), 2);
    ASSERT_EQ(one.ratings.size(), 1U);
    EXPECT_EQ(one.ratings[0].satisfaction, "dissatisfied");
    EXPECT_TRUE(one.ratings[0].note.empty());
    const auto read = read_->run(case_of(taken.text_or_empty("id")), std::string(kPassphrase) + " anna", actor("anna"));
    EXPECT_EQ(read->at("messages").as_array().at(0).text_or_empty("text"), "利息未付");
}

TEST_P(Complaints, AMessageWithTheSameKeyIsKeptOnce) {
    handlers();
    const app::FollowComplaint::Visit visit{.receipt = filed(complaint(1)).text_or_empty("receipt")};
    const auto first = follow_->write(visit, "一次", "message-key-1");
    const auto again = follow_->write(visit, "一次", "message-key-1");
    ASSERT_TRUE(first.ok() && again.ok());
    EXPECT_EQ(first->at("number"), again->at("number"));
    EXPECT_EQ(follow_->look(visit)->at("messages").as_array().size(), 1U);
    EXPECT_EQ(reason_of(follow_->write(visit, "  ", "")), "complaint.message_length");
}

TEST_P(Complaints, OneThatTheIntakeRefusesWaitsAndHoldsUpNoOther) {
    handlers();
    auto refused = complaint(1);
    refused.body_id = "b1";
    intake_.refused.insert("b1");
    const std::string id = filed(refused).text_or_empty("id");
    filed(complaint(2));
    EXPECT_EQ(batch(), 1);
    EXPECT_EQ(follow_->look({.receipt = filed(refused).text_or_empty("receipt")})->text_or_empty("state"), "received");
    intake_.refused.clear();
    EXPECT_EQ(batch(), 1);
    EXPECT_FALSE(case_of(id).empty());
}

TEST_P(Complaints, ACertificateIsJudgedBeforeAndAfterItEntersTheJournal) {
    handlers();
    const Json taken = filed(complaint(1));
    const app::JudgeFile judge(*store_, *hasher_, *verifier_, {{.algorithm = signer_->algorithm(), .public_pem = signer_->public_key_pem()}});
    const Json early = taken.at("certificate");
    auto verdict = judge.run(early);
    ASSERT_TRUE(verdict.ok());
    EXPECT_EQ(verdict->text_or_empty("verdict"), "valid");
    EXPECT_EQ(verdict->text_or_empty("kind"), "complaint_receipt");
    EXPECT_EQ(verdict->at("entered"), Json(false));
    EXPECT_EQ(batch(), 1);
    verdict = judge.run(early);
    EXPECT_EQ(verdict->text_or_empty("verdict"), "valid");
    EXPECT_EQ(verdict->at("entered"), Json(true));
    EXPECT_TRUE(verdict->at("index").is_int());

    const Json late = follow_->look({.receipt = taken.text_or_empty("receipt")})->at("certificate");
    ASSERT_TRUE(late.at("entry").is_object());
    EXPECT_EQ(judge.run(late)->text_or_empty("verdict"), "valid");
    for (const char* member : {"number", "day", "digest", "tenant"}) {
        Json changed = late;
        std::string text = changed.text_or_empty(member);
        text.back() = text.back() == '1' ? '2' : '1';
        changed.set(member, text);
        EXPECT_EQ(judge.run(changed)->text_or_empty("verdict"), "inconsistent") << member;
    }
    Json moved = late;
    Json entry = late.at("entry");
    entry.set("leafIndex", *entry.int_at("leafIndex") - 1);
    moved.set("entry", entry);
    EXPECT_EQ(judge.run(moved)->text_or_empty("verdict"), "inconsistent");
    EXPECT_EQ(base::canonical(*verdict).find("投诉第"), std::string::npos);
}

}  // namespace
}  // namespace gx::tests
