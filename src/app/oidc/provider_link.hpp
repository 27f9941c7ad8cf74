// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "app/oidc/provider_document.hpp"
#include "app/ports/jwt_verifier.hpp"
#include "app/ports/outbound.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// The link to one provider: its document and keys, read when needed and kept for a while; codes against tokens.
///
/// Shape:  the document is kept for an hour, keys for 15 minutes; a token with an unknown key has the keys read again,
/// at most
///         once a minute; after a failure nothing is asked for 2 seconds. At most two requests run at the same time and
///         others wait half a second for their turn, so that a provider that hangs cannot hold all workers for long.
/// Thread: any number of threads.
class ProviderLink {
public:
    ProviderLink(OidcProvider provider, Outbound& outbound, const JwtVerifier& verifier, Clock& clock)
        : provider_(std::move(provider)), outbound_(outbound), verifier_(verifier), clock_(clock) {}

    const OidcProvider& provider() const { return provider_; }
    /// Errors: Unavailable "oidc.provider_unreachable", "oidc.busy"; those of ProviderDocument.
    base::Result<ProviderDocument> document();
    /// The ID token that the provider gives for a code.
    /// Errors: as document; Unauthenticated "oidc.code_refused", "oidc.token_answer" (not what a token answer must be).
    base::Result<std::string> redeem(const std::string& code, const std::string& code_verifier,
                                     const std::string& redirect_address);
    /// The claims of a token that the provider signed; `types` as in JwtRules.
    /// Errors: as document; those of JwtVerifier.
    base::Result<base::Json> verified(std::string_view token, const std::set<std::string, std::less<>>& types);

private:
    template <class T>
    struct Kept {
        std::shared_ptr<const T> value = {};
        base::Instant until = {};
    };
    struct Keys {
        std::shared_ptr<const base::Json> set;
        bool fresh = false;  ///< read just now
    };

    base::Result<base::Done> begin_request();
    void end_request(bool failed);
    base::Result<OutboundAnswer> ask(const OutboundRequest& request);
    base::Result<base::Json> ask_for_json(const std::string& address);
    base::Result<Keys> keys();
    base::Result<Keys> keys_again();
    base::Result<Keys> read_keys();

    OidcProvider provider_;
    Outbound& outbound_;
    const JwtVerifier& verifier_;
    Clock& clock_;
    std::mutex lock_;  ///< of what follows; never held while a request runs
    std::condition_variable turn_;
    int running_ = 0;
    Kept<ProviderDocument> document_;
    Kept<base::Json> keys_;
    base::Instant silent_until_ = {};
    base::Instant again_from_ = {};
};

}  // namespace gx::app
