// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/oidc/outside_identity.hpp"
#include "app/oidc/pending_sign_ins.hpp"
#include "app/oidc/provider_link.hpp"
#include "app/oidc/token_claims.hpp"

namespace gx::app {

/// Signs people in by what sign-in services of other offices say of them (OpenID Connect, code flow with PKCE).
///
/// Thread: any number of threads. `begin`, `finish` and `log_out` may ask the provider and take seconds.
class RelyingParty {
public:
    /// What the party is made of; all of it outlives the party. `hasher` is SHA-256, which PKCE asks for.
    struct Parts {
        Outbound& outbound;
        const JwtVerifier& verifier;
        SessionOpener& sessions;
        Clock& clock;
        Random& random;
        const domain::Hasher& hasher;
        std::string api_base;  ///< "/api/v1"
    };
    RelyingParty(const Parts& parts, OidcSettings settings);

    const OidcSettings& settings() const { return settings_; }

    struct Begun {
        std::string address;  ///< of the provider's sign-in page
        std::string browser;  ///< the value of a cookie that must come back with the answer
    };
    /// Errors: InvalidInput "oidc.return_to"; NotFound "oidc.provider_unknown"; those of ProviderLink::document.
    base::Result<Begun> begin(const std::string& provider, const std::string& return_to);

    /// What a browser brings back.
    struct Return {
        std::string provider;
        std::string state;
        std::string code;
        std::string issuer;  ///< RFC 9207
        std::string error;
        std::string browser;  ///< the cookie
        std::string agent;
    };
    struct Finished {
        OpenedSession session;
        std::string return_to;
    };
    /// Errors: NotFound "oidc.provider_unknown"; Unauthenticated "oidc.state", "oidc.mix_up", "oidc.denied", those of
    ///         ProviderLink::redeem and verified, of identity_of_id_token and of SessionOpener::open.
    base::Result<Finished> finish(const Return& back);

    /// Ends sessions because the provider says so. Gives how many.
    /// Errors: NotFound "oidc.provider_unknown"; those of ProviderLink::verified, of order_of_logout_token and of
    ///         SessionOpener::end; Unauthenticated "oidc.logout_replayed".
    base::Result<int> log_out(const std::string& provider, std::string_view token);

private:
    base::Result<ProviderLink*> link(const std::string& provider);
    std::string redirect_address(const OidcProvider& provider) const;
    bool first_time(const LogoutOrder& order);
    void forget(const LogoutOrder& order);

    OidcSettings settings_;
    std::string api_base_;
    SessionOpener& sessions_;
    Clock& clock_;
    const domain::Hasher& hasher_;
    PendingSignIns pending_;
    std::map<std::string, std::unique_ptr<ProviderLink>, std::less<>> links_;
    std::mutex lock_;
    std::map<std::string, base::Instant, std::less<>> logouts_;  ///< provider and token id, until when it is remembered
};

/// The place of the callback below the base path: "/session/oidc/{provider}/callback". Total.
std::string callback_path(std::string_view provider);

}  // namespace gx::app
