// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <numeric>

#include "domain/evaluation/evaluation.hpp"
#include "domain/evaluation/parallel.hpp"

namespace gx::domain::evaluation {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::uint32_t kCellsPerThread = 4'000;

ResultTable empty_table(const Output& output) {
    ResultTable table;
    table.id = output.id;
    for (const OutputColumn& column : output.columns) {
        table.columns.push_back({.header = column.header, .title = column.title, .decimals = column.decimals,
                                 .values = {}, .texts = nullptr, .own_texts = nullptr});
    }
    return table;
}

bool named(const OutputColumn& column, std::string_view name) {
    return column.value.expression.node == Node::Name && column.value.expression.text == name;
}

}  // namespace

Result<ResultTable> Evaluation::table(std::size_t index, unsigned threads) const {
    GX_ASSERT(index < scheme_.outputs.size());
    const Output& output = scheme_.outputs[index];
    if (output.rows == Output::Rows::Measures) { return measures_table(index, threads); }
    GX_TRY(auto table, output.rows == Output::Rows::Bodies ? bodies_table(index) : divisions_table(index));
    sort_rows(output, table);
    return table;
}

void Evaluation::fill_caps(ResultColumn& column, const std::vector<std::uint32_t>& bodies) const {
    std::map<std::uint64_t, std::int64_t> numbers;
    auto texts = std::make_shared<std::vector<std::string>>();
    for (const std::uint32_t body : bodies) {
        const auto [it, fresh] = numbers.try_emplace(caps_[body], static_cast<std::int64_t>(texts->size()));
        if (fresh) {
            std::string joined;
            for (const std::string& cap : caps(body)) { joined += (joined.empty() ? "" : ";") + cap; }
            texts->push_back(std::move(joined));
        }
        column.values.push_back(caps_[body] == 0 ? kNullStored : it->second);
    }
    column.texts = texts.get();
    column.own_texts = std::move(texts);
}

Result<ResultTable> Evaluation::bodies_table(std::size_t index) const {
    const Output& output = scheme_.outputs[index];
    ResultTable table = empty_table(output);
    std::vector<std::uint32_t> bodies;
    bodies.reserve(facts_.bodies.size());
    for (std::uint32_t body = 0; body < facts_.bodies.size(); ++body) {
        if (judged_[body] != 0) { bodies.push_back(body); }
    }
    table.rows = bodies.size();
    for (std::size_t c = 0; c < output.columns.size(); ++c) {
        ResultColumn& column = table.columns[c];
        column.values.reserve(bodies.size());
        const auto fill = [&](auto value) {
            for (const std::uint32_t body : bodies) { column.values.push_back(value(body)); }
        };
        const SpecialColumn special = special_column(scheme_, output.columns[c]);
        if (special == SpecialColumn::Body || special == SpecialColumn::Name) {
            column.texts = special == SpecialColumn::Body ? &facts_.bodies.keys() : &facts_.body_names;
            if (column.texts->size() != facts_.bodies.size()) {
                return Error{ErrorCode::InvalidInput, "scheme.dangling_name", "name", output.columns[c].value.at};
            }
            fill([](std::uint32_t body) { return std::int64_t{body}; });
        } else if (special == SpecialColumn::Grade) {
            column.own_texts = std::make_shared<std::vector<std::string>>(judge_->grade_labels().texts);
            column.texts = column.own_texts.get();
            fill([&](std::uint32_t body) { return std::int64_t{grades_[body]}; });
        } else if (special == SpecialColumn::Caps) {
            fill_caps(column, bodies);
        } else if (special == SpecialColumn::Rank || special == SpecialColumn::Rated) {
            std::size_t r = 0;
            const std::string& name = output.columns[c].value.expression.text;
            while (scheme_.ranks[r].id != name && scheme_.ranks[r].rated != name) { ++r; }
            fill([&](std::uint32_t body) {
                if (scores_[body] == kNullStored) { return kNullStored; }
                if (special == SpecialColumn::Rated) { return std::int64_t{rated(r, body)}; }
                return places_[r][body] == 0 ? kNullStored : std::int64_t{places_[r][body]};
            });
        } else {
            const SlotValue& value = judge_->shown().outputs[index][c];
            if (value.codes != nullptr) {
                column.own_texts = std::make_shared<std::vector<std::string>>(value.codes->texts);
                column.texts = column.own_texts.get();
            }
            fill([&](std::uint32_t body) { return kept_[index][c][body]; });
        }
    }
    return table;
}

Result<ResultTable> Evaluation::measures_table(std::size_t index, unsigned threads) const {
    const Output& output = scheme_.outputs[index];
    std::size_t s = 0;
    while (scheme_.measures[s].id != output.measures) { ++s; }
    const MeasureSet& set = scheme_.measures[s];
    const MeasureBlock& block = blocks_[s];

    // One program per cell: its columns are inputs, the set's values are calculated.
    std::vector<std::uint32_t> inputs;
    SlotCompiler compiler{horizon_, scheme_.lookups,
                          [](SlotCompiler&, const Expression&) { return std::optional<SlotValue>{}; }};
    for (const MeasureColumn& column : set.columns) {
        const SlotValue input = compiler.input();
        inputs.push_back(input.slot);
        compiler.name(column.name, input);
    }
    for (const NamedFormula& value : set.values) {
        GX_TRY(const SlotValue slot, compiler.compile(value.formula));
        compiler.name(value.name, slot);
    }
    ResultTable table = empty_table(output);
    std::vector<std::uint32_t> slots;
    std::vector<std::uint32_t> measure_of;
    constexpr std::uint32_t kBody = 0xFFFFFFFFU;
    constexpr std::uint32_t kCode = 0xFFFFFFFEU;
    for (std::size_t c = 0; c < output.columns.size(); ++c) {
        measure_of.push_back(0);
        if (named(output.columns[c], "body")) {
            slots.push_back(kBody);
            table.columns[c].texts = &facts_.bodies.keys();
        } else if (!set.by.empty() && named(output.columns[c], set.by)) {
            slots.push_back(kCode);
            table.columns[c].texts = &block.by->dictionary.texts;
        } else {
            for (std::size_t m = 0; m < set.columns.size(); ++m) {
                if (named(output.columns[c], set.columns[m].name)) {
                    measure_of.back() = static_cast<std::uint32_t>(m + 1);
                }
            }
            if (measure_of.back() != 0 && output.columns[c].decimals == 0) {
                slots.push_back(0);
                continue;
            }
            measure_of.back() = 0;
            GX_TRY(const SlotValue value, compiler.compile(output.columns[c].value));
            slots.push_back(value.slot);
        }
    }
    const SlotProgram program = compiler.finish();

    std::vector<std::pair<std::uint32_t, std::uint32_t>> cells;
    for (std::uint32_t body = 0; body < facts_.bodies.size(); ++body) {
        for (std::uint32_t code = 0; code < block.codes; ++code) {
            if (judged_[body] != 0 && block.cell(body, code)[0] > 0) { cells.emplace_back(body, code); }
        }
    }
    table.rows = cells.size();
    for (ResultColumn& column : table.columns) { column.values.resize(cells.size()); }
    const unsigned parts = worthwhile_parts(cells.size(), kCellsPerThread, threads);
    std::vector<Result<Done>> done(parts, Done{});
    const bool calculated = std::any_of(slots.begin(), slots.end(), [](std::uint32_t slot) { return slot < kCode; });
    in_parallel(parts, [&](unsigned part) {
        const std::size_t to = cells.size() * (part + 1) / parts;
        std::vector<Number> numbers = program.make_slots();
        for (std::size_t row = cells.size() * part / parts; row < to; ++row) {
            const std::int64_t* values = block.cell(cells[row].first, cells[row].second);
            if (calculated) {
                for (std::size_t m = 0; m < inputs.size(); ++m) { numbers[inputs[m]] = Number::whole(values[m + 1]); }
                program.run(numbers, 0, program.steps(), cells[row].first);
            }
            for (std::size_t c = 0; c < slots.size(); ++c) {
                std::int64_t& out = table.columns[c].values[row];
                if (slots[c] == kBody) {
                    out = cells[row].first;
                } else if (slots[c] == kCode) {
                    out = block.by->dictionary.texts.size() == cells[row].second ? kNullStored : cells[row].second;
                } else if (measure_of[c] != 0) {
                    out = values[measure_of[c]];
                } else {
                    auto stored = to_stored(numbers[slots[c]], table.columns[c].decimals);
                    if (stored) {
                        out = *stored;
                    } else {
                        done[part] = stored.error();
                    }
                }
            }
        }
    });
    for (Result<Done>& each : done) { GX_CHECK(std::move(each)); }
    return table;
}

Result<ResultTable> Evaluation::divisions_table(std::size_t index) const {
    const Output& output = scheme_.outputs[index];
    const RollUp& roll_up = *scheme_.roll_up;
    const std::uint32_t divisions = facts_.divisions.index.size();
    struct Total {
        Int128 sum = 0;
        Int128 count = 0;
    };
    std::vector<std::vector<Total>> totals(roll_up.columns.size(), std::vector<Total>(divisions));
    std::vector<std::uint32_t> below(divisions, 0);
    for (std::uint32_t body = 0; body < facts_.bodies.size(); ++body) {
        if (judged_[body] == 0 || facts_.body_division.empty()) { continue; }
        std::uint32_t division = facts_.body_division[body];
        // A tree from outside is at most this deep; a ring would never end.
        constexpr int kDepthMax = 16;
        for (int depth = 0; depth < kDepthMax && division != FactSet::kNoDivision; ++depth) {
            ++below[division];
            for (std::size_t c = 0; c < totals.size(); ++c) {
                const std::int64_t value = contributions_[c][body];
                if (value == kNullStored) { continue; }
                totals[c][division].sum += value;
                ++totals[c][division].count;
            }
            const std::uint32_t parent = facts_.divisions.parent[division];
            division = parent == division ? FactSet::kNoDivision : parent;
        }
    }

    SlotCompiler compiler{horizon_, scheme_.lookups,
                          [](SlotCompiler&, const Expression&) { return std::optional<SlotValue>{}; }};
    std::vector<std::uint32_t> inputs;
    for (const RollUpColumn& column : roll_up.columns) {
        const SlotValue input = compiler.input();
        inputs.push_back(input.slot);
        compiler.name(column.name, input);
    }
    for (const NamedFormula& value : roll_up.values) {
        GX_TRY(const SlotValue slot, compiler.compile(value.formula));
        compiler.name(value.name, slot);
    }
    ResultTable table = empty_table(output);
    std::vector<std::uint32_t> slots;
    for (std::size_t c = 0; c < output.columns.size(); ++c) {
        slots.push_back(Judge::kNoSlot);
        if (named(output.columns[c], "division")) {
            table.columns[c].texts = &facts_.divisions.index.keys();
            continue;
        }
        GX_TRY(const SlotValue value, compiler.compile(output.columns[c].value));
        slots.back() = value.slot;
    }
    const SlotProgram program = compiler.finish();
    std::vector<Number> numbers = program.make_slots();
    for (std::uint32_t division = 0; division < divisions; ++division) {
        if (below[division] == 0) { continue; }
        for (std::size_t c = 0; c < roll_up.columns.size(); ++c) {
            const Total& total = totals[c][division];
            Int128 scale = 1;
            for (int i = 0; i < roll_up.columns[c].decimals; ++i) { scale *= 10; }
            Number value = ratio(Number::whole(total.sum), Number::whole(scale));
            if (roll_up.columns[c].kind == RollUpColumn::Kind::Mean) {
                value = round_half_up(ratio(value, Number::whole(total.count)), roll_up.columns[c].decimals);
            }
            numbers[inputs[c]] = value;
        }
        program.run(numbers, 0, program.steps(), 0);
        for (std::size_t c = 0; c < slots.size(); ++c) {
            std::int64_t stored = division;
            if (slots[c] != Judge::kNoSlot) {
                GX_TRY(stored, to_stored(numbers[slots[c]], table.columns[c].decimals));
            }
            table.columns[c].values.push_back(stored);
        }
        ++table.rows;
    }
    return table;
}

void Evaluation::sort_rows(const Output& output, ResultTable& table) const {
    if (output.order.empty()) { return; }
    std::vector<std::size_t> order(table.rows);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<std::pair<std::size_t, bool>> keys;
    for (const Rank::Key& key : output.order) {
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            if (table.columns[c].header == key.name) { keys.emplace_back(c, key.descending); }
        }
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        for (const auto& [c, descending] : keys) {
            const std::int64_t left = table.columns[c].values[a];
            const std::int64_t right = table.columns[c].values[b];
            if (left != right) { return descending ? left > right : left < right; }
        }
        return false;
    });
    for (ResultColumn& column : table.columns) {
        std::vector<std::int64_t> sorted;
        sorted.reserve(order.size());
        for (const std::size_t row : order) { sorted.push_back(column.values[row]); }
        column.values = std::move(sorted);
    }
}

}  // namespace gx::domain::evaluation
