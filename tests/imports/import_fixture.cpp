// SPDX-License-Identifier: Apache-2.0
#include "tests/imports/import_fixture.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "ingest/law/yaml_reader.hpp"
#include "storage/drivers/open.hpp"
#include "storage/store/sql_store.hpp"
#include "tests/support/postgres.hpp"
#include "source_dir.hpp"

/// libxlsxwriter 1.1.4 keeps the formula text of a drop-down that points to a range: a few bytes a workbook.
extern "C" const char* __lsan_default_suppressions() { return "leak:lxw_strdup\n"; }

namespace gx::tests {
namespace {

base::Json yaml(const std::string& path) {
    std::ifstream file(std::string(GX_SOURCE_DIR) + "/" + path);
    std::stringstream text;
    text << file.rdbuf();
    auto read = ingest::read_yaml(text.str(), path);
    if (!read.ok()) { fmt::print(stderr, "{} {} {}\n", read.error().reason, read.error().detail, read.error().where); }
    return std::move(read).value().json;
}

std::optional<std::vector<app::CodeChoice>> code_list(std::string_view name) {
    if (name == "obligation_kinds") {
        return std::vector<app::CodeChoice>{{"contract", {"合同", "Contract"}}, {"policy_promise", {"政策承诺", "Policy promise"}}};
    }
    if (name == "record_types") {
        return std::vector<app::CodeChoice>{{"R-WY-01", {"合同违约", "Breach of contract"}}, {"R-RY-01", {"表彰", "Honour"}}};
    }
    return std::nullopt;
}

}  // namespace

app::ImportLayout a_layout(const std::string& kind) {
    auto layout = app::ImportLayout::from_json(yaml("law/imports/" + kind + ".yaml"));
    if (!layout.ok()) {
        fmt::print(stderr, "{}: {} {} {}\n", kind, layout.error().reason, layout.error().detail, layout.error().where);
    }
    return std::move(app::with_code_lists(std::move(layout).value(), code_list)).value();
}

app::WorkbookLabels the_labels() { return app::WorkbookLabels::from_json(yaml("law/imports/labels.yaml")).value(); }

std::string reason_text(std::string_view reason) {
    static const base::Json texts = yaml("api/errors.yaml");
    const std::string text = texts.at(reason).text_or_empty("zh");
    return text.empty() ? std::string(reason) : text;
}

ImportFixture::ImportFixture() : folder_("/tmp/gx-imports-XXXXXX") {
    GX_ASSERT(::mkdtemp(folder_.data()) != nullptr);
    use_store(std::make_unique<support::MemoryStore>(hasher_));
}

ImportFixture::~ImportFixture() { std::filesystem::remove_all(folder_); }

void ImportFixture::use_store(std::unique_ptr<app::Store> store) {
    store_ = std::move(store);
    put("tenant", "t-1", R"({"code":"990101","name":"示范市","mode":"demonstration","division_code":"990101"})");
    put("body", "b-1", R"({"class":"DEPT","code":"SF-CZJ","division_code":"990101","name":"示范市财政局","scheme":"none","valid_from":"2019-01-01"})");
    put("body", "b-2", R"({"class":"TOWN","code":"11211382MB1QY001XE","division_code":"990101","name":"东城街道","scheme":"uscc","valid_from":"2019-01-01"})");
    put("body", "b-3", R"({"class":"TOWN","code":"SF-DC","division_code":"990101","name":"重名街道","scheme":"none","valid_from":"2019-01-01"})");
    put("body", "b-4", R"({"class":"TOWN","code":"SF-DD","division_code":"990101","name":"重名街道","scheme":"none","valid_from":"2019-01-01"})");
}

void ImportFixture::use_backend(const std::string& backend) {
    store_.reset();
    if (backend == "memory") { return use_store(std::make_unique<support::MemoryStore>(hasher_)); }
    auto database = backend == "sqlite" ? storage::open_sqlite(path("store.db"))
                                        : storage::open_postgres(shared_postgres().create_database());
    auto store = storage::SqlStore::prepare(std::move(database).value(), hasher_, random_, clock_.now());
    if (!store.ok()) { fmt::print(stderr, "{} {}\n", store.error().reason, store.error().detail); }
    use_store(std::move(store).value());
}

std::vector<std::string> import_backends() {
    if (std::getenv("GX_TEST_FAST") != nullptr) { return {"memory", "sqlite"}; }
    return {"memory", "sqlite", "postgres"};
}

void ImportFixture::put(const std::string& type, const std::string& id, const std::string& json) {
    const auto content = base::parse_json(json).value();
    const auto done = store_->write({.actor = actor_, .at = clock_.now(), .origin = {}}, [&](app::Work& work) {
        return work.put({.type = type, .tenant = actor_.tenant, .id = id, .key = {}, .version = 1, .seq = -1, .content = content}, "add");
    });
    ASSERT_TRUE(done.ok()) << done.error().reason << " " << done.error().detail;
}

std::optional<app::Entity> ImportFixture::find(const std::string& type, const std::string& key) {
    auto reader = store_->reader();
    auto found = (*reader)->find_by_key(type, actor_.tenant, key);
    return found.ok() ? *found : std::nullopt;
}

std::int64_t ImportFixture::count(const std::string& type) {
    auto reader = store_->reader();
    return (*reader)->count(type, {.tenant = actor_.tenant}).value();
}

base::Result<app::ImportResult> ImportFixture::import_file(const std::string& kind, const std::string& path,
                                                           Options options) {
    const app::ImportLayout layout = a_layout(kind);
    GX_TRY(const auto table, ingest::open_table(path));
    app::RunImport use_case(*store_, clock_, ids_, &sealer_, options.check);
    return use_case.run({.layout = layout, .table = *table, .file_name = path, .file_digest = "00", .mode = options.mode,
                         .existing = options.existing, .rows_max = options.rows_max,
                         .rows_per_write = options.rows_per_write, .rejects = options.rejects,
                         .passed_over_headers = app::passed_over_headers(the_labels())}, actor_);
}

base::Result<app::ImportResult> ImportFixture::import_text(const std::string& kind, std::string bytes, Options options) {
    std::ofstream(path("text"), std::ios::binary) << bytes;
    return import_file(kind, path("text"), std::move(options));
}

std::string ImportFixture::counts(const base::Result<app::ImportResult>& result) const {
    if (!result.ok()) { return "error " + result.error().reason + "@" + result.error().where; }
    const app::ImportCounts& c = result->counts;
    return fmt::format("read {} added {} changed {} unchanged {} kept {} rejected {}", c.read, c.added, c.changed,
                       c.unchanged, c.kept, c.rejected);
}

std::string ImportFixture::faults(const base::Result<app::ImportResult>& result) const {
    if (!result.ok()) { return counts(result); }
    std::string out;
    for (const app::RejectedRow& row : result->first_rejected) {
        for (const app::CellFault& fault : row.faults) {
            out += fmt::format("{}:{}:{};", row.number, fault.column_key, fault.reason);
        }
    }
    return out;
}

}  // namespace gx::tests
