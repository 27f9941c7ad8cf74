// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "app/subject/change_bodies.hpp"
#include "app/subject/change_posts.hpp"
#include "app/subject/hand_over.hpp"
#include "app/subject/subject_rows.hpp"
#include "app/subject/who_was_responsible.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/memory_store.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using support::an_actor;

Date day(int year, unsigned month, unsigned date) { return Date::make(year, month, date).value(); }

template <class T>
std::string reason_of(const Result<T>& result) {
    return result.ok() ? "" : result.error().reason;
}

const std::vector<std::string> kBasis = {"S-6.4d"};
const Actor kNobody{.account = "account-9", .tenant = "990101", .actions = {"body.read"}};

class SubjectTest : public testing::Test {
protected:
    std::string add_body(const char* code, const char* parent = "", const char* from = "2010-01-01") {
        Json json = Json::object();
        json.set("code", code).set("scheme", "none").set("name", std::string("示范市") + code).set("class", "DEPT");
        json.set("division_code", "990101").set("valid_from", from);
        if (*parent != '\0') { json.set("parent_id", parent); }
        return RegisterBody(store_, clock_, ids_).run({.content = json}, an_actor()).value().body_id;
    }
    std::string add_post(const std::string& body, const char* code = "P-1") {
        Json json = Json::object();
        json.set("code", code).set("body_id", body).set("title", "局长").set("rank", "head").set("valid_from", "2012-01-01");
        return OpenPost(store_, clock_, ids_).run({.content = json}, an_actor()).value().post_id;
    }
    std::string add_official(const std::string& body, const char* staff_no) {
        const std::string id = ids_.next_id();
        const auto sealing = sealer_.seal("990101", ids_.next_id(), base::as_bytes("张三")).value();
        Json json = Json::object();
        json.set("staff_no", staff_no).set("body_id", body).set("name", sealing.reference()).set("valid_from", "2012-01-01");
        const auto add = [&](Work& work) -> Result<Done> {
            GX_CHECK(work.add_sealed(sealing.row));
            return work.put(first_version("official", "990101", id, json), "add");
        };
        EXPECT_TRUE(store_.write({.actor = an_actor(), .at = clock_.now()}, add).ok());
        return id;
    }
    std::string start(const std::string& post, const std::string& official, Date from,
                      StartTenure::Kind kind = StartTenure::Kind::Full) {
        const auto started = StartTenure(store_, clock_, ids_)
                                 .run({.post_id = post, .official_id = official, .from_on = from, .kind = kind, .basis = kBasis},
                                      an_actor());
        return started.ok() ? started->tenure_id : started.error().reason;
    }
    std::string end(const std::string& tenure, Date to) {
        return reason_of(EndTenure(store_, clock_).run({.tenure_id = tenure, .to_on = to, .basis = kBasis}, an_actor()));
    }
    Json body_content(const std::string& id) { return store_.reader().value()->find("body", "990101", id).value()->content; }
    std::vector<std::string> ancestors(const std::string& id, Date on) {
        return load_org_tree(*store_.reader().value(), "990101").value().ancestors_on(id, on);
    }

    support::ToyHasher hasher_;
    support::MemoryStore store_{hasher_};
    support::FixedClock clock_;
    support::SequenceIds ids_;
    support::ToySealer sealer_;
};

TEST_F(SubjectTest, RegistersABodyWithItsWarnings) {
    Json json = Json::object();
    json.set("code", "11211382MB1QY001XE").set("scheme", "uscc").set("name", "示范市财政局").set("class", "DEPT");
    json.set("division_code", "990101").set("valid_from", "2010-01-01");
    RegisterBody use_case(store_, clock_, ids_);
    const auto registered = use_case.run({.content = json}, an_actor());
    ASSERT_TRUE(registered.ok());
    EXPECT_TRUE(registered->warnings.empty());
    EXPECT_EQ(body_content(registered->body_id), json);
    EXPECT_EQ(store_.state.entries.at(0).entry.action, "add");

    EXPECT_EQ(reason_of(use_case.run({.content = json}, an_actor())), "store.key_taken");
    EXPECT_EQ(reason_of(use_case.run({.content = json}, kNobody)), "access.denied");
    EXPECT_EQ(reason_of(use_case.run({.content = Json(json).set("code", "11211382MB1QY001X0")}, an_actor())), "uscc.check");
    EXPECT_EQ(reason_of(use_case.run({.content = Json(json).set("code", "12211382MB1QY0028B").set("parent_id", "none")}, an_actor())),
              "body.unknown");
    EXPECT_EQ(reason_of(use_case.run({.content = Json(json).set("code", "12211382MB1QY0028B").set("valid_from", "2009-01-01")
                                                     .set("parent_id", registered->body_id)}, an_actor())),
              "subject.parent_closed");
    EXPECT_EQ(reason_of(use_case.run({.content = Json(json).set("past", Json::Array{Json::object().set("until", "2011-01-01")
                                                     .set("name", "x").set("division_code", "990101")})}, an_actor())),
              "body.past_given");
    EXPECT_EQ(store_.state.head, 1);
}

TEST_F(SubjectTest, MovesABodyWithoutRewritingHistory) {
    const auto gov = add_body("gov");
    const auto party = add_body("party");
    const auto bureau = add_body("bureau", gov.c_str());
    const auto station = add_body("station", bureau.c_str());
    MoveBody move(store_, clock_);
    const MoveBody::Input good{.body_id = bureau, .parent_id = party, .from = day(2015, 3, 1), .basis = kBasis};
    ASSERT_EQ(reason_of(move.run(good, an_actor())), "");
    using Ids = std::vector<std::string>;
    EXPECT_EQ(ancestors(station, day(2015, 2, 28)), (Ids{bureau, gov}));
    EXPECT_EQ(ancestors(station, day(2015, 3, 1)), (Ids{bureau, party}));
    EXPECT_EQ(body_content(bureau).at("basis"), Json(Json::Array{"S-6.4d"}));

    const auto refused = [&](auto change, const Actor& actor = an_actor()) {
        auto input = good;
        input.from = day(2016, 1, 1);
        change(input);
        return reason_of(move.run(input, actor));
    };
    EXPECT_EQ(refused([](auto&) {}), "body.unchanged");
    EXPECT_EQ(refused([&](auto& in) { in.parent_id = station; }), "subject.parent_cycle");
    EXPECT_EQ(refused([&](auto& in) { in.parent_id = "nobody"; }), "body.unknown");
    EXPECT_EQ(refused([&](auto& in) { in.body_id = "nobody"; }), "body.unknown");
    EXPECT_EQ(refused([&](auto& in) { in.parent_id = gov; in.basis = {}; }), "subject.basis_missing");
    EXPECT_EQ(refused([&](auto& in) { in.parent_id = gov; in.from = day(2026, 11, 23); }), "subject.day_in_future");
    EXPECT_EQ(refused([&](auto& in) { in.parent_id = gov; in.from = day(2015, 3, 1); }), "body.change_out_of_order");
    EXPECT_EQ(refused([&](auto& in) { in.division_code = "99"; }), "division.code");
    EXPECT_EQ(refused([](auto&) {}, kNobody), "access.denied");
    EXPECT_EQ(refused([&](auto& in) { in.parent_id = gov; }, an_actor("account-1", "990102")), "body.unknown");
    EXPECT_EQ(refused([&](auto& in) { in.parent_id = gov; }), "");
}

TEST_F(SubjectTest, RenamesABody) {
    const auto bureau = add_body("bureau");
    RenameBody rename(store_, clock_);
    EXPECT_EQ(reason_of(rename.run({.body_id = bureau, .name = "新局", .from = day(2018, 7, 1), .basis = {}}, an_actor())),
              "subject.basis_missing");
    EXPECT_EQ(reason_of(rename.run({.body_id = bureau, .name = "新局", .from = day(2018, 7, 1), .basis = kBasis}, kNobody)),
              "access.denied");
    EXPECT_EQ(reason_of(rename.run({.body_id = bureau, .name = "新局", .from = day(2018, 7, 1), .basis = kBasis}, an_actor())), "");
    const auto body = domain::Body::from_json(body_content(bureau)).value();
    EXPECT_EQ(body.state_on(day(2018, 6, 30)).name, "示范市bureau");
    EXPECT_EQ(body.state_on(day(2018, 7, 1)).name, "新局");
}

TEST_F(SubjectTest, ClosesABodyInFavourOfItsSuccessor) {
    const auto old_body = add_body("old");
    const auto new_body = add_body("new");
    const auto post = add_post(old_body);
    CloseBody close(store_, clock_);
    const CloseBody::Input good{.body_id = old_body, .successor_id = new_body, .on = day(2020, 1, 1), .basis = kBasis};
    const auto refused = [&](auto change, const Actor& actor = an_actor()) {
        auto input = good;
        change(input);
        return reason_of(close.run(input, actor));
    };
    EXPECT_EQ(refused([](auto&) {}, kNobody), "access.denied");
    EXPECT_EQ(refused([](auto& in) { in.basis = {""}; }), "subject.basis_missing");
    EXPECT_EQ(refused([](auto& in) { in.successor_id = ""; }), "body.successor_missing");
    EXPECT_EQ(refused([&](auto& in) { in.successor_id = old_body; }), "subject.successor_cycle");
    EXPECT_EQ(refused([](auto& in) { in.successor_id = "nobody"; }), "body.unknown");
    EXPECT_EQ(refused([](auto& in) { in.on = day(2009, 1, 1); }), "body.change_out_of_order");
    EXPECT_EQ(refused([](auto&) {}), "body.posts_open");
    EXPECT_EQ(reason_of(ClosePost(store_, clock_).run({.post_id = post, .on = day(2020, 1, 1), .basis = kBasis}, an_actor())), "");
    EXPECT_EQ(refused([](auto&) {}), "");
    EXPECT_EQ(refused([](auto&) {}), "body.closed");
    // The successor cannot pass its duties back to a body that is gone.
    EXPECT_EQ(reason_of(close.run({.body_id = new_body, .successor_id = old_body, .on = day(2021, 1, 1), .basis = kBasis}, an_actor())),
              "body.successor_closed");
    const auto responsible = WhoWasResponsible(store_).run({.post_id = post, .day = day(2019, 1, 1), .today = day(2026, 11, 22)}, an_actor()).value();
    EXPECT_EQ(responsible.body_id, old_body);
    EXPECT_EQ(responsible.answering_id, new_body);
}

TEST_F(SubjectTest, FindsWhoWasResponsibleAlsoAfterTheyLeft) {
    const auto bureau = add_body("bureau");
    const auto post = add_post(bureau);
    const auto zhang = add_official(bureau, "GB-1");
    const auto wang = add_official(bureau, "GB-2");
    const auto first = start(post, zhang, day(2018, 1, 1));
    EXPECT_EQ(start(post, wang, day(2021, 9, 1)), "tenure.overlap");
    EXPECT_EQ(end(first, day(2021, 6, 30)), "");
    start(post, wang, day(2021, 6, 30), StartTenure::Kind::Acting);
    const auto second = start(post, wang, day(2021, 9, 1));
    EXPECT_EQ(second, "tenure.overlap");  // not twice at once: the acting time must end first

    Json duty = Json::object();
    duty.set("code", "HT-1").set("body_id", bureau).set("kind", "contract").set("title", "修路").set("source_id", "s");
    duty.set("post_id", post).set("made_on", "2019-01-01").set("due_on", "2020-01-01");
    const auto add = [&](Work& work) {
        GX_ASSERT(work.put(first_version("obligation", "990101", "duty-2", Json(duty).set("code", "HT-2").set("post_id", nullptr)), "add").ok());
        return work.put(first_version("obligation", "990101", "duty-1", duty), "add");
    };
    ASSERT_TRUE(store_.write({.actor = an_actor(), .at = clock_.now()}, add).ok());

    WhoWasResponsible who(store_);
    const Date today = clock_.today();
    const auto then = who.run({.obligation_id = "duty-1", .day = day(2020, 1, 2), .today = today}, an_actor()).value();
    ASSERT_EQ(then.holders.size(), 1U);
    EXPECT_EQ(then.holders[0].official_id, zhang);
    EXPECT_EQ(then.holders[0].staff_no, "GB-1");
    EXPECT_TRUE(then.holders[0].left);
    EXPECT_EQ(base::canonical(to_json(then)),
              fmt::format(R"({{"answering_id":"{0}","body_id":"{0}","body_name":"示范市bureau","holders":[{{"acting":false,)"
                          R"("from_on":"2018-01-01","left":true,"official_id":"{1}","staff_no":"GB-1","to_on":"2021-06-30"}}],)"
                          R"("post_id":"{2}","post_title":"局长"}})", bureau, zhang, post));
    const auto later = who.run({.post_id = post, .day = day(2021, 7, 1), .today = today}, an_actor()).value();
    ASSERT_EQ(later.holders.size(), 1U);
    EXPECT_EQ(later.holders[0].official_id, wang);
    EXPECT_TRUE(later.holders[0].acting);
    EXPECT_FALSE(later.holders[0].left);
    EXPECT_TRUE(who.run({.post_id = post, .day = day(2017, 1, 1), .today = today}, an_actor())->holders.empty());

    EXPECT_EQ(reason_of(who.run({.day = today, .today = today}, an_actor())), "responsible.what");
    EXPECT_EQ(reason_of(who.run({.post_id = post, .obligation_id = "duty-1", .day = today, .today = today}, an_actor())), "responsible.what");
    EXPECT_EQ(reason_of(who.run({.post_id = "none", .day = today, .today = today}, an_actor())), "post.unknown");
    EXPECT_EQ(reason_of(who.run({.obligation_id = "none", .day = today, .today = today}, an_actor())), "obligation.unknown");
    EXPECT_EQ(reason_of(who.run({.obligation_id = "duty-2", .day = today, .today = today}, an_actor())), "responsible.no_post");
    EXPECT_EQ(reason_of(who.run({.post_id = post, .day = today, .today = today}, kNobody)), "access.denied");
}

/// One kind of duty, settled by acts.
domain::ObligationKinds some_kinds() {
    const auto json = base::parse_json(R"({"id": "contract", "title": {"zh": "合同", "en": "Contract"}, "group": "contract",
        "source": ["S-6.4c"], "settled_by": "acts", "needs_evidence": false, "domains": ["other"],
        "in_force": {"from": "2015-01-01"}})");
    auto kind = domain::ObligationKind::from_json(*json);
    EXPECT_TRUE(kind.ok()) << kind.error().reason << " " << kind.error().where << " " << kind.error().detail;
    return domain::ObligationKinds::make({std::move(kind).value()}).value();
}

// Source: S-6.4d: the list holds what the successor has to answer for.
TEST_F(SubjectTest, HandsOverTheOpenDutiesOfAPost) {
    const auto bureau = add_body("bureau");
    const auto post = add_post(bureau);
    const auto other_post = add_post(bureau, "P-2");
    const auto zhang = add_official(bureau, "GB-1");
    const auto wang = add_official(bureau, "GB-2");
    const auto first = start(post, zhang, day(2018, 1, 1));
    const auto duty = [&](const char* id, const std::string& of_post, const char* made, const char* due, const char* done) {
        Json json = Json::object();
        json.set("code", id).set("body_id", bureau).set("kind", "contract").set("title", "修路").set("source_id", "s");
        json.set("post_id", of_post).set("made_on", made).set("due_on", due);
        if (*done != '\0') { json.set("done_on", done); }
        const auto add = [&](Work& work) { return work.put(first_version("obligation", "990101", id, json), "add"); };
        ASSERT_TRUE(store_.write({.actor = an_actor(), .at = clock_.now()}, add).ok());
    };
    duty("overdue", post, "2019-01-01", "2020-01-01", "");
    duty("pending", post, "2019-01-01", "2022-01-01", "");
    duty("kept", post, "2019-01-01", "2020-01-01", "2019-12-01");
    duty("done_after", post, "2019-01-01", "2022-01-01", "2021-08-01");
    duty("made_after", post, "2021-07-01", "2022-01-01", "");
    duty("of_another_post", other_post, "2019-01-01", "2020-01-01", "");

    const auto kinds = some_kinds();
    HandOver hand_over(store_, clock_, ids_, kinds);
    const HandOver::Input good{.post_id = post, .on_day = day(2021, 6, 30), .basis = kBasis};
    EXPECT_EQ(reason_of(hand_over.run(good, an_actor())), "handover.same_official");  // nobody has left
    EXPECT_EQ(end(first, day(2021, 6, 30)), "");
    start(post, wang, day(2021, 6, 30));
    const auto made = hand_over.run(good, an_actor());
    ASSERT_TRUE(made.ok()) << made.error().reason << " " << made.error().detail;
    EXPECT_EQ(made->from_official_id, zhang);
    EXPECT_EQ(made->to_official_id, wang);
    EXPECT_EQ(made->obligation_ids, (std::vector<std::string>{"done_after", "overdue", "pending"}));
    EXPECT_EQ(store_.state.rows["handover"].at(made->handover_id).key, "P-1/2021-06-30");

    const auto refused = [&](auto change, const Actor& actor = an_actor()) {
        auto input = good;
        change(input);
        return reason_of(hand_over.run(input, actor));
    };
    EXPECT_EQ(refused([](auto&) {}), "store.key_taken");
    EXPECT_EQ(refused([](auto&) {}, kNobody), "access.denied");
    EXPECT_EQ(refused([](auto& in) { in.post_id = "none"; }), "post.unknown");
    EXPECT_EQ(refused([](auto& in) { in.basis = {}; }), "subject.basis_missing");
    EXPECT_EQ(refused([](auto& in) { in.on_day = day(2017, 1, 1); }), "handover.no_holder");

    SignHandover sign(store_, clock_);
    const std::string id = made->handover_id;
    EXPECT_EQ(reason_of(sign.run({.handover_id = id, .signed_on = day(2021, 7, 2)}, kNobody)), "access.denied");
    EXPECT_EQ(reason_of(sign.run({.handover_id = "none", .signed_on = day(2021, 7, 2)}, an_actor())), "handover.unknown");
    EXPECT_EQ(reason_of(sign.run({.handover_id = id, .signed_on = day(2021, 6, 29)}, an_actor())), "handover.signed_before_day");
    EXPECT_EQ(reason_of(sign.run({.handover_id = id, .signed_on = day(2026, 11, 23)}, an_actor())), "subject.day_in_future");
    EXPECT_EQ(reason_of(sign.run({.handover_id = id, .signed_on = day(2021, 7, 2)}, an_actor())), "");
    EXPECT_EQ(reason_of(sign.run({.handover_id = id, .signed_on = day(2021, 7, 2)}, an_actor())), "handover.signed");
}

TEST_F(SubjectTest, KeepsPostsAndTenuresInOrder) {
    const auto bureau = add_body("bureau");
    const auto post = add_post(bureau);
    const auto zhang = add_official(bureau, "GB-1");
    Json json = Json::object();
    json.set("code", "P-2").set("body_id", bureau).set("title", "局长").set("valid_from", "2009-01-01");
    OpenPost open(store_, clock_, ids_);
    EXPECT_EQ(reason_of(open.run({.content = json}, an_actor())), "post.body_closed");
    EXPECT_EQ(reason_of(open.run({.content = Json(json).set("body_id", "none")}, an_actor())), "body.unknown");
    EXPECT_EQ(reason_of(open.run({.content = Json(json).set("code", "P-1").set("valid_from", "2011-01-01")}, an_actor())), "store.key_taken");
    EXPECT_EQ(reason_of(open.run({.content = json}, kNobody)), "access.denied");

    EXPECT_EQ(start(post, zhang, day(2011, 12, 31)), "tenure.post_closed");
    EXPECT_EQ(start(post, "none", day(2013, 1, 1)), "official.unknown");
    EXPECT_EQ(start("none", zhang, day(2013, 1, 1)), "post.unknown");
    const auto tenure = start(post, zhang, day(2013, 1, 1));
    EXPECT_EQ(store_.state.rows["tenure"].at(tenure).key, "P-1/GB-1/2013-01-01");
    ClosePost close(store_, clock_);
    EXPECT_EQ(reason_of(close.run({.post_id = post, .on = day(2014, 1, 1), .basis = kBasis}, an_actor())), "post.still_held");
    EXPECT_EQ(end(tenure, day(2012, 12, 31)), "tenure.order");
    EXPECT_EQ(end("none", day(2014, 1, 1)), "tenure.unknown");
    EXPECT_EQ(end(tenure, day(2014, 1, 1)), "");
    EXPECT_EQ(end(tenure, day(2015, 1, 1)), "tenure.ended");
    EXPECT_EQ(reason_of(close.run({.post_id = post, .on = day(2011, 1, 1), .basis = kBasis}, an_actor())), "post.valid_order");
    EXPECT_EQ(reason_of(close.run({.post_id = post, .on = day(2014, 1, 1), .basis = {}}, an_actor())), "subject.basis_missing");
    EXPECT_EQ(reason_of(close.run({.post_id = post, .on = day(2014, 1, 1), .basis = kBasis}, kNobody)), "access.denied");
    EXPECT_EQ(reason_of(close.run({.post_id = post, .on = day(2014, 1, 1), .basis = kBasis}, an_actor())), "");
    EXPECT_EQ(reason_of(close.run({.post_id = post, .on = day(2014, 1, 1), .basis = kBasis}, an_actor())), "post.closed");
    EXPECT_EQ(start(post, zhang, day(2014, 1, 1)), "tenure.post_closed");
    EndTenure ending(store_, clock_);
    EXPECT_EQ(reason_of(ending.run({.tenure_id = tenure, .to_on = day(2014, 1, 1), .basis = kBasis}, kNobody)), "access.denied");
    EXPECT_EQ(reason_of(ending.run({.tenure_id = tenure, .to_on = day(2014, 1, 1), .basis = {}}, an_actor())), "subject.basis_missing");
    StartTenure starting(store_, clock_, ids_);
    EXPECT_EQ(reason_of(starting.run({.post_id = post, .official_id = zhang, .from_on = day(2013, 1, 1), .basis = {}}, an_actor())),
              "subject.basis_missing");
    EXPECT_EQ(reason_of(starting.run({.post_id = post, .official_id = zhang, .from_on = day(2013, 1, 1), .basis = kBasis}, kNobody)),
              "access.denied");
}

TEST_F(SubjectTest, CallsARowThatBreaksARuleCorrupt) {
    const auto bureau = add_body("bureau");
    const auto post = add_post(bureau);
    store_.state.rows["post"].at(post).content = R"({"code":"P-1","body_id":"b","title":"t","valid_from":"2010-02-30"})";
    const auto result = WhoWasResponsible(store_).run({.post_id = post, .day = clock_.today(), .today = clock_.today()}, an_actor());
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::Corrupt);
    EXPECT_EQ(result.error().reason, "store.content");
}

}  // namespace
}  // namespace gx::app
