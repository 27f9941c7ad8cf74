// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/body_lanes.hpp"

#include <algorithm>

#include "domain/evaluation/vector_level.hpp"

namespace gx::domain::evaluation {
namespace {

constexpr std::int64_t kLimit = BodyLanes::kLimit;

GX_LANE_LOOP bool too_large(std::int64_t value) {
    return static_cast<std::uint64_t>(value) + static_cast<std::uint64_t>(kLimit) >
           2 * static_cast<std::uint64_t>(kLimit);
}
GX_LANE_LOOP bool holds(std::int64_t value) { return (value != 0) & (value != kNull64); }

struct SumOf {
    GX_LANE_LOOP std::int64_t operator()(std::int64_t x, std::int64_t y) const { return x + y; }
};
struct DifferenceOf {
    GX_LANE_LOOP std::int64_t operator()(std::int64_t x, std::int64_t y) const { return x - y; }
};
struct SmallerOf {
    GX_LANE_LOOP std::int64_t operator()(std::int64_t x, std::int64_t y) const { return x < y ? x : y; }
};
struct LargerOf {
    GX_LANE_LOOP std::int64_t operator()(std::int64_t x, std::int64_t y) const { return x > y ? x : y; }
};
struct IsSame {
    GX_LANE_LOOP bool operator()(std::int64_t x, std::int64_t y) const { return x == y; }
};
struct IsDifferent {
    GX_LANE_LOOP bool operator()(std::int64_t x, std::int64_t y) const { return x != y; }
};
struct IsLess {
    GX_LANE_LOOP bool operator()(std::int64_t x, std::int64_t y) const { return x < y; }
};
struct IsLessEqual {
    GX_LANE_LOOP bool operator()(std::int64_t x, std::int64_t y) const { return x <= y; }
};

template <class Step>
GX_LANE_LOOP void each_value(std::int64_t* __restrict out, const std::int64_t* a, const std::int64_t* b,
                             std::int64_t* __restrict escaped, Step step) {
    for (std::uint32_t i = 0; i < kBodyLanes; ++i) {
        const bool null = (a[i] == kNull64) | (b[i] == kNull64);
        const std::int64_t value = step(null ? 0 : a[i], null ? 0 : b[i]);
        escaped[i] |= too_large(value) ? 1 : 0;
        out[i] = null ? kNull64 : (too_large(value) ? 0 : value);
    }
}

/// Null compares as false.
template <class Test>
GX_LANE_LOOP void each_order(std::int64_t* __restrict out, const std::int64_t* a, const std::int64_t* b, Test test) {
    for (std::uint32_t i = 0; i < kBodyLanes; ++i) {
        out[i] = ((a[i] != kNull64) & (b[i] != kNull64) & test(a[i], b[i])) ? 1 : 0;
    }
}

GX_LANE_LOOP void multiply_lanes(std::int64_t* __restrict out, const std::int64_t* a, const std::int64_t* b,
                                 std::int64_t* __restrict escaped) {
    for (std::uint32_t i = 0; i < kBodyLanes; ++i) {
        if (a[i] == kNull64 || b[i] == kNull64) {
            out[i] = kNull64;
            continue;
        }
        std::int64_t value = 0;
        if (__builtin_mul_overflow(a[i], b[i], &value) || too_large(value)) {
            escaped[i] = 1;
            value = 0;
        }
        out[i] = value;
    }
}

/// Half up; nothing when the divisor is 0.
GX_LANE_LOOP void divide_lanes(std::int64_t* __restrict out, const std::int64_t* a, const std::int64_t* b,
                               std::int64_t* __restrict escaped) {
    for (std::uint32_t i = 0; i < kBodyLanes; ++i) {
        if (a[i] == kNull64 || b[i] == kNull64 || b[i] == 0) {
            out[i] = kNull64;
            continue;
        }
        if (a[i] < 0 || b[i] < 0) {
            escaped[i] |= b[i] < 0 ? 1 : 0;
            out[i] = b[i] < 0 ? 0 : static_cast<std::int64_t>(base::div_half_up(a[i], b[i]));
            continue;
        }
        const auto n = static_cast<std::uint64_t>(a[i]);
        const auto d = static_cast<std::uint64_t>(b[i]);
        out[i] = static_cast<std::int64_t>((2 * n + d) / (2 * d));
    }
}

/// The sum of some codes' cells of one column: the rows of a body never sum up to more than 2^62 (RowCompiler).
GX_LANE_LOOP void measure_lanes(const SlotInstruction& step, std::int64_t* __restrict out,
                                std::int64_t* __restrict escaped, std::uint32_t begin, std::uint32_t count) {
    const MeasureBlock& block = *step.block;
    const std::int64_t* const first = block.cell(begin, 0) + step.a;
    const std::size_t body = std::size_t{block.codes} * block.width;
    const std::size_t codes = step.codes.empty() ? block.codes : step.codes.size();
    const std::uint32_t* const chosen = step.codes.empty() ? nullptr : step.codes.data();
    for (std::uint32_t i = 0; i < kBodyLanes; ++i) { out[i] = 0; }
    for (std::size_t c = 0; c < codes; ++c) {
        const std::int64_t* at = first + (chosen == nullptr ? c : chosen[c]) * block.width;
        for (std::uint32_t i = 0; i < count; ++i) { out[i] += at[i * body]; }
    }
    for (std::uint32_t i = 0; i < kBodyLanes; ++i) { escaped[i] |= too_large(out[i]) ? 1 : 0; }
}

void attribute_lanes(const SlotInstruction& step, std::int64_t* out, std::int64_t* escaped, std::uint32_t begin,
                     std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
        out[i] = step.column->value(begin + i);
        if (out[i] != kNull64 && too_large(out[i])) {
            escaped[i] = 1;
            out[i] = 0;
        }
    }
}

void lookup_lanes(const SlotInstruction& step, std::int64_t* out, const std::int64_t* a, std::int64_t* escaped) {
    for (std::uint32_t i = 0; i < kBodyLanes; ++i) {
        const Number key = a[i] == kNull64 ? Number::null() : Number::whole(a[i]);
        const Number value = stepped(*step.lookup, key);
        const bool whole =
            value.is_null() || (value.d == 1 && fits_64(value.n) && !too_large(static_cast<std::int64_t>(value.n)));
        escaped[i] |= whole ? 0 : 1;
        out[i] = !whole ? 0 : (value.is_null() ? kNull64 : static_cast<std::int64_t>(value.n));
    }
}

GX_LANE_LOOP void run_lanes(const SlotInstruction* from, const SlotInstruction* to, std::int64_t* memory,
                            std::int64_t* __restrict escaped, std::uint32_t begin, std::uint32_t count) {
    for (const SlotInstruction* at = from; at != to; ++at) {
        const SlotInstruction& step = *at;
        std::int64_t* __restrict out = memory + step.out;
        const std::int64_t* a = memory + step.a;
        const std::int64_t* b = memory + step.b;
        const std::int64_t* c = memory + step.c;
        switch (step.op) {
            case SlotOp::Input:
            case SlotOp::Ratio:
                break;  // never here
            case SlotOp::Measure:
                measure_lanes(step, out, escaped, begin, count);
                break;
            case SlotOp::Attribute:
                attribute_lanes(step, out, escaped, begin, count);
                break;
            case SlotOp::Add:
                each_value(out, a, b, escaped, SumOf{});
                break;
            case SlotOp::Subtract:
                each_value(out, a, b, escaped, DifferenceOf{});
                break;
            case SlotOp::Minimum:
                each_value(out, a, b, escaped, SmallerOf{});
                break;
            case SlotOp::Maximum:
                each_value(out, a, b, escaped, LargerOf{});
                break;
            case SlotOp::Multiply:
                multiply_lanes(out, a, b, escaped);
                break;
            case SlotOp::Divide:
                divide_lanes(out, a, b, escaped);
                break;
            case SlotOp::Equal:
                each_order(out, a, b, IsSame{});
                break;
            case SlotOp::NotEqual:
                each_order(out, a, b, IsDifferent{});
                break;
            case SlotOp::Less:
                each_order(out, a, b, IsLess{});
                break;
            case SlotOp::LessEqual:
                each_order(out, a, b, IsLessEqual{});
                break;
            case SlotOp::And:
                for (std::uint32_t i = 0; i < kBodyLanes; ++i) { out[i] = (holds(a[i]) & holds(b[i])) ? 1 : 0; }
                break;
            case SlotOp::Or:
                for (std::uint32_t i = 0; i < kBodyLanes; ++i) { out[i] = (holds(a[i]) | holds(b[i])) ? 1 : 0; }
                break;
            case SlotOp::Not:
                for (std::uint32_t i = 0; i < kBodyLanes; ++i) { out[i] = holds(a[i]) ? 0 : 1; }
                break;
            case SlotOp::IsNull:
                for (std::uint32_t i = 0; i < kBodyLanes; ++i) { out[i] = a[i] == kNull64 ? 1 : 0; }
                break;
            case SlotOp::Select:
                for (std::uint32_t i = 0; i < kBodyLanes; ++i) { out[i] = holds(c[i]) ? a[i] : b[i]; }
                break;
            case SlotOp::Step:
                lookup_lanes(step, out, a, escaped);
                break;
        }
    }
}

GX_VECTOR_LEVELS(run_bodies, run_lanes,
                 (const SlotInstruction* from, const SlotInstruction* to, std::int64_t* memory,
                  std::int64_t* __restrict escaped, std::uint32_t begin, std::uint32_t count),
                 (from, to, memory, escaped, begin, count))

}  // namespace

std::optional<BodyLanes> BodyLanes::of(const SlotProgram& program, const std::vector<std::uint32_t>& needed,
                                       std::size_t middle) {
    std::vector<std::uint8_t> live(program.slots_, 0);
    for (const std::uint32_t slot : needed) { live[slot] = 1; }
    std::vector<std::size_t> chosen;
    for (std::size_t i = program.code_.size(); i-- > 0;) {
        const SlotInstruction& step = program.code_[i];
        if (live[step.out] == 0) { continue; }
        if (step.op == SlotOp::Ratio) { return std::nullopt; }
        chosen.push_back(i);
        const auto reads = operands_of(step.op);
        if (reads >= 1) { live[step.a] = 1; }
        if (reads >= 2) { live[step.b] = 1; }
        if (reads >= 3) { live[step.c] = 1; }
    }
    std::reverse(chosen.begin(), chosen.end());

    BodyLanes lanes;
    lanes.where_.assign(program.slots_, kNowhere);
    for (std::uint32_t slot = 0; slot < program.slots_; ++slot) {
        if (live[slot] == 0) { continue; }
        lanes.where_[slot] = static_cast<std::uint32_t>(lanes.words_);
        lanes.words_ += kBodyLanes;
        const auto constant = program.constants_.find(slot);
        if (constant == program.constants_.end()) { continue; }
        const Number& value = constant->second;
        const bool whole = value.d == 1 && value.n >= -kLimit && value.n <= kLimit;
        if (!whole && !value.is_null()) { return std::nullopt; }
        lanes.constants_.emplace(slot, whole ? static_cast<std::int64_t>(value.n) : kNull64);
    }
    for (const std::size_t i : chosen) {
        SlotInstruction step = program.code_[i];
        const auto reads = operands_of(step.op);
        step.out = lanes.where_[step.out];
        if (step.op != SlotOp::Measure) { step.a = reads >= 1 ? lanes.where_[step.a] : 0; }
        step.b = reads >= 2 ? lanes.where_[step.b] : 0;
        step.c = reads >= 3 ? lanes.where_[step.c] : 0;
        if (i < middle) { lanes.middle_ = lanes.steps_.size() + 1; }
        lanes.steps_.push_back(std::move(step));
    }
    return lanes;
}

BodyLanes::Block BodyLanes::make_block() const {
    Block block;
    block.memory_.assign(words_ + kBodyLanes, 0);  // an instruction without operands points at the first lanes
    block.where_ = where_;
    for (const auto& [slot, value] : constants_) { std::fill_n(block.lanes(slot), kBodyLanes, value); }
    return block;
}

void BodyLanes::run(Block& block, std::size_t from, std::size_t to, std::uint32_t begin, std::uint32_t count) const {
    run_bodies(steps_.data() + from, steps_.data() + to, block.memory_.data(), block.escaped_.data(), begin, count);
}

}  // namespace gx::domain::evaluation
