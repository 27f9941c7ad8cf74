// SPDX-License-Identifier: Apache-2.0
#include "app/oidc/relying_party.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/base64url.hpp"
#include "base/text.hpp"
#include "base/url.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::string_view kHome = "/console/";
constexpr std::size_t kLogoutsMax = 10'000;
const std::set<std::string, std::less<>> kIdTokenTypes = {"", "jwt"};
const std::set<std::string, std::less<>> kLogoutTokenTypes = {"logout+jwt"};

Error refused(const char* reason, std::string detail = {}) {
    return {ErrorCode::Unauthenticated, reason, std::move(detail)};
}

std::string name_of(const LogoutOrder& order) { return order.identity.provider + "\n" + order.token_id; }

/// Pages of this site only, and of the console alone.
bool is_console_page(std::string_view path) {
    return base::is_own_path(path) &&
           (path == "/console" || path.starts_with("/console/") || path.starts_with("/console?"));
}

}  // namespace

std::string callback_path(std::string_view provider) { return fmt::format("/session/oidc/{}/callback", provider); }

RelyingParty::RelyingParty(const Parts& parts, OidcSettings settings)
    : settings_(std::move(settings)),
      api_base_(parts.api_base),
      sessions_(parts.sessions),
      clock_(parts.clock),
      hasher_(parts.hasher),
      pending_(parts.clock, parts.random, parts.hasher) {
    for (const auto& provider : settings_.providers) {
        links_.emplace(provider.id,
                       std::make_unique<ProviderLink>(provider, parts.outbound, parts.verifier, parts.clock));
    }
}

Result<ProviderLink*> RelyingParty::link(const std::string& provider) {
    const auto found = links_.find(provider);
    if (found == links_.end()) { return Error{ErrorCode::NotFound, "oidc.provider_unknown"}; }
    return found->second.get();
}

std::string RelyingParty::redirect_address(const OidcProvider& provider) const {
    return fmt::format("{}{}{}", settings_.origin, api_base_, callback_path(provider.id));
}

Result<RelyingParty::Begun> RelyingParty::begin(const std::string& provider, const std::string& return_to) {
    GX_TRY(auto* const to, link(provider));
    if (!return_to.empty() && !is_console_page(return_to)) {
        return Error{ErrorCode::InvalidInput, "oidc.return_to", {}, "/query/return_to"};
    }
    GX_TRY(const auto document, to->document());
    const auto begun = pending_.begin(provider, return_to.empty() ? std::string{kHome} : return_to);
    const std::string challenge = base::to_base64url(hasher_.digest(base::as_bytes(begun.pending.code_verifier)));
    std::string address = document.authorization_endpoint;
    const auto add = [&](std::string_view name, std::string_view value) {
        address.append(address.find('?') == std::string::npos ? "?" : "&")
            .append(name)
            .append("=")
            .append(base::percent_encoded(value));
    };
    add("response_type", "code");
    add("client_id", to->provider().client_id);
    add("redirect_uri", redirect_address(to->provider()));
    add("scope", "openid");
    add("state", begun.state);
    add("nonce", begun.pending.nonce);
    add("code_challenge", challenge);
    add("code_challenge_method", "S256");
    if (to->provider().age_seconds_max) { add("max_age", fmt::format("{}", *to->provider().age_seconds_max)); }
    if (!to->provider().classes.empty()) {
        add("acr_values", fmt::format("{}", fmt::join(to->provider().classes, " ")));
    }
    return Begun{std::move(address), begun.browser};
}

Result<RelyingParty::Finished> RelyingParty::finish(const Return& back) {
    GX_TRY(auto* const from, link(back.provider));
    const auto pending = pending_.take(back.state, back.browser, back.provider);
    if (!pending) { return refused("oidc.state"); }
    GX_TRY(const auto document, from->document());
    // Another provider's answer that was led here would hand its code to this one (RFC 9207).
    if (back.issuer.empty() ? document.names_itself : back.issuer != from->provider().issuer) {
        return refused("oidc.mix_up");
    }
    if (!back.error.empty() || back.code.empty()) { return refused("oidc.denied", back.error); }
    GX_TRY(const std::string token,
           from->redeem(back.code, pending->code_verifier, redirect_address(from->provider())));
    GX_TRY(const auto claims, from->verified(token, kIdTokenTypes));
    GX_TRY(const auto identity, identity_of_id_token(claims, from->provider(), pending->nonce, clock_.now()));
    GX_TRY(auto session, sessions_.open(identity, back.agent));
    return Finished{std::move(session), pending->return_to};
}

bool RelyingParty::first_time(const LogoutOrder& order) {
    const std::lock_guard guard(lock_);
    const base::Instant now = clock_.now();
    std::erase_if(logouts_, [&](const auto& entry) { return entry.second < now; });
    // Only a provider's own signature fills this; a full memory refuses rather than forgets.
    return logouts_.size() < kLogoutsMax && logouts_.emplace(name_of(order), order.good_until).second;
}

void RelyingParty::forget(const LogoutOrder& order) {
    const std::lock_guard guard(lock_);
    logouts_.erase(name_of(order));
}

Result<int> RelyingParty::log_out(const std::string& provider, std::string_view token) {
    GX_TRY(auto* const from, link(provider));
    GX_TRY(const auto claims, from->verified(token, kLogoutTokenTypes));
    GX_TRY(const auto order, order_of_logout_token(claims, from->provider(), clock_.now()));
    if (!first_time(order)) { return refused("oidc.logout_replayed"); }
    auto ended = sessions_.end(order.identity);
    if (!ended.ok()) { forget(order); }
    return ended;
}

}  // namespace gx::app
