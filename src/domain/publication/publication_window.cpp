// SPDX-License-Identifier: Apache-2.0
#include "domain/publication/publication_window.hpp"

#include <algorithm>

namespace gx::domain {

using base::Date;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr int kMonthsOfYear = 12;
// By severity: minor, general, serious.
constexpr std::array<std::string_view, 3> kShortest = {"DL-REP-01a", "DL-REP-01b", "DL-REP-01c"};
constexpr std::array<std::string_view, 3> kLongest = {"DL-REP-02a", "DL-REP-02b", "DL-REP-02c"};
constexpr std::string_view kRetention = "DL-REP-07";

bool counts_plainly(const DeadlineRule& rule) {
    const bool unit = rule.unit == DeadlineUnit::CalendarDays || rule.unit == DeadlineUnit::Months || rule.unit == DeadlineUnit::Years;
    return unit && rule.direction == DeadlineDirection::After && !rule.roll_forward;
}

std::size_t place_of(Severity severity) { return static_cast<std::size_t>(severity); }

std::optional<Date> earlier(std::optional<Date> one, std::optional<Date> other) {
    if (!one) { return other; }
    return other ? std::min(*one, *other) : *one;
}

/// What the catalogue and the person rule say, whatever the day.
Withheld forbidden(const Record& record, const RecordType& type) {
    if (type.public_level == PublicLevel::Internal || type.public_level == PublicLevel::Never) { return Withheld::Level; }
    if (!record.official_id.empty() && !(type.publish_person && record.source_published)) { return Withheld::Person; }
    if (type.public_level == PublicLevel::AsPublished && !record.source_published) { return Withheld::Source; }
    return Withheld::No;
}

bool is_breach(const Record& record) { return record.polarity == Polarity::Negative && record.severity.has_value(); }

/// A behaviour without a last day is taken to have gone on until it was written down.
Date end_of_behaviour(const Record& record) { return record.behaviour_end_on.value_or(record.doc_date); }

ShownPart part_of(const RecordType& type) {
    switch (type.public_level) {
        case PublicLevel::Public:
        case PublicLevel::AsPublished: return ShownPart::Full;
        case PublicLevel::Summary: return ShownPart::Summary;
        case PublicLevel::Statistic: return ShownPart::Counted;
        case PublicLevel::Internal:
        case PublicLevel::Never: return ShownPart::Nothing;
    }
    return ShownPart::Nothing;
}

/// The first of the days on which something changes that is still to come.
std::optional<Date> next_after(Date day, std::initializer_list<std::optional<Date>> days) {
    std::optional<Date> next;
    for (const auto& one : days) {
        if (one && *one > day) { next = earlier(next, one); }
    }
    return next;
}

std::optional<Date> day_behind(const std::optional<Date>& last) {
    return last ? std::optional{last->plus_days(1)} : std::nullopt;
}

Withheld withheld_by_standing(const Record& record, Date day) {
    switch (record.standing_on(day)) {
        case RecordStanding::NotYet: return Withheld::Waiting;
        case RecordStanding::InEffect: return Withheld::No;
        case RecordStanding::Repaired: return Withheld::Repaired;
        case RecordStanding::Expired: return Withheld::Expired;
        case RecordStanding::Revoked: return Withheld::Revoked;
    }
    return Withheld::Waiting;
}

}  // namespace

RepairPeriods RepairPeriods::of(const DeadlineRules& rules) {
    RepairPeriods made;
    for (const DeadlineRule& rule : rules.all()) {
        if (!counts_plainly(rule)) { continue; }
        const auto take = [&](const std::array<std::string_view, 3>& ids, std::array<Versions, 3>& into) {
            const auto found = std::ranges::find(ids, rule.id);
            if (found == ids.end()) { return; }
            into[static_cast<std::size_t>(found - ids.begin())].push_back(rule);
            made.first_law_ = earlier(made.first_law_, rule.valid_from);
        };
        take(kShortest, made.shortest_);
        take(kLongest, made.longest_);
        if (rule.id == kRetention) { made.retention_.push_back(rule); }
    }
    return made;
}

std::optional<Date> RepairPeriods::last_day(const Versions& versions, Date trigger) const {
    const Date law_of = first_law_ ? std::max(trigger, *first_law_) : trigger;
    const auto rule = std::ranges::find_if(versions, [&](const DeadlineRule& one) { return one.in_force_on(law_of); });
    if (rule == versions.end()) { return std::nullopt; }
    switch (rule->unit) {
        case DeadlineUnit::Years: return trigger.plus_months(rule->amount * kMonthsOfYear);
        case DeadlineUnit::Months: return trigger.plus_months(rule->amount);
        default: return trigger.plus_days(rule->amount);
    }
}

std::optional<Date> RepairPeriods::longest_until(Severity severity, Date doc_date) const {
    return last_day(longest_[place_of(severity)], doc_date);
}

std::optional<Date> RepairPeriods::shortest_until(Severity severity, Date doc_date) const {
    return last_day(shortest_[place_of(severity)], doc_date);
}

/// The retention is the county's own rule and holds for whatever it keeps: of several versions the newest begun by the behaviour's
/// end, else the first.
std::optional<Date> RepairPeriods::retained_until(Date behaviour_end) const {
    if (retention_.empty()) { return std::nullopt; }
    const Date law_of = std::max(behaviour_end, retention_.front().valid_from);
    const auto rule = std::ranges::find_if(retention_, [&](const DeadlineRule& one) { return one.in_force_on(law_of); });
    if (rule == retention_.end()) { return std::nullopt; }
    if (rule->unit == DeadlineUnit::CalendarDays) { return behaviour_end.plus_days(rule->amount); }
    return behaviour_end.plus_months(rule->unit == DeadlineUnit::Years ? rule->amount * kMonthsOfYear : rule->amount);
}

std::string_view to_string(Withheld why) {
    constexpr std::array<std::string_view, 13> kNames = {"no",      "unknown",  "level",   "person",  "source",      "undecided", "law",
                                                         "waiting", "repaired", "revoked", "expired", "window_over", "archived"};
    return kNames[static_cast<std::size_t>(why)];
}

Visibility visible(const Record& record, const RecordType* type, Date day, const RepairPeriods& periods) {
    Visibility seen;
    if (type == nullptr) { return seen; }
    seen.why = forbidden(record, *type);
    if (seen.why != Withheld::No) { return seen; }
    if (!record.publish_from || !record.effective_on) {
        seen.why = Withheld::Undecided;
        return seen;
    }
    seen.from = std::max(*record.publish_from, *record.effective_on);
    seen.until = record.publish_until;
    std::optional<Date> archived;
    if (is_breach(record)) {
        const auto longest = periods.longest_until(*record.severity, record.doc_date);
        if (!longest) {
            seen.why = Withheld::Law;
            return seen;
        }
        seen.until = earlier(seen.until, longest);
        seen.repairable_on = day_behind(periods.shortest_until(*record.severity, record.doc_date));
        archived = periods.retained_until(end_of_behaviour(record));
    }
    seen.next_change_on = next_after(day, {seen.from, record.repaired_on, record.revoked_on, day_behind(record.expires_on),
                                           day_behind(seen.until), day_behind(archived)});
    seen.why = withheld_by_standing(record, day);
    if (seen.why != Withheld::No) { return seen; }
    if (day < *seen.from) {
        seen.why = Withheld::Waiting;
    } else if (archived && *archived < day) {
        seen.why = Withheld::Archived;
    } else if (seen.until && *seen.until < day) {
        seen.why = Withheld::WindowOver;
    } else {
        seen.part = part_of(*type);
    }
    return seen;
}

Result<Done> check_publishable(const Record& record, const RecordType& type, const RepairPeriods& periods) {
    switch (forbidden(record, type)) {
        case Withheld::Level: return Error{ErrorCode::StateForbids, "publication.level_forbidden", type.code};
        case Withheld::Person: return Error{ErrorCode::StateForbids, "publication.person_forbidden", type.code};
        case Withheld::Source: return Error{ErrorCode::StateForbids, "publication.source_unpublished", type.code};
        default: break;
    }
    if (is_breach(record) && !periods.longest_until(*record.severity, record.doc_date)) {
        return Error{ErrorCode::StateForbids, "publication.severity_forbidden", type.code};
    }
    return Done{};
}

const RecordType* type_of(const Record& record, std::span<const RecordType> types) {
    const RecordType* found = nullptr;
    for (const RecordType& type : types) {
        if (type.code != record.cat) { continue; }
        found = &type;  // sorted by the first day in force
        if (type.in_force.covers(record.decided_on)) { break; }
    }
    return found;
}

}  // namespace gx::domain
