// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <numeric>
#include <utility>

#include "domain/evaluation/evaluation.hpp"
#include "domain/evaluation/parallel.hpp"

namespace gx::domain::evaluation {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::uint32_t kCellsPerThread = 4'000;
constexpr std::uint32_t kNumbersALine = 8;  // of a cache
constexpr std::uint64_t kValuesPerThread = 100'000;

/// Runs each of `count` pieces of work that do not touch each other, the next free one on the next free thread.
template <class Work>
void each_in_parallel(std::size_t count, unsigned threads, const Work& work) {
    std::atomic<std::size_t> next{0};
    in_parallel(threads, [&](unsigned) {
        for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) { work(i); }
    });
}

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
    GX_TRY(auto table, output.rows == Output::Rows::Bodies ? bodies_table(index, threads) : divisions_table(index, threads));
    sort_rows(output, table);
    return table;
}

void Evaluation::fill_caps(ResultColumn& column, const std::vector<std::uint32_t>& bodies) const {
    std::map<std::uint64_t, std::int64_t> numbers;
    auto texts = std::make_shared<std::vector<std::string>>();
    std::size_t row = 0;
    for (const std::uint32_t body : bodies) {
        const auto [it, fresh] = numbers.try_emplace(caps_[body], static_cast<std::int64_t>(texts->size()));
        if (fresh) {
            std::string joined;
            for (const std::string& cap : caps(body)) { joined += (joined.empty() ? "" : ";") + cap; }
            texts->push_back(std::move(joined));
        }
        column.values[row++] = caps_[body] == 0 ? kNullStored : it->second;
    }
    column.texts = texts.get();
    column.own_texts = std::move(texts);
}

Result<ResultTable> Evaluation::bodies_table(std::size_t index, unsigned threads) const {
    const Output& output = scheme_.outputs[index];
    ResultTable table = empty_table(output);
    std::vector<std::uint32_t> bodies;
    bodies.reserve(facts_.bodies.size());
    for (std::uint32_t body = 0; body < facts_.bodies.size(); ++body) {
        if (judged_[body] != 0) { bodies.push_back(body); }
    }
    table.rows = bodies.size();
    std::vector<std::function<void()>> fills;  // a column each
    for (std::size_t c = 0; c < output.columns.size(); ++c) {
        ResultColumn& column = table.columns[c];
        const auto fill = [&](auto value) {
            fills.emplace_back([&column, &bodies, value] {
                column.values.resize(bodies.size());
                std::int64_t* const out = column.values.data();
                for (std::size_t i = 0; i < bodies.size(); ++i) { out[i] = value(bodies[i]); }
            });
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
            fill([this](std::uint32_t body) { return std::int64_t{grades_[body]}; });
        } else if (special == SpecialColumn::Caps) {
            column.values.resize(bodies.size());
            fill_caps(column, bodies);
        } else if (special == SpecialColumn::Rank || special == SpecialColumn::Rated) {
            std::size_t r = 0;
            const std::string& name = output.columns[c].value.expression.text;
            while (scheme_.ranks[r].id != name && scheme_.ranks[r].rated != name) { ++r; }
            fill([this, r, special](std::uint32_t body) {
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
            const std::int64_t* const kept = kept_[index][c].data();
            fill([kept](std::uint32_t body) { return kept[body]; });
        }
    }
    each_in_parallel(fills.size(), worthwhile_parts(std::uint64_t{bodies.size()} * fills.size(), kValuesPerThread, threads),
                     [&](std::size_t i) { fills[i](); });
    return table;
}

namespace {

/// How one column of a measure table comes about.
struct CellColumn {
    enum class Kind { Body, Code, Measure, Calculated } kind = Kind::Calculated;
    std::uint32_t at = 0;  ///< Measure: place in the cell; Calculated: slot
    int decimals = 0;
    std::int64_t* out = nullptr;
};

/// The columns of a measure table and the program over the columns of one cell.
struct CellPlan {
    std::vector<CellColumn> columns;
    std::vector<std::uint32_t> inputs;  ///< slots, by measure
    std::vector<std::uint32_t> read;    ///< measures that the lanes read
    SlotProgram program;
    std::optional<BodyLanes> lanes;
    bool calculated = false;
};

Result<CellPlan> plan_cells(const Scheme& scheme, const MeasureSet& set, const Output& output, const Horizon& horizon) {
    CellPlan plan;
    SlotCompiler compiler{horizon, scheme.lookups,
                          [](SlotCompiler&, const Expression&) { return std::optional<SlotValue>{}; }};
    for (const MeasureColumn& column : set.columns) {
        const SlotValue input = compiler.input();
        plan.inputs.push_back(input.slot);
        compiler.name(column.name, input);
    }
    for (const NamedFormula& value : set.values) {
        GX_TRY(const SlotValue slot, compiler.compile(value.formula));
        compiler.name(value.name, slot);
    }
    std::vector<std::uint32_t> needed;
    for (const OutputColumn& column : output.columns) {
        CellColumn cell{.decimals = column.decimals};
        const auto measure = std::find_if(set.columns.begin(), set.columns.end(),
                                          [&](const MeasureColumn& each) { return named(column, each.name); });
        if (named(column, "body")) {
            cell.kind = CellColumn::Kind::Body;
        } else if (!set.by.empty() && named(column, set.by)) {
            cell.kind = CellColumn::Kind::Code;
        } else if (measure != set.columns.end() && column.decimals == 0) {
            cell.kind = CellColumn::Kind::Measure;
            cell.at = static_cast<std::uint32_t>(measure - set.columns.begin()) + 1;
        } else {
            GX_TRY(const SlotValue value, compiler.compile(column.value));
            cell.at = value.slot;
            needed.push_back(value.slot);
            plan.calculated = true;
        }
        plan.columns.push_back(cell);
    }
    const std::size_t steps = compiler.steps();
    plan.program = compiler.finish();
    plan.lanes = BodyLanes::of(plan.program, needed, steps);
    for (std::uint32_t m = 0; plan.lanes && m < plan.inputs.size(); ++m) {
        if (plan.lanes->uses(plan.inputs[m])) { plan.read.push_back(m); }
    }
    return plan;
}

/// Writes rows of a measure table from the cells they come from. Thread: one writer each, rows that do not overlap.
class CellWriter {
public:
    CellWriter(const CellPlan& plan, const MeasureBlock& block) : plan_(plan), block_(block) {
        no_code_ = block.by == nullptr ? 0 : static_cast<std::uint32_t>(block.by->dictionary.texts.size());
        numbers_ = plan.program.make_slots();
        if (plan.lanes) { lanes_ = plan.lanes->make_block(); }
    }

    /// Adds the next cell of the row that follows the last one.
    Result<Done> add(std::size_t row, std::uint32_t body, std::uint32_t code) {
        if (count_ == 0) { first_ = row; }
        bodies_[count_] = body;
        codes_[count_] = code;
        cells_[count_] = block_.cell(body, code);
        // The measures lie far apart from what was read last; ask for them before they are needed.
        for (std::uint32_t m = 0; m < block_.width; m += kNumbersALine) { __builtin_prefetch(cells_[count_] + m); }
        if (++count_ < kBodyLanes) { return Done{}; }
        return flush();
    }

    Result<Done> flush() {
        const std::uint32_t count = std::exchange(count_, 0);
        if (count == 0) { return Done{}; }
        const bool side_by_side = plan_.calculated && plan_.lanes.has_value();
        if (side_by_side) { run_lanes(count); }
        for (const CellColumn& column : plan_.columns) {
            std::int64_t* const out = column.out + first_;
            switch (column.kind) {
                case CellColumn::Kind::Body:
                    for (std::uint32_t i = 0; i < count; ++i) { out[i] = bodies_[i]; }
                    break;
                case CellColumn::Kind::Code:
                    for (std::uint32_t i = 0; i < count; ++i) { out[i] = codes_[i] == no_code_ ? kNullStored : codes_[i]; }
                    break;
                case CellColumn::Kind::Measure:
                    for (std::uint32_t i = 0; i < count; ++i) { out[i] = cells_[i][column.at]; }
                    break;
                case CellColumn::Kind::Calculated:
                    if (side_by_side && column.decimals == 0) { std::copy_n(lanes_.lanes(column.at), count, out); }
            }
        }
        if (!plan_.calculated) { return Done{}; }
        for (std::uint32_t i = 0; i < count; ++i) {
            if (!side_by_side || lanes_.escaped(i) || has_decimals()) { GX_CHECK(calculate(i)); }
        }
        return Done{};
    }

private:
    bool has_decimals() const {
        return std::any_of(plan_.columns.begin(), plan_.columns.end(), [](const CellColumn& column) {
            return column.kind == CellColumn::Kind::Calculated && column.decimals != 0;
        });
    }

    void run_lanes(std::uint32_t count) {
        lanes_.begin();
        for (const std::uint32_t m : plan_.read) {
            for (std::uint32_t i = 0; i < count; ++i) { lanes_.set(plan_.inputs[m], i, cells_[i][m + 1]); }
        }
        plan_.lanes->run_first(lanes_, 0, count);
    }

    /// The calculated columns of one row, exactly.
    Result<Done> calculate(std::uint32_t i) {
        for (std::size_t m = 0; m < plan_.inputs.size(); ++m) { numbers_[plan_.inputs[m]] = Number::whole(cells_[i][m + 1]); }
        plan_.program.run(numbers_, 0, plan_.program.steps(), bodies_[i]);
        for (const CellColumn& column : plan_.columns) {
            if (column.kind != CellColumn::Kind::Calculated) { continue; }
            GX_TRY(column.out[first_ + i], to_stored(numbers_[column.at], column.decimals));
        }
        return Done{};
    }

    const CellPlan& plan_;
    const MeasureBlock& block_;
    std::uint32_t no_code_ = 0;
    std::vector<Number> numbers_;
    BodyLanes::Block lanes_;
    std::size_t first_ = 0;
    std::uint32_t count_ = 0;
    std::array<std::uint32_t, kBodyLanes> bodies_{};
    std::array<std::uint32_t, kBodyLanes> codes_{};
    std::array<const std::int64_t*, kBodyLanes> cells_{};
};

}  // namespace

Result<ResultTable> Evaluation::measures_table(std::size_t index, unsigned threads) const {
    const Output& output = scheme_.outputs[index];
    std::size_t s = 0;
    while (scheme_.measures[s].id != output.measures) { ++s; }
    const MeasureBlock& block = blocks_[s];
    GX_TRY(CellPlan plan, plan_cells(scheme_, scheme_.measures[s], output, horizon_));

    // Each part of the bodies counts its cells, then writes them behind those of the parts before it.
    const std::uint32_t bodies = facts_.bodies.size();
    const unsigned parts = worthwhile_parts(bodies, kCellsPerThread / std::max(1U, block.codes), threads);
    const auto begin_of = [&](unsigned part) { return static_cast<std::uint32_t>(std::uint64_t{bodies} * part / parts); };
    std::vector<std::size_t> begins(parts + 1, 0);
    const auto each_cell = [&](unsigned part, const auto& use) {
        for (std::uint32_t body = begin_of(part); body < begin_of(part + 1); ++body) {
            if (judged_[body] == 0) { continue; }
            const std::uint8_t* const present = block.present.data() + block.at(body, 0);
            for (std::uint32_t code = 0; code < block.codes; ++code) {
                if (present[code] != 0) { use(body, code); }
            }
        }
    };
    in_parallel(parts, [&](unsigned part) {
        std::size_t cells = 0;
        each_cell(part, [&](std::uint32_t, std::uint32_t) { ++cells; });
        begins[part + 1] = cells;
    });
    std::partial_sum(begins.begin(), begins.end(), begins.begin());

    ResultTable table = empty_table(output);
    table.rows = begins.back();
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        ResultColumn& column = table.columns[c];
        column.values.resize(table.rows);
        plan.columns[c].out = column.values.data();
        if (plan.columns[c].kind == CellColumn::Kind::Body) { column.texts = &facts_.bodies.keys(); }
        if (plan.columns[c].kind == CellColumn::Kind::Code) { column.texts = &block.by->dictionary.texts; }
    }
    std::vector<Result<Done>> done(parts, Done{});
    in_parallel(parts, [&](unsigned part) {
        CellWriter writer{plan, block};
        std::size_t row = begins[part];
        each_cell(part, [&](std::uint32_t body, std::uint32_t code) {
            const Result<Done> added = writer.add(row++, body, code);
            if (!added && done[part].ok()) { done[part] = added.error(); }
        });
        const Result<Done> flushed = writer.flush();
        if (!flushed && done[part].ok()) { done[part] = flushed.error(); }
    });
    for (Result<Done>& each : done) { GX_CHECK(std::move(each)); }
    return table;
}

Result<ResultTable> Evaluation::divisions_table(std::size_t index, unsigned threads) const {
    const Output& output = scheme_.outputs[index];
    const RollUp& roll_up = *scheme_.roll_up;
    const std::uint32_t divisions = facts_.divisions.index.size();
    struct Total {
        Int128 sum = 0;
        Int128 count = 0;
    };
    std::vector<std::vector<Total>> totals(roll_up.columns.size(), std::vector<Total>(divisions));
    std::vector<std::uint32_t> below(divisions, 0);
    // First what each division's own bodies give …
    std::vector<std::vector<Total>> own = totals;
    std::vector<std::uint32_t> own_bodies(divisions, 0);
    for (std::uint32_t body = 0; body < facts_.bodies.size() && !facts_.body_division.empty(); ++body) {
        const std::uint32_t division = facts_.body_division[body];
        if (judged_[body] != 0 && division != FactSet::kNoDivision) { ++own_bodies[division]; }
    }
    const std::size_t summed = facts_.body_division.empty() ? 0 : own.size();
    each_in_parallel(summed, worthwhile_parts(std::uint64_t{facts_.bodies.size()} * summed, kValuesPerThread, threads),
                     [&](std::size_t c) {
        for (std::uint32_t body = 0; body < facts_.bodies.size(); ++body) {
            const std::uint32_t division = facts_.body_division[body];
            const std::int64_t value = contributions_[c][body];
            if (judged_[body] == 0 || division == FactSet::kNoDivision || value == kNullStored) { continue; }
            own[c][division].sum += value;
            ++own[c][division].count;
        }
    });
    // … then that to the division and all above it.
    for (std::uint32_t from = 0; from < divisions; ++from) {
        if (own_bodies[from] == 0) { continue; }
        std::uint32_t division = from;
        // A tree from outside is at most this deep; a ring would never end.
        constexpr int kDepthMax = 16;
        for (int depth = 0; depth < kDepthMax && division != FactSet::kNoDivision; ++depth) {
            below[division] += own_bodies[from];
            for (std::size_t c = 0; c < totals.size(); ++c) {
                totals[c][division].sum += own[c][from].sum;
                totals[c][division].count += own[c][from].count;
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
        base::PlainVector<std::int64_t> sorted;
        sorted.reserve(order.size());
        for (const std::size_t row : order) { sorted.push_back(column.values[row]); }
        column.values = std::move(sorted);
    }
}

}  // namespace gx::domain::evaluation
