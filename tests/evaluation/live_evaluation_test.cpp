// SPDX-License-Identifier: Apache-2.0
// What is followed change by change equals what is read anew, byte for byte, on SQLite and on PostgreSQL.
#include "app/evaluation/live_evaluation.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "app/evaluation/period.hpp"
#include "domain/evaluation/explanation.hpp"
#include "domain/evaluation/result_table.hpp"
#include "source_dir.hpp"
#include "storage/drivers/open.hpp"
#include "storage/store/sql_store.hpp"
#include "tests/support/changing_county.hpp"
#include "tests/support/postgres.hpp"

namespace gx::app {
namespace {

using domain::evaluation::Evaluation;
using domain::evaluation::Scheme;

Scheme county_scheme() {
    std::ifstream file{std::string{GX_SOURCE_DIR} + "/tests/fixtures/evaluation/schemes/LY-GIE-2021-v2.json"};
    std::stringstream text;
    text << file.rdbuf();
    return Scheme::from_json(test::json(text.str())).value();
}

/// All result tables, and the explanation of one body in full.
std::string bytes_of(const LiveEvaluation& live, std::uint32_t explained) {
    const Evaluation& evaluation = live.evaluation();
    std::string out;
    for (std::size_t i = 0; i < evaluation.scheme().outputs.size(); ++i) {
        out += domain::evaluation::to_csv(evaluation.table(i, 1).value()) + "\n";
    }
    if (!evaluation.judged(explained)) { return out; }
    return out + base::canonical(domain::evaluation::explain(evaluation, explained, 50).value());
}

enum class Backend { Sqlite, Postgres };

class LiveEvaluationOnAStore : public testing::TestWithParam<Backend> {
protected:
    void SetUp() override {
        auto database = GetParam() == Backend::Sqlite ? storage::open_sqlite(":memory:")
                                                      : storage::open_postgres(tests::shared_postgres().create_database());
        ASSERT_TRUE(database.ok());
        auto store = storage::SqlStore::prepare(std::move(database).value(), hasher_, random_, base::Instant::from_millis(1));
        ASSERT_TRUE(store.ok()) << store.error().reason << store.error().detail;
        store_ = std::move(store).value();
    }
    LiveEvaluation::Input input() const {
        return {.scheme = scheme_, .kinds = kinds_, .tenant = "990101",
                .horizon = horizon_of("2025", std::nullopt, base::Date::parse("2026-01-15").value()).value(), .threads = 1};
    }
    std::unique_ptr<LiveEvaluation> opened() {
        const auto reader = store_->reader();
        auto live = LiveEvaluation::open(**reader, input());
        EXPECT_TRUE(live.ok()) << live.error().reason << " " << live.error().detail << " " << live.error().where;
        return std::move(live).value();
    }

    Scheme scheme_ = county_scheme();
    domain::ObligationKinds kinds_ = test::kinds();
    support::ToyHasher hasher_;
    support::CountingRandom random_;
    std::unique_ptr<storage::SqlStore> store_;
};

TEST_P(LiveEvaluationOnAStore, FollowsTenThousandChangesByteForByte) {
    constexpr int kChanges = 10'000;
    constexpr int kRefreshesAComparison = 5;
    constexpr std::uint32_t kBodies = 60;
    test::ChangingCounty county{2'021, kBodies};
    ASSERT_NO_FATAL_FAILURE(county.write(*store_));
    auto live = opened();
    std::mt19937 dice{7};
    int changes = 0;
    int refreshes = 0;
    int followed = 0;
    int compared = 0;
    while (changes < kChanges) {
        const int together = 1 + static_cast<int>(dice() % 100);
        for (int i = 0; i < together; ++i) { county.change(); }
        if (dice() % 20 == 0) { county.rename_a_body(); }
        ASSERT_NO_FATAL_FAILURE(county.write(*store_));
        changes += together;
        const auto reader = store_->reader();
        ASSERT_TRUE(reader.ok());
        const auto change = live->refresh(**reader);
        ASSERT_TRUE(change.ok()) << change.error().reason << " " << change.error().detail << " after " << changes;
        ASSERT_EQ(live->at_size(), (*reader)->journal_size().value());
        followed += change->rebuilt ? 0 : 1;
        if (++refreshes % kRefreshesAComparison != 0 && changes < kChanges) { continue; }
        ++compared;
        const auto again = opened();
        const auto explained = static_cast<std::uint32_t>(dice() % kBodies);
        const std::string expected = bytes_of(*again, explained);
        ASSERT_GT(expected.size(), 3'000U);
        ASSERT_EQ(bytes_of(*live, explained), expected) << "after " << changes << " changes";
    }
    EXPECT_GT(followed, refreshes * 8 / 10) << "of " << refreshes;
    EXPECT_GT(compared, 30);
}

std::vector<Backend> backends() {
    if (std::getenv("GX_TEST_FAST") != nullptr) { return {Backend::Sqlite}; }
    return {Backend::Sqlite, Backend::Postgres};
}

INSTANTIATE_TEST_SUITE_P(Stores, LiveEvaluationOnAStore, testing::ValuesIn(backends()),
                         [](const auto& row) { return row.param == Backend::Sqlite ? "Sqlite" : "Postgres"; });

}  // namespace
}  // namespace gx::app
