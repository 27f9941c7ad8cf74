// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/oidc/provider.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// What a provider says of itself, checked against the settings.
struct ProviderDocument {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string keys_address;
    bool names_itself = false;  ///< answers to the browser carry `iss` (RFC 9207)

    /// Errors: Unavailable "oidc.provider_document": another issuer, an address on a host that is not listed or
    /// unencrypted,
    ///         no code flow, no PKCE by S256, no basic authentication, no algorithm in common; `detail` says which.
    /// Source: OpenID Connect Discovery 1.0 section 3, 4.3
    static base::Result<ProviderDocument> from_json(const base::Json& json, const OidcProvider& provider);
};

/// Where the document lies. Total.
std::string document_address(const OidcProvider& provider);

}  // namespace gx::app
