// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/row_program.hpp"

#include <algorithm>
#include <cstring>

#include "domain/evaluation/vector_level.hpp"

namespace gx::domain::evaluation {
namespace {

constexpr std::size_t kBlocksAhead = 2;
constexpr std::size_t kLineBytes = 64;  // of a cache

template <class T>
constexpr T kNull = std::numeric_limits<T>::min();

/// The memory of a block as lanes. Every register is written by one instruction, never by one that reads it.
template <class T>
GX_LANE_LOOP T* lanes(std::byte* memory, std::uint32_t offset) {
    return reinterpret_cast<T*>(memory + offset);
}

struct Plus { template <class T> GX_LANE_LOOP T operator()(T x, T y) const { return x + y; } };
struct Minus { template <class T> GX_LANE_LOOP T operator()(T x, T y) const { return x - y; } };
struct Times { template <class T> GX_LANE_LOOP T operator()(T x, T y) const { return x * y; } };
struct Smaller { template <class T> GX_LANE_LOOP T operator()(T x, T y) const { return x < y ? x : y; } };
struct Larger { template <class T> GX_LANE_LOOP T operator()(T x, T y) const { return x > y ? x : y; } };
struct Same { template <class T> GX_LANE_LOOP bool operator()(T x, T y) const { return x == y; } };
struct Differs { template <class T> GX_LANE_LOOP bool operator()(T x, T y) const { return x != y; } };
struct Below { template <class T> GX_LANE_LOOP bool operator()(T x, T y) const { return x < y; } };
struct NotAbove { template <class T> GX_LANE_LOOP bool operator()(T x, T y) const { return x <= y; } };

template <class T, class Step>
GX_LANE_LOOP void each_pair(T* __restrict out, const T* a, const T* b, bool nullable, Step step) {
    if (!nullable) {
        for (std::uint32_t i = 0; i < kLanes; ++i) { out[i] = step(a[i], b[i]); }
        return;
    }
    for (std::uint32_t i = 0; i < kLanes; ++i) {
        const bool null = (a[i] == kNull<T>) | (b[i] == kNull<T>);
        const T left = null ? T{0} : a[i];
        const T right = null ? T{0} : b[i];
        const T value = step(left, right);
        out[i] = null ? kNull<T> : value;
    }
}

template <class T, class Test>
GX_LANE_LOOP void each_test(std::int32_t* __restrict out, const T* a, const T* b, bool nullable, Test test) {
    if (!nullable) {
        for (std::uint32_t i = 0; i < kLanes; ++i) { out[i] = test(a[i], b[i]) ? 1 : 0; }
        return;
    }
    for (std::uint32_t i = 0; i < kLanes; ++i) {
        out[i] = (a[i] != kNull<T> ? 1 : 0) & (b[i] != kNull<T> ? 1 : 0) & (test(a[i], b[i]) ? 1 : 0);
    }
}

template <class T>
GX_LANE_LOOP void run_typed(const RowInstruction& step, std::byte* memory) {
    const T* a = lanes<T>(memory, step.a);
    const T* b = lanes<T>(memory, step.b);
    T* __restrict out = lanes<T>(memory, step.out);
    auto* __restrict truth = lanes<std::int32_t>(memory, step.out);
    switch (step.op) {
        case RowOp::Add: each_pair(out, a, b, step.nullable, Plus{}); break;
        case RowOp::Subtract: each_pair(out, a, b, step.nullable, Minus{}); break;
        case RowOp::Multiply: each_pair(out, a, b, step.nullable, Times{}); break;
        case RowOp::Minimum: each_pair(out, a, b, step.nullable, Smaller{}); break;
        case RowOp::Maximum: each_pair(out, a, b, step.nullable, Larger{}); break;
        case RowOp::Equal: each_test(truth, a, b, step.nullable, Same{}); break;
        case RowOp::NotEqual: each_test(truth, a, b, step.nullable, Differs{}); break;
        case RowOp::Less: each_test(truth, a, b, step.nullable, Below{}); break;
        case RowOp::LessEqual: each_test(truth, a, b, step.nullable, NotAbove{}); break;
        case RowOp::IsNull:
            for (std::uint32_t i = 0; i < kLanes; ++i) { truth[i] = a[i] == kNull<T> ? 1 : 0; }
            break;
        case RowOp::ZeroNull:
            for (std::uint32_t i = 0; i < kLanes; ++i) { out[i] = a[i] == kNull<T> ? T{0} : a[i]; }
            break;
        case RowOp::Select: {
            const auto* condition = lanes<std::int32_t>(memory, step.c);
            for (std::uint32_t i = 0; i < kLanes; ++i) { out[i] = condition[i] != 0 ? a[i] : b[i]; }
            break;
        }
        default: GX_ASSERT(false);
    }
}

template <class T>
GX_LANE_LOOP void copy_lanes(T* __restrict out, const T* from, std::uint32_t count) {
    // A block is too short for the processor to see where the next one will be.
    const std::uintptr_t ahead = reinterpret_cast<std::uintptr_t>(from) + kBlocksAhead * kLanes * sizeof(T);
    for (std::size_t line = 0; line < kLanes * sizeof(T); line += kLineBytes) {
        __builtin_prefetch(reinterpret_cast<const void*>(ahead + line));
    }
    std::memcpy(out, from, count * sizeof(T));
}

template <class Code>
GX_LANE_LOOP void load_codes(std::int32_t* __restrict out, const Code* from, std::uint32_t count) {
    constexpr auto kNone = std::numeric_limits<Code>::max();
    if (count == kLanes) {
        for (std::uint32_t i = 0; i < kLanes; ++i) { out[i] = from[i] == kNone ? kNull32 : from[i]; }
        return;
    }
    for (std::uint32_t i = 0; i < count; ++i) { out[i] = from[i] == kNone ? kNull32 : from[i]; }
}

/// Rounded down; null when an operand is null or the divisor 0. Shape: the lanes hold less than 2^62, so nothing overflows.
void divide(const RowInstruction& step, std::byte* memory) {
    const auto* a = lanes<std::int64_t>(memory, step.a);
    const auto* b = lanes<std::int64_t>(memory, step.b);
    auto* out = lanes<std::int64_t>(memory, step.out);
    for (std::uint32_t i = 0; i < kLanes; ++i) {
        const bool null = a[i] == kNull64 || b[i] == kNull64 || b[i] == 0;
        const std::int64_t divisor = null ? 1 : b[i];
        const std::int64_t dividend = null ? 0 : a[i];
        const std::int64_t cut = dividend / divisor;
        const bool below = dividend % divisor != 0 && (dividend < 0) != (divisor < 0);
        out[i] = null ? kNull64 : cut - (below ? 1 : 0);
    }
}

GX_LANE_LOOP void look_up(const RowInstruction& step, std::byte* memory) {
    const auto* a = lanes<std::int32_t>(memory, step.a);
    auto* __restrict out = lanes<std::int32_t>(memory, step.out);
    const std::int32_t* table = step.table->data();
    const auto size = static_cast<std::uint32_t>(step.table->size() - 1);  // the last entry is for all others
    for (std::uint32_t i = 0; i < kLanes; ++i) {
        const auto key = static_cast<std::uint32_t>(a[i]);
        out[i] = table[key < size ? key : size];
    }
}

GX_LANE_LOOP void run_steps(const RowInstruction* from, const RowInstruction* to, std::byte* memory, std::uint32_t begin,
                            std::uint32_t count) {
    for (const RowInstruction* at = from; at != to; ++at) {
        const RowInstruction& step = *at;
        auto* __restrict out = lanes<std::int32_t>(memory, step.out);
        const auto* a = lanes<std::int32_t>(memory, step.a);
        const auto* b = lanes<std::int32_t>(memory, step.b);
        switch (step.op) {
            case RowOp::LoadWide: copy_lanes(lanes<std::int64_t>(memory, step.out), step.column->wide.data() + begin, count); break;
            case RowOp::LoadNarrow: copy_lanes(out, step.column->narrow.data() + begin, count); break;
            case RowOp::LoadCode8: load_codes(out, step.column->code8.data() + begin, count); break;
            case RowOp::LoadCode16: load_codes(out, step.column->code16.data() + begin, count); break;
            case RowOp::Widen: {
                auto* __restrict wide = lanes<std::int64_t>(memory, step.out);
                if (!step.nullable) {
                    for (std::uint32_t i = 0; i < kLanes; ++i) { wide[i] = a[i]; }
                    break;
                }
                for (std::uint32_t i = 0; i < kLanes; ++i) { wide[i] = a[i] == kNull32 ? kNull64 : a[i]; }
                break;
            }
            case RowOp::And:
                for (std::uint32_t i = 0; i < kLanes; ++i) { out[i] = a[i] & b[i]; }
                break;
            case RowOp::Or:
                for (std::uint32_t i = 0; i < kLanes; ++i) { out[i] = a[i] | b[i]; }
                break;
            case RowOp::Not:
                for (std::uint32_t i = 0; i < kLanes; ++i) { out[i] = a[i] ^ 1; }
                break;
            case RowOp::Lookup: look_up(step, memory); break;
            case RowOp::Quotient: divide(step, memory); break;
            default:
                if (step.wide) {
                    run_typed<std::int64_t>(step, memory);
                } else {
                    run_typed<std::int32_t>(step, memory);
                }
        }
    }
}

GX_VECTOR_LEVELS(run_block, run_steps,
                 (const RowInstruction* from, const RowInstruction* to, std::byte* memory, std::uint32_t begin,
                  std::uint32_t count),
                 (from, to, memory, begin, count))

}  // namespace

RowProgram::Block::Block(const RowProgram& program) : memory_(program.bytes_ / sizeof(std::int64_t), 0) {
    for (const Constant& constant : program.constants_) {
        auto* const memory = reinterpret_cast<std::byte*>(memory_.data());
        auto* narrow = lanes<std::int32_t>(memory, constant.where.offset);
        auto* wide = lanes<std::int64_t>(memory, constant.where.offset);
        for (std::uint32_t i = 0; i < kLanes; ++i) {
            if (constant.where.wide) {
                wide[i] = constant.value;
            } else {
                narrow[i] = constant.value == kNull64 ? kNull32 : static_cast<std::int32_t>(constant.value);
            }
        }
    }
}

const std::int32_t* RowProgram::Block::narrow(const RowValue& value) const {
    return reinterpret_cast<const std::int32_t*>(reinterpret_cast<const std::byte*>(memory_.data()) + value.offset);
}

const std::int64_t* RowProgram::Block::wide(const RowValue& value) const {
    return reinterpret_cast<const std::int64_t*>(reinterpret_cast<const std::byte*>(memory_.data()) + value.offset);
}

void RowProgram::run(Block& block, std::uint32_t begin, std::uint32_t count) const {
    run_block(code_.data(), code_.data() + code_.size(), reinterpret_cast<std::byte*>(block.memory_.data()), begin, count);
}

}  // namespace gx::domain::evaluation
