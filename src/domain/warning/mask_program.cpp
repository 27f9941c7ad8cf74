// SPDX-License-Identifier: Apache-2.0
#include "domain/warning/mask_program.hpp"

#include <algorithm>
#include <bit>
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
        return std::tie(it.op, it.operand, it.divisor, it.low, it.high, it.children);
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

std::uint32_t MaskProgram::code(std::uint32_t column, std::uint32_t code) {
    return add({.op = MaskOp::Code, .operand = operand({.column = column}), .low = code, .high = code, .cost = kCodeCost});
}

std::uint32_t MaskProgram::quotient_within(const Operand& a, const Operand& b, std::int64_t low, std::int64_t high) {
    if (low > high) { return kNone; }
    return add({.op = MaskOp::QuotientWithin, .operand = operand(a), .divisor = operand(b), .low = low, .high = high,
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
    std::map<std::uint32_t, std::pair<std::int64_t, std::int64_t>> ranges;
    std::map<std::uint32_t, std::int64_t> codes;
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t number : flat) {
        const MaskNode& node = nodes_[number];
        if (node.op == MaskOp::None) { return kNone; }
        if (node.op == MaskOp::Code && codes.try_emplace(node.operand, node.low).first->second != node.low) { return kNone; }
        if (node.op == MaskOp::Within) {
            auto& range = ranges.try_emplace(node.operand, node.low, node.high).first->second;
            range = {std::max(range.first, node.low), std::min(range.second, node.high)};
        } else {
            kept.push_back(number);
        }
    }
    for (const auto& [number, range] : ranges) {
        if (range.first > range.second) { return kNone; }
        const Operand of = operands_[number];
        kept.push_back(within(of, range.first, range.second));
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
    : program_(program), table_(table), tests_(tests), known_(program.nodes_.size(), 0), masks_(program.nodes_.size()),
      ran_(program.programs_.size(), 0), wide_scratch_(kLanes), narrow_scratch_(kLanes), code16_scratch_(kLanes),
      code8_scratch_(kLanes) {
    for (const evaluation::RowProgram& each : program.programs_) { blocks_.emplace_back(each); }
}

void MaskProgram::Run::start(std::uint32_t begin, std::uint32_t count) {
    GX_ASSERT(count >= 1 && count <= kLanes);
    begin_ = begin;
    count_ = count;
    ++block_;
}

const Mask& MaskProgram::Run::mask(std::uint32_t node) {
    if (known_[node] != block_) {
        known_[node] = block_;
        evaluate(node, masks_[node]);
    }
    return masks_[node];
}

/// The column's values from the block's first row on; a copy where the column ends within the block.
template <class T>
const T* MaskProgram::Run::lanes(const std::vector<T>& column, std::vector<T>& scratch) const {
    if (column.size() - begin_ >= kLanes) { return column.data() + begin_; }
    std::copy_n(column.begin() + begin_, count_, scratch.begin());
    return scratch.data();
}

evaluation::RowProgram::Block& MaskProgram::Run::registers(std::uint32_t program) {
    if (ran_[program] != block_) {
        ran_[program] = block_;
        program_.programs_[program].run(blocks_[program], begin_, count_);
    }
    return blocks_[program];
}

const std::int32_t* MaskProgram::Run::narrow(const Operand& operand) {
    if (operand.kind == Operand::Kind::Register) { return registers(operand.program).narrow(operand.value); }
    return lanes(table_.columns()[operand.column].narrow, narrow_scratch_);
}

const std::int64_t* MaskProgram::Run::wide(const Operand& operand) {
    if (operand.kind == Operand::Kind::Register) { return registers(operand.program).wide(operand.value); }
    return lanes(table_.columns()[operand.column].wide, wide_scratch_);
}

std::int64_t MaskProgram::Run::value(const Operand& operand, std::uint32_t lane) {
    if (operand.kind == Operand::Kind::Column) { return table_.columns()[operand.column].value(begin_ + lane); }
    const evaluation::RowProgram::Block& block = registers(operand.program);
    if (operand.wide) { return block.wide(operand.value)[lane]; }
    const std::int32_t narrow = block.narrow(operand.value)[lane];
    return narrow == kNull32 ? kNull64 : narrow;
}

void MaskProgram::Run::evaluate(std::uint32_t number, Mask& out) {
    const MaskNode& node = program_.nodes_[number];
    switch (node.op) {
        case MaskOp::None: out.fill(0); break;
        case MaskOp::All: out.fill(~std::uint64_t{0}); break;
        case MaskOp::Within: {
            const Operand& operand = program_.operands_[node.operand];
            if (operand.wide) {
                tests_.wide_within(wide(operand), node.low, node.high, out);
            } else {
                tests_.narrow_within(narrow(operand), static_cast<std::int32_t>(node.low),
                                     static_cast<std::int32_t>(node.high), out);
            }
            break;
        }
        case MaskOp::Code: {
            const Column& column = table_.columns()[program_.operands_[node.operand].column];
            if (!column.code16.empty()) {
                tests_.code16_is(lanes(column.code16, code16_scratch_), static_cast<std::uint16_t>(node.low), out);
            } else {
                tests_.code8_is(lanes(column.code8, code8_scratch_), static_cast<std::uint8_t>(node.low), out);
            }
            break;
        }
        case MaskOp::QuotientWithin: quotient(node, first_lanes(count_), out); break;
        case MaskOp::And: all_of(node, out); break;
        case MaskOp::Or: {
            out.fill(0);
            for (const std::uint32_t child : node.children) {
                const Mask& other = mask(child);
                for (std::uint32_t w = 0; w < kMaskWords; ++w) { out[w] |= other[w]; }
            }
            break;
        }
        case MaskOp::Not: {
            const Mask& other = mask(node.children[0]);
            for (std::uint32_t w = 0; w < kMaskWords; ++w) { out[w] = ~other[w]; }
            break;
        }
    }
}

/// Children stand in order of their cost: the rest is not looked at once no lane is left.
void MaskProgram::Run::all_of(const MaskNode& node, Mask& out) {
    out = first_lanes(count_);
    for (const std::uint32_t child : node.children) {
        const MaskNode& next = program_.nodes_[child];
        if (next.op == MaskOp::QuotientWithin) {
            Mask left{};
            quotient(next, out, left);
            out = left;
        } else {
            const Mask& other = mask(child);
            for (std::uint32_t w = 0; w < kMaskWords; ++w) { out[w] &= other[w]; }
        }
        if (none(out)) { return; }
    }
}

/// low <= floor(a / b) <= high is low * b <= a < (high + 1) * b for b > 0, and turned round for b < 0.
void MaskProgram::Run::quotient(const MaskNode& node, const Mask& among, Mask& out) {
    const Operand& dividend = program_.operands_[node.operand];
    const Operand& divisor = program_.operands_[node.divisor];
    out.fill(0);
    for (std::uint32_t w = 0; w < kMaskWords; ++w) {
        for (std::uint64_t left = among[w]; left != 0; left &= left - 1) {
            const auto bit = static_cast<std::uint32_t>(std::countr_zero(left));
            Int128 a = value(dividend, 64 * w + bit);
            Int128 b = value(divisor, 64 * w + bit);
            if (a == kNull64 || b == kNull64 || b == 0) { continue; }
            if (b < 0) {
                a = -a;
                b = -b;
            }
            if (node.low * b <= a && a < (Int128{node.high} + 1) * b) { out[w] |= std::uint64_t{1} << bit; }
        }
    }
}

}  // namespace gx::domain::warning
