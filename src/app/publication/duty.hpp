// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/json.hpp"
#include "domain/obligation/outcome.hpp"

namespace gx::app {

/// What is shown for a duty.
enum class Light : std::uint8_t { Pending, DueSoon, Overdue, Broken, Kept, KeptLate, Changed, Void, Provisional };
inline constexpr std::size_t kLights = 9;
/// "pending", "due_soon" … "provisional"
std::string_view to_string(Light light);
std::optional<Light> light_from(std::string_view text);
/// The outcome that a light stands for. Total.
domain::Outcome outcome_of(Light light);

/// The light of a duty at the end of `today`.
///
/// A pending duty is due soon within `due_soon_days` of its day; one whose day rests on a year without published
/// calendar is provisional as long as nothing else is known.
/// Source: S-3.4a; DESIGN 4.2
Light light_of(const domain::Standing& standing, bool due_provisional, base::Date today, std::int32_t due_soon_days);

/// How many duties, and how much money, by light.
struct DutyTally {
    std::array<std::int64_t, kLights> count{};
    std::array<std::int64_t, kLights> amount_fen{};

    void add(Light light, std::int64_t fen, std::int64_t sign);
    void add(const DutyTally& other);
    std::int64_t total() const;
    bool empty() const;
    std::int64_t of(Light light) const { return count[static_cast<std::size_t>(light)]; }
    std::int64_t fen_of(Light light) const { return amount_fen[static_cast<std::size_t>(light)]; }
};

/// DutyCounts of the OpenAPI document.
base::Json to_json(const DutyTally& tally);

/// A duty as lists need it.
///
/// Shape:  `title` only what the allow-list lets out; `body` and `kind` are numbers of the model.
struct Duty {
    std::string id;
    std::string title;
    std::string searchable_title;
    std::string source_id;
    std::uint32_t body = 0;
    std::uint32_t kind = 0;
    base::Date made_on;
    base::Date due_on;
    std::optional<base::Date> done_on;
    std::optional<std::int64_t> amount_fen;
    std::optional<std::int64_t> fulfilled_fen;
    std::int32_t days_late = 0;
    Light light = Light::Pending;
    bool due_provisional = false;
    bool alive = false;
};

}  // namespace gx::app
