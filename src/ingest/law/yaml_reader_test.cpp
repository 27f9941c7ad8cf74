// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "ingest/law/yaml_reader.hpp"

namespace gx::ingest {
namespace {

TEST(ReadYaml, KeepsTypesAndLines) {
    const auto document = read_yaml("# note\nid: A\nday: 2021-01-25\nflag: true\nnone: ~\n"
                                    "n: 12\nneg: -3\nrate: 0.050\nzero: 007\nquoted: \"12\"\n"
                                    "list:\n  - {x: 1}\n  -\n    x: 2\n    text: |-\n      第一条\n      第二款\n",
                                    "t.yaml");
    ASSERT_TRUE(document.ok()) << document.error().reason << document.error().where;
    EXPECT_EQ(base::canonical(document->json),
              "{\"day\":\"2021-01-25\",\"flag\":true,\"id\":\"A\",\"list\":[{\"x\":1},{\"text\":\"第一条\\n第二款\",\"x\":2}],"
              "\"n\":12,\"neg\":-3,\"none\":null,\"quoted\":\"12\",\"rate\":0.050,\"zero\":\"007\"}");
    EXPECT_EQ(document->line_of("/id"), 2);
    EXPECT_EQ(document->line_of("/list/0/x"), 12);
    EXPECT_EQ(document->line_of("/list/1/x"), 14);
    EXPECT_EQ(document->line_of("/list/1/text"), 15);
    EXPECT_EQ(document->line_of("/list/1/nowhere/below"), 14);
    EXPECT_EQ(document->line_of("/nowhere"), 1);
}

struct Row {
    std::string name;
    std::string text;
    std::string reason;
    int line;
};
class YamlRefusal : public testing::TestWithParam<Row> {};

TEST_P(YamlRefusal, NamesReasonAndLine) {
    const auto document = read_yaml(GetParam().text, "x.yaml");
    ASSERT_FALSE(document.ok());
    EXPECT_EQ(document.error().reason, GetParam().reason);
    EXPECT_EQ(document.error().where, "x.yaml:" + std::to_string(GetParam().line));
}

std::string deep(int levels) {
    std::string out = "a: ";
    for (int i = 0; i < levels; ++i) { out += '['; }
    for (int i = 0; i < levels; ++i) { out += ']'; }
    return out;
}
std::string many(int count) {
    std::string out = "a:\n";
    for (int i = 0; i < count; ++i) { out += " - 1\n"; }
    return out;
}
INSTANTIATE_TEST_SUITE_P(, YamlRefusal, testing::Values(
    Row{"Syntax", "a: 1\nb: [1, 2\nc: 3\n", "law.yaml_syntax", 3},
    Row{"TabIndent", "a:\n\tb: 1\n", "law.yaml_syntax", 2},
    Row{"Alias", "a: 1\nb: &x 2\nc: *x\n", "law.yaml_alias", 2},
    Row{"UnknownAlias", "a: 1\nb: *x\n", "law.yaml_syntax", 2},
    Row{"AliasBomb", "a: &a [1,1]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", "law.yaml_alias", 1},
    Row{"Tag", "a: 1\nb: !!binary aGk=\n", "law.yaml_tag", 2},
    Row{"DuplicateKey", "a: 1\nb: 2\na: 3\n", "law.yaml_duplicate_key", 3},
    Row{"MapAsKey", "{a: 1}: 2\n", "law.yaml_bad_key", 1},
    Row{"EmptyKey", "a: 1\n\"\": 2\n", "law.yaml_bad_key", 2},
    Row{"Deep", "x: 1\n" + deep(30), "law.yaml_too_deep", 2},
    Row{"VeryDeep", deep(20'000), "law.yaml_too_deep", 1},
    Row{"TooManyValues", many(200'001), "law.yaml_too_large", 199'999},
    Row{"LongText", "a: 1\nb: " + std::string(60'001, 'x'), "law.yaml_too_large", 2},
    Row{"TwoDocuments", "a: 1\n---\nb: 2\n", "law.yaml_documents", 1},
    Row{"Empty", "# nothing\n", "law.yaml_empty", 1},
    Row{"NotUtf8", "a: \xff\n", "law.yaml_not_utf8", 1}),
    [](const auto& row) { return row.param.name; });

TEST(ReadYaml, RefusesAFileAboveTheLimit) {
    const auto document = read_yaml(std::string((4U << 20U) + 1, ' '), "big.yaml");
    ASSERT_FALSE(document.ok());
    EXPECT_EQ(document.error().code, base::ErrorCode::TooLarge);
}

}  // namespace
}  // namespace gx::ingest
