// SPDX-License-Identifier: Apache-2.0
// bench rules: the rule engine over CSV files, without a store
#include "app/warning/foreign_rules.hpp"
#include "app/warning/rule_run.hpp"
#include "crypto/hasher.hpp"
#include "main/commands/bench.hpp"
#include "main/files.hpp"

namespace gx::main {
namespace {

constexpr std::size_t kFileMax = std::size_t{8} << 30U;

struct Options {
    std::string data;
    std::string folder;  ///< where sizes lie
    std::string as_of;
    std::string law;
    std::string rules;
    unsigned threads = 2;
    unsigned repetitions = 5;
};

/// A folder, or the name of one within `options.folder`.
std::filesystem::path data_folder(const Options& options) {
    const std::filesystem::path own(options.data);
    if (options.folder.empty() || std::filesystem::is_directory(own)) { return own; }
    return std::filesystem::path(options.folder) / own;
}

base::Result<std::string> counts_digest(const std::vector<std::int64_t>& counts) {
    std::string text;
    for (const std::int64_t count : counts) { text += (text.empty() ? "" : ",") + std::to_string(count); }
    GX_TRY(const auto hasher, crypto::make_hasher("sha256"));
    return base::to_hex(hasher->digest(base::as_bytes(text))).substr(0, 16);
}

Outcome run_rules(const Options& options) {
    const std::filesystem::path law(options.law);
    app::RuleRunInput input;
    GX_TRY(input.layouts, read_bench_law(law / "imports/columns.yaml"));
    GX_TRY(input.translation, read_bench_law(law / "warnings/reference.yaml"));
    GX_TRY(const std::string rules, read_file(options.rules));
    GX_TRY(input.rules, base::parse_json(rules));
    GX_TRY(input.as_of, base::Date::parse(options.as_of));
    input.threads = options.threads;
    input.repetitions = options.repetitions;
    GX_TRY(const auto translated, app::translate_rules(input.translation, input.rules));
    GX_TRY(const auto layouts, app::layouts_for(input.layouts, translated));
    std::map<std::string, std::string> own;
    std::map<std::string, std::string_view> texts;
    for (const auto& layout : layouts) {
        GX_TRY(own[layout.file], read_file(data_folder(options) / layout.file, kFileMax));
        texts[layout.file] = own[layout.file];
    }
    GX_TRY(const auto done, app::run_rules(input, texts));
    base::Json counts = base::Json::array();
    for (const std::int64_t count : done.counts) { counts.push(count); }
    GX_TRY(const std::string digest, counts_digest(done.counts));
    base::Json out;
    out.set("facts", done.facts).set("rules", static_cast<std::int64_t>(done.counts.size()));
    out.set("threads", std::int64_t{options.threads}).set("load_s", bench_seconds(done.load_us));
    out.set("bind_s", bench_seconds(done.bind_us)).set("run_s", bench_seconds(done.run_us));
    out.set("run_cpu_s", bench_seconds(done.run_cpu_us));
    out.set("facts_per_s", done.facts * 1'000'000 / std::max<std::int64_t>(done.run_us, 1)).set("alerts", done.alerts);
    out.set("counts", std::move(counts)).set("digest", digest).set("rss_peak_mb", bench_peak_mebibytes());
    fmt::print("{}\n", base::canonical(out));
    return kDone;
}

}  // namespace

void add_bench_rules(CLI::App& bench, Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = bench.add_subcommand("rules");
    sub->add_option("data", options->data)->required();
    sub->add_option("--folder", options->folder)->envname("PEERS_DATA")->type_name("DIR");
    sub->add_option("--rules", options->rules)->required()->type_name("FILE");
    sub->add_option("--law", options->law)->required()->type_name("DIR");
    sub->add_option("--as-of", options->as_of)->envname("PEERS_ASOF")->type_name("DAY")->default_val("2026-06-30");
    sub->add_option("--threads", options->threads)->check(CLI::Range(1U, 64U));
    sub->add_option("--repetitions", options->repetitions)->check(CLI::Range(1U, 50U))->envname("PEERS_REPS");
    runner.on(sub, [options] { return run_rules(*options); });
}

}  // namespace gx::main
