// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/judge.hpp"

#include <algorithm>

namespace gx::domain::evaluation {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

const Number kZero = Number::whole(0);
const Number kOne = Number::whole(1);

}  // namespace

SpecialColumn special_column(const Scheme& scheme, const OutputColumn& column) {
    const Expression& node = column.value.expression;
    if (node.node != Node::Name) { return SpecialColumn::None; }
    if (node.text == "body") { return SpecialColumn::Body; }
    if (node.text == "name") { return SpecialColumn::Name; }
    if (node.text == "caps") { return SpecialColumn::Caps; }
    if (node.text == "grade") { return SpecialColumn::Grade; }
    for (const Rank& rank : scheme.ranks) {
        if (rank.id == node.text) { return SpecialColumn::Rank; }
        if (rank.rated == node.text) { return SpecialColumn::Rated; }
    }
    return SpecialColumn::None;
}

Result<std::unique_ptr<Judge>> Judge::bind(const Scheme& scheme, const FactSet& facts,
                                           const std::vector<MeasureBlock>& blocks, const Horizon& horizon) {
    std::unique_ptr<Judge> judge{new Judge{scheme, facts, blocks, horizon}};
    GX_CHECK(judge->compile());
    return judge;
}

std::optional<SlotValue> Judge::measure(SlotCompiler& compiler, const Expression& expression) const {
    for (std::size_t s = 0; s < scheme_.measures.size(); ++s) {
        const MeasureSet& set = scheme_.measures[s];
        for (std::size_t m = 0; m < set.columns.size(); ++m) {
            if (set.columns[m].name != expression.text) { continue; }
            SlotInstruction step{.op = SlotOp::Measure, .a = static_cast<std::uint32_t>(m + 1), .block = &blocks_[s]};
            if (expression.node == Node::Indexed) {
                for (const std::string& text : expression.codes) {
                    if (const auto code = blocks_[s].by->dictionary.find(text)) { step.codes.push_back(*code); }
                }
                // No row has any of these codes.
                if (step.codes.empty()) { return compiler.constant(kZero); }
            }
            return compiler.emit(std::move(step));
        }
    }
    return std::nullopt;
}

std::optional<SlotValue> Judge::resolve(SlotCompiler& compiler, const Expression& expression) {
    if (auto found = measure(compiler, expression)) { return found; }
    if (expression.node == Node::Indexed) {
        if (!has_score_ || expression.codes.size() != 1) { return std::nullopt; }
        if (expression.text == "leaf") {
            for (std::size_t i = 0; i < leaves_.size(); ++i) {
                if (scheme_.indicators[i].id == expression.codes[0]) { return SlotValue{.slot = leaves_[i].score}; }
            }
        }
        if (expression.text == "group") {
            for (std::size_t g = 0; g < groups_.size(); ++g) {
                if (scheme_.groups[g].id == expression.codes[0]) { return SlotValue{.slot = groups_[g]}; }
            }
        }
        return std::nullopt;
    }
    if (const Column* column = facts_.body_table.find(expression.text)) {
        const Dictionary* codes = column->def.kind == ColumnKind::Code ? &column->dictionary : nullptr;
        return compiler.emit({.op = SlotOp::Attribute, .column = column}, codes);
    }
    return std::nullopt;
}

Result<Done> Judge::compile_leaves(SlotCompiler& compiler) {
    const bool grouped = scheme_.aggregate.kind == Aggregate::Kind::Grouped;
    for (const Indicator& leaf : scheme_.indicators) {
        LeafSlots slots;
        compiler.name("weight", compiler.constant(leaf.weight));
        GX_TRY(const SlotValue numerator, compiler.compile(leaf.numerator, Number::null()));
        GX_TRY(const SlotValue denominator, compiler.compile(leaf.denominator, Number::null()));
        compiler.name("num", numerator);
        compiler.name("den", denominator);
        compiler.name("r", compiler.emit({.op = SlotOp::Ratio, .a = numerator.slot, .b = denominator.slot}));
        GX_TRY(const SlotValue factor, compiler.compile(grouped ? *leaf.f : *leaf.value));
        GX_TRY(const SlotValue na, compiler.compile(leaf.na_when, kZero));
        GX_TRY(const SlotValue not_filed, compiler.compile(leaf.not_filed_when, kZero));
        slots.numerator = numerator.slot;
        slots.denominator = denominator.slot;
        slots.factor = factor.slot;
        slots.na_when = na.slot;
        slots.not_filed_when = not_filed.slot;
        leaves_.push_back(slots);
        for (const char* name : {"weight", "num", "den", "r"}) { compiler.forget(name); }
        if (!grouped) { compiler.name(leaf.id, factor); }
        const auto same = [&](const Group& group) { return group.id == leaf.group; };
        const auto group = std::find_if(scheme_.groups.begin(), scheme_.groups.end(), same);
        group_of_.push_back(static_cast<std::size_t>(group - scheme_.groups.begin()));
    }
    return Done{};
}

Result<Done> Judge::compile_results(SlotCompiler& compiler) {
    SlotValue grade = compiler.constant(kZero);
    for (std::size_t i = scheme_.grades.size(); i-- > 0;) {
        const Grade& each = scheme_.grades[i];
        const SlotValue own = compiler.constant(Number::whole(*grade_labels_.find(each.label)));
        if (!each.when && !each.below) {
            grade = own;
            continue;
        }
        SlotValue fits;
        if (each.below) {
            const SlotValue limit = compiler.constant(*each.below);
            fits = compiler.emit({.op = SlotOp::Less, .a = score_, .b = limit.slot});
        } else {
            GX_TRY(fits, compiler.compile(*each.when));
        }
        grade = compiler.emit({.op = SlotOp::Select, .a = own.slot, .b = grade.slot, .c = fits.slot});
    }
    grade_ = grade.slot;
    compiler.name("grade", {.slot = grade_, .codes = &grade_labels_});
    if (scheme_.roll_up) {
        for (const RollUpColumn& column : scheme_.roll_up->columns) {
            GX_TRY(const SlotValue value, compiler.compile(column.formula, kOne));
            shown_.contributions.push_back(value);
        }
    }
    for (const Output& output : scheme_.outputs) {
        shown_.outputs.emplace_back();
        if (output.rows != Output::Rows::Bodies) { continue; }
        for (const OutputColumn& column : output.columns) {
            SlotValue value{.slot = kNoSlot};
            if (special_column(scheme_, column) == SpecialColumn::None) {
                GX_TRY(value, compiler.compile(column.value));
            }
            shown_.outputs.back().push_back(value);
        }
    }
    return Done{};
}

Result<Done> Judge::compile() {
    for (const Grade& grade : scheme_.grades) { grade_labels_.texts.push_back(grade.label); }
    std::sort(grade_labels_.texts.begin(), grade_labels_.texts.end());
    const auto last = std::unique(grade_labels_.texts.begin(), grade_labels_.texts.end());
    grade_labels_.texts.erase(last, grade_labels_.texts.end());

    SlotCompiler compiler{horizon_, scheme_.lookups, [this](SlotCompiler& from, const Expression& expression) {
                              return resolve(from, expression);
                          }};
    GX_TRY(const SlotValue judged, compiler.compile(scheme_.bodies, kOne));
    judged_ = judged.slot;
    for (const NamedFormula& value : scheme_.values) {
        GX_TRY(const SlotValue slot, compiler.compile(value.formula));
        compiler.name(value.name, slot);
    }
    GX_CHECK(compile_leaves(compiler));
    GX_TRY(const SlotValue scored, compiler.compile(scheme_.aggregate.when, kOne));
    scored_ = scored.slot;
    if (scheme_.bonus) {
        for (const BonusLine& line : scheme_.bonus->lines) {
            GX_TRY(const SlotValue points, compiler.compile(line.points));
            bonus_.push_back(points.slot);
        }
    }
    for (const Cap& cap : scheme_.caps) {
        GX_TRY(const SlotValue applies, compiler.compile(cap.when));
        caps_.push_back(applies.slot);
    }
    before_ = compiler.steps();

    has_score_ = true;
    score_ = compiler.input().slot;
    compiler.name("score", {.slot = score_});
    for (LeafSlots& leaf : leaves_) { leaf.score = compiler.input().slot; }
    for (std::size_t g = 0; g < scheme_.groups.size(); ++g) { groups_.push_back(compiler.input().slot); }
    GX_CHECK(compile_results(compiler));
    program_ = compiler.finish();
    find_lanes();
    return Done{};
}

Verdict Judge::make_verdict() const {
    Verdict verdict;
    const std::size_t leaves = scheme_.indicators.size();
    verdict.slots = program_.make_slots();
    verdict.states.resize(leaves);
    verdict.factors.resize(leaves);
    verdict.effective.resize(leaves);
    verdict.leaves.resize(leaves);
    verdict.groups.resize(scheme_.groups.size());
    verdict.bonus.resize(bonus_.size());
    verdict.caps.resize(caps_.size());
    return verdict;
}

void Judge::decide_leaf(std::size_t leaf, Verdict& verdict) const {
    const LeafSlots& slots = leaves_[leaf];
    const Indicator& indicator = scheme_.indicators[leaf];
    const Number& denominator = verdict.slots[slots.denominator];
    LeafState& state = verdict.states[leaf];
    Number& factor = verdict.factors[leaf];
    factor = verdict.slots[slots.factor];
    state = LeafState::Measured;
    if (verdict.slots[slots.not_filed_when].holds()) {
        // DESIGN 3: not filed is not "not applicable": 0 points.
        state = LeafState::NotFiled;
        factor = kZero;
    } else if (verdict.slots[slots.na_when].holds()) {
        state = LeafState::NotApplicable;
        factor = Number::null();
    } else if ((indicator.denominator && denominator == kZero) || factor.is_null()) {
        switch (indicator.when_empty) {
            case WhenEmpty::NotApplicable:
                state = LeafState::NotApplicable;
                factor = Number::null();
                break;
            case WhenEmpty::Full:
                state = LeafState::EmptyFull;
                factor = kOne;
                break;
            case WhenEmpty::Zero:
                state = LeafState::EmptyZero;
                factor = kZero;
        }
    } else if (factor.is_number()) {
        factor = minimum(maximum(factor, kZero), kOne);
    }
}

void Judge::aggregate_grouped(Verdict& verdict) const {
    const std::size_t leaves = scheme_.indicators.size();
    std::vector<Number> applying(scheme_.groups.size(), kZero);
    for (std::size_t i = 0; i < leaves; ++i) {
        decide_leaf(i, verdict);
        if (verdict.states[i] != LeafState::NotApplicable) {
            applying[group_of_[i]] = add(applying[group_of_[i]], scheme_.indicators[i].weight);
        }
    }
    // DOMAIN 5.3: if a whole L1 is NA, its weight is spread over the other L1 in proportion to their weights.
    Number all = kZero;
    Number kept = kZero;
    for (std::size_t g = 0; g < applying.size(); ++g) {
        all = add(all, scheme_.groups[g].weight);
        if (applying[g].n > 0) { kept = add(kept, scheme_.groups[g].weight); }
        verdict.groups[g] = applying[g].n > 0 ? kZero : Number::null();
    }
    const Number spread = ratio(all, kept);
    verdict.leaf_sum = spread.is_null() ? Number::null() : kZero;
    for (std::size_t i = 0; i < leaves; ++i) {
        if (verdict.states[i] == LeafState::NotApplicable) {
            verdict.effective[i] = kZero;
            verdict.leaves[i] = Number::null();
            continue;
        }
        // DOMAIN 5.3: w' = w * W_L1 / sum(w of non-NA leaves in the same L1)
        const std::size_t g = group_of_[i];
        const Number share = ratio(scheme_.indicators[i].weight, applying[g]);
        verdict.effective[i] = multiply(multiply(share, scheme_.groups[g].weight), spread);
        verdict.leaves[i] =
            round_half_up(multiply(verdict.effective[i], verdict.factors[i]), scheme_.aggregate.leaf_decimals);
        verdict.groups[g] = add(verdict.groups[g], verdict.leaves[i]);
        verdict.leaf_sum = add(verdict.leaf_sum, verdict.leaves[i]);
    }
}

void Judge::aggregate_mean(Verdict& verdict) const {
    Number sum = kZero;
    Number weights = kZero;
    for (std::size_t i = 0; i < scheme_.indicators.size(); ++i) {
        const Number& value = verdict.slots[leaves_[i].factor];
        verdict.factors[i] = value;
        verdict.leaves[i] = value;
        verdict.states[i] = value.is_null() ? LeafState::NotApplicable : LeafState::Measured;
        verdict.effective[i] = value.is_null() ? kZero : scheme_.indicators[i].weight;
        if (value.is_null()) { continue; }
        sum = add(sum, multiply(scheme_.indicators[i].weight, value));
        weights = add(weights, scheme_.indicators[i].weight);
    }
    verdict.leaf_sum = scheme_.aggregate.decimals == 0 ? div_half_up(sum, weights) : ratio(sum, weights);
}

void Judge::add_bonus_and_caps(Verdict& verdict) const {
    verdict.bonus_sum = kZero;
    for (std::size_t i = 0; i < bonus_.size(); ++i) {
        verdict.bonus[i] = verdict.slots[bonus_[i]];
        if (verdict.bonus[i].is_null()) { verdict.bonus[i] = kZero; }
        verdict.bonus_sum = add(verdict.bonus_sum, verdict.bonus[i]);
    }
    if (scheme_.bonus) { verdict.bonus_sum = minimum(verdict.bonus_sum, scheme_.bonus->maximum); }
    // DOMAIN 5.3: total = round_half_up(sum s + bonus, 2), clamp 0..100
    Number total = scheme_.bonus ? add(verdict.leaf_sum, verdict.bonus_sum) : verdict.leaf_sum;
    total = round_half_up(total, scheme_.aggregate.decimals);
    if (scheme_.aggregate.maximum) { total = minimum(maximum(total, kZero), *scheme_.aggregate.maximum); }
    verdict.before_caps = total;
    for (std::size_t i = 0; i < caps_.size(); ++i) {
        verdict.caps[i] = verdict.slots[caps_[i]].holds();
        if (verdict.caps[i]) { total = minimum(total, scheme_.caps[i].at_most); }
    }
    verdict.score = verdict.slots[scored_].holds() ? total : Number::null();
}

Result<Done> Judge::judge(std::uint32_t body, Verdict& verdict) const {
    program_.run(verdict.slots, 0, before_, body);
    verdict.judged = verdict.slots[judged_].holds();
    if (!verdict.judged) { return Done{}; }
    if (scheme_.aggregate.kind == Aggregate::Kind::Grouped) {
        aggregate_grouped(verdict);
    } else {
        aggregate_mean(verdict);
    }
    add_bonus_and_caps(verdict);
    if (verdict.score.is_overflow()) {
        return Error{ErrorCode::InvalidInput, "evaluation.overflow", "body " + facts_.bodies.key(body)};
    }
    verdict.slots[score_] = verdict.score;
    for (std::size_t i = 0; i < leaves_.size(); ++i) { verdict.slots[leaves_[i].score] = verdict.leaves[i]; }
    for (std::size_t g = 0; g < groups_.size(); ++g) { verdict.slots[groups_[g]] = verdict.groups[g]; }
    program_.run(verdict.slots, before_, program_.steps(), body);
    verdict.grade = static_cast<std::uint32_t>(verdict.slots[grade_].n);
    return Done{};
}

}  // namespace gx::domain::evaluation
