// SPDX-License-Identifier: Apache-2.0
#include "base/nfc.hpp"

#include <gtest/gtest.h>

namespace gx::base {
namespace {

TEST(Nfc, ComposesWhatIsWrittenApart) {
    EXPECT_EQ(nfc("e\xCC\x81").value(), "\xC3\xA9");
    EXPECT_EQ(nfc("\xC3\xA9").value(), "\xC3\xA9");
    EXPECT_EQ(nfc("密码 ＡＢ").value(), "密码 ＡＢ") << "full-width letters stay: compatibility is not sameness";
    EXPECT_EQ(nfc("").value(), "");
    ASSERT_FALSE(nfc("\xC3").ok());
    EXPECT_EQ(nfc("\xC3").error().reason, "text.not_utf8");
}

}  // namespace
}  // namespace gx::base
