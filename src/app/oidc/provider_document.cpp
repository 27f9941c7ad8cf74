// SPDX-License-Identifier: Apache-2.0
#include "app/oidc/provider_document.hpp"

#include <algorithm>

#include "base/url.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

Error unfit(std::string detail) { return {ErrorCode::Unavailable, "oidc.provider_document", std::move(detail)}; }

/// Whether a list names this value; what a document does not say counts as `absent`.
bool names(const Json& document, std::string_view member, std::string_view value, bool absent) {
    const Json& list = document.at(member);
    if (list.is_null()) { return absent; }
    return list.is_array() && std::ranges::count(list.as_array(), Json(value)) > 0;
}

Result<std::string> endpoint(const Json& document, std::string_view member, const OidcProvider& provider) {
    const auto text = document.string_at(member);
    const auto url = base::Url::parse(text.value_or(""));
    if (!url.ok()) { return unfit(std::string(member)); }
    // Never weaker than the issuer's own address.
    if (url->scheme != base::Url::parse(provider.issuer).value().scheme) {
        return unfit(std::string(member) + ": scheme");
    }
    const std::string origin = url->origin();
    if (std::ranges::find(provider.hosts, origin.substr(origin.find("://") + 3)) == provider.hosts.end()) {
        return unfit(std::string(member) + ": host not listed");
    }
    return *text;
}

}  // namespace

std::string document_address(const OidcProvider& provider) {
    constexpr std::string_view kPlace = "/.well-known/openid-configuration";
    std::string issuer = provider.issuer;
    if (issuer.ends_with('/')) { issuer.pop_back(); }
    return issuer.append(kPlace);
}

Result<ProviderDocument> ProviderDocument::from_json(const Json& json, const OidcProvider& provider) {
    if (json.string_at("issuer") != provider.issuer) { return unfit("issuer"); }
    ProviderDocument document;
    GX_TRY(document.authorization_endpoint, endpoint(json, "authorization_endpoint", provider));
    GX_TRY(document.token_endpoint, endpoint(json, "token_endpoint", provider));
    GX_TRY(document.keys_address, endpoint(json, "jwks_uri", provider));
    if (!names(json, "response_types_supported", "code", false)) { return unfit("response_types_supported"); }
    if (!names(json, "code_challenge_methods_supported", "S256", true)) {
        return unfit("code_challenge_methods_supported");
    }
    if (!names(json, "token_endpoint_auth_methods_supported", "client_secret_basic", true)) {
        return unfit("token_endpoint_auth_methods_supported");
    }
    const auto offered = [&](const std::string& algorithm) {
        return names(json, "id_token_signing_alg_values_supported", algorithm, false);
    };
    if (std::ranges::none_of(provider.algorithms, offered)) { return unfit("id_token_signing_alg_values_supported"); }
    document.names_itself = json.bool_at("authorization_response_iss_parameter_supported").value_or(false);
    return document;
}

}  // namespace gx::app
