// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/result_sheet.hpp"

#include <fstream>
#include <sstream>

#include "tests/support/evaluation_county.hpp"
#include "source_dir.hpp"

namespace gx::app {
namespace {

/// Keeps what was written.
class Lines final : public TableWriter {
public:
    Result<Done> begin_sheet(const SheetOut& sheet) override {
        columns = sheet.columns.size();
        return Done{};
    }
    Result<Done> row(std::span<const CellOut> cells) override {
        std::string line;
        for (const CellOut& cell : cells) { line += (line.empty() ? "" : "|") + cell.text; }
        lines.push_back(line);
        kinds.assign(cells.begin(), cells.end());
        return Done{};
    }
    Result<Done> wide_row(const CellOut& cell, std::uint32_t) override {
        lines.push_back(cell.text);
        return Done{};
    }
    Result<Done> finish() override { return Done{}; }
    bool is_plain() const override { return plain; }

    bool plain = false;

    std::size_t columns = 0;
    std::vector<std::string> lines;
    std::vector<CellOut> kinds;
};

TEST(ResultSheet, HasOneRowABodyWithLeavesTotalCapsGradeAndRank) {
    test::County county;
    test::add_worked_vector(county);
    std::ifstream file{std::string{GX_SOURCE_DIR} + "/tests/fixtures/evaluation/schemes/LY-GIE-2021.json"};
    std::stringstream text;
    text << file.rdbuf();
    const auto scheme = domain::evaluation::Scheme::from_json(test::json(text.str())).value();
    const auto kinds = test::kinds();
    RunEvaluation use_case{county.store(), kinds, county.hasher, county.clock, county.ids};
    const auto output = use_case.run({.scheme = scheme, .period = "2025", .as_of = {}, .at_size = {}}, test::County::actor());
    ASSERT_TRUE(output.ok());
    Lines lines;
    ASSERT_TRUE(write_result_sheet(*output->judgement, lines).ok());
    ASSERT_EQ(lines.lines.size(), 4U);
    EXPECT_EQ(lines.columns, 49U);
    EXPECT_NE(lines.lines[0].find("2025"), std::string::npos);
    EXPECT_NE(lines.lines[1].find(output->judgement->digest), std::string::npos);
    EXPECT_NE(lines.lines[2].find("A1 权责清单动态公开率"), std::string::npos);
    EXPECT_NE(lines.lines[3].find("|10.6500|9.1600|5.1428|20.3864|10.4214|8.0500|9.4000|2.0|73.21||C||1"), std::string::npos)
        << lines.lines[3];
    EXPECT_EQ(lines.kinds[3].kind, CellOut::Kind::Number);
    EXPECT_EQ(lines.kinds[0].kind, CellOut::Kind::Text);

    Lines bare;
    bare.plain = true;
    ASSERT_TRUE(write_result_sheet(*output->judgement, bare).ok());
    ASSERT_EQ(bare.lines.size(), 2U);
    EXPECT_EQ(bare.lines[0].rfind("body|name|class|A1|", 0), 0U);
    EXPECT_EQ(bare.lines[1], lines.lines[3]);

    const auto json = result_json(*output->judgement);
    ASSERT_TRUE(json.ok());
    const base::Json& body = json->at("bodies").as_array()[0];
    EXPECT_EQ(body.at("total").as_decimal().text, "73.21");
    EXPECT_EQ(body.text_or_empty("grade"), "C");
    EXPECT_TRUE(body.at("D4").is_null());
    EXPECT_EQ(body.int_at("rated"), 1);
}

}  // namespace
}  // namespace gx::app
