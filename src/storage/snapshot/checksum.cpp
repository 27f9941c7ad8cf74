// SPDX-License-Identifier: Apache-2.0
#include "storage/snapshot/checksum.hpp"

#include <bit>
#include <cstring>

namespace gx::storage {
namespace {

constexpr std::uint64_t kP1 = 0x9E3779B185EBCA87ULL;
constexpr std::uint64_t kP2 = 0xC2B2AE3D27D4EB4FULL;
constexpr std::uint64_t kP3 = 0x165667B19E3779F9ULL;
constexpr std::uint64_t kP4 = 0x85EBCA77C2B2AE63ULL;
constexpr std::uint64_t kP5 = 0x27D4EB2F165667C5ULL;

template <class T>
std::uint64_t word(const std::uint8_t* at) {
    T value{};
    std::memcpy(&value, at, sizeof value);
    return value;
}

std::uint64_t round_of(std::uint64_t lane, std::uint64_t value) { return std::rotl(lane + value * kP2, 31) * kP1; }

std::uint64_t merged(std::uint64_t hash, std::uint64_t lane) { return (hash ^ round_of(0, lane)) * kP1 + kP4; }

}  // namespace

std::uint64_t checksum64(base::ByteView bytes) {
    const std::uint8_t* at = bytes.data();
    const std::uint8_t* end = at + bytes.size();
    std::uint64_t hash = kP5;
    if (bytes.size() >= 32) {
        std::uint64_t lanes[4] = {kP1 + kP2, kP2, 0, 0 - kP1};
        for (; end - at >= 32; at += 32) {
            for (int i = 0; i < 4; ++i) { lanes[i] = round_of(lanes[i], word<std::uint64_t>(at + 8 * i)); }
        }
        hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
        for (const auto lane : lanes) { hash = merged(hash, lane); }
    }
    hash += bytes.size();
    for (; end - at >= 8; at += 8) { hash = std::rotl(hash ^ round_of(0, word<std::uint64_t>(at)), 27) * kP1 + kP4; }
    if (end - at >= 4) {
        hash = std::rotl(hash ^ word<std::uint32_t>(at) * kP1, 23) * kP2 + kP3;
        at += 4;
    }
    for (; at < end; ++at) { hash = std::rotl(hash ^ *at * kP5, 11) * kP1; }
    hash = (hash ^ hash >> 33U) * kP2;
    hash = (hash ^ hash >> 29U) * kP3;
    return hash ^ hash >> 32U;
}

}  // namespace gx::storage
