// SPDX-License-Identifier: Apache-2.0
#include "domain/warning/condition_compiler.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "base/money.hpp"

namespace gx::domain::warning {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Int128;
using base::Result;
using evaluation::Column;
using evaluation::ColumnKind;
using evaluation::Expression;
using evaluation::Node;
using evaluation::Number;

constexpr std::uint32_t kPlain = 0;
constexpr std::uint32_t kQuotients = 1;
constexpr std::uint32_t kPrograms = 2;
constexpr std::size_t kPartsMax = 20'000;  // of one formula, names replaced, branches compared
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min() + 1;  // the smallest value is null
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr Int128 kWideLimit = Int128{1} << 62;

struct Function {
    std::string_view name;
    std::size_t args_min;
    std::size_t args_max;
};
constexpr std::array<Function, 5> kFunctions{
    {{"min", 2, 50}, {"max", 2, 50}, {"clamp", 3, 3}, {"case", 2, 50}, {"quotient", 2, 2}}};

bool is_condition(const Expression& node) {
    switch (node.node) {
        case Node::Equal: case Node::NotEqual: case Node::Less: case Node::LessEqual: case Node::Greater:
        case Node::GreaterEqual: case Node::And: case Node::Or: case Node::Not: case Node::IsNull: case Node::In:
            return true;
        default: return false;
    }
}

Expression literal(Int128 value) { return {.node = Node::Literal, .literal = Number::whole(value)}; }

/// Differences of such columns fit 32 bits.
bool is_small_column(const Operand& operand) {
    constexpr std::int64_t kLimit = std::int64_t{1} << 30;
    return operand.kind == Operand::Kind::Column && !operand.wide && operand.low >= -kLimit && operand.high <= kLimit;
}

std::size_t size_of(const Expression& node) {
    std::size_t parts = 1;
    for (const Expression& arg : node.args) { parts += size_of(arg); }
    return parts;
}

/// The formula as a text that is the same for equal formulas only.
void write(const Expression& node, std::string& out) {
    out += fmt::format("{}:{}:{}/", static_cast<int>(node.node), node.text.size(), node.text);
    if (node.node == Node::Literal) { out += evaluation::to_text(node.literal); }
    for (const std::string& code : node.codes) { out += fmt::format("[{}:{}]", code.size(), code); }
    out += '(';
    for (const Expression& arg : node.args) { write(arg, out); }
    out += ')';
}

/// What lies outside 64 bits is as far as it goes: no value lies there.
std::int64_t bound(Int128 value) { return static_cast<std::int64_t>(std::clamp<Int128>(value, kLeast, kMost)); }

}  // namespace

ConditionCompiler::ConditionCompiler(const evaluation::Table& table, const evaluation::Horizon& horizon,
                                     MaskProgram& program)
    : table_(table), horizon_(horizon), program_(program) {
    first_program_ = program_.reserve_programs(kPrograms);
    rows_.reserve(kPrograms);
    for (std::uint32_t i = 0; i < kPrograms; ++i) { rows_.emplace_back(table_, horizon_, no_lookups_); }
}

Error ConditionCompiler::fault(std::string_view reason, std::string detail) const {
    return {ErrorCode::InvalidInput, std::string{reason}, std::move(detail), at_};
}

Result<Done> ConditionCompiler::count(std::size_t parts) {
    parts_ += parts;
    if (parts_ > kPartsMax || program_.size() > MaskProgram::kNodesMax) {
        return fault("warning.too_large", "with its names replaced the formula is too long");
    }
    return Done{};
}

Result<Expression> ConditionCompiler::expanded(const Expression& node) {
    GX_CHECK(count());
    if (node.node == Node::Name) {
        if (const auto it = names_.find(node.text); it != names_.end()) {
            GX_CHECK(count(it->second.parts));
            return it->second.expression;
        }
        if (node.text == "as_of") { return literal(horizon_.as_of.days()); }
        if (node.text == "period_from") { return literal(horizon_.from.days()); }
        if (node.text == "period_to") { return literal(horizon_.to.days()); }
        if (node.text == "this_period") { return Expression{.node = Node::Text, .text = horizon_.period}; }
        if (node.text != "null" && table_.find(node.text) == nullptr) {
            return fault("scheme.unknown_column", table_.name() + "." + node.text);
        }
        return node;
    }
    if (node.node == Node::Call) {
        const auto known = std::find_if(kFunctions.begin(), kFunctions.end(),
                                        [&](const Function& function) { return function.name == node.text; });
        if (known == kFunctions.end() || node.args.size() < known->args_min || node.args.size() > known->args_max) {
            return fault("scheme.unknown_node", node.text);
        }
    }
    if (node.node == Node::Indexed) { return fault("scheme.unknown_node", node.text + "[]"); }
    Expression out = node;
    for (Expression& arg : out.args) {
        GX_TRY(arg, expanded(arg));
    }
    if (const auto value = constant(out); value && out.node != Node::Literal) { return literal(*value); }
    return out;
}

Result<Done> ConditionCompiler::define(const std::string& name, const evaluation::Formula& formula) {
    at_ = formula.at;
    parts_ = 0;
    if (names_.contains(name) || table_.find(name) != nullptr) { return fault("scheme.duplicate_name", name); }
    GX_TRY(auto expression, expanded(formula.expression));
    const std::size_t parts = size_of(expression);
    names_.emplace(name, Named{.expression = std::move(expression), .parts = parts});
    return Done{};
}

Result<Done> ConditionCompiler::define_all(const std::vector<evaluation::NamedFormula>& formulas) {
    for (const evaluation::NamedFormula& each : formulas) { GX_CHECK(define(each.name, each.formula)); }
    return Done{};
}

void ConditionCompiler::forget(const std::vector<evaluation::NamedFormula>& formulas) {
    for (const evaluation::NamedFormula& each : formulas) { names_.erase(each.name); }
}

Result<std::uint32_t> ConditionCompiler::condition(const evaluation::Formula& formula) {
    at_ = formula.at;
    parts_ = 0;
    GX_TRY(const Expression expression, expanded(formula.expression));
    return truth(expression);
}

Result<std::uint32_t> ConditionCompiler::come_by(const std::string& column, const std::string& at) {
    at_ = at;
    return within({.node = Node::Name, .text = column}, kLeast, horizon_.as_of.days());
}

void ConditionCompiler::finish() {
    for (std::uint32_t i = 0; i < kPrograms; ++i) { program_.set_program(first_program_ + i, rows_[i].finish()); }
}

/// The value of a formula that is the same for all rows and fits into 62 bits.
std::optional<std::int64_t> ConditionCompiler::constant(const Expression& node) const {
    const auto both = [&](auto combine) -> std::optional<std::int64_t> {
        const auto a = constant(node.args[0]);
        const auto b = constant(node.args[1]);
        if (!a || !b) { return std::nullopt; }
        const Int128 value = combine(Int128{*a}, Int128{*b});
        if (value > kWideLimit || value < -kWideLimit) { return std::nullopt; }
        return static_cast<std::int64_t>(value);
    };
    switch (node.node) {
        case Node::Literal:
            if (node.literal.d != 1 || node.literal.n > kWideLimit || node.literal.n < -kWideLimit) { return std::nullopt; }
            return static_cast<std::int64_t>(node.literal.n);
        case Node::Add: return both([](Int128 a, Int128 b) { return a + b; });
        case Node::Subtract: return both([](Int128 a, Int128 b) { return a - b; });
        case Node::Multiply: return both([](Int128 a, Int128 b) { return a * b; });
        case Node::Negate: {
            const auto a = constant(node.args[0]);
            return a ? std::optional{-*a} : std::nullopt;
        }
        default: return std::nullopt;
    }
}

Result<std::uint32_t> ConditionCompiler::code_column(const Expression& node) const {
    for (std::uint32_t c = 0; node.node == Node::Name && c < table_.columns().size(); ++c) {
        if (table_.columns()[c].def.name != node.text) { continue; }
        if (table_.columns()[c].def.kind == ColumnKind::Code) { return c; }
        return fault("scheme.type", "texts are compared with coded columns only");
    }
    if (node.node != Node::Name) { return fault("scheme.type", "texts are compared with coded columns only"); }
    return fault("scheme.unknown_column", table_.name() + "." + node.text);
}

Result<std::uint32_t> ConditionCompiler::coded(const Expression& node, const std::vector<std::string>& texts) {
    GX_TRY(const std::uint32_t column, code_column(node));
    std::vector<std::uint32_t> any;
    for (const std::string& text : texts) {
        if (const auto code = table_.columns()[column].dictionary.find(text)) { any.push_back(program_.code(column, *code)); }
    }
    return program_.any_of(std::move(any));
}

Result<std::uint32_t> ConditionCompiler::text_compared(const Expression& node) {
    if (node.node != Node::Equal && node.node != Node::NotEqual) { return fault("scheme.type", "texts have no order"); }
    const bool right = node.args[1].node == Node::Text;
    const Expression& other = node.args[right ? 0 : 1];
    GX_TRY(const std::uint32_t same, coded(other, {node.args[right ? 1 : 0].text}));
    if (node.node == Node::Equal) { return same; }
    GX_TRY(const std::uint32_t null, truth({.node = Node::IsNull, .args = {other}}));
    return program_.all_of({program_.negated(same), program_.negated(null)});
}

/// A comparison as "low <= value <= high"; nothing for != and for texts.
std::optional<ConditionCompiler::Range> ConditionCompiler::range_of(const Expression& node) const {
    if (node.node < Node::Equal || node.node > Node::GreaterEqual || node.node == Node::NotEqual) { return std::nullopt; }
    if (node.args[0].node == Node::Text || node.args[1].node == Node::Text) { return std::nullopt; }
    Node op = node.node;
    Range range{.of = node.args[0], .low = kLeast, .high = kMost};
    std::int64_t limit = 0;
    if (const auto value = constant(node.args[1])) {
        limit = *value;
    } else if (const auto first = constant(node.args[0])) {
        limit = *first;
        range.of = node.args[1];
        op = op == Node::Less ? Node::Greater : op == Node::LessEqual ? Node::GreaterEqual
             : op == Node::Greater ? Node::Less : op == Node::GreaterEqual ? Node::LessEqual : op;
    } else {
        range.of = {.node = Node::Subtract, .args = {node.args[0], node.args[1]}};
    }
    if (op == Node::Equal || op == Node::GreaterEqual) { range.low = limit; }
    if (op == Node::Equal || op == Node::LessEqual) { range.high = limit; }
    if (op == Node::Less) { range.high = limit - 1; }
    if (op == Node::Greater) { range.low = limit + 1; }
    return range;
}

Result<std::uint32_t> ConditionCompiler::compared(const Expression& node) {
    if (node.args[0].node == Node::Text || node.args[1].node == Node::Text) { return text_compared(node); }
    if (const auto range = range_of(node)) { return within(range->of, range->low, range->high); }
    // Not equal: there is a value, above or below.
    const auto same = range_of({.node = Node::Equal, .args = node.args});
    GX_TRY(const std::uint32_t below, within(same->of, kLeast, same->low - 1));
    GX_TRY(const std::uint32_t above, within(same->of, same->high + 1, kMost));
    return program_.any_of({below, above});
}

/// Comparisons of the same value become one: "x > 30 and x <= 60" is one test.
Result<std::uint32_t> ConditionCompiler::all_true(const Expression& node) {
    std::vector<const Expression*> parts{&node};
    std::map<std::string, Range> ranges;
    std::vector<std::uint32_t> all;
    while (!parts.empty()) {
        const Expression& part = *parts.back();
        parts.pop_back();
        if (part.node == Node::And) {
            parts.push_back(&part.args[1]);
            parts.push_back(&part.args[0]);
            continue;
        }
        if (auto range = range_of(part)) {
            std::string name;
            write(range->of, name);
            Range& joined = ranges.try_emplace(std::move(name), *range).first->second;
            joined.low = std::max(joined.low, range->low);
            joined.high = std::min(joined.high, range->high);
            continue;
        }
        GX_TRY(const std::uint32_t holds, truth(part));
        all.push_back(holds);
    }
    for (const auto& [name, range] : ranges) {
        GX_TRY(const std::uint32_t holds, within(range.of, range.low, range.high));
        all.push_back(holds);
    }
    return program_.all_of(std::move(all));
}

Result<std::uint32_t> ConditionCompiler::truth(const Expression& node) {
    GX_CHECK(count());
    switch (node.node) {
        case Node::And: return all_true(node);
        case Node::Or: {
            GX_TRY(const std::uint32_t a, truth(node.args[0]));
            GX_TRY(const std::uint32_t b, truth(node.args[1]));
            return program_.any_of({a, b});
        }
        case Node::Not: {
            GX_TRY(const std::uint32_t a, truth(node.args[0]));
            return program_.negated(a);
        }
        case Node::IsNull: {
            const Expression& of = node.args[0];
            const Column* column = of.node == Node::Name ? table_.find(of.text) : nullptr;
            if (column != nullptr && column->def.kind == ColumnKind::Code) {
                if (!column->has_null) { return MaskProgram::kNone; }
                GX_TRY(const std::uint32_t number, code_column(of));
                return program_.code(number, column->code16.empty() ? 255 : 65'535);
            }
            GX_TRY(const std::uint32_t known, within(of, kLeast, kMost));
            return program_.negated(known);
        }
        case Node::In: return coded(node.args[0], node.codes);
        case Node::Equal: case Node::NotEqual: case Node::Less: case Node::LessEqual: case Node::Greater:
        case Node::GreaterEqual: return compared(node);
        default: {
            GX_TRY(const std::uint32_t below, within(node, kLeast, -1));
            GX_TRY(const std::uint32_t above, within(node, 1, kMost));
            return program_.any_of({below, above});
        }
    }
}

Result<std::uint32_t> ConditionCompiler::within(const Expression& node, std::int64_t low, std::int64_t high) {
    GX_CHECK(count());
    if (low > high) { return MaskProgram::kNone; }
    if (const auto value = constant(node)) {
        return *value >= low && *value <= high ? MaskProgram::kAll : MaskProgram::kNone;
    }
    if (is_condition(node)) {
        GX_TRY(const std::uint32_t holds, truth(node));
        std::vector<std::uint32_t> any;
        if (low <= 0 && high >= 0) { any.push_back(program_.negated(holds)); }
        if (low <= 1 && high >= 1) { any.push_back(holds); }
        return program_.any_of(std::move(any));
    }
    // An open end stays open: it only says that there is a value.
    const auto moved = [&](Int128 limit, Int128 by) { return limit == kLeast || limit == kMost ? bound(limit) : bound(limit + by); };
    const auto turned = [&](Int128 limit, Int128 from) {
        return limit == kLeast ? kMost : limit == kMost ? kLeast : bound(from - limit);
    };
    switch (node.node) {
        case Node::Negate: return within(node.args[0], turned(high, 0), turned(low, 0));
        case Node::Add:
            if (const auto b = constant(node.args[1])) { return within(node.args[0], moved(low, -Int128{*b}), moved(high, -Int128{*b})); }
            if (const auto a = constant(node.args[0])) { return within(node.args[1], moved(low, -Int128{*a}), moved(high, -Int128{*a})); }
            break;
        case Node::Subtract:
            if (const auto b = constant(node.args[1])) { return within(node.args[0], moved(low, *b), moved(high, *b)); }
            if (const auto a = constant(node.args[0])) { return within(node.args[1], turned(high, *a), turned(low, *a)); }
            if (node.args[0].node == Node::Name && node.args[1].node == Node::Name) {
                GX_TRY(const Operand a, operand(node.args[0], kPlain));
                GX_TRY(const Operand b, operand(node.args[1], kPlain));
                if (is_small_column(a) && is_small_column(b)) { return program_.difference_within(a, b, low, high); }
            }
            break;
        case Node::Call: return call_within(node, low, high);
        case Node::Name:
            if (node.text == "null") { return MaskProgram::kNone; }
            break;
        case Node::Literal: return fault("scheme.number", "over rows all numbers are whole");
        case Node::Text: return fault("scheme.type", "a number is expected: " + node.text);
        default: break;
    }
    GX_TRY(const Operand of, operand(node, kPlain));
    return program_.within(of, low, high);
}

Result<std::uint32_t> ConditionCompiler::call_within(const Expression& node, std::int64_t low, std::int64_t high) {
    if (node.text == "case") { return case_within(node, 0, low, high); }
    if (node.text == "clamp") {
        Expression capped{.node = Node::Call, .text = "min", .args = {node.args[0], node.args[2]}};
        return call_within({.node = Node::Call, .text = "max", .args = {std::move(capped), node.args[1]}}, low, high);
    }
    if (node.text == "quotient") {
        GX_TRY(const Operand dividend, operand(node.args[0], kQuotients));
        GX_TRY(const Operand divisor, operand(node.args[1], kQuotients));
        return program_.quotient_within(dividend, divisor, low, high);
    }
    // The least lies within when none is below and one not above; the greatest the other way round.
    const bool least = node.text == "min";
    std::vector<std::uint32_t> all;
    std::vector<std::uint32_t> any;
    for (const Expression& arg : node.args) {
        GX_TRY(const std::uint32_t above, within(arg, low, kMost));
        GX_TRY(const std::uint32_t below, within(arg, kLeast, high));
        all.push_back(least ? above : below);
        any.push_back(least ? below : above);
    }
    all.push_back(program_.any_of(std::move(any)));
    return program_.all_of(std::move(all));
}

Result<std::uint32_t> ConditionCompiler::case_within(const Expression& node, std::size_t from, std::int64_t low,
                                                     std::int64_t high) {
    if (from == node.args.size()) { return MaskProgram::kNone; }
    if (from + 1 == node.args.size()) { return within(node.args[from], low, high); }
    GX_TRY(const std::uint32_t when, truth(node.args[from]));
    GX_TRY(const std::uint32_t yes, within(node.args[from + 1], low, high));
    GX_TRY(const std::uint32_t no, case_within(node, from + 2, low, high));
    return program_.any_of({program_.all_of({when, yes}), program_.all_of({program_.negated(when), no})});
}

Result<Operand> ConditionCompiler::operand(const Expression& node, std::uint32_t program) {
    for (std::uint32_t c = 0; node.node == Node::Name && c < table_.columns().size(); ++c) {
        const Column& column = table_.columns()[c];
        if (column.def.name != node.text) { continue; }
        if (column.def.kind == ColumnKind::Code) { return fault("scheme.type", "a code is compared with a text"); }
        return Operand{.wide = column.def.kind == ColumnKind::Whole, .nullable = column.has_null, .low = column.low,
                       .high = column.high, .column = c};
    }
    GX_TRY(const evaluation::RowValue value, rows_[program].value({.expression = node, .at = at_}));
    if (value.codes != nullptr) { return fault("scheme.type", "a code is not a number"); }
    return Operand{.kind = Operand::Kind::Register, .wide = value.wide, .nullable = value.nullable, .low = value.low,
                   .high = value.high, .program = first_program_ + program, .value = value};
}

}  // namespace gx::domain::warning
