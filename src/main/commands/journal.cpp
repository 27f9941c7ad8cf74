// SPDX-License-Identifier: Apache-2.0
// verify, checkpoint, proof
#include <optional>

#include "app/journal/make_checkpoint.hpp"
#include "app/journal/prove.hpp"
#include "app/journal/verify.hpp"
#include "main/context.hpp"
#include "main/files.hpp"
#include "main/runner.hpp"

namespace gx::main {
namespace {

struct Options {
    std::string out;
    std::string checkpoint;
    std::string public_key;
    std::uint64_t index = 0;
    std::uint64_t size = 0;
    std::uint64_t from = 0;
    std::uint64_t to = 0;
};

/// The journal's name in checkpoints: one journal a store, named after the tenant it was begun with.
base::Result<std::string> origin(Context& context) {
    GX_TRY(const std::string tenant, context.tenant(""));
    return "gongxin/" + tenant;
}

Outcome verify(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    app::Verify::Input input;
    GX_TRY(input.keys, context->note_keys());
    if (!options.checkpoint.empty()) {
        GX_TRY(input.checkpoint, read_file(options.checkpoint, 65536));
    }
    if (!options.public_key.empty()) {
        GX_TRY(input.public_key, read_file(options.public_key, 65536));
    }
    app::Verify use_case(*context->store, *context->hasher, *context->verifier, context->sealer.get(), context->blobs.get());
    GX_TRY(const auto report, use_case.run(input, Context::actor("")));
    if (global.json) {
        fmt::print("{}\n", base::canonical(app::to_json(report)));
    } else {
        for (const auto& finding : report.findings) {
            fmt::print("{}: {}: {} {}\n", finding.seq, finding.entity, finding.kind, finding.detail);
        }
        fmt::print("{}: {} entries, root {}\n", report.ok ? "ok" : "NOT OK", report.size, base::to_hex(report.root));
        if (report.first_bad) { fmt::print("first bad sequence: {}\n", *report.first_bad); }
    }
    return report.ok ? kDone : kFound;
}

Outcome checkpoint(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const auto signer, context->signer());
    GX_TRY(const std::string name, origin(*context));
    app::MakeCheckpoint use_case(*context->store, *context->hasher, *signer, context->clock);
    GX_TRY(const auto made, use_case.run({.origin = name}, Context::actor("")));
    GX_CHECK(write_file(options.out, base::canonical(domain::to_json(made)) + "\n"));
    return kDone;
}

Outcome inclusion(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    const auto size = options.size != 0 ? options.size : static_cast<std::uint64_t>(context->store->position());
    GX_TRY(const auto proof, app::Prove(*context->store, *context->hasher).inclusion(options.index, size));
    fmt::print("{}\n", base::canonical(app::to_json(proof)));
    return kDone;
}

Outcome consistency(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const auto proof, app::Prove(*context->store, *context->hasher).consistency(options.from, options.to));
    fmt::print("{}\n", base::canonical(app::to_json(proof)));
    return kDone;
}

}  // namespace

void add_journal_commands(Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = runner.command("verify");
    sub->add_option("--checkpoint", options->checkpoint)->type_name("FILE");
    sub->add_option("--public-key", options->public_key)->type_name("FILE");
    runner.on(sub, [&runner, options] { return verify(runner.options, *options); });

    sub = runner.command("checkpoint");
    sub->add_option("--out", options->out)->required()->type_name("FILE");
    runner.on(sub, [&runner, options] { return checkpoint(runner.options, *options); });

    CLI::App* proof = runner.app.add_subcommand("proof");
    proof->require_subcommand(1);
    sub = runner.command(*proof, "inclusion");
    sub->add_option("--index", options->index)->required();
    sub->add_option("--size", options->size);
    runner.on(sub, [&runner, options] { return inclusion(runner.options, *options); });
    sub = runner.command(*proof, "consistency");
    sub->add_option("--from", options->from)->required();
    sub->add_option("--to", options->to)->required();
    runner.on(sub, [&runner, options] { return consistency(runner.options, *options); });
}

}  // namespace gx::main
