// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/evaluation/columns.hpp"
#include "domain/evaluation/fact_set.hpp"
#include "domain/evaluation/number.hpp"
#include "domain/evaluation/scheme.hpp"

namespace gx::domain::evaluation {

/// The counts and sums of one measure set: for each body, each code (one more for rows without code), each column.
///
/// Shape: `values[(body * codes + code) * width + column]`; column 0 counts the rows of the fact.
struct MeasureBlock {
    std::uint32_t codes = 1;
    std::uint32_t width = 1;
    const Column* by = nullptr;
    std::vector<std::int64_t> values;

    const std::int64_t* cell(std::uint32_t body, std::uint32_t code) const {
        return values.data() + (static_cast<std::size_t>(body) * codes + code) * width;
    }
};

/// What a formula compiles to: a slot, and the dictionary its codes are from.
struct SlotValue {
    std::uint32_t slot = 0;
    const Dictionary* codes = nullptr;
};

enum class SlotOp : std::uint8_t {
    Input, Constant, Measure, Attribute,
    Add, Subtract, Multiply, Minimum, Maximum, Divide, Ratio,
    Equal, NotEqual, Less, LessEqual, And, Or, Not, IsNull, Select, Step, Round,
};

struct SlotInstruction {
    SlotOp op = SlotOp::Input;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
    Number constant = {};
    const MeasureBlock* block = nullptr;
    const Column* column = nullptr;
    const Lookup* lookup = nullptr;
    std::vector<std::uint32_t> codes = {};  ///< of a Measure; empty: all
};

/// Formulas over one body as straight code over exact numbers. Slot i is written by instruction i only.
class SlotProgram {
public:
    std::size_t size() const { return code_.size(); }
    /// Runs instructions from..to-1 for a body. Shape: slots has size() elements; Input slots are the caller's.
    void run(std::vector<Number>& slots, std::size_t from, std::size_t to, std::uint32_t body) const;

private:
    friend class SlotCompiler;
    std::vector<SlotInstruction> code_;
};

/// Compiles formulas over one body, one cell of a measure set, or one division.
///
/// Errors of all members: InvalidInput "scheme.dangling_name", "scheme.type"; `where` is the formula's JSON pointer.
class SlotCompiler {
public:
    /// Gives a value for a name the compiler was not told of, or nothing.
    using Resolve = std::function<std::optional<SlotValue>(SlotCompiler&, const Expression&)>;

    SlotCompiler(const Horizon& horizon, const std::map<std::string, Lookup, std::less<>>& lookups, Resolve resolve)
        : horizon_(horizon), lookups_(lookups), resolve_(std::move(resolve)) {}

    base::Result<SlotValue> compile(const Formula& formula);
    base::Result<SlotValue> compile(const std::optional<Formula>& formula, const Number& otherwise);
    SlotValue constant(const Number& value);
    SlotValue input(const Dictionary* codes = nullptr);
    SlotValue emit(SlotInstruction instruction, const Dictionary* codes = nullptr);
    void name(const std::string& name, SlotValue value) { names_[name] = value; }
    std::size_t size() const { return program_.size(); }
    SlotProgram finish() { return std::move(program_); }

private:
    base::Result<SlotValue> node(const Expression& expression);
    base::Result<SlotValue> call(const Expression& expression);
    base::Result<SlotValue> compare(const Expression& expression);
    base::Result<SlotValue> choose(const Expression& expression, std::size_t from);
    base::Result<SlotValue> resolved(const Expression& expression);
    SlotValue two(SlotOp op, SlotValue a, SlotValue b);
    SlotValue clamped(SlotValue value, SlotValue low, SlotValue high);
    base::Error fault(std::string_view reason, std::string detail) const;

    const Horizon& horizon_;
    const std::map<std::string, Lookup, std::less<>>& lookups_;
    Resolve resolve_;
    std::map<std::string, SlotValue, std::less<>> names_;
    SlotProgram program_;
    std::string at_;
};

}  // namespace gx::domain::evaluation
