// SPDX-License-Identifier: Apache-2.0
// key public, key rotate, key lookups, erase
#include "app/journal/erase.hpp"
#include "app/journal/rotate_keys.hpp"
#include "app/sealing/rebuild_lookups.hpp"
#include "crypto/sealer.hpp"
#include "main/context.hpp"
#include "main/files.hpp"
#include "main/runner.hpp"

namespace gx::main {
namespace {

struct Options {
    std::string out;
    std::string tenant;
    std::string official;
    std::vector<std::string> basis;
    std::string requester;
    std::string approver;
    std::string cipher;
};

Outcome public_key(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const auto signer, context->signer());
    GX_CHECK(write_file(options.out, signer->public_key_pem()));
    return kDone;
}

using app::RebuildLookups;

base::Result<RebuildLookups::Output> rebuild_lookups(Context& context, RebuildLookups::Mode mode) {
    return RebuildLookups(*context.store, *context.keys, *context.sealer, context.clock).run(mode, Context::actor(""));
}

/// A new key for personal values and one for their lookups; everything is brought under them.
Outcome rotate(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    if (!options.cipher.empty()) { GX_CHECK(context->change_cipher(options.cipher)); }
    const auto sealer = [&] { return crypto::make_sealer(*context->keys, *context->random, context->profile.hash); };
    app::RotateKeys use_case(*context->store, *context->keys, sealer, context->clock);
    GX_TRY(const auto done, use_case.run({.algorithm = std::string(seal_algorithm(context->profile.cipher))}, Context::actor("")));
    GX_TRY(const auto lookups, rebuild_lookups(*context, RebuildLookups::Mode::NewKey));
    fmt::print("{} {} {}\n", done.key_id, done.rewritten, lookups.written);
    return kDone;
}

/// Fills in what is missing, for a store that a backup without lookups came back to.
Outcome lookups(const GlobalOptions& global) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const auto done, rebuild_lookups(*context, RebuildLookups::Mode::Fill));
    fmt::print("{} {}\n", done.looked_at, done.written);
    return kDone;
}

Outcome erase(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const std::string tenant, context->tenant(options.tenant));
    GX_TRY(const auto reader, context->store->reader());
    GX_TRY(const auto official, reader->find_by_key("official", tenant, options.official));
    if (!official) {
        return base::Error{base::ErrorCode::NotFound, "official.unknown", options.official, "--official"};
    }
    app::Actor approver = Context::actor(tenant);
    approver.account = options.approver;
    app::Erase use_case(*context->store, context->clock, *context->ids);
    GX_TRY(const auto done, use_case.run({.entity = "official", .id = official->id, .sealed_ids = {}, .basis = options.basis,
                                          .requester = options.requester}, approver));
    fmt::print("{} {}\n", done.erasure_id, done.sealed_ids.size());
    return kDone;
}

}  // namespace

void add_key_commands(Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* key = runner.app.add_subcommand("key");
    key->require_subcommand(1);
    CLI::App* sub = runner.command(*key, "public");
    sub->add_option("--out", options->out)->required()->type_name("FILE");
    runner.on(sub, [&runner, options] { return public_key(runner.options, *options); });
    sub = runner.command(*key, "rotate");
    sub->add_option("--cipher", options->cipher)->check(CLI::IsMember({"aes", "sm4"}));
    runner.on(sub, [&runner, options] { return rotate(runner.options, *options); });
    runner.on(runner.command(*key, "lookups"), [&runner] { return lookups(runner.options); });

    sub = runner.command("erase");
    sub->add_option("--tenant", options->tenant);
    sub->add_option("--official", options->official)->required();
    sub->add_option("--basis", options->basis)->required();
    sub->add_option("--requester", options->requester)->required();
    sub->add_option("--approver", options->approver)->required();
    runner.on(sub, [&runner, options] { return erase(runner.options, *options); });
}

}  // namespace gx::main
