// SPDX-License-Identifier: Apache-2.0
#include "base/checksum.hpp"

#include <bit>
#include <cstring>

namespace gx::base {
namespace {

constexpr std::uint64_t kP1 = 0x9E3779B185EBCA87ULL;
constexpr std::uint64_t kP2 = 0xC2B2AE3D27D4EB4FULL;
constexpr std::uint64_t kP3 = 0x165667B19E3779F9ULL;
constexpr std::uint64_t kP4 = 0x85EBCA77C2B2AE63ULL;
constexpr std::uint64_t kP5 = 0x27D4EB2F165667C5ULL;

template <class T>
std::uint64_t read(const std::uint8_t* at) {
    T value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
}

std::uint64_t mixed(std::uint64_t lane, std::uint64_t word) { return std::rotl(lane + word * kP2, 31) * kP1; }

}  // namespace

void Checksum::add(ByteView bytes) {
    GX_ASSERT(rest_size_ == 0);
    const std::uint8_t* at = bytes.data();
    const std::size_t stripes = bytes.size() / kStripe;
    for (std::size_t i = 0; i < stripes; ++i, at += kStripe) {
        for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
            lanes_[lane] = mixed(lanes_[lane], read<std::uint64_t>(at + 8 * lane));
        }
    }
    rest_size_ = bytes.size() % kStripe;
    if (rest_size_ > 0) { std::memcpy(rest_.data(), at, rest_size_); }
    size_ += bytes.size();
}

std::uint64_t Checksum::value() const {
    std::uint64_t sum = kP5;
    if (size_ >= kStripe) {
        sum = std::rotl(lanes_[0], 1) + std::rotl(lanes_[1], 7) + std::rotl(lanes_[2], 12) + std::rotl(lanes_[3], 18);
        for (const std::uint64_t lane : lanes_) { sum = (sum ^ mixed(0, lane)) * kP1 + kP4; }
    }
    sum += size_;
    const std::uint8_t* at = rest_.data();
    std::size_t left = rest_size_;
    for (; left >= 8; left -= 8, at += 8) { sum = std::rotl(sum ^ mixed(0, read<std::uint64_t>(at)), 27) * kP1 + kP4; }
    if (left >= 4) {
        sum = std::rotl(sum ^ read<std::uint32_t>(at) * kP1, 23) * kP2 + kP3;
        left -= 4;
        at += 4;
    }
    for (; left > 0; --left, ++at) { sum = std::rotl(sum ^ *at * kP5, 11) * kP1; }
    sum = (sum ^ (sum >> 33U)) * kP2;
    sum = (sum ^ (sum >> 29U)) * kP3;
    return sum ^ (sum >> 32U);
}

}  // namespace gx::base
