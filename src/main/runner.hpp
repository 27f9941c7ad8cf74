// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include <CLI/CLI.hpp>

#include "main/failure.hpp"
#include "main/place.hpp"

namespace gx::main {

/// The command line being built: global options, and what to do once it is read.
struct Runner {
    CLI::App app{"gongxin"};
    GlobalOptions options;
    std::function<Outcome()> chosen;

    /// A subcommand that takes the global options as well.
    CLI::App* command(CLI::App& parent, const std::string& name);
    CLI::App* command(const std::string& name) { return command(app, name); }
    /// Runs `action` when `sub` was given.
    void on(CLI::App* sub, std::function<Outcome()> action) {
        sub->callback([this, action = std::move(action)] { chosen = action; });
    }
};

// One function a group of commands; each adds its subcommands to the runner.
void add_store_commands(Runner& runner);       ///< init, migrate, doctor, backup, restore
void add_journal_commands(Runner& runner);     ///< verify, checkpoint, proof
void add_key_commands(Runner& runner);         ///< key, erase
void add_law_commands(Runner& runner);         ///< law check
void add_import_commands(Runner& runner);      ///< template, import, import undo
void add_export_command(Runner& runner);       ///< export
void add_evaluation_commands(Runner& runner);  ///< evaluate
void add_interest_command(Runner& runner);     ///< interest
void add_bench_commands(Runner& runner);       ///< bench
void add_demo_command(Runner& runner);         ///< demo
void add_serve_command(Runner& runner);        ///< serve
void add_token_commands(Runner& runner);       ///< token create, list, revoke
void add_user_commands(Runner& runner);        ///< user list, add, grant, reset, disable, enable, totp-reset

}  // namespace gx::main
