// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store_fixture.hpp"

namespace gx::tests {
namespace {

using app::Compare;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

class StoreRead : public StoreFixture {
protected:
    /// Ten obligations of two bodies; due days 2025-01-10 … 2025-10-10, none for the last; amounts 100 … 1000.
    void fill() {
        GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
            for (int i = 1; i <= 10; ++i) {
                app::Entity made = an_obligation(fmt::format("o{:02}", i), fmt::format("K{:02}", 11 - i), i % 2 != 0 ? "b1" : "b2",
                                                 fmt::format("2025-{:02}-10", i), i * 100);
                if (i < 10) { made.content.set("done_on", fmt::format("2025-{:02}-10", i)); }
                GX_CHECK(work.put(made, "add"));
            }
            app::Entity other = an_obligation("x1", "K01", "b1", "2025-01-10", 5);
            other.tenant = "990102";
            return work.put(other, "add");
        }));
    }
    std::vector<std::string> ids(const app::Query& query) {
        std::vector<std::string> found;
        const auto listed = reader()->list("obligation", query);
        EXPECT_TRUE(listed.ok()) << (listed.ok() ? "" : listed.error().detail);
        if (!listed.ok()) { return found; }
        for (const app::Entity& entity : *listed) { found.push_back(entity.id); }
        std::sort(found.begin(), found.end());
        EXPECT_EQ(reader()->count("obligation", query).value(), static_cast<std::int64_t>(found.size()));
        return found;
    }
    static std::int64_t day(const char* iso) { return base::Date::parse(iso).value().days(); }
};
INSTANTIATE_TEST_SUITE_P(, StoreRead, testing::ValuesIn(backends()), backend_name);

using Ids = std::vector<std::string>;

TEST_P(StoreRead, AnswersNothingForWhatIsNotThere) {
    EXPECT_FALSE(reader()->find("body", "990101", "none").value());
    EXPECT_FALSE(reader()->find_by_key("body", "990101", "none").value());
    EXPECT_TRUE(reader()->list("body", {.tenant = "990101"}).value().empty());
    EXPECT_EQ(reader()->count("body", {.tenant = "990101"}).value(), 0);
    EXPECT_EQ(reader()->journal_size().value(), 0);
    EXPECT_TRUE(reader()->history("body", "none").value().empty());
    GX_EXPECT_REFUSED(reader()->find("ghost", "990101", "x"), "store.unknown_type");
    GX_EXPECT_REFUSED(reader()->list("ghost", {.tenant = "990101"}), "store.unknown_type");
}

TEST_P(StoreRead, ComparesColumnsOfEveryType) {
    fill();
    const auto where = [](std::vector<app::Condition> conditions) {
        return app::Query{.tenant = "990101", .where = std::move(conditions)};
    };
    EXPECT_EQ(ids(where({{"body_id", Compare::Equal, {"b2"}}})), (Ids{"o02", "o04", "o06", "o08", "o10"}));
    EXPECT_EQ(ids(where({{"body_id", Compare::NotEqual, {"b2"}}})), (Ids{"o01", "o03", "o05", "o07", "o09"}));
    EXPECT_EQ(ids(where({{"due_on", Compare::Less, {day("2025-03-10")}}})), (Ids{"o01", "o02"}));
    EXPECT_EQ(ids(where({{"due_on", Compare::LessEqual, {day("2025-03-10")}}})), (Ids{"o01", "o02", "o03"}));
    EXPECT_EQ(ids(where({{"amount_fen", Compare::Greater, {std::int64_t{800}}}})), (Ids{"o09", "o10"}));
    EXPECT_EQ(ids(where({{"amount_fen", Compare::GreaterEqual, {std::int64_t{900}}}, {"body_id", Compare::Equal, {"b1"}}})),
              (Ids{"o09"}));
    EXPECT_EQ(ids(where({{"done_on", Compare::IsNull, {}}})), (Ids{"o10"}));
    EXPECT_EQ(ids(where({{"done_on", Compare::NotNull, {}}, {"key", Compare::In, {"K01", "K02", "K03"}}})), (Ids{"o08", "o09"}));
    EXPECT_EQ(ids(where({{"disclosed", Compare::Equal, {std::int64_t{1}}}, {"id", Compare::Less, {"o03"}}})), (Ids{"o01", "o02"}));
    EXPECT_EQ(ids(where({{"counterparty_type", Compare::Equal, {"private"}}, {"seq", Compare::Less, {std::int64_t{2}}}})),
              (Ids{"o01", "o02"}));
}

TEST_P(StoreRead, RefusesQueriesThatMakeNoSense) {
    const auto refused = [&](const app::Query& query) {
        GX_EXPECT_REFUSED(reader()->list("obligation", query), "store.query");
    };
    refused({.tenant = "990101", .where = {{"content", Compare::Equal, {"x"}}}});
    refused({.tenant = "990101", .where = {{"id; DROP TABLE body", Compare::Equal, {"x"}}}});
    refused({.tenant = "990101", .where = {{"body_id", Compare::Equal, {std::int64_t{1}}}}});
    refused({.tenant = "990101", .where = {{"due_on", Compare::Equal, {"2025-01-01"}}}});
    refused({.tenant = "990101", .where = {{"body_id", Compare::Equal, {nullptr}}}});
    refused({.tenant = "990101", .where = {{"body_id", Compare::Equal, {}}}});
    refused({.tenant = "990101", .where = {{"body_id", Compare::In, {}}}});
    refused({.tenant = "990101", .where = {{"body_id", Compare::IsNull, {"x"}}}});
    refused({.tenant = "990101", .order = {{"1; --", false}}});
    refused({.tenant = "990101", .limit = 0});
    refused({.tenant = "990101", .limit = 10'001});
    refused({.tenant = "990101", .offset = 10'001});
}

TEST_P(StoreRead, OrdersWithAbsentValuesFirstAndTiesById) {
    fill();
    const auto in_order = [&](const app::Query& query) {
        Ids found;
        const auto listed = reader()->list("obligation", query).value();
        for (const app::Entity& entity : listed) { found.push_back(entity.id); }
        return found;
    };
    EXPECT_EQ(in_order({.tenant = "990101", .order = {{"done_on", false}}, .limit = 3}), (Ids{"o10", "o01", "o02"}));
    EXPECT_EQ(in_order({.tenant = "990101", .order = {{"done_on", true}}, .limit = 2}), (Ids{"o09", "o08"}));
    EXPECT_EQ(in_order({.tenant = "990101", .order = {{"due_on", true}}, .limit = 2}), (Ids{"o10", "o09"}));
    EXPECT_EQ(in_order({.tenant = "990101", .order = {{"body_id", true}}, .limit = 3, .offset = 1}), (Ids{"o04", "o06", "o08"}));
    EXPECT_EQ(in_order({.tenant = "990101", .order = {{"key", false}}, .limit = 2}), (Ids{"o10", "o09"}));
}

TEST_P(StoreRead, FindsManyKeysAtOnce) {
    fill();
    std::vector<std::string> keys = {"K01", "absent", "K10"};
    for (int i = 0; i < 700; ++i) { keys.push_back(fmt::format("no{}", i)); }
    auto found = reader()->find_by_keys("obligation", "990101", keys).value();
    ASSERT_EQ(found.size(), 2U);
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    EXPECT_EQ(found[0].id, "o10");
    EXPECT_EQ(found[1].id, "o01");
    EXPECT_TRUE(reader()->find_by_keys("obligation", "990101", {}).value().empty());
    keys.resize(10'001);
    GX_EXPECT_REFUSED(reader()->find_by_keys("obligation", "990101", keys), "store.query");
}

TEST_P(StoreRead, ScansInBytewiseOrderOfTheKey) {
    const std::vector<std::string> keys = {"a", "B", "Z", "aa", "ä", "中", "一", "_", "10", "9", "😀", "-"};
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        for (const std::string& key : keys) { GX_CHECK(work.put(a_body("id" + key, key), "add")); }
        return work.put(a_body("other", "M", "另县", 1, "990102"), "add");
    }));
    std::vector<std::string> sorted = keys;
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::string> seen;
    const auto collect = [&](const app::Entity& entity) -> Result<Done> {
        seen.push_back(entity.key);
        return Done{};
    };
    GX_ASSERT_OK(reader()->scan("body", "990101", collect));
    EXPECT_EQ(seen, sorted);
    seen.clear();
    GX_ASSERT_OK(reader()->scan("body", "", collect));
    sorted.insert(std::lower_bound(sorted.begin(), sorted.end(), "M"), "M");
    EXPECT_EQ(seen, sorted);
}

TEST_P(StoreRead, ScansColumns) {
    fill();
    std::vector<std::string> seen;
    const std::vector<std::string_view> columns = {"key", "done_on", "amount_fen", "content", "tenant", "seq"};
    GX_ASSERT_OK(reader()->scan_columns("obligation", "990101", columns, [&](const app::RowView& row) -> Result<Done> {
        EXPECT_EQ(row.is_null(1), row.text(0) == "K01");
        if (!row.is_null(1)) { EXPECT_GT(row.integer(1), day("2025-01-01")); }
        EXPECT_GE(row.integer(2), 100);
        EXPECT_TRUE(row.text(3).starts_with("{\"amount_fen\":"));
        EXPECT_EQ(row.text(4), "990101");
        EXPECT_GE(row.integer(5), 0);
        seen.emplace_back(row.text(0));
        return Done{};
    }));
    EXPECT_EQ(seen.size(), 10U);
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
    const std::vector<std::string_view> wrong = {"key FROM body; --"};
    GX_EXPECT_REFUSED(reader()->scan_columns("obligation", "990101", wrong, [](const app::RowView&) { return Result<Done>(Done{}); }),
                      "store.query");
}

TEST_P(StoreRead, StopsAScanWhenTheCallbackRefuses) {
    fill();
    int calls = 0;
    const auto snapshot = reader();
    GX_EXPECT_REFUSED(snapshot->scan("obligation", "990101", [&](const app::Entity&) -> Result<Done> {
                          ++calls;
                          return Error{ErrorCode::StateForbids, "test.enough"};
                      }),
                      "test.enough");
    EXPECT_EQ(calls, 1);
    EXPECT_TRUE(snapshot->find("obligation", "990101", "o01").value());
}

TEST_P(StoreRead, ReadsOnWithinAScan) {
    fill();
    int found = 0;
    const auto snapshot = reader();
    GX_ASSERT_OK(snapshot->scan("obligation", "990101", [&](const app::Entity& outer) -> Result<Done> {
        GX_CHECK(snapshot->scan("obligation", "990102", [&](const app::Entity&) -> Result<Done> {
            ++found;
            return Done{};
        }));
        GX_TRY(const auto again, snapshot->find("obligation", "990101", outer.id));
        EXPECT_EQ(again->content, outer.content);
        return Done{};
    }));
    EXPECT_EQ(found, 10);
}

TEST_P(StoreRead, SeesOneStateHoweverMuchIsWrittenMeanwhile) {
    GX_ASSERT_OK(put(a_body("b1", "X1", "甲")));
    const auto before = reader();
    GX_ASSERT_OK(put(a_body("b1", "X1", "乙", 2), "change"));
    GX_ASSERT_OK(put(a_body("b2", "X2", "新")));
    EXPECT_EQ(before->find("body", "990101", "b1").value()->content.text_or_empty("name"), "甲");
    EXPECT_FALSE(before->find("body", "990101", "b2").value());
    EXPECT_EQ(before->journal_size().value(), 1);
    EXPECT_EQ(before->count("body", {.tenant = "990101"}).value(), 1);
    EXPECT_EQ(before->history("body", "b1").value().size(), 1U);
    EXPECT_EQ(reader()->find("body", "990101", "b1").value()->content.text_or_empty("name"), "乙");
}

TEST_P(StoreRead, ReadsEntitiesAsTheyStoodAtAPosition) {
    GX_ASSERT_OK(put(a_body("b1", "M", "甲")));                  // 0
    GX_ASSERT_OK(put(a_body("b2", "N", "乙")));                  // 1
    GX_ASSERT_OK(put(a_body("b1", "Z", "甲改", 2), "change"));   // 2: the key moves behind
    app::Entity b2 = *reader()->find("body", "990101", "b2").value();
    GX_ASSERT_OK(write([&](app::Work& work) { return work.remove(b2, "undo"); }));  // 3
    GX_ASSERT_OK(put(a_body("b3", "N", "丙")));                  // 4
    GX_ASSERT_OK(put(a_body("o1", "A", "另", 1, "990102")));     // 5
    const auto at = [&](std::int64_t size, const char* tenant) {
        std::string seen;
        const auto outcome = reader()->scan_at("body", tenant, size, [&](const app::Entity& entity) -> Result<Done> {
            seen += fmt::format("{}={}{}v{} ", entity.key, entity.id, entity.content.text_or_empty("name"), entity.version);
            EXPECT_LT(entity.seq, size);
            return Done{};
        });
        EXPECT_TRUE(outcome.ok());
        return seen;
    };
    EXPECT_EQ(at(0, "990101"), "");
    EXPECT_EQ(at(1, "990101"), "M=b1甲v1 ");
    EXPECT_EQ(at(2, "990101"), "M=b1甲v1 N=b2乙v1 ");
    EXPECT_EQ(at(3, "990101"), "N=b2乙v1 Z=b1甲改v2 ");
    EXPECT_EQ(at(4, "990101"), "Z=b1甲改v2 ");
    EXPECT_EQ(at(5, "990101"), "N=b3丙v1 Z=b1甲改v2 ");
    EXPECT_EQ(at(6, "990101"), "N=b3丙v1 Z=b1甲改v2 ");
    EXPECT_EQ(at(6, ""), "A=o1另v1 N=b3丙v1 Z=b1甲改v2 ");
    EXPECT_EQ(at(5, ""), "N=b3丙v1 Z=b1甲改v2 ");
    GX_EXPECT_REFUSED(reader()->scan_at("body", "", 7, [](const app::Entity&) { return Result<Done>(Done{}); }), "store.position");
}

TEST_P(StoreRead, TellsEntriesByOrigin) {
    GX_ASSERT_OK(store().write(context("batch-1"), [](app::Work& work) { return work.put(a_body("b1", "X1"), "import"); }));
    GX_ASSERT_OK(put(a_body("b2", "X2")));
    GX_ASSERT_OK(store().write(context("batch-1"), [](app::Work& work) { return work.put(a_body("b3", "X3"), "import"); }));
    std::string seen;
    GX_ASSERT_OK(reader()->entries_of_origin("batch-1", [&](const domain::JournalEntry& entry) -> Result<Done> {
        seen += fmt::format("{}@{} ", entry.entity_id, entry.seq);
        EXPECT_EQ(entry.origin, "batch-1");
        return Done{};
    }));
    EXPECT_EQ(seen, "b1@0 b3@2 ");
    GX_ASSERT_OK(reader()->entries_of_origin("", [](const domain::JournalEntry&) -> Result<Done> {
        return Error{ErrorCode::Corrupt, "test.unexpected"};
    }));
}

TEST_P(StoreRead, GivesLeavesAndTilesOfTheTree) {
    std::vector<app::Entity> many;
    for (int i = 0; i < 600; ++i) { many.push_back(a_body(fmt::format("b{}", i), fmt::format("X{:04}", i))); }
    GX_ASSERT_OK(write([&](app::Work& work) { return work.put_many(many, "import"); }));
    const auto snapshot = reader();
    const auto leaves = snapshot->leaf_hashes(0, 1'000).value();
    ASSERT_EQ(leaves.size(), 600U);
    EXPECT_EQ(snapshot->leaf_hashes(599, 5).value().size(), 1U);
    const auto tiles = snapshot->tile_roots(1, 0, 10).value();
    ASSERT_EQ(tiles.size(), 2U);
    domain::Frontier second;
    second.append_all(hasher_, std::span(leaves).subspan(256, 256));
    EXPECT_EQ(tiles[1], second.root(hasher_));
    EXPECT_TRUE(snapshot->tile_roots(2, 0, 1).value().empty());
    GX_EXPECT_REFUSED(snapshot->leaf_hashes(0, 65'537), "store.query");
    GX_EXPECT_REFUSED(snapshot->leaf_hashes(-1, 1), "store.query");
    expect_sound_journal();
}

TEST_P(StoreRead, ShowsAWorkItsOwnWrites) {
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        GX_CHECK(work.put(a_body("b1", "X1", "甲"), "add"));
        GX_TRY(const auto one, work.find("body", "990101", "b1"));
        EXPECT_TRUE(one);
        GX_CHECK(work.put(a_body("b1", "X1", "乙", 2), "change"));
        GX_TRY(const auto two, work.find_by_key("body", "990101", "X1"));
        EXPECT_EQ(two->version, 2);
        GX_TRY(const auto count, work.count("body", {.tenant = "990101"}));
        EXPECT_EQ(count, 1);
        return Done{};
    }));
    EXPECT_EQ(reader()->find("body", "990101", "b1").value()->seq, 1);
    EXPECT_EQ(reader()->history("body", "b1").value().size(), 2U);
}

}  // namespace
}  // namespace gx::tests
