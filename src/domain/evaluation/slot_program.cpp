// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/slot_program.hpp"

#include <array>

namespace gx::domain::evaluation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Number measured(const SlotInstruction& step, std::uint32_t body) {
    const MeasureBlock& block = *step.block;
    const std::int64_t* first = block.cell(body, 0) + step.a;
    Int128 sum = 0;
    if (step.codes.empty()) {
        for (std::uint32_t code = 0; code < block.codes; ++code) { sum += first[std::size_t{code} * block.width]; }
    } else {
        for (const std::uint32_t code : step.codes) { sum += first[std::size_t{code} * block.width]; }
    }
    return Number::whole(sum);
}

/// Null compares as false; an overflow stays one.
template <class Test>
Number tested(const Number& a, const Number& b, Test test) {
    const auto order = compare(a, b);
    if (order) { return Number::truth(test(*order)); }
    return a.is_null() || b.is_null() ? Number::truth(false) : Number::overflow();
}

}  // namespace

std::size_t operands_of(SlotOp op) {
    switch (op) {
        case SlotOp::Input: case SlotOp::Measure: case SlotOp::Attribute: return 0;
        case SlotOp::Not: case SlotOp::IsNull: case SlotOp::Step: return 1;
        case SlotOp::Select: return 3;
        default: return 2;
    }
}

Number stepped(const Lookup& lookup, const Number& value) {
    if (!value.is_number()) { return value; }
    for (const Lookup::Band& band : lookup.bands) {
        if (!band.below) { return band.value; }
        const auto order = compare(value, *band.below);
        if (!order) { return Number::overflow(); }
        if (*order < 0) { return band.value; }
    }
    const auto it = lookup.by_code.find(to_text(value));
    return it == lookup.by_code.end() ? Number::null() : it->second;
}

std::vector<Number> SlotProgram::make_slots() const {
    std::vector<Number> slots(slots_);
    for (const auto& [slot, value] : constants_) { slots[slot] = value; }
    return slots;
}

void SlotProgram::run(std::vector<Number>& slots, std::size_t from, std::size_t to, std::uint32_t body) const {
    for (std::size_t i = from; i < to; ++i) {
        const SlotInstruction& step = code_[i];
        Number& out = slots[step.out];
        switch (step.op) {
            case SlotOp::Input: break;
            case SlotOp::Measure: out = measured(step, body); break;
            case SlotOp::Attribute: {
                const std::int64_t value = step.column->value(body);
                out = value == kNull64 ? Number::null() : Number::whole(value);
                break;
            }
            case SlotOp::Add: out = add(slots[step.a], slots[step.b]); break;
            case SlotOp::Subtract: out = subtract(slots[step.a], slots[step.b]); break;
            case SlotOp::Multiply: out = multiply(slots[step.a], slots[step.b]); break;
            case SlotOp::Minimum: out = minimum(slots[step.a], slots[step.b]); break;
            case SlotOp::Maximum: out = maximum(slots[step.a], slots[step.b]); break;
            case SlotOp::Divide: out = div_half_up(slots[step.a], slots[step.b]); break;
            case SlotOp::Ratio: out = ratio(slots[step.a], slots[step.b]); break;
            case SlotOp::Equal: out = tested(slots[step.a], slots[step.b], [](int o) { return o == 0; }); break;
            case SlotOp::NotEqual: out = tested(slots[step.a], slots[step.b], [](int o) { return o != 0; }); break;
            case SlotOp::Less: out = tested(slots[step.a], slots[step.b], [](int o) { return o < 0; }); break;
            case SlotOp::LessEqual: out = tested(slots[step.a], slots[step.b], [](int o) { return o <= 0; }); break;
            case SlotOp::And: out = Number::truth(slots[step.a].holds() && slots[step.b].holds()); break;
            case SlotOp::Or: out = Number::truth(slots[step.a].holds() || slots[step.b].holds()); break;
            case SlotOp::Not: out = Number::truth(!slots[step.a].holds()); break;
            case SlotOp::IsNull: out = Number::truth(slots[step.a].is_null()); break;
            case SlotOp::Select: out = slots[step.c].holds() ? slots[step.a] : slots[step.b]; break;
            case SlotOp::Step: out = stepped(*step.lookup, slots[step.a]); break;
            }
    }
}

Error SlotCompiler::fault(std::string_view reason, std::string detail) const {
    return {ErrorCode::InvalidInput, std::string{reason}, std::move(detail), at_};
}

SlotValue SlotCompiler::emit(SlotInstruction instruction, const Dictionary* codes) {
    instruction.out = program_.slots_++;
    const auto& constants = program_.constants_;
    const bool alone = instruction.op == SlotOp::Not || instruction.op == SlotOp::IsNull ||
                       instruction.op == SlotOp::Step;
    const bool reads = instruction.op != SlotOp::Measure && instruction.op != SlotOp::Attribute;
    const bool fixed = reads && constants.contains(instruction.a) && (alone || constants.contains(instruction.b)) &&
                       (instruction.op != SlotOp::Select || constants.contains(instruction.c));
    const SlotValue value{.slot = instruction.out, .codes = codes};
    program_.code_.push_back(std::move(instruction));
    if (fixed) {
        // What depends on constants only is calculated once, here.
        std::vector<Number> slots = program_.make_slots();
        program_.run(slots, program_.steps() - 1, program_.steps(), 0);
        program_.code_.pop_back();
        program_.constants_.emplace(value.slot, slots[value.slot]);
    }
    return value;
}

SlotValue SlotCompiler::constant(const Number& value) {
    const std::string text = value.is_null() ? "null" : to_text(value);
    const auto [it, fresh] = constant_slots_.try_emplace(text, program_.slots_);
    if (fresh) { program_.constants_.emplace(program_.slots_++, value); }
    return {.slot = it->second};
}

SlotValue SlotCompiler::input(const Dictionary* codes) { return {.slot = program_.slots_++, .codes = codes}; }
SlotValue SlotCompiler::two(SlotOp op, SlotValue a, SlotValue b) { return emit({.op = op, .a = a.slot, .b = b.slot}); }

SlotValue SlotCompiler::clamped(SlotValue value, SlotValue low, SlotValue high) {
    return two(SlotOp::Maximum, two(SlotOp::Minimum, value, high), low);
}

Result<SlotValue> SlotCompiler::compile(const Formula& formula) {
    at_ = formula.at;
    return node(formula.expression);
}

Result<SlotValue> SlotCompiler::compile(const std::optional<Formula>& formula, const Number& otherwise) {
    if (!formula) { return constant(otherwise); }
    return compile(*formula);
}

Result<SlotValue> SlotCompiler::resolved(const Expression& expression) {
    if (expression.node == Node::Name) {
        if (const auto it = names_.find(expression.text); it != names_.end()) { return it->second; }
        if (expression.text == "null") { return constant(Number::null()); }
        if (expression.text == "as_of") { return constant(Number::whole(horizon_.as_of.days())); }
        if (expression.text == "period_from") { return constant(Number::whole(horizon_.from.days())); }
        if (expression.text == "period_to") { return constant(Number::whole(horizon_.to.days())); }
    }
    if (const auto found = resolve_(*this, expression)) {
        if (expression.node == Node::Name) { names_.emplace(expression.text, *found); }
        return *found;
    }
    return fault("scheme.dangling_name", expression.text);
}

Result<SlotValue> SlotCompiler::compare(const Expression& expression) {
    const bool text_right = expression.args[1].node == Node::Text;
    if (text_right || expression.args[0].node == Node::Text) {
        if (expression.node != Node::Equal && expression.node != Node::NotEqual) {
            return fault("scheme.type", "texts have no order");
        }
        GX_TRY(const SlotValue codes, node(expression.args[text_right ? 0 : 1]));
        if (codes.codes == nullptr) { return fault("scheme.type", "a code is expected beside a text"); }
        const auto code = codes.codes->find(expression.args[text_right ? 1 : 0].text);
        const SlotValue other = constant(Number::whole(code ? Int128{*code} : Int128{-1}));
        return two(expression.node == Node::Equal ? SlotOp::Equal : SlotOp::NotEqual, codes, other);
    }
    GX_TRY(const SlotValue a, node(expression.args[0]));
    GX_TRY(const SlotValue b, node(expression.args[1]));
    switch (expression.node) {
        case Node::Equal: return two(SlotOp::Equal, a, b);
        case Node::NotEqual: return two(SlotOp::NotEqual, a, b);
        case Node::Less: return two(SlotOp::Less, a, b);
        case Node::Greater: return two(SlotOp::Less, b, a);
        case Node::LessEqual: return two(SlotOp::LessEqual, a, b);
        default: return two(SlotOp::LessEqual, b, a);
    }
}

Result<SlotValue> SlotCompiler::choose(const Expression& expression, std::size_t from) {
    if (from == expression.args.size()) { return constant(Number::null()); }
    if (from + 1 == expression.args.size()) { return node(expression.args[from]); }
    GX_TRY(const SlotValue condition, node(expression.args[from]));
    GX_TRY(const SlotValue yes, node(expression.args[from + 1]));
    GX_TRY(const SlotValue no, choose(expression, from + 2));
    return emit({.op = SlotOp::Select, .a = yes.slot, .b = no.slot, .c = condition.slot});
}

Result<SlotValue> SlotCompiler::call(const Expression& expression) {
    if (expression.text == "case") { return choose(expression, 0); }
    if (expression.text == "step") {
        GX_TRY(const SlotValue value, node(expression.args[1]));
        return emit({.op = SlotOp::Step, .a = value.slot, .lookup = &lookups_.find(expression.args[0].text)->second});
    }
    std::vector<SlotValue> args;
    for (const Expression& arg : expression.args) {
        GX_TRY(const SlotValue value, node(arg));
        args.push_back(value);
    }
    const SlotValue zero = constant(Number::whole(0));
    const SlotValue one = constant(Number::whole(1));
    if (expression.text == "div") { return two(SlotOp::Divide, args[0], args[1]); }
    if (expression.text == "ratio") { return two(SlotOp::Ratio, args[0], args[1]); }
    if (expression.text == "quotient") {
        // The quotient rounded down: floor(a/b) = round_half_up((2a - b) / 2b).
        const SlotValue two_a = two(SlotOp::Add, args[0], args[0]);
        return two(SlotOp::Divide, two(SlotOp::Subtract, two_a, args[1]), two(SlotOp::Add, args[1], args[1]));
    }
    if (expression.text == "clamp") { return clamped(args[0], args[1], args[2]); }
    if (expression.text == "bin") { return emit({.op = SlotOp::Select, .a = one.slot, .b = zero.slot, .c = args[0].slot}); }
    if (expression.text == "lin") {
        // DOMAIN 5.3: LIN(lo,hi): f = clamp((r-lo)/(hi-lo),0,1)
        const SlotValue rise = two(SlotOp::Subtract, args[0], args[1]);
        return clamped(two(SlotOp::Ratio, rise, two(SlotOp::Subtract, args[2], args[1])), zero, one);
    }
    if (expression.text == "inv") {
        // DOMAIN 5.3: INV(m): f = max(0, 1 - r/m)
        return two(SlotOp::Maximum, zero, two(SlotOp::Subtract, one, two(SlotOp::Ratio, args[0], args[1])));
    }
    if (expression.text == "ded") {
        // DOMAIN 5.3: DED: f = max(0, (w - sum(d_k*n_k)) / w), w the leaf's own weight
        const auto weight = names_.find("weight");
        if (weight == names_.end()) { return fault("scheme.dangling_name", "weight"); }
        const SlotValue left = two(SlotOp::Subtract, weight->second, args[0]);
        return two(SlotOp::Maximum, zero, two(SlotOp::Ratio, left, weight->second));
    }
    if (expression.text == "mean_nonnull") {
        SlotValue sum = zero;
        SlotValue count = zero;
        for (const SlotValue& arg : args) {
            const SlotValue null = emit({.op = SlotOp::IsNull, .a = arg.slot});
            sum = two(SlotOp::Add, sum, emit({.op = SlotOp::Select, .a = zero.slot, .b = arg.slot, .c = null.slot}));
            count = two(SlotOp::Add, count, emit({.op = SlotOp::Not, .a = null.slot}));
        }
        return two(SlotOp::Ratio, sum, count);
    }
    SlotValue result = args[0];
    for (std::size_t i = 1; i < args.size(); ++i) {
        result = two(expression.text == "min" ? SlotOp::Minimum : SlotOp::Maximum, result, args[i]);
    }
    return result;
}

Result<SlotValue> SlotCompiler::node(const Expression& expression) {
    switch (expression.node) {
        case Node::Literal: return constant(expression.literal);
        case Node::Text: return fault("scheme.type", "a number is expected: " + expression.text);
        case Node::Name:
        case Node::Indexed: return resolved(expression);
        case Node::Call: return call(expression);
        case Node::Negate: {
            GX_TRY(const SlotValue a, node(expression.args[0]));
            return two(SlotOp::Subtract, constant(Number::whole(0)), a);
        }
        case Node::Not: {
            GX_TRY(const SlotValue a, node(expression.args[0]));
            return emit({.op = SlotOp::Not, .a = a.slot});
        }
        case Node::IsNull: {
            GX_TRY(const SlotValue a, node(expression.args[0]));
            return emit({.op = SlotOp::IsNull, .a = a.slot});
        }
        case Node::In: {
            GX_TRY(const SlotValue a, node(expression.args[0]));
            if (a.codes == nullptr) { return fault("scheme.type", "a code is expected before in"); }
            SlotValue any = constant(Number::truth(false));
            for (const std::string& text : expression.codes) {
                const auto code = a.codes->find(text);
                const SlotValue other = constant(Number::whole(code ? Int128{*code} : Int128{-1}));
                any = two(SlotOp::Or, any, two(SlotOp::Equal, a, other));
            }
            return any;
        }
        case Node::Add:
        case Node::Subtract:
        case Node::Multiply:
        case Node::And:
        case Node::Or: {
            GX_TRY(const SlotValue a, node(expression.args[0]));
            GX_TRY(const SlotValue b, node(expression.args[1]));
            switch (expression.node) {
                case Node::Add: return two(SlotOp::Add, a, b);
                case Node::Subtract: return two(SlotOp::Subtract, a, b);
                case Node::Multiply: return two(SlotOp::Multiply, a, b);
                case Node::And: return two(SlotOp::And, a, b);
                default: return two(SlotOp::Or, a, b);
            }
        }
        default: return compare(expression);
    }
}

}  // namespace gx::domain::evaluation
