// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "domain/evaluation/columns.hpp"
#include "domain/evaluation/fact_set.hpp"
#include "domain/evaluation/scheme.hpp"

namespace gx::domain::evaluation {

/// Rows are worked on in blocks of this many lanes; every loop has this fixed length so that it vectorises. The registers of a
/// scheme's widest fact fit the first-level cache.
inline constexpr std::uint32_t kLanes = 128;

/// What a formula over one row compiles to: a register and what is known about its values.
struct RowValue {
    std::uint32_t offset = 0;  ///< bytes into the block's memory
    bool wide = false;         ///< 64-bit lanes, else 32-bit
    bool nullable = false;
    std::int64_t low = 0;
    std::int64_t high = 0;
    const Column* codes = nullptr;  ///< the column whose dictionary the values are codes of
};

enum class RowOp : std::uint8_t {
    LoadWide, LoadNarrow, LoadCode8, LoadCode16, Widen, ZeroNull,
    Add, Subtract, Multiply, Minimum, Maximum, Equal, NotEqual, Less, LessEqual,
    And, Or, Not, IsNull, Select, Lookup, Quotient,
};

struct RowInstruction {
    RowOp op;
    bool wide = false;      ///< of the operands
    bool nullable = false;  ///< an operand may be null
    std::uint32_t out = 0;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
    const Column* column = nullptr;
    const std::vector<std::int32_t>* table = nullptr;
};

/// Formulas over rows of one table as straight code over blocks of lanes.
class RowProgram {
public:
    /// The registers of one thread, constants filled in.
    class Block {
    public:
        explicit Block(const RowProgram& program);
        const std::int32_t* narrow(const RowValue& value) const;
        const std::int64_t* wide(const RowValue& value) const;
        const std::byte* memory() const { return reinterpret_cast<const std::byte*>(memory_.data()); }

    private:
        friend class RowProgram;
        std::vector<std::int64_t> memory_;
    };

    /// Computes rows begin..begin+count-1. Shape: count <= kLanes; lanes behind count hold old values.
    void run(Block& block, std::uint32_t begin, std::uint32_t count) const;

private:
    friend class RowCompiler;
    struct Constant {
        RowValue where;
        std::int64_t value;
    };
    std::vector<RowInstruction> code_;
    std::vector<Constant> constants_;
    std::vector<std::unique_ptr<std::vector<std::int32_t>>> tables_;
    std::uint32_t bytes_ = 0;
};

/// Compiles formulas over the rows of one table. Types follow from bounds: 32-bit lanes wherever the values fit.
///
/// Errors of all members: InvalidInput "scheme.unknown_column", "scheme.type", "scheme.number",
///         "evaluation.overflow", "scheme.unknown_node"; `where` is the formula's JSON pointer.
class RowCompiler {
public:
    RowCompiler(const Table& table, const Horizon& horizon,
                const std::map<std::string, Lookup, std::less<>>& lookups)
        : table_(table), horizon_(horizon), lookups_(lookups) {}

    /// Rows of the fact that are known and not over; defines the fact's named values too.
    base::Result<RowValue> rows_of(const Fact& fact);
    base::Result<RowValue> value(const Formula& formula);
    base::Result<RowValue> condition(const Formula& formula);
    /// A measure's contribution of each row: its value or 1 where the condition holds, else 0; never null.
    base::Result<RowValue> contribution(const MeasureColumn& measure);
    base::Result<RowValue> column(const std::string& name, const std::string& at);

    /// The program with a register for every value.
    RowProgram finish() { return std::move(program_); }
    /// The program with registers used again once their value is read for the last time; only `kept` stand at the end of a
    /// block, moved to where they are then.
    RowProgram finish(const std::vector<RowValue*>& kept);

private:
    using Operands = std::tuple<RowOp, bool, bool, std::uint32_t, std::uint32_t, std::uint32_t, const void*>;

    base::Result<RowValue> compile(const Expression& node);
    base::Result<RowValue> compile_call(const Expression& node);
    base::Result<RowValue> compile_step(const Expression& node);
    base::Result<RowValue> compile_case(const Expression& node, std::size_t from);
    base::Result<RowValue> compile_compare(const Expression& node);
    base::Result<RowValue> compile_name(const std::string& name);
    base::Result<RowValue> truth(const Expression& node);
    base::Result<RowValue> in_texts(const RowValue& codes, const std::vector<std::string>& texts);
    base::Result<RowValue> arithmetic(RowOp op, RowValue a, RowValue b);
    base::Result<RowValue> quotient(RowValue a, RowValue b);
    RowValue constant(std::int64_t value, bool null);
    RowValue widened(const RowValue& value);
    RowValue emit(RowInstruction instruction, RowValue result);
    RowValue both(const RowValue& a, const RowValue& b);  ///< and
    base::Error fault(std::string_view reason, std::string detail) const;

    const Table& table_;
    const Horizon& horizon_;
    const std::map<std::string, Lookup, std::less<>>& lookups_;
    RowProgram program_;
    std::map<std::string, RowValue, std::less<>> named_;
    std::map<Operands, RowValue> done_;
    std::map<std::uint32_t, bool> made_;  ///< registers that instructions write: 64-bit lanes?
    std::map<std::tuple<std::int64_t, bool>, RowValue> constants_;
    std::string at_;
};

}  // namespace gx::domain::evaluation
