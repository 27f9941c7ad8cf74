// SPDX-License-Identifier: Apache-2.0
#include "http/routes/problem.hpp"

#include <gtest/gtest.h>

#include "http/routes/answer_cache.hpp"
#include "http/routes/metrics.hpp"

namespace gx::http {
namespace {

TEST(LanguageOf, TakesThePreferredOfTheTwo) {
    const std::pair<const char*, Language> cases[] = {
        {"", Language::Chinese},
        {"zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese},
        {"en", Language::English},
        {"en-US,en;q=0.9", Language::English},
        {"fr,en;q=0.5", Language::English},
        {"zh;q=0.3, en;q=0.7", Language::English},
        {"en;q=0", Language::Chinese},
        {"en;q=x", Language::Chinese},
        {"de", Language::Chinese},
    };
    for (const auto& [text, want] : cases) { EXPECT_EQ(language_of(text), want) << text; }
}

TEST(ProblemCatalogue, RefusesIncompleteRows) {
    for (const char* text : {R"({"a.b": {"status": 404, "zh": "无"}})", R"({"a.b": {"status": 200, "zh": "无", "en": "no"}})",
                             R"({"a.b": {"status": 404, "zh": "无", "en": "no", "more": 1}})", "[]"}) {
        const auto parsed = base::parse_json(text);
        const auto catalogue = ProblemCatalogue::from_json(*parsed);
        ASSERT_FALSE(catalogue.ok()) << text;
        EXPECT_EQ(catalogue.error().reason, "errors.row");
    }
}

TEST(StatusOf, FollowsTheTableOfCodes) {
    using enum base::ErrorCode;
    const std::pair<base::ErrorCode, int> table[] = {
        {RateLimited, 429}, {TooLarge, 413}, {Unauthenticated, 401}, {NotPermitted, 403}, {InvalidInput, 400},
        {NotFound, 404},    {BasisMissing, 422}, {Conflict, 409},    {StateForbids, 409}, {DeadlinePassed, 409},
        {VersionMismatch, 412}, {Unavailable, 503}, {StorageFull, 507}, {Corrupt, 500}};
    for (const auto& [code, status] : table) { EXPECT_EQ(status_of(code), status); }
}

TEST(AnswerCache, ForgetsTheLeastUsedAndNeverGrowsBeyondItsLimit) {
    AnswerCache cache(16 * 8'192);
    const Freshness now{1, {}};
    const auto answer = [](std::size_t bytes) {
        return std::make_shared<const CachedAnswer>(
            CachedAnswer{"e", "h", std::make_shared<const std::string>(bytes, 'x')});
    };
    cache.keep("small", now, answer(10));
    EXPECT_NE(cache.find("small", now), nullptr);
    cache.keep("large", now, answer(5'000));
    EXPECT_EQ(cache.find("large", now), nullptr);
    for (int i = 0; i < 2'000; ++i) {
        cache.keep("k" + std::to_string(i), now, answer(100));
        cache.keep("k" + std::to_string(i), now, answer(100));
    }
    int kept = 0;
    for (int i = 0; i < 2'000; ++i) { kept += cache.find("k" + std::to_string(i), now) != nullptr ? 1 : 0; }
    EXPECT_GT(kept, 100);
    EXPECT_LT(kept, 16 * 8'192 / 350);
    EXPECT_EQ(cache.find("k1999", Freshness{2, {}}), nullptr);
}

TEST(AnswerCache, LetsInOnlyWhatIsAskedForAgainOnceItIsFull) {
    AnswerCache cache(16 * 8'192);
    const Freshness now{1, {}};
    const auto keep = [&](const std::string& key) {
        cache.keep(key, now, std::make_shared<const CachedAnswer>(CachedAnswer{"e", "h", std::make_shared<const std::string>(600, 'x')}));
    };
    for (int i = 0; i < 1'000; ++i) { keep("first" + std::to_string(i)); }
    int stayed = 0;
    for (int i = 0; i < 1'000; ++i) { stayed += cache.find("first" + std::to_string(i), now) != nullptr ? 1 : 0; }
    EXPECT_GT(stayed, 100);
    keep("again");
    EXPECT_EQ(cache.find("again", now), nullptr);
    keep("again");
    EXPECT_NE(cache.find("again", now), nullptr);
    EXPECT_NE(cache.find("again", now), nullptr);
}

TEST(Etag, IsTheSameForTheSameBytesOnly) {
    EXPECT_EQ(etag_of("abc"), etag_of("abc"));
    EXPECT_NE(etag_of("abc"), etag_of("abd"));
    EXPECT_NE(etag_of(std::string_view("a\0", 2)), etag_of("a"));
    EXPECT_TRUE(matches_etag("\"a\", \"b\"", "\"b\""));
    EXPECT_FALSE(matches_etag("", "\"b\""));
}

TEST(Metrics, CountByStatusAndTime) {
    Metrics metrics;
    metrics.count({.status = 200, .bytes = 10, .micros = 200});
    metrics.count({.status = 404, .bytes = 5, .micros = 2'000'000});
    const std::string text = metrics.text(7);
    EXPECT_NE(text.find("gongxin_http_requests_total{status=\"2xx\"} 1\n"), std::string::npos);
    EXPECT_NE(text.find("gongxin_http_requests_total{status=\"4xx\"} 1\n"), std::string::npos);
    EXPECT_NE(text.find("bucket{le=\"0.000250\"} 1\n"), std::string::npos);
    EXPECT_NE(text.find("bucket{le=\"+Inf\"} 2\n"), std::string::npos);
    EXPECT_NE(text.find("gongxin_journal_size 7\n"), std::string::npos);
}

}  // namespace
}  // namespace gx::http
