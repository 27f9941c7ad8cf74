// SPDX-License-Identifier: Apache-2.0
#include "http/routes/parameters.hpp"

#include <gtest/gtest.h>

namespace gx::http {
namespace {

base::Json json(std::string_view text) {
    auto parsed = base::parse_json(text);
    EXPECT_TRUE(parsed.ok()) << text;
    return parsed.ok() ? *parsed : base::Json{};
}

std::vector<ParameterSpec> specs() {
    static const base::Json document = json(R"({"components": {"schemas": {"Id": {"type": "string", "minLength": 1,
        "maxLength": 8, "pattern": "^[a-z0-9-]+$"}}, "parameters": {"limit": {"name": "limit", "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 20}}}}})");
    std::vector<ParameterSpec> all;
    for (const char* text : {R"({"$ref": "#/components/parameters/limit"})",
                             R"({"name": "id", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/Id"}})",
                             R"({"name": "q", "in": "query", "required": true, "schema": {"type": "string", "maxLength": 4}})",
                             R"({"name": "light", "in": "query", "schema": {"type": "string", "enum": ["kept", "broken"]}})",
                             R"({"name": "from", "in": "query", "schema": {"type": "string", "format": "date"}})"}) {
        auto spec = ParameterSpec::from_json(json(text), document);
        EXPECT_TRUE(spec.ok()) << text;
        all.push_back(std::move(spec).value());
    }
    return all;
}

struct QueryCase {
    const char* name;
    std::string query;
    const char* pointer;
    const char* reason;
};

class WrongQuery : public testing::TestWithParam<QueryCase> {};

TEST_P(WrongQuery, IsLocated) {
    std::vector<FieldFault> faults;
    read_parameters(GetParam().query, {{"id", "a-1"}}, specs(), faults);
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].pointer, GetParam().pointer);
    EXPECT_EQ(faults[0].reason, GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    , WrongQuery,
    testing::Values(QueryCase{"BelowTheRange", "q=a&limit=0", "/query/limit", "request.out_of_range"},
                    QueryCase{"AboveTheRange", "q=a&limit=201", "/query/limit", "request.out_of_range"},
                    QueryCase{"NotANumber", "q=a&limit=2x", "/query/limit", "request.not_a_number"},
                    QueryCase{"EmptyNumber", "q=a&limit=", "/query/limit", "request.not_a_number"},
                    QueryCase{"HugeNumber", "q=a&limit=99999999999999999999", "/query/limit", "request.not_a_number"},
                    QueryCase{"Missing", "", "/query/q", "request.parameter_missing"},
                    QueryCase{"TooLongInCharacters", "q=%E4%B8%80%E4%BA%8C%E4%B8%89%E5%9B%9B%E4%BA%94", "/query/q",
                              "request.too_long"},
                    QueryCase{"Twice", "q=a&q=b", "/query/q", "request.repeated_parameter"},
                    QueryCase{"Unknown", "q=a&z=b", "/query/z", "request.unknown_parameter"},
                    QueryCase{"NotInTheList", "q=a&light=green", "/query/light", "request.unknown_value"},
                    QueryCase{"NoSuchDay", "q=a&from=2025-02-30", "/query/from", "date.invalid"},
                    QueryCase{"BrokenPercent", "q=%E", "/query/q", "request.encoding"},
                    QueryCase{"NotUtf8", "q=%FF", "/query/q", "request.encoding"},
                    QueryCase{"ControlCharacter", "q=a%0A", "/query/q", "request.encoding"},
                    QueryCase{"BrokenName", "q=a&%zz=1", "/query/", "request.encoding"}),
    [](const auto& row) { return row.param.name; });

TEST(ReadParameters, GivesCheckedValuesAndDefaults) {
    std::vector<FieldFault> faults;
    const auto read = read_parameters("q=%E5%87%8C+a&&from=2024-02-29", {{"id", "a-1"}}, specs(), faults);
    EXPECT_TRUE(faults.empty());
    EXPECT_EQ(read.text("q"), "凌 a");
    EXPECT_EQ(read.integer("limit"), 20);
    EXPECT_EQ(read.text("id"), "a-1");
    EXPECT_EQ(read.day("from")->iso(), "2024-02-29");
    EXPECT_FALSE(read.has("light"));
    EXPECT_EQ(read.text_or_empty("light"), "");
}

TEST(ReadParameters, ChecksThePath) {
    std::vector<FieldFault> faults;
    read_parameters("q=a", {{"id", "NO/"}}, specs(), faults);
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].pointer, "/path/id");
    EXPECT_EQ(faults[0].reason, "request.wrong_form");
}

TEST(ReadParameters, RefusesMoreThanAHundred) {
    std::string query = "q=a";
    for (int i = 0; i < 100; ++i) { query += "&"; query += "x=1"; }
    std::vector<FieldFault> faults;
    read_parameters(query, {{"id", "a"}}, specs(), faults);
    EXPECT_LE(faults.size(), 20U);
    query = "q=a";
    for (int i = 0; i < 101; ++i) { query += "&"; }
    faults.clear();
    read_parameters(query, {{"id", "a"}}, specs(), faults);
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].reason, "request.too_many_parameters");
}

TEST(ParameterSpec, RefusesWhatItCannotCheck) {
    const base::Json none;
    for (const char* text : {R"({"name": "a", "in": "header", "schema": {"type": "string"}})",
                             R"({"name": "a", "in": "query", "schema": {"type": "object"}})",
                             R"({"in": "query", "schema": {"type": "string"}})",
                             R"({"name": "a", "in": "query", "schema": {"type": "string", "pattern": "("}})",
                             R"({"name": "a", "in": "query", "schema": {"type": "string", "enum": [1]}})"}) {
        const auto spec = ParameterSpec::from_json(json(text), none);
        ASSERT_FALSE(spec.ok()) << text;
        EXPECT_EQ(spec.error().reason, "openapi.parameter");
    }
}

}  // namespace
}  // namespace gx::http
