// SPDX-License-Identifier: Apache-2.0
// The clerk's whole road: template, a workbook of 10,000 rows with faults, the errors workbook back, corrected, again.
#include <array>

#include "tests/imports/import_fixture.hpp"
#include "tests/support/table_text.hpp"

namespace gx::tests {
namespace {

using app::CellOut;

constexpr int kRows = 10'000;
constexpr int kFaulty = 200;

struct PlantedFault {
    std::size_t column;
    const char* wrong;
    const char* reason;
};

/// Twelve kinds of fault in the columns of law/imports/contracts.yaml (by place in `row_of`).
constexpr std::array<PlantedFault, 12> kFaults = {{
    {2, "", "import.required"},
    {7, "2025年13月", "import.date_format"},
    {7, "2025-02-29", "import.date_impossible"},
    {8, "2024-12-31", "import.date_order"},
    {9, "约十万元左右", "import.money_format"},
    {9, "-100", "import.money_negative"},
    {9, "1.005", "import.money_fraction"},
    {3, "买东西", "import.code_unknown"},
    {6, "91211382MA0QY0014H", "import.uscc_check"},
    {1, "不存在的局", "import.body_unknown"},
    {10, "经办人身份证 211382199001010019", "import.personal_value"},
    {5, "#", "import.code_unknown"},
}};

const std::array<const char*, 11> kHeaders = {"合同编号*", "甲方单位", "合同名称", "领域", "乙方名称", "乙方类型",
                                              "乙方信用代码", "签订日期", "履行期限", "合同金额（元）", "备注"};

std::vector<std::string> row_of(int i) {
    return {fmt::format("HT-{:05}", i), i % 2 == 0 ? "示范市财政局" : "11211382MB1QY001XE", fmt::format("采购合同{}", i), "政府采购",
            fmt::format("示范公司{}", i % 97), "民营企业", i % 3 == 0 ? "91211382MA0QY0014G" : "",
            fmt::format("2025-{:02}-{:02}", i % 12 + 1, i % 28 + 1), "2026-06-30", fmt::format("{}.{:02}", 1000 + i, i % 100),
            i % 500 == 1 ? "=HYPERLINK(\"http://example.invalid\")" : ""};
}

bool is_faulty(int i) { return i % (kRows / kFaulty) == 17; }

void write_workbook(app::TableWriters& writers, const std::string& path, bool with_faults) {
    auto out = std::move(writers.open(path)).value();
    ASSERT_TRUE(out->begin_sheet({.name = "合同", .columns = {}, .freeze_rows = 2, .first_data_row = 2}).ok());
    ASSERT_TRUE(out->wide_row(CellOut::of("合同履约信息", app::CellStyle::Title), 11).ok());
    std::vector<CellOut> header;
    for (const char* text : kHeaders) { header.push_back(CellOut::of(text, app::CellStyle::Header)); }
    ASSERT_TRUE(out->row(header).ok());
    int planted = 0;
    for (int i = 0; i < kRows; ++i) {
        std::vector<std::string> texts = row_of(i);
        if (with_faults && is_faulty(i)) {
            const PlantedFault& fault = kFaults[static_cast<std::size_t>(planted++) % kFaults.size()];
            texts[fault.column] = fault.wrong;
        }
        std::vector<CellOut> cells;
        for (std::size_t c = 0; c < texts.size(); ++c) {
            cells.push_back(c == 9 && texts[c].find_first_not_of("0123456789.") == std::string::npos
                                ? CellOut::number(texts[c])
                                : CellOut::of(texts[c]));
        }
        ASSERT_TRUE(out->row(cells).ok());
    }
    ASSERT_TRUE(out->finish().ok());
}

class WorkbookImport : public ImportFixture {
protected:
    void SetUp() override {
        use_backend("sqlite");
        write_workbook(writers_, path("faults.xlsx"), true);
    }
};

TEST_F(WorkbookImport, GivesBackExactlyTheFaultyRowsAndTakesThemWhenCorrected) {
    const app::ImportLayout layout = a_layout("contracts");
    const app::WorkbookLabels labels = the_labels();
    app::ErrorsWorkbook errors(layout, labels, reason_text, writers_, path("errors.xlsx"));
    const auto first = import_file("contracts", path("faults.xlsx"), {.rejects = &errors});
    ASSERT_EQ(counts(first), "read 10000 added 9800 changed 0 unchanged 0 kept 0 rejected 200");
    ASSERT_TRUE(errors.finish().ok());

    int planted = 0;
    for (const app::RejectedRow& row : first->first_rejected) {
        const PlantedFault& fault = kFaults[static_cast<std::size_t>(planted) % kFaults.size()];
        const int i = planted * (kRows / kFaulty) + 17;
        ASSERT_EQ(row.faults.size(), 1U) << row.number;
        EXPECT_EQ(row.number, static_cast<std::uint32_t>(i + 3));
        EXPECT_EQ(row.faults[0].reason, fault.reason) << row.number;
        EXPECT_EQ(row.faults[0].column, fault.column + 1) << row.number;
        EXPECT_EQ(row.sheet, "合同");
        ++planted;
    }
    ASSERT_EQ(planted, kFaulty);

    // The errors workbook holds those rows, in the layout of the template, with reasons in Chinese.
    auto table = std::move(ingest::open_table(path("errors.xlsx"))).value();
    app::TableRow row;
    std::vector<std::vector<std::string>> rows;
    while (true) {
        const auto more = table->next(row);
        ASSERT_TRUE(more.ok()) << more.error().reason;
        if (!*more) { break; }
        auto& texts = rows.emplace_back();
        for (const app::Cell& cell : row.cells) { texts.emplace_back(cell.text); }
    }
    ASSERT_EQ(rows.size(), static_cast<std::size_t>(kFaulty) + 2);
    EXPECT_EQ(rows[1][0], "合同编号*");
    EXPECT_EQ(rows[1].back(), labels.reason_header);
    EXPECT_EQ(rows[2][rows[1].size() - 2], "合同!20");
    EXPECT_EQ(rows[2].back(), "合同名称 C20: " + reason_text("import.required"));
    EXPECT_NE(rows[2].back().find("必填"), std::string::npos);

    // Corrected in place: only the faulty cell changes, the reason column stays.
    auto out = std::move(writers_.open(path("fixed.xlsx"))).value();
    ASSERT_TRUE(out->begin_sheet({.name = "改", .columns = {}, .freeze_rows = 0, .first_data_row = 0}).ok());
    for (std::size_t r = 1; r < rows.size(); ++r) {
        std::vector<CellOut> cells;
        for (const std::string& text : rows[r]) { cells.push_back(CellOut::of(text)); }
        if (r >= 2) {
            const int i = static_cast<int>(r - 2) * (kRows / kFaulty) + 17;
            const PlantedFault& fault = kFaults[(r - 2) % kFaults.size()];
            const auto column = layout.column_at(first->first_rejected[r - 2].faults[0].column_key);
            cells[*column] = CellOut::of(row_of(i)[fault.column]);
        }
        ASSERT_TRUE(out->row(cells).ok());
    }
    ASSERT_TRUE(out->finish().ok());
    const auto fixed = import_file("contracts", path("fixed.xlsx"));
    EXPECT_EQ(counts(fixed), "read 200 added 200 changed 0 unchanged 0 kept 0 rejected 0") << faults(fixed);
    EXPECT_EQ(count("obligation"), kRows);

    // The whole original again: what was good is there, what was faulty is still faulty; nothing changes.
    const std::int64_t before = store().position();
    EXPECT_EQ(counts(import_file("contracts", path("faults.xlsx"))),
              "read 10000 added 0 changed 0 unchanged 9800 kept 0 rejected 200");
    write_workbook(writers_, path("good.xlsx"), false);
    EXPECT_EQ(counts(import_file("contracts", path("good.xlsx"))),
              "read 10000 added 0 changed 0 unchanged 10000 kept 0 rejected 0");
    EXPECT_EQ(store().position(), before);
    EXPECT_EQ(find("obligation", "HT-00001")->content.text_or_empty("note"), "=HYPERLINK(\"http://example.invalid\")");
    EXPECT_EQ(find("obligation", "HT-00007")->content.int_at("amount_fen"), 100'707);
}

class Templates : public ImportFixture, public testing::WithParamInterface<std::string> {};

TEST_P(Templates, CanBeImportedAsTheyAreAndTakeNothing) {
    const app::ImportLayout layout = a_layout(GetParam());
    for (const std::string name : {"template.xlsx", "template.csv"}) {
        auto out = std::move(writers_.open(path(name))).value();
        ASSERT_TRUE(app::write_template(layout, the_labels(), *out).ok());
        ASSERT_TRUE(out->finish().ok());
        const auto result = import_file(GetParam(), path(name));
        EXPECT_EQ(counts(result), "read 0 added 0 changed 0 unchanged 0 kept 0 rejected 0") << name << faults(result);
    }
}

TEST_P(Templates, HaveAnExampleThatReads) {
    const app::ImportLayout layout = a_layout(GetParam());
    std::string header;
    std::string example;
    for (const app::ImportColumn& column : layout.columns) {
        header += (header.empty() ? "" : ",") + column.key;
        example += (example.empty() && header == column.key ? "" : ",") + column.example;
    }
    // A blank more than the example, so that it counts as a row.
    const auto result = import_text(GetParam(), header + "\n " + example + "\n");
    for (const auto& row : result.ok() ? result->first_rejected : std::vector<app::RejectedRow>{}) {
        for (const app::CellFault& fault : row.faults) {
            EXPECT_TRUE(fault.reason == "import.reference_unknown") << fault.column_key << " " << fault.reason;
        }
    }
    EXPECT_TRUE(result.ok()) << counts(result);
}

INSTANTIATE_TEST_SUITE_P(, Templates, testing::Values("bodies", "posts", "officials", "tenures", "contracts", "obligations",
                                                      "milestones", "payments", "records", "statements", "debts", "fiscal",
                                                      "calendar", "caps", "bonus", "divisions", "debt_limit_balance"),
                         [](const auto& row) { return row.param; });

TEST_F(ImportFixture, ATemplateHasTitleUnitNotesHeaderAndExample) {
    auto out = std::move(writers_.open(path("t.xlsx"))).value();
    ASSERT_TRUE(app::write_template(a_layout("debts"), the_labels(), *out).ok());
    ASSERT_TRUE(out->finish().ok());
    auto table = std::move(ingest::open_table(path("t.xlsx"))).value();
    const std::string text = test::table_text(*table);
    EXPECT_EQ(text.find("政府债务信息征集表!1:政府债务信息征集表;"), 0U) << text;
    EXPECT_NE(text.find("!2:金额单位：万元;"), std::string::npos);
    EXPECT_NE(text.find("!4:债务编号*|债务单位*|债务类型*|"), std::string::npos);
    EXPECT_NE(text.find("!5:ZW-2024-0001|示范市财政局|一般债务|"), std::string::npos);
}

}  // namespace
}  // namespace gx::tests
