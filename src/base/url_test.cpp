// SPDX-License-Identifier: Apache-2.0
#include "base/url.hpp"

#include <gtest/gtest.h>

#include "base/base64url.hpp"

namespace gx::base {
namespace {

TEST(Url, IsTakenApartAndPutTogether) {
    const auto url = Url::parse("https://id.example.cn:8443/token?a=b");
    ASSERT_TRUE(url.ok());
    EXPECT_EQ(url->host, "id.example.cn");
    EXPECT_EQ(url->port, 8443);
    EXPECT_EQ(url->target, "/token?a=b");
    EXPECT_EQ(url->text(), "https://id.example.cn:8443/token?a=b");
    EXPECT_EQ(Url::parse("https://id.example.cn:443")->text(), "https://id.example.cn/");
    EXPECT_EQ(Url::parse("http://[::1]:80/x")->text(), "http://[::1]/x");
    EXPECT_EQ(Url::parse("https://id.example.cn?a")->target, "/?a");
}

TEST(Url, RefusesWhatTwoParsersReadInTwoWays) {
    for (const char* text : {"",
                             "id.example.cn",
                             "//id.example.cn",
                             "ftp://id.example.cn",
                             "file:///etc/passwd",
                             "HTTPS://id.example.cn",
                             "https://",
                             "https:///x",
                             "https://user@id.example.cn",
                             "https://user:pass@id.example.cn",
                             "https://id.example.cn\\@evil.example",
                             "https://id.example.cn#@evil.example",
                             "https://id.example.cn:",
                             "https://id.example.cn:0",
                             "https://id.example.cn:65536",
                             "https://id.example.cn:08",
                             "https://id.example.cn:8a",
                             "https://ID.example.cn",
                             "https://id..example.cn",
                             "https://.example.cn",
                             "https://id.example.cn.",
                             "https://-id.example.cn",
                             "https://id_x.example.cn",
                             "https://0x7f.1",
                             "https://127.1",
                             "https://2130706433",
                             "https://0x7f000001",
                             "https://0177.0.0.1",
                             "https://127.0.0.01",
                             "https://127.0.0.256",
                             "https://1.2.3.4.5",
                             "https://a b",
                             "https://a\n",
                             "https://例子.cn",
                             "https://[::1",
                             "https://[gx]",
                             "https://a/<b>"}) {
        EXPECT_FALSE(Url::parse(text).ok()) << text;
    }
    EXPECT_TRUE(Url::parse("https://127.0.0.1/").ok());
    EXPECT_FALSE(Url::parse("https://a/" + std::string(2'048, 'x')).ok());
}

TEST(Url, EncodesWhatIsNotPlain) { EXPECT_EQ(percent_encoded("a b&c=德/~"), "a%20b%26c%3D%E5%BE%B7%2F~"); }

TEST(OwnPath, IsOneOfThisSite) {
    for (const char* text : {"/", "/console/", "/console/duties?state=open&page=2", "/console/a#b"}) {
        EXPECT_TRUE(is_own_path(text)) << text;
    }
    for (const char* text :
         {"", "console", "//evil.example", "/\\evil.example", "https://evil.example", "/a/../b", "/%2e%2e/a", "/.%2E/a",
          "/%2f/evil.example", "/a%5cb", "/a\tb", "/a\r\nSet-Cookie: b", "/./a"}) {
        EXPECT_FALSE(is_own_path(text)) << text;
    }
    EXPECT_FALSE(is_own_path("/" + std::string(512, 'a')));
}

TEST(Base64Url, HasOneTextForEachValue) {
    for (const char* text : {"", "f", "fo", "foo", "foob", "\xfb\xff\xfe"}) {
        const auto encoded = to_base64url(as_bytes(text));
        const auto back = from_base64url(encoded);
        ASSERT_TRUE(back.ok()) << encoded;
        EXPECT_EQ(as_text(*back), text);
    }
    EXPECT_EQ(to_base64url(as_bytes("\xfb\xff\xfe")), "-__-");
    for (const char* text : {"Zg==", "Zg=", "Z", "Zh", "+__-", "-/_-", "a b c", "Zg\n"}) {
        EXPECT_FALSE(from_base64url(text).ok()) << text;
    }
}

}  // namespace
}  // namespace gx::base
