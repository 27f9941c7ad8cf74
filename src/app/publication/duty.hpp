// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/publication/entity_id.hpp"
#include "base/date.hpp"
#include "base/json.hpp"
#include "domain/obligation/light.hpp"

namespace gx::app {

using domain::kLights;
using domain::Light;
using domain::light_from;
using domain::light_of;
using domain::outcome_of;

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

/// A duty as lists need it, in 64 bytes: numbers only. Its title and source stay in the store.
///
/// Shape:  `body` and `kind` are numbers of the model.
/// Units:  days since 1970, fen.
struct DutyRow {
    static constexpr std::int32_t kNoDay = INT32_MIN;
    static constexpr std::int32_t kNever = INT32_MAX;
    static constexpr std::int64_t kNoAmount = INT64_MIN;

    EntityId id;
    std::int64_t amount_fen = kNoAmount;
    std::int64_t fulfilled_fen = kNoAmount;
    std::uint32_t body = 0;
    std::int32_t made_on = 0;
    std::int32_t due_on = 0;
    std::int32_t done_on = kNoDay;
    /// The first day on which a fact of the duty that lies ahead may change more than `light_on` can tell.
    std::int32_t revisit_on = kNever;
    /// Overdue: the day from which lateness counts; kept late: the days.
    std::int32_t late = 0;
    std::uint16_t kind = 0;
    Light light = Light::Pending;
    bool due_provisional = false;
    bool alive = false;
    bool listed = false;  ///< alive, and its body too

    std::optional<base::Date> done() const { return done_on == kNoDay ? std::nullopt : std::optional{base::Date::from_days(done_on)}; }
    std::optional<std::int64_t> amount() const { return amount_fen == kNoAmount ? std::nullopt : std::optional{amount_fen}; }
    std::optional<std::int64_t> fulfilled() const {
        return fulfilled_fen == kNoAmount ? std::nullopt : std::optional{fulfilled_fen};
    }
    std::int32_t days_late(base::Date today) const { return light == Light::Overdue ? today.days() - late : late; }
};
static_assert(sizeof(DutyRow) == 64);

/// The row of a standing; id, body and kind are the caller's.
DutyRow row_of(const domain::Obligation& obligation, const domain::Standing& standing, base::Date today,
               std::int32_t due_soon_days);

/// The light of a duty on a day from its row alone. Right as long as the day is before `revisit_on`.
/// Source: as light_of
Light light_on(const DutyRow& row, base::Date today, std::int32_t due_soon_days);

/// The first day after `today` on which a day written in the content begins or has just ended; kNever when there is none.
/// Shape: looks at every text of the form YYYY-MM-DD but the members named.
std::int32_t next_day_in(const base::Json& content, base::Date today, std::span<const std::string_view> without = {});

}  // namespace gx::app
