// SPDX-License-Identifier: Apache-2.0
#include "app/documents/make_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"

namespace gx::app {
namespace {

using base::Json;

Json parsed(std::string_view text) { return base::parse_json(text).value(); }

domain::SourceBook a_book() {
    const auto source = [](const char* text) { return domain::Source::from_json(parsed(text)).value(); };
    return domain::SourceBook::make({source(R"({"id": "SRC-A", "kind": "law", "title": "甲法", "issuer": "人大", "in_force": {"from": "2020-01-01"}, "provenance": "p",
                                             "articles": [{"no": "9", "text": "第九条 文"}, {"no": "12-1", "text": "第十二条之一 文"}, {"no": "120", "text": "第一百二十条 文"}]})"),
                                     source(R"({"id": "EXT-B", "kind": "policy_document", "title": "乙意见", "issuer": "国务院", "in_force": {"from": "2020-01-01"}})"),
                                     source(R"({"id": "PLAN", "kind": "plan", "title": "丙方案", "issuer": "丁办", "in_force": {"from": "2021-01-25"}, "provenance": "p",
                                             "articles": [{"no": "S-5.5c", "text": "并限期加以整改"}]})")})
        .value();
}

Json a_pattern() {
    return parsed(R"({"id": "order", "name": {"zh": "令", "en": "Order"}, "source": ["SRC-A art. 9"], "doc_no": "{org_short}信整〔{year}〕{number}号",
                      "title": "关于责令{body}整改的通知", "addressee": "{body}", "copy_to": "{copy_to}", "attachments": "attachments", "paragraphs": [
                      {"text": "{facts}"}, {"text": "根据{basis}，请整改："}, {"level": 3, "each": "demands", "text": "{n}.{item}"},
                      {"text": "于{due_on}前报送。"}, {"when": "contact", "text": "联系方式：{contact}。"}, {"unless": "defence", "text": "未提出意见。"}]})");
}

Json some_values() {
    return parsed(R"({"org": "示范市信用办", "org_short": "示", "year": 2026, "number": 3, "date": "2026-11-29", "body": "市住建局", "facts": "事实一。\n事实二。",
                      "basis": ["SRC-A art. 9", "S-5.5c"], "demands": ["付款；", "报告。"], "due_on": "2026-12-09", "elsewhere": {"a": 1}})");
}

DocumentTemplate pattern() { return DocumentTemplate::from_json(a_pattern()).value(); }

TEST(MakeDocument, PrintsDaysNumbersClausesAndLists) {
    Json values = some_values();
    values.set("contact", "0421-0000000").set("copy_to", "市政府办");
    values.set("attachments", Json::array().push("清单"));
    const auto document = make_document(pattern(), values, a_book());
    ASSERT_TRUE(document.ok()) << document.error().reason << document.error().where;
    EXPECT_EQ(document->doc_no, "示信整〔2026〕3号");
    EXPECT_EQ(document->title, "关于责令市住建局整改的通知");
    EXPECT_EQ(document->issuer, "示范市信用办");
    EXPECT_EQ(document->signed_by, "示范市信用办");
    EXPECT_EQ(document->date.iso(), "2026-11-29");
    EXPECT_EQ(document->copy_to, "市政府办");
    EXPECT_THAT(document->attachments, testing::ElementsAre("清单"));
    std::vector<std::string> texts;
    for (const auto& one : document->paragraphs) { texts.push_back(one.text); }
    EXPECT_THAT(texts, testing::ElementsAre("事实一。", "事实二。", "根据《甲法》第九条，《丙方案》第五部分第（五）项，请整改：", "1.付款；", "2.报告。",
                                            "于2026年12月9日前报送。", "联系方式：0421-0000000。", "未提出意见。"));
    EXPECT_EQ(document->paragraphs[3].level, 3);
}

TEST(MakeDocument, LeavesOutWhatIsConditional) {
    Json values = some_values();
    values.set("defence", "有意见");
    const auto document = make_document(pattern(), values, a_book());
    ASSERT_TRUE(document.ok());
    EXPECT_EQ(document->paragraphs.back().text, "于2026年12月9日前报送。");
    EXPECT_EQ(document->copy_to, "");
    EXPECT_TRUE(document->attachments.empty());
}

TEST(MakeDocument, RefusesEachMissingValueByItsName) {
    const DocumentTemplate order = pattern();
    ASSERT_TRUE(make_document(order, some_values(), a_book()).ok());
    EXPECT_THAT(order.needed(), testing::ElementsAre("basis", "body", "date", "demands", "due_on", "facts", "number", "org", "org_short", "year"));
    for (const std::string& name : order.needed()) {
        Json values = some_values();
        values.set(name, nullptr);
        const auto document = make_document(order, values, a_book());
        ASSERT_FALSE(document.ok()) << name;
        EXPECT_EQ(document.error().reason, "document.value_missing");
        EXPECT_EQ(document.error().where, name);
    }
}

TEST(MakeDocument, RefusesValuesOfAnotherForm) {
    for (const auto& [name, value] : std::vector<std::pair<std::string, Json>>{{"facts", 3}, {"date", "29.11.2026"}, {"due_on", 7}, {"number", "3"}, {"number", -1}, {"demands", "付款"}, {"demands", Json::array().push(1)}, {"basis", "SRC-A art. 9"}}) {
        Json values = some_values();
        values.set(name, value);
        const auto document = make_document(pattern(), values, a_book());
        ASSERT_FALSE(document.ok()) << name;
        EXPECT_EQ(document.error().reason, "document.value_form") << name;
        EXPECT_EQ(document.error().where, name);
    }
}

TEST(DocumentTemplate, RefusesNamesThatNobodyKnows) {
    struct Row {
        const char* member;
        Json value;
        const char* reason;
    };
    const std::vector<Row> rows{{"title", "关于{nonsense}", "document.placeholder_unknown"},
                                {"title", "关于{body", "document.placeholder_form"},
                                {"title", "关于body}", "document.placeholder_form"},
                                {"title", "关于{}", "document.placeholder_form"},
                                {"title", "关于{item}", "document.placeholder_unknown"},
                                {"attachments", "facts", "document.list_wanted"},
                                {"paragraphs", parsed(R"([{"text": "x", "when": "nonsense"}])"), "document.placeholder_unknown"},
                                {"paragraphs", parsed(R"([{"text": "{item}", "each": "facts"}])"), "document.list_wanted"},
                                {"paragraphs", parsed(R"([{"text": "{facts"}])"), "document.placeholder_form"}};
    ASSERT_TRUE(DocumentTemplate::from_json(a_pattern()).ok());
    for (const Row& row : rows) {
        Json json = a_pattern();
        json.set(row.member, row.value);
        const auto read = DocumentTemplate::from_json(json);
        ASSERT_FALSE(read.ok()) << row.member;
        EXPECT_EQ(read.error().reason, row.reason);
        EXPECT_THAT(read.error().where, testing::StartsWith(std::string("/") + row.member));
    }
}

TEST(CitedClauses, NamesTextsAndPlaces) {
    const auto book = a_book();
    EXPECT_EQ(*cited_clauses({"SRC-A art. 9(2), 12-1", "SRC-A art. 120", "EXT-B", "S-5.5c"}, book),
              "《甲法》第九条第二款、第十二条之一、第一百二十条，《乙意见》，《丙方案》第五部分第（五）项");
    EXPECT_EQ(cited_clauses({"SRC-NONE"}, book).error().reason, "legal.source_unknown");
    EXPECT_EQ(cited_clauses({"SRC-A art. 10"}, book).error().reason, "legal.article_unknown");
}

TEST(ChineseNumber, IsWrittenAsInStatutes) {
    for (const auto& [number, words] : std::vector<std::pair<int, const char*>>{{0, "零"}, {1, "一"}, {10, "十"}, {12, "十二"}, {20, "二十"}, {101, "一百零一"}, {110, "一百一十"}, {112, "一百一十二"}, {1005, "一千零五"}, {1260, "一千二百六十"}}) {
        EXPECT_EQ(chinese_number(number), words);
    }
}

}  // namespace
}  // namespace gx::app
