// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <stdexcept>

#include "app/sealing/lookup.hpp"
#include "tests/imports/import_fixture.hpp"
#include "source_dir.hpp"

namespace gx::tests {
namespace {

using app::RunImport;

class RunImportTest : public ImportFixture {};

const std::string kContractHeader =
    "合同编号,甲方单位,合同名称,领域,乙方名称,乙方类型,乙方信用代码,签订日期,履行期限,完成日期,合同金额,已履行金额,备注\n";

std::string contract(const std::string& code, const std::string& rest) { return kContractHeader + code + "," + rest; }

TEST_F(RunImportTest, TakesGoodRowsAndARerunChangesNothing) {
    const std::string file = contract("HT-1", "示范市财政局,采购桌椅,政府采购,甲公司,民营企业,,2025-1-3,2025/6/30,,\"1,234.50\",,\n") +
                             "HT-2,SF-CZJ,采购电脑,procurement,乙公司,private,91211382MA0QY0014G,20250103,2025年6月30日,2025-06-01,１２００元,1200,\n";
    const auto first = import_text("contracts", file);
    EXPECT_EQ(counts(first), "read 2 added 2 changed 0 unchanged 0 kept 0 rejected 0") << faults(first);
    EXPECT_FALSE(first->batch.empty());
    const auto entity = find("obligation", "HT-1");
    ASSERT_TRUE(entity.has_value());
    const auto source = find("source", "contract/HT-1");
    ASSERT_TRUE(source.has_value());
    EXPECT_EQ(base::canonical(entity->content),
              R"({"amount_fen":123450,"body_id":"b-1","code":"HT-1","counterparty":{"name":"甲公司","type":"private"},)"
              R"("domain":"procurement","due_on":"2025-06-30","has_evidence":false,"kind":"contract","made_on":"2025-01-03",)"
              R"("source_id":")" + source->id + R"(","title":"采购桌椅"})");
    EXPECT_EQ(find("obligation", "HT-2")->content.int_at("amount_fen"), 120'000);

    const std::int64_t before = store().position();
    const auto again = import_text("contracts", file);
    EXPECT_EQ(counts(again), "read 2 added 0 changed 0 unchanged 2 kept 0 rejected 0");
    EXPECT_EQ(again->batch, "");
    EXPECT_EQ(store().position(), before);
}

TEST_F(RunImportTest, ChangesWhatDiffersAndKeepsWhatTheFileDoesNotHave) {
    ASSERT_EQ(counts(import_text("contracts", contract("HT-1", "SF-CZJ,采购桌椅,政府采购,甲公司,民营企业,,2025-01-03,2025-06-30,,100,,旧\n"))),
              "read 1 added 1 changed 0 unchanged 0 kept 0 rejected 0");
    const std::string less = "合同编号,甲方单位,合同名称,领域,乙方名称,乙方类型,签订日期,履行期限,合同金额(万元)\n"
                             "HT-1,SF-CZJ,采购桌椅,政府采购,甲公司,民营企业,2025-01-03,2025-06-30,0.02\n";
    const auto kept = import_text("contracts", less, {.existing = RunImport::Existing::Keep});
    EXPECT_EQ(counts(kept), "read 1 added 0 changed 0 unchanged 0 kept 1 rejected 0");
    EXPECT_EQ(find("obligation", "HT-1")->content.int_at("amount_fen"), 10'000);
    const auto changed = import_text("contracts", less);
    EXPECT_EQ(counts(changed), "read 1 added 0 changed 1 unchanged 0 kept 0 rejected 0");
    EXPECT_EQ(find("obligation", "HT-1")->content.int_at("amount_fen"), 20'000);
    EXPECT_EQ(find("obligation", "HT-1")->content.text_or_empty("note"), "旧");
    EXPECT_EQ(find("obligation", "HT-1")->version, 2);
}

TEST_F(RunImportTest, ADryRunWritesNothing) {
    const std::int64_t before = store().position();
    const auto dry = import_text("contracts", contract("HT-1", "SF-CZJ,采购,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n"),
                                 {.mode = RunImport::Mode::DryRun});
    EXPECT_EQ(counts(dry), "read 1 added 1 changed 0 unchanged 0 kept 0 rejected 0");
    EXPECT_EQ(store().position(), before);
}

struct FaultCase {
    const char* name;
    std::string row;
    std::string want;
};

class ContractFault : public ImportFixture, public testing::WithParamInterface<FaultCase> {};

TEST_P(ContractFault, IsLocated) {
    const std::string good = "OK,SF-CZJ,好,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n";
    const auto result = import_text("contracts", kContractHeader + good + GetParam().row);
    EXPECT_EQ(faults(result), GetParam().want);
    EXPECT_EQ(find("obligation", "OK").has_value(), true);
    EXPECT_EQ(find("obligation", "X").has_value(), false);
}

INSTANTIATE_TEST_SUITE_P(, ContractFault, testing::Values(
    FaultCase{"MissingRequired", "X,SF-CZJ,,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n", "3:title:import.required;"},
    FaultCase{"BadDate", "X,SF-CZJ,t,政府采购,甲,民营企业,,昨天,2025-06-30,,100,,\n", "3:made_on:import.date_format;"},
    FaultCase{"ImpossibleDate", "X,SF-CZJ,t,政府采购,甲,民营企业,,2025-02-30,2025-06-30,,100,,\n", "3:made_on:import.date_impossible;"},
    FaultCase{"DateOrder", "X,SF-CZJ,t,政府采购,甲,民营企业,,2025-07-01,2025-06-30,,100,,\n", "3:due_on:import.date_order;"},
    FaultCase{"DateInFuture", "X,SF-CZJ,t,政府采购,甲,民营企业,,2026-03-02,2026-06-30,,100,,\n", "3:made_on:import.date_in_future;"},
    FaultCase{"BadMoney", "X,SF-CZJ,t,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,约一百,,\n", "3:amount:import.money_format;"},
    FaultCase{"BadGrouping", "X,SF-CZJ,t,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,\"1,23\",,\n", "3:amount:import.money_format;"},
    FaultCase{"NegativeMoney", "X,SF-CZJ,t,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,-5,,\n", "3:amount:import.money_negative;"},
    FaultCase{"FractionOfAFen", "X,SF-CZJ,t,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,1.005,,\n", "3:amount:import.money_fraction;"},
    FaultCase{"MoneyOutOfRange", "X,SF-CZJ,t,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,99999999999999999999,,\n", "3:amount:import.money_range;"},
    FaultCase{"UnknownCode", "X,SF-CZJ,t,采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n", "3:domain:import.code_unknown;"},
    FaultCase{"BadUscc", "X,SF-CZJ,t,政府采购,甲,民营企业,91211382MA0QY0014H,2025-01-03,2025-06-30,,100,,\n", "3:counterparty_code:import.uscc_check;"},
    FaultCase{"UnknownBody", "X,没有的局,t,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n", "3:body:import.body_unknown;"},
    FaultCase{"AmbiguousBody", "X,重名街道,t,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n", "3:body:import.body_ambiguous;"},
    FaultCase{"KeyTwice", "OK,SF-CZJ,t,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n", "3::import.key_twice;"},
    FaultCase{"TooLong", "X,SF-CZJ," + std::string(201, 'a') + ",政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n", "3:title:import.too_long;"},
    FaultCase{"PersonalValue", "X,SF-CZJ,t,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,联系人 211382199001010019\n", "3:note:import.personal_value;"},
    FaultCase{"ControlCharacter", "X,SF-CZJ,t\x01,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n", "3:title:import.control_character;"},
    FaultCase{"ReversedText", "X,SF-CZJ,a\xE2\x80\xAE" "b,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n", "3:title:import.control_character;"},
    FaultCase{"FulfilledAboveAmount", "X,SF-CZJ,t,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,101,\n", "3:fulfilled:import.above_limit;"},
    FaultCase{"SeveralAtOnce", "X,SF-CZJ,,采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n", "3:title:import.required;3:domain:import.code_unknown;"}),
    [](const auto& row) { return row.param.name; });

struct FileCase {
    const char* name;
    std::string file;
    std::string want;
};

class WholeFile : public ImportFixture, public testing::WithParamInterface<FileCase> {};

TEST_P(WholeFile, IsRefusedAndNothingIsWritten) {
    const std::int64_t before = store().position();
    EXPECT_EQ(counts(import_text("tenures", GetParam().file)), GetParam().want);
    EXPECT_EQ(store().position(), before);
}

INSTANTIATE_TEST_SUITE_P(, WholeFile, testing::Values(
    FileCase{"Empty", "", "error import.empty@"},
    FileCase{"NoHeader", "a,b,c\n1,2,3\n", "error import.header_missing@"},
    FileCase{"UnknownColumn", "岗位编号,人员编号,任职日期,星座\n", "error import.column_unknown@D1"},
    FileCase{"ColumnTwice", "岗位编号,人员编号,任职日期,From\n", "error import.column_twice@D1"},
    FileCase{"ColumnMissing", "岗位编号,人员编号,免职日期\n", "error import.column_missing@from_on"},
    FileCase{"BrokenCsv", "岗位编号,人员编号,任职日期\n\"a,b\n", "error csv.quote_open@row 2"}),
    [](const auto& row) { return row.param.name; });

TEST_F(RunImportTest, RefusesMoreRowsThanAllowedAsAWhole) {
    std::string file = kContractHeader;
    for (int i = 0; i < 11; ++i) { file += fmt::format("N-{},SF-CZJ,t,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,1,,\n", i); }
    EXPECT_EQ(counts(import_text("contracts", file, {.rows_max = 10})), "error import.too_many_rows@");
    EXPECT_EQ(count("obligation"), 0);
    EXPECT_EQ(counts(import_text("contracts", file, {.rows_max = 11, .rows_per_write = 3})),
              "read 11 added 11 changed 0 unchanged 0 kept 0 rejected 0");
}

TEST_F(RunImportTest, NeedsTheRight) {
    actor_.actions = {"body.import"};
    EXPECT_EQ(counts(import_text("contracts", kContractHeader)), "error access.denied@");
}

TEST_F(RunImportTest, ATenantOfPublishedFactsTakesNoJudgement) {
    actor_.tenant = "211382";
    put("tenant", "t-2", R"({"code":"211382","name":"凌源市","mode":"published_facts","division_code":"211382"})");
    EXPECT_EQ(counts(import_text("contracts", kContractHeader)), "error tenant.published_facts_only@");
    EXPECT_EQ(counts(import_text("divisions", "区划代码,区划名称,级别\n211382001,东城街道,乡级\n")),
              "read 1 added 1 changed 0 unchanged 0 kept 0 rejected 0");
}

TEST_F(RunImportTest, RowsMayReferToRowsFurtherDown) {
    const std::string file = "单位代码,代码类型,单位名称,单位类别,行政区划代码,主管单位,设立日期\n"
                             "C,自编代码,丙,事业单位,990101,乙,2020-01-01\n"
                             "B,自编代码,乙,事业单位,990101,A,2020-01-01\n"
                             "A,自编代码,甲,市直部门,990101,,2020-01-01\n"
                             "D,自编代码,丁,事业单位,990101,Z,2020-01-01\n";
    for (const auto mode : {RunImport::Mode::DryRun, RunImport::Mode::Write}) {
        const auto result = import_text("bodies", file, {.mode = mode});
        EXPECT_EQ(counts(result), "read 4 added 3 changed 0 unchanged 0 kept 0 rejected 1") << faults(result);
        EXPECT_EQ(faults(result), "5:parent:import.body_unknown;");
    }
    EXPECT_EQ(find("body", "C")->content.text_or_empty("parent_id"), find("body", "B")->id);
    const auto bad = import_text("bodies", "单位代码,代码类型,单位名称,单位类别,行政区划代码,设立日期\n"
                                           "11211382MB1QYO01XE,统一社会信用代码,甲,市直部门,990101,2020-01-01\n");
    EXPECT_EQ(faults(bad), "2:code:import.uscc_check;");
}

TEST_F(RunImportTest, PersonalValuesAreSealedAndNowhereInClear) {
    const std::string file = "人员编号,所在单位,姓名,身份证号,到岗日期\nG-1,SF-CZJ,赵某某,211382199001010019,2020-07-01\n";
    EXPECT_EQ(counts(import_text("officials", file)), "read 1 added 1 changed 0 unchanged 0 kept 0 rejected 0");
    const auto official = find("official", "G-1");
    ASSERT_TRUE(official.has_value());
    const std::string content = base::canonical(official->content);
    EXPECT_EQ(content.find("赵"), std::string::npos);
    EXPECT_EQ(content.find("211382199001010019"), std::string::npos);
    EXPECT_FALSE(official->content.at("id_number").text_or_empty("sealed").empty());
    EXPECT_EQ(counts(import_text("officials", file)), "read 1 added 0 changed 0 unchanged 1 kept 0 rejected 0");

    const auto bad = import_text("officials", "人员编号,所在单位,姓名,身份证号,到岗日期\nG-2,SF-CZJ,钱某某,211382199001010018,2020-07-01\n");
    EXPECT_EQ(faults(bad), "2:id_number:import.id_number_check;");
    EXPECT_EQ(bad->first_rejected[0].faults[0].value, "");
}

TEST_F(RunImportTest, OfficialsAreFoundByTheValuesOfTheirNewestRowAndByTheFormerOnesAgainWhenItIsUndone) {
    const auto found = [&](std::string_view scope, std::string_view value) {
        return app::find_by_value(*store().reader().value(), sealer_, "990101", scope, value).value().size();
    };
    const std::string head = "人员编号,所在单位,姓名,身份证号,联系电话,到岗日期\n";
    ASSERT_TRUE(import_text("officials", head + "G-1,SF-CZJ,赵某某,211382199001010019,13800001234,2020-07-01\n").ok());
    EXPECT_EQ(found(app::kNameScope, "赵某某"), 1U);
    EXPECT_EQ(found(app::kIdNumberScope, "211382199001010019"), 1U);
    const auto second = import_text("officials", head + "G-1,SF-CZJ,赵新名,,13800001234,2020-07-01\nG-2,SF-CZJ,孙某某,,,2020-07-01\n");
    ASSERT_TRUE(second.ok());
    EXPECT_EQ(found(app::kNameScope, "赵某某"), 0U);
    EXPECT_EQ(found(app::kNameScope, "赵新名"), 1U);
    EXPECT_EQ(found(app::kNameScope, "孙某某"), 1U);
    EXPECT_EQ(found(app::kIdNumberScope, "211382199001010019"), 0U) << "the number was taken away";
    ASSERT_TRUE(app::UndoImport(store(), clock_, &sealer_).run(second->batch, actor_).ok());
    EXPECT_EQ(found(app::kNameScope, "赵某某"), 1U);
    EXPECT_EQ(found(app::kIdNumberScope, "211382199001010019"), 1U);
    EXPECT_EQ(found(app::kNameScope, "赵新名") + found(app::kNameScope, "孙某某"), 0U);
}

TEST_F(RunImportTest, TheNameOfAFileHoldsNobodysNumber) {
    const std::string file = path("岗位 211382199001010019.csv");
    std::ofstream(file, std::ios::binary) << "岗位编号,所属单位,岗位名称,设立日期\nP-1,SF-CZJ,局长,2020-01-01\n";
    EXPECT_EQ(counts(import_file("posts", file)), "error import.name_personal@");
    EXPECT_EQ(count("import_batch"), 0);
}

TEST_F(RunImportTest, AnErasedValueDoesNotComeBackByAFile) {
    const std::string file = "人员编号,所在单位,姓名,到岗日期\nG-1,SF-CZJ,赵某某,2020-07-01\n";
    ASSERT_TRUE(import_text("officials", file).ok());
    const std::string sealed = find("official", "G-1")->content.at("name").text_or_empty("sealed");
    ASSERT_TRUE(store().write({.actor = actor_, .at = clock_.now(), .origin = {}}, [&](app::Work& work) {
        return work.delete_sealed(std::vector<std::string>{sealed});
    }).ok());
    EXPECT_EQ(faults(import_text("officials", file)), "2:name:import.value_erased;");
}

TEST_F(RunImportTest, MilestonesAndPaymentsHangOnTheirContract) {
    ASSERT_TRUE(import_text("contracts", contract("HT-1", "SF-CZJ,采购,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n")).ok());
    EXPECT_EQ(counts(import_text("milestones", "合同编号,节点序号,节点类型,节点名称,应完成日期,佐证材料\nHT-1,1,交付,到货,2025-03-31,到货单\n")),
              "read 1 added 1 changed 0 unchanged 0 kept 0 rejected 0");
    const auto milestone = find("milestone", "HT-1#1");
    ASSERT_TRUE(milestone.has_value());
    EXPECT_EQ(milestone->content.text_or_empty("body_id"), "b-1");
    EXPECT_EQ(base::canonical(milestone->content.at("evidence")), R"([{"title":"到货单"}])");
    const auto paid = import_text("payments", "合同编号,支付凭证号,履约节点,付款日期,付款金额\nHT-1,P-1,HT-1#1,2025-04-10,64\nHT-9,P-2,,2025-04-10,64\n");
    EXPECT_EQ(faults(paid), "3:obligation:import.reference_unknown;");
    EXPECT_EQ(find("payment", "HT-1/P-1")->content.text_or_empty("milestone_id"), milestone->id);
}

TEST_F(RunImportTest, ANegativeRecordNeedsNoticeDefenceAndTwoPeople) {
    const std::string header = "记录类别,单位,性质,严重程度,文书类型,文书文号,文书日期,认定机关,事实摘要,告知送达方式,告知送达日期,送达凭证,申辩截止日期,认定日期,经办账号,复核账号,生效日期\n";
    EXPECT_EQ(faults(import_text("records", header + "R-WY-01,SF-CZJ,负面,,认定书,1号,2025-05-20,市政府,x,,,,,2025-05-20,a,a,2025-05-21\n")),
              "2:checker:import.same_person;2:severity:import.required_here;2:served_method:import.required_here;"
              "2:served_on:import.required_here;2:served_proof:import.required_here;2:defence_until:import.required_here;");
    EXPECT_EQ(faults(import_text("records", header + "R-WY-01,SF-CZJ,负面,一般,认定书,1号,2025-05-20,市政府,x,直接,2025-05-01,回证,2025-05-22,2025-05-20,a,b,2025-05-21\n")),
              "2:decided_on:import.date_order;");
    EXPECT_EQ(counts(import_text("records", header + "R-WY-01,SF-CZJ,负面,一般,认定书,1号,2025-05-20,市政府,x,直接,2025-05-01,回证,2025-05-19,2025-05-20,a,b,2025-05-21\n")),
              "read 1 added 1 changed 0 unchanged 0 kept 0 rejected 0");
    EXPECT_EQ(find("record", "R-WY-01/1号/SF-CZJ")->content.text_or_empty("subject_name_at_time"), "示范市财政局");
}

TEST_F(RunImportTest, StatementsTakeEachForm) {
    const std::string header = "填报单位,指标编号,评价年度,填报方式,分子,分母,类别1,件数1,类别2,件数2,是否达到,档次代码,得分,不适用理由,填报日期\n";
    const auto result = import_text("statements", header + "SF-CZJ,A1,2025,分子分母,48,50,,,,,,,,,2026-01-10\n"
                                                           "SF-CZJ,G1,2025,分类件数,,,minor,1,general,0,,,,,2026-01-10\n"
                                                           "SF-CZJ,F5,2025,是否,,,,,,,是,,,,2026-01-10\n"
                                                           "SF-CZJ,E5,2025,档次,,,,,,,,x,84,,2026-01-10\n"
                                                           "SF-CZJ,C3,2025,不适用,,,,,,,,,,未触发,2026-01-10\n"
                                                           "SF-CZJ,C1,2025,不适用,1,2,,,,,,,,,2026-01-10\n");
    EXPECT_EQ(faults(result), "7:reason:import.required_here;7:numerator_1:import.not_here;7:denominator_1:import.not_here;");
    EXPECT_EQ(base::canonical(find("statement", "SF-CZJ/G1/2025")->content.at("counts")), R"({"general":0,"minor":1})");
    EXPECT_EQ(base::canonical(find("statement", "SF-CZJ/A1/2025")->content.at("parts")), R"([{"denominator":50,"numerator":48}])");
    EXPECT_EQ(find("statement", "SF-CZJ/E5/2025")->content.int_at("score_hundredths"), 8400);
}

TEST_F(RunImportTest, ReadsJsonRowsByKeyAndLocatesTheirFaults) {
    const auto result = import_text("posts", R"([{"code":"P-1","body":"SF-CZJ","title":"局长","rank":"head","valid_from":"2020-01-01"},
        {"body":"SF-CZJ","code":"P-2","title":"副局长","valid_from":"2020-13-01"},
        {"code":"P-3","nickname":"x"}])");
    EXPECT_EQ(counts(result), "read 3 added 1 changed 0 unchanged 0 kept 0 rejected 2");
    EXPECT_EQ(faults(result), "2:valid_from:import.date_impossible;3::import.column_unknown;");
}

TEST_F(RunImportTest, AFurtherCheckOfTheDomainIsLocatedAtItsColumn) {
    const auto result = import_text("posts", "岗位编号,所属单位,岗位名称,设立日期\nP-1,SF-CZJ,局长,2020-01-01\n",
        {.check = [](std::string_view, const base::Json&) -> base::Result<base::Done> {
            return base::Error{base::ErrorCode::InvalidInput, "post.odd", {}, "/title"};
        }});
    EXPECT_EQ(faults(result), "2:title:post.odd;");
}

std::string many_contracts(int count) {
    std::string rows;
    for (int i = 0; i < count; ++i) {
        rows += fmt::format("M-{},SF-CZJ,第{}号,政府采购,甲,民营企业,,2025-01-03,2025-06-30,,100,,\n", i, i);
    }
    return kContractHeader + rows;
}

TEST_F(RunImportTest, ManyRowsGoInAsAWholeOrNotAtAll) {
    for (const std::string& backend : import_backends()) {
        use_backend(backend);
        SCOPED_TRACE(backend);
        const std::int64_t before = store().position();
        int seen = 0;
        const auto throws = [&seen](std::string_view, const base::Json&) -> base::Result<base::Done> {
            if (++seen == 2'700) { throw std::runtime_error("a check that breaks"); }
            return base::Done{};
        };
        if (backend != "memory") {  // the store of tests takes nothing back when something is thrown
            EXPECT_THROW(static_cast<void>(import_text("contracts", many_contracts(3'500), {.check = throws}).ok()), std::runtime_error);
        }
        EXPECT_EQ(counts(import_text("contracts", many_contracts(3'500), {.rows_max = 3'400})), "error import.too_many_rows@");
        EXPECT_EQ(store().position(), before);
        EXPECT_EQ(counts(import_text("contracts", many_contracts(3'500))), "read 3500 added 3500 changed 0 unchanged 0 kept 0 rejected 0");
        EXPECT_EQ(counts(import_text("contracts", many_contracts(3'600))), "read 3600 added 100 changed 0 unchanged 3500 kept 0 rejected 0");
        EXPECT_EQ(find("obligation", "M-2999")->content.text_or_empty("title"), "第2999号");
    }
}

TEST_F(RunImportTest, FormulaTextIsStoredAsText) {
    const auto result = import_text("posts", "岗位编号,所属单位,岗位名称,设立日期\nP-1,SF-CZJ,\"=HYPERLINK(\"\"http://x\"\")\",2020-01-01\nP-2,SF-CZJ,'=1+1,2020-01-01\n");
    EXPECT_EQ(counts(result), "read 2 added 2 changed 0 unchanged 0 kept 0 rejected 0");
    EXPECT_EQ(find("post", "P-1")->content.text_or_empty("title"), "=HYPERLINK(\"http://x\")");
    EXPECT_EQ(find("post", "P-2")->content.text_or_empty("title"), "=1+1");
}

TEST_F(RunImportTest, EveryLayoutIsSound) {
    int layouts = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(GX_SOURCE_DIR) + "/law/imports")) {
        const std::string kind = entry.path().stem().string();
        if (kind == "labels" || entry.path().extension() != ".yaml") { continue; }
        const app::ImportLayout layout = a_layout(kind);
        EXPECT_EQ(layout.kind, kind);
        ++layouts;
    }
    EXPECT_GE(layouts, 22);
}

}  // namespace
}  // namespace gx::tests
