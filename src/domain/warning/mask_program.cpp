// SPDX-License-Identifier: Apache-2.0
#include "domain/warning/mask_program.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <tuple>

#include "base/money.hpp"

namespace gx::domain::warning {
namespace {

using base::Int128;
using evaluation::Column;
using evaluation::ColumnKind;
using evaluation::kNull32;
using evaluation::kNull64;

constexpr std::uint32_t kCodeCost = 1;
constexpr std::uint32_t kNarrowCost = 4;
constexpr std::uint32_t kDifferenceCost = 6;
constexpr std::uint32_t kWideCost = 8;
constexpr std::uint32_t kRegisterCost = 16;
constexpr std::uint32_t kQuotientCost = 1'000;

}  // namespace

bool Operand::operator<(const Operand& other) const {
    const auto key = [](const Operand& it) { return std::tie(it.kind, it.column, it.program, it.value.offset); };
    return key(*this) < key(other);
}

bool MaskNode::operator<(const MaskNode& other) const {
    const auto key = [](const MaskNode& it) {
        return std::tie(it.op, it.operand, it.second, it.low, it.high, it.children);
    };
    return key(*this) < key(other);
}

MaskProgram::MaskProgram() {
    add({.op = MaskOp::None});
    add({.op = MaskOp::All});
}

std::uint32_t MaskProgram::add(MaskNode node) {
    if (const auto it = numbers_.find(node); it != numbers_.end()) { return it->second; }
    const auto number = static_cast<std::uint32_t>(nodes_.size());
    numbers_.emplace(node, number);
    nodes_.push_back(std::move(node));
    return number;
}

std::uint32_t MaskProgram::reserve_programs(std::uint32_t count) {
    const auto first = static_cast<std::uint32_t>(programs_.size());
    programs_.resize(first + count);
    return first;
}

std::uint32_t MaskProgram::operand(const Operand& operand) {
    const auto [it, added] = operand_numbers_.try_emplace(operand, static_cast<std::uint32_t>(operands_.size()));
    if (added) { operands_.push_back(operand); }
    return it->second;
}

std::uint32_t MaskProgram::within(const Operand& of, std::int64_t low, std::int64_t high) {
    const std::int64_t least = of.wide ? kNull64 + 1 : kNull32 + 1;
    const std::int64_t most = of.wide ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int32_t>::max();
    const std::int64_t bottom = std::max(of.low, least);
    const std::int64_t top = std::min(of.high, most);
    low = std::max(low, bottom);
    high = std::min(high, top);
    if (low > high) { return kNone; }
    if (!of.nullable && low == bottom && high == top) { return kAll; }
    std::uint32_t cost = of.wide ? kWideCost : kNarrowCost;
    if (of.kind == Operand::Kind::Register) { cost += kRegisterCost; }
    return add({.op = MaskOp::Within, .operand = operand(of), .low = low, .high = high, .cost = cost});
}

std::uint32_t MaskProgram::difference_within(const Operand& a, const Operand& b, std::int64_t low, std::int64_t high) {
    low = std::max(low, a.low - b.high);
    high = std::min(high, a.high - b.low);
    if (low > high) { return kNone; }
    return add({.op = MaskOp::Difference, .operand = operand(a), .second = operand(b), .low = low, .high = high,
                .cost = kDifferenceCost});
}

std::uint32_t MaskProgram::code(std::uint32_t column, std::uint32_t code) {
    return add({.op = MaskOp::Code, .operand = operand({.column = column}), .low = code, .high = code, .cost = kCodeCost});
}

std::uint32_t MaskProgram::quotient_within(const Operand& a, const Operand& b, std::int64_t low, std::int64_t high) {
    if (low > high) { return kNone; }
    return add({.op = MaskOp::QuotientWithin, .operand = operand(a), .second = operand(b), .low = low, .high = high,
                .cost = kQuotientCost});
}

std::uint32_t MaskProgram::all_of(std::vector<std::uint32_t> nodes) {
    std::vector<std::uint32_t> flat;
    for (const std::uint32_t node : nodes) {
        if (nodes_[node].op == MaskOp::And) {
            flat.insert(flat.end(), nodes_[node].children.begin(), nodes_[node].children.end());
        } else if (node != kAll) {
            flat.push_back(node);
        }
    }
    // Tests of the same values are one test of the common range; different codes of one column exclude each other.
    using Tested = std::tuple<MaskOp, std::uint32_t, std::uint32_t>;
    std::map<Tested, std::pair<std::int64_t, std::int64_t>> ranges;
    std::map<std::uint32_t, std::int64_t> codes;
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t number : flat) {
        const MaskNode& node = nodes_[number];
        if (node.op == MaskOp::None) { return kNone; }
        if (node.op == MaskOp::Code && codes.try_emplace(node.operand, node.low).first->second != node.low) { return kNone; }
        if (node.op == MaskOp::Within || node.op == MaskOp::Difference) {
            auto& range = ranges.try_emplace({node.op, node.operand, node.second}, node.low, node.high).first->second;
            range = {std::max(range.first, node.low), std::min(range.second, node.high)};
        } else {
            kept.push_back(number);
        }
    }
    for (const auto& [tested, range] : ranges) {
        if (range.first > range.second) { return kNone; }
        const auto [op, first, second] = tested;
        const Operand of = operands_[first];
        const Operand from = operands_[second];
        kept.push_back(op == MaskOp::Within ? within(of, range.first, range.second)
                                            : difference_within(of, from, range.first, range.second));
    }
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    for (const std::uint32_t number : kept) {
        const MaskNode& node = nodes_[number];
        if (node.op == MaskOp::Not && std::binary_search(kept.begin(), kept.end(), node.children[0])) { return kNone; }
    }
    // Of two codes of one column the one excludes the other: "not b" says nothing beside "a".
    std::erase_if(kept, [&](std::uint32_t number) {
        if (nodes_[number].op != MaskOp::Not) { return false; }
        const MaskNode& inner = nodes_[nodes_[number].children[0]];
        const auto it = inner.op == MaskOp::Code ? codes.find(inner.operand) : codes.end();
        return it != codes.end() && it->second != inner.low;
    });
    std::stable_sort(kept.begin(), kept.end(), [&](auto a, auto b) { return nodes_[a].cost < nodes_[b].cost; });
    if (kept.empty()) { return kAll; }
    if (kept.size() == 1) { return kept.front(); }
    std::uint32_t cost = 0;
    for (const std::uint32_t number : kept) { cost += nodes_[number].cost; }
    return add({.op = MaskOp::And, .children = std::move(kept), .cost = cost});
}

std::uint32_t MaskProgram::any_of(std::vector<std::uint32_t> nodes) {
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t node : nodes) {
        if (node == kAll) { return kAll; }
        if (nodes_[node].op == MaskOp::Or) {
            kept.insert(kept.end(), nodes_[node].children.begin(), nodes_[node].children.end());
        } else if (node != kNone) {
            kept.push_back(node);
        }
    }
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
    if (kept.empty()) { return kNone; }
    if (kept.size() == 1) { return kept.front(); }
    std::uint32_t cost = 0;
    for (const std::uint32_t number : kept) { cost += nodes_[number].cost; }
    return add({.op = MaskOp::Or, .children = std::move(kept), .cost = cost});
}

std::uint32_t MaskProgram::negated(std::uint32_t node) {
    if (node == kNone) { return kAll; }
    if (node == kAll) { return kNone; }
    if (nodes_[node].op == MaskOp::Not) { return nodes_[node].children[0]; }
    const std::uint32_t cost = nodes_[node].cost;
    return add({.op = MaskOp::Not, .children = {node}, .cost = cost});
}

MaskProgram::Run::Run(const MaskProgram& program, const evaluation::Table& table, const LaneTests& tests)
    : program_(program), tests_(tests), known_(program.nodes_.size(), 0), masks_(program.nodes_.size()),
      values_(program.operands_.size()), ran_(program.programs_.size(), 0) {
    for (const MaskNode& node : program.nodes_) {
        Step step{.op = node.op, .operand = node.operand, .second = node.second, .low = node.low, .high = node.high};
        step.children_begin = static_cast<std::uint32_t>(children_.size());
        children_.insert(children_.end(), node.children.begin(), node.children.end());
        step.children_end = static_cast<std::uint32_t>(children_.size());
        steps_.push_back(step);
    }
    for (const evaluation::RowProgram& each : program.programs_) { blocks_.emplace_back(each); }
    for (std::size_t i = 0; i < values_.size(); ++i) {
        Values& values = values_[i];
        values.of = &program.operands_[i];
        values.block.resize(kLanes);
        if (values.of->kind == Operand::Kind::Register) { continue; }
        const Column& column = table.columns()[values.of->column];
        const auto lies_in = [&](const auto& list) {
            values.column = reinterpret_cast<const std::byte*>(list.data());
            values.size = list.size();
            values.width = sizeof(list[0]);
        };
        if (column.def.kind == ColumnKind::Whole) {
            lies_in(column.wide);
        } else if (column.def.kind != ColumnKind::Code) {
            lies_in(column.narrow);
        } else if (!column.code16.empty()) {
            lies_in(column.code16);
        } else {
            lies_in(column.code8);
        }
    }
}

void MaskProgram::Run::start(std::uint32_t begin, std::uint32_t count) {
    GX_ASSERT(count >= 1 && count <= kLanes);
    begin_ = begin;
    count_ = count;
    valid_ = first_lanes(count);
    ++block_;
}

const Mask& MaskProgram::Run::mask(std::uint32_t node) {
    Mask& out = masks_.data()[node];
    if (known_.data()[node] != block_) {
        known_.data()[node] = block_;
        evaluate(steps_.data()[node], out);
    }
    return out;
}

/// The operand's values of the block; a copy where the column ends within it.
const std::byte* MaskProgram::Run::values(std::uint32_t operand) {
    Values& values = values_.data()[operand];
    if (values.column == nullptr) {
        fill_registers(values.of->program);
        return reinterpret_cast<const std::byte*>(values.block.data());
    }
    const std::byte* from = values.column + begin_ * values.width;
    if (values.size - begin_ >= kLanes) { return from; }
    std::memcpy(values.block.data(), from, count_ * values.width);
    return reinterpret_cast<const std::byte*>(values.block.data());
}

/// Runs a row program over the block and keeps the registers that tests read.
void MaskProgram::Run::fill_registers(std::uint32_t program) {
    if (ran_[program] == block_) { return; }
    ran_[program] = block_;
    evaluation::RowProgram::Block& block = blocks_[program];
    for (std::uint32_t from = 0; from < count_; from += evaluation::kLanes) {
        const std::uint32_t count = std::min(evaluation::kLanes, count_ - from);
        program_.programs_[program].run(block, begin_ + from, count);
        for (Values& values : values_) {
            if (values.column != nullptr || values.of->program != program) { continue; }
            if (values.of->wide) {
                std::copy_n(block.wide(values.of->value), count, values.block.data() + from);
            } else {
                std::copy_n(block.narrow(values.of->value), count, reinterpret_cast<std::int32_t*>(values.block.data()) + from);
            }
        }
    }
}

std::int64_t MaskProgram::Run::value(std::uint32_t operand, std::uint32_t lane) {
    const std::byte* all = values(operand);
    if (values_[operand].of->wide) { return reinterpret_cast<const std::int64_t*>(all)[lane]; }
    const std::int32_t narrow = reinterpret_cast<const std::int32_t*>(all)[lane];
    return narrow == kNull32 ? kNull64 : narrow;
}

void MaskProgram::Run::evaluate(const Step& step, Mask& out) {
    const auto low = static_cast<std::int32_t>(step.low);
    const auto high = static_cast<std::int32_t>(step.high);
    switch (step.op) {
        case MaskOp::None: out.fill(0); break;
        case MaskOp::All: out.fill(~std::uint64_t{0}); break;
        case MaskOp::Within: {
            const std::byte* all = values(step.operand);
            if (values_.data()[step.operand].of->wide) {
                tests_.wide_within(reinterpret_cast<const std::int64_t*>(all), step.low, step.high, out);
            } else {
                tests_.narrow_within(reinterpret_cast<const std::int32_t*>(all), low, high, out);
            }
            break;
        }
        case MaskOp::Difference: {
            const auto* a = reinterpret_cast<const std::int32_t*>(values(step.operand));
            tests_.difference_within(a, reinterpret_cast<const std::int32_t*>(values(step.second)), low, high, out);
            break;
        }
        case MaskOp::Code: {
            const std::byte* all = values(step.operand);
            if (values_.data()[step.operand].width == sizeof(std::uint16_t)) {
                tests_.code16_is(reinterpret_cast<const std::uint16_t*>(all), static_cast<std::uint16_t>(step.low), out);
            } else {
                tests_.code8_is(reinterpret_cast<const std::uint8_t*>(all), static_cast<std::uint8_t>(step.low), out);
            }
            break;
        }
        case MaskOp::QuotientWithin: quotient(step, valid_, out); break;
        case MaskOp::And: all_of(step, out); break;
        case MaskOp::Or: any_of(step, out); break;
        case MaskOp::Not: {
            const Mask& other = mask(children_[step.children_begin]);
            for (std::uint32_t w = 0; w < kMaskWords; ++w) { out.data()[w] = ~other.data()[w]; }
            break;
        }
    }
}

/// Children stand in order of their cost: the rest is not looked at once no lane is left.
void MaskProgram::Run::all_of(const Step& step, Mask& out) {
    Mask left = valid_;
    for (std::uint32_t c = step.children_begin; c < step.children_end && !none(left); ++c) {
        const std::uint32_t child = children_.data()[c];
        if (steps_.data()[child].op == MaskOp::QuotientWithin) {
            Mask next{};
            quotient(steps_.data()[child], left, next);
            left = next;
            continue;
        }
        const Mask& other = mask(child);
        for (std::uint32_t w = 0; w < kMaskWords; ++w) { left.data()[w] &= other.data()[w]; }
    }
    out = left;
}

void MaskProgram::Run::any_of(const Step& step, Mask& out) {
    Mask any{};
    for (std::uint32_t c = step.children_begin; c < step.children_end; ++c) {
        const Mask& other = mask(children_.data()[c]);
        for (std::uint32_t w = 0; w < kMaskWords; ++w) { any.data()[w] |= other.data()[w]; }
    }
    out = any;
}

/// low <= floor(a / b) <= high is low * b <= a < (high + 1) * b for b > 0; a / b is (-a) / (-b).
void MaskProgram::Run::quotient(const Step& step, const Mask& among, Mask& out) {
    out.fill(0);
    for (std::uint32_t w = 0; w < kMaskWords; ++w) {
        for (std::uint64_t left = among[w]; left != 0; left &= left - 1) {
            const auto bit = static_cast<std::uint32_t>(std::countr_zero(left));
            Int128 a = value(step.operand, 64 * w + bit);
            Int128 b = value(step.second, 64 * w + bit);
            if (a == kNull64 || b == kNull64 || b == 0) { continue; }
            if (b < 0) {
                a = -a;
                b = -b;
            }
            if (step.low * b <= a && a < (Int128{step.high} + 1) * b) { out[w] |= std::uint64_t{1} << bit; }
        }
    }
}

}  // namespace gx::domain::warning
