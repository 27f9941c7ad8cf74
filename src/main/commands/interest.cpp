// SPDX-License-Identifier: Apache-2.0
// interest: the late-interest sheet of an obligation
#include "app/obligation/interest_sheet.hpp"
#include "ingest/law/law_loader.hpp"
#include "main/context.hpp"
#include "main/runner.hpp"

namespace gx::main {
namespace {

struct Options {
    std::string obligation;
    std::string as_of;
    std::string tenant;
};

Outcome run(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const std::string tenant, context->tenant(options.tenant));
    GX_TRY(const auto law, ingest::load_law(context->place.law));
    base::Date day = context->clock.today();
    if (!options.as_of.empty()) {
        GX_TRY(day, base::Date::parse(options.as_of));
    }
    GX_TRY(const auto sheet, app::InterestSheet(*context->store, *law).run(tenant, options.obligation, day));
    if (global.json) {
        fmt::print("{}\n", base::canonical(sheet.to_json()));
        return kDone;
    }
    for (const app::InterestLine& line : sheet.lines) {
        fmt::print("{} due {} principal {} days {} interest {}\n", line.code, line.due_on.iso(), base::Money::fen(line.principal_fen).yuan(),
                   line.days, base::Money::fen(line.interest_fen).yuan());
    }
    fmt::print("{}\n", base::Money::fen(sheet.interest_fen).yuan());
    return kDone;
}

}  // namespace

void add_interest_command(Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = runner.command("interest");
    sub->add_option("obligation", options->obligation)->required();
    sub->add_option("--as-of", options->as_of)->type_name("DAY");
    sub->add_option("--tenant", options->tenant);
    runner.on(sub, [&runner, options] { return run(runner.options, *options); });
}

}  // namespace gx::main
