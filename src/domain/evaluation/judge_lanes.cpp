// SPDX-License-Identifier: Apache-2.0
// Bodies judged side by side: the same numbers as Judge::judge wherever all of them are whole.
#include <algorithm>
#include <numeric>

#include "domain/evaluation/judge.hpp"

namespace gx::domain::evaluation {
namespace {

bool is_whole(const Number& value) {
    return value.d == 1 && value.n <= BodyLanes::kLimit && value.n >= -BodyLanes::kLimit;
}

bool within(std::int64_t value) { return value <= BodyLanes::kLimit && value >= -BodyLanes::kLimit; }

/// Weights as whole numbers in the same ratio; a mean does not change by that. Empty when they do not fit.
std::vector<std::int64_t> whole_weights(const std::vector<Indicator>& indicators) {
    constexpr std::int64_t kWeightMax = 1'000'000'000'000;
    std::int64_t common = 1;
    for (const Indicator& leaf : indicators) {
        if (!leaf.weight.is_number() || leaf.weight.n < 0 || leaf.weight.n > kWeightMax || leaf.weight.d > kWeightMax) {
            return {};
        }
        common = std::lcm(common, static_cast<std::int64_t>(leaf.weight.d));
        if (common > kWeightMax) { return {}; }
    }
    std::vector<std::int64_t> weights;
    for (const Indicator& leaf : indicators) {
        const base::Int128 weight = leaf.weight.n * (common / leaf.weight.d);
        if (weight > kWeightMax) { return {}; }
        weights.push_back(static_cast<std::int64_t>(weight));
    }
    return weights;
}

}  // namespace

void Judge::find_lanes() {
    const Aggregate& aggregate = scheme_.aggregate;
    if (aggregate.kind != Aggregate::Kind::MeanNonNull || aggregate.decimals != 0) { return; }
    if (aggregate.maximum && (!is_whole(*aggregate.maximum) || aggregate.maximum->n < 0)) { return; }
    if (scheme_.bonus && !is_whole(scheme_.bonus->maximum)) { return; }
    if (!std::all_of(scheme_.caps.begin(), scheme_.caps.end(), [](const Cap& cap) { return is_whole(cap.at_most); })) {
        return;
    }
    lane_weights_ = whole_weights(scheme_.indicators);
    if (lane_weights_.size() != scheme_.indicators.size()) { return; }

    std::vector<std::uint32_t> needed{judged_, scored_, score_, grade_};
    needed.insert(needed.end(), bonus_.begin(), bonus_.end());
    needed.insert(needed.end(), caps_.begin(), caps_.end());
    needed.insert(needed.end(), groups_.begin(), groups_.end());
    for (const LeafSlots& leaf : leaves_) { needed.insert(needed.end(), {leaf.factor, leaf.score}); }
    for (const SlotValue& value : shown_.contributions) { needed.push_back(value.slot); }
    for (const auto& output : shown_.outputs) {
        for (const SlotValue& value : output) {
            if (value.slot != kNoSlot) { needed.push_back(value.slot); }
        }
    }
    lanes_ = BodyLanes::of(program_, needed, before_);
}

LaneVerdict Judge::make_lane_verdict() const {
    LaneVerdict verdict{.block = lanes_->make_block()};
    verdict.grade = verdict.block.lanes(grade_);
    return verdict;
}

void Judge::aggregate_lanes(LaneVerdict& verdict) const {
    BodyLanes::Block& block = verdict.block;
    std::array<std::int64_t, kBodyLanes> sums{};
    std::array<std::int64_t, kBodyLanes> weights{};
    for (std::size_t leaf = 0; leaf < leaves_.size(); ++leaf) {
        const std::int64_t* const values = block.lanes(leaves_[leaf].factor);
        const std::int64_t weight = lane_weights_[leaf];
        for (std::uint32_t i = 0; i < kBodyLanes; ++i) {
            std::int64_t part = 0;
            if (values[i] == kNull64) { continue; }
            if (__builtin_mul_overflow(values[i], weight, &part) || !within(part) || !within(sums[i] + part)) {
                block.escape(i);
                continue;
            }
            sums[i] += part;
            weights[i] += weight;
        }
        std::copy_n(values, kBodyLanes, block.lanes(leaves_[leaf].score));
    }
    for (const std::uint32_t group : groups_) { std::fill_n(block.lanes(group), kBodyLanes, kNull64); }
    const std::int64_t* const scored = block.lanes(scored_);
    for (std::uint32_t i = 0; i < kBodyLanes; ++i) {
        verdict.caps[i] = 0;
        verdict.score[i] = kNull64;
        if (weights[i] == 0 || block.escaped(i)) { continue; }
        auto total = sums[i] >= 0 ? (2 * sums[i] + weights[i]) / (2 * weights[i])
                                  : static_cast<std::int64_t>(base::div_half_up(sums[i], weights[i]));
        std::int64_t bonus = 0;
        for (const std::uint32_t slot : bonus_) {
            const std::int64_t points = block.lanes(slot)[i];
            bonus += points == kNull64 || !within(bonus) ? 0 : points;
        }
        if (!within(bonus)) { block.escape(i); }
        if (scheme_.bonus) { total += std::min(bonus, static_cast<std::int64_t>(scheme_.bonus->maximum.n)); }
        const auto& maximum = scheme_.aggregate.maximum;
        if (maximum) { total = std::clamp<std::int64_t>(total, 0, static_cast<std::int64_t>(maximum->n)); }
        if (!within(total)) { block.escape(i); }
        verdict.score[i] = total;
    }
    for (std::size_t c = 0; c < caps_.size(); ++c) {
        const std::int64_t* const applies = block.lanes(caps_[c]);
        const auto at_most = static_cast<std::int64_t>(scheme_.caps[c].at_most.n);
        for (std::uint32_t i = 0; i < kBodyLanes; ++i) {
            if (applies[i] == 0 || applies[i] == kNull64) { continue; }
            verdict.caps[i] |= std::uint64_t{1} << c;
            verdict.score[i] = std::min(verdict.score[i], at_most);  // null is the smallest
        }
    }
    for (std::uint32_t i = 0; i < kBodyLanes; ++i) {
        if (scored[i] == 0 || scored[i] == kNull64) { verdict.score[i] = kNull64; }
    }
}

void Judge::judge_lanes(std::uint32_t begin, std::uint32_t count, LaneVerdict& verdict) const {
    BodyLanes::Block& block = verdict.block;
    block.begin();
    lanes_->run_first(block, begin, count);
    const std::int64_t* const judged = block.lanes(judged_);
    for (std::uint32_t i = 0; i < kBodyLanes; ++i) {
        verdict.judged[i] = judged[i] != 0 && judged[i] != kNull64 ? 1 : 0;
    }
    aggregate_lanes(verdict);
    std::copy_n(verdict.score.data(), kBodyLanes, block.lanes(score_));
    lanes_->run_second(block, begin, count);
}

}  // namespace gx::domain::evaluation
