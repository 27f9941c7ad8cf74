// SPDX-License-Identifier: Apache-2.0
#include "app/publication/duty.hpp"

#include <algorithm>
#include <numeric>

namespace gx::app {
DutyRow row_of(const domain::Obligation& obligation, const domain::Standing& standing, base::Date today,
               std::int32_t due_soon_days) {
    DutyRow row;
    row.made_on = obligation.made_on.days();
    row.due_on = standing.due_on.days();
    if (standing.done_on) { row.done_on = standing.done_on->days(); }
    row.amount_fen = standing.amount_fen.value_or(DutyRow::kNoAmount);
    row.fulfilled_fen = standing.fulfilled_fen.value_or(DutyRow::kNoAmount);
    row.due_provisional = obligation.due_provisional;
    row.light = light_of(standing, obligation.due_provisional, today, due_soon_days);
    row.late = row.light == Light::Overdue ? today.days() - standing.days_late : standing.days_late;
    return row;
}

Light light_on(const DutyRow& row, base::Date today, std::int32_t due_soon_days) {
    if (row.light != Light::Pending && row.light != Light::DueSoon) { return row.light; }
    if (today.days() > row.due_on) { return Light::Overdue; }
    return row.due_on - today.days() <= due_soon_days ? Light::DueSoon : Light::Pending;
}

std::int32_t next_day_in(const base::Json& content, base::Date today, std::span<const std::string_view> without) {
    std::int32_t first = DutyRow::kNever;
    if (content.is_string()) {
        const std::string& text = content.as_string();
        const bool form = text.size() == 10 && text[4] == '-' && text[7] == '-';
        const auto day = form ? base::Date::parse(text) : base::Result<base::Date>(base::Error{});
        if (!form || !day.ok()) { return first; }
        if (*day > today) { return day->days(); }
        return *day == today ? day->days() + 1 : first;
    }
    if (content.is_array()) {
        for (const auto& one : content.as_array()) { first = std::min(first, next_day_in(one, today)); }
    } else if (content.is_object()) {
        for (const auto& [member, value] : content.as_object()) {
            if (std::ranges::find(without, member) == without.end()) { first = std::min(first, next_day_in(value, today)); }
        }
    }
    return first;
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
