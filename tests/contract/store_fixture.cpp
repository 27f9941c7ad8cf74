// SPDX-License-Identifier: Apache-2.0
#include "store_fixture.hpp"

#include <cstdlib>

#include "storage/store/journal_writer.hpp"
#include "support/postgres.hpp"

namespace gx::tests {

std::string backend_name(const testing::TestParamInfo<Backend>& info) {
    switch (info.param) {
        case Backend::Memory: return "Memory";
        case Backend::File: return "File";
        case Backend::Postgres: return "Postgres";
    }
    return "";
}

std::vector<Backend> backends() {
    std::vector<Backend> all = durable_backends();
    all.insert(all.begin(), Backend::Memory);
    return all;
}

std::vector<Backend> durable_backends() {
    if (std::getenv("GX_TEST_FAST") != nullptr) { return {Backend::File}; }
    return {Backend::File, Backend::Postgres};
}

StoreFixture::StoreFixture() {
    folder_ = "/tmp/gx-contract-XXXXXX";
    GX_ASSERT(::mkdtemp(folder_.data()) != nullptr);
    auto database = fresh_database();
    auto opened = storage::SqlStore::prepare(std::move(database), hasher_, random_, base::Instant::from_millis(1));
    if (!opened.ok()) { fmt::print(stderr, "{} {}\n", opened.error().reason, opened.error().detail); }
    store_ = std::move(opened).value();
}

StoreFixture::~StoreFixture() {
    store_.reset();
    std::filesystem::remove_all(folder_);
}

std::unique_ptr<storage::Database> StoreFixture::fresh_database() {
    if (GetParam() == Backend::Memory) { return std::move(storage::open_sqlite(":memory:")).value(); }
    const std::string address = GetParam() == Backend::File ? fmt::format("{}/store{}.db", folder_, fresh_++)
                                                            : shared_postgres().create_database();
    if (address_.empty()) { address_ = address; }
    auto opened = GetParam() == Backend::File ? storage::open_sqlite(address) : storage::open_postgres(address);
    return std::move(opened).value();
}

std::unique_ptr<storage::Database> StoreFixture::database_again() const {
    GX_ASSERT(GetParam() != Backend::Memory);
    auto opened = GetParam() == Backend::File ? storage::open_sqlite(address_) : storage::open_postgres(address_);
    return std::move(opened).value();
}

std::unique_ptr<storage::SqlStore> StoreFixture::open_again() {
    return std::move(storage::SqlStore::open(database_again(), hasher_, random_)).value();
}

void StoreFixture::reopen() {
    close();
    store_ = open_again();
}

app::WriteContext StoreFixture::context(std::string origin) const {
    return {.actor = {.account = "account-1", .tenant = "990101", .actions = {"*"}},
            .at = base::Instant::from_millis(1'700'000'000'123),
            .origin = std::move(origin)};
}

base::Result<base::Done> StoreFixture::write(const std::function<base::Result<base::Done>(app::Work&)>& work) {
    return store().write(context(), work);
}

base::Result<base::Done> StoreFixture::put(const app::Entity& next, std::string_view action) {
    return write([&](app::Work& work) { return work.put(next, action); });
}

std::unique_ptr<app::Reader> StoreFixture::reader() { return std::move(store().reader()).value(); }

base::Digest StoreFixture::recomputed_root(app::Reader& reader) {
    domain::Frontier tree;
    std::int64_t next = 0;
    const std::int64_t size = reader.journal_size().value();
    const auto read = reader.entries(0, size, [&](const domain::JournalEntry& entry) -> base::Result<base::Done> {
        EXPECT_EQ(entry.seq, next++);
        EXPECT_EQ(entry.content_digest, domain::content_digest(hasher_, entry.salt, entry.content));
        tree.append(hasher_, domain::leaf_hash(hasher_, entry));
        return base::Done{};
    });
    EXPECT_TRUE(read.ok());
    EXPECT_EQ(next, size);
    return tree.root(hasher_);
}

base::Digest StoreFixture::stored_root() {
    const auto connection = std::move(store().database().connect()).value();
    EXPECT_TRUE(connection->begin(storage::Begin::Read).ok());
    const std::int64_t size = connection->integer("SELECT size FROM journal_head").value();
    const auto tree = storage::load_frontier(*connection, hasher_, size);
    connection->rollback();
    return tree.value().root(hasher_);
}

void StoreFixture::expect_sound_journal() {
    const auto snapshot = reader();
    EXPECT_EQ(base::to_hex(recomputed_root(*snapshot)), base::to_hex(stored_root()));
}

app::Entity a_body(const std::string& id, const std::string& code, const std::string& name, std::int64_t version,
                   const std::string& tenant) {
    app::Entity body{.type = "body", .tenant = tenant, .id = id, .key = code, .version = version, .content = {}};
    body.content.set("code", code).set("scheme", "none").set("name", name).set("class", "TOWN");
    body.content.set("division_code", "990101001").set("valid_from", "2020-01-01");
    return body;
}

app::Entity an_obligation(const std::string& id, const std::string& code, const std::string& body_id,
                          const std::string& due_on, std::int64_t amount_fen) {
    app::Entity made{.type = "obligation", .tenant = "990101", .id = id, .key = code, .version = 1, .content = {}};
    made.content.set("code", code).set("body_id", body_id).set("kind", "contract").set("title", "修路 " + code);
    made.content.set("made_on", "2025-01-01").set("due_on", due_on).set("amount_fen", amount_fen);
    made.content.set("counterparty", base::Json::object().set("name", "某公司").set("type", "private"));
    made.content.set("disclosed", true);
    return made;
}

}  // namespace gx::tests
