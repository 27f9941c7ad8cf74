// SPDX-License-Identifier: Apache-2.0
#include "domain/calendar/deadline_rule.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/json_reader.hpp"

namespace gx::domain {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

namespace {

constexpr std::array<std::pair<BasisTag, std::string_view>, 4> kTags = {{{BasisTag::Sourced, "sourced"},
                                                                        {BasisTag::Known, "known"},
                                                                        {BasisTag::Proposal, "proposal"},
                                                                        {BasisTag::Unsure, "unsure"}}};
constexpr std::array<std::pair<DeadlineUnit, std::string_view>, 6> kUnits = {{{DeadlineUnit::WorkingDays, "WD"},
                                                                              {DeadlineUnit::CalendarDays, "CD"},
                                                                              {DeadlineUnit::Months, "M"},
                                                                              {DeadlineUnit::Years, "Y"},
                                                                              {DeadlineUnit::FixedDate, "FIXED"},
                                                                              {DeadlineUnit::SetByDocument, "SET"}}};

bool counts(DeadlineUnit unit) { return unit != DeadlineUnit::FixedDate && unit != DeadlineUnit::SetByDocument; }

Result<DeadlineUnit> read_unit(const JsonReader& reader) {
    GX_TRY(const auto text, reader.text("unit", 10));
    for (const auto& [unit, name] : kUnits) {
        if (name == text) { return unit; }
    }
    return reader.refuse("unit", "deadline.unit", "expected WD, CD, M, Y, FIXED or SET");
}

/// 15 years is the longest limit of the pack; the bounds keep every count short.
std::int64_t amount_max(DeadlineUnit unit) {
    switch (unit) {
        case DeadlineUnit::WorkingDays:
        case DeadlineUnit::CalendarDays: return 3'660;
        case DeadlineUnit::Months: return 600;
        case DeadlineUnit::Years: return 100;
        default: return 0;
    }
}

Result<std::optional<ExtensionRule>> read_extension(const Json& object, std::string pointer) {
    if (object.is_null()) { return std::optional<ExtensionRule>{}; }
    const JsonReader reader{object, std::move(pointer)};
    GX_CHECK(reader.only({"amount", "unit", "times", "conditions"}));
    ExtensionRule made;
    GX_TRY(made.unit, read_unit(reader));
    if (!counts(made.unit)) { return reader.refuse("unit", "deadline.unit", "expected WD, CD, M or Y"); }
    GX_TRY(const auto amount, reader.integer("amount", 1, amount_max(made.unit)));
    GX_TRY(const auto times, reader.integer("times", 1, 10));
    GX_TRY(made.conditions, reader.texts("conditions", 20));
    made.amount_max = static_cast<int>(amount);
    made.times_max = static_cast<int>(times);
    return std::optional<ExtensionRule>{std::move(made)};
}

Result<base::Done> read_amount(const JsonReader& reader, DeadlineRule& made) {
    if (made.unit == DeadlineUnit::FixedDate) {
        GX_TRY(const auto month, reader.integer("month", 1, 12));
        GX_TRY(const auto day, reader.integer("day", 1, 31));
        made.month = static_cast<unsigned>(month);
        made.day = static_cast<unsigned>(day);
        // A date that exists in every year.
        if (!Date::make(2023, made.month, made.day)) { return reader.refuse("day", "deadline.fixed_date"); }
    } else if (reader.has("month") || reader.has("day")) {
        return reader.refuse(reader.has("month") ? "month" : "day", "deadline.fixed_date", "only with unit FIXED");
    }
    if (counts(made.unit)) {
        GX_TRY(const auto amount, reader.integer("amount", 0, amount_max(made.unit)));
        made.amount = static_cast<int>(amount);
    } else if (reader.has("amount")) {
        return reader.refuse("amount", "deadline.unit", "not with unit FIXED or SET");
    }
    return base::Done{};
}

Result<base::Done> check(const JsonReader& reader, const DeadlineRule& made) {
    const bool ours = made.tag == BasisTag::Proposal || made.tag == BasisTag::Unsure;
    if (ours && !made.parameter) { return reader.refuse("parameter", "deadline.parameter", "must be true"); }
    if (made.valid_to && *made.valid_to < made.valid_from) { return reader.refuse("valid_to", "deadline.validity"); }
    if (!counts(made.unit) && !made.pauses.empty()) {
        return reader.refuse("pauses", "deadline.unit", "a fixed day has no clock that could stand still");
    }
    const bool plain = !made.roll_forward && !made.extension && made.pauses.empty();
    if (made.direction == DeadlineDirection::Before && !(plain && counts(made.unit))) {
        return reader.refuse("direction", "deadline.backward", "no roll, pause or extension before an event");
    }
    return base::Done{};
}

}  // namespace

std::string_view to_string(BasisTag tag) {
    return std::find_if(kTags.begin(), kTags.end(), [&](const auto& row) { return row.first == tag; })->second;
}

std::string_view to_string(DeadlineUnit unit) {
    return std::find_if(kUnits.begin(), kUnits.end(), [&](const auto& row) { return row.first == unit; })->second;
}

Result<BasisTag> basis_tag_from(std::string_view text) {
    for (const auto& [tag, name] : kTags) {
        if (name == text) { return tag; }
    }
    return Error{ErrorCode::InvalidInput, "deadline.basis_tag", "expected sourced, known, proposal or unsure"};
}

Result<LawText> LawText::from_json(const Json& object, std::string pointer) {
    const JsonReader reader{object, std::move(pointer)};
    GX_CHECK(reader.only({"zh", "en"}));
    LawText made;
    GX_TRY(made.zh, reader.text("zh"));
    GX_TRY(made.en, reader.text("en"));
    return made;
}

Result<DeadlineRule> DeadlineRule::from_json(const Json& object, std::string pointer) {
    const JsonReader reader{object, std::move(pointer)};
    GX_CHECK(reader.only({"id", "title", "source", "tag", "trigger", "amount", "unit", "direction", "bound", "roll_forward",
                          "calendar", "month", "day", "extension", "pauses", "parameter", "note", "valid_from",
                          "valid_to"}));
    DeadlineRule made;
    GX_TRY(made.id, reader.text("id", 40));
    GX_TRY(made.title, LawText::from_json(reader.raw("title"), reader.where("title")));
    GX_TRY(made.source, reader.texts("source", 20));
    if (made.source.empty()) { return reader.refuse("source", "json.member_missing", "each limit has a source"); }
    GX_TRY(const auto tag, reader.text("tag", 20));
    const auto known_tag = basis_tag_from(tag);
    if (!known_tag) { return reader.refuse("tag", "deadline.basis_tag", known_tag.error().detail); }
    made.tag = *known_tag;
    GX_TRY(made.trigger, LawText::from_json(reader.raw("trigger"), reader.where("trigger")));
    GX_TRY(made.unit, read_unit(reader));
    GX_CHECK(read_amount(reader, made));
    if (reader.has("direction")) {
        GX_TRY(const auto direction, reader.text("direction", 10));
        if (direction != "after" && direction != "before") {
            return reader.refuse("direction", "deadline.direction", "expected after or before");
        }
        made.direction = direction == "after" ? DeadlineDirection::After : DeadlineDirection::Before;
    }
    if (reader.has("bound")) {
        GX_TRY(const auto bound, reader.text("bound", 10));
        if (bound != "latest" && bound != "earliest") {
            return reader.refuse("bound", "deadline.bound", "expected latest or earliest");
        }
        made.bound = bound == "latest" ? DeadlineBound::Latest : DeadlineBound::Earliest;
    }
    GX_TRY(made.roll_forward, reader.flag_or("roll_forward", false));
    if (reader.has("calendar")) { GX_TRY(made.calendar, reader.text("calendar", 20)); }
    GX_TRY(made.extension, read_extension(reader.raw("extension"), reader.where("extension")));
    GX_TRY(made.pauses, reader.texts("pauses", 20));
    GX_TRY(made.parameter, reader.flag_or("parameter", false));
    GX_TRY(made.note, reader.text_or_empty("note"));
    GX_TRY(made.valid_from, reader.date("valid_from"));
    GX_TRY(made.valid_to, reader.optional_date("valid_to"));
    GX_CHECK(check(reader, made));
    return made;
}

Result<DeadlineRules> DeadlineRules::make(std::vector<DeadlineRule> rules) {
    std::sort(rules.begin(), rules.end(), [](const auto& a, const auto& b) {
        return std::pair{std::string_view{a.id}, a.valid_from} < std::pair{std::string_view{b.id}, b.valid_from};
    });
    for (std::size_t i = 1; i < rules.size(); ++i) {
        const auto& earlier = rules[i - 1];
        if (earlier.id == rules[i].id && (!earlier.valid_to || *earlier.valid_to >= rules[i].valid_from)) {
            return Error{ErrorCode::Conflict, "deadline.validity_overlaps", earlier.id};
        }
    }
    DeadlineRules made;
    made.rules_ = std::move(rules);
    return made;
}

bool DeadlineRules::has(std::string_view id) const {
    return std::any_of(rules_.begin(), rules_.end(), [&](const auto& rule) { return rule.id == id; });
}

Result<DeadlineRule> DeadlineRules::find(std::string_view id, Date trigger_day) const {
    for (const auto& rule : rules_) {
        if (rule.id == id && rule.in_force_on(trigger_day)) { return rule; }
    }
    if (!has(id)) { return Error{ErrorCode::NotFound, "deadline.rule_unknown", std::string{id}}; }
    return Error{ErrorCode::NotFound, "deadline.no_version_in_force", fmt::format("{} on {}", id, trigger_day.iso())};
}

}  // namespace gx::domain
