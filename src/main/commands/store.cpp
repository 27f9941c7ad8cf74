// SPDX-License-Identifier: Apache-2.0
// init, migrate, doctor, backup, restore
#include "app/sealing/rebuild_lookups.hpp"
#include "crypto/hasher.hpp"
#include "ingest/law/law_loader.hpp"
#include "main/account_tools.hpp"
#include "main/context.hpp"
#include "main/enrol.hpp"
#include "main/runner.hpp"
#include "storage/backup/backup.hpp"
#include "storage/doctor/doctor.hpp"
#include "storage/drivers/open.hpp"

namespace gx::main {
namespace {

struct Options {
    std::string tenant;
    std::string name;
    std::string mode = "production";
    std::string credit_office;
    std::string organisation_office;
    std::string discipline_organ;
    CryptoProfile profile;
    std::string file;
};

Outcome init(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto place, find_place(global));
    GX_TRY(const auto law, ingest::load_law(place.law));
    GX_TRY(const auto context, open_context(global, Opening::Fresh, options.profile));
    base::Json tenant;
    tenant.set("code", options.tenant).set("name", options.name).set("mode", options.mode);
    tenant.set("division_code", options.tenant.substr(0, 6));
    if (!options.credit_office.empty()) { tenant.set("credit_office", options.credit_office); }
    if (!options.organisation_office.empty()) { tenant.set("organisation_office", options.organisation_office); }
    if (!options.discipline_organ.empty()) { tenant.set("discipline_organ", options.discipline_organ); }
    GX_CHECK(enrol_tenant(*context, std::move(tenant), *law));
    fmt::print("{}\n", context->place.database);
    GX_TRY(const auto administrators, make_administrators(*context, law->roles, options.tenant));
    for (const FirstPassword& one : administrators) { fmt::print("{} {} {}\n", one.role, one.username, one.password); }
    return kDone;
}

Outcome migrate(const GlobalOptions& global) {
    GX_TRY(const auto context, open_context(global, Opening::Migrate));
    // A store from before there were lookups gets them here.
    app::RebuildLookups lookups(*context->store, *context->keys, *context->sealer, context->clock);
    GX_CHECK(lookups.run(app::RebuildLookups::Mode::Fill, Context::actor("")));
    return kDone;
}

void print(const char* name, const std::string& value) { fmt::print("{}: {}\n", name, value); }

Outcome doctor(const GlobalOptions& global) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const auto facts, storage::examine(context->store->database()));
    base::Json out;
    base::Json faults = base::Json::array();
    for (const std::string& fault : facts.database_faults) { faults.push(fault); }
    out.set("ok", facts.sound()).set("database", facts.database).set("schema_version", facts.schema_version);
    out.set("schema_newest", facts.schema_newest).set("journal_head", facts.journal_head);
    out.set("journal_entries", facts.journal_entries).set("database_bytes", facts.database_bytes);
    out.set("log_bytes", facts.log_bytes).set("free_bytes", facts.free_bytes).set("faults", std::move(faults));
    if (global.json) {
        fmt::print("{}\n", base::canonical(out));
    } else {
        for (const auto& [name, value] : out.as_object()) { print(name.c_str(), base::canonical(value)); }
    }
    return facts.sound() ? kDone : kFound;
}

void print(const storage::BackupFacts& facts) {
    fmt::print("size {} root {} rows {}\n", facts.size, base::to_hex(facts.root), facts.rows);
}

Outcome backup(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const auto facts, storage::backup(context->store->database(), *context->hasher, options.file, context->clock.now()));
    print(facts);
    return kDone;
}

/// The keys are not in a backup: they are put back beside the store by hand, from where they are kept.
Outcome restore(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto place, find_place(global));
    GX_TRY(const std::string hash, storage::backup_hash(options.file));
    GX_TRY(const auto hasher, crypto::make_hasher(hash));
    SystemClock clock;
    const auto file = place.sqlite_file();
    if (file.empty()) {
        GX_TRY(const auto database, storage::open_database(place.database));
        GX_TRY(const auto facts, storage::restore_to_database(options.file, *database, *hasher, clock.now()));
        print(facts);
        return kDone;
    }
    std::error_code ec;
    std::filesystem::create_directories(place.folder, ec);
    GX_TRY(const auto facts, storage::restore_to_sqlite(options.file, file.string(), *hasher, clock.now()));
    print(facts);
    return kDone;
}

}  // namespace

void add_store_commands(Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = runner.command("init");
    sub->add_option("--tenant", options->tenant)->required()->check([](const std::string& code) {
        const bool digits = code.size() >= 6 && code.size() <= 12 && code.find_first_not_of("0123456789") == std::string::npos;
        return digits ? std::string{} : std::string{"--tenant: 6 to 12 digits"};
    });
    sub->add_option("--name", options->name)->required();
    sub->add_option("--mode", options->mode)->check(CLI::IsMember({"production", "demonstration", "published_facts"}));
    sub->add_option("--credit-office", options->credit_office);
    sub->add_option("--organisation-office", options->organisation_office);
    sub->add_option("--discipline-organ", options->discipline_organ);
    sub->add_option("--hash", options->profile.hash)->check(CLI::IsMember({"sm3", "sha256"}));
    sub->add_option("--signature", options->profile.signature)->check(CLI::IsMember({"SM2", "Ed25519"}));
    sub->add_option("--cipher", options->profile.cipher)->check(CLI::IsMember({"aes", "sm4"}));
    runner.on(sub, [&runner, options] { return init(runner.options, *options); });

    runner.on(runner.command("migrate"), [&runner] { return migrate(runner.options); });
    runner.on(runner.command("doctor"), [&runner] { return doctor(runner.options); });
    sub = runner.command("backup");
    sub->add_option("file", options->file)->required();
    runner.on(sub, [&runner, options] { return backup(runner.options, *options); });
    sub = runner.command("restore");
    sub->add_option("file", options->file)->required();
    runner.on(sub, [&runner, options] { return restore(runner.options, *options); });
}

}  // namespace gx::main
