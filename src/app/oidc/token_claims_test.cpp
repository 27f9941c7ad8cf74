// SPDX-License-Identifier: Apache-2.0
#include "app/oidc/token_claims.hpp"

#include <gtest/gtest.h>

namespace gx::app {
namespace {

using base::Json;

constexpr std::int64_t kNow = 1'795'800'000;
constexpr const char* kEvent = "http://schemas.openid.net/event/backchannel-logout";

OidcProvider provider() {
    OidcProvider one{.id = "province",
                     .name_zh = "省",
                     .name_en = "Province",
                     .issuer = "https://id.example.cn",
                     .client_id = "gongxin",
                     .client_secret_file = "x",
                     .hosts = {"id.example.cn"}};
    one.audiences = {"portal"};
    return one;
}

Json id_claims() {
    return Json::object()
        .set("iss", "https://id.example.cn")
        .set("aud", "gongxin")
        .set("sub", "u-1")
        .set("nonce", "n")
        .set("sid", "s-1")
        .set("iat", kNow)
        .set("exp", kNow + 300);
}
Json logout_claims() {
    return Json::object()
        .set("iss", "https://id.example.cn")
        .set("aud", "gongxin")
        .set("sub", "u-1")
        .set("sid", "s-1")
        .set("jti", "t-1")
        .set("iat", kNow)
        .set("exp", kNow + 120)
        .set("events", Json::object().set(kEvent, Json::object()));
}
Json list(std::initializer_list<Json> items) { return Json(Json::Array(items)); }

struct ClaimCase {
    const char* name;
    const char* member;
    Json value;  ///< null: the claim is absent
    const char* reason;
};

std::string case_name(const testing::TestParamInfo<ClaimCase>& row) { return row.param.name; }

class IdTokenClaims : public testing::TestWithParam<ClaimCase> {};

TEST_P(IdTokenClaims, AreAcceptedOrRefused) {
    const auto& row = GetParam();
    const auto identity = identity_of_id_token(id_claims().set(row.member, row.value), provider(), "n",
                                               base::Instant::from_millis(kNow * 1'000));
    EXPECT_EQ(identity.ok() ? "" : identity.error().reason, row.reason);
}

INSTANTIATE_TEST_SUITE_P(
    , IdTokenClaims,
    testing::Values(
        ClaimCase{"AsIssued", "iss", "https://id.example.cn", ""},
        ClaimCase{"OtherIssuer", "iss", "https://evil.example", "oidc.issuer"},
        ClaimCase{"IssuerWithSlash", "iss", "https://id.example.cn/", "oidc.issuer"},
        ClaimCase{"NoIssuer", "iss", {}, "oidc.issuer"},
        ClaimCase{"IssuerList", "iss", list({"https://id.example.cn"}), "oidc.issuer"},
        ClaimCase{"AudienceList", "aud", list({"gongxin"}), ""},
        ClaimCase{"OtherAudience", "aud", "other", "oidc.audience"},
        ClaimCase{"NoAudience", "aud", {}, "oidc.audience"},
        ClaimCase{"EmptyAudience", "aud", list({}), "oidc.audience"},
        ClaimCase{"UntrustedAudienceToo", "aud", list({"gongxin", "other"}), "oidc.audience"},
        ClaimCase{"AudienceOfAnotherType", "aud", list({"gongxin", 5}), "oidc.audience"},
        ClaimCase{"OnlyTheTrustedAudience", "aud", "portal", "oidc.audience"},
        ClaimCase{"TwoAudiencesWithoutParty", "aud", list({"gongxin", "portal"}), "oidc.authorized_party"},
        ClaimCase{"OwnParty", "azp", "gongxin", ""}, ClaimCase{"OtherParty", "azp", "portal", "oidc.authorized_party"},
        ClaimCase{"NoExpiry", "exp", {}, "oidc.expired"},
        ClaimCase{"ExpiredWithinTheSkew", "exp", kNow - 59, "oidc.issued_at"},
        ClaimCase{"Expired", "exp", kNow - 60, "oidc.expired"},
        ClaimCase{"ExpiryAsText", "exp", "1895800000", "oidc.expired"},
        ClaimCase{"ExpiryAsDecimal", "exp", Json(Json::Decimal{"1895800000.5"}), "oidc.expired"},
        ClaimCase{"NegativeExpiry", "exp", -1, "oidc.expired"},
        ClaimCase{"EndlessExpiry", "exp", INT64_MAX, "oidc.expired"},
        ClaimCase{"NoIssueTime", "iat", {}, "oidc.issued_at"}, ClaimCase{"IssuedWithinTheSkew", "iat", kNow + 60, ""},
        ClaimCase{"IssuedInTheFuture", "iat", kNow + 61, "oidc.issued_at"},
        ClaimCase{"IssuedTenMinutesAgo", "iat", kNow - 600, ""},
        ClaimCase{"IssuedBeforeThat", "iat", kNow - 601, "oidc.issued_at"},
        ClaimCase{"GoodWithinTheSkew", "nbf", kNow + 60, ""},
        ClaimCase{"NotYetGood", "nbf", kNow + 61, "oidc.issued_at"},
        ClaimCase{"OtherNonce", "nonce", "m", "oidc.nonce"}, ClaimCase{"NoNonce", "nonce", {}, "oidc.nonce"},
        ClaimCase{"NonceOfAnotherType", "nonce", 5, "oidc.nonce"}, ClaimCase{"NoSubject", "sub", {}, "oidc.subject"},
        ClaimCase{"EmptySubject", "sub", "", "oidc.subject"},
        ClaimCase{"SubjectOfAnotherType", "sub", 17, "oidc.subject"},
        ClaimCase{"LongSubject", "sub", std::string(256, 'x'), "oidc.subject"},
        ClaimCase{"AuthenticatedJustNow", "auth_time", kNow, ""},
        ClaimCase{"AuthenticatedInTheFuture", "auth_time", kNow + 61, "oidc.authentication_age"},
        ClaimCase{"AuthenticatedAtNoTime", "auth_time", "now", "oidc.authentication_age"}),
    case_name);

TEST(IdToken, ExpiredWithinTheSkewIsAcceptedWhenItsTimesAreInOrder) {
    const Json claims = id_claims().set("iat", kNow - 100).set("exp", kNow - 59);
    EXPECT_TRUE(identity_of_id_token(claims, provider(), "n", base::Instant::from_millis(kNow * 1'000)).ok());
}

TEST(IdToken, TellsWhoItIs) {
    const Json claims = id_claims()
                            .set("aud", list({"portal", "gongxin"}))
                            .set("azp", "gongxin")
                            .set("auth_time", kNow - 5)
                            .set("staff_no", "工号7");
    auto who = provider();
    const auto now = base::Instant::from_millis(kNow * 1'000);
    const auto identity = identity_of_id_token(claims, who, "n", now);
    ASSERT_TRUE(identity.ok()) << identity.error().reason;
    EXPECT_EQ(identity->subject, "u-1");
    EXPECT_EQ(identity->session, "s-1");
    EXPECT_EQ(identity->authenticated_at, base::Instant::from_millis((kNow - 5) * 1'000));
    who.account_claim = "staff_no";
    EXPECT_EQ(identity_of_id_token(claims, who, "n", now)->subject, "工号7");
    who.account_claim = "employee";
    EXPECT_EQ(identity_of_id_token(claims, who, "n", now).error().reason, "oidc.subject");
    EXPECT_EQ(identity_of_id_token(claims, provider(), "", now).error().reason, "oidc.nonce");
}

TEST(IdToken, ShowsARecentSignInOfAnAcceptedClassWhereThatIsAsked) {
    auto strict = provider();
    strict.age_seconds_max = 300;
    strict.classes = {"two-factor"};
    const auto now = base::Instant::from_millis(kNow * 1'000);
    const auto reason = [&](const Json& claims) {
        const auto identity = identity_of_id_token(claims, strict, "n", now);
        return identity.ok() ? "" : identity.error().reason;
    };
    EXPECT_EQ(reason(id_claims().set("acr", "two-factor")), "oidc.authentication_age");
    EXPECT_EQ(reason(id_claims().set("acr", "two-factor").set("auth_time", kNow - 361)), "oidc.authentication_age");
    EXPECT_EQ(reason(id_claims().set("acr", "two-factor").set("auth_time", kNow - 360)), "");
    EXPECT_EQ(reason(id_claims().set("acr", "password").set("auth_time", kNow)), "oidc.authentication_class");
    EXPECT_EQ(reason(id_claims().set("auth_time", kNow)), "oidc.authentication_class");
}

class LogoutTokenClaims : public testing::TestWithParam<ClaimCase> {};

TEST_P(LogoutTokenClaims, AreAcceptedOrRefused) {
    const auto& row = GetParam();
    const auto order = order_of_logout_token(logout_claims().set(row.member, row.value), provider(),
                                             base::Instant::from_millis(kNow * 1'000));
    EXPECT_EQ(order.ok() ? "" : order.error().reason, row.reason);
}

INSTANTIATE_TEST_SUITE_P(
    , LogoutTokenClaims,
    testing::Values(
        ClaimCase{"AsIssued", "jti", "t-1", ""}, ClaimCase{"OtherIssuer", "iss", "https://evil.example", "oidc.issuer"},
        ClaimCase{"OtherAudience", "aud", "other", "oidc.audience"},
        ClaimCase{"Expired", "exp", kNow - 60, "oidc.expired"}, ClaimCase{"NoExpiry", "exp", {}, "oidc.expired"},
        ClaimCase{"Old", "iat", kNow - 601, "oidc.issued_at"}, ClaimCase{"NoTokenId", "jti", {}, "oidc.logout_token"},
        ClaimCase{"NoEvents", "events", {}, "oidc.logout_token"},
        ClaimCase{"OtherEvent", "events", Json::object().set("http://example.cn/event", Json::object()),
                  "oidc.logout_token"},
        ClaimCase{"EventNoObject", "events", Json::object().set(kEvent, true), "oidc.logout_token"},
        ClaimCase{"WithNonce", "nonce", "n", "oidc.logout_token"}, ClaimCase{"NoSubject", "sub", {}, ""},
        ClaimCase{"NoSession", "sid", {}, ""}),
    case_name);

TEST(LogoutToken, NamesAPersonOrASession) {
    const auto now = base::Instant::from_millis(kNow * 1'000);
    EXPECT_EQ(order_of_logout_token(logout_claims().set("sub", {}).set("sid", {}), provider(), now).error().reason,
              "oidc.logout_token");
    EXPECT_EQ(order_of_logout_token(logout_claims(), provider(), now)->good_until,
              base::Instant::from_millis((kNow + 180) * 1'000));
    const Json lasting = logout_claims().set("exp", kNow + 86'400);
    EXPECT_EQ(order_of_logout_token(lasting, provider(), now)->good_until,
              base::Instant::from_millis((kNow + 660) * 1'000));
}

}  // namespace
}  // namespace gx::app
