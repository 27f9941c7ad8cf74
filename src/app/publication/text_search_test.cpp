// SPDX-License-Identifier: Apache-2.0
#include "app/publication/text_search.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gx::app {
namespace {

std::vector<std::uint32_t> found(const TextSearch& search, const std::string& query) {
    std::vector<std::uint32_t> all;
    search.find(query, [&](std::uint32_t document) {
        all.push_back(document);
        return true;
    });
    std::ranges::sort(all);
    return all;
}

using Numbers = std::vector<std::uint32_t>;

TextSearch filled() {
    TextSearch search;
    search.put(0, "背街小巷整治");
    search.put(2, "小区巷道");
    search.put(3, "小巷小街");
    search.put(700, "abc小巷");
    return search;
}

TEST(TextSearch, FindsOneTwoAndManyCharacters) {
    const auto search = filled();
    EXPECT_EQ(found(search, "巷"), (Numbers{0, 2, 3, 700}));
    EXPECT_EQ(found(search, "小巷"), (Numbers{0, 3, 700}));
    EXPECT_EQ(found(search, "街小巷"), (Numbers{0}));
    EXPECT_EQ(found(search, "小巷小街"), (Numbers{3}));
    EXPECT_EQ(found(search, "abc"), (Numbers{700}));
    EXPECT_EQ(found(search, "小巷街"), Numbers{}) << "each pair occurs, the whole does not";
    EXPECT_EQ(found(search, "龘"), Numbers{});
    EXPECT_EQ(found(search, ""), Numbers{});
}

TEST(TextSearch, FindsOnlyThePresentText) {
    auto search = filled();
    search.put(2, "公厕改造");
    EXPECT_EQ(found(search, "巷"), (Numbers{0, 3, 700}));
    EXPECT_EQ(found(search, "厕"), (Numbers{2}));
    search.put(2, "小巷公厕");
    EXPECT_EQ(found(search, "小巷"), (Numbers{0, 2, 3, 700})) << "each once";
    search.put(1, "小巷");  // out of order
    EXPECT_EQ(found(search, "小巷"), (Numbers{0, 1, 2, 3, 700}));
    search.forget(0);
    search.forget(2);
    EXPECT_EQ(found(search, "小巷"), (Numbers{1, 3, 700}));
    EXPECT_EQ(search.text_of(0), "");
    search.put(0, "背街小巷整治");
    EXPECT_EQ(found(search, "背街"), (Numbers{0}));
}

TEST(TextSearch, StopsWhenTold) {
    const auto search = filled();
    int calls = 0;
    search.find("巷", [&](std::uint32_t) { return ++calls < 2; });
    EXPECT_EQ(calls, 2);
}

TEST(TextSearch, ComesBackFromBytesWithoutWhatWasWithdrawn) {
    auto search = filled();
    search.put(2, "换了的标题");
    search.forget(3);
    std::string bytes;
    search.to_bytes(bytes);
    EXPECT_EQ(bytes.find("小区巷道"), std::string::npos);
    EXPECT_EQ(bytes.find("小巷小街"), std::string::npos);
    TextSearch back;
    Numbers again;
    ASSERT_TRUE(back.from_bytes(bytes, again));
    EXPECT_EQ(again, (Numbers{2}));
    EXPECT_EQ(found(back, "小"), (Numbers{0, 700}));
    back.put(2, "换了的标题");
    back.put(701, "小巷新");
    EXPECT_EQ(found(back, "换了"), (Numbers{2}));
    EXPECT_EQ(found(back, "小巷"), (Numbers{0, 700, 701}));
    for (std::size_t size = 0; size < bytes.size(); size += 3) {
        TextSearch none;
        EXPECT_FALSE(none.from_bytes(std::string_view{bytes}.substr(0, size), again)) << size;
    }
}

}  // namespace
}  // namespace gx::app
