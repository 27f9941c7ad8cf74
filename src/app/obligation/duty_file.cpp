// SPDX-License-Identifier: Apache-2.0
#include "app/obligation/duty_file.hpp"

#include <algorithm>
#include <array>

namespace gx::app {
namespace {

using base::Json;

constexpr int kDaysMax = 3'660;
constexpr std::size_t kLinesMax = 1'000;

struct PartKind {
    std::string_view type;
    std::string_view member;
};
constexpr std::array<PartKind, 4> kParts{{{"milestone", "milestones"}, {"payment", "payments"}, {"change", "changes"}, {"finding", "findings"}}};

/// One line of the time-line, to be sorted.
struct Line {
    std::string when;  ///< ISO day or instant: both sort as text
    Json json;
};

void add_day(std::vector<Line>& lines, const Json& row, std::string_view member, std::string_view kind, std::string_view title) {
    const std::string day = row.text_or_empty(member);
    if (day.empty()) { return; }
    Json json = Json::object();
    json.set("on", day).set("kind", kind).set("id", row.at("id"));
    if (!title.empty()) { json.set("title", title); }
    if (const auto amount = row.int_at("amount_fen")) { json.set("amount_fen", *amount); }
    lines.push_back({day, std::move(json)});
}

void add_days(std::vector<Line>& lines, const Json& file) {
    const Json& duty = file.at("obligation");
    for (const std::string_view member : {"made_on", "due_on", "done_on", "void_on", "cancelled_on"}) {
        add_day(lines, duty, member, "obligation." + std::string(member), {});
    }
    for (const Json& row : file.at("milestones").as_array()) {
        add_day(lines, row, "due_on", "milestone.due_on", row.text_or_empty("title"));
        add_day(lines, row, "done_on", "milestone.done_on", row.text_or_empty("title"));
    }
    for (const Json& row : file.at("payments").as_array()) { add_day(lines, row, "paid_on", "payment.paid_on", {}); }
    for (const Json& row : file.at("changes").as_array()) { add_day(lines, row, "decided_on", "change.decided_on", row.text_or_empty("reason")); }
    for (const Json& row : file.at("findings").as_array()) { add_day(lines, row, "decided_on", "finding.decided_on", row.text_or_empty("organ")); }
}

Result<Done> add_entries(std::vector<Line>& lines, Reader& reader, std::string_view type, const std::string& id) {
    GX_TRY(const auto entries, reader.history(type, id));
    for (const domain::JournalEntry& entry : entries) {
        Json json = Json::object();
        json.set("at", entry.at.iso()).set("kind", "journal").set("entity", entry.entity).set("id", entry.entity_id);
        json.set("action", entry.action).set("account", entry.actor).set("version", entry.version).set("seq", entry.seq);
        lines.push_back({entry.at.iso(), std::move(json)});
    }
    return Done{};
}

/// A row, or null when it is not for the actor: a file may rest on things that its reader does not see.
Result<Json> row_or_null(StaffRows& rows, std::string_view type, const std::string& id, const Actor& actor) {
    if (id.empty()) { return Json{}; }
    auto row = rows.show(type, id, actor);
    if (row.ok()) { return row; }
    const ErrorCode code = row.error().code;
    if (code == ErrorCode::NotFound || code == ErrorCode::NotPermitted) { return Json{}; }
    return std::move(row).error();
}

}  // namespace

Remaining remaining_working_days(const domain::WorkingCalendar& calendar, base::Date today, base::Date due) {
    Remaining remaining;
    const bool over = due < today;
    const base::Date from = over ? due : today;
    const base::Date to = over ? today : due;
    int steps = 0;
    for (base::Date day = from; day < to && steps < kDaysMax; ++steps) {
        day = day.plus_days(1);
        const auto found = calendar.classify(day);
        if (found.working) { ++remaining.working_days; }
        remaining.provisional = remaining.provisional || !calendar.knows(day.year());
    }
    if (over) { remaining.working_days = -remaining.working_days; }
    return remaining;
}

/// All parts of one type, an empty list when the actor may not read them.
Result<Json> DutyFile::parts(std::string_view type, const std::string& id, const Actor& actor) {
    Json all = Json::array();
    if (!actor.may(std::string(type) + ".read")) { return all; }
    RowQuery query{.given = {{"obligation", id}}, .sort = {}, .page = {.limit = kListRowsMax}};
    GX_TRY(const auto list, rows_.list(type, query, actor));
    return list.at("items");
}

Result<Json> DutyFile::timeline(Reader& reader, const Json& file) {
    std::vector<Line> lines;
    add_days(lines, file);
    GX_CHECK(add_entries(lines, reader, "obligation", file.at("obligation").text_or_empty("id")));
    for (const PartKind& kind : kParts) {
        for (const Json& row : file.at(kind.member).as_array()) {
            if (lines.size() > kLinesMax) { break; }
            GX_CHECK(add_entries(lines, reader, kind.type, row.text_or_empty("id")));
        }
    }
    std::ranges::stable_sort(lines, {}, &Line::when);
    Json told = Json::array();
    for (std::size_t i = lines.size() > kLinesMax ? lines.size() - kLinesMax : 0; i < lines.size(); ++i) { told.push(std::move(lines[i].json)); }
    return told;
}

Result<Json> DutyFile::run(const std::string& id_or_code, const Actor& actor) {
    GX_TRY(const std::string text, duties_.show(id_or_code, actor));
    GX_TRY(Json duty, base::parse_json(text));
    const std::string id = duty.text_or_empty("id");
    GX_TRY(const auto reader, store_.reader());
    Json file = Json::object();
    file.set("obligation", duty);
    GX_TRY(const auto source, reader->find("source", actor.tenant, duty.text_or_empty("source_id")));
    if (source) { file.set("source", Json(source->content).set("id", source->id)); }
    GX_TRY(auto post, row_or_null(rows_, "post", duty.text_or_empty("post_id"), actor));
    Json holders = Json::array();
    if (!post.is_null() && actor.may("tenure.read")) {
        RowQuery query{.given = {{"post", duty.text_or_empty("post_id")}}, .sort = {}, .page = {.limit = 200}};
        GX_TRY(const auto list, rows_.list("tenure", query, actor));
        holders = list.at("items");
    }
    file.set("post", std::move(post)).set("holders", std::move(holders));
    for (const PartKind& kind : kParts) {
        GX_TRY(auto rows, parts(kind.type, id, actor));
        file.set(std::string(kind.member), std::move(rows));
    }
    GX_TRY(const auto due, base::Date::parse(duty.text_or_empty("due_on")));
    const Remaining remaining = remaining_working_days(law_.calendar, clock_.today(), due);
    file.set("remaining_working_days", remaining.working_days).set("provisional", remaining.provisional);
    GX_TRY(auto lines, timeline(*reader, file));
    file.set("timeline", std::move(lines));
    return file;
}

}  // namespace gx::app
