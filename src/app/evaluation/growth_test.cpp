// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/growth.hpp"
#include "source_dir.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace gx::app {
namespace {

base::Json file_json(const std::string& path) {
    std::ifstream file{std::string{GX_SOURCE_DIR} + "/tests/" + path, std::ios::binary};
    std::stringstream text;
    text << file.rdbuf();
    return base::parse_json(text.str()).value();
}

GrowthInput an_input() {
    const char* growth = R"({"bodies": 40, "levels": [2, 3], "tables": [
        {"table": "obligation", "columns": [
            {"column": "kind", "codes": {"commitment": 2, "contract": 1, "debt": 1}},
            {"column": "promised_day", "days": ["2021-01-01", "2026-06-30"]},
            {"column": "due_day", "after": ["promised_day", 15, 400]},
            {"column": "done_day", "after": ["due_day", -120, 60], "empty_percent": 15},
            {"column": "amount_fen", "whole": [0, 10000000000]},
            {"column": "paid_fen", "share_of": ["amount_fen", 0, 100]},
            {"column": "counterparty_type", "codes": {"private": 2, "state": 1}},
            {"column": "status", "codes": {"open": 1, "done": 1}},
            {"column": "disclosed", "whole": [0, 1]}]},
        {"table": "record", "per_thousand": 20, "columns": [
            {"column": "kind", "codes": {"penalty": 2, "honour": 1}}, {"column": "severity", "whole": [1, 5]},
            {"column": "decided_day", "days": ["2021-01-01", "2026-06-30"]}]}]})";
    return {.scheme = file_json("fixtures/evaluation/schemes/reference.json"),
            .layouts = file_json("fixtures/evaluation/schemes/columns.json"),
            .growth = base::parse_json(growth).value(),
            .as_of = base::Date::parse("2026-06-30").value(),
            .seed = 7,
            .threads = {1, 2, 3},
            .repetitions = 1};
}

TEST(RunGrowth, MakesTheRowsAskedForAndJudgesThemTheSameOnAnyNumberOfThreads) {
    const auto step = run_growth(an_input(), 50'000);
    ASSERT_TRUE(step.ok()) << step.error().reason << step.error().where;
    EXPECT_EQ(step->rows, 50'000);
    EXPECT_EQ(step->bodies, 40);
    EXPECT_TRUE(step->same_bytes);
    EXPECT_EQ(step->runs.size(), 3U);
    EXPECT_GT(step->bytes_per_row, 8);
    EXPECT_LE(step->bytes_per_row, 64);
}

TEST(RunGrowth, NamesTheFieldThatIsWrong) {
    const std::vector<std::pair<const char*, const char*>> wrong{
        {R"({"levels": [], "tables": []})", "/bodies"},
        {R"({"bodies": 5, "levels": [0], "tables": []})", "/levels"},
        {R"({"bodies": 5, "levels": [1], "tables": [{"table": "none"}]})", "/tables/0/table"},
        {R"({"bodies": 5, "levels": [1], "tables": [{"table": "record", "columns": [{"column": "none"}]}]})",
         "/tables/0/columns/0/column"},
        {R"({"bodies": 5, "levels": [1], "tables": [{"table": "record", "columns": [{"column": "kind", "whole": [1, 2]}]}]})",
         "/tables/0/columns/0/codes"},
        {R"({"bodies": 5, "levels": [1], "tables": [{"table": "record", "columns":
             [{"column": "expiry_day", "after": ["nothing", 1, 2]}]}]})", "/tables/0/columns/0/after"},
        {R"({"bodies": 5, "levels": [1], "tables": [{"table": "record", "columns": [{"column": "severity", "whole": [2, 1]}]}]})",
         "/tables/0/columns/0"}};
    for (const auto& [growth, where] : wrong) {
        GrowthInput input = an_input();
        input.growth = base::parse_json(growth).value();
        const auto refused = run_growth(input, 1'000);
        ASSERT_FALSE(refused.ok()) << growth;
        EXPECT_EQ(refused.error().reason, "growth.field");
        EXPECT_EQ(refused.error().where, where);
    }
}

}  // namespace
}  // namespace gx::app
