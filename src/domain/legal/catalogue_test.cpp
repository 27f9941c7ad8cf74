// SPDX-License-Identifier: Apache-2.0
// Plan, record types, severity matrix and measure types: what their readers take and refuse.
#include <gtest/gtest.h>

#include "domain/legal/measure_type.hpp"
#include "domain/legal/plan.hpp"
#include "domain/legal/record_type.hpp"

namespace gx::domain {
namespace {

struct Fault {
    std::string name;
    std::string from;
    std::string to;
    std::string reason;
    std::string where;
};

/// Replaces the first `from`; the text unchanged when `from` is empty.
std::string edited(std::string text, const Fault& fault) {
    if (fault.from.empty()) { return text; }
    const auto at = text.find(fault.from);
    EXPECT_NE(at, std::string::npos) << fault.from;
    return text.replace(at, fault.from.size(), fault.to);
}

template <class T>
void expect_fault(const char* good, const Fault& fault) {
    const auto json = base::parse_json(edited(good, fault));
    ASSERT_TRUE(json.ok());
    const auto value = T::from_json(*json);
    if (fault.reason.empty()) {
        EXPECT_TRUE(value.ok()) << value.error().reason << value.error().where;
        return;
    }
    ASSERT_FALSE(value.ok());
    EXPECT_EQ(value.error().reason, fault.reason);
    EXPECT_EQ(value.error().where, fault.where);
}

constexpr const char* kPlan = R"({"id":"PLAN","title":"方案","issuer":"某办","doc_no":"1号","issued_on":"2021-01-25",
    "in_force":{"from":"2021-01-25"},"paragraphs":[{"section":"S-6","heading":true,"text":"六、重点"},
    {"section":"S-6.4","text":"（四）认真履行承诺。"}],"clauses":[
    {"id":"S-6.4c","section":"S-6.4","title":{"zh":"履行","en":"keep"},"text":"认真履行承诺",
     "serves":{"zh":"台账","en":"ledger"},"status":"foundation"},
    {"id":"S-6.4f","section":"S-6.4","title":{"zh":"补偿","en":"compensate"},"derived":"由承诺推出",
     "serves":{"zh":"补偿","en":"pay"},"status":"later"}]})";

class PlanFault : public testing::TestWithParam<Fault> {};
// Source: S-0.1
TEST_P(PlanFault, IsNamed) { expect_fault<Plan>(kPlan, GetParam()); }
INSTANTIATE_TEST_SUITE_P(, PlanFault, testing::Values(
    Fault{"None", "", "", "", ""},
    Fault{"WordsNotThere", "\"text\":\"认真履行承诺\"", "\"text\":\"认真履约\"", "plan.text_not_in_plan", "/clauses/0/text"},
    Fault{"WordsInAnotherSection", "\"section\":\"S-6.4\",\"title\"", "\"section\":\"S-6\",\"title\"",
          "plan.text_not_in_plan", "/clauses/0/text"},
    Fault{"SectionUnknown", "\"section\":\"S-6.4\",\"title\"", "\"section\":\"S-7\",\"title\"", "plan.section_unknown",
          "/clauses/0/section"},
    Fault{"ClauseTwice", "S-6.4f", "S-6.4c", "plan.clause_twice", "/clauses/1/id"},
    Fault{"StatusUnknown", "foundation", "soon", "plan.status_unknown", "/clauses/0/status"},
    Fault{"NeitherTextNorDerived", ",\"derived\":\"由承诺推出\"", "", "plan.derived_or_text", "/clauses/1/id"},
    Fault{"BothTextAndDerived", "\"text\":\"认真履行承诺\"", "\"text\":\"认真履行承诺\",\"derived\":\"x\"",
          "plan.derived_or_text", "/clauses/0/id"},
    Fault{"EnglishMissing", ",\"en\":\"keep\"", "", "json.member_missing", "/clauses/0/title/en"},
    Fault{"UnknownMember", "\"heading\"", "\"head\"", "json.member_unknown", "/paragraphs/0/head"}),
    [](const auto& row) { return row.param.name; });

TEST(Plan, CanBeCitedBySectionGroupAndClause) {
    const auto plan = Plan::from_json(*base::parse_json(kPlan));
    ASSERT_TRUE(plan.ok());
    const Source source = plan->as_source();
    EXPECT_EQ(source.article("S-6")->text, "六、重点\n（四）认真履行承诺。");
    EXPECT_EQ(source.article("S-6.4")->text, "（四）认真履行承诺。");
    EXPECT_EQ(source.article("S-6.4c")->text, "认真履行承诺");
    EXPECT_EQ(source.article("S-6.4f")->text, "补偿");
    EXPECT_EQ(source.article("S-6.4z"), nullptr);
    EXPECT_EQ(plan->clause("S-6.4c")->status, CapabilityStatus::Foundation);
    EXPECT_EQ(plan->clause("S-6.4f")->status, CapabilityStatus::Later);
    EXPECT_EQ(plan->clause("S-1"), nullptr);
}

constexpr const char* kRecord = R"({"code":"R-WY-01","title":{"zh":"违约","en":"breach"},"subjects":["body"],
    "document":{"zh":"认定书","en":"confirmation"},"doc_types":["breach_confirmation"],"polarity":"negative",
    "severity":"general","severities":["minor","general"],"public_level":"public","personal_rule":"none",
    "organ_roles":["R7"],"source":["S-6.1e"],"in_force":{"from":"2021-01-25"}})";

class RecordTypeFault : public testing::TestWithParam<Fault> {};
// Source: S-5.6b (an item without legal basis is refused)
TEST_P(RecordTypeFault, IsNamed) { expect_fault<RecordType>(kRecord, GetParam()); }
INSTANTIATE_TEST_SUITE_P(, RecordTypeFault, testing::Values(
    Fault{"None", "", "", "", ""},
    Fault{"WithoutDefaultSeverity", "\"severity\":\"general\",", "", "", ""},
    Fault{"NoBasis", "[\"S-6.1e\"]", "[]", "json.member_missing", "/source"},
    Fault{"NoDocument", "[\"breach_confirmation\"]", "[]", "json.member_missing", "/doc_types"},
    Fault{"NoOrgan", "[\"R7\"]", "[]", "json.member_missing", "/organ_roles"},
    Fault{"UnknownSubject", "[\"body\"]", "[\"citizen\"]", "record_type.code_unknown", "/subjects"},
    Fault{"UnknownSeverity", "\"severity\":\"general\"", "\"severity\":\"huge\"", "record_type.code_unknown", "/severity"},
    Fault{"UnknownSeverityAllowed", "[\"minor\",\"general\"]", "[\"minor\",\"huge\"]", "record_type.code_unknown",
          "/severities"},
    Fault{"DefaultNotAllowed", "[\"minor\",\"general\"]", "[\"minor\"]", "record_type.severity_not_allowed", "/severity"},
    Fault{"HonourWithSeverity", "negative", "positive", "record_type.severity_without_breach", "/severity"},
    Fault{"UnknownLevel", "\"public\"", "\"loud\"", "record_type.code_unknown", "/public_level"},
    Fault{"UnknownRule", "\"none\"", "\"some\"", "record_type.code_unknown", "/personal_rule"},
    Fault{"NoTitle", "\"title\":{\"zh\":\"违约\",\"en\":\"breach\"},", "", "json.member_type", "/title"}),
    [](const auto& row) { return row.param.name; });

constexpr const char* kMatrix = R"({"source":["S-5.5a"],"losses":[{"code":"L0","from_fen":0},{"code":"L1","from_fen":100}],
    "impacts":[{"code":"I1"}],"cells":["minor","serious"],"upgrades":["up"],"downgrades":["down"]})";

class MatrixFault : public testing::TestWithParam<Fault> {};
TEST_P(MatrixFault, IsNamed) { expect_fault<SeverityMatrix>(kMatrix, GetParam()); }
INSTANTIATE_TEST_SUITE_P(, MatrixFault, testing::Values(
    Fault{"None", "", "", "", ""},
    Fault{"FirstBandNotZero", "\"from_fen\":0", "\"from_fen\":1", "severity.bands", "/losses/0/from_fen"},
    Fault{"BandsDoNotRise", "\"from_fen\":100", "\"from_fen\":0", "severity.bands", "/losses/1/from_fen"},
    Fault{"NoImpact", "[{\"code\":\"I1\"}]", "[]", "severity.bands", "/losses"},
    Fault{"CellMissing", "[\"minor\",\"serious\"]", "[\"minor\"]", "severity.cells", "/cells"},
    Fault{"CellUnknown", "\"serious\"", "\"huge\"", "severity.code_unknown", "/cells"},
    Fault{"NoBasis", "[\"S-5.5a\"]", "[]", "json.member_missing", "/source"}),
    [](const auto& row) { return row.param.name; });

TEST(SeverityMatrix, AnUpgradeAndADowngradeCancelOut) {
    const auto matrix = SeverityMatrix::from_json(*base::parse_json(kMatrix));
    ASSERT_TRUE(matrix.ok());
    EXPECT_EQ(*matrix->grade("L0", "I1"), Severity::Minor);
    EXPECT_EQ(*matrix->grade("L0", "I1", {"up"}), Severity::General);
    EXPECT_EQ(*matrix->grade("L0", "I1", {"up", "up"}), Severity::General);
    EXPECT_EQ(*matrix->grade("L0", "I1", {"down"}), Severity::Minor);
    EXPECT_EQ(*matrix->grade("L1", "I1", {"down"}), Severity::General);
    EXPECT_EQ(*matrix->grade("L1", "I1", {"up", "down"}), Severity::Serious);
}

constexpr const char* kMeasure = R"({"code":"M-HONOUR","title":{"zh":"限制荣誉","en":"no honours"},"group":"restriction",
    "objects":["body"],"grounds":["record"],"deciders":["R1"],"deadlines":["DL-TS-10"],"months_max":12,"parameter":true,
    "source":["S-5.5d"],"in_force":{"from":"2021-01-25"}})";

class MeasureFault : public testing::TestWithParam<Fault> {};
// Source: S-2.2 (no measure without record and legal basis)
TEST_P(MeasureFault, IsNamed) { expect_fault<MeasureType>(kMeasure, GetParam()); }
INSTANTIATE_TEST_SUITE_P(, MeasureFault, testing::Values(
    Fault{"None", "", "", "", ""},
    Fault{"WithoutTerm", "\"months_max\":12,", "", "", ""},
    Fault{"UnknownGroup", "restriction", "exile", "measure_type.code_unknown", "/group"},
    Fault{"UnknownObject", "[\"body\"]", "[\"citizen\"]", "measure_type.code_unknown", "/objects"},
    Fault{"NoGround", "[\"record\"]", "[]", "json.member_missing", "/grounds"},
    Fault{"UnknownGround", "[\"record\"]", "[\"rumour\"]", "measure_type.code_unknown", "/grounds"},
    Fault{"NoBasis", "[\"S-5.5d\"]", "[]", "json.member_missing", "/source"},
    Fault{"TermTooLong", "\"months_max\":12", "\"months_max\":999", "json.member_range", "/months_max"}),
    [](const auto& row) { return row.param.name; });

TEST(Codes, AreThoseOfTheFiles) {
    EXPECT_EQ(code_of(Severity::Serious), "serious");
    EXPECT_EQ(code_of(Polarity::Neutral), "neutral");
    EXPECT_EQ(code_of(PublicLevel::AsPublished), "as_published");
    EXPECT_EQ(code_of(PersonalRule::ComplainantHidden), "complainant_hidden");
    EXPECT_EQ(code_of(MeasureGroup::Incentive), "incentive");
    EXPECT_EQ(code_of(SourceKind::PartyRegulation), "party_regulation");
}

}  // namespace
}  // namespace gx::domain
