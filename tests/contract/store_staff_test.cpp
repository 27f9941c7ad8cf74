// SPDX-License-Identifier: Apache-2.0
// Writes that no thread waits for, and the narrow reads of staff lists.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <stdexcept>
#include <tuple>

#include "storage/store/planner_figures.hpp"
#include "store_fixture.hpp"

namespace gx::tests {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

class StoreLater : public StoreFixture {};
INSTANTIATE_TEST_SUITE_P(, StoreLater, testing::ValuesIn(backends()), backend_name);

class StoreRows : public StoreFixture {
protected:
    std::int64_t total(const app::Query& query) {
        const auto all = store().obligation_rows().page(query, [](const app::ObligationRow&) -> Result<Done> { return Done{}; });
        EXPECT_TRUE(all.ok()) << all.error().detail;
        return all.ok() ? *all : -1;
    }
    std::vector<std::string> ids(const app::Query& query) {
        std::vector<std::string> found;
        const auto all = store().obligation_rows().page(query, [&](const app::ObligationRow& row) -> Result<Done> {
            found.emplace_back(row.id);
            return Done{};
        });
        EXPECT_TRUE(all.ok()) << all.error().detail;
        return found;
    }
};
INSTANTIATE_TEST_SUITE_P(, StoreRows, testing::ValuesIn(backends()), backend_name);

TEST_P(StoreLater, TellsEachOutcomeOnceAndOnlyWhenItIsThere) {
    constexpr int kWrites = 200;
    std::mutex lock;
    std::condition_variable all_told;
    int told = 0;
    int kept = 0;
    for (int i = 0; i < kWrites; ++i) {
        const auto work = [i](app::Work& into) -> Result<Done> {
            GX_CHECK(into.put(a_body(fmt::format("id{}", i), fmt::format("C{}", i)), "add"));
            if (i % 7 == 0) { return Error{ErrorCode::StateForbids, "test.refused"}; }
            if (i % 11 == 0) { throw std::runtime_error("a bug"); }
            return Done{};
        };
        store().write_later(context(), work, [&, i](Result<Done> outcome) {
            const std::lock_guard guard(lock);
            if (i % 7 == 0) {
                EXPECT_EQ(outcome.error().reason, "test.refused");
            } else if (i % 11 == 0) {
                EXPECT_EQ(outcome.error().reason, "store.work_threw");
            } else {
                EXPECT_TRUE(outcome.ok());
                ++kept;
            }
            if (++told == kWrites) { all_told.notify_all(); }
        });
    }
    std::unique_lock guard(lock);
    all_told.wait(guard, [&] { return told == kWrites; });
    EXPECT_EQ(reader()->count("body", {.tenant = "990101"}).value(), kept);
    EXPECT_EQ(store().position(), kept);
    guard.unlock();
    expect_sound_journal();
}

TEST_P(StoreLater, AClosingStoreFinishesWhatWasTaken) {
    std::atomic<int> told{0};
    for (int i = 0; i < 50; ++i) {
        store().write_later(context(), [i](app::Work& work) { return work.put(a_body(fmt::format("id{}", i), fmt::format("C{}", i)), "add"); },
                            [&](Result<Done> outcome) {
                                EXPECT_TRUE(outcome.ok());
                                ++told;
                            });
    }
    close();
    EXPECT_EQ(told, 50);
}

TEST_P(StoreRows, PagesComeInOrderWithTheirBodyAndTotal) {
    GX_ASSERT_OK(put(a_body("b1", "B1", "财政局")));
    GX_ASSERT_OK(put(a_body("b2", "B1", "别县财政局", 1, "990102")));
    for (int i = 0; i < 7; ++i) {
        GX_ASSERT_OK(put(an_obligation(fmt::format("o{}", i), fmt::format("K{}", i), "b1", fmt::format("2025-03-{:02}", 10 + i % 3), 100)));
    }
    const app::Query newest{.tenant = "990101", .where = {}, .order = {{"due_on", true}}, .limit = 4};
    EXPECT_EQ(ids(newest), (std::vector<std::string>{"o2", "o5", "o1", "o4"}));
    EXPECT_EQ(total(newest), 7);
    app::Query rest = newest;
    rest.offset = 4;
    EXPECT_EQ(ids(rest), (std::vector<std::string>{"o0", "o3", "o6"}));
    EXPECT_EQ(total(rest), 7);
    rest.offset = 100;
    EXPECT_EQ(total(rest), 7) << "also beyond the end";
    EXPECT_EQ(total({.tenant = "990102", .where = {}, .order = {{"due_on", true}}, .limit = 4}), 0);
    const auto all = store().obligation_rows().one("990101", "K3", [](const app::ObligationRow& row) -> Result<Done> {
        EXPECT_EQ(row.id, "o3");
        EXPECT_EQ(row.body_code, "B1");
        EXPECT_EQ(row.body_name, "财政局");
        EXPECT_EQ(row.amount_fen, 100);
        EXPECT_FALSE(row.has_parts);
        EXPECT_EQ(app::state_of(row), "open");
        return Done{};
    });
    EXPECT_TRUE(all.ok() && *all);
}

TEST_P(StoreRows, ARowOfAnotherTenantIsNotThere) {
    GX_ASSERT_OK(put(a_body("b1", "B1")));
    GX_ASSERT_OK(put(an_obligation("o1", "K1", "b1", "2025-03-10", 100)));
    const auto nothing = [](const app::ObligationRow&) -> Result<Done> { return Done{}; };
    auto& rows = store().obligation_rows();
    for (const char* name : {"o1", "K1"}) {
        EXPECT_TRUE(*rows.one("990101", name, nothing));
        EXPECT_FALSE(*rows.one("990102", name, nothing));
    }
    EXPECT_EQ(rows.body_id("990101", "B1").value(), std::optional<std::string>("b1"));
    EXPECT_EQ(rows.body_id("990101", "b1").value(), std::optional<std::string>("b1"));
    EXPECT_EQ(rows.body_id("990102", "b1").value(), std::nullopt);
}

TEST_P(StoreRows, TheTotalFollowsTheJournal) {
    const app::Query query{.tenant = "990101", .where = {}, .order = {{"due_on", true}}, .limit = 1};
    GX_ASSERT_OK(put(a_body("b1", "B1")));
    EXPECT_EQ(total(query), 0);
    for (int i = 0; i < 30; ++i) {
        GX_ASSERT_OK(put(an_obligation(fmt::format("o{}", i), fmt::format("K{}", i), "b1", "2025-03-10", i)));
        EXPECT_EQ(total(query), i + 1);
    }
    auto second = an_obligation("o3", "K3", "b1", "2025-04-10", 5);
    second.version = 2;
    GX_ASSERT_OK(put(second, "change"));
    EXPECT_EQ(total(query), 30);
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> { return work.remove(second, "undo"); }));
    EXPECT_EQ(total(query), 29);
}

/// Enough rows that each way to find them is taken: a few bodies sorted, many walked by day, with and without days.
TEST_P(StoreRows, PagesAndTotalsAreThoseOfALookAtEachRow) {
    constexpr int kRows = 6'000;
    struct Row {
        std::string id, body, kind;
        std::string due;
        bool done = false;
    };
    std::vector<Row> rows;
    using Days = std::pair<std::string, std::string>;
    std::mt19937 random(20260101);
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        for (int i = 0; i < kRows; ++i) {
            // Body 0 has most of them, body 4 a handful.
            const auto pick = random() % 100;
            Row row;
            row.id = fmt::format("o{:05}", i);
            row.body = pick < 60 ? "b0" : pick < 90 ? "b1" : pick < 97 ? "b2" : pick < 99 ? "b3" : "b4";
            row.kind = random() % 3 == 0 ? "payment" : "contract";
            row.due = fmt::format("2025-{:02}-{:02}", 1 + random() % 12, 1 + random() % 28);
            row.done = random() % 4 != 0;
            auto duty = an_obligation(row.id, fmt::format("K{:05}", kRows - i), row.body, row.due, 100);
            duty.content.set("kind", row.kind);
            if (row.done) { duty.content.set("done_on", "2025-01-01"); }
            GX_CHECK(work.put(duty, "add"));
            rows.push_back(std::move(row));
        }
        return Done{};
    }));
    if (store().database().dialect() == storage::Dialect::Sqlite) {
        const auto connection = std::move(store().database().connect()).value();
        GX_ASSERT_OK(storage::gather_planner_figures(*connection));
    }
    std::ranges::sort(rows, [](const Row& a, const Row& b) { return std::tie(b.due, a.id) < std::tie(a.due, b.id); });  // newest first
    const auto day = [](std::string_view text) { return std::int64_t{base::Date::parse(text)->days()}; };
    int asked = 0;
    for (const std::vector<std::string>& bodies : std::vector<std::vector<std::string>>{{}, {"b0"}, {"b4"}, {"b0", "b1"}, {"b3", "b4"}, {"b0", "b1", "b2", "b3"}, {"none"}}) {
        for (const std::string kind : {"", "payment"}) {
            for (const std::string state : {"", "open", "done"}) {
                for (const Days& days : {Days{}, Days{"2025-03-01", "2025-03-20"}, Days{"2025-02-01", "2025-12-01"}}) {
                    std::vector<std::string> wanted;
                    for (const Row& row : rows) {
                        if (!bodies.empty() && std::ranges::find(bodies, row.body) == bodies.end()) { continue; }
                        if (!kind.empty() && row.kind != kind) { continue; }
                        if (!state.empty() && row.done != (state == "done")) { continue; }
                        if (!days.first.empty() && (row.due < days.first || row.due > days.second)) { continue; }
                        wanted.push_back(row.id);
                    }
                    app::Query query{.tenant = "990101", .where = {}, .order = {{"due_on", true}}, .limit = 20};
                    if (!bodies.empty()) {
                        app::Condition among{.column = "body_id", .compare = app::Compare::In};
                        among.values.assign(bodies.begin(), bodies.end());
                        query.where.push_back(std::move(among));
                    }
                    if (!kind.empty()) { query.where.push_back({"kind", app::Compare::Equal, {kind}}); }
                    if (!state.empty()) {
                        query.where.push_back({"void_on", app::Compare::IsNull});
                        query.where.push_back({"cancelled_on", app::Compare::IsNull});
                        query.where.push_back({"done_on", state == "done" ? app::Compare::NotNull : app::Compare::IsNull});
                    }
                    if (!days.first.empty()) {
                        query.where.push_back({"due_on", app::Compare::GreaterEqual, {day(days.first)}});
                        query.where.push_back({"due_on", app::Compare::LessEqual, {day(days.second)}});
                    }
                    for (const std::size_t offset : {std::size_t{0}, std::size_t{40}, std::size_t{1'000}}) {
                        query.offset = offset;
                        const auto from = std::min(offset, wanted.size());
                        const auto to = std::min(offset + query.limit, wanted.size());
                        const std::vector<std::string> page(wanted.begin() + static_cast<std::ptrdiff_t>(from), wanted.begin() + static_cast<std::ptrdiff_t>(to));
                        ASSERT_EQ(ids(query), page) << bodies.size() << kind << state << days.first << offset;
                        ASSERT_EQ(total(query), static_cast<std::int64_t>(wanted.size()));
                        ++asked;
                    }
                }
            }
        }
    }
    EXPECT_EQ(asked, 7 * 2 * 3 * 3 * 3);
    // A total is kept no longer than the journal stands still.
    const app::Query few{.tenant = "990101", .where = {{"body_id", app::Compare::Equal, {std::string("b4")}}}, .order = {{"due_on"}}, .limit = 1};
    const std::int64_t before = total(few);
    GX_ASSERT_OK(put(an_obligation("late", "L1", "b4", "2025-03-10", 1)));
    EXPECT_EQ(total(few), before + 1);
}

TEST_P(StoreRows, SumsAreByKindAndState) {
    GX_ASSERT_OK(put(a_body("b1", "B1")));
    for (int i = 0; i < 6; ++i) {
        auto duty = an_obligation(fmt::format("o{}", i), fmt::format("K{}", i), i < 5 ? "b1" : "b9", "2025-03-10", 100 + i);
        if (i == 1) { duty.content.set("done_on", "2025-03-01"); }
        if (i == 2) { duty.content.set("done_on", "2025-03-01").set("void_on", "2025-03-02"); }
        if (i == 3) { duty.content.set("cancelled_on", "2025-03-02"); }
        GX_ASSERT_OK(put(duty));
    }
    const auto sums = [&](std::string_view body) {
        std::map<std::string, std::pair<std::int64_t, std::int64_t>> found;
        app::Query query{.tenant = "990101"};
        if (!body.empty()) { query.where.push_back({"body_id", app::Compare::Equal, {std::string(body)}}); }
        const auto done = store().obligation_rows().sums(query, [&](const app::ObligationSum& sum) -> Result<Done> {
            found[std::string(sum.state)] = {sum.count, sum.amount_fen};
            return Done{};
        });
        EXPECT_TRUE(done.ok()) << done.error().detail;
        return found;
    };
    using Sums = std::map<std::string, std::pair<std::int64_t, std::int64_t>>;
    EXPECT_EQ(sums("b1"), (Sums{{"open", {2, 204}}, {"done", {1, 101}}, {"void", {1, 102}}, {"cancelled", {1, 103}}}));
    EXPECT_EQ(sums("")["open"], (std::pair<std::int64_t, std::int64_t>{3, 309}));
}

}  // namespace
}  // namespace gx::tests
