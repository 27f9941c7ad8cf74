// SPDX-License-Identifier: Apache-2.0
// law check
#include "ingest/law/law_loader.hpp"
#include "main/runner.hpp"

namespace gx::main {
namespace {

std::filesystem::path law_folder(const GlobalOptions& options, base::Error& error) {
    GlobalOptions anywhere = options;
    if (anywhere.data.empty() && anywhere.database.empty()) { anywhere.data = "."; }
    auto place = find_place(anywhere);
    if (place) { return place->law; }
    error = place.error();
    return {};
}

Outcome check(const GlobalOptions& options) {
    base::Error error{};
    const auto folder = law_folder(options, error);
    if (folder.empty()) { return error; }
    const ingest::LawCheck law = ingest::check_law(folder);
    if (options.json) {
        base::Json out;
        base::Json findings = base::Json::array();
        for (const auto& finding : law.findings) {
            findings.push(base::Json::object().set("where", finding.where).set("reason", finding.reason).set("detail", finding.detail));
        }
        base::Json counts = base::Json::object();
        for (const auto& [name, count] : law.counts) { counts.set(name, static_cast<std::int64_t>(count)); }
        out.set("ok", law.ok()).set("findings", std::move(findings)).set("counts", std::move(counts));
        fmt::print("{}\n", base::canonical(out.set("truncated", law.truncated)));
    } else {
        for (const auto& finding : law.findings) { fmt::print("{}\n", finding.str()); }
        for (const auto& [name, count] : law.counts) { fmt::print("{}: {}\n", name, count); }
    }
    return law.ok() ? kDone : kFound;
}

}  // namespace

void add_law_commands(Runner& runner) {
    CLI::App* law = runner.app.add_subcommand("law");
    law->require_subcommand(1);
    runner.on(runner.command(*law, "check"), [&runner] { return check(runner.options); });
}

}  // namespace gx::main
