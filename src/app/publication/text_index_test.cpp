// SPDX-License-Identifier: Apache-2.0
#include "app/publication/text_index.hpp"

#include <gtest/gtest.h>

#include "app/publication/duty.hpp"
#include "app/publication/labels.hpp"
#include "app/publication/page.hpp"

namespace gx::app {
namespace {

class TextIndexTest : public testing::Test {
protected:
    void put(std::uint32_t document, std::string_view text) {
        if (texts_.size() <= document) { texts_.resize(document + 1); }
        texts_[document] = searchable(text);
        index_.add(document, texts_[document]);
    }
    std::vector<std::uint32_t> find(std::string_view query) {
        return index_.find(searchable(query), 10, [this](std::uint32_t n) { return std::string_view{texts_[n]}; });
    }
    TextIndex index_;
    std::vector<std::string> texts_;
};

TEST_F(TextIndexTest, FindsOneTwoAndManyCharacters) {
    put(0, "示范市财政局");
    put(1, "财政 所 Finance");
    put(2, "政财");
    using Found = std::vector<std::uint32_t>;
    EXPECT_EQ(find("财"), (Found{0, 1, 2}));
    EXPECT_EQ(find("财政"), (Found{0, 1}));
    EXPECT_EQ(find("示范市财政局"), Found{0});
    EXPECT_EQ(find("财政所"), Found{1}) << "blanks do not part words";
    EXPECT_EQ(find("ＦＩＮ"), Found{1});
    EXPECT_EQ(find("局财"), Found{});
    EXPECT_EQ(find("无"), Found{});
    EXPECT_EQ(find(""), Found{});
}

TEST_F(TextIndexTest, ForgetsTheOldTextOfADocument) {
    put(0, "旧名称");
    put(0, "新名字");
    EXPECT_TRUE(find("旧名").empty());
    EXPECT_EQ(find("名字").size(), 1U);
}

TEST_F(TextIndexTest, StopsAtTheLimit) {
    for (std::uint32_t i = 0; i < 40; ++i) { put(i, "同名"); }
    EXPECT_EQ(find("同名").size(), 10U);
}

TEST(Page, SlicesByNumberAndByCursor) {
    const auto first = slice_by_offset(25, {.limit = 10});
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(first->to, 10U);
    const auto second = slice_by_offset(25, {.limit = 10, .cursor = *first->next});
    EXPECT_EQ(second->from, 10U);
    const auto third = slice_by_offset(25, {.limit = 10, .page = 3});
    EXPECT_EQ(third->from, 20U);
    EXPECT_EQ(third->to, 25U);
    EXPECT_FALSE(third->next.has_value());
    EXPECT_EQ(slice_by_offset(25, {.limit = 10, .page = 9})->from, 25U);
}

TEST(Page, KeepsItsPlaceWhenSomethingComesBefore) {
    std::vector<SortKey> keys = {{1, "", "a"}, {2, "", "b"}, {2, "", "c"}, {5, "", "d"}};
    const auto slice = [&](const PageRequest& page) {
        return slice_by_key(keys.size(), page, "n", Direction::Ascending, [&](std::size_t i) { return keys[i]; });
    };
    const auto first = slice({.limit = 2});
    ASSERT_TRUE(first->next.has_value());
    keys.insert(keys.begin(), {0, "", "z"});
    EXPECT_EQ(keys[slice({.limit = 2, .cursor = *first->next})->from].id, "c");
    std::erase_if(keys, [](const SortKey& key) { return key.id == "b"; });
    EXPECT_EQ(keys[slice({.limit = 2, .cursor = *first->next})->from].id, "c");
}

TEST(Page, RefusesForeignCursors) {
    const auto reason = [](const PageRequest& page) {
        const auto slice = slice_by_offset(5, page);
        return slice.ok() ? std::string{} : slice.error().reason;
    };
    for (const char* cursor : {"x", "!!", "b", "AAAA", "b3gx"}) {
        EXPECT_EQ(reason({.cursor = cursor}), "page.cursor_invalid") << cursor;
    }
    EXPECT_EQ(reason({.page = 1, .cursor = to_base64url("o1")}), "page.cursor_with_page");
    EXPECT_EQ(reason({.limit = 200, .page = 51}), "page.too_deep");
    EXPECT_EQ(reason({.limit = 200, .page = 50}), "");
}

TEST(Base64Url, ReadsWhatItWrites) {
    for (const char* text : {"", "a", "ab", "abc", "凌源\n1"}) { EXPECT_EQ(from_base64url(to_base64url(text)), text); }
    EXPECT_FALSE(from_base64url("a*b").has_value());
}

TEST(DutyTally, AddsUpToItsTotal) {
    DutyTally tally;
    tally.add(Light::Kept, 100, 1);
    tally.add(Light::DueSoon, 50, 1);
    tally.add(Light::Overdue, 5, 1);
    const auto json = to_json(tally);
    EXPECT_EQ(json.int_at("total"), 3);
    EXPECT_EQ(json.int_at("due"), 2);
    EXPECT_EQ(json.int_at("pending"), 1);
    EXPECT_EQ(json.int_at("due_soon"), 1);
    tally.add(Light::Kept, 100, -1);
    tally.add(Light::DueSoon, 50, -1);
    tally.add(Light::Overdue, 5, -1);
    EXPECT_TRUE(tally.empty());
    EXPECT_EQ(tally.fen_of(Light::Kept), 0);
}

TEST(Labels, FallBackToTheCode) {
    const auto labels = Labels::from_json(*base::parse_json(R"({"grade": {"A": {"zh": "优秀", "en": "Excellent"}}})"));
    ASSERT_TRUE(labels.ok());
    EXPECT_EQ(labels->zh("grade", "A"), "优秀");
    EXPECT_EQ(labels->en("grade", "A"), "Excellent");
    EXPECT_EQ(labels->zh("grade", "B"), "B");
    EXPECT_EQ(labels->en("none", "B"), "B");
    for (const char* text : {"[]", R"({"grade": 1})", R"({"grade": {"A": {"zh": "优"}}})"}) {
        const auto bad = Labels::from_json(*base::parse_json(text));
        ASSERT_FALSE(bad.ok()) << text;
        EXPECT_EQ(bad.error().reason, "labels.form");
    }
}

}  // namespace
}  // namespace gx::app
