// SPDX-License-Identifier: Apache-2.0
#include "app/oidc/token_claims.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Instant;
using base::Json;
using base::Result;

constexpr std::int64_t kSkewSeconds = 60;
constexpr std::int64_t kIssuedAgoSecondsMax = 600;
constexpr std::int64_t kSecondsMax = 253'402'300'799;  // the end of the year 9999
constexpr std::size_t kAudiencesMax = 10;
constexpr std::size_t kTextBytesMax = 255;
constexpr std::string_view kLogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

Error refused(const char* reason, std::string detail = {}) {
    return {ErrorCode::Unauthenticated, reason, std::move(detail)};
}

/// Seconds since 1970; nothing when the claim is absent or no whole number in range.
std::optional<std::int64_t> seconds_at(const Json& claims, std::string_view name) {
    const auto seconds = claims.int_at(name);
    return seconds && *seconds >= 0 && *seconds <= kSecondsMax ? seconds : std::nullopt;
}

Result<Done> check_audience(const Json& claims, const OidcProvider& provider) {
    const Json& claim = claims.at("aud");
    const Json::Array list = claim.is_array() ? claim.as_array() : Json::Array{claim};
    bool own = false;
    for (const Json& one : list) {
        if (!one.is_string()) { return refused("oidc.audience"); }
        own = own || one.as_string() == provider.client_id;
        if (one.as_string() != provider.client_id && !provider.audiences.contains(one.as_string())) {
            return refused("oidc.audience");
        }
    }
    if (!own || list.size() > kAudiencesMax) { return refused("oidc.audience"); }
    const Json& party = claims.at("azp");
    const bool party_needed = list.size() > 1;
    if (party.is_null() ? party_needed : party != Json(provider.client_id)) { return refused("oidc.authorized_party"); }
    return Done{};
}

struct Times {
    std::int64_t issued_at;
    std::int64_t expires_at;
};

Result<Times> check_times(const Json& claims, std::int64_t now) {
    const auto expires_at = seconds_at(claims, "exp");
    if (!expires_at || *expires_at + kSkewSeconds <= now) { return refused("oidc.expired"); }
    const auto issued_at = seconds_at(claims, "iat");
    if (!issued_at || *issued_at > now + kSkewSeconds || *issued_at < now - kIssuedAgoSecondsMax ||
        *issued_at > *expires_at) {
        return refused("oidc.issued_at");
    }
    if (!claims.at("nbf").is_null()) {
        const auto from = seconds_at(claims, "nbf");
        if (!from || *from > now + kSkewSeconds) { return refused("oidc.issued_at", "nbf"); }
    }
    return Times{*issued_at, *expires_at};
}

/// What both kinds of token share: for whom, by whom, when.
Result<Times> check_common(const Json& claims, const OidcProvider& provider, std::int64_t now) {
    if (claims.at("iss") != Json(provider.issuer)) { return refused("oidc.issuer"); }
    GX_CHECK(check_audience(claims, provider));
    return check_times(claims, now);
}

/// A text of 1..255 bytes; empty when the claim is absent, too long or of another type.
std::string short_text(const Json& claims, std::string_view name) {
    auto text = claims.text_or_empty(name);
    return text.size() <= kTextBytesMax ? text : std::string{};
}

Result<Done> check_authentication(const Json& claims, const OidcProvider& provider, std::int64_t now) {
    const auto authenticated_at = seconds_at(claims, "auth_time");
    if (!claims.at("auth_time").is_null() && (!authenticated_at || *authenticated_at > now + kSkewSeconds)) {
        return refused("oidc.authentication_age");
    }
    if (provider.age_seconds_max &&
        (!authenticated_at || *authenticated_at + *provider.age_seconds_max + kSkewSeconds < now)) {
        return refused("oidc.authentication_age");
    }
    const auto& accepted = provider.classes;
    if (!accepted.empty() && std::ranges::find(accepted, claims.text_or_empty("acr")) == accepted.end()) {
        return refused("oidc.authentication_class");
    }
    return Done{};
}

std::int64_t seconds_of(Instant at) { return at.millis() / 1'000; }
Instant instant_of(std::int64_t seconds) { return Instant::from_millis(seconds * 1'000); }

}  // namespace

Result<OutsideIdentity> identity_of_id_token(const Json& claims, const OidcProvider& provider, std::string_view nonce,
                                             Instant now) {
    GX_CHECK(check_common(claims, provider, seconds_of(now)));
    if (nonce.empty() || !claims.at("nonce").is_string() ||
        !base::equal_in_constant_time(claims.at("nonce").as_string(), nonce)) {
        return refused("oidc.nonce");
    }
    OutsideIdentity identity{.provider = provider.id,
                             .issuer = provider.issuer,
                             .subject = short_text(claims, provider.account_claim),
                             .session = short_text(claims, "sid")};
    if (short_text(claims, "sub").empty() || identity.subject.empty()) { return refused("oidc.subject"); }
    GX_CHECK(check_authentication(claims, provider, seconds_of(now)));
    if (const auto at = seconds_at(claims, "auth_time")) { identity.authenticated_at = instant_of(*at); }
    return identity;
}

Result<LogoutOrder> order_of_logout_token(const Json& claims, const OidcProvider& provider, Instant now) {
    GX_TRY(const auto times, check_common(claims, provider, seconds_of(now)));
    const Json& events = claims.at("events");
    // A nonce would make it an ID token of some sign-in (section 2.4).
    if (!events.at(kLogoutEvent).is_object() || claims.as_object().contains("nonce")) {
        return refused("oidc.logout_token");
    }
    LogoutOrder order{
        .identity = {.provider = provider.id,
                     .issuer = provider.issuer,
                     .subject = short_text(claims, provider.account_claim),
                     .session = short_text(claims, "sid")},
        .token_id = short_text(claims, "jti"),
        .good_until = instant_of(std::min(times.expires_at, times.issued_at + kIssuedAgoSecondsMax) + kSkewSeconds)};
    if (order.token_id.empty() || (order.identity.subject.empty() && order.identity.session.empty())) {
        return refused("oidc.logout_token");
    }
    return order;
}

}  // namespace gx::app
