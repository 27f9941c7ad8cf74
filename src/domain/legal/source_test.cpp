// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/legal/clause_ref.hpp"
#include "domain/legal/source.hpp"
#include "domain/legal/source_book.hpp"

namespace gx::domain {
namespace {

base::Date day(int y, unsigned m, unsigned d) { return *base::Date::make(y, m, d); }

struct RefCase {
    std::string name;
    std::string text;
    std::vector<std::string> want;  // empty: refused
};
class ParseClauseRefs : public testing::TestWithParam<RefCase> {};

TEST_P(ParseClauseRefs, ReadsOrRefuses) {
    const auto refs = parse_clause_refs(GetParam().text);
    if (GetParam().want.empty()) {
        ASSERT_FALSE(refs.ok());
        EXPECT_EQ(refs.error().reason, "legal.bad_reference");
        return;
    }
    ASSERT_TRUE(refs.ok()) << refs.error().detail;
    std::vector<std::string> got;
    for (const auto& ref : *refs) { got.push_back(ref.str()); }
    EXPECT_EQ(got, GetParam().want);
}
INSTANTIATE_TEST_SUITE_P(, ParseClauseRefs, testing::Values(
    RefCase{"WholeText", "SRC-ZFCGF", {"SRC-ZFCGF"}},
    RefCase{"OneArticle", "SRC-XXGKTL art. 33", {"SRC-XXGKTL art. 33"}},
    RefCase{"Paragraph", "SRC-XXGKTL art. 12(2)", {"SRC-XXGKTL art. 12(2)"}},
    RefCase{"TwoArticles", "SRC-XXGKTL art. 31, 33(2)", {"SRC-XXGKTL art. 31", "SRC-XXGKTL art. 33(2)"}},
    RefCase{"Span", "SRC-X art. 9-11", {"SRC-X art. 9", "SRC-X art. 10", "SRC-X art. 11"}},
    RefCase{"InsertedArticle", "SRC-X art. 12-1", {"SRC-X art. 12-1"}},
    RefCase{"Versioned", "SRC-ZXQYKX-2025 art. 9; S-6.4d", {"SRC-ZXQYKX-2025 art. 9", "S-6.4d"}},
    RefCase{"PlanHead", "S-0.1", {"S-0.1"}},
    RefCase{"PlanDeep", "S-3.2d1", {"S-3.2d1"}},
    RefCase{"PlanGroup", "S-7", {"S-7"}},
    RefCase{"PlanItself", "PLAN", {"PLAN"}},
    RefCase{"Empty", "", {}},
    RefCase{"EmptyPart", "S-6.4d;", {}},
    RefCase{"SmallLetters", "src-x art. 3", {}},
    RefCase{"NoArticleNumber", "SRC-X art. ", {}},
    RefCase{"ArticleZero", "SRC-X art. 0", {}},
    RefCase{"LeadingZero", "SRC-X art. 07", {}},
    RefCase{"NoArtWord", "SRC-X 33", {}},
    RefCase{"OpenParagraph", "SRC-X art. 33(", {}},
    RefCase{"EmptyParagraph", "SRC-X art. 33()", {}},
    RefCase{"HugeSpan", "SRC-X art. 1-999", {}},
    RefCase{"PlanClauseWithArticle", "S-6.4d art. 3", {}},
    RefCase{"PlanNotAClause", "S-x", {}}),
    [](const auto& row) { return row.param.name; });

base::Json source_json(const std::string& text) { return *base::parse_json(text); }

constexpr const char* kGood = R"({"id":"SRC-A","kind":"law","title":"甲法","issuer":"机关",
    "in_force":{"from":"2020-09-01","to":"2025-05-31"},"repealed_by":"SRC-B",
    "articles":[{"no":"1","text":"第一条 甲","opens":["第一章 总则"]},{"no":"2","text":"第二条 乙"}]})";

TEST(Source, ReadsItsArticles) {
    const auto source = Source::from_json(source_json(kGood));
    ASSERT_TRUE(source.ok()) << source.error().reason << source.error().where;
    EXPECT_EQ(code_of(source->kind), "law");
    EXPECT_TRUE(source->is_carried());
    EXPECT_EQ(source->article("2")->text, "第二条 乙");
    EXPECT_EQ(source->article("3"), nullptr);
    EXPECT_EQ(source->repealed_by->str(), "SRC-B");
}

struct FaultCase {
    std::string name;
    std::string from;
    std::string to;
    std::string reason;
    std::string where;
};
class SourceRefusal : public testing::TestWithParam<FaultCase> {};

TEST_P(SourceRefusal, NamesTheMember) {
    std::string text = kGood;
    const auto at = text.find(GetParam().from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, GetParam().from.size(), GetParam().to);
    const auto source = Source::from_json(source_json(text));
    ASSERT_FALSE(source.ok());
    EXPECT_EQ(source.error().reason, GetParam().reason);
    EXPECT_EQ(source.error().where, GetParam().where);
}
INSTANTIATE_TEST_SUITE_P(, SourceRefusal, testing::Values(
    FaultCase{"UnknownKind", "\"law\"", "\"decree\"", "legal.kind_unknown", "/kind"},
    FaultCase{"UnknownMember", "\"title\"", "\"heading\"", "json.member_unknown", "/heading"},
    FaultCase{"MissingTitle", "\"title\":\"甲法\",", "", "json.member_missing", "/title"},
    FaultCase{"EmptyTitle", "甲法", "", "json.member_range", "/title"},
    FaultCase{"BadDay", "2020-09-01", "2020-09-31", "json.member_range", "/in_force/from"},
    FaultCase{"ReversedDays", "2025-05-31", "2020-08-31", "legal.in_force_reversed", "/in_force/to"},
    FaultCase{"ArticleTwice", "\"no\":\"2\"", "\"no\":\"1\"", "legal.article_twice", "/articles/1/no"},
    FaultCase{"ArticleNotAnObject", "{\"no\":\"2\",\"text\":\"第二条 乙\"}", "7", "json.member_type", "/articles/1"},
    FaultCase{"NoteIsAList", "\"articles\":[", "\"articles\":[],\"note\":[", "json.member_type", "/note"}),
    [](const auto& row) { return row.param.name; });

SourceBook book() {
    std::vector<Source> sources;
    sources.push_back(*Source::from_json(source_json(kGood)));
    sources.push_back(*Source::from_json(source_json(
        R"({"id":"EXT-B","kind":"policy_document","title":"乙","issuer":"机关","in_force":{"from":"2025-06-01"}})")));
    return *SourceBook::make(std::move(sources));
}

struct BasisCase {
    std::string name;
    std::string citation;
    base::Date on;
    std::string reason;  // empty: accepted
};
class LegalBasisOn : public testing::TestWithParam<BasisCase> {};

// Source: S-7.2a (a repealed text is not selectable as a basis).
TEST_P(LegalBasisOn, DemandsTheLawInForce) {
    const auto basis = LegalBasis::make(GetParam().citation, book(), GetParam().on);
    if (GetParam().reason.empty()) {
        EXPECT_TRUE(basis.ok()) << basis.error().reason;
    } else {
        ASSERT_FALSE(basis.ok());
        EXPECT_EQ(basis.error().reason, GetParam().reason);
    }
}
INSTANTIATE_TEST_SUITE_P(, LegalBasisOn, testing::Values(
    BasisCase{"DayBeforeCommencement", "SRC-A art. 1", day(2020, 8, 31), "legal.not_in_force"},
    BasisCase{"DayOfCommencement", "SRC-A art. 1", day(2020, 9, 1), ""},
    BasisCase{"LastDay", "SRC-A art. 1", day(2025, 5, 31), ""},
    BasisCase{"DayAfterRepeal", "SRC-A art. 1", day(2025, 6, 1), "legal.not_in_force"},
    BasisCase{"UnknownArticle", "SRC-A art. 9", day(2021, 1, 1), "legal.article_unknown"},
    BasisCase{"UnknownSource", "SRC-C", day(2021, 1, 1), "legal.source_unknown"},
    BasisCase{"CitedOnlyTakesAnyArticle", "EXT-B art. 9", day(2026, 1, 1), ""},
    BasisCase{"OneOfTwoRepealed", "EXT-B; SRC-A art. 1", day(2026, 1, 1), "legal.not_in_force"},
    BasisCase{"Nothing", "", day(2026, 1, 1), "legal.basis_missing"},
    BasisCase{"Gibberish", "art. 3", day(2026, 1, 1), "legal.bad_reference"}),
    [](const auto& row) { return row.param.name; });

TEST(SourceBook, OffersOnlyWhatIsInForce) {
    const SourceBook sources = book();
    const auto ids = [](const std::vector<const Source*>& list) {
        std::vector<std::string> out;
        for (const Source* source : list) { out.push_back(source->id.str()); }
        return out;
    };
    EXPECT_THAT(ids(sources.selectable(day(2025, 5, 31))), testing::ElementsAre("SRC-A"));
    EXPECT_THAT(ids(sources.selectable(day(2025, 6, 1))), testing::ElementsAre("EXT-B"));
}

TEST(SourceBook, RefusesAnIdTwice) {
    std::vector<Source> twice(2, *Source::from_json(source_json(kGood)));
    const auto made = SourceBook::make(std::move(twice));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().reason, "legal.source_twice");
}

struct OverlapCase {
    std::string name;
    InForce other;
    bool want;
};
class Overlap : public testing::TestWithParam<OverlapCase> {};

TEST_P(Overlap, CountsBothEndDays) {
    const InForce one{day(2020, 9, 1), day(2025, 5, 31)};
    EXPECT_EQ(one.overlaps(GetParam().other), GetParam().want);
    EXPECT_EQ(GetParam().other.overlaps(one), GetParam().want);
}
INSTANTIATE_TEST_SUITE_P(, Overlap, testing::Values(
    OverlapCase{"NextDay", {day(2025, 6, 1), {}}, false},
    OverlapCase{"SameDay", {day(2025, 5, 31), {}}, true},
    OverlapCase{"EndsTheDayBefore", {day(2019, 1, 1), day(2020, 8, 31)}, false},
    OverlapCase{"EndsOnTheFirst", {day(2019, 1, 1), day(2020, 9, 1)}, true},
    OverlapCase{"Around", {day(2019, 1, 1), {}}, true}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace gx::domain
