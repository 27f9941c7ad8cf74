// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/measure_pass.hpp"

#include <algorithm>
#include <array>

namespace gx::domain::evaluation {

using base::Error;
using base::ErrorCode;
using base::Result;

Result<MeasurePass> MeasurePass::bind(const Scheme& scheme, const MeasureSet& set, const FactSet& facts,
                                      const Horizon& horizon) {
    const Fact& fact = *scheme.fact(set.fact);
    MeasurePass pass;
    pass.table_ = facts.find(fact.table);
    if (pass.table_ == nullptr) {
        return Error{ErrorCode::InvalidInput, "scheme.unknown_table", fact.table, fact.at + "/table"};
    }
    RowCompiler compiler{*pass.table_, horizon, scheme.lookups};
    GX_TRY(pass.passed_, compiler.rows_of(fact));
    if (!set.by.empty()) {
        GX_TRY(pass.code_, compiler.column(set.by, set.at + "/by"));
        pass.by_ = pass.code_.codes;
        if (pass.by_ == nullptr) { return Error{ErrorCode::InvalidInput, "scheme.type", set.by, set.at + "/by"}; }
    }
    for (const MeasureColumn& column : set.columns) {
        GX_TRY(const RowValue value, compiler.contribution(column));
        pass.columns_.push_back(value);
    }
    pass.program_ = compiler.finish();
    return pass;
}

void MeasurePass::prepare(MeasureBlock& block) const {
    block.by = by_;
    block.codes = by_ == nullptr ? 1 : static_cast<std::uint32_t>(by_->dictionary.texts.size() + 1);
    block.width = static_cast<std::uint32_t>(columns_.size() + 1);
    block.values = std::make_unique_for_overwrite<std::int64_t[]>(static_cast<std::size_t>(table_->bodies()) *
                                                                  block.codes * block.width);
}

void MeasurePass::add_rows(MeasureBlock& block, RowProgram::Block& lanes, std::vector<std::int64_t>& matrix,
                           const std::vector<std::uint32_t>& bodies, std::uint32_t count) const {
    const std::size_t width = block.width;
    for (std::size_t m = 0; m < columns_.size(); ++m) {
        std::int64_t* out = matrix.data() + m + 1;
        if (columns_[m].wide) {
            const std::int64_t* in = lanes.wide(columns_[m]);
            for (std::uint32_t i = 0; i < count; ++i) { out[i * width] = in[i]; }
        } else {
            const std::int32_t* in = lanes.narrow(columns_[m]);
            for (std::uint32_t i = 0; i < count; ++i) { out[i * width] = in[i]; }
        }
    }
    std::array<std::uint32_t, kLanes> chosen{};
    std::uint32_t chosen_count = 0;
    const std::int32_t* passed = lanes.narrow(passed_);
    for (std::uint32_t i = 0; i < count; ++i) {
        chosen[chosen_count] = i;
        chosen_count += static_cast<std::uint32_t>(passed[i]);
    }
    const std::int32_t* code = by_ == nullptr ? nullptr : lanes.narrow(code_);
    const std::uint32_t no_code = block.codes - 1;
    std::int64_t* const values = block.values.get();
    for (std::uint32_t k = 0; k < chosen_count; ++k) {
        const std::uint32_t i = chosen[k];
        const std::uint32_t group = code == nullptr ? 0 : (code[i] < 0 ? no_code : static_cast<std::uint32_t>(code[i]));
        std::int64_t* cell = values + (static_cast<std::size_t>(bodies[i]) * block.codes + group) * width;
        const std::int64_t* row = matrix.data() + i * width;
        for (std::size_t m = 0; m < width; ++m) { cell[m] += row[m]; }
    }
}

void MeasurePass::run(MeasureBlock& block, std::uint32_t from, std::uint32_t to) const {
    std::fill(block.cell(from, 0), block.cell(to, 0), 0);
    RowProgram::Block lanes{program_};
    std::vector<std::int64_t> matrix(static_cast<std::size_t>(block.width) * kLanes, 1);  // column 0 counts rows
    std::vector<std::uint32_t> bodies(kLanes, 0);
    std::uint32_t body = from;
    while (body < to) {
        // Bodies whose rows lie one behind the other are one run of rows.
        std::uint32_t row = table_->segment(body).begin;
        std::uint32_t lane = 0;
        std::uint32_t block_begin = row;
        while (body < to && table_->segment(body).begin == row) {
            const std::uint32_t end = row + table_->segment(body).count;
            while (row < end) {
                const std::uint32_t take = std::min(end - row, kLanes - lane);
                std::fill_n(bodies.begin() + lane, take, body);
                lane += take;
                row += take;
                if (lane == kLanes) {
                    program_.run(lanes, block_begin, lane);
                    add_rows(block, lanes, matrix, bodies, lane);
                    block_begin = row;
                    lane = 0;
                }
            }
            ++body;
        }
        if (lane > 0) {
            program_.run(lanes, block_begin, lane);
            add_rows(block, lanes, matrix, bodies, lane);
        }
    }
}

}  // namespace gx::domain::evaluation
