// SPDX-License-Identifier: Apache-2.0
#include "domain/journal/hmac.hpp"

#include <gtest/gtest.h>

#include "tests/support/toy_hasher.hpp"

namespace gx::domain {
namespace {

base::Bytes xored(base::Bytes key, std::uint8_t pad) {
    key.resize(64);
    for (auto& byte : key) { byte ^= pad; }
    return key;
}

// Source: RFC 2104: H(K xor opad, H(K xor ipad, text)); a key longer than a block is hashed first.
TEST(Hmac, IsTheTwoNestedHashes) {
    const support::ToyHasher toy;
    const Hasher& hasher = toy;
    const base::Bytes text{'t', 'e', 'x', 't'};
    for (const std::size_t size : {0U, 1U, 32U, 64U}) {
        const base::Bytes key(size, 0x21);
        const auto inner = hasher.digest(xored(key, 0x36), text);
        EXPECT_EQ(hmac(hasher, key, text), hasher.digest(xored(key, 0x5C), inner)) << size;
    }
    const base::Bytes long_key(65, 0x21);
    EXPECT_EQ(hmac(hasher, long_key, text), hmac(hasher, hasher.digest(long_key), text));
}

}  // namespace
}  // namespace gx::domain
