// SPDX-License-Identifier: Apache-2.0
// The law pack of this repository as it stands.
#include <fstream>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/documents/document_names.hpp"
#include "app/documents/make_document.hpp"
#include "app/law/scheme_versions.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "ingest/law/law_loader.hpp"
#include "source_dir.hpp"

namespace gx::ingest {
namespace {

const std::string kRoot = GX_SOURCE_DIR;

const LawCheck& real() {
    static const LawCheck kCheck = check_law(kRoot + "/law");
    return kCheck;
}

base::Date day(const char* iso) { return *base::Date::parse(iso); }

class RealPack : public testing::Test {
protected:
    void SetUp() override {
        for (const auto& finding : real().findings) { ADD_FAILURE() << finding.str(); }
        ASSERT_NE(real().pack, nullptr);
    }
    const app::LawPack& pack() const { return *real().pack; }
};

TEST_F(RealPack, HoldsEveryPart) {
    EXPECT_EQ(pack().calendar.known_years().size(), 20U);
    EXPECT_EQ(pack().plan->clauses.size(), 137U);
    EXPECT_EQ(pack().roles.size(), 20U);
    EXPECT_GE(pack().record_types.size(), 30U);
    EXPECT_GE(pack().deadlines.all().size(), 100U);
    EXPECT_TRUE(pack().severity.has_value());
}

TEST_F(RealPack, CarriesTwentySevenTextsWordForWord) {
    std::size_t carried = 0;
    for (const auto& source : pack().sources.all()) {
        if (source.id.str().substr(0, 4) != "SRC-") { continue; }
        ++carried;
        ASSERT_FALSE(source.articles.empty()) << source.id.str();
        for (std::size_t i = 0; i < source.articles.size(); ++i) {
            EXPECT_EQ(source.articles[i].no, std::to_string(i + 1)) << source.id.str();
            EXPECT_EQ(source.articles[i].text.rfind("第", 0), 0U) << source.id.str();
        }
    }
    EXPECT_EQ(carried, 27U);
}

TEST_F(RealPack, WarnsByRulesThatNameTheirSourceAndTheirNumbers) {
    ASSERT_GE(pack().warnings.rules.size(), 4U);
    for (const auto& rule : pack().warnings.rules) {
        EXPECT_FALSE(rule.source.empty()) << rule.id;
        EXPECT_FALSE(rule.title.zh.empty()) << rule.id;
        EXPECT_NE(pack().warnings.fact(rule.fact), nullptr) << rule.id;
    }
    const auto* overdue = pack().warnings.rule("EW-OB-2");
    ASSERT_NE(overdue, nullptr);
    // DOMAIN 7.2: overdue 1-15 / 16-60 / > 60 days: yellow / orange / red
    ASSERT_EQ(overdue->ladder.size(), 3U);
    EXPECT_EQ(overdue->ladder[0].level, domain::warning::Level::Red);
    EXPECT_EQ(overdue->ladder[2].level, domain::warning::Level::Yellow);
    EXPECT_EQ(overdue->parameters[0].formula.expression.literal.n, 15);
    EXPECT_EQ(overdue->parameters[1].formula.expression.literal.n, 60);
}

TEST_F(RealPack, JudgesAPeriodByTheVersionInForceOnItsLastDay) {
    const auto version = [&](const char* scheme, const char* period) {
        const auto found = app::scheme_for_period(pack(), scheme, period);
        return found.ok() ? (*found)->version : found.error().reason;
    };
    EXPECT_EQ(version("LY-GIE-2021", "2020"), "law.unknown");
    EXPECT_EQ(version("LY-GIE-2021", "2021"), "1");
    EXPECT_EQ(version("LY-GIE-2021", "2025"), "1");
    EXPECT_EQ(version("LY-GIE-2021", "2025Q4"), "1");
    EXPECT_EQ(version("LY-GIE-2021", "2026Q1"), "2");
    EXPECT_EQ(version("LY-GIE-2021", "2026"), "2");
    EXPECT_EQ(version("LY-GIE-2021", "no year"), "2");
    EXPECT_EQ(version("LY-GIE-2021-INST", "2026"), "1");
    EXPECT_EQ(version("NONE", "2026"), "law.unknown");
}

// ADR 0090: from 2026 on cases feed these leaves; all else is as it was.
TEST_F(RealPack, FeedsFourLeavesFromCasesAndLeavesTheOthersAsTheyWere) {
    const auto* before = *app::scheme_for_period(pack(), "LY-GIE-2021", "2025");
    const auto* now = *app::scheme_for_period(pack(), "LY-GIE-2021", "2026");
    ASSERT_EQ(before->indicators.size(), now->indicators.size());
    for (std::size_t i = 0; i < now->indicators.size(); ++i) {
        const auto& leaf = now->indicators[i];
        const auto& earlier = before->indicators[i];
        EXPECT_EQ(leaf.id, earlier.id);
        EXPECT_EQ(leaf.title.zh, earlier.title.zh);
        EXPECT_TRUE(leaf.weight == earlier.weight) << leaf.id;
        const bool by_case = !leaf.rows.empty() && leaf.rows.front().entity == "case_file";
        EXPECT_EQ(by_case, leaf.id == "A5" || leaf.id == "E3" || leaf.id == "E4" || leaf.id == "G2") << leaf.id;
        EXPECT_EQ(leaf.statement, by_case ? std::string{} : earlier.statement) << leaf.id;
    }
}

TEST_F(RealPack, HoldsThePatternsOfOfficialDocuments) {
    std::set<std::string> ids;
    for (const auto& one : pack().documents) {
        ids.insert(one.id);
        EXPECT_FALSE(one.source.empty()) << one.id;
        EXPECT_NE(one.doc_no.find("〔{year}〕{number}号"), std::string::npos) << one.id;
        const auto needed = one.needed();
        for (const char* always : {"basis", "date", "number", "org", "org_short", "year"}) {
            EXPECT_THAT(needed, testing::Contains(always)) << one.id;
        }
    }
    EXPECT_THAT(ids, testing::IsSupersetOf({"rectification_notice", "explanation_request", "defence_notice", "record_decision", "supervision_notice",
                                            "criticism_bulletin", "transfer_letter", "repair_decision", "objection_result", "restoration_notice",
                                            "inspection_notice", "acceptance_notice", "refusal_notice", "evaluation_result_notice"}));
}

/// A value of every name that a pattern can use.
base::Json a_value_of_each_name(const app::DocumentTemplate& pattern) {
    base::Json values = base::Json::object();
    const auto add = [&](const std::string& name) {
        switch (*app::document_value(name)) {
            case app::DocumentValue::Text: values.set(name, "文字"); break;
            case app::DocumentValue::Number: values.set(name, 7); break;
            case app::DocumentValue::Day: values.set(name, "2026-11-29"); break;
            case app::DocumentValue::Clauses: values.set(name, base::Json::array().push("S-5.5c")); break;
            case app::DocumentValue::List: values.set(name, base::Json::array().push("一项")); break;
        }
    };
    for (const auto& name : pattern.needed()) { add(name); }
    return values;
}

TEST_F(RealPack, FillsEveryPatternWithWhatItNeeds) {
    for (const auto& pattern : pack().documents) {
        const auto document = app::make_document(pattern, a_value_of_each_name(pattern), pack().sources);
        ASSERT_TRUE(document.ok()) << pattern.id << document.error().reason << document.error().where;
        EXPECT_EQ(document->date, day("2026-11-29"));
        for (const auto& one : document->paragraphs) { EXPECT_EQ(one.text.find_first_of("{}"), std::string::npos) << pattern.id << one.text; }
    }
}

TEST_F(RealPack, ListsTheNamesOfDocumentsInTheirReadme) {
    std::ifstream in(kRoot + "/law/documents/README.md");
    std::set<std::string> listed;
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("| `", 0) != 0) { continue; }
        listed.insert(line.substr(3, line.find('`', 3) - 3));
    }
    EXPECT_GE(listed.size(), 50U);
    for (const auto& name : listed) { EXPECT_NE(app::document_value(name), nullptr) << name; }
    for (const auto& pattern : pack().documents) {
        for (const auto& name : pattern.needed()) { EXPECT_TRUE(listed.contains(name)) << name; }
        for (const auto& one : pattern.paragraphs) {
            if (!one.when.empty()) { EXPECT_TRUE(listed.contains(one.when)) << one.when; }
        }
    }
}

struct TextCase {
    std::string clause;
    std::string words;
};

TEST_F(RealPack, GivesTheClausesWords) {
    const std::vector<TextCase> cases{
        {"SRC-XXGKTL art. 33", "行政机关不能当场答复的，应当自收到申请之日起20个工作日内予以答复"},
        {"SRC-ZXQYKX-2025 art. 9", "应当自货物、工程、服务交付之日起30日内支付款项"},
        {"SRC-ZXQYKX-2020 art. 15", "按照每日利率万分之五支付逾期利息"},
        {"SRC-YSHJTL art. 31", "不得以行政区划调整、政府换届、机构或者职能调整以及相关责任人更替等为由违约毁约"},
        {"SRC-ZDXZJC art. 15", "公开征求意见的期限一般不少于30日"},
        {"S-6.4d", "不得以换届、相关责任人更替等理由毁约"},
        {"S-4", "（三）建立社会监督和第三方机构评估机制"},
        {"S-3.1f", "复议诉讼结果"},
    };
    for (const auto& row : cases) {
        const auto refs = domain::parse_clause_refs(row.clause);
        ASSERT_TRUE(refs.ok()) << row.clause;
        const auto text = pack().sources.text_of((*refs)[0]);
        ASSERT_TRUE(text.ok()) << row.clause;
        EXPECT_THAT(*text, testing::HasSubstr(row.words)) << row.clause;
    }
}

// Source: S-7.2a; SRC-ZXQYKX-2020 art. 29; SRC-ZXQYKX-2025 art. 37
TEST_F(RealPack, DoesNotOfferARepealedTextAsABasis) {
    struct Row {
        const char* citation;
        const char* on;
        const char* reason;
    };
    for (const Row& row : {Row{"SRC-ZXQYKX-2020 art. 8", "2020-08-31", "legal.not_in_force"},
                           Row{"SRC-ZXQYKX-2020 art. 8", "2020-09-01", ""},
                           Row{"SRC-ZXQYKX-2020 art. 8", "2025-05-31", ""},
                           Row{"SRC-ZXQYKX-2020 art. 8", "2025-06-01", "legal.not_in_force"},
                           Row{"SRC-ZXQYKX-2025 art. 9", "2025-05-31", "legal.not_in_force"},
                           Row{"SRC-ZXQYKX-2025 art. 9", "2025-06-01", ""},
                           Row{"SRC-SXR art. 7", "2017-05-01", "legal.not_in_force"},
                           Row{"S-6.4d", "2021-01-24", "legal.not_in_force"}, Row{"S-6.4d", "2021-01-25", ""}}) {
        const auto basis = domain::LegalBasis::make(row.citation, pack().sources, day(row.on));
        EXPECT_EQ(basis.ok() ? "" : basis.error().reason, row.reason) << row.citation << " " << row.on;
    }
}

/// day → off, as the State Council's notices have it.
std::map<std::string, bool> published_days() {
    std::ifstream file(kRoot + "/tests/fixtures/calendar/days.csv");
    std::map<std::string, bool> out;
    std::string line;
    while (std::getline(file, line)) {
        const auto cells = base::split(base::trim(line), ',');
        if (cells.size() >= 2 && base::Date::parse(cells[0]).ok()) { out.emplace(cells[0], cells[1] == "1"); }
    }
    return out;
}

TEST_F(RealPack, CalendarEqualsThePublishedDays) {
    const auto published = published_days();
    EXPECT_GT(published.size(), 600U);
    for (base::Date each = day("2007-01-01"); each < day("2027-01-01"); each = each.plus_days(1)) {
        const auto found = published.find(each.iso());
        const bool off = found == published.end() ? each.weekday() >= 6 : found->second;
        ASSERT_EQ(pack().calendar.is_working_day(each), !off) << each.iso();
    }
}

// Source: S-5.6b; DOMAIN 4.4
TEST_F(RealPack, GradesByLossAndImpact) {
    struct Row {
        const char* loss;
        const char* impact;
        std::vector<std::string> reasons;
        const char* want;
    };
    const std::vector<Row> rows{
        {"L0", "I1", {}, "minor"},     {"L0", "I2", {}, "minor"},     {"L0", "I3", {}, "general"},
        {"L1", "I1", {}, "minor"},     {"L1", "I2", {}, "general"},   {"L1", "I3", {}, "serious"},
        {"L2", "I1", {}, "general"},   {"L2", "I2", {}, "serious"},   {"L2", "I3", {}, "serious"},
        {"L3", "I1", {}, "serious"},   {"L3", "I2", {}, "serious"},   {"L3", "I3", {}, "serious"},
        {"L0", "I1", {"retaliation"}, "general"},
        {"L3", "I3", {"invalid_excuse", "falsified_data"}, "serious"},
        {"L2", "I1", {"self_reported_and_repaired_before_notice"}, "minor"},
        {"L0", "I1", {"self_reported_and_repaired_before_notice"}, "minor"},
    };
    for (const Row& row : rows) {
        const auto got = pack().severity->grade(row.loss, row.impact, row.reasons);
        ASSERT_TRUE(got.ok());
        EXPECT_EQ(domain::code_of(*got), row.want) << row.loss << row.impact;
    }
    for (const auto& [fen, band] : std::vector<std::pair<std::int64_t, const char*>>{
             {-1, "L0"}, {999'999, "L0"}, {1'000'000, "L1"}, {49'999'999, "L1"}, {50'000'000, "L2"},
             {499'999'999, "L2"}, {500'000'000, "L3"}}) {
        EXPECT_EQ(pack().severity->band_of(fen).code, band) << fen;
    }
    EXPECT_EQ(pack().severity->grade("L9", "I1").error().reason, "severity.code_unknown");
    EXPECT_EQ(pack().severity->grade("L1", "I9").error().reason, "severity.code_unknown");
    EXPECT_EQ(pack().severity->grade("L1", "I1", {"weather"}).error().reason, "severity.code_unknown");
}

// Source: S-5.5i (records of officials are never public without a legal ground), S-5.6a
TEST_F(RealPack, KeepsOfficialsIn) {
    EXPECT_FALSE(pack().publication.opens("official"));
    EXPECT_FALSE(pack().publication.opens("tenure"));
    const auto record = *base::parse_json(R"({"code":"R-JL-02/1","cat":"R-JL-02","official_id":"o1","organ":"某机关"})");
    EXPECT_TRUE(pack().publication.publish("record", record).is_null());
    for (const auto& type : pack().record_types) {
        const bool only_officials = type.subjects == std::vector<std::string>{"official"};
        const bool shown = type.public_level == domain::PublicLevel::Public;
        EXPECT_FALSE(only_officials && shown) << type.code;
    }
}

TEST_F(RealPack, SeparatesTheThreeAdministrators) {
    for (const char* one : {"R16", "R17", "R18"}) {
        for (const char* other : {"R16", "R17", "R18"}) {
            if (std::string_view{one} == other) { continue; }
            EXPECT_THAT((*pack().role(one))->never_with, testing::Contains(other));
        }
    }
}

}  // namespace
}  // namespace gx::ingest
