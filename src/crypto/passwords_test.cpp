// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "crypto/one_time_codes.hpp"
#include "crypto/password_hasher.hpp"
#include "crypto/random.hpp"

namespace gx::crypto {
namespace {

constexpr PasswordCost kCheap{.memory_kib = 64, .passes = 1, .lanes = 1};

// Source: RFC 6238 appendix B (SHA-1); the last six of its eight digits.
TEST(OneTimeCodes, GivesTheCodesOfTheStandard) {
    const auto codes = make_one_time_codes();
    const auto secret = base::as_bytes("12345678901234567890");
    struct Row {
        std::int64_t seconds;
        const char* code;
    };
    for (const Row& row : {Row{59, "287082"}, Row{1111111109, "081804"}, Row{1111111111, "050471"}, Row{1234567890, "005924"},
                           Row{2000000000, "279037"}, Row{20000000000, "353130"}}) {
        EXPECT_EQ(codes->code(secret, row.seconds / 30), row.code) << row.seconds;
    }
}

TEST(PasswordHasher, TellsTheRightPasswordFromOthers) {
    const auto random = system_random();
    const auto hasher = make_password_hasher(*random, kCheap);
    const auto kept = hasher->hash("开门 password");
    ASSERT_TRUE(kept.ok());
    EXPECT_TRUE(kept->starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
    EXPECT_TRUE(hasher->verify(*kept, "开门 password").value());
    EXPECT_FALSE(hasher->verify(*kept, "开门 Password").value());
    EXPECT_FALSE(hasher->verify(*kept, "").value());
    EXPECT_NE(*hasher->hash("开门 password"), *kept) << "a salt of its own each time";
    for (const char* foreign : {"", "x", "$2b$12$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=64,t=1,p=1$AAAA"}) {
        EXPECT_FALSE(hasher->verify(foreign, "开门 password").value()) << foreign;
    }
}

// Source: ASSURANCE S8
TEST(PasswordHasher, CostsWhatIsAskedInProduction) {
    const auto random = system_random();
    const auto hasher = make_password_hasher(*random);
    const auto kept = hasher->hash("a");
    ASSERT_TRUE(kept.ok());
    EXPECT_TRUE(kept->starts_with("$argon2id$v=19$m=65536,t=3,p=1$")) << *kept;
    EXPECT_FALSE(hasher->is_outdated(*kept));
    const auto cheap = make_password_hasher(*random, kCheap);
    EXPECT_TRUE(hasher->is_outdated(cheap->hash("a").value()));
    EXPECT_TRUE(cheap->is_outdated(*kept));
}

}  // namespace
}  // namespace gx::crypto
