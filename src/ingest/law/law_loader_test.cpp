// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/law/law_loader.hpp"
#include "source_dir.hpp"

namespace gx::ingest {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path kSource = GX_SOURCE_DIR;
const fs::path kGood = kSource / "tests/fixtures/law/good";
const LawOptions kSchemas{kSource / "law/schema"};

std::string read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// A copy of the good pack that goes away with the test.
class Copy {
public:
    Copy() : folder_(fs::path(testing::TempDir()) / ("law_" + std::to_string(::getpid()) + "_" + std::to_string(next_++))) {
        fs::copy(kGood, folder_, fs::copy_options::recursive);
    }
    ~Copy() { fs::remove_all(folder_); }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;

    const fs::path& folder() const { return folder_; }
    void write(const std::string& path, const std::string& text) const {
        fs::create_directories((folder_ / path).parent_path());
        std::ofstream(folder_ / path, std::ios::binary) << text;
    }
    /// Replaces the first `from`; false when the file has none.
    bool edit(const std::string& path, const std::string& from, const std::string& to) const {
        std::string text = read(folder_ / path);
        const auto at = text.find(from);
        if (at == std::string::npos) { return false; }
        write(path, text.replace(at, from.size(), to));
        return true;
    }

private:
    static inline int next_ = 0;
    fs::path folder_;
};

TEST(CheckLaw, TakesTheGoodPack) {
    const LawCheck check = check_law(kGood, kSchemas);
    for (const auto& finding : check.findings) { ADD_FAILURE() << finding.str(); }
    ASSERT_NE(check.pack, nullptr);
    EXPECT_EQ(check.counts.at("sources"), 3U);
    EXPECT_EQ(check.counts.at("deadlines"), 2U);
    const app::LawPack& pack = *check.pack;
    EXPECT_EQ(pack.id, "MINI");
    const auto day = *base::Date::parse("2024-12-31");
    EXPECT_EQ(pack.deadlines.find("DL-AA-01", day)->amount, 20);
    EXPECT_EQ(pack.deadlines.find("DL-AA-01", day.plus_days(1))->amount, 15);
    EXPECT_EQ((*pack.late_interest_rule("LI-DEFAULT", day))->daily_ppm, 500);
    EXPECT_EQ((*pack.record_type("R-WY-01", day))->title.zh, "违约");
    EXPECT_EQ(pack.record_type("R-WY-01", *base::Date::parse("2021-01-24")).error().reason, "law.unknown");
    EXPECT_EQ((*pack.scheme("mini"))->version, "1");
    EXPECT_EQ(pack.scheme("mini", "9").error().reason, "law.unknown");
    EXPECT_EQ((*pack.layout("promises"))->entity, "obligation");
    EXPECT_TRUE((*pack.role("R7"))->may("body.change"));
    EXPECT_FALSE((*pack.role("R7"))->may("record.release"));
    EXPECT_NE(pack.obligation_kinds.find("promise"), nullptr);
    EXPECT_TRUE(pack.publication.opens("body"));
    EXPECT_EQ(*pack.sources.text_of((*domain::parse_clause_refs("S-6.4c"))[0]), "认真履行政策承诺");
    ASSERT_NE(pack.file("deadlines/rules.yaml"), nullptr);
    EXPECT_EQ(pack.file("deadlines/none.yaml"), nullptr);
}

TEST(CheckLaw, DigestDependsOnEveryFile) {
    const auto text_of = [](const fs::path& folder) { return check_law(folder, kSchemas).pack->canonical_text(); };
    const Copy copy;
    const std::string before = text_of(copy.folder());
    EXPECT_EQ(before, text_of(kGood));
    ASSERT_TRUE(copy.edit("imports/labels.yaml", "必填", "必须填写"));
    EXPECT_NE(before, text_of(copy.folder()));
    const auto length = [](std::string_view text) { return std::to_string(text.size()); };
    EXPECT_EQ(check_law(kGood, kSchemas).pack->digest(length), std::to_string(before.size()));
}

TEST(CheckLaw, LeavesTheMembersOfEntitiesAlone) {
    const Copy copy;
    ASSERT_TRUE(copy.edit("imports/promises.yaml", "columns:", "set: {source: OCDS}\ncolumns:"));
    EXPECT_TRUE(check_law(copy.folder(), kSchemas).ok());
}

struct Fault {
    std::string name;
    std::string file;
    std::string from;  ///< empty: the whole file is replaced
    std::string to;
    std::string where;  ///< file:line
    std::string reason;
    std::string detail = {};
};
class BrokenPack : public testing::TestWithParam<Fault> {};

TEST_P(BrokenPack, IsRefusedWithFileLineAndReason) {
    const Fault& fault = GetParam();
    const Copy copy;
    if (fault.from.empty()) {
        copy.write(fault.file, fault.to);
    } else {
        ASSERT_TRUE(copy.edit(fault.file, fault.from, fault.to)) << "the fixture has changed";
    }
    const LawCheck check = check_law(copy.folder(), kSchemas);
    ASSERT_FALSE(check.ok());
    EXPECT_EQ(check.pack, nullptr);
    const LawFinding& first = check.findings.front();
    EXPECT_EQ(first.where, (copy.folder() / fault.where).generic_string());
    EXPECT_EQ(first.reason, fault.reason) << first.detail;
    EXPECT_THAT(first.detail, HasSubstr(fault.detail));
}

TEST(LoadLaw, GivesThePackOrTheFirstFinding) {
    const Copy copy;
    const auto good = load_law(copy.folder(), kSchemas);
    ASSERT_TRUE(good.ok());
    EXPECT_EQ((*good)->version, "2026.1");
    ASSERT_TRUE(copy.edit("deadlines/rules.yaml", "amount: 20", "amount: few"));
    const auto bad = load_law(copy.folder(), kSchemas);
    ASSERT_FALSE(bad.ok());
    EXPECT_EQ(bad.error().reason, "law.wrong_type");
    EXPECT_EQ(bad.error().where, (copy.folder() / "deadlines/rules.yaml:7").generic_string());
}

// Source: S-7.2a (rules with a life cycle; a repealed rule is no basis).
INSTANTIATE_TEST_SUITE_P(Form, BrokenPack, testing::Values(
    Fault{"UnknownKey", "deadlines/rules.yaml", "    unit: WD\n", "    unit: WD\n    amuont: 3\n",
          "deadlines/rules.yaml:9", "law.unknown_key", "amuont"},
    Fault{"MissingKey", "deadlines/rules.yaml", "    tag: sourced\n", "", "deadlines/rules.yaml:2", "law.key_missing", "tag"},
    Fault{"WrongType", "deadlines/rules.yaml", "amount: 20", "amount: twenty", "deadlines/rules.yaml:7", "law.wrong_type"},
    Fault{"UnknownCode", "measures/measures.yaml", "group: rectification", "group: torture",
          "measures/measures.yaml:4", "law.bad_value"},
    Fault{"NoSuchDay", "deadlines/rules.yaml", "valid_from: 2021-01-01", "valid_from: 2021-02-30",
          "deadlines/rules.yaml:9", "json.member_range"},
    Fault{"BadYaml", "roles/roles.yaml", "never_with: [R17]", "never_with: [R17", "roles/roles.yaml:7", "law.yaml_syntax"},
    Fault{"AliasBomb", "roles/roles.yaml", "", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "roles/roles.yaml:1",
          "law.yaml_alias"},
    Fault{"KeyTwice", "pack.yaml", "id: MINI", "id: MINI\nid: MINI", "pack.yaml:2", "law.yaml_duplicate_key"},
    Fault{"NotUtf8", "pack.yaml", "小规则包", "\xc3\x28", "pack.yaml:1", "law.yaml_not_utf8"},
    Fault{"EmptyFile", "roles/roles.yaml", "", "# nothing\n", "roles/roles.yaml:1", "law.yaml_empty"},
    Fault{"FolderWithoutSchema", "recipes/cake.yaml", "", "a: 1\n", "recipes/cake.yaml:1", "law.schema_missing"},
    Fault{"ForgottenExtension", "roles/more.yml", "", "roles: []\n", "roles/more.yml:1", "law.unexpected_file"},
    Fault{"SchemeWeights", "schemes/mini.yaml", "weight: 40", "weight: 41", "schemes/mini.yaml:16", "scheme.weights"},
    Fault{"ClauseNotInThePlan", "plan/plan.yaml", "text: 认真履行政策承诺", "text: 认真履行全部承诺", "plan/plan.yaml:14",
          "plan.text_not_in_plan"},
    Fault{"SeverityCells", "records/severity.yaml", "[minor, general, general, serious]", "[minor, general, general]",
          "records/severity.yaml:8", "severity.cells"},
    Fault{"ActionForm", "roles/roles.yaml", "journal.read", "journal", "roles/roles.yaml:12", "law.bad_value"},
    Fault{"FieldTwice", "fields/body.yaml", "field: code", "field: name", "fields/body.yaml:3", "fields.twice", "name"},
    Fault{"FieldNeverOpens", "fields/body.yaml", ", opens: body.change", "", "fields/body.yaml:5", "fields.never_opens", "name"},
    Fault{"FieldNotMasked", "fields/body.yaml", "class: internal", "class: internal, mask: hidden", "fields/body.yaml:4",
          "fields.not_masked", "code"},
    Fault{"FieldWithoutMask", "fields/body.yaml", "mask: person_name, ", "", "fields/body.yaml:5", "fields.mask_unknown"},
    Fault{"FieldClassUnknown", "fields/body.yaml", "class: internal", "class: secret", "fields/body.yaml:4", "law.bad_value"},
    Fault{"LayoutUnknownMember", "imports/promises.yaml", "key: code,", "key: code, colour: red,",
          "imports/promises.yaml:7", "json.member_unknown"}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Between, BrokenPack, testing::Values(
    Fault{"DuplicateId", "deadlines/rules.yaml", "valid_from: 2025-01-01", "valid_from: 2021-01-01",
          "deadlines/rules.yaml:11", "law.duplicate_id", "DL-AA-01"},
    Fault{"OverlappingValidity", "deadlines/rules.yaml", "valid_to: 2024-12-31", "valid_to: 2025-01-01",
          "deadlines/rules.yaml:11", "law.validity_overlaps", "DL-AA-01"},
    Fault{"SourceTwice", "sources/more.yaml", "",
          "sources:\n  - {id: EXT-YI, kind: law, title: 丙, issuer: 丁, in_force: {from: 2020-01-01}}\n",
          "sources/texts.yaml:22", "law.duplicate_id", "EXT-YI"},
    Fault{"RoleTwice", "roles/roles.yaml", "id: R17", "id: R7", "roles/roles.yaml:8", "law.duplicate_id", "R7"},
    Fault{"DanglingSource", "measures/measures.yaml", "source: [S-6.4c]", "source: [SRC-BING art. 1]",
          "measures/measures.yaml:9", "legal.source_unknown", "SRC-BING"},
    Fault{"DanglingArticle", "deadlines/rules.yaml", "SRC-JIA-2020 art. 1(2)", "SRC-JIA-2020 art. 9",
          "deadlines/rules.yaml:4", "legal.article_unknown", "art. 9"},
    Fault{"DanglingPlanClause", "public_fields/body.yaml", "S-6.4c", "S-6.4z", "public_fields/body.yaml:2",
          "legal.article_unknown", "S-6.4z"},
    Fault{"BadReference", "roles/roles.yaml", "source: [S-6.4c]", "source: [section 5]", "roles/roles.yaml:5",
          "legal.bad_reference", "section 5"},
    Fault{"NotYetInForce", "deadlines/rules.yaml", "SRC-JIA-2020 art. 1(2)", "SRC-JIA-2025 art. 1",
          "deadlines/rules.yaml:4", "legal.not_in_force", "2021-01-01"},
    Fault{"RepealedOnTheFirstDay", "deadlines/rules.yaml", "SRC-JIA-2025 art. 1", "SRC-JIA-2020 art. 1",
          "deadlines/rules.yaml:13", "legal.not_in_force", "2025-01-01"},
    Fault{"RuleOutlivesItsText", "obligation_kinds/promise.yaml", ", SRC-JIA-2025 art. 1", "",
          "obligation_kinds/promise.yaml:3", "law.source_repealed", "2024-12-31"},
    Fault{"SuccessorAlone", "obligation_kinds/promise.yaml", "SRC-JIA-2020 art. 2, ", "",
          "obligation_kinds/promise.yaml:3", "legal.not_in_force", "SRC-JIA-2025"},
    Fault{"RepealedByNothing", "sources/texts.yaml", "repealed_by: SRC-JIA-2025", "repealed_by: SRC-DING",
          "sources/texts.yaml:7", "legal.source_unknown", "SRC-DING"},
    Fault{"UnknownDeadline", "measures/measures.yaml", "DL-AA-01", "DL-AA-02", "measures/measures.yaml:8",
          "law.deadline_unknown", "DL-AA-02"},
    Fault{"UnknownRole", "records/records.yaml", "organ_roles: [R7]", "organ_roles: [R7, R9]", "records/records.yaml:12",
          "law.role_unknown", "R9"},
    Fault{"UnknownEntityOpened", "public_fields/body.yaml", "entity: body", "entity: bodie", "public_fields/body.yaml:1",
          "law.entity_unknown", "bodie"},
    Fault{"UnknownEntityClassed", "fields/body.yaml", "entity: body", "entity: bodie", "fields/body.yaml:1",
          "law.entity_unknown", "bodie"},
    Fault{"UnknownActionOpens", "fields/body.yaml", "opens: body.change", "opens: bodies.change", "fields/body.yaml:5",
          "law.action_unknown", "bodies.change"},
    Fault{"UnknownRecordTypeOpened", "fields/body.yaml", "R-WY-01", "R-WY-99", "fields/body.yaml:7", "law.record_type_unknown",
          "R-WY-99"},
    Fault{"UnknownEntityImported", "imports/promises.yaml", "entity: obligation", "entity: promise",
          "imports/promises.yaml:4", "import.layout", "promise"},
    Fault{"UnknownLateInterest", "obligation_kinds/promise.yaml", "LI-DEFAULT", "LI-NONE",
          "obligation_kinds/promise.yaml:9", "law.late_interest_unknown", "LI-NONE"},
    Fault{"WarningClause", "warnings/rules.yaml", "[S-6.4c]", "[S-9.9]", "warnings/rules.yaml:6", "legal.article_unknown", "S-9.9"},
    Fault{"WarningOfNoFact", "warnings/rules.yaml", "fact: duty", "fact: duties", "warnings/rules.yaml:7", "scheme.dangling_name",
          "duties"},
    Fault{"WarningOfNoColumn", "warnings/rules.yaml", "when: overdue_days", "when: weight", "warnings/rules.yaml:10",
          "scheme.unknown_column", "weight"},
    Fault{"WarningValueOfNoColumn", "warnings/rules.yaml", "outcome = 'overdue'", "colour = 'red'", "warnings/rules.yaml:2",
          "scheme.unknown_column", "colour"},
    Fault{"SchemeClause", "schemes/mini.yaml", "clause: S-6.4,", "clause: S-9.9,", "schemes/mini.yaml:17",
          "legal.article_unknown", "S-9.9"}),
    [](const auto& row) { return row.param.name; });

TEST(CheckLaw, CollectsSeveralFindingsInTheOrderOfTheLines) {
    const Copy copy;
    ASSERT_TRUE(copy.edit("deadlines/rules.yaml", "amount: 15", "amount: many"));
    ASSERT_TRUE(copy.edit("deadlines/rules.yaml", "amount: 20", "amount: few"));
    ASSERT_TRUE(copy.edit("roles/roles.yaml", "scope: domain", "scope: world"));
    const LawCheck check = check_law(copy.folder(), kSchemas);
    ASSERT_EQ(check.findings.size(), 3U);
    EXPECT_THAT(check.findings[0].str(), HasSubstr("deadlines/rules.yaml:7: law.wrong_type"));
    EXPECT_THAT(check.findings[1].str(), HasSubstr("deadlines/rules.yaml:16: law.wrong_type"));
    EXPECT_THAT(check.findings[2].str(), HasSubstr("roles/roles.yaml:4: law.bad_value"));
}

TEST(CheckLaw, NamesWhatAKindOfToDosReferToInVain) {
    struct Row {
        const char* from;
        const char* to;
        const char* reason;
    };
    const Row rows[] = {
        {"id: near\n", "id: near\n", ""},
        {"subject: obligation", "subject: obligations", "law.entity_unknown"},
        {"action: body.change\n", "action: bodies.change\n", "law.action_unknown"},
        {"action: body.read}", "action: bodies.read}", "law.action_unknown"},
        {"notice: told", "notice: tell", "law.notice_unknown"},
    };
    for (const Row& row : rows) {
        const Copy copy;
        copy.write("notices/notices.yaml", "notices:\n  - id: told\n    subject: {zh: 标题, en: Subject}\n    text: {zh: 正文, en: Text}\n");
        copy.write("todos/near.yaml", "id: near\nname: {zh: 临近, en: Near}\nsource: [S-6.4c]\nsubject: obligation\naction: body.change\n"
                                      "lights:\n  - {light: green}\nrungs:\n  - {id: near, at: 5, notice: told, action: body.read}\n");
        ASSERT_TRUE(copy.edit("todos/near.yaml", row.from, row.to)) << row.from;
        const LawCheck check = check_law(copy.folder(), kSchemas);
        EXPECT_EQ(check.findings.empty() ? "" : check.findings.front().reason, row.reason) << row.from;
    }
}

TEST(CheckLaw, StopsAtTwoHundredFindings) {
    const Copy copy;
    std::string text = "sources:\n";
    for (int i = 0; i < 300; ++i) { text += "  - {id: X}\n"; }
    copy.write("sources/many.yaml", text);
    const LawCheck check = check_law(copy.folder(), kSchemas);
    EXPECT_EQ(check.findings.size(), kLawFindingsMax);
    EXPECT_TRUE(check.truncated);
}

TEST(CheckLaw, NamesAMissingFolderPackFileAndSchema) {
    EXPECT_EQ(check_law(kSource / "no/such/folder", kSchemas).findings.front().reason, "law.folder_missing");
    EXPECT_EQ(check_law(kGood).findings.front().reason, "law.schema_missing");
    const Copy copy;
    fs::remove(copy.folder() / "pack.yaml");
    EXPECT_EQ(check_law(copy.folder(), kSchemas).findings.front().reason, "law.pack_file_missing");
    fs::remove_all(copy.folder());
    fs::create_directories(copy.folder());
    EXPECT_EQ(check_law(copy.folder(), kSchemas).findings.front().reason, "law.empty");
}

TEST(CheckLaw, RefusesABrokenSchema) {
    for (const char* text : {"{", "[]", R"({"type": 5})"}) {
        const Copy copy;
        copy.write("schema/pack.schema.json", text);
        EXPECT_EQ(check_law(copy.folder()).findings.front().reason, "law.schema_broken") << text;
    }
}

TEST(CheckLaw, RefusesATooLargeFile) {
    const Copy copy;
    copy.write("roles/big.yaml", std::string((4U << 20U) + 1, '#'));
    EXPECT_EQ(check_law(copy.folder(), kSchemas).findings.front().reason, "law.yaml_too_large");
}

/// A pack that extends the good one, with one file of its own.
TEST(CheckLaw, APackThatExtendsAnotherReplacesFilesByTheirPath) {
    const Copy below;
    const Copy above;
    for (const auto& entry : fs::directory_iterator(above.folder())) { fs::remove_all(entry.path()); }
    above.write("pack.yaml", "id: GX-ABOVE\nversion: \"2026.1\"\ntitle: {zh: 上层, en: Above}\nextends: ../" +
                                 below.folder().filename().string() + "\nin_force: {from: 2021-01-25}\n");
    std::string promise = read(below.folder() / "obligation_kinds/promise.yaml");
    const auto title = promise.find("title: {zh: ");
    ASSERT_NE(title, std::string::npos);
    promise.replace(title, std::string("title: {zh: ").size(), "title: {zh: 上层");
    above.write("obligation_kinds/promise.yaml", promise);

    const LawCheck check = check_law(above.folder(), kSchemas);
    ASSERT_TRUE(check.ok()) << check.findings.front().str();
    EXPECT_EQ(check.pack->id, "GX-ABOVE");
    ASSERT_NE(check.pack->obligation_kinds.find("promise"), nullptr);
    EXPECT_THAT(check.pack->obligation_kinds.find("promise")->title().zh, testing::StartsWith("上层"));
    EXPECT_FALSE(check.pack->calendar_years.empty());

    const Copy third;
    for (const auto& entry : fs::directory_iterator(third.folder())) { fs::remove_all(entry.path()); }
    third.write("pack.yaml", "id: GX-THIRD\nversion: \"2026.1\"\ntitle: {zh: 三层, en: Third}\nextends: ../" +
                                 above.folder().filename().string() + "\nin_force: {from: 2021-01-25}\n");
    const LawCheck twice = check_law(third.folder(), kSchemas);
    ASSERT_FALSE(twice.ok());
    EXPECT_EQ(twice.findings.front().reason, "law.extends_twice");
}

TEST(CheckLaw, TheBenchmarkPackIsSound) {
    const LawCheck check = check_law(kSource / "bench/contestant/law/county");
    ASSERT_TRUE(check.ok()) << check.findings.front().str();
    EXPECT_NE(check.pack->obligation_kinds.find("complaint"), nullptr);
    EXPECT_TRUE(check.pack->layout("obligations").ok());
}

}  // namespace
}  // namespace gx::ingest
