// SPDX-License-Identifier: Apache-2.0
#include "app/ports/jobs.hpp"

#include <array>

namespace gx::app {
namespace {

constexpr std::array<std::string_view, 6> kCodes = {"queued", "running", "done", "failed", "interrupted", "undone"};

}  // namespace

std::string_view code_of(JobState state) { return kCodes.at(static_cast<std::size_t>(state)); }

std::optional<JobState> job_state_of(std::string_view code) {
    for (std::size_t i = 0; i < kCodes.size(); ++i) {
        if (kCodes.at(i) == code) { return static_cast<JobState>(i); }
    }
    return std::nullopt;
}

}  // namespace gx::app
