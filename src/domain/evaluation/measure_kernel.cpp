// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/measure_kernel.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <utility>

#include "domain/evaluation/vector_level.hpp"

namespace gx::domain::evaluation {
namespace {

constexpr std::uint32_t kHalfBits = 32;

GX_LANE_LOOP const std::uint32_t* part_lanes(const std::byte* memory, std::uint32_t offset) {
    return reinterpret_cast<const std::uint32_t*>(memory + offset);
}

/// One half of a packed word: its parts beside each other.
GX_LANE_LOOP void pack_half(const WordPlan::Part* parts, std::size_t count, const std::byte* memory,
                            std::uint32_t* __restrict half) {
    std::size_t p = 0;
    if (count >= 4) {
        const std::uint32_t* a = part_lanes(memory, parts[0].offset);
        const std::uint32_t* b = part_lanes(memory, parts[1].offset);
        const std::uint32_t* c = part_lanes(memory, parts[2].offset);
        const std::uint32_t* d = part_lanes(memory, parts[3].offset);
        const std::uint32_t sa = parts[0].shift, sb = parts[1].shift, sc = parts[2].shift, sd = parts[3].shift;
        for (std::uint32_t i = 0; i < kLanes; ++i) { half[i] = a[i] << sa | b[i] << sb | c[i] << sc | d[i] << sd; }
        p = 4;
    } else if (count > 0) {
        const std::uint32_t* a = part_lanes(memory, parts[0].offset);
        const std::uint32_t sa = parts[0].shift;
        for (std::uint32_t i = 0; i < kLanes; ++i) { half[i] = a[i] << sa; }
        p = 1;
    } else {
        for (std::uint32_t i = 0; i < kLanes; ++i) { half[i] = 0; }
    }
    for (; p < count; ++p) {
        const std::uint32_t* a = part_lanes(memory, parts[p].offset);
        const std::uint32_t sa = parts[p].shift;
        for (std::uint32_t i = 0; i < kLanes; ++i) { half[i] |= a[i] << sa; }
    }
}

GX_LANE_LOOP void pack_all(const WordPlan& plan, const std::byte* memory, std::uint64_t* words, std::uint32_t* groups,
                           std::uint32_t stride) {
    const std::uint32_t* passed = part_lanes(memory, plan.passed);
    alignas(64) std::array<std::uint32_t, kLanes> low_lanes;
    alignas(64) std::array<std::uint32_t, kLanes> high_lanes;
    std::uint32_t* const low = low_lanes.data();
    std::uint32_t* const high = high_lanes.data();
    const WordPlan::Word* const first = plan.words.data();
    for (std::size_t w = 0; w < plan.words.size(); ++w) {
        const WordPlan::Word& word = first[w];
        std::uint64_t* __restrict out = words + w * kLanes;
        switch (word.kind) {
            case WordPlan::Word::Kind::Packed:
                pack_half(word.low.data(), word.low.size(), memory, low);
                if (word.high.empty()) {
                    for (std::uint32_t i = 0; i < kLanes; ++i) { out[i] = passed[i] != 0 ? low[i] : 0; }
                    break;
                }
                pack_half(word.high.data(), word.high.size(), memory, high);
                for (std::uint32_t i = 0; i < kLanes; ++i) {
                    const std::uint64_t both = std::uint64_t{high[i]} << kHalfBits | low[i];
                    out[i] = passed[i] != 0 ? both : 0;
                }
                break;
            case WordPlan::Word::Kind::Narrow: {
                const auto* in = reinterpret_cast<const std::int32_t*>(memory + word.offset);
                for (std::uint32_t i = 0; i < kLanes; ++i) {
                    const std::int64_t value = in[i];
                    out[i] = passed[i] != 0 ? static_cast<std::uint64_t>(value) : 0;
                }
                break;
            }
            case WordPlan::Word::Kind::Wide: {
                const auto* in = reinterpret_cast<const std::int64_t*>(memory + word.offset);
                for (std::uint32_t i = 0; i < kLanes; ++i) {
                    out[i] = passed[i] != 0 ? static_cast<std::uint64_t>(in[i]) : 0;
                }
            }
        }
    }
    if (!plan.grouped) { return; }
    const auto* code = reinterpret_cast<const std::int32_t*>(memory + plan.code);
    const std::uint32_t no_code = plan.no_code;
    for (std::uint32_t i = 0; i < kLanes; ++i) {
        groups[i] = (code[i] < 0 ? no_code : static_cast<std::uint32_t>(code[i])) * stride;
    }
}

GX_VECTOR_LEVELS(pack_block, pack_all,
                 (const WordPlan& plan, const std::byte* memory, std::uint64_t* words, std::uint32_t* groups,
                  std::uint32_t stride),
                 (plan, memory, words, groups, stride))

using Adder = void (*)(const std::uint64_t* words, const std::uint32_t* groups, std::uint32_t from, std::uint32_t to,
                       std::uint64_t* sums);

template <std::size_t Words>
void add_fixed(const std::uint64_t* words, const std::uint32_t* groups, std::uint32_t from, std::uint32_t to,
               std::uint64_t* sums) {
    for (std::uint32_t i = from; i < to; ++i) {
        std::uint64_t* sum = sums + groups[i];
        for (std::size_t w = 0; w < Words; ++w) { sum[w] += words[w * kLanes + i]; }
    }
}

constexpr std::size_t kFixedMax = 12;

template <std::size_t... Words>
constexpr std::array<Adder, sizeof...(Words)> adders(std::index_sequence<Words...>) {
    return {&add_fixed<Words>...};
}

constexpr auto kAdders = adders(std::make_index_sequence<kFixedMax + 1>{});

}  // namespace

WordPlan WordPlan::of(const RowValue& rows, const std::vector<RowValue>& values) {
    WordPlan plan;
    std::map<std::uint32_t, Field> known;  // by register: the same value is added up once
    struct Half {
        std::size_t word;
        bool high;
        std::uint32_t used;
    };
    std::vector<Half> halves;
    const auto field_of = [&](const RowValue& value) {
        if (const auto it = known.find(value.offset); it != known.end()) { return it->second; }
        Field field;
        const std::int64_t most = value.low < 0 || value.wide ? 0 : value.high * std::int64_t{kLanes};
        const auto bits = static_cast<std::uint32_t>(std::bit_width(static_cast<std::uint64_t>(most)));
        if (value.low < 0 || value.wide || bits > kHalfBits) {
            field.word = static_cast<std::uint32_t>(plan.words.size());
            plan.words.push_back({.kind = value.wide ? Word::Kind::Wide : Word::Kind::Narrow, .offset = value.offset,
                                  .low = {}, .high = {}});
        } else {
            auto half = std::find_if(halves.begin(), halves.end(),
                                     [&](const Half& each) { return each.used + bits <= kHalfBits; });
            if (half == halves.end()) {
                halves.push_back({.word = plan.words.size(), .high = false, .used = 0});
                halves.push_back({.word = plan.words.size(), .high = true, .used = 0});
                half = halves.end() - 2;
                plan.words.emplace_back();
            }
            Word& word = plan.words[half->word];
            (half->high ? word.high : word.low).push_back({.offset = value.offset, .shift = half->used});
            field.word = static_cast<std::uint32_t>(half->word);
            field.shift = half->used + (half->high ? kHalfBits : 0);
            field.mask = (std::uint64_t{1} << bits) - 1;
            half->used += bits;
        }
        known.emplace(value.offset, field);
        return field;
    };
    plan.fields.push_back(field_of(rows));
    for (const RowValue& value : values) { plan.fields.push_back(field_of(value)); }
    return plan;
}

void pack_words(const WordPlan& plan, const std::byte* memory, WordBlock& block) {
    pack_block(plan, memory, block.words.data(), block.groups.data(), static_cast<std::uint32_t>(plan.words.size()));
}

void add_words(const WordPlan& plan, const WordBlock& block, std::uint32_t from, std::uint32_t to, std::uint64_t* sums) {
    const std::size_t words = plan.words.size();
    if (words <= kFixedMax) {
        kAdders[words](block.words.data(), block.groups.data(), from, to, sums);
        return;
    }
    for (std::uint32_t i = from; i < to; ++i) {
        std::uint64_t* sum = sums + block.groups[i];
        for (std::size_t w = 0; w < words; ++w) { sum[w] += block.words[w * kLanes + i]; }
    }
}

}  // namespace gx::domain::evaluation
