// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/evaluation.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <numeric>

#include "domain/evaluation/parallel.hpp"

namespace gx::domain::evaluation {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::uint32_t kBodiesPerThread = 64;
constexpr std::uint32_t kRangesPerThread = 16;


}  // namespace

Result<Done> Evaluation::bind() {
    const std::uint32_t bodies = facts_.bodies.size();
    for (const MeasureSet& set : scheme_.measures) {
        GX_TRY(auto pass, MeasurePass::bind(scheme_, set, facts_, horizon_));
        passes_.push_back(std::move(pass));
        blocks_.emplace_back();
        passes_.back().prepare(blocks_.back());
    }
    GX_TRY(judge_, Judge::bind(scheme_, facts_, blocks_, horizon_));
    judged_.assign(bodies, 0);
    scores_.assign(bodies, kNullStored);
    grades_.assign(bodies, 0);
    caps_.assign(bodies, 0);
    not_filed_.assign(bodies, 0);
    for (const Output& output : scheme_.outputs) {
        kept_.emplace_back();
        if (output.rows != Output::Rows::Bodies) { continue; }
        for (std::size_t c = 0; c < output.columns.size(); ++c) {
            const bool special = judge_->shown().outputs[kept_.size() - 1][c].slot == Judge::kNoSlot;
            kept_.back().emplace_back(special ? 0 : bodies, kNullStored);
        }
    }
    contributions_.assign(judge_->shown().contributions.size(), std::vector<std::int64_t>(bodies, kNullStored));
    for (const Rank& rank : scheme_.ranks) {
        if (!rank.within.empty() && facts_.body_table.find(rank.within) == nullptr) {
            return Error{ErrorCode::InvalidInput, "scheme.unknown_column", rank.within, "/ranks"};
        }
        for (const Rank::Key& key : rank.order) {
            if (kept_column(key.name) == nullptr) {
                return Error{ErrorCode::InvalidInput, "scheme.dangling_name", key.name, "/ranks"};
            }
        }
    }
    find_peer_groups();
    return Done{};
}

Result<Done> Evaluation::keep(std::uint32_t body, const Verdict& verdict) {
    judged_[body] = verdict.judged ? 1 : 0;
    if (!verdict.judged) { return Done{}; }
    GX_TRY(scores_[body], to_stored(verdict.score, scheme_.aggregate.decimals));
    grades_[body] = verdict.grade;
    caps_[body] = 0;
    for (std::size_t i = 0; i < verdict.caps.size(); ++i) {
        if (verdict.caps[i]) { caps_[body] |= std::uint64_t{1} << i; }
    }
    not_filed_[body] = static_cast<std::uint32_t>(
        std::count(verdict.states.begin(), verdict.states.end(), LeafState::NotFiled));
    const Judge::Shown& shown = judge_->shown();
    for (std::size_t o = 0; o < shown.outputs.size(); ++o) {
        for (std::size_t c = 0; c < shown.outputs[o].size(); ++c) {
            const std::uint32_t slot = shown.outputs[o][c].slot;
            if (slot == Judge::kNoSlot) { continue; }
            GX_TRY(kept_[o][c][body], to_stored(verdict.slots[slot], scheme_.outputs[o].columns[c].decimals));
        }
    }
    for (std::size_t i = 0; i < contributions_.size(); ++i) {
        const RollUpColumn& column = scheme_.roll_up->columns[i];
        GX_TRY(contributions_[i][body], to_stored(verdict.slots[shown.contributions[i].slot], column.decimals));
    }
    return Done{};
}

Result<Done> Evaluation::judge_range(std::uint32_t from, std::uint32_t to, Verdict& verdict) {
    for (std::size_t s = 0; s < passes_.size(); ++s) { passes_[s].run(blocks_[s], from, to); }
    for (std::uint32_t body = from; body < to; ++body) {
        GX_CHECK(judge_->judge(body, verdict));
        GX_CHECK(keep(body, verdict));
    }
    return Done{};
}

Result<Done> Evaluation::judge_all(unsigned threads) {
    const std::uint32_t bodies = facts_.bodies.size();
    const unsigned parts = worthwhile_parts(bodies, kBodiesPerThread, threads);
    const std::uint32_t range = std::max(1U, bodies / (parts * kRangesPerThread));
    std::atomic<std::uint32_t> next{0};
    std::mutex failed;
    std::map<std::uint32_t, Error> errors;  // the first body's fault is told, whichever thread met it
    in_parallel(parts, [&](unsigned) {
        Verdict verdict = judge_->make_verdict();
        for (std::uint32_t from = next.fetch_add(range); from < bodies; from = next.fetch_add(range)) {
            const auto done = judge_range(from, std::min(bodies, from + range), verdict);
            if (!done) {
                const std::scoped_lock lock{failed};
                errors.emplace(from, done.error());
            }
        }
    });
    if (!errors.empty()) { return errors.begin()->second; }
    return Done{};
}

Result<std::unique_ptr<Evaluation>> Evaluation::run(const Scheme& scheme, const FactSet& facts, const Horizon& horizon,
                                                    unsigned threads) {
    std::unique_ptr<Evaluation> evaluation{new Evaluation{scheme, facts, horizon}};
    GX_CHECK(evaluation->bind());
    GX_CHECK(evaluation->judge_all(threads));
    evaluation->rank_all(threads);
    return evaluation;
}

Result<Done> Evaluation::update_body(std::uint32_t body) {
    const std::int64_t before = rated_score(body);
    Verdict verdict = judge_->make_verdict();
    GX_CHECK(judge_range(body, body + 1, verdict));
    for (std::size_t r = 0; r < scheme_.ranks.size(); ++r) {
        if (!move_places(r, body, before)) { rank_group(r, members_[r][peer_groups_[r][body]]); }
    }
    return Done{};
}

std::vector<std::string> Evaluation::caps(std::uint32_t body) const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < scheme_.caps.size(); ++i) {
        if ((caps_[body] >> i & 1U) != 0) { out.push_back(scheme_.caps[i].id); }
    }
    return out;
}

void Evaluation::find_peer_groups() {
    const std::uint32_t bodies = facts_.bodies.size();
    for (const Rank& rank : scheme_.ranks) {
        std::vector<std::uint32_t> groups(bodies, 0);
        std::map<std::int64_t, std::uint32_t> seen;
        const Column* key = rank.within.empty() ? nullptr : facts_.body_table.find(rank.within);
        for (std::uint32_t body = 0; body < bodies; ++body) {
            const std::int64_t value = key == nullptr ? 0 : key->value(body);
            groups[body] = seen.try_emplace(value, static_cast<std::uint32_t>(seen.size())).first->second;
        }
        std::vector<std::vector<std::uint32_t>> members(seen.size());
        for (std::uint32_t body = 0; body < bodies; ++body) { members[groups[body]].push_back(body); }
        rated_.emplace_back(members.size(), 0);
        peer_groups_.push_back(std::move(groups));
        members_.push_back(std::move(members));
        places_.emplace_back(bodies, 0);
    }
}

void Evaluation::rank_group(std::size_t rank, const std::vector<std::uint32_t>& members) {
    if (members.empty()) { return; }
    std::vector<std::pair<std::int64_t, std::uint32_t>> order;
    order.reserve(members.size());
    for (const std::uint32_t body : members) {
        places_[rank][body] = 0;
        if (judged_[body] != 0 && scores_[body] != kNullStored) { order.emplace_back(-scores_[body], body); }
    }
    rated_[rank][peer_groups_[rank][members.front()]] = static_cast<std::uint32_t>(order.size());
    // DESIGN 4.5: minimum sample; a small group is not ranked.
    if (static_cast<std::int64_t>(order.size()) < scheme_.ranks[rank].sample_min) { return; }
    std::sort(order.begin(), order.end());
    std::uint32_t place = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        // Ties 1-2-2-4: one more than the number of bodies with a strictly higher score.
        if (i == 0 || order[i].first != order[i - 1].first) { place = static_cast<std::uint32_t>(i + 1); }
        places_[rank][order[i].second] = place;
    }
}

void Evaluation::rank_all(unsigned threads) {
    const unsigned parts = worthwhile_parts(facts_.bodies.size(), 4'000, threads);
    for (std::size_t r = 0; r < scheme_.ranks.size(); ++r) {
        std::atomic<std::size_t> next{0};
        in_parallel(parts, [&](unsigned) {
            for (std::size_t g = next.fetch_add(1); g < members_[r].size(); g = next.fetch_add(1)) {
                rank_group(r, members_[r][g]);
            }
        });
    }
}

std::uint32_t Evaluation::rated(std::size_t rank, std::uint32_t body) const {
    return rated_[rank][peer_groups_[rank][body]];
}

std::string Evaluation::peer_group_name(std::size_t rank, std::uint32_t body) const {
    const std::string& within = scheme_.ranks[rank].within;
    if (within.empty()) { return {}; }
    const Column* column = facts_.body_table.find(within);
    if (column->def.kind == ColumnKind::Code) { return std::string{column->text(body)}; }
    return stored_text(column->value(body), 0);
}

const std::vector<std::int64_t>* Evaluation::kept_column(const std::string& header) const {
    for (std::size_t o = 0; o < scheme_.outputs.size(); ++o) {
        for (std::size_t c = 0; c < kept_[o].size(); ++c) {
            const bool special = judge_->shown().outputs[o][c].slot == Judge::kNoSlot;
            if (!special && scheme_.outputs[o].columns[c].header == header) { return &kept_[o][c]; }
        }
    }
    return nullptr;
}

std::vector<std::uint32_t> Evaluation::shown_order(std::size_t rank, std::uint32_t peer_group) const {
    std::vector<std::uint32_t> order;
    for (const std::uint32_t body : members_[rank][peer_group]) {
        if (judged_[body] != 0) { order.push_back(body); }
    }
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        if (scores_[a] != scores_[b]) { return scores_[a] > scores_[b]; }
        for (const Rank::Key& key : scheme_.ranks[rank].order) {
            const std::vector<std::int64_t>& values = *kept_column(key.name);
            if (values[a] != values[b]) { return key.descending ? values[a] > values[b] : values[a] < values[b]; }
        }
        return false;
    });
    return order;
}

}  // namespace gx::domain::evaluation
