// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/row_program.hpp"

#include <algorithm>
#include <cstring>

namespace gx::domain::evaluation {
namespace {

template <class T>
constexpr T kNull = std::numeric_limits<T>::min();

template <class T>
T* lanes(std::vector<std::int64_t>& memory, std::uint32_t offset) {
    return reinterpret_cast<T*>(reinterpret_cast<std::byte*>(memory.data()) + offset);
}

template <class T, class Step>
void each_pair(T* out, const T* a, const T* b, bool nullable, Step step) {
    if (!nullable) {
        for (std::uint32_t i = 0; i < kLanes; ++i) { out[i] = step(a[i], b[i]); }
        return;
    }
    for (std::uint32_t i = 0; i < kLanes; ++i) {
        const bool null = a[i] == kNull<T> || b[i] == kNull<T>;
        const T left = null ? T{0} : a[i];
        const T right = null ? T{0} : b[i];
        out[i] = null ? kNull<T> : step(left, right);
    }
}

template <class T, class Test>
void each_test(std::int32_t* out, const T* a, const T* b, bool nullable, Test test) {
    if (!nullable) {
        for (std::uint32_t i = 0; i < kLanes; ++i) { out[i] = test(a[i], b[i]) ? 1 : 0; }
        return;
    }
    for (std::uint32_t i = 0; i < kLanes; ++i) {
        out[i] = (a[i] != kNull<T> ? 1 : 0) & (b[i] != kNull<T> ? 1 : 0) & (test(a[i], b[i]) ? 1 : 0);
    }
}

template <class T>
void run_typed(const RowInstruction& step, std::vector<std::int64_t>& memory) {
    const T* a = lanes<T>(memory, step.a);
    const T* b = lanes<T>(memory, step.b);
    T* out = lanes<T>(memory, step.out);
    auto* truth = lanes<std::int32_t>(memory, step.out);
    switch (step.op) {
        case RowOp::Add: each_pair(out, a, b, step.nullable, [](T x, T y) { return x + y; }); break;
        case RowOp::Subtract: each_pair(out, a, b, step.nullable, [](T x, T y) { return x - y; }); break;
        case RowOp::Multiply: each_pair(out, a, b, step.nullable, [](T x, T y) { return x * y; }); break;
        case RowOp::Minimum: each_pair(out, a, b, step.nullable, [](T x, T y) { return x < y ? x : y; }); break;
        case RowOp::Maximum: each_pair(out, a, b, step.nullable, [](T x, T y) { return x > y ? x : y; }); break;
        case RowOp::Equal: each_test(truth, a, b, step.nullable, [](T x, T y) { return x == y; }); break;
        case RowOp::NotEqual: each_test(truth, a, b, step.nullable, [](T x, T y) { return x != y; }); break;
        case RowOp::Less: each_test(truth, a, b, step.nullable, [](T x, T y) { return x < y; }); break;
        case RowOp::LessEqual: each_test(truth, a, b, step.nullable, [](T x, T y) { return x <= y; }); break;
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

void load(const RowInstruction& step, std::vector<std::int64_t>& memory, std::uint32_t begin, std::uint32_t count) {
    auto* out = lanes<std::int32_t>(memory, step.out);
    switch (step.op) {
        case RowOp::LoadWide:
            std::memcpy(lanes<std::int64_t>(memory, step.out), step.column->wide.data() + begin,
                        count * sizeof(std::int64_t));
            break;
        case RowOp::LoadNarrow:
            std::memcpy(out, step.column->narrow.data() + begin, count * sizeof(std::int32_t));
            break;
        case RowOp::LoadCode8: {
            const std::uint8_t* from = step.column->code8.data() + begin;
            for (std::uint32_t i = 0; i < count; ++i) { out[i] = from[i] == 255 ? kNull32 : from[i]; }
            break;
        }
        default: {
            const std::uint16_t* from = step.column->code16.data() + begin;
            for (std::uint32_t i = 0; i < count; ++i) { out[i] = from[i] == 65'535 ? kNull32 : from[i]; }
        }
    }
}

/// Rounded down; null when an operand is null or the divisor 0. Shape: the lanes hold less than 2^62, so nothing overflows.
void divide(const RowInstruction& step, std::vector<std::int64_t>& memory) {
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

void look_up(const RowInstruction& step, std::vector<std::int64_t>& memory) {
    const auto* a = lanes<std::int32_t>(memory, step.a);
    auto* out = lanes<std::int32_t>(memory, step.out);
    const std::int32_t* table = step.table->data();
    const auto size = static_cast<std::uint32_t>(step.table->size() - 1);  // the last entry is for all others
    for (std::uint32_t i = 0; i < kLanes; ++i) {
        out[i] = table[std::min(static_cast<std::uint32_t>(a[i]), size)];
    }
}

}  // namespace

RowProgram::Block::Block(const RowProgram& program) : memory_(program.bytes_ / sizeof(std::int64_t), 0) {
    for (const Constant& constant : program.constants_) {
        auto* narrow = lanes<std::int32_t>(memory_, constant.where.offset);
        auto* wide = lanes<std::int64_t>(memory_, constant.where.offset);
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
    std::vector<std::int64_t>& memory = block.memory_;
    for (const RowInstruction& step : code_) {
        auto* out = lanes<std::int32_t>(memory, step.out);
        const auto* a = lanes<std::int32_t>(memory, step.a);
        const auto* b = lanes<std::int32_t>(memory, step.b);
        switch (step.op) {
            case RowOp::LoadWide:
            case RowOp::LoadNarrow:
            case RowOp::LoadCode8:
            case RowOp::LoadCode16: load(step, memory, begin, count); break;
            case RowOp::Widen: {
                auto* wide = lanes<std::int64_t>(memory, step.out);
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

}  // namespace gx::domain::evaluation
