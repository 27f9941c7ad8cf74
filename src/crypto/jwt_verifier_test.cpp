// SPDX-License-Identifier: Apache-2.0
#include "crypto/jwt_verifier.hpp"

#include <gtest/gtest.h>

#include <functional>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

#include "base/base64url.hpp"
#include "crypto/hasher.hpp"
#include "crypto/openssl.hpp"

namespace gx::crypto {
namespace {

using base::Bytes;
using base::Json;

std::string encoded(std::string_view text) { return base::to_base64url(base::as_bytes(text)); }

std::string number_member(EVP_PKEY* key, const char* name, std::size_t size) {
    BIGNUM* number = nullptr;
    GX_ASSERT(EVP_PKEY_get_bn_param(key, name, &number) == 1);
    Bytes bytes(size == 0 ? static_cast<std::size_t>(BN_num_bytes(number)) : size);
    GX_ASSERT(BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size())) > 0);
    BN_free(number);
    return base::to_base64url(bytes);
}

/// A key pair of a provider.
struct TestKey {
    explicit TestKey(const std::string& kind, std::string name = "k1") : id(std::move(name)) {
        if (kind == "RSA" || kind == "RSA1024") {
            key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{kind == "RSA" ? 2'048U : 1'024U}));
        }
        if (kind == "P-256" || kind == "P-384") { key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", kind.c_str())); }
        if (kind == "Ed25519") { key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")); }
        GX_ASSERT(key != nullptr);
        jwk.set("kid", id).set("use", "sig");
        if (kind.starts_with("RSA")) {
            jwk.set("kty", "RSA")
                .set("n", number_member(key.get(), OSSL_PKEY_PARAM_RSA_N, 0))
                .set("e", number_member(key.get(), OSSL_PKEY_PARAM_RSA_E, 0));
        } else if (kind == "Ed25519") {
            Bytes raw(32);
            std::size_t size = raw.size();
            GX_ASSERT(EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &size) == 1);
            jwk.set("kty", "OKP").set("crv", kind).set("x", base::to_base64url(raw));
        } else {
            const std::size_t size = kind == "P-256" ? 32 : 48;
            jwk.set("kty", "EC")
                .set("crv", kind)
                .set("x", number_member(key.get(), OSSL_PKEY_PARAM_EC_PUB_X, size))
                .set("y", number_member(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y, size));
        }
    }

    Bytes signature(std::string_view algorithm, std::string_view text) const {
        const MdContextPtr context{EVP_MD_CTX_new()};
        EVP_PKEY_CTX* options = nullptr;
        GX_ASSERT(EVP_DigestSignInit_ex(context.get(), &options, algorithm == "EdDSA" ? nullptr : "SHA256", nullptr,
                                        nullptr, key.get(), nullptr) == 1);
        if (algorithm == "PS256") {
            GX_ASSERT(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
                      EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1);
        }
        const auto message = base::as_bytes(text);
        std::size_t size = 0;
        GX_ASSERT(EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) == 1);
        Bytes out(size);
        GX_ASSERT(EVP_DigestSign(context.get(), out.data(), &size, message.data(), message.size()) == 1);
        out.resize(size);
        return algorithm == "ES256" ? side_by_side(out) : out;
    }
    static Bytes side_by_side(const Bytes& der) {
        const unsigned char* at = der.data();
        ECDSA_SIG* const pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
        GX_ASSERT(pair != nullptr);
        Bytes raw(64);
        GX_ASSERT(BN_bn2binpad(ECDSA_SIG_get0_r(pair), raw.data(), 32) == 32 &&
                  BN_bn2binpad(ECDSA_SIG_get0_s(pair), raw.data() + 32, 32) == 32);
        ECDSA_SIG_free(pair);
        return raw;
    }
    std::string token(std::string_view algorithm, std::string_view header, std::string_view claims) const {
        const std::string text = encoded(header) + "." + encoded(claims);
        return text + "." + base::to_base64url(signature(algorithm, text));
    }

    std::string id;
    KeyPtr key;
    Json jwk = Json::object();
};

Json set_of(std::initializer_list<Json> keys) { return Json::object().set("keys", Json(Json::Array(keys))); }

const std::set<std::string, std::less<>> kAll = {"RS256", "PS256", "ES256", "EdDSA"};
constexpr std::string_view kClaims = R"({"iss":"https://id.example.cn","sub":"张三"})";

std::string header_of(std::string_view algorithm) {
    return fmt::format(R"({{"alg":"{}","kid":"k1","typ":"JWT"}})", algorithm);
}

std::string reason_of(const std::string& token, const Json& keys,
                      const std::set<std::string, std::less<>>& algorithms = kAll) {
    const auto claims = make_jwt_verifier()->claims(token, {.keys = keys, .algorithms = algorithms});
    return claims.ok() ? "" : claims.error().reason;
}

struct AlgorithmCase {
    const char* algorithm;
    const char* kind;
};

class JwtAlgorithm : public testing::TestWithParam<AlgorithmCase> {};

TEST_P(JwtAlgorithm, IsVerifiedWithItsKeyAndNoOther) {
    const auto& [algorithm, kind] = GetParam();
    const TestKey key(kind);
    const std::string token = key.token(algorithm, header_of(algorithm), kClaims);
    const auto claims = make_jwt_verifier()->claims(token, {.keys = set_of({key.jwk}), .algorithms = kAll});
    ASSERT_TRUE(claims.ok()) << claims.error().reason << claims.error().detail;
    EXPECT_EQ(claims->text_or_empty("sub"), "张三");

    EXPECT_EQ(reason_of(token, set_of({TestKey(kind).jwk})), "jwt.signature");
    EXPECT_EQ(reason_of(token, set_of({TestKey(kind, "k2").jwk})), "jwt.key_unknown");
    EXPECT_EQ(reason_of(token, set_of({key.jwk}), {"RS512"}), "jwt.algorithm");
    Bytes shorter = base::from_base64url(token.substr(token.rfind('.') + 1)).value();
    shorter.pop_back();
    EXPECT_EQ(reason_of(token.substr(0, token.rfind('.') + 1) + base::to_base64url(shorter), set_of({key.jwk})),
              "jwt.signature");
    EXPECT_EQ(reason_of(token.substr(0, token.rfind('.') + 1), set_of({key.jwk})), "jwt.signature");
}

TEST_P(JwtAlgorithm, CoversEveryByteOfHeaderAndClaims) {
    const auto& [algorithm, kind] = GetParam();
    const TestKey key(kind);
    const std::string token = key.token(algorithm, header_of(algorithm), kClaims);
    const auto dot = token.find('.');
    const std::string other = token.substr(0, dot + 1) + encoded(R"({"iss":"https://id.example.cn","sub":"李四"})") +
                              token.substr(token.rfind('.'));
    EXPECT_EQ(reason_of(other, set_of({key.jwk})), "jwt.signature");
    const std::string head =
        encoded(fmt::format(R"({{"alg":"{}","kid":"k1","typ":"jwt"}})", algorithm)) + token.substr(dot);
    EXPECT_EQ(reason_of(head, set_of({key.jwk})), "jwt.signature");
}

INSTANTIATE_TEST_SUITE_P(, JwtAlgorithm,
                         testing::Values(AlgorithmCase{"RS256", "RSA"}, AlgorithmCase{"PS256", "RSA"},
                                         AlgorithmCase{"ES256", "P-256"}, AlgorithmCase{"EdDSA", "Ed25519"}));

// Source: RFC 7515 appendix A.2
TEST(JwtVerifier, AcceptsTheKnownRs256Signature) {
    const Json key = *base::parse_json(
        R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})");
    const std::string token =
        "eyJhbGciOiJSUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
        "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
        "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
        "eOkHWEsqtFZESc6BfI7noOPqv"
        "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    EXPECT_EQ(reason_of(token, set_of({key})), "");
}

/// How a forger changes a good token, its key set, or makes another.
struct ForgedCase {
    const char* name;
    const char* reason;
    std::function<std::string(const TestKey&, Json&)> make;
};

std::string rs256(const TestKey& key, std::string_view header, std::string_view claims = kClaims) {
    return key.token("RS256", header, claims);
}

std::string hs256_with_public_key(const TestKey& key) {
    const std::string text = encoded(R"({"alg":"HS256","kid":"k1"})") + "." + encoded(kClaims);
    const auto mac = hmac("sha256", base::as_bytes(base::canonical(key.jwk)), base::as_bytes(text)).value();
    return text + "." + base::to_base64url(mac);
}

const ForgedCase kForged[] = {
    {"AlgNone", "jwt.algorithm",
     [](auto&, auto&) { return encoded(R"({"alg":"none"})") + "." + encoded(kClaims) + "."; }},
    {"AlgNoneInOtherCase", "jwt.algorithm",
     [](auto&, auto&) { return encoded(R"({"alg":"NonE","kid":"k1"})") + "." + encoded(kClaims) + "."; }},
    {"NoAlg", "jwt.algorithm", [](auto& key, auto&) { return rs256(key, R"({"kid":"k1"})"); }},
    {"AlgOfOtherType", "jwt.algorithm", [](auto& key, auto&) { return rs256(key, R"({"alg":256,"kid":"k1"})"); }},
    {"AlgInOtherCase", "jwt.algorithm", [](auto& key, auto&) { return rs256(key, R"({"alg":"rs256","kid":"k1"})"); }},
    {"Hs256WithThePublicKey", "jwt.algorithm", [](auto& key, auto&) { return hs256_with_public_key(key); }},
    {"Rs512", "jwt.algorithm", [](auto& key, auto&) { return rs256(key, R"({"alg":"RS512","kid":"k1"})"); }},
    {"EsOnAnRsaKey", "jwt.key_unknown", [](auto& key, auto&) { return rs256(key, R"({"alg":"ES256","kid":"k1"})"); }},
    {"Pkcs1AsPss", "jwt.signature", [](auto& key, auto&) { return rs256(key, R"({"alg":"PS256","kid":"k1"})"); }},
    {"UnknownKid", "jwt.key_unknown", [](auto& key, auto&) { return rs256(key, R"({"alg":"RS256","kid":"k9"})"); }},
    {"KidOfOtherType", "jwt.key_unknown", [](auto& key, auto&) { return rs256(key, R"({"alg":"RS256","kid":1})"); }},
    {"OwnKeyInTheHeader", "jwt.signature",
     [](auto&, auto&) {
         const TestKey forger("RSA");
         return rs256(forger, R"({"alg":"RS256","kid":"k1","jwk":)" + base::canonical(forger.jwk) + "}");
     }},
    {"KeyUrlInTheHeader", "jwt.signature",
     [](auto&, auto&) {
         return rs256(TestKey("RSA"), R"({"alg":"RS256","kid":"k1","jku":"https://evil.example/jwks"})");
     }},
    {"CriticalExtension", "jwt.form",
     [](auto& key, auto&) { return rs256(key, R"({"alg":"RS256","kid":"k1","crit":["b64"],"b64":false})"); }},
    {"AccessToken", "jwt.type",
     [](auto& key, auto&) { return rs256(key, R"({"alg":"RS256","kid":"k1","typ":"at+jwt"})"); }},
    {"LogoutTokenAsIdToken", "jwt.type",
     [](auto& key, auto&) { return rs256(key, R"({"alg":"RS256","kid":"k1","typ":"logout+jwt"})"); }},
    {"TypeOfOtherType", "jwt.type",
     [](auto& key, auto&) { return rs256(key, R"({"alg":"RS256","kid":"k1","typ":["JWT"]})"); }},
    {"HeaderMemberTwice", "jwt.form",
     [](auto& key, auto&) { return rs256(key, R"({"alg":"RS256","kid":"k1","alg":"RS256"})"); }},
    {"ClaimTwice", "jwt.form",
     [](auto& key, auto&) { return rs256(key, header_of("RS256"), R"({"sub":"a","sub":"b"})"); }},
    {"ClaimsNoObject", "jwt.form", [](auto& key, auto&) { return rs256(key, header_of("RS256"), R"(["a"])"); }},
    {"ClaimsNoJson", "jwt.form", [](auto& key, auto&) { return rs256(key, header_of("RS256"), "sub=a"); }},
    {"ClaimsTooDeep", "jwt.form",
     [](auto& key, auto&) {
         return rs256(key, header_of("RS256"), R"({"a":)" + std::string(20, '[') + std::string(20, ']') + "}");
     }},
    {"TooLarge", "jwt.form",
     [](auto& key, auto&) { return rs256(key, header_of("RS256"), R"({"a":")" + std::string(17'000, 'x') + R"("})"); }},
    {"TwoParts", "jwt.form",
     [](auto& key, auto&) {
         const auto token = rs256(key, header_of("RS256"));
         return token.substr(0, token.rfind('.'));
     }},
    {"FiveParts", "jwt.form", [](auto& key, auto&) { return rs256(key, header_of("RS256")) + ".a.b"; }},
    {"Empty", "jwt.form", [](auto&, auto&) { return std::string{}; }},
    {"PaddedBase64", "jwt.form", [](auto& key, auto&) { return rs256(key, header_of("RS256")) + "=="; }},
    {"BlankAtTheEnd", "jwt.form", [](auto& key, auto&) { return rs256(key, header_of("RS256")) + " "; }},
    {"KeyForEncryption", "jwt.key_unknown",
     [](auto& key, Json& jwk) {
         jwk.set("use", "enc");
         return rs256(key, header_of("RS256"));
     }},
    {"KeyThatOnlySigns", "jwt.key_unknown",
     [](auto& key, Json& jwk) {
         jwk.set("key_ops", Json(Json::Array{"sign"}));
         return rs256(key, header_of("RS256"));
     }},
    {"KeyOfAnotherAlgorithm", "jwt.key_unknown",
     [](auto& key, Json& jwk) {
         jwk.set("alg", "PS256");
         return rs256(key, header_of("RS256"));
     }},
    {"SecretKeyInTheSet", "jwt.key_unknown",
     [](auto& key, Json& jwk) {
         jwk = Json::object().set("kty", "oct").set("kid", "k1").set("k", "AAAA");
         return rs256(key, header_of("RS256"));
     }},
    {"SmallModulus", "jwt.key",
     [](auto&, Json& jwk) {
         const TestKey small("RSA1024");
         jwk = small.jwk;
         return rs256(small, header_of("RS256"));
     }},
    {"ExponentOne", "jwt.key",
     [](auto& key, Json& jwk) {
         jwk.set("e", "AQ");
         return rs256(key, header_of("RS256"));
     }},
    {"EvenExponent", "jwt.key",
     [](auto& key, Json& jwk) {
         jwk.set("e", "Ag");
         return rs256(key, header_of("RS256"));
     }},
    {"ModulusNoText", "jwt.key",
     [](auto& key, Json& jwk) {
         jwk.set("n", 5);
         return rs256(key, header_of("RS256"));
     }},
    {"PointOffTheCurve", "jwt.key",
     [](auto&, Json& jwk) {
         const TestKey key("P-256");
         jwk = key.jwk;
         jwk.set("y", jwk.text_or_empty("x"));
         return key.token("ES256", header_of("ES256"), kClaims);
     }},
    {"OtherCurve", "jwt.key_unknown",
     [](auto&, Json& jwk) {
         const TestKey key("P-384");
         jwk = key.jwk;
         return TestKey("P-256").token("ES256", header_of("ES256"), kClaims);
     }},
    {"ZeroSignature", "jwt.signature",
     [](auto&, Json& jwk) {
         jwk = TestKey("P-256").jwk;
         return encoded(header_of("ES256")) + "." + encoded(kClaims) + "." + base::to_base64url(Bytes(64, 0));
     }},
    {"DerSignature", "jwt.signature",
     [](auto&, Json& jwk) {
         const TestKey key("P-256");
         jwk = key.jwk;
         const std::string text = encoded(header_of("ES256")) + "." + encoded(kClaims);
         return text + "." + base::to_base64url(key.signature("DER", text));
     }},
};

class JwtForged : public testing::TestWithParam<ForgedCase> {
protected:
    static const TestKey& key() {
        static const TestKey one("RSA");
        return one;
    }
};

TEST_P(JwtForged, IsRefused) {
    EXPECT_EQ(reason_of(rs256(key(), header_of("RS256")), set_of({key().jwk})), "") << "the honest token must pass";
    Json jwk = key().jwk;
    const std::string token = GetParam().make(key(), jwk);
    EXPECT_EQ(reason_of(token, set_of({jwk})), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(, JwtForged, testing::ValuesIn(kForged), [](const auto& row) { return row.param.name; });

TEST(JwtVerifier, NeedsANameOnlyWhereTwoKeysFit) {
    const TestKey first("RSA", "k1");
    const TestKey second("RSA", "k2");
    const TestKey other("P-256", "k3");
    const std::string token = rs256(second, R"({"alg":"RS256"})");
    EXPECT_EQ(reason_of(token, set_of({second.jwk, other.jwk})), "");
    EXPECT_EQ(reason_of(token, set_of({first.jwk, second.jwk})), "jwt.key_unknown");
    EXPECT_EQ(reason_of(rs256(second, R"({"alg":"RS256","kid":"k2"})"), set_of({first.jwk, second.jwk})), "");
}

TEST(JwtVerifier, ReadsOnlyWholeKeySets) {
    const TestKey key("RSA");
    const std::string token = rs256(key, header_of("RS256"));
    EXPECT_EQ(reason_of(token, Json::object()), "jwt.key_unknown");
    EXPECT_EQ(reason_of(token, Json::object().set("keys", "x")), "jwt.key_unknown");
    EXPECT_EQ(reason_of(token, set_of({Json("x"), Json(5), key.jwk})), "");
    Json many = Json::array();
    for (int i = 0; i < 60; ++i) { many.push(Json::object().set("kty", "RSA")); }
    EXPECT_EQ(reason_of(token, Json::object().set("keys", many.push(key.jwk))), "jwt.key_unknown");
}

}  // namespace
}  // namespace gx::crypto
