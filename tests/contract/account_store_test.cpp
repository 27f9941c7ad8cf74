// SPDX-License-Identifier: Apache-2.0
// What accounts keep beside the journal, on every database.
#include "storage/accounts/sql_account_store.hpp"

#include "store_fixture.hpp"

namespace gx::tests {
namespace {

using app::AccountSecret;
using app::FailureCount;
using app::WebSession;
using base::Done;
using base::Instant;
using base::Result;

class AccountRows : public StoreFixture {
protected:
    storage::SqlAccountStore rows_;

    static Instant at(std::int64_t milliseconds) { return Instant::from_millis(1'000'000 + milliseconds); }
    static WebSession a_session(const std::string& digest, std::int64_t changed) {
        return {.digest = digest, .name = "n-" + digest, .tenant = "990101", .account_id = "a1", .stamp = "s", .made_at = at(0),
                .seen_at = at(1), .ends_at = at(1'000), .proven_at = at(2), .agent = "Firefox 1", .opened_by = "password",
                .outside_id = "", .revoked = false, .code = "c", .changed_at = at(changed)};
    }
    std::vector<WebSession> sessions(Instant since) { return rows_.sessions(*reader(), since).value(); }
};
INSTANTIATE_TEST_SUITE_P(, AccountRows, testing::ValuesIn(backends()), backend_name);

TEST_P(AccountRows, KeepASecretAndChangeIt) {
    EXPECT_FALSE(rows_.secret(*reader(), "a1").value().has_value());
    AccountSecret secret{.account_id = "a1", .tenant = "990101", .password = "$argon2id$x", .ends_at = at(5), .totp_step = 7,
                         .recovery = {"aa", "bb"}, .seen_at = std::nullopt};
    GX_ASSERT_OK(write([&](app::Work& work) { return rows_.put_secret(work, secret); }));
    auto kept = rows_.secret(*reader(), "a1").value();
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(kept->password, secret.password);
    EXPECT_EQ(kept->ends_at, secret.ends_at);
    EXPECT_EQ(kept->recovery, secret.recovery);
    EXPECT_FALSE(kept->seen_at.has_value());
    secret.ends_at.reset();
    secret.recovery = {"bb"};
    secret.seen_at = at(9);
    secret.totp_step = 3;
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        GX_CHECK(rows_.put_secret(work, secret));
        // A work sees what it wrote itself.
        EXPECT_EQ(rows_.secret(work, "a1").value()->recovery, secret.recovery);
        return Done{};
    }));
    kept = rows_.secret(*reader(), "a1").value();
    EXPECT_FALSE(kept->ends_at.has_value());
    EXPECT_EQ(kept->seen_at, at(9));
    EXPECT_EQ(kept->totp_step, 7) << "a step never goes back";
}

TEST_P(AccountRows, TakeAStepOnce) {
    GX_ASSERT_OK(write([&](app::Work& work) { return rows_.put_secret(work, {.account_id = "a1", .tenant = "t", .password = "p"}); }));
    const auto take = [&](std::int64_t step) {
        bool taken = false;
        const auto done = write([&](app::Work& work) -> Result<Done> {
            GX_TRY(taken, rows_.take_step(work, "a1", step));
            return Done{};
        });
        EXPECT_TRUE(done.ok());
        return taken;
    };
    EXPECT_TRUE(take(100));
    EXPECT_FALSE(take(100));
    EXPECT_FALSE(take(99));
    EXPECT_TRUE(take(101));
}

TEST_P(AccountRows, CountFailures) {
    FailureCount count{.place = "p1", .account_id = "a1", .failures = 3, .since = at(0), .last_at = at(10), .locked_until = at(100)};
    FailureCount network{.place = "p2", .account_id = "", .failures = 1, .since = at(0), .last_at = at(20), .locked_until = {}};
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        GX_CHECK(rows_.put_failures(work, count));
        return rows_.put_failures(work, network);
    }));
    const auto kept = rows_.failures(*reader(), "p1").value();
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(kept->failures, 3);
    EXPECT_EQ(kept->locked_until, at(100));
    EXPECT_EQ(rows_.failures(*reader(), "p2").value()->account_id, "");
    EXPECT_EQ(rows_.locked_until(*reader(), "a1", at(99)).value(), at(100));
    EXPECT_FALSE(rows_.locked_until(*reader(), "a1", at(100)).value().has_value());
    GX_ASSERT_OK(write([&](app::Work& work) { return rows_.forget_failures(work, at(50)); }));
    EXPECT_TRUE(rows_.failures(*reader(), "p1").value().has_value()) << "still locked";
    EXPECT_FALSE(rows_.failures(*reader(), "p2").value().has_value());
    GX_ASSERT_OK(write([&](app::Work& work) { return rows_.clear_failures(work, "p1"); }));
    EXPECT_FALSE(rows_.failures(*reader(), "p1").value().has_value());
}

TEST_P(AccountRows, KeepSessionsAndNeverReviveOne) {
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        GX_CHECK(rows_.put_session(work, a_session("d1", 10)));
        return rows_.put_session(work, a_session("d2", 20));
    }));
    EXPECT_EQ(sessions(at(0)).size(), 2U);
    ASSERT_EQ(sessions(at(11)).size(), 1U);
    const WebSession second = sessions(at(11)).front();
    EXPECT_EQ(second.digest, "d2");
    EXPECT_EQ(second.agent, "Firefox 1");
    EXPECT_EQ(second.proven_at, at(2));
    WebSession ended = second;
    ended.revoked = true;
    ended.changed_at = at(30);
    GX_ASSERT_OK(write([&](app::Work& work) { return rows_.put_session(work, ended); }));
    WebSession revived = second;
    revived.seen_at = at(40);
    revived.changed_at = at(40);
    GX_ASSERT_OK(write([&](app::Work& work) { return rows_.put_session(work, revived); }));
    ASSERT_EQ(sessions(at(21)).size(), 1U);
    EXPECT_TRUE(sessions(at(21)).front().revoked);
    GX_ASSERT_OK(write([&](app::Work& work) { return rows_.forget_sessions(work, at(2'000)); }));
    EXPECT_TRUE(sessions(at(0)).empty());
}

TEST_P(AccountRows, KeepSettings) {
    EXPECT_FALSE(rows_.settings(*reader(), "a1").value().has_value());
    GX_ASSERT_OK(write([&](app::Work& work) { return rows_.put_settings(work, "990101", "a1", R"({"x":1})"); }));
    GX_ASSERT_OK(write([&](app::Work& work) { return rows_.put_settings(work, "990101", "a1", R"({"y":2})"); }));
    EXPECT_EQ(rows_.settings(*reader(), "a1").value(), R"({"y":2})");
    EXPECT_FALSE(rows_.settings(*reader(), "a2").value().has_value());
}

TEST_P(AccountRows, LeaveNothingOfAWorkThatFails) {
    const auto failed = write([&](app::Work& work) -> Result<Done> {
        GX_CHECK(rows_.put_secret(work, {.account_id = "a1", .tenant = "t", .password = "p"}));
        return base::Error{base::ErrorCode::Conflict, "test.stop"};
    });
    EXPECT_FALSE(failed.ok());
    EXPECT_FALSE(rows_.secret(*reader(), "a1").value().has_value());
}

TEST_P(AccountRows, SignInNamesAreUniqueInTheWholeStore) {
    const auto account = [](const char* id, const char* tenant, const char* name) {
        base::Json content = base::Json::object();
        content.set("code", name).set("state", "active");
        return app::Entity{"account", tenant, id, {}, 1, -1, std::move(content)};
    };
    GX_ASSERT_OK(put(account("a1", "990101", "clerk")));
    GX_EXPECT_REFUSED(put(account("a2", "990101", "clerk")), "store.key_taken");
    GX_EXPECT_REFUSED(put(account("a3", "211382", "clerk")), "store.key_taken");
    GX_ASSERT_OK(put(account("a4", "211382", "clerk2")));
}

}  // namespace
}  // namespace gx::tests
