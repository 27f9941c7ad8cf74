// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/calendar/working_day_count.hpp"
#include "domain/legal/plan.hpp"

namespace gx::app {

/// The colour beside a to-do. Grey: nothing may be said (a provisional day) or nothing is left to say.
enum class TodoLight { Grey, Green, Blue, Yellow, Orange, Red };
/// "grey", "green", "blue", "yellow", "orange", "red"
std::string_view to_string(TodoLight light);
std::optional<TodoLight> todo_light_from(std::string_view text);

/// A light and from when it burns: at so many working days left and fewer; without a number always.
struct TodoStep {
    TodoLight light = TodoLight::Green;
    std::optional<int> at = {};
};

/// Whom a rung reaches among those who may do its action where the to-do lies.
enum class RungReach {
    Nearest,  ///< those who see some bodies only; when there are none, whoever sees the whole county
    All,
};

/// One notice of a to-do, sent once when so many working days are left; without a number when the to-do opens.
struct TodoRung {
    std::string id;
    std::optional<int> at = {};
    std::string notice;       ///< a text of law/notices
    std::string action = {};  ///< empty: the kind's; another one: the receivers get a copy
    RungReach reach = RungReach::Nearest;
};

/// How long there is from the day on which the matter arose.
struct TodoLimit {
    enum class Unit { WorkingDays, CalendarDays } unit = Unit::WorkingDays;
    int amount = 0;
};

/// Which statements are asked for each year, from when and until when. The period is the year before `opens`.
struct YearlyStatements {
    struct DayOfYear {
        unsigned month = 1;
        unsigned day = 1;
        base::Date in(int year) const { return base::Date::make(year, month, day).value(); }
    };
    DayOfYear opens;
    DayOfYear due;  ///< of the same year
    std::vector<std::string> schemes;  ///< a body owes the leaves of those that may judge its class
};

/// A kind of to-do: law/todos/ID.yaml. What makes one arise is the subject's own state (app/todos/find_matters.hpp).
///
/// Shape:  `lights` 1..10, the first without `at`, then `at` falling; `rungs` 0..10 likewise, at most the first without `at`;
///         `opens_before` 0..60 working days.
/// Source: `source` of each
struct TodoKind {
    std::string id;
    domain::Wording name;
    std::vector<std::string> source;
    std::string subject;  ///< entity that the to-do is about
    std::string action;   ///< who may do this where the to-do lies sees it
    int opens_before = 0;
    std::optional<TodoLimit> limit;
    std::optional<YearlyStatements> yearly;
    bool signed_is_done = false;  ///< taking note is all there is to do
    std::vector<TodoStep> lights;
    std::vector<TodoRung> rungs;

    /// Errors: those of base::JsonReader; InvalidInput "todo_kind.light", "todo_kind.order", "todo_kind.limit", "todo_kind.day"
    static base::Result<TodoKind> from_json(const base::Json& json, const std::string& pointer = {});

    /// Grey for a provisional day. Total.
    TodoLight light(const domain::DaysLeft& left) const;
    /// The deepest rung reached; null when none is. A provisional day reaches none but that of the opening. Total.
    const TodoRung* rung(const domain::DaysLeft& left) const;
};

/// A notice's text in both languages: law/notices. "{name}" stands for a parameter.
struct NoticeText {
    std::string id;
    domain::Wording subject;
    domain::Wording text;

    /// Errors: those of base::JsonReader
    static base::Result<NoticeText> from_json(const base::Json& json, const std::string& pointer = {});
};

/// The template with each "{name}" replaced by the member of that name; unknown ones stay empty. Total.
std::string filled(std::string_view pattern, const base::Json& params);

}  // namespace gx::app
