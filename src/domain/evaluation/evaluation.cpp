// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/evaluation.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <numeric>
#include <unordered_map>

#include "domain/evaluation/parallel.hpp"

namespace gx::domain::evaluation {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::uint32_t kBodiesPerThread = 64;
/// Bodies a thread takes at a time: their measures stay in the second-level cache until they are judged.
constexpr std::uint32_t kRangeMax = 256;
/// Scores that lie closer together than this are counted, not sorted.
constexpr std::uint64_t kScoresCounted = 1'000'000;
constexpr std::uint32_t kGroupsAtATime = 64;

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
    find_kept();
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

void Evaluation::find_kept() {
    const std::uint32_t bodies = facts_.bodies.size();
    const Judge::Shown& shown = judge_->shown();
    kept_.resize(scheme_.outputs.size());
    for (std::size_t o = 0; o < scheme_.outputs.size(); ++o) {
        const Output& output = scheme_.outputs[o];
        kept_[o].resize(output.rows == Output::Rows::Bodies ? output.columns.size() : 0);
        for (std::size_t c = 0; c < kept_[o].size(); ++c) {
            const std::uint32_t slot = shown.outputs[o][c].slot;
            if (slot == Judge::kNoSlot) { continue; }
            kept_[o][c].resize(bodies);
            all_kept_.push_back({.slot = slot, .decimals = output.columns[c].decimals, .values = &kept_[o][c]});
        }
    }
    contributions_.resize(shown.contributions.size());
    for (std::size_t i = 0; i < contributions_.size(); ++i) {
        contributions_[i].resize(bodies);
        all_kept_.push_back({.slot = shown.contributions[i].slot, .decimals = scheme_.roll_up->columns[i].decimals,
                             .values = &contributions_[i]});
    }
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
    for (const Kept& kept : all_kept_) {
        GX_TRY((*kept.values)[body], to_stored(verdict.slots[kept.slot], kept.decimals));
    }
    return Done{};
}

void Evaluation::keep_lanes(std::uint32_t begin, std::uint32_t count, LaneVerdict& verdict) {
    for (std::uint32_t i = 0; i < count; ++i) {
        judged_[begin + i] = static_cast<std::uint8_t>(verdict.judged[i]);
        scores_[begin + i] = verdict.judged[i] != 0 ? verdict.score[i] : kNullStored;
        grades_[begin + i] = static_cast<std::uint32_t>(verdict.grade[i]);
        caps_[begin + i] = verdict.caps[i];
        not_filed_[begin + i] = 0;  // nothing is filed in a weighted mean
    }
    for (const Kept& kept : all_kept_) {
        const std::int64_t* const values = verdict.block.lanes(kept.slot);
        std::int64_t* const out = kept.values->data() + begin;
        if (kept.decimals == 0) {
            std::copy_n(values, count, out);
            continue;
        }
        for (std::uint32_t i = 0; i < count; ++i) {
            const Number value = values[i] == kNull64 ? Number::null() : Number::whole(values[i]);
            const auto stored = to_stored(value, kept.decimals);
            if (stored) {
                out[i] = *stored;
            } else {
                verdict.block.escape(i);
            }
        }
    }
}

Result<Done> Evaluation::judge_one(std::uint32_t body, Verdict& verdict) {
    GX_CHECK(judge_->judge(body, verdict));
    return keep(body, verdict);
}

Evaluation::Workspace Evaluation::make_workspace() const {
    Workspace work{.verdict = judge_->make_verdict(), .lanes = {}, .counts = {}};
    if (judge_->has_lanes()) { work.lanes = judge_->make_lane_verdict(); }
    return work;
}

Result<Done> Evaluation::judge_range(std::uint32_t from, std::uint32_t to, Workspace& work) {
    for (std::size_t s = 0; s < passes_.size(); ++s) { passes_[s].run(blocks_[s], from, to); }
    if (!judge_->has_lanes()) {
        for (std::uint32_t body = from; body < to; ++body) { GX_CHECK(judge_one(body, work.verdict)); }
        return Done{};
    }
    for (std::uint32_t begin = from; begin < to; begin += kBodyLanes) {
        const std::uint32_t count = std::min(kBodyLanes, to - begin);
        judge_->judge_lanes(begin, count, work.lanes);
        keep_lanes(begin, count, work.lanes);
        for (std::uint32_t i = 0; i < count; ++i) {
            if (work.lanes.block.escaped(i)) { GX_CHECK(judge_one(begin + i, work.verdict)); }
        }
    }
    return Done{};
}

Result<Done> Evaluation::judge_all(unsigned threads) {
    const std::uint32_t bodies = facts_.bodies.size();
    const unsigned parts = worthwhile_parts(bodies, kBodiesPerThread, threads);
    const std::uint32_t range = std::clamp(bodies / (parts * 4), 1U, kRangeMax);
    std::atomic<std::uint32_t> next{0};
    std::mutex failed;
    std::map<std::uint32_t, Error> errors;  // the first body's fault is told, whichever thread met it
    in_parallel(parts, [&](unsigned) {
        Workspace work = make_workspace();
        for (std::uint32_t from = next.fetch_add(range); from < bodies; from = next.fetch_add(range)) {
            const auto done = judge_range(from, std::min(bodies, from + range), work);
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
    Workspace work = make_workspace();
    GX_CHECK(judge_range(body, body + 1, work));
    for (std::size_t r = 0; r < scheme_.ranks.size(); ++r) {
        if (!move_places(r, body, before)) { rank_group(r, peer_groups_[r][body], work.counts); }
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
        // Groups are numbered in the order of their first body.
        std::vector<std::uint32_t> groups(bodies, 0);
        std::vector<std::uint32_t> begins(1, 0);
        const Column* key = rank.within.empty() ? nullptr : facts_.body_table.find(rank.within);
        std::unordered_map<std::int64_t, std::uint32_t> seen;
        for (std::uint32_t body = 0; body < bodies; ++body) {
            const std::int64_t value = key == nullptr ? 0 : key->value(body);
            const bool same = body > 0 && (key == nullptr || key->value(body - 1) == value);
            groups[body] = same ? groups[body - 1]
                                : seen.try_emplace(value, static_cast<std::uint32_t>(seen.size())).first->second;
        }
        begins.resize(seen.size() + 1, 0);
        for (const std::uint32_t group : groups) { ++begins[group + 1]; }
        std::partial_sum(begins.begin(), begins.end(), begins.begin());
        std::vector<std::uint32_t> next(begins.begin(), begins.end() - 1);
        std::vector<std::uint32_t> members(bodies);
        for (std::uint32_t body = 0; body < bodies; ++body) { members[next[groups[body]]++] = body; }
        rated_.emplace_back(seen.size(), 0);
        peer_groups_.push_back(std::move(groups));
        members_.push_back(std::move(members));
        member_begins_.push_back(std::move(begins));
        places_.emplace_back(bodies, 0);
    }
}

std::span<const std::uint32_t> Evaluation::members(std::size_t rank, std::uint32_t group) const {
    const std::vector<std::uint32_t>& begins = member_begins_[rank];
    return std::span{members_[rank]}.subspan(begins[group], begins[group + 1] - begins[group]);
}

void Evaluation::rank_group(std::size_t rank, std::uint32_t group, std::vector<std::int64_t>& counts) {
    const auto peers = members(rank, group);
    std::vector<std::uint32_t>& places = places_[rank];
    std::int64_t low = std::numeric_limits<std::int64_t>::max();
    std::int64_t high = kNullStored;
    std::uint32_t rated = 0;
    const auto is_rated = [&](std::uint32_t body) { return judged_[body] != 0 && scores_[body] != kNullStored; };
    for (const std::uint32_t body : peers) {
        places[body] = 0;
        if (!is_rated(body)) { continue; }
        low = std::min(low, scores_[body]);
        high = std::max(high, scores_[body]);
        ++rated;
    }
    rated_[rank][group] = rated;
    // DESIGN 4.5: minimum sample; a small group is not ranked.
    if (rated == 0 || static_cast<std::int64_t>(rated) < scheme_.ranks[rank].sample_min) { return; }
    // Ties 1-2-2-4: one more than the number of bodies with a strictly higher score.
    const auto span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    if (span <= kScoresCounted && span <= 8ULL * rated + 64) {
        counts.assign(span + 2, 0);
        for (const std::uint32_t body : peers) {
            if (is_rated(body)) { ++counts[static_cast<std::size_t>(high - scores_[body]) + 1]; }
        }
        std::partial_sum(counts.begin(), counts.end(), counts.begin());
        for (const std::uint32_t body : peers) {
            if (!is_rated(body)) { continue; }
            places[body] = static_cast<std::uint32_t>(counts[static_cast<std::size_t>(high - scores_[body])]) + 1;
        }
        return;
    }
    counts.clear();
    for (const std::uint32_t body : peers) {
        if (is_rated(body)) { counts.push_back(scores_[body]); }
    }
    std::sort(counts.begin(), counts.end(), std::greater<>{});
    for (const std::uint32_t body : peers) {
        if (!is_rated(body)) { continue; }
        const auto first = std::lower_bound(counts.begin(), counts.end(), scores_[body], std::greater<>{});
        places[body] = static_cast<std::uint32_t>(first - counts.begin()) + 1;
    }
}

void Evaluation::rank_all(unsigned threads) {
    const unsigned parts = worthwhile_parts(facts_.bodies.size(), 4'000, threads);
    for (std::size_t r = 0; r < scheme_.ranks.size(); ++r) {
        std::atomic<std::uint32_t> next{0};
        in_parallel(parts, [&](unsigned) {
            const auto groups = static_cast<std::uint32_t>(rated_[r].size());
            std::vector<std::int64_t> counts;
            for (std::uint32_t g = next.fetch_add(kGroupsAtATime); g < groups; g = next.fetch_add(kGroupsAtATime)) {
                for (std::uint32_t each = g; each < std::min(groups, g + kGroupsAtATime); ++each) { rank_group(r, each, counts); }
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

const base::PlainVector<std::int64_t>* Evaluation::kept_column(const std::string& header) const {
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
    for (const std::uint32_t body : members(rank, peer_group)) {
        if (judged_[body] != 0) { order.push_back(body); }
    }
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        if (scores_[a] != scores_[b]) { return scores_[a] > scores_[b]; }
        for (const Rank::Key& key : scheme_.ranks[rank].order) {
            const auto& values = *kept_column(key.name);
            if (values[a] != values[b]) { return key.descending ? values[a] > values[b] : values[a] < values[b]; }
        }
        return false;
    });
    return order;
}

}  // namespace gx::domain::evaluation
