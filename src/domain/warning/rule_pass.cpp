// SPDX-License-Identifier: Apache-2.0
#include "domain/warning/rule_pass.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <map>
#include <tuple>

#include "domain/evaluation/parallel.hpp"
#include "domain/warning/condition_compiler.hpp"

namespace gx::domain::warning {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;
using evaluation::FactSet;
using evaluation::Horizon;
using evaluation::Table;

constexpr std::size_t kRulesMax = 65'535;
/// Rows that a thread takes at a time: their columns fit into its second-level cache.
constexpr std::uint32_t kRowsTaken = 64 * kLanes;
constexpr std::uint64_t kRowsPerThread = 20'000;

/// The rows of a fact that count at all.
Result<std::uint32_t> rows_of(const RuleFact& fact, ConditionCompiler& compiler, MaskProgram& program) {
    std::vector<std::uint32_t> all;
    if (fact.where) {
        GX_TRY(const std::uint32_t where, compiler.condition(*fact.where));
        all.push_back(where);
    }
    if (!fact.known_by.empty()) {
        GX_TRY(const std::uint32_t known, compiler.come_by(fact.known_by, fact.at + "/known_by"));
        all.push_back(known);
    }
    for (const std::string& name : fact.ended_by) {
        GX_TRY(const std::uint32_t over, compiler.come_by(name, fact.at + "/ended_by"));
        all.push_back(program.negated(over));
    }
    return program.all_of(std::move(all));
}

}  // namespace

Result<std::vector<RulePass>> RulePass::bind(const WarningRules& rules, const FactSet& facts, const Horizon& horizon) {
    if (rules.rules.size() > kRulesMax) { return Error{ErrorCode::InvalidInput, "warning.too_large", "rules", "/rules"}; }
    std::map<std::string_view, std::vector<std::size_t>> by_fact;
    std::vector<const RuleFact*> order;
    for (std::size_t i = 0; i < rules.rules.size(); ++i) {
        const WarningRule& rule = rules.rules[i];
        const RuleFact* fact = rules.fact(rule.fact);
        if (fact == nullptr) { return Error{ErrorCode::InvalidInput, "scheme.dangling_name", rule.fact, rule.at + "/fact"}; }
        if (by_fact[fact->id].empty()) { order.push_back(fact); }
        by_fact[fact->id].push_back(i);
    }
    std::vector<RulePass> passes;
    for (const RuleFact* fact : order) {
        const Table* table = facts.find(fact->table);
        if (table == nullptr) {
            return Error{ErrorCode::InvalidInput, "scheme.unknown_table", fact->table, fact->at + "/table"};
        }
        auto pass = std::find_if(passes.begin(), passes.end(), [&](const RulePass& each) { return each.table_ == table; });
        if (pass != passes.end()) { continue; }
        passes.emplace_back();
        passes.back().table_ = table;
        // Facts of one table share its tests; each has its own names.
        for (const RuleFact* other : order) {
            if (other->table != fact->table) { continue; }
            GX_CHECK(passes.back().add(rules, *other, by_fact[other->id], horizon));
        }
    }
    return passes;
}

Result<Done> RulePass::add(const WarningRules& rules, const RuleFact& fact, const std::vector<std::size_t>& numbers,
                           const Horizon& horizon) {
    ConditionCompiler compiler{*table_, horizon, program_};
    GX_CHECK(compiler.define_all(fact.values));
    GX_TRY(const std::uint32_t counted, rows_of(fact, compiler, program_));
    for (const std::size_t number : numbers) {
        const WarningRule& rule = rules.rules[number];
        if (rule.in_force && !rule.in_force->covers(horizon.as_of)) { continue; }
        GX_CHECK(compiler.define_all(rule.parameters));
        GX_TRY(Test test, test_of(rule, counted, compiler));
        compiler.forget(rule.parameters);
        test.rule = static_cast<std::uint16_t>(number);
        tests_.push_back(std::move(test));
    }
    compiler.finish();
    return Done{};
}

Result<RulePass::Test> RulePass::test_of(const WarningRule& rule, std::uint32_t counted, ConditionCompiler& compiler) {
    std::vector<std::uint32_t> all{counted};
    if (rule.where) {
        GX_TRY(const std::uint32_t where, compiler.condition(*rule.where));
        all.push_back(where);
    }
    for (const Exemption& exemption : rule.exempt) {
        GX_TRY(const std::uint32_t exempt, compiler.condition(exemption.when));
        all.push_back(program_.negated(exempt));
    }
    Test test;
    for (const Rung& rung : rule.ladder) {
        std::vector<std::uint32_t> here = all;
        GX_TRY(const std::uint32_t when, compiler.condition(rung.when));
        here.push_back(when);
        test.rungs.push_back(program_.all_of(std::move(here)));
    }
    return test;
}

std::vector<RulePass::Stretch> RulePass::stretches() const {
    std::vector<Stretch> out;
    for (std::uint32_t body = 0; body < table_->bodies(); ++body) {
        const evaluation::Segment& segment = table_->segment(body);
        if (segment.count == 0) { continue; }
        if (out.empty() || out.back().end != segment.begin) { out.push_back({segment.begin, segment.begin}); }
        out.back().end = segment.begin + segment.count;
    }
    return out;
}

void RulePass::run_block(MaskProgram::Run& run, std::uint32_t begin, std::uint32_t count, std::vector<Alert>& out) const {
    run.start(begin, count);
    const Mask valid = first_lanes(count);
    for (const Test& test : tests_) {
        Mask left = valid;
        for (std::uint8_t rung = 0; rung < test.rungs.size(); ++rung) {
            const Mask& mask = run.mask(test.rungs[rung]);
            for (std::uint32_t w = 0; w < kMaskWords; ++w) {
                for (std::uint64_t hit = mask[w] & left[w]; hit != 0; hit &= hit - 1) {
                    const auto lane = 64 * w + static_cast<std::uint32_t>(std::countr_zero(hit));
                    out.push_back({.row = begin + lane, .rule = test.rule, .rung = rung});
                }
                left[w] &= ~mask[w];
            }
        }
    }
}

void RulePass::run_stretch(MaskProgram::Run& run, Stretch stretch, std::vector<Alert>& out) const {
    for (std::uint32_t row = stretch.begin; row < stretch.end; row += kLanes) {
        run_block(run, row, std::min(kLanes, stretch.end - row), out);
    }
}

std::vector<Alert> RulePass::run(unsigned threads, const LaneTests& tests) const {
    std::vector<Stretch> pieces;
    for (const Stretch& stretch : stretches()) {
        for (std::uint32_t row = stretch.begin; row < stretch.end; row += std::min(kRowsTaken, stretch.end - row)) {
            pieces.push_back({row, row + std::min(kRowsTaken, stretch.end - row)});
        }
    }
    const unsigned workers = evaluation::worthwhile_parts(table_->rows(), kRowsPerThread, threads);
    std::vector<std::vector<Alert>> found(workers);
    struct Span {
        unsigned worker = 0;
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    std::vector<Span> spans(pieces.size());
    std::atomic<std::size_t> next{0};
    evaluation::in_parallel(workers, [&](unsigned worker) {
        MaskProgram::Run run{program_, *table_, tests};
        std::vector<Alert>& own = found[worker];
        for (std::size_t piece = next.fetch_add(1); piece < pieces.size(); piece = next.fetch_add(1)) {
            spans[piece] = {.worker = worker, .begin = own.size()};
            run_stretch(run, pieces[piece], own);
            spans[piece].end = own.size();
        }
    });
    if (workers == 1) { return std::move(found.front()); }
    std::size_t total = 0;
    for (const auto& each : found) { total += each.size(); }
    std::vector<Alert> alerts;
    alerts.reserve(total);
    for (const Span& span : spans) {
        const Alert* from = found[span.worker].data();
        alerts.insert(alerts.end(), from + span.begin, from + span.end);
    }
    return alerts;
}

std::vector<Alert> RulePass::run_body(std::uint32_t body) const {
    std::vector<Alert> alerts;
    const evaluation::Segment& segment = table_->segment(body);
    if (segment.count == 0) { return alerts; }
    MaskProgram::Run run{program_, *table_};
    run_stretch(run, {segment.begin, segment.begin + segment.count}, alerts);
    std::sort(alerts.begin(), alerts.end(), [](const Alert& a, const Alert& b) {
        return std::tie(a.row, a.rule, a.rung) < std::tie(b.row, b.rule, b.rung);
    });
    return alerts;
}

}  // namespace gx::domain::warning
