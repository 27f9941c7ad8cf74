// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "app/imports/content_builder.hpp"
#include "app/imports/import_layout.hpp"

namespace gx::app {
namespace {

base::Json layout_json() {
    return base::parse_json(R"json({"kind":"x","title":{"zh":"表","en":"Table"},"entity":"post","key":"{code}",
        "columns":[{"key":"code","header":{"zh":"编号","en":"Code"},"required":true},
                   {"key":"on","header":{"zh":"日期","en":"Day"},"type":"date"},
                   {"key":"sum","header":{"zh":"金额(万元)","en":"Sum"},"type":"money","unit":"万元"}]})json").value();
}

std::string refusal(base::Json json) {
    const auto made = ImportLayout::from_json(json);
    return made.ok() ? "ok" : made.error().reason + "@" + made.error().where;
}

base::Json with(std::string member, const char* value) {
    base::Json json = layout_json();
    json.set(std::move(member), base::parse_json(value).value());
    return json;
}

TEST(ImportLayout, ReadsAFile) {
    const auto layout = ImportLayout::from_json(layout_json());
    ASSERT_TRUE(layout.ok()) << layout.error().reason << layout.error().where;
    EXPECT_EQ(layout->columns[2].unit_fen, 1'000'000);
    EXPECT_EQ(layout->columns[0].field, "code");
    EXPECT_EQ(layout->column_at("on"), 1U);
    EXPECT_FALSE(layout->column_at("none").has_value());
    EXPECT_TRUE(layout->for_people);
    EXPECT_FALSE(ImportLayout::from_json(with("filled_by", "\"systems\""))->for_people);
}

TEST(ImportLayout, RefusesWhatDoesNotFit) {
    EXPECT_EQ(refusal(with("surprise", "1")), "json.member_unknown@/surprise");
    EXPECT_EQ(refusal(with("entity", "\"dragon\"")), "import.layout@/entity");
    EXPECT_EQ(refusal(with("filled_by", "\"dragons\"")), "import.layout@/filled_by");
    EXPECT_EQ(refusal(with("key", "\"{nothing}\"")), "import.layout@/key");
    EXPECT_EQ(refusal(with("columns", "[]")), "import.layout@/columns");
    EXPECT_EQ(refusal(with("columns", R"([{"key":"a","header":{"zh":"x","en":"y"},"type":"dragon"}])")), "import.layout@/columns/0/type");
    EXPECT_EQ(refusal(with("columns", R"([{"key":"a","header":{"zh":"x","en":"y"},"type":"code"}])")), "import.layout@/columns/0/choices");
    EXPECT_EQ(refusal(with("columns", R"([{"key":"a","header":{"zh":"x","en":"y"},"ref":"dragon"}])")), "import.layout@/columns/0/ref");
    EXPECT_EQ(refusal(with("columns", R"([{"key":"a","header":{"zh":"x","en":"y"}},{"key":"b","header":{"zh":"X","en":"z"}}])")),
              "import.layout@/columns");
    EXPECT_EQ(refusal(with("date_order", R"([["on","code"]])")), "import.layout@/date_order");
    EXPECT_EQ(refusal(with("not_above", R"([["code","none"]])")), "import.layout@/not_above");
    EXPECT_EQ(refusal(with("when", R"([{"column":"none"}])")), "import.layout@/when/0/need");
    EXPECT_EQ(refusal(with("companions", R"([{"type":"dragon","key":"{code}","link":"x"}])")), "import.layout@/companions/0/type");
}

TEST(ImportLayout, NamedCodeListsMustExist) {
    const auto layout = ImportLayout::from_json(with("columns", R"([{"key":"code","header":{"zh":"x","en":"y"},"type":"code","choices":"list"}])"));
    ASSERT_TRUE(layout.ok());
    EXPECT_EQ(with_code_lists(*layout, {}).error().reason, "import.code_list_unknown");
    const auto filled = with_code_lists(*layout, [](std::string_view) {
        return std::vector<CodeChoice>{{"a", {"甲", "A"}}};
    });
    EXPECT_EQ(filled->columns[0].choices.size(), 1U);
}

TEST(ComparableHeader, ForgetsWhatDoesNotMatter) {
    std::string unit;
    EXPECT_EQ(comparable_header(" 合同 金额（万元）* ", &unit), "合同金额");
    EXPECT_EQ(unit, "万元");
    EXPECT_EQ(comparable_header("Contract Number"), "contractnumber");
    EXPECT_EQ(comparable_header("金额(含税)"), "金额含税");
    EXPECT_EQ(comparable_header("金额("), "金额");
}

TEST(SetPath, WritesAndRemovesAtAnyDepth) {
    base::Json content;
    set_path(content, "a/b", base::Json(1));
    set_path(content, "list/1/x", base::Json("y"));
    EXPECT_EQ(base::canonical(content), R"({"a":{"b":1},"list":[null,{"x":"y"}]})");
    set_path(content, "a/b", base::Json());
    set_path(content, "none/x", base::Json());
    prune(content);
    EXPECT_EQ(base::canonical(content), R"({"list":[{"x":"y"}]})");
    EXPECT_EQ(at_path(content, "list/0/x"), base::Json("y"));
    EXPECT_TRUE(at_path(content, "list/7/x").is_null());
    EXPECT_TRUE(at_path(content, "list/x").is_null());
}

}  // namespace
}  // namespace gx::app
