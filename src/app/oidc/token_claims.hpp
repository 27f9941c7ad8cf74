// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "app/oidc/outside_identity.hpp"
#include "app/oidc/provider.hpp"
#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Who signed in, by an ID token whose signature was verified.
///
/// Units:  clocks may differ by 60 seconds.
/// Errors: Unauthenticated, in this order: "oidc.issuer"; "oidc.audience" (not for this site, or for others as well
/// that are not
///         trusted); "oidc.authorized_party"; "oidc.expired"; "oidc.issued_at" (in the future, or more than ten minutes
///         ago); "oidc.nonce"; "oidc.subject"; "oidc.authentication_age"; "oidc.authentication_class".
/// Source: OpenID Connect Core 1.0 section 3.1.3.7
base::Result<OutsideIdentity> identity_of_id_token(const base::Json& claims, const OidcProvider& provider,
                                                   std::string_view nonce, base::Instant now);

/// Whose sessions end, by a logout token whose signature was verified.
struct LogoutOrder {
    OutsideIdentity identity;  ///< `subject` or `session` may be empty, never both
    std::string token_id;
    base::Instant good_until;  ///< afterwards its times alone refuse it
};

/// Errors: Unauthenticated as above; "oidc.logout_token" (no logout event, no token id, a nonce, neither subject nor
/// session). Source: OpenID Connect Back-Channel Logout 1.0 section 2.6
base::Result<LogoutOrder> order_of_logout_token(const base::Json& claims, const OidcProvider& provider,
                                                base::Instant now);

}  // namespace gx::app
