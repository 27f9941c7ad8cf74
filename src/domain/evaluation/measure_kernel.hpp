// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/evaluation/row_program.hpp"

namespace gx::domain::evaluation {

/// How the counts and sums of a measure set share the 64-bit words that are added up row by row.
///
/// A measure that is never negative takes as many bits as its sum over one block needs, several to a word; any other takes a
/// word of its own. So a row costs a few additions, whatever the number of measures.
struct WordPlan {
    /// A value shifted into a half of a word.
    struct Part {
        std::uint32_t offset = 0;
        std::uint32_t shift = 0;
    };
    struct Word {
        enum class Kind : std::uint8_t { Packed, Narrow, Wide } kind = Kind::Packed;
        std::uint32_t offset = 0;  ///< Narrow, Wide: the value's register
        std::vector<Part> low;
        std::vector<Part> high;
    };
    /// Where a measure's sum lies.
    struct Field {
        std::uint32_t word = 0;
        std::uint32_t shift = 0;
        std::uint64_t mask = ~std::uint64_t{0};
    };
    std::vector<Word> words;
    std::vector<Field> fields;  ///< by measure, the count of rows first
    std::uint32_t passed = 0;   ///< register of the rows that count
    std::uint32_t code = 0;     ///< register of the group's code, when `grouped`
    bool grouped = false;
    std::uint32_t no_code = 0;  ///< group of rows without a code

    /// Lays out one field a value. Shape: the values' bounds hold; `rows` is a value that is 1 in every lane.
    static WordPlan of(const RowValue& rows, const std::vector<RowValue>& values);
};

/// The words and groups of one block of rows.
struct WordBlock {
    explicit WordBlock(const WordPlan& plan) : words(plan.words.size() * kLanes), groups(kLanes) {}
    std::vector<std::uint64_t> words;   ///< by word, lane
    std::vector<std::uint32_t> groups;  ///< by lane: where the group's sums begin
};

/// Fills `block` from the registers of a row program: 0 in the words of rows that do not count.
void pack_words(const WordPlan& plan, const std::byte* memory, WordBlock& block);

/// Adds lanes from..to-1 to the sums of their groups. Shape: `sums` has plan.words.size() words a group.
void add_words(const WordPlan& plan, const WordBlock& block, std::uint32_t from, std::uint32_t to, std::uint64_t* sums);

}  // namespace gx::domain::evaluation
