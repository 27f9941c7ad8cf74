// SPDX-License-Identifier: Apache-2.0
#include "app/law/todo_kind.hpp"

#include <algorithm>
#include <array>

#include "base/json_reader.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

constexpr std::array<std::string_view, 6> kLights{"grey", "green", "blue", "yellow", "orange", "red"};
constexpr std::int64_t kDaysMax = 400;
constexpr std::size_t kStepsMax = 10;

Result<std::optional<int>> days_at(const JsonReader& reader) {
    GX_TRY(const auto days, reader.optional_integer("at", -kDaysMax, kDaysMax));
    return days ? std::optional(static_cast<int>(*days)) : std::nullopt;
}

Result<TodoStep> step_from(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"light", "at"}));
    TodoStep step;
    GX_TRY(const std::string light, reader.text("light", 20));
    const auto known = todo_light_from(light);
    if (!known || *known == TodoLight::Grey) { return reader.refuse("light", "todo_kind.light", light); }
    step.light = *known;
    GX_TRY(step.at, days_at(reader));
    return step;
}

Result<TodoRung> rung_from(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "at", "notice", "action", "to"}));
    TodoRung rung;
    GX_TRY(rung.id, reader.text("id", 40));
    GX_TRY(rung.at, days_at(reader));
    GX_TRY(rung.notice, reader.text("notice", 60));
    GX_TRY(rung.action, reader.text_or_empty("action", 60));
    GX_TRY(const std::string to, reader.text_or_empty("to", 20));
    rung.reach = to == "all" ? RungReach::All : RungReach::Nearest;
    return rung;
}

/// Only the first may be without a number; each further one lies later.
template <class T>
bool in_order(const std::vector<T>& items) {
    for (std::size_t i = 1; i < items.size(); ++i) {
        if (!items[i].at || (items[i - 1].at && *items[i].at >= *items[i - 1].at)) { return false; }
    }
    return true;
}

template <class T, class Read>
Result<std::vector<T>> list_of(const JsonReader& reader, std::string_view member, const Read& read) {
    GX_TRY(const Json::Array* items, reader.array(member, kStepsMax));
    std::vector<T> out;
    for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
        GX_TRY(T item, read((*items)[i], reader.where(member) + "/" + std::to_string(i)));
        out.push_back(std::move(item));
    }
    if (!in_order(out)) { return reader.refuse(member, "todo_kind.order"); }
    return out;
}

Result<TodoLimit> limit_from(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"amount", "unit"}));
    TodoLimit limit;
    GX_TRY(const auto amount, reader.integer("amount", 1, kDaysMax));
    limit.amount = static_cast<int>(amount);
    GX_TRY(const std::string unit, reader.text("unit", 4));
    if (unit != "WD" && unit != "CD") { return reader.refuse("unit", "todo_kind.limit", unit); }
    limit.unit = unit == "WD" ? TodoLimit::Unit::WorkingDays : TodoLimit::Unit::CalendarDays;
    return limit;
}

/// "MM-DD", a day that every year has.
Result<YearlyStatements::DayOfYear> day_of_year(const JsonReader& reader, std::string_view member) {
    GX_TRY(const std::string text, reader.text(member, 5));
    const auto day = base::Date::parse("2023-" + text);
    if (!day) { return reader.refuse(member, "todo_kind.day", text); }
    return YearlyStatements::DayOfYear{day->month(), day->day_of_month()};
}

Result<YearlyStatements> yearly_from(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"opens", "due", "schemes"}));
    YearlyStatements yearly;
    GX_TRY(yearly.opens, day_of_year(reader, "opens"));
    GX_TRY(yearly.due, day_of_year(reader, "due"));
    if (yearly.due.in(2023) < yearly.opens.in(2023)) { return reader.refuse("due", "todo_kind.day"); }
    GX_TRY(yearly.schemes, reader.texts("schemes", kStepsMax));
    return yearly;
}

}  // namespace

std::string_view to_string(TodoLight light) { return kLights[static_cast<std::size_t>(light)]; }

std::optional<TodoLight> todo_light_from(std::string_view text) {
    const auto found = std::ranges::find(kLights, text);
    if (found == kLights.end()) { return std::nullopt; }
    return static_cast<TodoLight>(found - kLights.begin());
}

Result<TodoKind> TodoKind::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "name", "source", "subject", "action", "opens_before", "limit", "yearly", "signed_is_done", "lights",
                          "rungs", "note"}));
    TodoKind kind;
    GX_TRY(kind.id, reader.text("id", 60));
    GX_TRY(kind.name, domain::Wording::from_json(reader.raw("name"), reader.where("name")));
    GX_TRY(kind.source, reader.texts("source", 20));
    GX_TRY(kind.subject, reader.text("subject", 60));
    GX_TRY(kind.action, reader.text("action", 60));
    GX_TRY(const auto before, reader.optional_integer("opens_before", 0, 60));
    kind.opens_before = static_cast<int>(before.value_or(0));
    if (reader.has("limit")) { GX_TRY(kind.limit, limit_from(reader.raw("limit"), reader.where("limit"))); }
    if (reader.has("yearly")) { GX_TRY(kind.yearly, yearly_from(reader.raw("yearly"), reader.where("yearly"))); }
    GX_TRY(kind.signed_is_done, reader.flag_or("signed_is_done", false));
    GX_TRY(kind.lights, list_of<TodoStep>(reader, "lights", step_from));
    GX_TRY(kind.rungs, list_of<TodoRung>(reader, "rungs", rung_from));
    if (kind.lights.empty() || kind.lights.front().at) { return reader.refuse("lights", "todo_kind.order"); }
    return kind;
}

TodoLight TodoKind::light(const domain::DaysLeft& left) const {
    if (left.provisional) { return TodoLight::Grey; }
    TodoLight light = TodoLight::Grey;
    for (const TodoStep& step : lights) {
        if (!step.at || left.days <= *step.at) { light = step.light; }
    }
    return light;
}

const TodoRung* TodoKind::rung(const domain::DaysLeft& left) const {
    const TodoRung* deepest = nullptr;
    for (const TodoRung& one : rungs) {
        if (!one.at || (!left.provisional && left.days <= *one.at)) { deepest = &one; }
    }
    return deepest;
}

Result<NoticeText> NoticeText::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "subject", "text"}));
    NoticeText out;
    GX_TRY(out.id, reader.text("id", 60));
    GX_TRY(out.subject, domain::Wording::from_json(reader.raw("subject"), reader.where("subject")));
    GX_TRY(out.text, domain::Wording::from_json(reader.raw("text"), reader.where("text")));
    return out;
}

std::string filled(std::string_view pattern, const Json& params) {
    std::string out;
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{');
        const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
        if (close == std::string_view::npos) { return out.append(pattern); }
        out.append(pattern.substr(0, open));
        const Json& value = params.at(pattern.substr(open + 1, close - open - 1));
        if (value.is_string()) { out.append(value.as_string()); }
        if (value.is_int()) { out.append(std::to_string(value.as_int())); }
        pattern.remove_prefix(close + 1);
    }
    return out;
}

}  // namespace gx::app
