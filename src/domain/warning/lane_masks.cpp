// SPDX-License-Identifier: Apache-2.0
#include "domain/warning/lane_masks.hpp"

#include <cstring>
#include <limits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gx::domain::warning {
namespace {

constexpr std::int32_t kLeast32 = std::numeric_limits<std::int32_t>::min() + 1;
constexpr std::int32_t kMost32 = std::numeric_limits<std::int32_t>::max();

/// Eight bytes of 0 or 1 become eight bits.
std::uint64_t bits_of(const std::uint8_t* truths) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, truths, sizeof eight);
    return (eight * 0x0102040810204080ULL) >> 56U;
}

template <class T, class Test>
void plain(const T* values, Mask& out, Test test) {
    std::array<std::uint8_t, kLanes> truths;
    for (std::uint32_t i = 0; i < kLanes; ++i) { truths[i] = test(values[i]) ? 1 : 0; }
    for (std::uint32_t w = 0; w < kMaskWords; ++w) {
        std::uint64_t word = 0;
        for (std::uint32_t b = 0; b < 8; ++b) { word |= bits_of(truths.data() + w * 64 + b * 8) << (8 * b); }
        out[w] = word;
    }
}

void plain_narrow(const std::int32_t* values, std::int32_t low, std::int32_t high, Mask& out) {
    plain(values, out, [=](std::int32_t value) { return (value >= low) & (value <= high); });
}
void plain_difference(const std::int32_t* a, const std::int32_t* b, std::int32_t low, std::int32_t high, Mask& out) {
    std::array<std::uint32_t, kLanes> apart;
    for (std::uint32_t i = 0; i < kLanes; ++i) { apart[i] = static_cast<std::uint32_t>(a[i]) - static_cast<std::uint32_t>(b[i]); }
    const auto from = static_cast<std::uint32_t>(low);
    const std::uint32_t span = static_cast<std::uint32_t>(high) - from;
    plain(apart.data(), out, [=](std::uint32_t value) { return value - from <= span; });
    Mask known{};
    for (const std::int32_t* side : {a, b}) {
        plain_narrow(side, kLeast32, kMost32, known);
        for (std::uint32_t w = 0; w < kMaskWords; ++w) { out[w] &= known[w]; }
    }
}
void plain_wide(const std::int64_t* values, std::int64_t low, std::int64_t high, Mask& out) {
    plain(values, out, [=](std::int64_t value) { return (value >= low) & (value <= high); });
}
void plain_code8(const std::uint8_t* codes, std::uint8_t code, Mask& out) {
    plain(codes, out, [=](std::uint8_t value) { return value == code; });
}
void plain_code16(const std::uint16_t* codes, std::uint16_t code, Mask& out) {
    plain(codes, out, [=](std::uint16_t value) { return value == code; });
}

constexpr LaneTests kPlain{plain_narrow, plain_difference, plain_wide, plain_code8, plain_code16};

#if defined(__x86_64__)

[[gnu::target("avx2")]] void avx2_narrow(const std::int32_t* values, std::int32_t low, std::int32_t high, Mask& out) {
    const __m256i from = _mm256_set1_epi32(low);
    const __m256i span = _mm256_sub_epi32(_mm256_set1_epi32(high), from);
    for (std::uint32_t w = 0; w < kMaskWords; ++w) {
        std::uint64_t word = 0;
        for (std::uint32_t b = 0; b < 8; ++b) {
            const auto* at = reinterpret_cast<const __m256i*>(values + w * 64 + b * 8);
            const __m256i above = _mm256_sub_epi32(_mm256_loadu_si256(at), from);
            const __m256i holds = _mm256_cmpeq_epi32(_mm256_min_epu32(above, span), above);
            const auto bits = static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(holds)));
            word |= static_cast<std::uint64_t>(bits) << (8 * b);
        }
        out[w] = word;
    }
}

[[gnu::target("avx2")]] void avx2_difference(const std::int32_t* a, const std::int32_t* b, std::int32_t low, std::int32_t high,
                                             Mask& out) {
    const __m256i null = _mm256_set1_epi32(std::numeric_limits<std::int32_t>::min());
    const __m256i from = _mm256_set1_epi32(low);
    const __m256i span = _mm256_sub_epi32(_mm256_set1_epi32(high), from);
    for (std::uint32_t w = 0; w < kMaskWords; ++w) {
        std::uint64_t word = 0;
        for (std::uint32_t i = 0; i < 8; ++i) {
            const __m256i left = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + w * 64 + i * 8));
            const __m256i right = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b + w * 64 + i * 8));
            const __m256i above = _mm256_sub_epi32(_mm256_sub_epi32(left, right), from);
            const __m256i unknown = _mm256_or_si256(_mm256_cmpeq_epi32(left, null), _mm256_cmpeq_epi32(right, null));
            const __m256i within = _mm256_cmpeq_epi32(_mm256_min_epu32(above, span), above);
            const __m256i holds = _mm256_andnot_si256(unknown, within);
            const auto bits = static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(holds)));
            word |= static_cast<std::uint64_t>(bits) << (8 * i);
        }
        out[w] = word;
    }
}

[[gnu::target("avx2")]] void avx2_wide(const std::int64_t* values, std::int64_t low, std::int64_t high, Mask& out) {
    const __m256i from = _mm256_set1_epi64x(low);
    const __m256i to = _mm256_set1_epi64x(high);
    for (std::uint32_t w = 0; w < kMaskWords; ++w) {
        std::uint64_t word = 0;
        for (std::uint32_t b = 0; b < 16; ++b) {
            const __m256i value = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(values + w * 64 + b * 4));
            const __m256i outside = _mm256_or_si256(_mm256_cmpgt_epi64(from, value), _mm256_cmpgt_epi64(value, to));
            const auto bits = static_cast<std::uint32_t>(_mm256_movemask_pd(_mm256_castsi256_pd(outside)));
            word |= static_cast<std::uint64_t>(bits) << (4 * b);
        }
        out[w] = ~word;
    }
}

[[gnu::target("avx2")]] void avx2_code8(const std::uint8_t* codes, std::uint8_t code, Mask& out) {
    const __m256i wanted = _mm256_set1_epi8(static_cast<char>(code));
    for (std::uint32_t w = 0; w < kMaskWords; ++w) {
        const auto* at = reinterpret_cast<const __m256i*>(codes + w * 64);
        const __m256i first = _mm256_cmpeq_epi8(_mm256_loadu_si256(at), wanted);
        const __m256i second = _mm256_cmpeq_epi8(_mm256_loadu_si256(at + 1), wanted);
        out[w] = static_cast<std::uint32_t>(_mm256_movemask_epi8(first)) |
                 static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(second))) << 32U;
    }
}

constexpr LaneTests kAvx2{avx2_narrow, avx2_difference, avx2_wide, avx2_code8, plain_code16};

[[gnu::target("avx512f")]] void avx512_narrow(const std::int32_t* values, std::int32_t low, std::int32_t high, Mask& out) {
    const __m512i from = _mm512_set1_epi32(low);
    const __m512i span = _mm512_sub_epi32(_mm512_set1_epi32(high), from);
    for (std::uint32_t w = 0; w < kMaskWords; ++w) {
        std::uint64_t word = 0;
        for (std::uint32_t b = 0; b < 4; ++b) {
            const __m512i above = _mm512_sub_epi32(_mm512_loadu_si512(values + w * 64 + b * 16), from);
            word |= static_cast<std::uint64_t>(_mm512_cmple_epu32_mask(above, span)) << (16 * b);
        }
        out[w] = word;
    }
}

[[gnu::target("avx512f")]] void avx512_difference(const std::int32_t* a, const std::int32_t* b, std::int32_t low,
                                                   std::int32_t high, Mask& out) {
    const __m512i null = _mm512_set1_epi32(std::numeric_limits<std::int32_t>::min());
    const __m512i from = _mm512_set1_epi32(low);
    const __m512i span = _mm512_sub_epi32(_mm512_set1_epi32(high), from);
    for (std::uint32_t w = 0; w < kMaskWords; ++w) {
        std::uint64_t word = 0;
        for (std::uint32_t i = 0; i < 4; ++i) {
            const __m512i left = _mm512_loadu_si512(a + w * 64 + i * 16);
            const __m512i right = _mm512_loadu_si512(b + w * 64 + i * 16);
            const __m512i above = _mm512_sub_epi32(_mm512_sub_epi32(left, right), from);
            const __mmask16 known = _mm512_cmpneq_epi32_mask(left, null) & _mm512_cmpneq_epi32_mask(right, null);
            word |= static_cast<std::uint64_t>(_mm512_mask_cmple_epu32_mask(known, above, span)) << (16 * i);
        }
        out[w] = word;
    }
}

[[gnu::target("avx512f")]] void avx512_wide(const std::int64_t* values, std::int64_t low, std::int64_t high, Mask& out) {
    const __m512i from = _mm512_set1_epi64(low);
    const __m512i span = _mm512_sub_epi64(_mm512_set1_epi64(high), from);
    for (std::uint32_t w = 0; w < kMaskWords; ++w) {
        std::uint64_t word = 0;
        for (std::uint32_t b = 0; b < 8; ++b) {
            const __m512i above = _mm512_sub_epi64(_mm512_loadu_si512(values + w * 64 + b * 8), from);
            word |= static_cast<std::uint64_t>(_mm512_cmple_epu64_mask(above, span)) << (8 * b);
        }
        out[w] = word;
    }
}

constexpr LaneTests kAvx512{avx512_narrow, avx512_difference, avx512_wide, avx2_code8, plain_code16};

const LaneTests& choose() {
    if (__builtin_cpu_supports("avx512f") != 0) { return kAvx512; }
    return __builtin_cpu_supports("avx2") != 0 ? kAvx2 : kPlain;
}

#else

const LaneTests& choose() { return kPlain; }

#endif

}  // namespace

const LaneTests& plain_lane_tests() { return kPlain; }

const LaneTests& lane_tests() {
    static const LaneTests& chosen = choose();
    return chosen;
}

}  // namespace gx::domain::warning
