// SPDX-License-Identifier: Apache-2.0
// Channels and the outbox with senders that a test holds, on SQLite and on PostgreSQL.
#include "app/notices/deliver_notices.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

#include "app/notices/manage_channels.hpp"
#include "domain/journal/hmac.hpp"
#include "tests/support/round_county.hpp"

namespace gx::tests {
namespace {

using base::Done;
using base::Json;
using base::Result;

class HeldMailer final : public app::Mailer {
public:
    Result<Done> send(const app::Letter& letter) override {
        letters.push_back(letter);
        if (down) { return base::Error{base::ErrorCode::Unavailable, "outbound.unreachable"}; }
        return Done{};
    }
    std::vector<app::Letter> letters;
    bool down = false;
};

class HeldServer final : public app::Outbound {
public:
    Result<app::OutboundAnswer> send(const app::OutboundRequest& request) override {
        requests.push_back(request);
        return app::OutboundAnswer{.status = status};
    }
    std::vector<app::OutboundRequest> requests;
    int status = 204;
};

class DeliverOnAStore : public RoundCounty {
protected:
    DeliverOnAStore() : channels_(*store_, sealer_, clock_, ids_, random_, {"hooks.county.example:443", "127.0.0.1:8099"}) {}

    Result<Json> set(const std::string& json, const std::string& account = "clerk") {
        return channels_.change(base::parse_json(json).value(), support::an_actor(account));
    }
    std::int64_t deliver() {
        app::DeliverNotices deliver({.store = *store_, .box = store_->notice_box(), .sealer = sealer_, .machine = clock_, .hasher = hasher_,
                                     .law = real_law(), .mailer = &mailer_, .outbound = &outbound_, .pause_millis = 60'000});
        const auto sent = deliver.run();
        EXPECT_TRUE(sent.ok()) << sent.error().reason << sent.error().detail;
        return sent.ok() ? *sent : -1;
    }
    /// One notice to the clerk, in the outbox of each channel.
    void tell(const std::string& id) {
        const auto done = store_->write({support::an_actor(), clock_.now()}, [&](app::Work& work) -> Result<Done> {
            app::Notice notice{.tenant = "990101", .id = id, .account = "clerk", .kind = "duty_near", .object_type = "todo", .object_id = id, .rung = "near"};
            notice.params = base::parse_json(R"({"title":"修路","body":"财政局","due_on":"2026-01-09","left":4})").value();
            notice.made_at = clock_.now();
            GX_CHECK(store_->notice_box().add(work, notice));
            for (const char* channel : {"email", "webhook"}) {
                GX_CHECK(store_->notice_box().queue(work, {.tenant = "990101", .id = id + channel, .notice_id = id, .account = "clerk", .channel = channel}, clock_.now()));
            }
            return Done{};
        });
        ASSERT_TRUE(done.ok());
    }
    void wait(std::int64_t seconds) { clock_.at = base::Instant::from_millis(clock_.at.millis() + seconds * 1'000); }

    support::ToySealer sealer_;
    app::ManageChannels channels_;
    HeldMailer mailer_;
    HeldServer outbound_;
};

std::vector<RoundBackend> backends() {
    if (std::getenv("GX_TEST_FAST") != nullptr) { return {RoundBackend::Sqlite}; }
    return {RoundBackend::Sqlite, RoundBackend::Postgres};
}
INSTANTIATE_TEST_SUITE_P(, DeliverOnAStore, testing::ValuesIn(backends()), [](const auto& chosen) {
    return chosen.param == RoundBackend::Sqlite ? "Sqlite" : "Postgres";
});

TEST_P(DeliverOnAStore, SendsMailAndASignedWebhookOnce) {
    const auto made = set(R"({"email":"clerk@county.example","webhook":{"url":"https://hooks.county.example/in"}})");
    ASSERT_TRUE(made.ok()) << made.error().reason;
    const std::string secret = made->at("webhook").text_or_empty("secret");
    EXPECT_EQ(secret.size(), 64U);
    tell("n1");
    EXPECT_EQ(deliver(), 2);
    EXPECT_EQ(deliver(), 0);
    ASSERT_EQ(mailer_.letters.size(), 1U);
    EXPECT_EQ(mailer_.letters[0].to, "clerk@county.example");
    EXPECT_EQ(mailer_.letters[0].subject, "临近到期：修路");
    EXPECT_THAT(mailer_.letters[0].text, testing::HasSubstr("财政局的“修路”将于 2026-01-09 到期，剩余 4 个工作日。\n\nDue soon: 修路\n"));
    ASSERT_EQ(outbound_.requests.size(), 1U);
    const auto& request = outbound_.requests[0];
    EXPECT_EQ(request.url, "https://hooks.county.example/in");
    EXPECT_EQ(request.headers.at(1).second, app::webhook_signature(hasher_, secret, clock_.now().millis() / 1'000, request.body));
    EXPECT_NE(request.headers.at(1).second, app::webhook_signature(hasher_, secret, clock_.now().millis() / 1'000 + 1, request.body));
}

TEST_P(DeliverOnAStore, TriesAgainAfterGrowingPausesAndKeepsWhatIsDead) {
    ASSERT_TRUE(set(R"({"email":"clerk@county.example"})").ok());
    mailer_.down = true;
    tell("n1");
    EXPECT_EQ(deliver(), 0);
    for (std::int64_t pause = 60; pause <= 60 * 64; pause *= 2) {
        const std::size_t before = mailer_.letters.size();
        wait(pause - 1);
        EXPECT_EQ(deliver(), 0);
        EXPECT_EQ(mailer_.letters.size(), before) << pause;
        wait(1);
        EXPECT_EQ(deliver(), 0);
        EXPECT_EQ(mailer_.letters.size(), before + 1) << pause;
    }
    EXPECT_EQ(mailer_.letters.size(), 8U);
    mailer_.down = false;
    wait(400 * 86'400);
    EXPECT_EQ(deliver(), 0) << "dead after the eighth attempt";
    const auto reader = std::move(store_->reader()).value();
    EXPECT_FALSE(store_->notice_box().next_due(*reader).value().has_value());
    EXPECT_TRUE(store_->notice_box().find(*reader, "990101", "n1").value().has_value());
}

TEST_P(DeliverOnAStore, CountsAnotherStatusAsAFailureAndArrivesLater) {
    ASSERT_TRUE(set(R"({"webhook":{"url":"https://hooks.county.example/in"}})").ok());
    outbound_.status = 302;
    tell("n1");
    EXPECT_EQ(deliver(), 0);
    outbound_.status = 200;
    wait(60);
    EXPECT_EQ(deliver(), 1);
    EXPECT_EQ(outbound_.requests.size(), 2U);
    EXPECT_NE(outbound_.requests[0].headers, outbound_.requests[1].headers) << "each attempt carries its own time";
    EXPECT_EQ(outbound_.requests[0].body, outbound_.requests[1].body);
}

TEST_P(DeliverOnAStore, SealsAddressesAndTellsASecretOnce) {
    const auto first = set(R"({"email":"clerk@county.example","webhook":{"url":"https://hooks.county.example/in"}})");
    ASSERT_TRUE(first.ok());
    const auto again = set(R"({"webhook":{"url":"https://hooks.county.example/in"}})");
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again->at("webhook").at("secret").is_null()) << "the same address keeps its secret";
    EXPECT_EQ(base::canonical(channels_.show(support::an_actor("clerk")).value()), R"({"webhook":{"url":"https://hooks.county.example/in"}})");
    EXPECT_EQ(base::canonical(channels_.show(support::an_actor("other")).value()), "{}");
    const auto reader = std::move(store_->reader()).value();
    std::string contents;
    const auto read = reader->entries(0, reader->journal_size().value(), [&](const domain::JournalEntry& entry) -> Result<Done> {
        contents += entry.content.value_or("");
        return Done{};
    });
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(contents.find("hooks.county"), std::string::npos);
    EXPECT_EQ(contents.find("clerk@county"), std::string::npos);
    EXPECT_EQ(contents.find(first->at("webhook").text_or_empty("secret")), std::string::npos);
}

TEST_P(DeliverOnAStore, RefusesAddressesThatAreNone) {
    const std::pair<const char*, const char*> rows[] = {
        {R"({"email":"clerk"})", "channel.email_form"},          {R"({"email":"a@b@c"})", "channel.email_form"},
        {R"({"email":"@b"})", "channel.email_form"},             {R"({"email":"a b@c.d"})", "channel.email_form"},
        {R"({"email":"<a@b>"})", "channel.email_form"},          {R"({"webhook":{"url":"hooks"}})", "channel.url_form"},
        {R"({"webhook":{"url":"https://other.example/"}})", "channel.host_not_listed"},
        {R"({"webhook":{"url":"https://hooks.county.example:8443/"}})", "channel.host_not_listed"},
        {R"({"webhook":{"url":"https://user@hooks.county.example/"}})", "channel.url_form"},
        {R"({"webhook":{}})", "json.member_missing"},            {R"({"sms":"1"})", "json.member_unknown"},
    };
    for (const auto& [json, reason] : rows) {
        const auto made = set(json);
        ASSERT_FALSE(made.ok()) << json;
        EXPECT_EQ(made.error().reason, reason) << json;
    }
    EXPECT_EQ(channels_.change(Json::object(), app::tenant_wide("x", "990101", {"todo.read"})).error().reason, "access.denied");
}

}  // namespace
}  // namespace gx::tests
