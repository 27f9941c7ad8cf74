// SPDX-License-Identifier: Apache-2.0
#include "app/oidc/relying_party.hpp"

#include <gtest/gtest.h>

#include "base/base64url.hpp"
#include "tests/support/fakes.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

/// A provider on a wire of memory.
class FakeProvider final : public Outbound {
public:
    Result<OutboundAnswer> send(const OutboundRequest& request) override {
        asked.push_back(request.url);
        if (down) { return Error{ErrorCode::Unavailable, "outbound.too_slow"}; }
        if (request.url.ends_with("/.well-known/openid-configuration")) { return json(document); }
        if (request.url.ends_with("/jwks")) { return json(keys); }
        form = request.body;
        for (const auto& [name, value] : request.headers) {
            if (name == "Authorization") { authorization = value; }
        }
        auto answer = json(token_answer);
        answer.status = token_status;
        answer.content_type = token_type;
        return answer;
    }
    static OutboundAnswer json(const Json& json) { return {200, "application/json", base::canonical(json)}; }
    std::size_t times(std::string_view end) const {
        return static_cast<std::size_t>(
            std::ranges::count_if(asked, [&](const auto& url) { return url.ends_with(end); }));
    }

    Json document = *base::parse_json(
        R"({"issuer":"https://id.example.cn","authorization_endpoint":"https://id.example.cn/auth","token_endpoint":"https://id.example.cn/token",
        "jwks_uri":"https://id.example.cn/jwks","response_types_supported":["code"],"id_token_signing_alg_values_supported":["RS256"]})");
    Json keys = *base::parse_json(R"({"keys":[{"kid":"k1"}]})");
    Json token_answer = *base::parse_json(R"({"token_type":"Bearer","access_token":"a"})");
    int token_status = 200;
    std::string token_type = "application/json";
    bool down = false;
    std::vector<std::string> asked;
    std::string form;
    std::string authorization;
};

/// Tokens "kid:claims" are signed when the set names the kid.
class FakeVerifier final : public JwtVerifier {
public:
    Result<Json> claims(std::string_view token, const JwtRules& rules) const override {
        const auto colon = token.find(':');
        if (colon == std::string_view::npos) { return Error{ErrorCode::Unauthenticated, "jwt.form"}; }
        for (const Json& key : rules.keys.at("keys").as_array()) {
            if (key.text_or_empty("kid") == token.substr(0, colon)) {
                return base::parse_json(token.substr(colon + 1));
            }
        }
        return Error{ErrorCode::Unauthenticated, "jwt.key_unknown"};
    }
};

class FakeSessions final : public SessionOpener {
public:
    Result<OpenedSession> open(const OutsideIdentity& identity, const std::string& agent) override {
        if (identity.subject != "u-1") { return Error{ErrorCode::Unauthenticated, "oidc.not_bound"}; }
        opened_for = identity;
        opened_by = agent;
        return OpenedSession{"cookie"};
    }
    Result<int> end(const OutsideIdentity& identity) override {
        if (failing) { return Error{ErrorCode::Unavailable, "store.busy"}; }
        ended.push_back(identity.subject + "/" + identity.session);
        return 1;
    }
    OutsideIdentity opened_for;
    std::string opened_by;
    std::vector<std::string> ended;
    bool failing = false;
};

std::string parameter(const std::string& address, const std::string& name) {
    const auto at = address.find(name + "=");
    if (at == std::string::npos) { return {}; }
    const auto from = at + name.size() + 1;
    return address.substr(from, address.find('&', from) - from);
}

class RelyingPartyTest : public testing::Test {
protected:
    RelyingPartyTest() {
        auto read = OidcSettings::from_json(*base::parse_json(R"({"origin":"https://gongxin.example.cn","providers":[
            {"id":"province","name":{"zh":"省","en":"Province"},"issuer":"https://id.example.cn","client_id":"gong xin","client_secret_file":"x"},
            {"id":"city","name":{"zh":"市","en":"City"},"issuer":"https://id.city.cn","client_id":"gongxin","client_secret_file":"x"}]})"),
                                            false);
        EXPECT_TRUE(read.ok()) << read.error().detail;
        read->providers[0].client_secret = "s:1";
        party = std::make_unique<RelyingParty>(
            RelyingParty::Parts{provider, verifier, sessions, clock, random, hasher, "/api/v1"}, *read);
    }

    RelyingParty::Begun begin(const std::string& return_to = "") {
        const auto begun = party->begin("province", return_to);
        EXPECT_TRUE(begun.ok()) << begun.error().reason << begun.error().detail;
        return begun.ok() ? *begun : RelyingParty::Begun{};
    }
    /// What a browser brings back from a provider that plays by the rules.
    RelyingParty::Return back(const RelyingParty::Begun& begun) {
        provider.token_answer.set("id_token", "k1:" + base::canonical(claims(parameter(begun.address, "nonce"))));
        return {.provider = "province",
                .state = parameter(begun.address, "state"),
                .code = "c&1",
                .issuer = {},
                .error = {},
                .browser = begun.browser,
                .agent = "Firefox"};
    }
    Json claims(const std::string& nonce) {
        const std::int64_t now = clock.at.millis() / 1'000;
        return Json::object()
            .set("iss", "https://id.example.cn")
            .set("aud", "gong xin")
            .set("sub", "u-1")
            .set("sid", "s-1")
            .set("nonce", nonce)
            .set("iat", now)
            .set("exp", now + 300);
    }
    std::string logout_token(const std::string& kid, const std::string& id) {
        return kid + ":" +
               base::canonical(
                   claims("")
                       .set("nonce", {})
                       .set("jti", id)
                       .set("events",
                            Json::object().set("http://schemas.openid.net/event/backchannel-logout", Json::object())));
    }
    std::string reason(const RelyingParty::Return& returned) {
        const auto finished = party->finish(returned);
        return finished.ok() ? "" : finished.error().reason;
    }
    std::string logout_reason(const std::string& token) {
        const auto ended = party->log_out("province", token);
        return ended.ok() ? "" : ended.error().reason;
    }
    void pass(std::int64_t seconds) { clock.at = base::Instant::from_millis(clock.at.millis() + seconds * 1'000); }

    FakeProvider provider;
    FakeVerifier verifier;
    FakeSessions sessions;
    support::FixedClock clock;
    support::CountingRandom random;
    support::ToyHasher hasher;
    std::unique_ptr<RelyingParty> party;
};

TEST_F(RelyingPartyTest, SignsABoundPersonIn) {
    const auto begun = begin("/console/duties?state=open");
    EXPECT_TRUE(
        begun.address.starts_with("https://id.example.cn/auth?response_type=code&client_id=gong%20xin&"
                                  "redirect_uri=https%3A%2F%2Fgongxin.example.cn%2Fapi%2Fv1%2Fsession%2Foidc%"
                                  "2Fprovince%2Fcallback&scope=openid&state="));
    EXPECT_EQ(parameter(begun.address, "code_challenge_method"), "S256");
    for (const char* name : {"state", "nonce", "code_challenge"}) {
        EXPECT_EQ(parameter(begun.address, name).size(), 43U) << name;
    }
    const auto finished = party->finish(back(begun));
    ASSERT_TRUE(finished.ok()) << finished.error().reason << finished.error().detail;
    EXPECT_EQ(finished->session.cookie, "cookie");
    EXPECT_EQ(finished->return_to, "/console/duties?state=open");
    EXPECT_EQ(sessions.opened_for.session, "s-1");
    EXPECT_EQ(sessions.opened_by, "Firefox");
    EXPECT_EQ(provider.authorization, "Basic " + base::to_base64(base::as_bytes("gong%20xin:s%3A1")));
    EXPECT_EQ(parameter(provider.form, "grant_type"), "authorization_code");
    EXPECT_EQ(parameter(provider.form, "code"), "c%261");
    const auto challenge =
        base::to_base64url(hasher.digest(base::as_bytes(parameter(provider.form, "code_verifier")), {}));
    EXPECT_EQ(challenge, parameter(begun.address, "code_challenge"));
}

TEST_F(RelyingPartyTest, TakesAStateOnceOfTheBrowserThatBegan) {
    const auto begun = begin();
    const auto good = back(begun);
    auto other = good;
    other.state = "made-up";
    EXPECT_EQ(reason(other), "oidc.state");
    other = good;
    other.browser = begin().browser;
    EXPECT_EQ(reason(other), "oidc.state");
    other.browser = "";
    EXPECT_EQ(reason(other), "oidc.state");
    EXPECT_EQ(reason(good), "");
    EXPECT_EQ(reason(good), "oidc.state");
}

TEST_F(RelyingPartyTest, LeadsNoAnswerToAnotherProvider) {
    auto returned = back(begin());
    returned.provider = "city";
    EXPECT_EQ(reason(returned), "oidc.state");
    EXPECT_TRUE(provider.form.empty());
    returned = back(begin());
    returned.provider = "nobody";
    EXPECT_EQ(reason(returned), "oidc.provider_unknown");
    returned = back(begin());
    returned.issuer = "https://id.city.cn";
    EXPECT_EQ(reason(returned), "oidc.mix_up");
    EXPECT_TRUE(provider.form.empty());
    returned = back(begin());
    returned.issuer = "https://id.example.cn";
    EXPECT_EQ(reason(returned), "");
}

TEST_F(RelyingPartyTest, ForgetsWhoTakesLongerThanTenMinutes) {
    const auto in_time = begin();
    const auto late = begin();
    pass(599);
    EXPECT_EQ(reason(back(in_time)), "");
    pass(1);
    EXPECT_EQ(reason(back(late)), "oidc.state");
}

TEST_F(RelyingPartyTest, SaysThatThePersonOrTheProviderRefused) {
    auto returned = back(begin());
    returned.error = "access_denied";
    EXPECT_EQ(reason(returned), "oidc.denied");
    returned.error.clear();
    EXPECT_EQ(reason(returned), "oidc.state") << "an error uses the state up";
    returned = back(begin());
    returned.code.clear();
    EXPECT_EQ(reason(returned), "oidc.denied");
}

TEST_F(RelyingPartyTest, TakesNothingButATokenAnswer) {
    const auto refused = [&] { return reason(back(begin())); };
    provider.token_status = 400;
    EXPECT_EQ(refused(), "oidc.code_refused");
    provider.token_status = 302;
    EXPECT_EQ(refused(), "oidc.provider_unreachable");
    provider.token_status = 200;
    provider.token_type = "text/html";
    EXPECT_EQ(refused(), "oidc.token_answer");
    provider.token_type = "application/json";
    provider.token_answer.set("token_type", "mac");
    EXPECT_EQ(refused(), "oidc.token_answer");
    provider.token_answer.set("token_type", "bearer");
    EXPECT_EQ(refused(), "");
    auto returned = back(begin());
    provider.token_answer.set("id_token", {});
    EXPECT_EQ(reason(returned), "oidc.token_answer");
    returned = back(begin());
    provider.token_answer = Json::array();
    EXPECT_EQ(reason(returned), "oidc.token_answer");
}

TEST_F(RelyingPartyTest, RefusesClaimsOfAnotherSignInAndStrangers) {
    auto returned = back(begin());
    provider.token_answer.set("id_token", "k1:" + base::canonical(claims("other")));
    EXPECT_EQ(reason(returned), "oidc.nonce");
    const auto begun = begin();
    returned = back(begun);
    provider.token_answer.set("id_token",
                              "k1:" + base::canonical(claims(parameter(begun.address, "nonce")).set("sub", "u-2")));
    EXPECT_EQ(reason(returned), "oidc.not_bound");
}

TEST_F(RelyingPartyTest, ReturnsToPagesOfTheConsoleOnly) {
    for (const char* path : {"https://evil.example/", "//evil.example", "/\\evil.example", "/public", "/consoles",
                             "/console/../x", "console", "/console/\r\nA: b"}) {
        const auto begun = party->begin("province", path);
        ASSERT_FALSE(begun.ok()) << path;
        EXPECT_EQ(begun.error().reason, "oidc.return_to");
    }
    EXPECT_EQ(party->finish(back(begin()))->return_to, "/console/");
}

TEST_F(RelyingPartyTest, ReadsKeysAgainForANewOneAtMostOnceAMinute) {
    EXPECT_EQ(reason(back(begin())), "");
    EXPECT_EQ(reason(back(begin())), "");
    EXPECT_EQ(provider.times("/jwks"), 1U);
    provider.keys = *base::parse_json(R"({"keys":[{"kid":"k2"}]})");
    const auto rotated = [&](const std::string& kid) {
        const auto begun = begin();
        const auto returned = back(begun);
        provider.token_answer.set("id_token", kid + ":" + base::canonical(claims(parameter(begun.address, "nonce"))));
        return reason(returned);
    };
    EXPECT_EQ(rotated("k2"), "");
    EXPECT_EQ(provider.times("/jwks"), 2U);
    EXPECT_EQ(rotated("k3"), "jwt.key_unknown");
    EXPECT_EQ(rotated("k1"), "jwt.key_unknown") << "the old key is gone";
    EXPECT_EQ(provider.times("/jwks"), 2U);
    pass(60);
    EXPECT_EQ(rotated("k3"), "jwt.key_unknown");
    EXPECT_EQ(provider.times("/jwks"), 3U);
    pass(900);
    EXPECT_EQ(rotated("k2"), "");
    EXPECT_EQ(provider.times("/jwks"), 4U);
    EXPECT_EQ(provider.times("/openid-configuration"), 1U);
}

TEST_F(RelyingPartyTest, SaysThatTheProviderIsDownAndLeavesItInPeace) {
    provider.down = true;
    EXPECT_EQ(party->begin("province", "").error().reason, "oidc.provider_unreachable");
    EXPECT_EQ(party->begin("province", "").error().reason, "oidc.provider_unreachable");
    EXPECT_EQ(provider.asked.size(), 1U);
    provider.down = false;
    pass(2);
    const auto returned = back(begin());
    provider.down = true;
    EXPECT_EQ(reason(returned), "oidc.provider_unreachable");
}

TEST_F(RelyingPartyTest, EndsSessionsOnceForEachOrder) {
    EXPECT_EQ(logout_reason(logout_token("k1", "t-1")), "");
    EXPECT_EQ(sessions.ended, std::vector<std::string>{"u-1/s-1"});
    EXPECT_EQ(logout_reason(logout_token("k1", "t-1")), "oidc.logout_replayed");
    EXPECT_EQ(logout_reason(logout_token("k9", "t-2")), "jwt.key_unknown");
    EXPECT_EQ(party->log_out("nobody", "x").error().reason, "oidc.provider_unknown");
    sessions.failing = true;
    EXPECT_EQ(logout_reason(logout_token("k1", "t-3")), "store.busy");
    sessions.failing = false;
    EXPECT_EQ(logout_reason(logout_token("k1", "t-3")), "") << "an order that could not be carried out may come again";
    EXPECT_EQ(sessions.ended.size(), 2U);
}

struct DocumentCase {
    const char* name;
    const char* member;
    Json value;
    const char* reason;
};
class ProviderDocumentTest : public testing::TestWithParam<DocumentCase> {};

TEST_P(ProviderDocumentTest, IsAcceptedOrRefused) {
    FakeProvider honest;
    OidcProvider settings{.id = "p",
                          .name_zh = "省",
                          .name_en = "P",
                          .issuer = "https://id.example.cn",
                          .client_id = "c",
                          .client_secret_file = "x",
                          .hosts = {"id.example.cn", "login.example.cn:8443"}};
    const auto document =
        ProviderDocument::from_json(honest.document.set(GetParam().member, GetParam().value), settings);
    EXPECT_EQ(document.ok() ? "" : document.error().reason, GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    , ProviderDocumentTest,
    testing::Values(
        DocumentCase{"AsItIs", "issuer", "https://id.example.cn", ""},
        DocumentCase{"OtherIssuer", "issuer", "https://evil.example", "oidc.provider_document"},
        DocumentCase{"IssuerWithSlash", "issuer", "https://id.example.cn/", "oidc.provider_document"},
        DocumentCase{"ListedHost", "authorization_endpoint", "https://login.example.cn:8443/auth", ""},
        DocumentCase{"ForeignSignInPage", "authorization_endpoint", "https://evil.example/auth",
                     "oidc.provider_document"},
        DocumentCase{"OtherPort", "authorization_endpoint", "https://login.example.cn/auth", "oidc.provider_document"},
        DocumentCase{"ForeignTokenEndpoint", "token_endpoint", "https://169.254.169.254/token",
                     "oidc.provider_document"},
        DocumentCase{"ForeignKeys", "jwks_uri", "https://evil.example/jwks", "oidc.provider_document"},
        DocumentCase{"UnencryptedKeys", "jwks_uri", "http://id.example.cn/jwks", "oidc.provider_document"},
        DocumentCase{"KeysInAFile", "jwks_uri", "file:///etc/passwd", "oidc.provider_document"},
        DocumentCase{"NoKeys", "jwks_uri", {}, "oidc.provider_document"},
        DocumentCase{"NoCodeFlow", "response_types_supported", Json(Json::Array{"id_token"}), "oidc.provider_document"},
        DocumentCase{"PlainChallengeOnly", "code_challenge_methods_supported", Json(Json::Array{"plain"}),
                     "oidc.provider_document"},
        DocumentCase{"NoBasicAuthentication", "token_endpoint_auth_methods_supported", Json(Json::Array{"none"}),
                     "oidc.provider_document"},
        DocumentCase{"HashesOnly", "id_token_signing_alg_values_supported", Json(Json::Array{"HS256", "none"}),
                     "oidc.provider_document"}),
    [](const auto& row) { return row.param.name; });

TEST(OidcSettingsTest, AreRefusedWhenTheyPromiseTooMuch) {
    const auto reason = [](const char* change_from, const char* change_to, bool demonstration = false) {
        std::string text =
            R"({"origin":"https://gongxin.example.cn","providers":[{"id":"p","name":{"zh":"省","en":"P"},"issuer":"https://id.example.cn","client_id":"c","client_secret_file":"x","hosts":["a.example.cn"]}]})";
        const auto at = text.find(change_from);
        GX_ASSERT(at != std::string::npos);
        text.replace(at, std::string_view(change_from).size(), change_to);
        const auto settings = OidcSettings::from_json(*base::parse_json(text), demonstration);
        return settings.ok() ? "" : settings.error().reason;
    };
    EXPECT_EQ(reason("\"p\"", "\"q\""), "");
    EXPECT_EQ(reason("\"p\"", "\"P\""), "oidc.settings");
    EXPECT_EQ(reason("https://id", "http://id"), "oidc.settings");
    EXPECT_EQ(reason("https://id", "http://id", true), "");
    EXPECT_EQ(reason("https://gongxin", "http://gongxin"), "oidc.settings");
    EXPECT_EQ(reason("https://id.example.cn", "https://id.example.cn/?a"), "oidc.settings");
    EXPECT_EQ(reason("a.example.cn", "https://a.example.cn"), "oidc.settings");
    EXPECT_EQ(reason("a.example.cn", "0x7f.1"), "oidc.settings");
    EXPECT_EQ(reason("[\"a.example.cn\"]", R"(["a.example.cn"],"internal":["b.example.cn"])"), "oidc.settings");
    EXPECT_EQ(reason("[\"a.example.cn\"]", R"(["a.example.cn"],"algorithms":["HS256"])"), "oidc.settings");
    EXPECT_EQ(reason("[\"a.example.cn\"]", R"(["a.example.cn"],"alg":["RS256"])"), "json.member_unknown");
}

}  // namespace
}  // namespace gx::app
