// SPDX-License-Identifier: Apache-2.0
#include "crypto/signer.hpp"

#include <gtest/gtest.h>

namespace gx::crypto {
namespace {

using base::as_bytes;
using base::Bytes;

std::string pem(std::string_view kind, std::string_view der_hex) {
    return fmt::format("-----BEGIN {0}-----\n{1}\n-----END {0}-----\n", kind,
                       base::to_base64(base::from_hex(der_hex).value()));
}

std::string ed25519_private(std::string_view seed) {
    return pem("PRIVATE KEY", "302e020100300506032b657004220420" + std::string(seed));
}
std::string ed25519_public(std::string_view key) { return pem("PUBLIC KEY", "302a300506032b6570032100" + std::string(key)); }

struct Ed25519Case {
    const char* seed;
    const char* key;
    const char* message;
    const char* signature;
};

// Source: RFC 8032 section 7.1, tests 1 and 3
TEST(Signer, GivesTheKnownEd25519Signatures) {
    constexpr Ed25519Case kCases[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
         "655141438e7a100b"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
         "c027beceea1ec40a"},
    };
    for (const auto& row : kCases) {
        const auto signer = make_signer(ed25519_private(row.seed)).value();
        EXPECT_EQ(signer->algorithm(), "Ed25519");
        EXPECT_EQ(signer->public_key_pem(), ed25519_public(row.key));
        const Bytes message = base::from_hex(row.message).value();
        EXPECT_EQ(base::to_hex(signer->sign(message).value()), row.signature);
        EXPECT_TRUE(make_verifier()
                        ->verify("Ed25519", ed25519_public(row.key), message, base::from_hex(row.signature).value())
                        .value());
    }
}

// Source: GB/T 32918.5-2017 appendix A.2: ID "1234567812345678", message "message digest"
TEST(Verifier, AcceptsTheKnownSm2Signature) {
    const std::string key = pem("PUBLIC KEY",
                                "3059301306072a8648ce3d020106082a811ccf5501822d034200"
                                "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                                "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
    const Bytes signature = base::from_hex("3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                                           "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa")
                                .value();
    const auto verifier = make_verifier();
    EXPECT_TRUE(verifier->verify("SM2", key, as_bytes("message digest"), signature).value());
    EXPECT_FALSE(verifier->verify("SM2", key, as_bytes("message digesT"), signature).value());
}

class SignerOf : public testing::TestWithParam<const char*> {};

TEST_P(SignerOf, SignsWhatTheVerifierAcceptsAndNothingElse) {
    const std::string private_pem = generate_private_key(GetParam()).value();
    const auto signer = make_signer(private_pem).value();
    EXPECT_EQ(signer->algorithm(), GetParam());
    const std::string key = signer->public_key_pem();
    const auto message = as_bytes("gongxin/990101\n7\nroot\n");
    const Bytes signature = signer->sign(message).value();
    const auto verifier = make_verifier();
    ASSERT_TRUE(verifier->verify(GetParam(), key, message, signature).value());

    for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
        Bytes other = signature;
        other[bit / 8] = static_cast<std::uint8_t>(other[bit / 8] ^ (1U << (bit % 8)));
        EXPECT_FALSE(verifier->verify(GetParam(), key, message, other).value()) << "bit " << bit;
    }
    Bytes longer = signature;
    longer.push_back(0);
    EXPECT_FALSE(verifier->verify(GetParam(), key, message, longer).value());
    EXPECT_FALSE(verifier->verify(GetParam(), key, message, {}).value());
    EXPECT_FALSE(verifier->verify(GetParam(), key, as_bytes("gongxin/990101\n8\nroot\n"), signature).value());

    const auto stranger = make_signer(generate_private_key(GetParam()).value()).value();
    EXPECT_FALSE(verifier->verify(GetParam(), stranger->public_key_pem(), message, signature).value());

    // The key read again from its PEM is the same key.
    const auto again = make_signer(private_pem).value();
    EXPECT_EQ(again->public_key_pem(), key);
    EXPECT_TRUE(verifier->verify(GetParam(), key, message, again->sign(message).value()).value());
}

INSTANTIATE_TEST_SUITE_P(, SignerOf, testing::Values("SM2", "Ed25519"));

TEST(Signer, RefusesWhatIsNoKeyOfOurs) {
    EXPECT_EQ(generate_private_key("RSA").error().reason, "key.algorithm");
    EXPECT_EQ(make_signer("").error().reason, "signature.key");
    EXPECT_EQ(make_signer("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").error().reason,
              "signature.key");
    EXPECT_EQ(make_signer(std::string(10'000, 'x')).error().reason, "signature.key");
    const auto signer = make_signer(generate_private_key("Ed25519").value()).value();
    EXPECT_EQ(make_signer(signer->public_key_pem()).error().reason, "signature.key");
    const auto verifier = make_verifier();
    EXPECT_EQ(verifier->verify("SM2", signer->public_key_pem(), {}, {}).error().reason, "signature.key");
    EXPECT_EQ(verifier->verify("Ed25519", "no key", {}, {}).error().reason, "signature.key");
}

}  // namespace
}  // namespace gx::crypto
