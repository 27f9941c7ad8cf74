// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/account_desk.hpp"

#include <gtest/gtest.h>

#include "tests/support/fakes.hpp"
#include "tests/support/memory_accounts.hpp"
#include "tests/support/memory_store.hpp"

namespace gx::app {
namespace {

Role a_role(const char* id, RoleScope scope, std::vector<std::string> actions, std::vector<std::string> never_with = {}) {
    Role role;
    role.id = id;
    role.scope = scope;
    role.actions = std::move(actions);
    role.never_with = std::move(never_with);
    return role;
}

class Desk : public testing::Test {
protected:
    Desk() {
        roles_ = {a_role("R2", RoleScope::Tenant, {"session.open", "body.change"}, {"R16", "R18"}),
                  a_role("R16", RoleScope::System, {"session.open", "account.read", "account.grant", "account.end_sessions"}, {"R18"}),
                  a_role("R18", RoleScope::System, {"session.open", "account.read", "account.add", "account.change", "account.close"}, {"R16"}),
                  a_role("self", RoleScope::Self, {"official.read_own"})};
        put("tenant", "t-1", "code", "990101");
        desk_ = open();
    }

    std::unique_ptr<AccountDesk> open() {
        auto made = AccountDesk::open({.store = store_, .rows = rows_, .passwords = passwords_, .codes = codes_, .sealer = sealer_,
                                       .clock = clock_, .ids = ids_, .random = random_, .hasher = hasher_, .roles = roles_,
                                       .key = base::Bytes(32, 7), .report = [this](const Error& error) { reported_.push_back(error.reason); }});
        EXPECT_TRUE(made.ok());
        return std::move(*made);
    }
    void put(const char* type, const char* id, const char* key, const char* value) {
        base::Json content = base::Json::object();
        content.set(key, value);
        ASSERT_TRUE(store_.write({support::an_actor(), clock_.now()}, [&](Work& work) {
            return work.put(Entity{type, "990101", id, {}, 1, -1, content}, "add");
        }).ok());
    }
    std::string add(const std::string& name, std::vector<GrantedRole> grants = {}, std::string password = "correct horse") {
        const auto made = desk_->manage().add({.username = name, .name = "某人", .grants = std::move(grants), .password = std::move(password)},
                                              support::an_actor());
        EXPECT_TRUE(made.ok()) << made.error().reason;
        return made->id;
    }
    Result<SignIn::Opened> sign_in(const std::string& name, const std::string& password = "correct horse", const std::string& totp = {},
                                   const std::string& network = "net-1") {
        return desk_->sign_in().open({.username = name, .password = password, .totp = totp, .network = network}, "Firefox 1");
    }
    static std::string reason(const auto& result) { return result.ok() ? "" : result.error().reason; }
    void later(std::int64_t milliseconds) { clock_.at = base::Instant::from_millis(clock_.at.millis() + milliseconds); }
    std::string step() const { return codes_.code({}, clock_.at.millis() / 30'000); }
    Actor actor(const SignIn::Opened& opened) { return desk_->sessions().find(opened.cookie)->actor; }

    static constexpr std::int64_t kMinute = 60'000;
    support::ToyHasher hasher_;
    support::MemoryStore store_{hasher_};
    support::MemoryAccountStore rows_;
    support::OpenPasswords passwords_;
    support::CountedCodes codes_;
    support::ToySealer sealer_;
    support::FixedClock clock_;
    support::SequenceIds ids_;
    support::CountingRandom random_;
    std::vector<Role> roles_;
    std::vector<std::string> reported_;
    std::unique_ptr<AccountDesk> desk_;
};

const GrantedRole kClerk{"R2", ScopeKind::Tenant, {}};
const GrantedRole kSecurity{"R16", ScopeKind::System, {}};
const GrantedRole kSystem{"R18", ScopeKind::System, {}};

TEST_F(Desk, OneAnswerAndOneComputationForEveryRefusal) {
    add("clerk", {kClerk});
    const std::string off = add("off-1");
    ASSERT_TRUE(desk_->manage().change(off, {.name = "某人", .state = "disabled"}, 1, support::an_actor()).ok());
    for (const char* name : {"nobody", "clerk", "off-1"}) {
        passwords_.compared = 0;
        EXPECT_EQ(reason(sign_in(name, std::string(name) == "off-1" ? "correct horse" : "wrong")), "session.refused") << name;
        EXPECT_EQ(passwords_.compared, 1) << name;
    }
    EXPECT_TRUE(sign_in("clerk").ok());
    EXPECT_TRUE(reported_.empty());
}

TEST_F(Desk, ASessionEndsWhenItIsIdleAndInAnyCase) {
    add("clerk", {kClerk});
    const auto opened = sign_in("clerk");
    ASSERT_TRUE(opened.ok());
    later(30 * kMinute - 1);
    EXPECT_NE(desk_->sessions().find(opened->cookie), nullptr);
    later(30 * kMinute);
    EXPECT_EQ(desk_->sessions().find(opened->cookie), nullptr);
    const auto busy = sign_in("clerk");
    for (int i = 0; i < 47; ++i) {
        later(10 * kMinute);
        ASSERT_NE(desk_->sessions().find(busy->cookie), nullptr) << i;
    }
    later(10 * kMinute);
    EXPECT_EQ(desk_->sessions().find(busy->cookie), nullptr) << "eight hours are over";
}

TEST_F(Desk, KnowsNoCookieButTheWhole) {
    add("clerk", {kClerk});
    const auto opened = sign_in("clerk");
    for (const std::string& cookie : {std::string{}, opened->cookie.substr(1), opened->cookie + "0", std::string(64, 'g'), opened->session.digest}) {
        EXPECT_EQ(desk_->sessions().find(cookie), nullptr);
    }
    EXPECT_EQ(rows_.web_sessions.count(opened->cookie), 0U) << "the store has digests only";
}

TEST_F(Desk, AnotherProcessSeesSessionsAndTheirEnd) {
    add("clerk", {kClerk});
    const auto opened = sign_in("clerk");
    const auto other = open();
    ASSERT_NE(other->sessions().find(opened->cookie), nullptr);
    ASSERT_TRUE(desk_->sign_in().close(actor(*opened)).ok());
    later(500);
    ASSERT_TRUE(other->refresh().ok());
    EXPECT_EQ(other->sessions().find(opened->cookie), nullptr);
}

TEST_F(Desk, ARowIsMarkedWhenItIsWrittenNotWhenTheWriterBegan) {
    add("clerk", {kClerk});
    WebSession ended = sign_in("clerk")->session;
    ended.revoked = true;
    later(kMinute);
    ASSERT_TRUE(store_.write({support::an_actor(), clock_.now()}, [&](Work& work) {
        return desk_->sessions().put(work, ended);
    }).ok());
    EXPECT_EQ(rows_.web_sessions.at(ended.digest).changed_at, clock_.at);
}

TEST_F(Desk, RowsThatNobodyWithTheKeyWroteAreNone) {
    add("clerk", {kClerk});
    const auto opened = sign_in("clerk");
    rows_.web_sessions.begin()->second.ends_at = base::Instant::from_millis(clock_.at.millis() + 900'000'000'000);
    EXPECT_EQ(open()->sessions().find(opened->cookie), nullptr);
    EXPECT_NE(desk_->sessions().find(opened->cookie), nullptr);
}

TEST_F(Desk, RightsStateAndPasswordEndWhatWasOpened) {
    const std::string id = add("clerk", {kClerk});
    const auto opened = sign_in("clerk");
    ASSERT_TRUE(desk_->manage().set_grants(id, {}, 1, support::an_actor()).ok());
    EXPECT_EQ(desk_->sessions().find(opened->cookie), nullptr);
    const auto again = sign_in("clerk");
    ASSERT_TRUE(again.ok());
    ASSERT_TRUE(desk_->manage().reset_password(id, support::an_actor()).ok());
    EXPECT_EQ(desk_->sessions().find(again->cookie), nullptr);
    EXPECT_EQ(reason(sign_in("clerk")), "session.refused");
}

TEST_F(Desk, AOneTimePasswordIsGoodForThreeDaysAndOpensNothingElse) {
    const auto made = desk_->manage().add({.username = "new-1", .name = "某人"}, support::an_actor());
    ASSERT_TRUE(made.ok());
    const auto opened = sign_in("new-1", made->password);
    ASSERT_TRUE(opened.ok());
    EXPECT_TRUE(opened->holder->restricted);
    later(72 * 60 * kMinute - 1);
    EXPECT_TRUE(sign_in("new-1", made->password).ok());
    later(1);
    EXPECT_EQ(reason(sign_in("new-1", made->password)), "session.refused");
}

TEST_F(Desk, AChangedPasswordKeepsThisSessionUnderANewIdOnly) {
    add("clerk", {kClerk});
    const auto one = sign_in("clerk");
    const auto two = sign_in("clerk");
    const auto changed = desk_->own().change_password({.username = {}, .password = "correct horse"}, "battery staple 9", actor(*two));
    ASSERT_TRUE(changed.ok()) << changed.error().reason;
    EXPECT_EQ(desk_->sessions().find(one->cookie), nullptr);
    EXPECT_EQ(desk_->sessions().find(two->cookie), nullptr);
    ASSERT_NE(desk_->sessions().find(changed->cookie), nullptr);
    EXPECT_EQ(changed->session.ends_at, two->session.ends_at) << "a new id is no longer life";
    EXPECT_EQ(reason(sign_in("clerk")), "session.refused");
    EXPECT_TRUE(sign_in("clerk", "battery staple 9").ok());
}

TEST_F(Desk, HashesAgainWhenTheCostChanges) {
    const std::string id = add("clerk", {kClerk});
    passwords_.cost = "2";
    const auto opened = sign_in("clerk");
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(rows_.secrets.at(id).password, "$2$correct horse");
    EXPECT_TRUE(sign_in("clerk").ok());
    EXPECT_NE(desk_->sessions().find(opened->cookie), nullptr);
    EXPECT_TRUE(reported_.empty());
}

TEST_F(Desk, TamperingIsRefusedAndReported) {
    const std::string id = add("clerk", {kClerk});
    auto& row = store_.state.rows["account"].at(id);
    const std::string sound = row.content;
    row.content.replace(row.content.find("R2"), 2, "R9");
    EXPECT_EQ(reason(sign_in("clerk")), "session.refused");
    EXPECT_EQ(reported_, std::vector<std::string>{"account.tampered"});
    row.content = sound;
    EXPECT_TRUE(sign_in("clerk").ok());
    rows_.secrets.at(id).password = "$1$mine";
    EXPECT_EQ(reason(sign_in("clerk", "mine")), "session.refused");
    EXPECT_EQ(reported_.size(), 2U);
    // Row and entry changed alike: the leaf in the tree still says otherwise.
    rows_.secrets.at(id).password = "$1$correct horse";
    for (auto& [seq, stored] : store_.state.entries) {
        if (stored.entry.entity_id == id && stored.entry.content) {
            stored.entry.content->replace(stored.entry.content->find("R2"), 2, "R9");
            row.content = *stored.entry.content;
        }
    }
    EXPECT_EQ(reason(sign_in("clerk")), "session.refused");
    EXPECT_EQ(reported_.size(), 3U);
}

TEST_F(Desk, ASecondFactorMakesNoTamperedRowSound) {
    const std::string id = add("clerk", {kClerk});
    const auto opened = sign_in("clerk");
    auto& row = store_.state.rows["account"].at(id);
    const std::string sound = row.content;
    row.content.replace(row.content.find("R2"), 2, "R9");
    EXPECT_EQ(reason(desk_->own().confirm_totp(step(), actor(*opened))), "account.tampered");
    EXPECT_EQ(reason(sign_in("clerk")), "session.refused");
    store_.state.rows["account"].at(id).content = sound;
    EXPECT_TRUE(desk_->own().confirm_totp(step(), actor(*opened)).ok());
}

TEST_F(Desk, TwentyFailuresLockHereOnly) {
    add("clerk", {kClerk});
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(reason(sign_in("clerk", "wrong")), "session.refused") << i;
        later(31'000);
    }
    EXPECT_EQ(reason(sign_in("clerk")), "session.refused");
    EXPECT_TRUE(sign_in("clerk", "correct horse", {}, "net-2").ok());
    later(15 * kMinute);
    EXPECT_TRUE(sign_in("clerk").ok());
    EXPECT_EQ(reason(sign_in("clerk", "wrong")), "session.refused") << "counted from the beginning";
}

TEST_F(Desk, AttemptsBesideEachOtherAreEachCounted) {
    add("clerk", {kClerk});
    passwords_.meanwhile = [this] { EXPECT_EQ(reason(sign_in("clerk", "wrong")), "session.refused"); };
    EXPECT_EQ(reason(sign_in("clerk", "wrong")), "session.refused");
    ASSERT_EQ(rows_.counts.size(), 2U) << "one of name and network, one of the network";
    for (const auto& [place, count] : rows_.counts) { EXPECT_EQ(count.failures, 2) << place; }
}

TEST_F(Desk, AfterFiveFailuresOneWaits) {
    add("clerk", {kClerk});
    for (int i = 0; i < 5; ++i) { EXPECT_EQ(reason(sign_in("clerk", "wrong")), "session.refused"); }
    passwords_.compared = 0;
    EXPECT_EQ(reason(sign_in("clerk")), "session.too_many");
    EXPECT_EQ(passwords_.compared, 0);
    for (int i = 0; i < 5; ++i) { EXPECT_EQ(reason(sign_in("nobody", "wrong")), "session.refused"); }
    EXPECT_EQ(reason(sign_in("nobody")), "session.too_many") << "the same for names that are not there";
    later(1'000);
    EXPECT_TRUE(sign_in("clerk").ok());
}

TEST_F(Desk, ASeriesOfFailuresIsOneNoteAndUnknownNamesAreNone) {
    add("clerk", {kClerk});
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(reason(sign_in("clerk", "wrong")), "session.refused");
        EXPECT_EQ(reason(sign_in("nobody", "wrong")), "session.refused");
    }
    EXPECT_EQ(store_.state.rows["access"].size(), 1U);
    EXPECT_TRUE(sign_in("clerk").ok());
    EXPECT_EQ(store_.state.rows["access"].size(), 2U);
}

TEST_F(Desk, IsTidiedAlsoWhileSomebodyWorks) {
    add("clerk", {kClerk});
    const auto opened = sign_in("clerk");
    FailureCount old;
    old.place = "long ago";
    old.last_at = base::Instant::from_millis(clock_.at.millis() - 2 * 86'400'000);
    rows_.counts["long ago"] = old;
    for (int i = 0; i < 12; ++i) {
        later(kMinute);
        ASSERT_NE(desk_->sessions().find(opened->cookie), nullptr);
        ASSERT_TRUE(desk_->refresh().ok());
    }
    EXPECT_EQ(rows_.counts.count("long ago"), 0U);
}

TEST_F(Desk, TheSecondFactorIsTakenOnce) {
    const std::string id = add("clerk", {kClerk});
    const auto opened = sign_in("clerk");
    const Actor own = actor(*opened);
    EXPECT_EQ(desk_->own().begin_totp(own)->secret, desk_->own().begin_totp(own)->secret) << "nothing has to be kept of a proposal";
    const auto codes = desk_->own().confirm_totp(step(), own);
    ASSERT_TRUE(codes.ok());
    EXPECT_EQ(codes->size(), 10U);
    EXPECT_NE(desk_->sessions().find(opened->cookie), nullptr);
    EXPECT_EQ(reason(sign_in("clerk")), "session.totp_needed");
    EXPECT_EQ(reason(sign_in("clerk", "wrong")), "session.refused");
    EXPECT_EQ(reason(sign_in("clerk", "correct horse", step())), "session.refused") << "it confirmed the enrolment";
    later(30'000);
    const std::string now = step();
    EXPECT_TRUE(sign_in("clerk", "correct horse", now).ok());
    EXPECT_EQ(reason(sign_in("clerk", "correct horse", now)), "session.refused");
    later(90'000);
    EXPECT_EQ(reason(sign_in("clerk", "correct horse", now)), "session.refused") << "three steps ago";

    const auto by_recovery = [&](const std::string& code) {
        return desk_->sign_in().open({.username = "clerk", .password = "correct horse", .recovery_code = code, .network = "net-1"}, "");
    };
    EXPECT_TRUE(by_recovery(codes->at(0)).ok());
    EXPECT_EQ(reason(by_recovery(codes->at(0))), "session.refused");
    EXPECT_EQ(rows_.secrets.at(id).recovery.size(), 9U);
    ASSERT_TRUE(desk_->manage().reset_totp(id, support::an_actor()).ok());
    later(5 * kMinute);
    EXPECT_TRUE(sign_in("clerk").ok());
}

TEST_F(Desk, SensitiveActsNeedAFreshProof) {
    add("clerk", {kClerk});
    const auto opened = sign_in("clerk");
    later(10 * kMinute + 1);
    EXPECT_EQ(reason(desk_->own().begin_totp(actor(*opened))), "session.reauthenticate");
    const auto again = desk_->sign_in().prove_again({.username = {}, .password = "correct horse", .network = "net-1"}, actor(*opened));
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(desk_->sessions().find(opened->cookie), nullptr);
    EXPECT_TRUE(desk_->own().begin_totp(actor(*again)).ok());
    EXPECT_EQ(again->session.ends_at, opened->session.ends_at);
}

TEST_F(Desk, WhatLetsSomebodyElseInNeedsAFreshProofToo) {
    const std::string id = add("clerk", {kClerk});
    add("sec-1", {kSecurity});
    add("sys-1", {kSystem});
    const auto sec = sign_in("sec-1");
    const auto sys = sign_in("sys-1");
    later(10 * kMinute + 1);
    EXPECT_EQ(reason(desk_->manage().reset_password(id, actor(*sys))), "session.reauthenticate");
    EXPECT_EQ(reason(desk_->manage().reset_totp(id, actor(*sec))), "session.reauthenticate");
    const auto again = desk_->sign_in().prove_again({.username = {}, .password = "correct horse", .network = "net-1"}, actor(*sys));
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(desk_->manage().reset_password(id, actor(*again)).ok());
}

// Source: S-5.6a (three administrators, kept apart)
TEST_F(Desk, NoAdministratorHasTheOthersRights) {
    add("sec-1", {kSecurity});
    const std::string sys_id = add("sys-1", {kSystem});
    const std::string clerk = add("clerk");
    const auto sec = sign_in("sec-1");
    const auto sys = sign_in("sys-1");
    ManageAccounts& manage = desk_->manage();
    EXPECT_EQ(reason(manage.add({.username = "x-1", .name = "某人"}, actor(*sec))), "access.denied");
    EXPECT_TRUE(manage.add({.username = "x-1", .name = "某人"}, actor(*sys)).ok());
    EXPECT_EQ(reason(manage.add({.username = "x-2", .name = "某人", .grants = {kClerk}}, actor(*sys))), "access.denied");
    EXPECT_EQ(reason(manage.add({.username = "x-2", .name = "某人", .password = "chosen by another"}, actor(*sys))), "access.denied");
    EXPECT_EQ(reason(manage.set_grants(clerk, {kClerk}, 1, actor(*sys))), "access.denied");
    EXPECT_EQ(reason(manage.set_grants(clerk, {kSecurity, kSystem}, 1, actor(*sec))), "account.roles_exclusive");
    EXPECT_EQ(reason(manage.set_grants(clerk, {kClerk, kSystem}, 1, actor(*sec))), "account.roles_exclusive");
    EXPECT_TRUE(manage.set_grants(clerk, {kClerk}, 1, actor(*sec)).ok());
    EXPECT_EQ(reason(manage.set_grants(clerk, {}, 1, actor(*sec))), "store.version");
    const std::string sec_id = manage.id_of("sec-1", actor(*sec)).value();
    EXPECT_EQ(reason(manage.set_grants(sec_id, {}, 1, actor(*sec))), "account.own_grants");
    EXPECT_EQ(reason(manage.reset_password(sec_id, actor(*sys))), "account.other_duty");
    EXPECT_EQ(reason(manage.change(sec_id, {.name = "某人", .state = "disabled"}, 1, actor(*sys))), "account.other_duty");
    EXPECT_EQ(reason(manage.change(sys_id, {.name = "某人", .state = "closed"}, 1, actor(*sys))), "account.own_state");
}

TEST_F(Desk, WhoAnOwnFileBelongsToCannotChangeUnderTheRightToIt) {
    put("official", "o-1", "staff_no", "A1");
    put("official", "o-2", "staff_no", "A2");
    const auto made = desk_->manage().add({.username = "own-1", .name = "某人", .official_id = "o-1", .grants = {{"self", ScopeKind::Self, {}}}},
                                          support::an_actor());
    ASSERT_TRUE(made.ok()) << made.error().reason;
    EXPECT_EQ(reason(desk_->manage().change(made->id, {.name = "某人", .official_id = "o-2"}, 1, support::an_actor())), "account.self_granted");
    EXPECT_EQ(reason(desk_->manage().add({.username = "own-2", .name = "某人", .grants = {{"self", ScopeKind::Self, {}}}}, support::an_actor())),
              "account.official_missing");
}

TEST_F(Desk, AClosedAccountStaysClosed) {
    const std::string id = add("clerk", {kClerk});
    ASSERT_TRUE(desk_->manage().change(id, {.name = "某人", .state = "closed"}, 1, support::an_actor()).ok());
    EXPECT_EQ(reason(desk_->manage().change(id, {.name = "某人", .state = "active"}, 2, support::an_actor())), "account.closed");
    EXPECT_EQ(reason(desk_->manage().reset_password(id, support::an_actor())), "account.closed");
    EXPECT_EQ(reason(sign_in("clerk")), "session.refused");
}

TEST_F(Desk, ShowsAdministratorsTheOwnTenantOnly) {
    const std::string id = add("clerk", {kClerk});
    Actor stranger = support::an_actor("account-9", "211382");
    EXPECT_EQ(reason(desk_->manage().show(id, stranger)), "account.unknown");
    EXPECT_EQ(desk_->manage().list({}, stranger)->int_at("total"), 0);
    EXPECT_EQ(desk_->manage().list({.q = "lerk"}, support::an_actor())->int_at("total"), 1);
    EXPECT_EQ(desk_->manage().list({.q = "某人"}, support::an_actor())->int_at("total"), 1);
    EXPECT_EQ(desk_->manage().list({.q = "别人"}, support::an_actor())->int_at("total"), 0);
}

}  // namespace
}  // namespace gx::app
