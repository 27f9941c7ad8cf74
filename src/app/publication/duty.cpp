// SPDX-License-Identifier: Apache-2.0
#include "app/publication/duty.hpp"

#include <algorithm>
#include <numeric>

namespace gx::app {
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

domain::Outcome outcome_of(Light light) {
    switch (light) {
        case Light::Pending:
        case Light::DueSoon:
        case Light::Provisional: return domain::Outcome::Pending;
        case Light::Overdue: return domain::Outcome::Overdue;
        case Light::Broken: return domain::Outcome::Broken;
        case Light::Kept: return domain::Outcome::Kept;
        case Light::KeptLate: return domain::Outcome::KeptLate;
        case Light::Changed: return domain::Outcome::Changed;
        case Light::Void: return domain::Outcome::Void;
    }
    return domain::Outcome::Pending;
}

Light light_of(const domain::Standing& standing, bool due_provisional, base::Date today, std::int32_t due_soon_days) {
    switch (standing.outcome) {
        case domain::Outcome::Void: return Light::Void;
        case domain::Outcome::Changed: return Light::Changed;
        case domain::Outcome::Broken: return Light::Broken;
        case domain::Outcome::Kept: return Light::Kept;
        case domain::Outcome::KeptLate: return Light::KeptLate;
        case domain::Outcome::Overdue: return due_provisional ? Light::Provisional : Light::Overdue;
        case domain::Outcome::Pending: break;
    }
    if (due_provisional) { return Light::Provisional; }
    return base::days_between(today, standing.due_on) <= due_soon_days ? Light::DueSoon : Light::Pending;
}

void DutyTally::add(Light light, std::int64_t fen, std::int64_t sign) {
    count[static_cast<std::size_t>(light)] += sign;
    amount_fen[static_cast<std::size_t>(light)] += sign * fen;
}

void DutyTally::add(const DutyTally& other) {
    for (std::size_t i = 0; i < kLights; ++i) {
        count[i] += other.count[i];
        amount_fen[i] += other.amount_fen[i];
    }
}

std::int64_t DutyTally::total() const { return std::accumulate(count.begin(), count.end(), std::int64_t{0}); }

bool DutyTally::empty() const {
    return std::ranges::all_of(count, [](auto n) { return n == 0; });
}

base::Json to_json(const DutyTally& tally) {
    base::Json json = base::Json::object();
    json.set("total", tally.total());
    json.set("due", tally.of(Light::Kept) + tally.of(Light::KeptLate) + tally.of(Light::Overdue) +
                        tally.of(Light::Broken));
    json.set("pending", tally.of(Light::Pending) + tally.of(Light::DueSoon) + tally.of(Light::Provisional));
    json.set("due_soon", tally.of(Light::DueSoon));
    json.set("overdue", tally.of(Light::Overdue));
    json.set("broken", tally.of(Light::Broken));
    json.set("kept", tally.of(Light::Kept));
    json.set("kept_late", tally.of(Light::KeptLate));
    json.set("changed", tally.of(Light::Changed));
    json.set("void", tally.of(Light::Void));
    return json;
}

}  // namespace gx::app
