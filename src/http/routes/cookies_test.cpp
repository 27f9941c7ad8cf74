// SPDX-License-Identifier: Apache-2.0
#include "http/routes/cookies.hpp"

#include <gtest/gtest.h>

namespace gx::http {
namespace {

TEST(Cookies, AreWrittenForThisSiteOnly) {
    EXPECT_EQ(cookie_line({.name = "gx", .value = "v", .secure = true}),
              "__Host-gx=v; Path=/; HttpOnly; SameSite=Strict; Secure");
    EXPECT_EQ(cookie_line({.name = "gx", .value = "v", .seconds = 600, .same_site = SameSite::Lax}),
              "gx=v; Path=/; HttpOnly; SameSite=Lax; Max-Age=600");
}

TEST(Cookies, AreFoundByTheirWholeName) {
    EXPECT_EQ(cookie_value("a=1; gx=2;gx-oidc=3", "gx"), "2");
    EXPECT_EQ(cookie_value("a=1; gx=2;gx-oidc=3", "gx-oidc"), "3");
    EXPECT_EQ(cookie_value("xgx=1; gx", "gx"), "");
    EXPECT_EQ(cookie_value("gx=1; gx=2", "gx"), "1");
}

}  // namespace
}  // namespace gx::http
