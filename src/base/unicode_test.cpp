// SPDX-License-Identifier: Apache-2.0
#include "base/unicode.hpp"

#include <gtest/gtest.h>

namespace gx::base {
namespace {

TEST(Nfc, ComposesWhatLooksTheSame) {
    EXPECT_EQ(nfc("e\xCC\x81"), "\xC3\xA9");
    EXPECT_EQ(nfc("\xC3\xA9"), "\xC3\xA9");
    EXPECT_EQ(nfc("合同.pdf"), "合同.pdf");
    EXPECT_EQ(nfc(""), "");
    EXPECT_EQ(nfc(std::string_view("a\0b", 3)), std::string_view("a\0b", 3));
}

TEST(Nfc, LeavesATextAloneThatIsNotUtf8) { EXPECT_EQ(nfc("\xFF\xC0"), "\xFF\xC0"); }

}  // namespace
}  // namespace gx::base
