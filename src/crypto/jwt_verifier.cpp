// SPDX-License-Identifier: Apache-2.0
#include "crypto/jwt_verifier.hpp"

#include <algorithm>

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

#include "base/base64url.hpp"
#include "base/text.hpp"
#include "crypto/jwk.hpp"

namespace gx::crypto {
namespace {

using app::JwtRules;
using base::Bytes;
using base::ByteView;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::size_t kTokenBytesMax = 16U << 10U;
constexpr std::size_t kHeaderBytesMax = 4U << 10U;
constexpr std::size_t kDepthMax = 8;
constexpr std::size_t kMembersMax = 100;
constexpr std::size_t kKeysMax = 50;
constexpr std::size_t kEcSignatureBytes = 64;
constexpr std::string_view kAlgorithms[] = {"RS256", "PS256", "ES256", "EdDSA"};

Error refused(const char* reason, std::string detail = {}) {
    return {ErrorCode::Unauthenticated, reason, std::move(detail)};
}

/// A compact token taken apart, with nothing verified.
struct Parts {
    Json header;
    Json claims;
    Bytes signature;
    std::string_view signed_text;
};

Result<Json> object_in(std::string_view part, std::size_t bytes_max) {
    const auto bytes = base::from_base64url(part);
    if (!bytes.ok()) { return refused("jwt.form", "base64url"); }
    auto json = base::parse_json(base::as_text(*bytes),
                                 {.bytes_max = bytes_max, .depth_max = kDepthMax, .keys_max = kMembersMax});
    if (!json.ok()) { return refused("jwt.form", json.error().reason); }
    if (!json->is_object()) { return refused("jwt.form", "no object"); }
    return json;
}

Result<Parts> parts_of(std::string_view token) {
    if (token.size() > kTokenBytesMax) { return refused("jwt.form", "too large"); }
    const auto texts = base::split(token, '.');
    if (texts.size() != 3) { return refused("jwt.form", "not three parts"); }
    Parts parts;
    GX_TRY(parts.header, object_in(texts[0], kHeaderBytesMax));
    GX_TRY(parts.claims, object_in(texts[1], kTokenBytesMax));
    auto signature = base::from_base64url(texts[2]);
    if (!signature.ok()) { return refused("jwt.form", "signature"); }
    parts.signature = std::move(signature).value();
    parts.signed_text = token.substr(0, token.rfind('.'));
    return parts;
}

/// The algorithm of a header that holds nothing this program cannot follow.
Result<std::string> algorithm_of(const Json& header, const JwtRules& rules) {
    const std::string algorithm = header.text_or_empty("alg");
    const bool known = std::ranges::find(kAlgorithms, algorithm) != std::end(kAlgorithms);
    if (!known || !rules.algorithms.contains(algorithm)) { return refused("jwt.algorithm", algorithm); }
    // Extensions that must be understood (RFC 7515 section 4.1.11): none is.
    if (header.as_object().contains("crit") || header.as_object().contains("b64")) {
        return refused("jwt.form", "crit");
    }
    const Json& type = header.at("typ");
    if ((!type.is_null() && !type.is_string()) ||
        !rules.types.contains(base::ascii_lower(header.text_or_empty("typ")))) {
        return refused("jwt.type", header.text_or_empty("typ"));
    }
    return algorithm;
}

/// The one key of the set that the header can mean; where keys came from is never the token's to say (jku, jwk, x5u,
/// x5c).
Result<const Json*> key_for(const Json& header, const Json& keys, std::string_view algorithm) {
    const Json& set = keys.at("keys");
    if (!set.is_array() || set.as_array().size() > kKeysMax) { return refused("jwt.key_unknown", "no key set"); }
    const Json& wanted = header.at("kid");
    const Json* found = nullptr;
    for (const Json& jwk : set.as_array()) {
        if (!jwk_is_for(jwk, algorithm) || (!wanted.is_null() && jwk.at("kid") != wanted)) { continue; }
        if (found != nullptr) { return refused("jwt.key_unknown", "more than one"); }
        found = &jwk;
    }
    if (found == nullptr) { return refused("jwt.key_unknown"); }
    return found;
}

/// DER of the two numbers that ES256 writes side by side.
Bytes der_signature(ByteView raw) {
    ECDSA_SIG* const pair = ECDSA_SIG_new();
    BIGNUM* const r = BN_bin2bn(raw.data(), static_cast<int>(kEcSignatureBytes / 2), nullptr);
    BIGNUM* const s = BN_bin2bn(raw.data() + kEcSignatureBytes / 2, static_cast<int>(kEcSignatureBytes / 2), nullptr);
    GX_ASSERT(pair != nullptr && r != nullptr && s != nullptr && ECDSA_SIG_set0(pair, r, s) == 1);
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair, &der);
    GX_ASSERT(size > 0);
    Bytes out(der, der + size);
    OPENSSL_free(der);
    ECDSA_SIG_free(pair);
    return out;
}

bool signed_by(EVP_PKEY* key, std::string_view algorithm, std::string_view text, const Bytes& signature) {
    const MdContextPtr context{EVP_MD_CTX_new()};
    GX_ASSERT(context != nullptr);
    EVP_PKEY_CTX* options = nullptr;  // owned by the context
    const char* const digest = algorithm == "EdDSA" ? nullptr : "SHA256";
    if (EVP_DigestVerifyInit_ex(context.get(), &options, digest, nullptr, nullptr, key, nullptr) != 1) { return false; }
    if (algorithm == "RS256" && EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PADDING) != 1) { return false; }
    if (algorithm == "PS256" && (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
                                 EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) != 1)) {
        return false;
    }
    if (algorithm == "ES256" && signature.size() != kEcSignatureBytes) { return false; }
    const Bytes as_openssl_reads = algorithm == "ES256" ? der_signature(signature) : signature;
    const ByteView message = base::as_bytes(text);
    return EVP_DigestVerify(context.get(), as_openssl_reads.data(), as_openssl_reads.size(), message.data(),
                            message.size()) == 1;
}

class OpensslJwtVerifier final : public app::JwtVerifier {
public:
    Result<Json> claims(std::string_view token, const JwtRules& rules) const override {
        GX_TRY(auto parts, parts_of(token));
        GX_TRY(const std::string algorithm, algorithm_of(parts.header, rules));
        GX_TRY(const Json* const jwk, key_for(parts.header, rules.keys, algorithm));
        GX_TRY(const KeyPtr key, key_of_jwk(*jwk));
        if (!signed_by(key.get(), algorithm, parts.signed_text, parts.signature)) { return refused("jwt.signature"); }
        return std::move(parts.claims);
    }
};

}  // namespace

std::unique_ptr<app::JwtVerifier> make_jwt_verifier() { return std::make_unique<OpensslJwtVerifier>(); }

}  // namespace gx::crypto
