// SPDX-License-Identifier: Apache-2.0
// serve: the portal, the console and the API
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "main/runner.hpp"
#include "main/serving.hpp"

namespace gx::main {
namespace {

Outcome run(const GlobalOptions& global, const ServeOptions& options) {
    const auto logger = spdlog::stderr_logger_mt("gongxin");
    logger->set_pattern("%v");
    spdlog::set_default_logger(logger);
    GX_TRY(const auto serving, Serving::open(global, options));
    GX_CHECK(serving->run());
    return kDone;
}

}  // namespace

void add_serve_command(Runner& runner) {
    const auto options = std::make_shared<ServeOptions>();
    CLI::App* sub = runner.command("serve");
    options->add_to(*sub);
    runner.on(sub, [&runner, options] { return run(runner.options, *options); });
}

}  // namespace gx::main
