// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "domain/evaluation/columns.hpp"
#include "domain/evaluation/row_program.hpp"
#include "domain/warning/lane_masks.hpp"

namespace gx::domain::warning {

/// Where the values of a test stand: a column, or a register of a row program.
struct Operand {
    enum class Kind : std::uint8_t { Column, Register } kind = Kind::Column;
    bool wide = false;
    bool nullable = false;
    std::int64_t low = 0;   ///< bounds of all values
    std::int64_t high = 0;
    std::uint32_t column = 0;        ///< number of the column in the table
    std::uint32_t program = 0;       ///< of a register: which row program
    evaluation::RowValue value = {};

    bool operator<(const Operand& other) const;
};

enum class MaskOp : std::uint8_t {
    None, All,
    Within,          ///< low <= operand <= high; null is not within
    Difference,      ///< low <= operand - second <= high, two columns of 32 bits
    Code,            ///< the column's code is `low`
    QuotientWithin,  ///< low <= floor(operand / divisor) <= high
    And, Or, Not,
};

struct MaskNode {
    MaskOp op = MaskOp::None;
    std::uint32_t operand = 0;
    std::uint32_t second = 0;  ///< subtrahend or divisor
    std::int64_t low = 0;
    std::int64_t high = 0;
    std::vector<std::uint32_t> children = {};
    std::uint32_t cost = 0;  ///< about, in tests of a code

    bool operator<(const MaskNode& other) const;
};

/// Conditions over the rows of one table, shared and simplified, each evaluated at most once a block and only when
/// something still depends on it.
///
/// Shape: nodes are numbered so that children come first; node 0 is None, node 1 is All.
class MaskProgram {
public:
    static constexpr std::uint32_t kNone = 0;
    static constexpr std::uint32_t kAll = 1;
    /// Compilers stop here. Shape: far above any law pack.
    static constexpr std::size_t kNodesMax = 200'000;

    MaskProgram();

    std::uint32_t within(const Operand& operand, std::int64_t low, std::int64_t high);
    /// Shape: `a` and `b` are columns of 32 bits whose values are within ±2^30.
    std::uint32_t difference_within(const Operand& a, const Operand& b, std::int64_t low, std::int64_t high);
    std::uint32_t code(std::uint32_t column, std::uint32_t code);
    std::uint32_t quotient_within(const Operand& a, const Operand& b, std::int64_t low, std::int64_t high);
    std::uint32_t all_of(std::vector<std::uint32_t> nodes);
    std::uint32_t any_of(std::vector<std::uint32_t> nodes);
    std::uint32_t negated(std::uint32_t node);
    /// Numbers for `count` row programs whose registers operands may name; the first of them. Each is run for a block when
    /// the first of its registers is asked for.
    std::uint32_t reserve_programs(std::uint32_t count);
    void set_program(std::uint32_t number, evaluation::RowProgram program) { programs_[number] = std::move(program); }

    std::size_t size() const { return nodes_.size(); }
    const MaskNode& node(std::uint32_t number) const { return nodes_[number]; }

    /// The state of one thread. The program and the table outlive it.
    class Run {
    public:
        Run(const MaskProgram& program, const evaluation::Table& table, const LaneTests& tests = lane_tests());

        /// Moves on to rows begin..begin+count-1. Shape: 1 <= count <= kLanes.
        void start(std::uint32_t begin, std::uint32_t count);
        /// The lanes for which the node holds. Lanes from `count` on are of no meaning.
        const Mask& mask(std::uint32_t node);

    private:
        /// What a test reads, found once.
        struct Values {
            const std::byte* column = nullptr;  ///< first value
            std::size_t size = 0;               ///< values in the column
            std::size_t width = 0;              ///< bytes a value
            std::vector<std::int64_t> block = {};  ///< a register's values, or those of a block that the column does not fill
            const Operand* of = nullptr;
        };
        /// A node as it is run.
        struct Step {
            MaskOp op = MaskOp::None;
            std::uint32_t operand = 0;
            std::uint32_t second = 0;
            std::uint32_t children_begin = 0;
            std::uint32_t children_end = 0;
            std::int64_t low = 0;
            std::int64_t high = 0;
        };

        void evaluate(const Step& step, Mask& out);
        void all_of(const Step& step, Mask& out);
        void any_of(const Step& step, Mask& out);
        void quotient(const Step& step, const Mask& among, Mask& out);
        const std::byte* values(std::uint32_t operand);
        std::int64_t value(std::uint32_t operand, std::uint32_t lane);
        void fill_registers(std::uint32_t program);

        const MaskProgram& program_;
        const LaneTests& tests_;
        std::uint32_t begin_ = 0;
        std::uint32_t count_ = 0;
        std::uint64_t block_ = 0;
        Mask valid_{};
        std::vector<Step> steps_;
        std::vector<std::uint32_t> children_;
        std::vector<std::uint64_t> known_;  ///< by node: the block it is known for
        std::vector<Mask> masks_;
        std::vector<Values> values_;
        std::vector<evaluation::RowProgram::Block> blocks_;
        std::vector<std::uint64_t> ran_;
    };

private:
    std::uint32_t add(MaskNode node);
    std::uint32_t operand(const Operand& operand);

    std::vector<Operand> operands_;
    std::map<Operand, std::uint32_t> operand_numbers_;
    std::vector<MaskNode> nodes_;
    std::map<MaskNode, std::uint32_t> numbers_;
    std::vector<evaluation::RowProgram> programs_;
};

}  // namespace gx::domain::warning
