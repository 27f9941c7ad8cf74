// SPDX-License-Identifier: Apache-2.0
#include "crypto/envelope.hpp"

#include <gtest/gtest.h>

#include "crypto/random.hpp"

namespace gx::crypto {
namespace {

using base::as_bytes;
using base::Bytes;
using base::from_hex;
using base::to_hex;

class EnvelopeTest : public testing::Test {
protected:
    std::unique_ptr<app::Random> random_ = system_random();
    std::unique_ptr<app::Envelope> envelope_ = make_envelope(*random_, {.memory_kib = 64, .passes = 1, .lanes = 1});
    base::Secret secret_ = envelope_->make_secret(32);
};

// RFC 7748, section 6.1: Bob's keys.
TEST_F(EnvelopeTest, MakesThePublicKeyOfTheStandard) {
    const auto bob = envelope_->keys_of(from_hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb").value());
    ASSERT_TRUE(bob.ok());
    EXPECT_EQ(to_hex(bob->public_key), "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    EXPECT_EQ(envelope_->keys_of(Bytes(31)).error().reason, "envelope.key");
}

TEST_F(EnvelopeTest, OpensWhatWasWrappedToIt) {
    const auto keys = envelope_->make_keys();
    const auto wrapped = envelope_->wrap(keys.public_key, secret_.view(), "p");
    ASSERT_TRUE(wrapped.ok());
    EXPECT_NE(*wrapped, envelope_->wrap(keys.public_key, secret_.view(), "p").value());
    const auto opened = envelope_->unwrap(keys.private_key.view(), *wrapped, "p");
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(to_hex(opened->view()), to_hex(secret_.view()));
}

TEST_F(EnvelopeTest, OpensNothingForAnotherKeyPurposeOrByte) {
    const auto keys = envelope_->make_keys();
    const auto other = envelope_->make_keys();
    auto wrapped = envelope_->wrap(keys.public_key, secret_.view(), "p").value();
    EXPECT_EQ(envelope_->unwrap(other.private_key.view(), wrapped, "p").error().reason, "envelope.broken");
    EXPECT_EQ(envelope_->unwrap(keys.private_key.view(), wrapped, "q").error().reason, "envelope.broken");
    for (const std::size_t at : {std::size_t{0}, std::size_t{33}, wrapped.size() - 1}) {
        wrapped[at] ^= 1;
        EXPECT_EQ(envelope_->unwrap(keys.private_key.view(), wrapped, "p").error().reason, "envelope.broken") << at;
        wrapped[at] ^= 1;
    }
    EXPECT_EQ(envelope_->unwrap(keys.private_key.view(), Bytes(32), "p").error().reason, "envelope.broken");
}

// A public key of small order gives a shared secret that everybody knows.
TEST_F(EnvelopeTest, RefusesAPublicKeyOfSmallOrder) {
    EXPECT_EQ(envelope_->wrap(Bytes(32, 0), secret_.view(), "p").error().reason, "envelope.key");
    EXPECT_EQ(envelope_->wrap(Bytes(5), secret_.view(), "p").error().reason, "envelope.key");
}

TEST_F(EnvelopeTest, LocksContentWithAKey) {
    const auto locked = envelope_->lock(secret_.view(), as_bytes("拖欠工程款"), "p");
    EXPECT_EQ(envelope_->unlock(secret_.view(), locked, "p")->text(), "拖欠工程款");
    EXPECT_EQ(envelope_->unlock(secret_.view(), locked, "q").error().reason, "envelope.broken");
    EXPECT_EQ(envelope_->unlock(envelope_->make_secret(32).view(), locked, "p").error().reason, "envelope.broken");
    EXPECT_EQ(envelope_->unlock(secret_.view(), Bytes(12), "p").error().reason, "envelope.broken");
}

TEST_F(EnvelopeTest, DerivesTheSameForTheSameAndAnotherForAnother) {
    const auto hex = [&](std::string_view purpose) { return to_hex(envelope_->derive(secret_.view(), purpose).view()); };
    EXPECT_EQ(hex("a"), hex("a"));
    EXPECT_NE(hex("a"), hex("b"));
    EXPECT_EQ(hex("a").size(), 64U);
}

TEST_F(EnvelopeTest, OpensByPassphraseAtTheCostOfTheLock) {
    const auto lock = envelope_->lock_with_passphrase("correct horse battery", secret_.view(), "k");
    ASSERT_TRUE(lock.ok());
    const auto dearer = make_envelope(*random_, {.memory_kib = 128, .passes = 2, .lanes = 1});
    EXPECT_EQ(to_hex(dearer->unlock_with_passphrase("correct horse battery", *lock, "k")->view()), to_hex(secret_.view()));
    EXPECT_EQ(envelope_->unlock_with_passphrase("correct horse batterz", *lock, "k").error().reason, "envelope.passphrase");
    EXPECT_EQ(envelope_->unlock_with_passphrase("correct horse battery", *lock, "l").error().reason, "envelope.passphrase");
    auto greedy = *lock;
    greedy.set("memory_kib", std::int64_t{1} << 40);
    EXPECT_EQ(envelope_->unlock_with_passphrase("correct horse battery", greedy, "k").error().reason, "envelope.broken");
    EXPECT_EQ(envelope_->unlock_with_passphrase("x", base::Json::object(), "k").error().reason, "envelope.broken");
}

TEST_F(EnvelopeTest, JoinsAnySufficientSharesAndNoFewer) {
    const auto shares = envelope_->split(secret_.view(), 5, 3);
    ASSERT_EQ(shares.size(), 5U);
    const std::string whole = to_hex(secret_.view());
    for (std::size_t a = 0; a < 5; ++a) {
        for (std::size_t b = a + 1; b < 5; ++b) {
            const std::vector<app::KeyShare> two = {shares[a], shares[b]};
            EXPECT_NE(to_hex(envelope_->join(two).view()), whole);
            for (std::size_t c = b + 1; c < 5; ++c) {
                const std::vector<app::KeyShare> three = {shares[c], shares[a], shares[b]};
                EXPECT_EQ(to_hex(envelope_->join(three).view()), whole);
            }
        }
    }
    EXPECT_EQ(to_hex(envelope_->join(shares).view()), whole);
    const std::vector<app::KeyShare> twice = {shares[0], shares[0], shares[1]};
    EXPECT_TRUE(envelope_->join(twice).empty());
    EXPECT_TRUE(envelope_->join({}).empty());
}

// Worked by hand, in characteristic 2: f(x) = 0x2a + 0x05 x, f(1) = 0x2f, f(2) = 0x20, f(3) = 0x25.
TEST_F(EnvelopeTest, JoinsSharesWorkedByHand) {
    const std::vector<app::KeyShare> shares = {{.number = 1, .bytes = {0x2f}}, {.number = 3, .bytes = {0x25}}};
    EXPECT_EQ(to_hex(envelope_->join(shares).view()), "2a");
    const std::vector<app::KeyShare> other = {{.number = 2, .bytes = {0x20}}, {.number = 3, .bytes = {0x25}}};
    EXPECT_EQ(to_hex(envelope_->join(other).view()), "2a");
}

}  // namespace
}  // namespace gx::crypto
