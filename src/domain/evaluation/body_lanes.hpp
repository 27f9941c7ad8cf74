// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "domain/evaluation/slot_program.hpp"

namespace gx::domain::evaluation {

/// Bodies judged side by side.
inline constexpr std::uint32_t kBodyLanes = 32;

/// A slot program over several bodies (or cells, divisions) at once, in 64-bit whole numbers.
///
/// Shape: one lane a body; null is kNull64. A lane whose value leaves +-2^61, or is not whole, is `escaped`: its values mean
///        nothing and the caller calculates that body with SlotProgram. A lane that is not escaped has SlotProgram's numbers.
class BodyLanes {
public:
    static constexpr std::int64_t kLimit = std::int64_t{1} << 61;

    /// The registers of one thread, constants filled in.
    class Block {
    public:
        std::int64_t* lanes(std::uint32_t slot) { return memory_.data() + where_[slot]; }
        const std::int64_t* lanes(std::uint32_t slot) const { return memory_.data() + where_[slot]; }
        /// Gives an Input slot its value in one lane.
        void set(std::uint32_t slot, std::uint32_t lane, std::int64_t value) {
            const bool fits = value == kNull64 || (value >= -kLimit && value <= kLimit);
            lanes(slot)[lane] = fits ? value : 0;
            if (!fits) { escape(lane); }
        }
        bool escaped(std::uint32_t lane) const { return escaped_[lane] != 0; }
        void escape(std::uint32_t lane) { escaped_[lane] = 1; }
        void begin() { escaped_.fill(0); }

    private:
        friend class BodyLanes;
        std::vector<std::int64_t> memory_;
        std::vector<std::uint32_t> where_;  ///< by slot
        std::array<std::int64_t, kBodyLanes> escaped_{};
    };

    /// The instructions that the slots `needed` depend on; `middle` of the program's are the first part.
    /// Nothing when a value is bound to be a fraction.
    static std::optional<BodyLanes> of(const SlotProgram& program, const std::vector<std::uint32_t>& needed,
                                       std::size_t middle);

    Block make_block() const;
    /// The slot is needed, or read by an instruction that is: only then has it lanes.
    bool uses(std::uint32_t slot) const { return where_[slot] != kNowhere; }
    /// Runs the first or the second part for bodies begin..begin+count-1. Shape: count <= kBodyLanes; Input slots and, before
    /// the first part, Block::begin are the caller's.
    void run_first(Block& block, std::uint32_t begin, std::uint32_t count) const { run(block, 0, middle_, begin, count); }
    void run_second(Block& block, std::uint32_t begin, std::uint32_t count) const {
        run(block, middle_, steps_.size(), begin, count);
    }

private:
    static constexpr std::uint32_t kNowhere = 0xFFFFFFFFU;
    void run(Block& block, std::size_t from, std::size_t to, std::uint32_t begin, std::uint32_t count) const;

    std::vector<SlotInstruction> steps_;  ///< operands are places in the block's memory
    std::size_t middle_ = 0;
    std::vector<std::uint32_t> where_;    ///< by slot of the program
    std::map<std::uint32_t, std::int64_t> constants_;  ///< by slot
    std::size_t words_ = 0;
};

}  // namespace gx::domain::evaluation
