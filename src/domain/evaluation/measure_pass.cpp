// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/measure_pass.hpp"

#include <algorithm>

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
    GX_TRY(RowValue passed, compiler.rows_of(fact));
    RowValue code;
    if (!set.by.empty()) {
        GX_TRY(code, compiler.column(set.by, set.at + "/by"));
        pass.by_ = code.codes;
        if (pass.by_ == nullptr) { return Error{ErrorCode::InvalidInput, "scheme.type", set.by, set.at + "/by"}; }
    }
    GX_TRY(RowValue rows, compiler.contribution(MeasureColumn{.name = {}, .value = {}, .condition = {}}));
    std::vector<RowValue> values;
    for (const MeasureColumn& column : set.columns) {
        GX_TRY(const RowValue value, compiler.contribution(column));
        values.push_back(value);
    }
    std::vector<RowValue*> kept{&passed, &rows};
    if (pass.by_ != nullptr) { kept.push_back(&code); }
    for (RowValue& value : values) { kept.push_back(&value); }
    pass.program_ = compiler.finish(kept);
    pass.plan_ = WordPlan::of(rows, values);
    pass.plan_.passed = passed.offset;
    pass.plan_.code = code.offset;
    pass.plan_.grouped = pass.by_ != nullptr;
    pass.plan_.no_code = pass.by_ == nullptr ? 0 : static_cast<std::uint32_t>(pass.by_->dictionary.texts.size());
    return pass;
}

void MeasurePass::prepare(MeasureBlock& block) const {
    block.by = by_;
    block.codes = by_ == nullptr ? 1 : static_cast<std::uint32_t>(by_->dictionary.texts.size() + 1);
    block.width = static_cast<std::uint32_t>(plan_.fields.size());
    const std::size_t cells = static_cast<std::size_t>(table_->bodies()) * block.codes;
    block.values.resize(cells * block.width);
    block.present.resize(cells);
}

/// What one thread works with.
struct MeasurePass::Workspace {
    /// Lanes from the end of the piece before up to `to` belong to `body`.
    struct Piece {
        std::uint32_t body;
        std::uint32_t to;
    };
    explicit Workspace(const MeasurePass& pass, std::uint32_t codes)
        : lanes(pass.program_), words(pass.plan_), sums(pass.plan_.words.size() * codes, 0) {}
    RowProgram::Block lanes;
    WordBlock words;
    std::vector<std::uint64_t> sums;  ///< by group, word; all 0 between two pieces
    std::vector<Piece> pieces;
};

void MeasurePass::add_piece(MeasureBlock& block, Workspace& work, std::uint32_t body, std::uint32_t from,
                            std::uint32_t to) const {
    add_words(plan_, work.words, from, to, work.sums.data());
    const std::size_t words = plan_.words.size();
    const WordPlan::Field* const fields = plan_.fields.data();
    const std::size_t width = plan_.fields.size();
    const auto give = [&](std::uint32_t code) {
        std::uint64_t* const sums = work.sums.data() + code * words;
        if ((sums[fields[0].word] >> fields[0].shift & fields[0].mask) == 0) { return; }
        block.present[block.at(body, code)] = 1;
        std::int64_t* const cell = block.cell(body, code);
        for (std::size_t f = 0; f < width; ++f) {
            cell[f] += static_cast<std::int64_t>(sums[fields[f].word] >> fields[f].shift & fields[f].mask);
        }
        std::fill_n(sums, words, 0);
    };
    if (block.codes <= to - from) {
        for (std::uint32_t code = 0; code < block.codes; ++code) { give(code); }
        return;
    }
    const auto stride = static_cast<std::uint32_t>(words);
    for (std::uint32_t i = from; i < to; ++i) { give(work.words.groups[i] / stride); }
}

void MeasurePass::add_block(MeasureBlock& block, Workspace& work) const {
    pack_words(plan_, work.lanes.memory(), work.words);
    std::uint32_t from = 0;
    for (const Workspace::Piece& piece : work.pieces) {
        add_piece(block, work, piece.body, from, piece.to);
        from = piece.to;
    }
    work.pieces.clear();
}

void MeasurePass::run(MeasureBlock& block, std::uint32_t from, std::uint32_t to) const {
    Workspace work{*this, block.codes};
    std::fill(block.cell(from, 0), block.cell(to, 0), 0);
    std::fill_n(block.present.data() + block.at(from, 0), block.at(to, 0) - block.at(from, 0), std::uint8_t{0});
    std::uint32_t body = from;
    while (body < to) {
        // Bodies whose rows lie one behind the other are one run of rows.
        std::uint32_t row = table_->segment(body).begin;
        std::uint32_t lane = 0;
        std::uint32_t block_begin = row;
        const auto finish_block = [&] {
            program_.run(work.lanes, block_begin, lane);
            add_block(block, work);
            block_begin = row;
            lane = 0;
        };
        while (body < to && table_->segment(body).begin == row) {
            const std::uint32_t end = row + table_->segment(body).count;
            while (row < end) {
                const std::uint32_t take = std::min(end - row, kLanes - lane);
                lane += take;
                row += take;
                work.pieces.push_back({.body = body, .to = lane});
                if (lane == kLanes) { finish_block(); }
            }
            ++body;
        }
        if (lane > 0) { finish_block(); }
    }
}

}  // namespace gx::domain::evaluation
