// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>

#include "app/ports/entity_types.hpp"
#include "child.hpp"
#include "storage/backup/catalogue.hpp"
#include "storage/migrate/migrate.hpp"
#include "storage/store/planner_figures.hpp"
#include "store_fixture.hpp"

namespace gx::tests {
namespace {

using base::Done;
using base::Result;
using storage::Migration;

class Schema : public StoreFixture {
protected:
    /// Every table and column, as one text.
    static std::string shape_of(storage::Connection& connection) {
        std::string text;
        const auto tables = storage::table_shapes(connection);
        EXPECT_TRUE(tables.ok());
        for (const auto& table : *tables) { text += fmt::format("{}({})\n", table.name, table.names()); }
        return text;
    }
};
INSTANTIATE_TEST_SUITE_P(, Schema, testing::ValuesIn(backends()), backend_name);

TEST_P(Schema, HoldsEachEntityTypeWithItsIndexColumns) {
    const auto connection = std::move(store().database().connect()).value();
    const auto tables = storage::table_shapes(*connection).value();
    std::set<std::string> others = {"journal_entry", "journal_tile", "journal_head", "journal_checkpoint", "sealed_value",
                                    "idempotency", "setting", "sealed_lookup", "account_secret", "sign_in_failure", "web_session",
                                    "account_setting", "blob_part",
                                    "notice", "outbox", "job_claim", "job", "sealed_filing", "handler_secret"};
    for (const app::EntityType& type : app::entity_types()) {
        const auto table = std::find_if(tables.begin(), tables.end(), [&](const auto& each) { return each.name == type.table; });
        ASSERT_NE(table, tables.end()) << type.table;
        std::vector<std::pair<std::string, storage::BulkColumn::Type>> wanted = {
            {"tenant", storage::BulkColumn::Type::Text},     {"id", storage::BulkColumn::Type::Text},
            {"key", storage::BulkColumn::Type::Text},        {"version", storage::BulkColumn::Type::Integer},
            {"seq", storage::BulkColumn::Type::Integer}};
        for (const app::ColumnSpec& column : type.columns) {
            wanted.emplace_back(column.column, column.type == app::ColumnType::Text ? storage::BulkColumn::Type::Text
                                                                                    : storage::BulkColumn::Type::Integer);
        }
        wanted.emplace_back("content", storage::BulkColumn::Type::Text);
        std::vector<std::pair<std::string, storage::BulkColumn::Type>> found;
        for (const auto& column : table->columns) { found.emplace_back(column.name, column.type); }
        // A column added by a later step stands last.
        std::ranges::sort(found);
        std::ranges::sort(wanted);
        EXPECT_EQ(found, wanted) << type.table;
    }
    // No table without a type, but those named here.
    for (const auto& table : tables) {
        const auto types = app::entity_types();
        const bool entity = std::any_of(types.begin(), types.end(), [&](const auto& type) { return type.table == table.name; });
        EXPECT_TRUE(entity || others.erase(table.name) == 1) << table.name;
    }
    EXPECT_TRUE(others.empty());
}

TEST_P(Schema, KeepsTheTenantInEveryRowOfATenant) {
    const std::set<std::string> without = {"journal_tile", "journal_head", "journal_checkpoint", "blob_part"};
    const auto connection = std::move(store().database().connect()).value();
    const auto tables = storage::table_shapes(*connection).value();
    for (const auto& table : tables) {
        const bool has = std::any_of(table.columns.begin(), table.columns.end(), [](const auto& c) { return c.name == "tenant"; });
        EXPECT_EQ(has, !without.contains(table.name)) << table.name;
    }
}

TEST_P(Schema, AppliesEachStepOnceAndInOrder) {
    const auto database = fresh_database();
    const auto connection = std::move(database->connect()).value();
    const std::vector<Migration> one = {{1, "0001_a", "c1", "CREATE TABLE a (x TEXT NOT NULL); INSERT INTO a (x) VALUES ('1');"}};
    std::vector<Migration> two = one;
    two.push_back({2, "0002_b", "c2", "CREATE TABLE b (y BIGINT); INSERT INTO a (x) VALUES ('2');"});
    EXPECT_EQ(storage::schema_version(*connection).value(), 0);
    GX_ASSERT_OK(storage::migrate(*connection, one, base::Instant::from_millis(5)));
    GX_ASSERT_OK(storage::migrate(*connection, one, base::Instant::from_millis(6)));
    EXPECT_EQ(storage::schema_version(*connection).value(), 1);
    GX_ASSERT_OK(storage::migrate(*connection, two, base::Instant::from_millis(7)));
    EXPECT_EQ(storage::schema_version(*connection).value(), 2);
    EXPECT_EQ(connection->integer("SELECT count(*) FROM a").value(), 2);
    EXPECT_EQ(connection->integer("SELECT at FROM schema_migration WHERE version = 1").value(), 5);

    GX_EXPECT_REFUSED(storage::migrate(*connection, one, base::Instant()), "migration.unknown");
    two[0].checksum = "other";
    GX_EXPECT_REFUSED(storage::migrate(*connection, two, base::Instant()), "migration.changed");
}

TEST_P(Schema, LeavesNothingOfAStepThatFails) {
    const auto database = fresh_database();
    const auto connection = std::move(database->connect()).value();
    std::vector<Migration> steps = {{1, "0001_a", "c1", "CREATE TABLE a (x TEXT);"},
                                    {2, "0002_b", "c2", "CREATE TABLE b (y BIGINT); INSERT INTO nowhere (x) VALUES (1);"}};
    EXPECT_FALSE(storage::migrate(*connection, steps, base::Instant()).ok());
    EXPECT_EQ(storage::schema_version(*connection).value(), 1);
    EXPECT_EQ(shape_of(*connection), "a(x)\n");
    steps[1].sql = "CREATE TABLE b (y BIGINT);";
    GX_ASSERT_OK(storage::migrate(*connection, steps, base::Instant()));
    EXPECT_EQ(shape_of(*connection), "a(x)\nb(y)\n");
}

TEST_P(Schema, FillsAColumnThatAStepAddsFromWhatIsThere) {
    const auto database = fresh_database();
    const auto connection = std::move(database->connect()).value();
    const auto all = storage::embedded_migrations();
    GX_ASSERT_OK(storage::migrate(*connection, all.first(2), base::Instant()));
    const auto insert = [&](int row, std::string_view content) {
        const std::string id = fmt::format("h{:04}", row);
        return connection->execute("INSERT INTO handover (tenant, id, key, version, seq, content) VALUES ('990101', $1, $1, 1, $2, $3)",
                                   {std::string_view(id), std::int64_t{row}, content});
    };
    for (int row = 0; row < 1'500; ++row) {
        GX_ASSERT_OK(insert(row, row % 2 == 0 ? R"({"code":"a","signed_on":"1970-01-11"})" : R"({"code":"a"})"));
    }
    GX_ASSERT_OK(storage::migrate(*connection, all, base::Instant()));
    EXPECT_EQ(connection->integer("SELECT count(*) FROM handover WHERE signed_on = 10").value(), 750);
    EXPECT_EQ(connection->integer("SELECT count(*) FROM handover WHERE signed_on IS NULL").value(), 750);
}

TEST_P(Schema, LeavesNothingOfAStepWhoseRowsCannotBeRead) {
    const auto database = fresh_database();
    const auto connection = std::move(database->connect()).value();
    const auto all = storage::embedded_migrations();
    GX_ASSERT_OK(storage::migrate(*connection, all.first(2), base::Instant()));
    GX_ASSERT_OK(connection->execute("INSERT INTO handover (tenant, id, key, version, seq, content) VALUES ('990101', 'h', 'h', 1, 0, "
                                     "'{\"signed_on\":7}')"));
    GX_EXPECT_REFUSED(storage::migrate(*connection, all, base::Instant()), "entity.column_type");
    EXPECT_EQ(storage::schema_version(*connection).value(), 2);
}

TEST_P(Schema, RefusesToOpenAnOlderSchema) {
    GX_EXPECT_REFUSED(storage::SqlStore::open(fresh_database(), hasher_, random_), "migration.pending");
}

TEST(Migrations, AreNumberedAndSummed) {
    const auto all = storage::embedded_migrations();
    ASSERT_FALSE(all.empty());
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_TRUE(i == 0 || all[i].version > all[i - 1].version);
        EXPECT_TRUE(all[i].name.starts_with(fmt::format("{:04}_", all[i].version))) << all[i].name;
        EXPECT_EQ(all[i].checksum.size(), 64U);
        EXPECT_NE(all[i].sql.find("CREATE "), std::string_view::npos);
    }
}

/// Runs in a process of its own (see Child).
TEST(DISABLED_Child, MigratesUntilKilled) {
    const std::string address = Child::address();
    ASSERT_FALSE(address.empty()) << "run by SchemaKill only";
    const auto database = std::move(address.starts_with('/') ? storage::open_sqlite(address) : storage::open_postgres(address)).value();
    const auto connection = std::move(database->connect()).value();
    Child::say("begins");
    EXPECT_TRUE(storage::migrate(*connection, storage::embedded_migrations(), base::Instant::from_millis(1)).ok());
    Child::say("done");
}

class SchemaKill : public Schema {};
INSTANTIATE_TEST_SUITE_P(, SchemaKill, testing::ValuesIn(durable_backends()), backend_name);

TEST_P(SchemaKill, EndsAtTheSameSchemaWhereverAMigrationWasKilled) {
    const auto whole = std::move(store().database().connect()).value();
    const std::string wanted = shape_of(*whole);
    for (int round = 0; round < 8; ++round) {
        address_.clear();
        const auto database = fresh_database();
        {
            Child child("MigratesUntilKilled", address_);
            EXPECT_EQ(child.line(), "begins");
            const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(700 * round);
            while (std::chrono::steady_clock::now() < until) {}
            child.kill_and_drain();
        }
        const auto connection = std::move(database->connect()).value();
        const auto half = storage::schema_version(*connection).value();
        // Each step is a transaction of its own: any number of whole ones may be there.
        EXPECT_LE(half, storage::embedded_migrations().back().version);
        GX_ASSERT_OK(storage::migrate(*connection, storage::embedded_migrations(), base::Instant::from_millis(2)));
        EXPECT_EQ(shape_of(*connection), wanted);
    }
}

/// A sample of an index sees one tenant only; the planner would take a county for a thousand rows.
TEST_P(Schema, FiguresForThePlannerGiveEachTenantItsShare) {
    const auto connection = std::move(store().database().connect()).value();
    GX_ASSERT_OK(storage::gather_planner_figures(*connection));
    if (connection->dialect() != storage::Dialect::Sqlite) { return; }
    app::Entity county{"tenant", "990101", "t1", "990101", 1, -1, base::Json::object().set("code", "990101").set("name", "示范市")};
    // A few rows of a county that sorts before it do not hide how many the other one has.
    app::Entity other{"tenant", "110000", "t2", "110000", 1, -1, base::Json::object().set("code", "110000").set("name", "别处")};
    GX_ASSERT_OK(put(county));
    GX_ASSERT_OK(put(other));
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        for (int i = 0; i < 9'000; ++i) {
            GX_CHECK(work.put(an_obligation(fmt::format("o{}", i), fmt::format("K{}", i), fmt::format("b{}", i % 30), "2025-03-10", 1), "add"));
        }
        for (int i = 0; i < 10; ++i) {
            auto duty = an_obligation(fmt::format("x{}", i), fmt::format("K{}", i), "bx", "2025-03-10", 1);
            duty.tenant = "110000";
            GX_CHECK(work.put(duty, "add"));
        }
        return Done{};
    }));
    GX_ASSERT_OK(storage::gather_planner_figures(*connection));
    const auto rows = connection->query("SELECT stat FROM sqlite_stat1 WHERE idx = 'obligation_by_due_on'").value();
    ASSERT_TRUE(rows->next().value());
    long long all = 0;
    long long of_tenant = 0;
    ASSERT_EQ(std::sscanf(std::string(rows->text(0)).c_str(), "%lld %lld", &all, &of_tenant), 2) << rows->text(0);
    EXPECT_GT(all, 5'000);
    EXPECT_EQ(of_tenant, all / 2);
}

}  // namespace
}  // namespace gx::tests
