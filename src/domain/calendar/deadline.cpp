// SPDX-License-Identifier: Apache-2.0
#include "domain/calendar/deadline.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace gx::domain {

using base::Date;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

namespace {

constexpr std::size_t kPausesMax = 200;
constexpr int kFirstYear = 1949;
constexpr int kLastYear = 2199;

bool in_range(Date day) { return day.year() >= kFirstYear && day.year() <= kLastYear; }

Error refuse(std::string reason, std::string detail = {}) {
    return {ErrorCode::InvalidInput, std::move(reason), std::move(detail)};
}

/// Counts one limit day by day (or month by month) and keeps the explanation.
class Count {
public:
    Count(Date trigger, const std::vector<ClockPause>& pauses, const WorkingCalendar& calendar)
        : anchor_(trigger), last_(trigger), pauses_(pauses), calendar_(calendar) {}

    /// Adds `amount` units; stops for good at an open pause.
    void run(DeadlineUnit unit, int amount, bool extension) {
        const bool by_month = unit == DeadlineUnit::Months || unit == DeadlineUnit::Years;
        if (by_month && !(months_run_ > 0 && extension)) { restart_months(); }
        for (int i = 0; i < amount && !held_; ++i) {
            if (by_month) {
                next_mark(unit == DeadlineUnit::Years ? 12 : 1, extension);
            } else {
                next_day(unit == DeadlineUnit::WorkingDays, extension);
            }
        }
    }

    bool held() const { return held_; }
    Date last() const { return last_; }

    /// The last day as it stands now, moved to a working day when the rule rolls.
    Date rolled() const { return calendar_.first_working_day_from(last_); }

    void roll() {
        // EXT-MFD art. 203: 期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。
        for (DayClass day = look(last_); !day.working; day = look(last_)) {
            skip(last_, day);
            last_ = last_.plus_days(1);
        }
        if (!result_.days.empty() && result_.days.back().day < last_) {
            explain({.day = last_, .counted = false, .reason = "roll_forward"});
        }
    }

    void fix(Date day) {
        last_ = day;
        explain({.day = day, .counted = true, .reason = "fixed_date", .ordinal = 1});
    }

    void backward(DeadlineUnit unit, int amount) {
        if (unit == DeadlineUnit::Months || unit == DeadlineUnit::Years) {
            for (int i = 1; i <= amount; ++i) {
                last_ = anchor_.plus_months(unit == DeadlineUnit::Years ? -12 * i : -i);
                mark(last_, unit == DeadlineUnit::Years ? "year" : "month");
            }
            return;
        }
        for (int i = 0; i < amount;) {
            last_ = last_.plus_days(-1);
            if (unit == DeadlineUnit::WorkingDays) {
                const DayClass day = look(last_);
                if (!day.working) { skip(last_, day); continue; }
                counted_working_day(day, false);
            } else {
                mark(last_, "counted");
            }
            ++i;
        }
    }

    DeadlineResult finish() && {
        if (!held_) { result_.due = last_; }
        result_.provisional = !unknown_years_.empty();
        for (const int year : unknown_years_) {
            for (auto& key : calendar_.missing_in(year)) { result_.missing.push_back(std::move(key)); }
        }
        return std::move(result_);
    }

private:
    void restart_months() {
        anchor_ = last_;
        months_run_ = 0;
        months_shift_ = 0;
    }

    void next_day(bool working_only, bool extension) {
        while (true) {
            const Date day = last_.plus_days(1);
            last_ = day;
            if (stands_still(day)) {
                if (held_) { return; }
                continue;
            }
            if (!working_only) {
                mark(day, extension ? "extension" : "counted");
                return;
            }
            const DayClass known = look(day);
            if (known.working) {
                counted_working_day(known, extension);
                return;
            }
            skip(day, known);
        }
    }

    /// The same day number in the next month, later by each day on which the clock stood still.
    void next_mark(int months, bool extension) {
        months_run_ += months;
        Date target = anchor_.plus_months(months_run_).plus_days(months_shift_);
        for (Date day = last_.plus_days(1); day <= target; day = day.plus_days(1)) {
            if (!stands_still(day)) { continue; }
            last_ = day;
            if (held_) { return; }
            ++months_shift_;
            target = target.plus_days(1);
        }
        last_ = target;
        mark(target, extension ? "extension" : (months == 12 ? "year" : "month"));
    }

    bool stands_still(Date day) {
        for (const auto& pause : pauses_) {
            if (day < pause.from || (pause.to && day > *pause.to)) { continue; }
            held_ = held_ || !pause.to;
            explain({.day = day, .counted = false, .reason = "paused", .name = pause.reason});
            return true;
        }
        return false;
    }

    DayClass look(Date day) {
        const DayClass known = calendar_.classify(day);
        const int year = day.year();
        if (known.provisional && (unknown_years_.empty() || unknown_years_.back() != year)) {
            const auto at = std::lower_bound(unknown_years_.begin(), unknown_years_.end(), year);
            if (at == unknown_years_.end() || *at != year) { unknown_years_.insert(at, year); }
        }
        return known;
    }

    void mark(Date day, std::string reason) {
        explain({.day = day, .counted = true, .reason = std::move(reason), .ordinal = ++ordinal_});
    }

    void counted_working_day(const DayClass& known, bool extension) {
        std::string reason = extension ? "extension" : "counted";
        if (known.kind == DayKind::ShiftedWork) { reason = "shifted_work"; }
        explain({.day = last_,
                 .counted = true,
                 .reason = std::move(reason),
                 .name = std::string{known.name},
                 .ordinal = ++ordinal_,
                 .provisional = known.provisional});
    }

    void skip(Date day, const DayClass& known) {
        explain({.day = day,
                 .counted = false,
                 .reason = std::string{to_string(known.kind)},
                 .name = std::string{known.name},
                 .provisional = known.provisional});
    }

    void explain(CountedDay row) { result_.days.push_back(std::move(row)); }

    Date anchor_;
    Date last_;
    const std::vector<ClockPause>& pauses_;
    const WorkingCalendar& calendar_;
    int months_run_ = 0;
    int months_shift_ = 0;
    int ordinal_ = 0;
    bool held_ = false;
    std::vector<int> unknown_years_;
    DeadlineResult result_;
};

Result<Done> check_pauses(const DeadlineRule& rule, const std::vector<ClockPause>& pauses) {
    if (pauses.size() > kPausesMax) { return refuse("deadline.pause_count", fmt::format("at most {}", kPausesMax)); }
    for (const auto& pause : pauses) {
        if (std::find(rule.pauses.begin(), rule.pauses.end(), pause.reason) == rule.pauses.end()) {
            return refuse("deadline.pause_not_foreseen", fmt::format("{}: \"{}\"", rule.id, pause.reason));
        }
        if (pause.to && *pause.to < pause.from) { return refuse("deadline.pause_order", pause.from.iso()); }
        if (!in_range(pause.from) || (pause.to && !in_range(*pause.to))) { return refuse("deadline.trigger_range"); }
    }
    return Done{};
}

Result<Done> check_extension(const DeadlineRule& rule, const ClockExtension& extension, Date trigger,
                             const Count& so_far) {
    if (extension.amount < 1 || extension.amount > rule.extension->amount_max) {
        return refuse("deadline.extension_amount", fmt::format("1 to {}", rule.extension->amount_max));
    }
    if (extension.granted_on < trigger) { return refuse("deadline.extension_day", extension.granted_on.iso()); }
    const Date due = rule.roll_forward ? so_far.rolled() : so_far.last();
    if (!so_far.held() && extension.granted_on > due) {
        return Error{ErrorCode::StateForbids, "deadline.extension_too_late", fmt::format("was due {}", due.iso())};
    }
    return Done{};
}

Date next_fixed_date(Date trigger, unsigned month, unsigned day) {
    // from_json proved that month and day exist in every year.
    const Date same_year = *Date::make(trigger.year(), month, day);
    return same_year > trigger ? same_year : *Date::make(trigger.year() + 1, month, day);
}

}  // namespace

Result<DeadlineResult> compute_deadline(const DeadlineRule& rule, Date trigger_day,
                                        const std::vector<ClockPause>& pauses,
                                        const std::vector<ClockExtension>& extensions,
                                        const WorkingCalendar& calendar) {
    if (!in_range(trigger_day)) { return refuse("deadline.trigger_range", trigger_day.iso()); }
    if (rule.unit == DeadlineUnit::SetByDocument) { return refuse("deadline.set_by_document", rule.id); }
    GX_CHECK(check_pauses(rule, pauses));
    if (!extensions.empty() && !rule.extension) { return refuse("deadline.extension_not_foreseen", rule.id); }
    if (rule.extension && extensions.size() > static_cast<std::size_t>(rule.extension->times_max)) {
        return refuse("deadline.extension_count", fmt::format("at most {}", rule.extension->times_max));
    }

    Count count{trigger_day, pauses, calendar};
    if (rule.direction == DeadlineDirection::Before) {
        count.backward(rule.unit, rule.amount);
        return std::move(count).finish();
    }
    if (rule.unit == DeadlineUnit::FixedDate) {
        count.fix(next_fixed_date(trigger_day, rule.month, rule.day));
    } else {
        // EXT-MFD art. 201: 按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。
        count.run(rule.unit, rule.amount, false);
    }
    for (const auto& extension : extensions) {
        GX_CHECK(check_extension(rule, extension, trigger_day, count));
        count.run(rule.extension->unit, extension.amount, true);
    }
    if (rule.roll_forward && !count.held()) { count.roll(); }
    return std::move(count).finish();
}

Json to_json(const DeadlineResult& result) {
    Json out = Json::object();
    if (result.due) { out.set("due", result.due->iso()); }
    out.set("provisional", result.provisional);
    Json missing = Json::array();
    for (const auto& key : result.missing) { missing.push(key); }
    out.set("missing", std::move(missing));
    Json days = Json::array();
    for (const auto& row : result.days) {
        Json day = Json::object();
        day.set("day", row.day.iso()).set("counted", row.counted).set("reason", row.reason);
        if (!row.name.empty()) { day.set("name", row.name); }
        if (row.counted) { day.set("ordinal", row.ordinal); }
        if (row.provisional) { day.set("provisional", true); }
        days.push(std::move(day));
    }
    out.set("days", std::move(days));
    return out;
}

}  // namespace gx::domain
