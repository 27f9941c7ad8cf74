// SPDX-License-Identifier: Apache-2.0
// evaluate
#include "app/evaluation/run_evaluation.hpp"
#include "app/law/scheme_versions.hpp"
#include "domain/evaluation/explanation.hpp"
#include "domain/evaluation/result_table.hpp"
#include "main/context.hpp"
#include "main/files.hpp"
#include "main/import_desk.hpp"
#include "main/runner.hpp"
#include "render/csv_writer.hpp"
#include "storage/snapshot/snapshot_folder.hpp"

namespace gx::main {
namespace {

namespace evaluation = domain::evaluation;

constexpr std::size_t kExplainedRows = 200;

struct Options {
    std::string scheme;
    std::string period;
    std::string as_of;
    std::optional<std::int64_t> at;
    std::string tenant;
    std::string out;
    bool freeze = false;
    bool confirm_unfiled = false;
    unsigned threads = 2;
};

/// The result with the explanation of each judged body.
base::Result<std::string> as_json(const app::Judgement& judgement, const evaluation::ResultTable& table) {
    const evaluation::Evaluation& done = *judgement.evaluation;
    base::Json out = evaluation::to_json(table);
    base::Json bodies = base::Json::object();
    for (std::uint32_t body = 0; body < judgement.facts.bodies.size(); ++body) {
        if (!done.judged(body)) { continue; }
        GX_TRY(auto explained, evaluation::explain(done, body, kExplainedRows));
        bodies.set(judgement.facts.bodies.key(body), std::move(explained));
    }
    out.set("digest", judgement.digest).set("at_size", judgement.at_size).set("explanations", std::move(bodies));
    return base::canonical(out) + "\n";
}

base::Result<base::Done> write_workbook(const std::string& path, const evaluation::ResultTable& table) {
    render::FileTableWriters writers;
    GX_TRY(const auto out, writers.open(path));
    app::SheetOut sheet;
    sheet.name = table.id;
    sheet.columns.resize(table.columns.size());
    GX_CHECK(out->begin_sheet(sheet));
    std::vector<app::CellOut> cells;
    for (const auto& column : table.columns) {
        cells.push_back(app::CellOut::of(column.title.zh.empty() ? column.header : column.title.zh, app::CellStyle::Header));
    }
    GX_CHECK(out->row(cells));
    for (std::size_t row = 0; row < table.rows; ++row) {
        cells.clear();
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            std::string text = table.cell(row, column);
            const bool is_text = table.columns[column].texts != nullptr || text.empty();
            cells.push_back(is_text ? app::CellOut::of(std::move(text)) : app::CellOut::number(std::move(text)));
        }
        GX_CHECK(out->row(cells));
    }
    return out->finish();
}

base::Result<base::Done> write_result(const std::string& path, const app::Judgement& judgement) {
    GX_TRY(const auto table, judgement.evaluation->table(0, 1));
    if (path.ends_with(".xlsx")) { return write_workbook(path, table); }
    if (path.ends_with(".json")) {
        GX_TRY(const std::string text, as_json(judgement, table));
        return write_file(path, text);
    }
    return write_file(path, evaluation::to_csv(table));
}

Outcome run(const GlobalOptions& global, const Options& options) {
    if (!options.out.ends_with(".csv") && !options.out.ends_with(".json") && !options.out.ends_with(".xlsx")) {
        return base::Error{base::ErrorCode::InvalidInput, "options.out", "a name ending in .csv, .json or .xlsx", "--out"};
    }
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const std::string tenant, context->tenant(options.tenant));
    GX_TRY(const auto desk, ImportDesk::open(context->place));
    const auto scheme = app::scheme_for_period(desk.law(), options.scheme, options.period);
    if (!scheme) { return base::Error{base::ErrorCode::InvalidInput, "evaluation.scheme_unknown", options.scheme, "--scheme"}; }
    app::RunEvaluation::Input input{.scheme = **scheme, .period = options.period};
    if (!options.as_of.empty()) {
        GX_TRY(input.as_of, base::Date::parse(options.as_of));
    }
    input.at_size = options.at;
    input.freeze = options.freeze;
    input.unfiled_confirmed = options.confirm_unfiled;
    input.law_digest = desk.law().digest([&](std::string_view text) { return text_digest(*context->hasher, text); });
    input.threads = options.threads;
    input.periods = domain::RepairPeriods::of(desk.law().deadlines);
    storage::SnapshotFolder snapshots{context->place.folder.string()};
    if (!context->place.sqlite_file().empty()) { input.snapshots = &snapshots; }
    app::RunEvaluation use_case(*context->store, desk.law().obligation_kinds, *context->hasher, context->clock, *context->ids);
    GX_TRY(const auto done, use_case.run(input, Context::actor(tenant)));
    GX_CHECK(write_result(options.out, *done.judgement));
    fmt::print("{} digest {}{}\n", done.judgement->code(), done.judgement->digest, options.freeze ? " frozen" : "");
    return kDone;
}

}  // namespace

void add_evaluation_commands(Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = runner.command("evaluate");
    sub->add_option("--scheme", options->scheme)->required();
    sub->add_option("--period", options->period)->required();
    sub->add_option("--as-of", options->as_of)->type_name("DAY");
    sub->add_option("--at", options->at)->type_name("SEQ");
    sub->add_option("--tenant", options->tenant);
    sub->add_flag("--freeze", options->freeze);
    sub->add_flag("--confirm-unfiled", options->confirm_unfiled);
    sub->add_option("--threads", options->threads)->check(CLI::Range(1U, 64U));
    sub->add_option("--out", options->out)->required()->type_name("FILE");
    runner.on(sub, [&runner, options] { return run(runner.options, *options); });
}

}  // namespace gx::main
