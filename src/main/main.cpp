// SPDX-License-Identifier: Apache-2.0
// The program: reads the command line, runs one command, turns its outcome into an exit code.
#include <cstdlib>
#include <exception>

#include "main/runner.hpp"

namespace gx::main {

CLI::App* Runner::command(CLI::App& parent, const std::string& name) {
    CLI::App* sub = parent.add_subcommand(name);
    sub->add_option("--data", options.data)->type_name("DIR");
    sub->add_option("--database", options.database)->type_name("URL");
    sub->add_option("--keys", options.keys)->type_name("DIR");
    sub->add_option("--law", options.law)->type_name("DIR");
    sub->add_flag("--json", options.json);
    return sub;
}

namespace {

/// Settings that every command shares: what the command line leaves open comes from the environment. (CLI11 would let
/// the environment of one subcommand overwrite what another was given.)
void fill_from_environment(GlobalOptions& options) {
    const auto fill = [](std::string& value, const char* name) {
        const char* text = std::getenv(name);
        if (value.empty() && text != nullptr) { value = text; }
    };
    if (options.database.empty()) { fill(options.data, "GONGXIN_DATA"); }
    if (options.data.empty()) { fill(options.database, "GONGXIN_DATABASE"); }
    fill(options.keys, "GONGXIN_KEYS");
    fill(options.law, "GONGXIN_LAW");
}

int run(int argc, char** argv) {
    Runner runner;
    runner.app.require_subcommand(1);
    runner.app.set_version_flag("--version", GX_VERSION);
    runner.app.set_config("--config", "", "", false)->envname("GONGXIN_CONFIG");
    runner.app.allow_config_extras(false);
    add_store_commands(runner);
    add_journal_commands(runner);
    add_key_commands(runner);
    add_law_commands(runner);
    add_import_commands(runner);
    add_export_command(runner);
    add_evaluation_commands(runner);
    add_interest_command(runner);
    add_bench_commands(runner);
    add_demo_command(runner);
    add_serve_command(runner);
    add_token_commands(runner);
    add_user_commands(runner);
    try {
        runner.app.parse(argc, argv);
    } catch (const CLI::Success& success) {
        return runner.app.exit(success);  // --help, --version
    } catch (const CLI::ParseError& error) {
        runner.app.exit(error, std::cout, std::cerr);
        return kWrongUsage;
    }
    GX_ASSERT(runner.chosen);
    fill_from_environment(runner.options);
    const Outcome outcome = runner.chosen();
    if (outcome) { return *outcome; }
    print_error(outcome.error());
    return exit_code(outcome.error());
}

}  // namespace
}  // namespace gx::main

int main(int argc, char** argv) {
    try {
        return gx::main::run(argc, argv);
    } catch (const std::exception& error) {
        gx::main::print_error({gx::base::ErrorCode::Unavailable, "program.exception", error.what()});
        return gx::main::kEnvironment;
    }
}
