// SPDX-License-Identifier: Apache-2.0
#include "crypto/jwk.hpp"

#include <algorithm>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include "base/base64url.hpp"

namespace gx::crypto {
namespace {

using base::Bytes;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

using NumberPtr = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using ParamBuilderPtr = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using ParamsPtr = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;

constexpr std::size_t kModulusBytesMin = 256;
constexpr std::size_t kModulusBytesMax = 1'024;
constexpr std::size_t kExponentBytesMax = 4;
constexpr std::size_t kCoordinateBytes = 32;

Error unsound(std::string detail) { return {ErrorCode::Unauthenticated, "jwt.key", std::move(detail)}; }

Result<Bytes> member_bytes(const Json& jwk, std::string_view name, std::size_t size_min, std::size_t size_max) {
    const auto text = jwk.string_at(name);
    auto bytes = text ? base::from_base64url(*text) : Result<Bytes>(unsound(std::string(name)));
    if (!bytes.ok() || bytes->size() < size_min || bytes->size() > size_max) { return unsound(std::string(name)); }
    return bytes;
}

Result<KeyPtr> made(const char* type, OSSL_PARAM_BLD* builder) {
    const ParamsPtr params{OSSL_PARAM_BLD_to_param(builder)};
    const KeyContextPtr context{EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)};
    GX_ASSERT(params != nullptr && context != nullptr);
    EVP_PKEY* raw = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
        return unsound(type);
    }
    KeyPtr key{raw};
    const KeyContextPtr checking{EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)};
    if (checking == nullptr || EVP_PKEY_public_check(checking.get()) != 1) { return unsound(type); }
    return key;
}

Result<KeyPtr> rsa_key(const Json& jwk) {
    GX_TRY(const Bytes modulus, member_bytes(jwk, "n", kModulusBytesMin, kModulusBytesMax));
    GX_TRY(const Bytes exponent, member_bytes(jwk, "e", 1, kExponentBytesMax));
    const NumberPtr n{BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr)};
    const NumberPtr e{BN_bin2bn(exponent.data(), static_cast<int>(exponent.size()), nullptr)};
    GX_ASSERT(n != nullptr && e != nullptr);
    if (BN_num_bits(n.get()) < static_cast<int>(kModulusBytesMin * 8) || BN_is_odd(n.get()) != 1 ||
        BN_is_odd(e.get()) != 1 || BN_is_one(e.get()) == 1) {
        return unsound("RSA");
    }
    const ParamBuilderPtr builder{OSSL_PARAM_BLD_new()};
    GX_ASSERT(builder != nullptr && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
              OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1);
    return made("RSA", builder.get());
}

Result<KeyPtr> p256_key(const Json& jwk) {
    GX_TRY(const Bytes x, member_bytes(jwk, "x", kCoordinateBytes, kCoordinateBytes));
    GX_TRY(const Bytes y, member_bytes(jwk, "y", kCoordinateBytes, kCoordinateBytes));
    Bytes point{0x04};  // an uncompressed point
    point.insert(point.end(), x.begin(), x.end());
    point.insert(point.end(), y.begin(), y.end());
    const ParamBuilderPtr builder{OSSL_PARAM_BLD_new()};
    GX_ASSERT(builder != nullptr &&
              OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) == 1 &&
              OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) ==
                  1);
    return made("EC", builder.get());
}

Result<KeyPtr> ed25519_key(const Json& jwk) {
    GX_TRY(const Bytes x, member_bytes(jwk, "x", kCoordinateBytes, kCoordinateBytes));
    KeyPtr key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, x.data(), x.size())};
    if (key == nullptr) { return unsound("Ed25519"); }
    return key;
}

bool may_verify(const Json& jwk) {
    const Json& use = jwk.at("use");
    if (!use.is_null() && use != Json("sig")) { return false; }
    const Json& operations = jwk.at("key_ops");
    return operations.is_null() ||
           (operations.is_array() && std::ranges::count(operations.as_array(), Json("verify")) > 0);
}

}  // namespace

bool jwk_is_for(const Json& jwk, std::string_view algorithm) {
    if (!jwk.is_object() || !may_verify(jwk)) { return false; }
    const Json& stated = jwk.at("alg");
    const bool ed25519_by_its_own_name = algorithm == "EdDSA" && stated == Json("Ed25519");
    if (!stated.is_null() && stated != Json(algorithm) && !ed25519_by_its_own_name) { return false; }
    const std::string type = jwk.text_or_empty("kty");
    const std::string curve = jwk.text_or_empty("crv");
    if (algorithm == "RS256" || algorithm == "PS256") { return type == "RSA"; }
    if (algorithm == "ES256") { return type == "EC" && curve == "P-256"; }
    return algorithm == "EdDSA" && type == "OKP" && curve == "Ed25519";
}

Result<KeyPtr> key_of_jwk(const Json& jwk) {
    const std::string type = jwk.text_or_empty("kty");
    if (type == "RSA") { return rsa_key(jwk); }
    if (type == "EC") { return p256_key(jwk); }
    return ed25519_key(jwk);
}

}  // namespace gx::crypto
