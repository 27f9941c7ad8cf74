// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>

#include "domain/evaluation/row_program.hpp"

namespace gx::domain::evaluation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::int64_t kNarrowLimit = std::int64_t{1} << 30;
constexpr Int128 kWideLimit = Int128{1} << 62;

bool is_condition(const Expression& node) {
    switch (node.node) {
        case Node::Equal: case Node::NotEqual: case Node::Less: case Node::LessEqual: case Node::Greater:
        case Node::GreaterEqual: case Node::And: case Node::Or: case Node::Not: case Node::IsNull: case Node::In:
            return true;
        default: return false;
    }
}

RowValue a_truth() { return {.low = 0, .high = 1}; }

std::uint32_t register_bytes(bool wide) { return kLanes * (wide ? 8U : 4U); }

/// The registers an instruction reads, each once.
std::vector<std::uint32_t> reads_of(const RowInstruction& step) {
    std::vector<std::uint32_t> reads;
    switch (step.op) {
        case RowOp::LoadWide: case RowOp::LoadNarrow: case RowOp::LoadCode8: case RowOp::LoadCode16: return {};
        case RowOp::Widen: case RowOp::ZeroNull: case RowOp::Not: case RowOp::IsNull: case RowOp::Lookup: return {step.a};
        case RowOp::Select: reads = {step.a, step.b, step.c}; break;
        default: reads = {step.a, step.b};
    }
    std::sort(reads.begin(), reads.end());
    reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
    return reads;
}

}  // namespace

Error RowCompiler::fault(std::string_view reason, std::string detail) const {
    return {ErrorCode::InvalidInput, std::string{reason}, std::move(detail), at_};
}

RowValue RowCompiler::emit(RowInstruction step, RowValue result) {
    const void* extra = step.column != nullptr ? static_cast<const void*>(step.column) : step.table;
    const Operands key{step.op, step.wide, step.nullable, step.a, step.b, step.c, extra};
    if (const auto it = done_.find(key); it != done_.end()) { return it->second; }
    result.offset = step.out = program_.bytes_;
    program_.bytes_ += register_bytes(result.wide);
    made_.emplace(result.offset, result.wide);
    program_.code_.push_back(step);
    done_.emplace(key, result);
    return result;
}

RowValue RowCompiler::both(const RowValue& a, const RowValue& b) {
    const std::uint32_t always = constant(1, false).offset;
    if (a.offset == always || a.offset == b.offset) { return b; }
    if (b.offset == always) { return a; }
    return emit({.op = RowOp::And, .a = a.offset, .b = b.offset}, a_truth());
}

RowValue RowCompiler::constant(std::int64_t value, bool null) {
    const auto key = std::make_tuple(null ? kNull64 : value, null);
    if (const auto it = constants_.find(key); it != constants_.end()) { return it->second; }
    RowValue result{.nullable = null, .low = null ? 0 : value, .high = null ? 0 : value};
    result.wide = !null && (value > kNarrowLimit || value < -kNarrowLimit);
    result.offset = program_.bytes_;
    program_.bytes_ += register_bytes(result.wide);
    program_.constants_.push_back({.where = result, .value = std::get<0>(key)});
    constants_.emplace(key, result);
    return result;
}

RowValue RowCompiler::widened(const RowValue& value) {
    if (value.wide) { return value; }
    RowValue result = value;
    result.wide = true;
    return emit({.op = RowOp::Widen, .nullable = value.nullable, .a = value.offset}, result);
}

Result<RowValue> RowCompiler::column(const std::string& name, const std::string& at) {
    at_ = at;
    const Column* column = table_.find(name);
    if (column == nullptr) { return fault("scheme.unknown_column", table_.name() + "." + name); }
    RowValue result{.nullable = column->has_null, .low = column->low, .high = column->high};
    RowInstruction step{.op = RowOp::LoadNarrow, .column = column};
    if (column->def.kind == ColumnKind::Whole) {
        step.op = RowOp::LoadWide;
        result.wide = true;
    } else if (column->def.kind == ColumnKind::Code) {
        step.op = column->dictionary.texts.size() > 254 ? RowOp::LoadCode16 : RowOp::LoadCode8;
        result.codes = column;
    }
    return emit(step, result);
}

Result<RowValue> RowCompiler::compile_name(const std::string& name) {
    if (const auto it = named_.find(name); it != named_.end()) { return it->second; }
    if (name == "as_of") { return constant(horizon_.as_of.days(), false); }
    if (name == "period_from") { return constant(horizon_.from.days(), false); }
    if (name == "period_to") { return constant(horizon_.to.days(), false); }
    if (name == "null") { return constant(0, true); }
    return column(name, at_);
}

Result<RowValue> RowCompiler::arithmetic(RowOp op, RowValue a, RowValue b) {
    if (a.codes != nullptr || b.codes != nullptr) { return fault("scheme.type", "a code is not a number"); }
    std::array<Int128, 4> ends{};
    const Int128 al = a.low, ah = a.high, bl = b.low, bh = b.high;
    switch (op) {
        case RowOp::Add: ends = {al + bl, ah + bh, al + bl, ah + bh}; break;
        case RowOp::Subtract: ends = {al - bh, ah - bl, al - bh, ah - bl}; break;
        case RowOp::Multiply: ends = {al * bl, al * bh, ah * bl, ah * bh}; break;
        case RowOp::Minimum: ends = {std::min(al, bl), std::min(ah, bh), std::min(al, bl), std::min(ah, bh)}; break;
        default: ends = {std::max(al, bl), std::max(ah, bh), std::max(al, bl), std::max(ah, bh)};
    }
    const auto [low, high] = std::minmax_element(ends.begin(), ends.end());
    if (*low < -kWideLimit || *high > kWideLimit) { return fault("evaluation.overflow", "the value may be too large"); }
    RowValue result{.nullable = a.nullable || b.nullable, .low = static_cast<std::int64_t>(*low),
                    .high = static_cast<std::int64_t>(*high)};
    result.wide = a.wide || b.wide || *low < -kNarrowLimit || *high > kNarrowLimit;
    if (result.wide) {
        a = widened(a);
        b = widened(b);
    }
    return emit({.op = op, .wide = result.wide, .nullable = result.nullable, .a = a.offset, .b = b.offset}, result);
}

Result<RowValue> RowCompiler::quotient(RowValue a, RowValue b) {
    if (a.codes != nullptr || b.codes != nullptr) { return fault("scheme.type", "a code is not a number"); }
    // At least 1 in size, a divisor never makes the dividend larger; a negative one may turn its sign.
    const std::int64_t most = std::max(std::abs(a.low), std::abs(a.high));
    RowValue result{.wide = true, .nullable = a.nullable || b.nullable || (b.low <= 0 && b.high >= 0),
                    .low = b.low >= 0 ? std::min<std::int64_t>(a.low, 0) : -most,
                    .high = b.low >= 0 ? std::max<std::int64_t>(a.high, 0) : most};
    return emit({.op = RowOp::Quotient, .wide = true, .nullable = result.nullable, .a = widened(a).offset,
                 .b = widened(b).offset}, result);
}

Result<RowValue> RowCompiler::in_texts(const RowValue& codes, const std::vector<std::string>& texts) {
    if (codes.codes == nullptr) { return fault("scheme.type", "texts are compared with coded columns only"); }
    const auto& dictionary = codes.codes->dictionary;
    if (texts.size() == 1) {
        const auto code = dictionary.find(texts.front());
        if (!code) { return constant(0, false); }
        const RowValue wanted = constant(*code, false);
        return emit({.op = RowOp::Equal, .a = codes.offset, .b = wanted.offset}, a_truth());  // no code is never equal
    }
    auto table = std::make_unique<std::vector<std::int32_t>>(dictionary.texts.size() + 1, 0);
    for (const std::string& text : texts) {
        if (const auto code = dictionary.find(text)) { (*table)[*code] = 1; }
    }
    program_.tables_.push_back(std::move(table));
    return emit({.op = RowOp::Lookup, .a = codes.offset, .table = program_.tables_.back().get()}, a_truth());
}

Result<RowValue> RowCompiler::compile_compare(const Expression& node) {
    const auto is_text = [](const Expression& side) {
        return side.node == Node::Text || (side.node == Node::Name && side.text == "this_period");
    };
    const Expression& left = node.args[0];
    const Expression& right = node.args[1];
    if (is_text(left) || is_text(right)) {
        if (node.node != Node::Equal && node.node != Node::NotEqual) { return fault("scheme.type", "texts have no order"); }
        const Expression& text = is_text(right) ? right : left;
        GX_TRY(const RowValue codes, compile(is_text(right) ? left : right));
        GX_TRY(const RowValue same, in_texts(codes, {text.node == Node::Text ? text.text : horizon_.period}));
        if (node.node == Node::Equal) { return same; }
        const RowValue differs = emit({.op = RowOp::Not, .a = same.offset}, a_truth());
        if (!codes.nullable) { return differs; }
        const RowValue null = emit({.op = RowOp::IsNull, .a = codes.offset}, a_truth());
        const RowValue known = emit({.op = RowOp::Not, .a = null.offset}, a_truth());
        return both(known, differs);
    }
    GX_TRY(RowValue a, compile(left));
    GX_TRY(RowValue b, compile(right));
    if (a.codes != nullptr || b.codes != nullptr) { return fault("scheme.type", "a code is compared with a text"); }
    RowInstruction step{.op = RowOp::Equal, .wide = a.wide || b.wide, .nullable = a.nullable || b.nullable};
    if (step.wide) {
        a = widened(a);
        b = widened(b);
    }
    if (node.node == Node::Greater || node.node == Node::GreaterEqual) { std::swap(a, b); }
    if (node.node == Node::NotEqual) { step.op = RowOp::NotEqual; }
    if (node.node == Node::Less || node.node == Node::Greater) { step.op = RowOp::Less; }
    if (node.node == Node::LessEqual || node.node == Node::GreaterEqual) { step.op = RowOp::LessEqual; }
    step.a = a.offset;
    step.b = b.offset;
    return emit(step, a_truth());
}

Result<RowValue> RowCompiler::truth(const Expression& node) {
    GX_TRY(const RowValue value, compile(node));
    if (is_condition(node)) { return value; }
    const bool flag = !value.wide && !value.nullable && value.codes == nullptr && value.low >= 0 && value.high <= 1;
    if (flag) { return value; }
    if (value.codes != nullptr) { return fault("scheme.type", "a condition is expected"); }
    const RowValue zero = value.wide ? widened(constant(0, false)) : constant(0, false);
    return emit({.op = RowOp::NotEqual, .wide = value.wide, .nullable = value.nullable, .a = value.offset,
                 .b = zero.offset}, a_truth());
}

Result<RowValue> RowCompiler::compile_case(const Expression& node, std::size_t from) {
    if (from == node.args.size()) { return constant(0, true); }
    if (from + 1 == node.args.size()) { return compile(node.args[from]); }
    GX_TRY(const RowValue condition, truth(node.args[from]));
    GX_TRY(RowValue yes, compile(node.args[from + 1]));
    GX_TRY(RowValue no, compile_case(node, from + 2));
    if (yes.codes != nullptr || no.codes != nullptr) { return fault("scheme.type", "case gives numbers"); }
    RowValue result{.wide = yes.wide || no.wide, .nullable = yes.nullable || no.nullable,
                    .low = std::min(yes.low, no.low), .high = std::max(yes.high, no.high)};
    if (result.wide) {
        yes = widened(yes);
        no = widened(no);
    }
    return emit({.op = RowOp::Select, .wide = result.wide, .a = yes.offset, .b = no.offset, .c = condition.offset},
                result);
}

Result<RowValue> RowCompiler::compile_step(const Expression& node) {
    constexpr std::int64_t kKeyMax = 1'000;
    const Lookup& lookup = lookups_.find(node.args[0].text)->second;
    if (!lookup.bands.empty()) { return fault("scheme.unknown_node", "bands are for ratios of a body"); }
    GX_TRY(RowValue key, compile(node.args[1]));
    if (key.wide) { return fault("scheme.type", "step needs a code or a small number"); }
    auto table = std::make_unique<std::vector<std::int32_t>>();
    RowValue result{.low = 0, .high = 0};
    for (const auto& [text, value] : lookup.by_code) {
        std::optional<std::uint32_t> index;
        if (key.codes != nullptr) {
            index = key.codes->dictionary.find(text);
        } else {
            std::uint32_t number = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
            if (error != std::errc{} || end != text.data() + text.size() || number > kKeyMax) {
                return fault("scheme.number", "step by a number needs keys 0.." + std::to_string(kKeyMax));
            }
            index = number;
        }
        if (value.d != 1 || value.n > kNarrowLimit || value.n < -kNarrowLimit) {
            return fault("scheme.number", "over rows a step gives whole numbers");
        }
        if (!index) { continue; }
        if (table->size() < *index + 1) { table->resize(*index + 1, 0); }
        (*table)[*index] = static_cast<std::int32_t>(value.n);
        result.low = std::min<std::int64_t>(result.low, static_cast<std::int64_t>(value.n));
        result.high = std::max<std::int64_t>(result.high, static_cast<std::int64_t>(value.n));
    }
    table->push_back(0);  // all other keys
    program_.tables_.push_back(std::move(table));
    return emit({.op = RowOp::Lookup, .a = key.offset, .table = program_.tables_.back().get()}, result);
}

Result<RowValue> RowCompiler::compile_call(const Expression& node) {
    if (node.text == "case") { return compile_case(node, 0); }
    if (node.text == "step") { return compile_step(node); }
    if (node.text == "quotient") {
        GX_TRY(const RowValue a, compile(node.args[0]));
        GX_TRY(const RowValue b, compile(node.args[1]));
        return quotient(a, b);
    }
    if (node.text == "clamp") {
        GX_TRY(const RowValue value, compile(node.args[0]));
        GX_TRY(const RowValue low, compile(node.args[1]));
        GX_TRY(const RowValue high, compile(node.args[2]));
        GX_TRY(const RowValue capped, arithmetic(RowOp::Minimum, value, high));
        return arithmetic(RowOp::Maximum, capped, low);
    }
    if (node.text != "min" && node.text != "max") { return fault("scheme.unknown_node", node.text); }
    GX_TRY(RowValue result, compile(node.args[0]));
    for (std::size_t i = 1; i < node.args.size(); ++i) {
        GX_TRY(const RowValue next, compile(node.args[i]));
        GX_TRY(result, arithmetic(node.text == "min" ? RowOp::Minimum : RowOp::Maximum, result, next));
    }
    return result;
}

Result<RowValue> RowCompiler::compile(const Expression& node) {
    switch (node.node) {
        case Node::Literal:
            if (node.literal.d != 1 || node.literal.n > kWideLimit || node.literal.n < -kWideLimit) {
                return fault("scheme.number", "over rows all numbers are whole");
            }
            return constant(static_cast<std::int64_t>(node.literal.n), false);
        case Node::Name: return compile_name(node.text);
        case Node::Add:
        case Node::Subtract:
        case Node::Multiply: {
            GX_TRY(const RowValue a, compile(node.args[0]));
            GX_TRY(const RowValue b, compile(node.args[1]));
            const RowOp op = node.node == Node::Add ? RowOp::Add
                             : node.node == Node::Subtract ? RowOp::Subtract : RowOp::Multiply;
            return arithmetic(op, a, b);
        }
        case Node::Negate: {
            GX_TRY(const RowValue a, compile(node.args[0]));
            return arithmetic(RowOp::Subtract, constant(0, false), a);
        }
        case Node::And:
        case Node::Or: {
            GX_TRY(const RowValue a, truth(node.args[0]));
            GX_TRY(const RowValue b, truth(node.args[1]));
            if (node.node == Node::And) { return both(a, b); }
            return emit({.op = RowOp::Or, .a = a.offset, .b = b.offset}, a_truth());
        }
        case Node::Not: {
            GX_TRY(const RowValue a, truth(node.args[0]));
            return emit({.op = RowOp::Not, .a = a.offset}, a_truth());
        }
        case Node::IsNull: {
            GX_TRY(const RowValue a, compile(node.args[0]));
            if (!a.nullable) { return constant(0, false); }
            return emit({.op = RowOp::IsNull, .wide = a.wide, .a = a.offset}, a_truth());
        }
        case Node::In: {
            GX_TRY(const RowValue a, compile(node.args[0]));
            return in_texts(a, node.codes);
        }
        case Node::Call: return compile_call(node);
        case Node::Text:
        case Node::Indexed: return fault("scheme.type", "a number is expected: " + node.text);
        default: return compile_compare(node);
    }
}

Result<RowValue> RowCompiler::value(const Formula& formula) {
    at_ = formula.at;
    return compile(formula.expression);
}

Result<RowValue> RowCompiler::condition(const Formula& formula) {
    at_ = formula.at;
    return truth(formula.expression);
}

Result<RowValue> RowCompiler::rows_of(const Fact& fact) {
    const RowValue today = constant(horizon_.as_of.days(), false);
    RowValue passed = constant(1, false);
    const auto also = [&](const RowValue& test) { passed = both(passed, test); };
    for (const NamedFormula& each : fact.values) {
        GX_TRY(const RowValue made, value(each.formula));
        if (named_.contains(each.name) || table_.find(each.name) != nullptr) {
            return fault("scheme.duplicate_name", each.name);
        }
        named_.emplace(each.name, made);
    }
    if (fact.where) {
        GX_TRY(const RowValue where, condition(*fact.where));
        also(where);
    }
    if (!fact.known_by.empty()) {
        GX_TRY(const RowValue day, column(fact.known_by, fact.at + "/known_by"));
        also(emit({.op = RowOp::LessEqual, .nullable = day.nullable, .a = day.offset, .b = today.offset}, a_truth()));
    }
    for (const std::string& name : fact.ended_by) {
        GX_TRY(const RowValue day, column(name, fact.at + "/ended_by"));
        const RowValue over =
            emit({.op = RowOp::LessEqual, .nullable = day.nullable, .a = day.offset, .b = today.offset}, a_truth());
        also(emit({.op = RowOp::Not, .a = over.offset}, a_truth()));
    }
    return passed;
}

Result<RowValue> RowCompiler::contribution(const MeasureColumn& measure) {
    RowValue amount = constant(1, false);
    if (measure.value) {
        GX_TRY(amount, value(*measure.value));
        if (amount.codes != nullptr) { return fault("scheme.type", "a code is not a number"); }
        if (amount.nullable) {
            RowValue filled = amount;
            filled.nullable = false;
            filled.low = std::min<std::int64_t>(0, amount.low);
            filled.high = std::max<std::int64_t>(0, amount.high);
            amount = emit({.op = RowOp::ZeroNull, .wide = amount.wide, .a = amount.offset}, filled);
        }
    }
    const Int128 most = std::max<Int128>(amount.high, -Int128{amount.low});
    if (most * static_cast<Int128>(table_.rows_of_a_body_max()) > kWideLimit) {
        return fault("evaluation.overflow", "the sum may be too large: " + measure.name);
    }
    if (!measure.condition) { return amount; }
    GX_TRY(const RowValue where, condition(*measure.condition));
    if (!measure.value) { return where; }
    RowValue zero = constant(0, false);
    if (amount.wide) { zero = widened(zero); }
    RowValue result = amount;
    result.low = std::min<std::int64_t>(0, amount.low);
    result.high = std::max<std::int64_t>(0, amount.high);
    return emit({.op = RowOp::Select, .wide = amount.wide, .a = amount.offset, .b = zero.offset, .c = where.offset},
                result);
}

RowProgram RowCompiler::finish(const std::vector<RowValue*>& kept) {
    // By register, the instruction that reads it last; what nothing needs is left out.
    std::map<std::uint32_t, std::size_t> last;
    for (const RowValue* value : kept) { last.emplace(value->offset, program_.code_.size()); }
    for (std::size_t i = program_.code_.size(); i-- > 0;) {
        if (!last.contains(program_.code_[i].out)) { continue; }
        for (const std::uint32_t read : reads_of(program_.code_[i])) { last.emplace(read, i); }
    }

    std::map<std::uint32_t, std::uint32_t> moved;
    std::uint32_t bytes = 0;
    for (RowProgram::Constant& constant : program_.constants_) {
        moved[constant.where.offset] = bytes;
        constant.where.offset = bytes;
        bytes += register_bytes(constant.where.wide);
    }
    std::array<std::vector<std::uint32_t>, 2> free;  // narrow, wide
    std::vector<RowInstruction> code;
    for (std::size_t i = 0; i < program_.code_.size(); ++i) {
        RowInstruction step = program_.code_[i];
        if (!last.contains(step.out)) { continue; }
        const auto reads = reads_of(step);
        const bool wide = made_.at(step.out);
        std::vector<std::uint32_t>& own = free[wide ? 1 : 0];
        if (own.empty()) {
            own.push_back(bytes);
            bytes += register_bytes(wide);
        }
        const std::uint32_t written = step.out;
        moved[written] = step.out = own.back();
        own.pop_back();
        const auto place = [&](std::uint32_t from) { return moved.contains(from) ? moved[from] : 0; };
        step.a = place(step.a);
        step.b = place(step.b);
        step.c = place(step.c);
        code.push_back(step);
        for (const std::uint32_t read : reads) {
            const auto made = made_.find(read);
            if (made != made_.end() && last[read] == i) { free[made->second ? 1 : 0].push_back(moved[read]); }
        }
    }
    program_.code_ = std::move(code);
    program_.bytes_ = bytes;
    for (RowValue* value : kept) { value->offset = moved.at(value->offset); }
    return std::move(program_);
}

}  // namespace gx::domain::evaluation
