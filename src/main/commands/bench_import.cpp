// SPDX-License-Identifier: Apache-2.0
// bench import: `gongxin init` and two imports of a table into a fresh store, the way of the command line
#include <chrono>
#include <fstream>

#include <sys/resource.h>

#include "app/ports/table.hpp"
#include "main/commands/bench.hpp"
#include "main/enrol.hpp"
#include "main/import_file.hpp"

namespace gx::main {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;
using base::Result;
using Clock = std::chrono::steady_clock;

constexpr const char* kTenant = "990101";
constexpr std::int64_t kSecondFrom = 1'000'000'000;  ///< added to the ids of the second import

struct Options {
    std::string data;
    std::string work;
    std::string hash = "sm3";
    bool empty_only = false;
};

std::int64_t micros_since(Clock::time_point from) {
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - from).count();
}

std::int64_t cpu_micros() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto micros = [](const timeval& time) { return std::int64_t{time.tv_sec} * 1'000'000 + time.tv_usec; };
    return micros(usage.ru_utime) + micros(usage.ru_stime);
}

struct Taken {
    std::int64_t rows = 0;
    std::int64_t us = 0;
    std::int64_t cpu_us = 0;
};

/// Imports a file as `gongxin import` does, closes the store, and has the write-ahead log brought into the file.
Result<Taken> take(const GlobalOptions& global, const std::string& kind, const std::string& file) {
    const auto from = Clock::now();
    const std::int64_t cpu = cpu_micros();
    Taken taken;
    {
        GX_TRY(const auto context, open_context(global, Opening::Existing));
        GX_TRY(const auto desk, ImportDesk::open(context->place));
        GX_TRY(const auto layout, desk.layout(kind));
        GX_TRY(const auto result, import_file(*context, desk, layout, {.file = file, .tenant = kTenant}));
        if (result.counts.rejected > 0 || result.counts.added != result.counts.read) {
            return Error{ErrorCode::Conflict, "bench.rows_refused",
                         fmt::format("read {} added {} rejected {}", result.counts.read, result.counts.added, result.counts.rejected)};
        }
        taken.rows = result.counts.added;
        if (!context->place.sqlite_file().empty()) {
            GX_TRY(const auto connection, context->store->database().connect());
            GX_CHECK(connection->integer("PRAGMA wal_checkpoint(TRUNCATE)"));
        }
    }
    taken.us = micros_since(from);
    taken.cpu_us = cpu_micros() - cpu;
    return taken;
}

/// The same rows under other ids, which stand first in each line.
Result<base::Done> write_second(const fs::path& from, const fs::path& to) {
    std::ifstream in(from);
    std::ofstream out(to);
    std::string line;
    if (!std::getline(in, line)) { return Error{ErrorCode::NotFound, "file.unreadable", {}, from.string()}; }
    out << line << '\n';
    while (std::getline(in, line)) {
        const std::size_t comma = line.find(',');
        const auto id = line.substr(0, comma);
        out << kSecondFrom + std::strtoll(id.c_str(), nullptr, 10) << line.substr(std::min(comma, line.size())) << '\n';
    }
    if (!out.flush()) { return Error{ErrorCode::StorageFull, "store.full", {}, to.string()}; }
    return base::Done{};
}

base::Json rate(std::int64_t rows, std::int64_t us) { return us == 0 ? base::Json() : base::Json(rows * 1'000'000 / us); }

Outcome measure(GlobalOptions global, const Options& options) {
    const fs::path work(options.work);
    std::error_code ec;
    if (global.database.empty()) {
        if (fs::exists(work / "store", ec)) { return Error{ErrorCode::Conflict, "store.exists", {}, (work / "store").string()}; }
        fs::create_directories(work / "store", ec);
        global.data = (work / "store").string();
    }
    {
        GX_TRY(const auto place, find_place(global));
        GX_TRY(const auto desk, ImportDesk::open(place));
        GX_TRY(const auto context, open_context(global, Opening::Fresh, {.hash = options.hash, .signature = options.hash == "sm3" ? "SM2" : "Ed25519"}));
        base::Json tenant;
        tenant.set("code", kTenant).set("name", "benchmark").set("mode", "production").set("division_code", kTenant);
        GX_CHECK(enrol_tenant(*context, std::move(tenant), desk.law()));
    }
    const fs::path data(options.data);
    GX_CHECK(take(global, "bodies", (data / "bodies.csv").string()));
    base::Json out;
    GX_TRY(const Taken empty, take(global, "obligations", (data / "obligations.csv").string()));
    out.set("rows", empty.rows).set("s", bench_seconds(empty.us)).set("rows_per_s", rate(empty.rows, empty.us));
    out.set("cpu_s", bench_seconds(empty.cpu_us)).set("hash", options.hash);
    if (!options.empty_only) {
        const fs::path second = work / "second.csv";
        GX_CHECK(write_second(data / "obligations.csv", second));
        GX_TRY(const Taken full, take(global, "obligations", second.string()));
        fs::remove(second, ec);
        out.set("rows_full", full.rows).set("s_full", bench_seconds(full.us)).set("rows_per_s_full", rate(full.rows, full.us));
        out.set("cpu_s_full", bench_seconds(full.cpu_us));
    }
    out.set("rss_peak_mb", bench_peak_mebibytes());
    fmt::print("{}\n", base::canonical(out));
    return kDone;
}

}  // namespace

void add_bench_import(CLI::App& bench, Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* sub = runner.command(bench, "import");
    sub->add_option("data", options->data)->required()->type_name("DIR");
    sub->add_option("--work", options->work)->required()->type_name("DIR");
    sub->add_option("--hash", options->hash)->check(CLI::IsMember({"sm3", "sha256"}));
    sub->add_flag("--empty-only", options->empty_only);
    runner.on(sub, [&runner, options] { return measure(runner.options, *options); });
}

}  // namespace gx::main
