// SPDX-License-Identifier: Apache-2.0
// demo: the fictional county, its frozen evaluation, and the published facts of the real city
#include <filesystem>

#include "app/demo/load_county.hpp"
#include "app/evaluation/run_evaluation.hpp"
#include "app/journal/make_checkpoint.hpp"
#include "app/law/scheme_versions.hpp"
#include "app/publication/public_view.hpp"
#include "ingest/files/open_table.hpp"
#include "ingest/law/yaml_reader.hpp"
#include "main/context.hpp"
#include "main/demo_accounts.hpp"
#include "main/enrol.hpp"
#include "main/files.hpp"
#include "main/import_desk.hpp"
#include "main/read_model.hpp"
#include "main/runner.hpp"
#include "storage/snapshot/file_shelf.hpp"

namespace gx::main {
namespace {

struct Options {
    std::uint64_t seed = 20210125;
    std::string scale = "S";  ///< "S": the county of the tour; "L": a million obligations
};

base::Result<base::Json> read_words(const std::filesystem::path& file) {
    GX_TRY(const std::string text, read_file(file));
    GX_TRY(auto document, ingest::read_yaml(text, file.filename().string()));
    return std::move(document.json);
}

/// The published facts of the real city, through the same importer as any county's files.
base::Result<base::Done> load_published(Context& context, const ImportDesk& desk) {
    const auto folder = context.place.data / "lingyuan";
    GX_TRY(const base::Json plan, read_words(folder / "load.yaml"));
    GX_CHECK(enrol_tenant(context, plan.at("tenant"), desk.law()));
    const app::Actor actor = Context::actor(plan.at("tenant").text_or_empty("code"));
    for (const base::Json& step : plan.at("files").as_array()) {
        const std::string file = (folder / step.text_or_empty("file")).string();
        GX_TRY(const auto layout, desk.layout(step.text_or_empty("kind")));
        GX_TRY(const auto table, ingest::open_table(file));
        GX_TRY(const std::string digest, file_digest(*context.hasher, file));
        app::RunImport use_case(*context.store, context.clock, *context.ids, context.sealer.get(), desk.content_check());
        app::RunImport::Input input{.layout = layout, .table = *table};
        input.file_name = file;
        input.file_digest = digest;
        GX_TRY(const auto result, use_case.run(input, actor));
        if (result.counts.rejected > 0) {
            return base::Error{base::ErrorCode::Corrupt, "demo.published_rejected", desk.reason_line(layout, result.first_rejected[0]), file};
        }
    }
    return base::Done{};
}

/// Freezes the yearly evaluations that the words name: what the portal shows and the explanation leads back from.
base::Result<base::Done> freeze_evaluations(Context& context, const ImportDesk& desk, const base::Json& words, const app::Actor& actor) {
    for (const base::Json& wanted : words.at("evaluations").as_array()) {
        GX_TRY(const auto* scheme, app::scheme_for_period(desk.law(), wanted.text_or_empty("scheme"), wanted.text_or_empty("period")));
        app::RunEvaluation use_case(*context.store, desk.law().obligation_kinds, *context.hasher, context.clock, *context.ids);
        app::RunEvaluation::Input input{.scheme = *scheme, .period = wanted.text_or_empty("period")};
        GX_TRY(input.as_of, base::Date::parse(wanted.text_or_empty("as_of")));
        input.freeze = true;
        input.periods = domain::RepairPeriods::of(desk.law().deadlines);
        input.law_digest = desk.law().digest([&](std::string_view text) { return text_digest(*context.hasher, text); });
        GX_CHECK(use_case.run(input, actor));
    }
    return base::Done{};
}

/// Writes the read model beside the store, so that the first start is as quick as any.
base::Result<base::Done> save_read_model(Context& context, const ImportDesk& desk) {
    if (context.place.sqlite_file().empty()) { return base::Done{}; }
    storage::FileShelf shelf(context.place.folder);
    const app::Labels no_labels;
    app::PublicView view(*context.store, context.clock, app::PublicLaw::of(desk.law()), no_labels);
    view.keep_in(shelf, read_model_digest(context, desk));
    do { GX_CHECK(view.refresh()); } while (view.behind());
    return view.save();
}

Outcome run(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto place, find_place(global));
    GX_TRY(const auto desk, ImportDesk::open(place));
    GX_TRY(const base::Json words, read_words(place.data / "demo/county.yaml"));
    GX_TRY(const auto context, open_context(global, Opening::Fresh));
    const std::string tenant = words.at("tenant").text_or_empty("code");
    app::LoadCounty county(*context->store, desk.law(), *context->sealer, context->clock);
    const bool large = options.scale == "L";
    const app::LoadCounty::Input input{.words = words, .seed = options.seed, .today = context->clock.today()};
    GX_TRY(const auto loaded, large ? county.run_large(input, Context::actor(tenant)) : county.run(input, Context::actor(tenant)));
    GX_CHECK(enrol_law(*context, tenant, desk.law()));
    GX_CHECK(freeze_evaluations(*context, desk, words, Context::actor(tenant)));
    GX_TRY(const base::Json people, read_words(place.data / "demo/accounts.yaml"));
    GX_CHECK(make_demo_accounts(*context, desk.law().roles, tenant, people));
    if (!large) { GX_CHECK(load_published(*context, desk)); }
    GX_TRY(const auto signer, context->signer());
    app::MakeCheckpoint checkpoint(*context->store, *context->hasher, *signer, context->clock);
    GX_CHECK(checkpoint.run({.origin = "gongxin/" + tenant}, Context::actor(tenant)));
    GX_CHECK(save_read_model(*context, desk));
    gather_statistics(*context->store);
    fmt::print("{} bodies, {} entities, journal size {}\n", loaded.bodies, loaded.entities, context->store->position());
    return kDone;
}

}  // namespace

void add_demo_command(Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = runner.command("demo");
    sub->add_option("--seed", options->seed);
    sub->add_option("--scale", options->scale)->check(CLI::IsMember({"S", "L"}));
    runner.on(sub, [&runner, options] { return run(runner.options, *options); });
}

}  // namespace gx::main
