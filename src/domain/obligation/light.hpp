// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/date.hpp"
#include "domain/obligation/outcome.hpp"

namespace gx::domain {

/// What is shown for a duty.
enum class Light : std::uint8_t { Pending, DueSoon, Overdue, Broken, Kept, KeptLate, Changed, Void, Provisional };
inline constexpr std::size_t kLights = 9;
/// "pending", "due_soon" … "provisional"
std::string_view to_string(Light light);
std::optional<Light> light_from(std::string_view text);
/// The outcome that a light stands for. Total.
Outcome outcome_of(Light light);

/// Within so many calendar days before its day a pending duty is shown as due soon.
inline constexpr std::int32_t kDueSoonDays = 15;

/// The light of a duty at the end of `today`.
///
/// A pending duty is due soon within `due_soon_days` of its day; one whose day rests on a year without published
/// calendar is provisional as long as nothing else is known.
/// Source: S-3.4a; DESIGN 4.2
Light light_of(const Standing& standing, bool due_provisional, base::Date today, std::int32_t due_soon_days);

}  // namespace gx::domain
