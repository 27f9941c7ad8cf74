// SPDX-License-Identifier: Apache-2.0
#include "tests/complaints/complaint_fixture.hpp"

#include <fstream>
#include <sstream>

namespace gx::tests {

ComplaintCounty::ComplaintCounty() {
    folder_ = "/tmp/gx-complaints-XXXXXX";
    GX_ASSERT(::mkdtemp(folder_.data()) != nullptr);
    file_ = folder_ + "/store.db";
    hasher_ = crypto::make_hasher("sm3").value();
    sha256_ = crypto::make_hasher("sha256").value();
    keys_ = crypto::open_key_folder(folder_ + "/keys", *random_).value();
    GX_ASSERT(keys_->create(app::KeyUse::Seal, "AES-256-GCM").ok() && keys_->create(app::KeyUse::Lookup, "HMAC").ok());
    sealer_ = crypto::make_sealer(*keys_, *random_, "sm3").value();
    signer_ = crypto::make_signer(crypto::generate_private_key("SM2").value()).value();
    envelope_ = crypto::make_envelope(*random_, {.memory_kib = 64, .passes = 1, .lanes = 1});
    auto database = GetParam() == ComplaintBackend::Sqlite ? storage::open_sqlite(file_) : storage::open_postgres(shared_postgres().create_database());
    store_ = storage::SqlStore::prepare(std::move(database).value(), *hasher_, *random_, base::Instant::from_millis(1)).value();
    ids_ = crypto::uuid_source(clock_, *random_);
    roles_ = {{.id = "R2", .name = {"经办", "Clerk"}, .scope = app::RoleScope::Tenant, .actions = {"complaint.read_filing"}, .never_with = {}, .source = {}},
              {.id = "R5", .name = {"单位经办", "Body"}, .scope = app::RoleScope::Tenant, .actions = {"body.read"}, .never_with = {}, .source = {}}};
    book_ = std::make_unique<app::AccountBook>(*store_, clock_, *hasher_, roles_);
    parts_ = std::make_unique<app::ComplaintParts>(app::ComplaintParts{
        .store = *store_, .filings = store_->sealed_filings(), .envelope = *envelope_, .sealer = *sealer_, .signer = *signer_, .hasher = *hasher_,
        .clock = clock_, .ids = *ids_, .random = *random_, .accounts = *book_, .intake = &intake_, .tenant = kTenant});
    prove_ = std::make_unique<app::Prove>(*store_, *hasher_);
    use_flood(flood_);
    handler_keys_ = std::make_unique<app::HandlerKeys>(*parts_);
    read_ = std::make_unique<app::ReadFiling>(*parts_);
    batch_ = std::make_unique<app::RunFilingBatch>(*parts_);
    put("tenant", "T", R"({"code":"990101","name":"示范市","mode":"demonstration","division_code":"990101"})");
    put("body", "office", R"({"code":"D00","scheme":"none","name":"示范市信用办","class":"OTHER","division_code":"990101","valid_from":"2020-01-01"})");
    put("body", "b1", R"({"code":"D01","scheme":"none","name":"示范市财政局","class":"OTHER","division_code":"990101","valid_from":"2020-01-01"})");
    put("body", "b2", R"({"code":"D02","scheme":"none","name":"财政局采购中心","class":"OTHER","division_code":"990101","parent_id":"b1","valid_from":"2020-01-01"})");
}

ComplaintCounty::~ComplaintCounty() {
    store_.reset();
    std::filesystem::remove_all(folder_);
}

void ComplaintCounty::use_flood(const app::FloodSettings& settings) {
    flood_ = settings;
    gate_ = std::make_unique<app::FloodGate>(*sealer_, *sha256_, clock_, *random_, flood_);
    file_complaint_ = std::make_unique<app::FileComplaint>(*parts_, *gate_);
    follow_ = std::make_unique<app::FollowComplaint>(*parts_, *gate_, *prove_);
}

void ComplaintCounty::put(const std::string& type, const std::string& id, const std::string& json) {
    auto content = base::parse_json(json);
    ASSERT_TRUE(content.ok()) << json;
    const auto done = store_->write({support::an_actor("setup"), clock_.now()},
                                    [&](app::Work& work) { return work.put({type, kTenant, id, {}, 1, -1, *content}, "add"); });
    ASSERT_TRUE(done.ok()) << type << " " << done.error().reason << " " << done.error().detail;
}

void ComplaintCounty::account(const std::string& id, const std::string& role, const std::string& body) {
    const auto name = sealer_->seal(kTenant, "name-of-" + id, base::as_bytes(id));
    ASSERT_TRUE(name.ok());
    ASSERT_TRUE(store_->write({support::an_actor("setup"), clock_.now()}, [&](app::Work& work) { return work.add_sealed(name->row); }).ok());
    put("account", "account-of-" + id, fmt::format(R"({{"code":"{0}","name":{3},"body_id":"{2}","state":"active","made_on":"2020-01-01",)"
                                                   R"("secret_digest":"00","grants":[{{"role":"{1}","scope":{{"kind":"tenant"}}}}]}})",
                                                   id, role, body, base::canonical(name->reference())));
    const auto refreshed = book_->refresh();
    ASSERT_TRUE(refreshed.ok()) << refreshed.error().reason << " " << refreshed.error().detail;
    ASSERT_TRUE(book_->now()->named(id) != nullptr && book_->now()->named(id)->may_act()) << id;
}

app::Actor ComplaintCounty::actor(const std::string& account) const {
    return app::tenant_wide(account, kTenant, {std::string(app::kReadFiling)});
}

Json ComplaintCounty::make_key(const std::string& account, std::optional<app::HandlerKeys::Shares> shares) {
    const auto made = handler_keys_->make({.passphrase = std::string(kPassphrase) + " " + account, .shares = shares}, actor(account));
    EXPECT_TRUE(made.ok()) << made.error().reason;
    return *made;
}

void ComplaintCounty::handlers() {
    for (const char* id : {"anna", "bruno"}) {
        account(id);
        make_key(id);
    }
}

std::string ComplaintCounty::key(int number) { return fmt::format("f3a9c1d7e5b80246{:016x}", 0x9e3779b97f4a7c15ULL * static_cast<unsigned>(number + 1)); }

app::FileComplaint::Input ComplaintCounty::complaint(int number, const std::string& text) const {
    return {.key = key(number), .title = fmt::format("投诉第{}号", number), .content = text};
}

Json ComplaintCounty::filed(const app::FileComplaint::Input& input) {
    auto made = file_complaint_->run(input);
    EXPECT_TRUE(made.ok()) << made.error().reason << " " << made.error().detail;
    return made.ok() ? *made : Json{};
}

std::int64_t ComplaintCounty::batch() {
    std::int64_t entered = -1;
    const auto done = store_->write({{.account = "round", .tenant = kTenant}, clock_.now()}, [&](app::Work& work) -> Result<Done> {
        GX_TRY(entered, batch_->run(work, kTenant));
        return Done{};
    });
    EXPECT_TRUE(done.ok()) << done.error().reason << " " << done.error().detail;
    return entered;
}

std::string ComplaintCounty::case_of(const std::string& filing_id) const {
    for (const auto& [id, one] : intake_.cases) {
        if (one.draft.filing_id == filing_id) { return id; }
    }
    return {};
}

std::string ComplaintCounty::store_bytes() const {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        if (!entry.is_regular_file()) { continue; }
        std::ostringstream text;
        text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        all += text.str();
    }
    return all;
}

std::vector<Json> ComplaintCounty::contents(const std::string& type) {
    std::vector<Json> found;
    const auto reader = store_->reader();
    EXPECT_TRUE((*reader)->scan(type, kTenant, [&](const app::Entity& entity) -> Result<Done> {
        found.push_back(entity.content);
        return Done{};
    }).ok());
    return found;
}

}  // namespace gx::tests
