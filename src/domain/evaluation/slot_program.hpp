// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/plain_vector.hpp"
#include "domain/evaluation/columns.hpp"
#include "domain/evaluation/fact_set.hpp"
#include "domain/evaluation/number.hpp"
#include "domain/evaluation/scheme.hpp"

namespace gx::domain::evaluation {

/// The counts and sums of one measure set: for each body, each code (one more for rows without code), each column.
///
/// Shape: `values[(body * codes + code) * width + column]`; column 0 counts the rows of the fact. `present[body * codes + code]`
///        is 1 where that is not 0. Each range of bodies is set by the thread that fills it.
struct MeasureBlock {
    std::uint32_t codes = 1;
    std::uint32_t width = 1;
    const Column* by = nullptr;
    base::PlainVector<std::int64_t> values;
    base::PlainVector<std::uint8_t> present;

    std::int64_t* cell(std::uint32_t body, std::uint32_t code) { return values.data() + at(body, code) * width; }
    const std::int64_t* cell(std::uint32_t body, std::uint32_t code) const { return values.data() + at(body, code) * width; }
    std::size_t at(std::uint32_t body, std::uint32_t code) const { return static_cast<std::size_t>(body) * codes + code; }
};

/// What a formula compiles to: a slot, and the dictionary its codes are from.
struct SlotValue {
    std::uint32_t slot = 0;
    const Dictionary* codes = nullptr;
};

enum class SlotOp : std::uint8_t {
    Input, Measure, Attribute,
    Add, Subtract, Multiply, Minimum, Maximum, Divide, Ratio,
    Equal, NotEqual, Less, LessEqual, And, Or, Not, IsNull, Select, Step,
};

struct SlotInstruction {
    SlotOp op = SlotOp::Input;
    std::uint32_t out = 0;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
    const MeasureBlock* block = nullptr;
    const Column* column = nullptr;
    const Lookup* lookup = nullptr;
    std::vector<std::uint32_t> codes = {};  ///< of a Measure; empty: all
};

/// How many of a, b, c an instruction reads as slots: Measure and Attribute read none.
std::size_t operands_of(SlotOp op);
/// The value of a lookup for a key; null when no entry fits.
Number stepped(const Lookup& lookup, const Number& value);

/// Formulas over one body as straight code over exact numbers. Each slot is written by one instruction only.
class SlotProgram {
public:
    /// Fresh slots with the constants in place.
    std::vector<Number> make_slots() const;
    std::size_t steps() const { return code_.size(); }
    /// Runs instructions from..to-1 for a body. Shape: slots from make_slots(); Input slots are the caller's.
    void run(std::vector<Number>& slots, std::size_t from, std::size_t to, std::uint32_t body) const;

private:
    friend class SlotCompiler;
    friend class BodyLanes;
    std::uint32_t slots_ = 0;
    std::vector<SlotInstruction> code_;
    std::map<std::uint32_t, Number> constants_;  ///< by slot
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
    void forget(const std::string& name) { names_.erase(name); }
    std::size_t steps() const { return program_.steps(); }
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
    std::map<std::string, std::uint32_t, std::less<>> constant_slots_;
    SlotProgram program_;
    std::string at_;
};

}  // namespace gx::domain::evaluation
