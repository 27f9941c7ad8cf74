// SPDX-License-Identifier: Apache-2.0
// The program: reads the command line, runs one command, turns its outcome into an exit code.
#include <exception>

#include "main/runner.hpp"

namespace gx::main {

CLI::App* Runner::command(CLI::App& parent, const std::string& name) {
    CLI::App* sub = parent.add_subcommand(name);
    sub->add_option("--data", options.data)->envname("GONGXIN_DATA")->type_name("DIR");
    sub->add_option("--database", options.database)->envname("GONGXIN_DATABASE")->type_name("URL");
    sub->add_option("--keys", options.keys)->envname("GONGXIN_KEYS")->type_name("DIR");
    sub->add_option("--law", options.law)->envname("GONGXIN_LAW")->type_name("DIR");
    sub->add_flag("--json", options.json);
    return sub;
}

namespace {

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
    add_demo_command(runner);
    add_serve_command(runner);
    try {
        runner.app.parse(argc, argv);
    } catch (const CLI::Success& success) {
        return runner.app.exit(success);  // --help, --version
    } catch (const CLI::ParseError& error) {
        runner.app.exit(error, std::cout, std::cerr);
        return kWrongUsage;
    }
    GX_ASSERT(runner.chosen);
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
