// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "store_fixture.hpp"

namespace gx::tests {
namespace {

using base::Done;
using base::ErrorCode;
using base::Result;
using storage::Begin;
using storage::BulkColumn;
using storage::Param;

class Driver : public StoreFixture {
protected:
    Driver() : database_(fresh_database()), db_(std::move(database_->connect()).value()) {
        EXPECT_TRUE(db_->script("CREATE TABLE t (n BIGINT PRIMARY KEY, s TEXT, b BYTEA)").ok());
    }
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<storage::Connection> db_;
};
INSTANTIATE_TEST_SUITE_P(, Driver, testing::ValuesIn(backends()), backend_name);

TEST_P(Driver, BindsByNumberNotByAppearance) {
    ASSERT_EQ(db_->execute("INSERT INTO t (s, n) VALUES ($2, $1)", {std::int64_t{7}, std::string_view("seven")}).value(), 1);
    const auto rows = db_->query("SELECT n FROM t WHERE s = $2 AND n >= $1 AND n <= $1", {std::int64_t{7}, std::string_view("seven")});
    ASSERT_TRUE(rows.ok());
    ASSERT_TRUE((*rows)->next().value());
    EXPECT_EQ((*rows)->integer(0), 7);
    EXPECT_FALSE((*rows)->next().value());
}

TEST_P(Driver, KeepsValuesExactly) {
    const std::int64_t low = std::numeric_limits<std::int64_t>::min();
    const std::int64_t high = std::numeric_limits<std::int64_t>::max();
    const base::Bytes bytes = {0, 255, 0, 1};
    const base::Bytes none;
    const char* sql = "INSERT INTO t (n, s, b) VALUES ($1, $2, $3)";
    GX_ASSERT_OK(db_->execute(sql, {low, std::string_view(""), base::ByteView(none)}));
    GX_ASSERT_OK(db_->execute(sql, {high, nullptr, nullptr}));
    GX_ASSERT_OK(db_->execute(sql, {std::int64_t{9'007'199'254'740'993}, std::string_view("中\"'$1😀"), base::ByteView(bytes)}));
    const auto rows = std::move(db_->query("SELECT n, s, b FROM t ORDER BY n")).value();
    ASSERT_TRUE(rows->next().value());
    EXPECT_EQ(rows->integer(0), low);
    EXPECT_FALSE(rows->is_null(1));
    EXPECT_EQ(rows->text(1), "");
    EXPECT_FALSE(rows->is_null(2));
    EXPECT_TRUE(rows->bytes(2).empty());
    ASSERT_TRUE(rows->next().value());
    EXPECT_EQ(rows->integer(0), 9'007'199'254'740'993);
    EXPECT_EQ(rows->text(1), "中\"'$1😀");
    EXPECT_EQ(base::to_hex(rows->bytes(2)), "00ff0001");
    ASSERT_TRUE(rows->next().value());
    EXPECT_EQ(rows->integer(0), high);
    EXPECT_TRUE(rows->is_null(1));
    EXPECT_TRUE(rows->is_null(2));
    EXPECT_EQ(rows->integer(2), 0);
    EXPECT_FALSE(rows->next().value());
}

TEST_P(Driver, LoadsAndStreamsManyRows) {
    constexpr std::int64_t kRows = 3'500;
    const std::vector<BulkColumn> columns = {{"n", BulkColumn::Type::Integer}, {"s", BulkColumn::Type::Text}, {"b", BulkColumn::Type::Bytes}};
    const base::Bytes bytes(100, 0xAB);
    GX_ASSERT_OK(db_->begin(Begin::Write));
    GX_ASSERT_OK(db_->insert_rows("t", columns, kRows, [&](std::size_t row, std::span<Param> to) {
        to[0] = static_cast<std::int64_t>(row);
        to[1] = row % 2 == 0 ? Param{nullptr} : Param{std::string_view("odd")};
        to[2] = base::ByteView(bytes);
    }));
    GX_ASSERT_OK(db_->insert_rows("t", columns, 0, [](std::size_t, std::span<Param>) {}));
    const auto rows = std::move(db_->stream("SELECT n, s FROM t WHERE n >= $1 ORDER BY n", {std::int64_t{0}})).value();
    std::int64_t count = 0;
    while (rows->next().value()) {
        EXPECT_EQ(rows->integer(0), count);
        EXPECT_EQ(rows->is_null(1), count % 2 == 0);
        if (count == 1'500) { EXPECT_EQ(db_->integer("SELECT count(*) FROM t").value(), kRows); }
        ++count;
    }
    EXPECT_EQ(count, kRows);
    GX_ASSERT_OK(db_->commit());
}

TEST_P(Driver, RollsBackToASavepointAlone) {
    GX_ASSERT_OK(db_->begin(Begin::Write));
    EXPECT_TRUE(db_->in_transaction());
    GX_ASSERT_OK(db_->execute("INSERT INTO t (n) VALUES (1)"));
    GX_ASSERT_OK(db_->savepoint());
    GX_ASSERT_OK(db_->execute("INSERT INTO t (n) VALUES (2)"));
    const auto twice = db_->execute("INSERT INTO t (n) VALUES (1)");
    ASSERT_FALSE(twice.ok());
    EXPECT_EQ(twice.error().code, ErrorCode::Conflict);
    EXPECT_EQ(twice.error().reason, "store.constraint");
    GX_ASSERT_OK(db_->rollback_to());
    GX_ASSERT_OK(db_->savepoint());
    GX_ASSERT_OK(db_->execute("INSERT INTO t (n) VALUES (3)"));
    GX_ASSERT_OK(db_->release());
    GX_ASSERT_OK(db_->commit());
    EXPECT_FALSE(db_->in_transaction());
    EXPECT_EQ(db_->integer("SELECT count(*) FROM t WHERE n = 1 OR n = 3").value(), 2);
    EXPECT_EQ(db_->integer("SELECT count(*) FROM t").value(), 2);
}

TEST_P(Driver, SaysWhatWentWrong) {
    GX_EXPECT_REFUSED(db_->execute("INSERT INTO nowhere (n) VALUES (1)"), "store.failed");
    GX_EXPECT_REFUSED(db_->query("SELECT broken FROM"), "store.failed");
    GX_EXPECT_REFUSED(db_->integer("SELECT n FROM t"), "store.row_missing");
    EXPECT_TRUE(db_->usable());
    if (GetParam() == Backend::Postgres) {
        GX_EXPECT_REFUSED(db_->execute("INSERT INTO t (n, s) VALUES (1, $1)", {std::string_view("\0", 1)}), "store.text");
    }
}

TEST_P(Driver, ReadsOnlyInAReadTransaction) {
    if (GetParam() == Backend::Postgres) {
        GX_ASSERT_OK(db_->begin(Begin::Read));
        GX_EXPECT_REFUSED(db_->execute("INSERT INTO t (n) VALUES (1)"), "store.read_only");
        db_->rollback();
    }
    const auto other = std::move(database_->connect()).value();
    GX_ASSERT_OK(db_->begin(Begin::Read));
    EXPECT_EQ(db_->integer("SELECT count(*) FROM t").value(), 0);
    GX_ASSERT_OK(other->execute("INSERT INTO t (n) VALUES (1)"));
    EXPECT_EQ(db_->integer("SELECT count(*) FROM t").value(), 0);
    db_->rollback();
    EXPECT_EQ(db_->integer("SELECT count(*) FROM t").value(), 1);
}

TEST(SqliteDriver, SaysThatTheDiskIsFull) {
    const auto database = std::move(storage::open_sqlite(":memory:")).value();
    const auto db = std::move(database->connect()).value();
    GX_ASSERT_OK(db->script("CREATE TABLE t (s TEXT); PRAGMA max_page_count = 20"));
    const std::string text(3'000, 'x');
    Result<std::int64_t> outcome = std::int64_t{0};
    for (int i = 0; i < 100 && outcome.ok(); ++i) { outcome = db->execute("INSERT INTO t (s) VALUES ($1)", {std::string_view(text)}); }
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().code, ErrorCode::StorageFull);
    EXPECT_GT(db->integer("SELECT count(*) FROM t").value(), 5);
}

TEST(Addresses, AreReadStrictly) {
    for (const char* wrong : {"", "store.db", "sqlite:", "mysql://x", "postgresql:/x"}) {
        GX_EXPECT_REFUSED(storage::open_database(wrong), "store.address");
    }
    GX_EXPECT_REFUSED(storage::open_database("sqlite:/nonexistent/folder/store.db"), "store.cannot_open");
    const auto server = storage::open_database("postgresql://nobody@127.0.0.1:1/none");
    ASSERT_TRUE(server.ok());
    EXPECT_EQ((*server)->dialect(), storage::Dialect::Postgres);
    GX_EXPECT_REFUSED((*server)->connect(), "store.unreachable");
}

}  // namespace
}  // namespace gx::tests
