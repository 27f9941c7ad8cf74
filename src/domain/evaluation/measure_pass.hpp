// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "domain/evaluation/measure_kernel.hpp"
#include "domain/evaluation/row_program.hpp"
#include "domain/evaluation/slot_program.hpp"

namespace gx::domain::evaluation {

/// One fused pass over the rows of a fact: all counts and sums of a measure set at once.
class MeasurePass {
public:
    /// Errors: those of RowCompiler.
    static base::Result<MeasurePass> bind(const Scheme& scheme, const MeasureSet& set, const FactSet& facts,
                                          const Horizon& horizon);

    /// Sizes `block` for all bodies.
    void prepare(MeasureBlock& block) const;
    /// Sets the cells of bodies from..to-1. Thread: ranges that do not overlap, side by side.
    void run(MeasureBlock& block, std::uint32_t from, std::uint32_t to) const;

    const Table& table() const { return *table_; }

private:
    struct Workspace;
    /// Adds a block's lanes to the cells of the bodies they belong to.
    void add_block(MeasureBlock& block, Workspace& work) const;
    void add_piece(MeasureBlock& block, Workspace& work, std::uint32_t body, std::uint32_t from, std::uint32_t to) const;

    const Table* table_ = nullptr;
    const Column* by_ = nullptr;
    RowProgram program_;
    WordPlan plan_;
};

}  // namespace gx::domain::evaluation
