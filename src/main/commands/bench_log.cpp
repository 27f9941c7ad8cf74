// SPDX-License-Identifier: Apache-2.0
// bench log: the production tree over leaves of a known content, both hashes, one thread
#include <chrono>
#include <ctime>

#include "crypto/hasher.hpp"
#include "domain/journal/tiles.hpp"
#include "main/commands/bench.hpp"

namespace gx::main {
namespace {

using base::Digest;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kLeafBytes = 200;
constexpr std::size_t kAppendAtOnce = 4'096;
constexpr std::uint64_t kProofs = 20'000;
constexpr std::uint64_t kStride = 7'919;

double since(Clock::time_point from) { return std::chrono::duration<double>(Clock::now() - from).count(); }

double cpu_seconds() {
    struct timespec time {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

Json decimal(double value, int digits) { return Json::Decimal{fmt::format("{:.{}f}", value, digits)}; }

/// Leaf i: four bytes of i, the highest first, then byte j = (31 i + 17 j + 7) mod 256.
base::Bytes make_leaves(std::uint64_t count) {
    base::Bytes out(count * kLeafBytes);
    for (std::uint64_t i = 0; i < count; ++i) {
        std::uint8_t* leaf = out.data() + i * kLeafBytes;
        for (unsigned k = 0; k < 4; ++k) { leaf[k] = static_cast<std::uint8_t>(i >> (24 - 8 * k)); }
        for (std::uint64_t j = 0; j + 4 < kLeafBytes; ++j) { leaf[4 + j] = static_cast<std::uint8_t>(31 * i + 17 * j + 7); }
    }
    return out;
}

base::ByteView leaf_of(const base::Bytes& leaves, std::uint64_t i) { return {leaves.data() + i * kLeafBytes, kLeafBytes}; }

/// What the hash alone takes for each leaf and each inner node, as seconds a leaf.
double bare_seconds(const domain::Hasher& hasher, const base::Bytes& leaves, std::uint64_t count) {
    const std::uint64_t times = std::min<std::uint64_t>(count, 200'000);
    const auto from = Clock::now();
    Digest last{};
    for (std::uint64_t i = 0; i < times; ++i) { last = hasher.leaf(leaf_of(leaves, i)); }
    for (std::uint64_t i = 0; i < times; ++i) { last = hasher.node(last, last); }
    return since(from) / static_cast<double>(times);
}

Result<Json> measure_hash(std::string_view name, const base::Bytes& leaves, std::uint64_t count) {
    GX_TRY(const auto hasher, crypto::make_hasher(name));
    domain::MemoryTree tree(*hasher);
    const double cpu = cpu_seconds();
    const auto from = Clock::now();
    std::vector<Digest> hashes(std::min<std::uint64_t>(count, kAppendAtOnce));
    for (std::uint64_t i = 0; i < count; i += hashes.size()) {
        const std::size_t here = std::min<std::uint64_t>(count - i, hashes.size());
        for (std::size_t k = 0; k < here; ++k) { hashes[k] = hasher->leaf(leaf_of(leaves, i + k)); }
        tree.append_all({hashes.data(), here});
    }
    const Digest root = tree.root();
    const double build = since(from);
    const double build_cpu = cpu_seconds() - cpu;

    std::vector<std::vector<Digest>> proofs(kProofs);
    const auto prove_from = Clock::now();
    for (std::uint64_t k = 0; k < kProofs; ++k) {
        GX_TRY(proofs[k], domain::inclusion_proof(*hasher, tree, k * kStride % count, count));
    }
    const double prove = since(prove_from);
    const auto verify_from = Clock::now();
    for (std::uint64_t k = 0; k < kProofs; ++k) {
        const std::uint64_t i = k * kStride % count;
        GX_CHECK(domain::check_inclusion(*hasher, i, count, hasher->leaf(leaf_of(leaves, i)), proofs[k], root));
    }
    const double verify = since(verify_from);
    const double bare = bare_seconds(*hasher, leaves, count);

    Json out;
    out.set("root", base::to_hex(root)).set("build_s", decimal(build, 4)).set("build_cpu_s", decimal(build_cpu, 4));
    out.set("leaves_per_s", static_cast<std::int64_t>(static_cast<double>(count) / build));
    out.set("bare_leaves_per_s", static_cast<std::int64_t>(1 / bare));
    out.set("proof_us", decimal(prove / kProofs * 1e6, 3)).set("verify_us", decimal(verify / kProofs * 1e6, 3));
    out.set("verified", true);
    return out;
}

Outcome measure(std::uint64_t count) {
    const base::Bytes leaves = make_leaves(count);
    Json out;
    out.set("leaves", static_cast<std::int64_t>(count)).set("leaf_bytes", static_cast<std::int64_t>(kLeafBytes));
    for (const char* name : {"sha256", "sm3"}) {
        GX_TRY(auto result, measure_hash(name, leaves, count));
        out.set(name, std::move(result));
    }
    fmt::print("{}\n", base::canonical(out.set("rss_peak_mb", bench_peak_mebibytes())));
    return kDone;
}

}  // namespace

void add_bench_log(CLI::App& bench, Runner& runner) {
    const auto count = std::make_shared<std::uint64_t>(0);
    CLI::App* sub = bench.add_subcommand("log");
    sub->add_option("leaves", *count)->required()->check(CLI::Range(std::uint64_t{1}, std::uint64_t{50'000'000}));
    runner.on(sub, [count] { return measure(*count); });
}

}  // namespace gx::main
