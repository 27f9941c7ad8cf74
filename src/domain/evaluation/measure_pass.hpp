// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

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
    void add_rows(MeasureBlock& block, RowProgram::Block& lanes, std::vector<std::int64_t>& matrix,
                  const std::vector<std::uint32_t>& bodies, std::uint32_t count) const;

    const Table* table_ = nullptr;
    const Column* by_ = nullptr;
    RowProgram program_;
    RowValue passed_;
    RowValue code_;
    std::vector<RowValue> columns_;
};

}  // namespace gx::domain::evaluation
