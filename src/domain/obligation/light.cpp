// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/light.hpp"

#include <algorithm>
#include <array>

namespace gx::domain {
namespace {

constexpr std::array<std::string_view, kLights> kNames = {"pending",   "due_soon", "overdue", "broken",     "kept",
                                                          "kept_late", "changed",  "void",    "provisional"};

}  // namespace

std::string_view to_string(Light light) { return kNames[static_cast<std::size_t>(light)]; }

std::optional<Light> light_from(std::string_view text) {
    const auto found = std::ranges::find(kNames, text);
    if (found == kNames.end()) { return std::nullopt; }
    return static_cast<Light>(found - kNames.begin());
}

Outcome outcome_of(Light light) {
    switch (light) {
        case Light::Pending:
        case Light::DueSoon:
        case Light::Provisional: return Outcome::Pending;
        case Light::Overdue: return Outcome::Overdue;
        case Light::Broken: return Outcome::Broken;
        case Light::Kept: return Outcome::Kept;
        case Light::KeptLate: return Outcome::KeptLate;
        case Light::Changed: return Outcome::Changed;
        case Light::Void: return Outcome::Void;
    }
    return Outcome::Pending;
}

Light light_of(const Standing& standing, bool due_provisional, base::Date today, std::int32_t due_soon_days) {
    switch (standing.outcome) {
        case Outcome::Void: return Light::Void;
        case Outcome::Changed: return Light::Changed;
        case Outcome::Broken: return Light::Broken;
        case Outcome::Kept: return Light::Kept;
        case Outcome::KeptLate: return Light::KeptLate;
        case Outcome::Overdue: return due_provisional ? Light::Provisional : Light::Overdue;
        case Outcome::Pending: break;
    }
    if (due_provisional) { return Light::Provisional; }
    return base::days_between(today, standing.due_on) <= due_soon_days ? Light::DueSoon : Light::Pending;
}

}  // namespace gx::domain
