// SPDX-License-Identifier: Apache-2.0
#include "domain/casework/case_file.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json_reader.hpp"

namespace gx::domain {

using base::Json;
using base::JsonReader;
using base::Result;

namespace {

constexpr std::size_t kStepsMax = 500;

Json day_or_null(const std::optional<base::Date>& day) { return day ? Json(day->iso()) : Json(); }
Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Result<StepTaken> read_step(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"step", "from", "to", "by", "on", "note", "fields", "due_was"}));
    StepTaken step;
    GX_TRY(step.step, reader.text("step", 40));
    GX_TRY(step.from, reader.text_or_empty("from", 40));
    GX_TRY(step.to, reader.text("to", 40));
    GX_TRY(step.by, reader.text("by", 100));
    GX_TRY(step.on, reader.date("on"));
    GX_TRY(step.note, reader.text_or_empty("note", 20'000));
    step.fields = reader.raw("fields");
    GX_TRY(step.due_was, reader.optional_date("due_was"));
    return step;
}

Json step_json(const StepTaken& step) {
    Json json = Json::object();
    json.set("step", step.step).set("from", text_or_null(step.from)).set("to", step.to).set("by", step.by).set("on", step.on.iso());
    json.set("note", text_or_null(step.note)).set("due_was", day_or_null(step.due_was));
    if (step.fields.is_object() && !step.fields.as_object().empty()) { json.set("fields", step.fields); }
    return json;
}

Result<CaseClock> read_clock(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"rule", "trigger_on", "halved", "pauses", "extensions"}));
    CaseClock clock;
    GX_TRY(clock.rule, reader.text_or_empty("rule", 40));
    GX_TRY(clock.trigger_on, reader.date("trigger_on"));
    GX_TRY(clock.halved, reader.flag_or("halved", false));
    GX_TRY(const auto pauses, reader.array("pauses", 200));
    for (std::size_t i = 0; i < pauses->size(); ++i) {
        const JsonReader one((*pauses)[i], fmt::format("{}/{}", reader.where("pauses"), i));
        ClockPause pause;
        GX_TRY(pause.from, one.date("from"));
        GX_TRY(pause.to, one.optional_date("to"));
        GX_TRY(pause.reason, one.text("reason", 60));
        clock.pauses.push_back(std::move(pause));
    }
    GX_TRY(const auto extensions, reader.array("extensions", 20));
    for (std::size_t i = 0; i < extensions->size(); ++i) {
        const JsonReader one((*extensions)[i], fmt::format("{}/{}", reader.where("extensions"), i));
        ClockExtension extension;
        GX_TRY(extension.granted_on, one.date("granted_on"));
        GX_TRY(const auto amount, one.integer("amount", 1, 1'000));
        extension.amount = static_cast<int>(amount);
        clock.extensions.push_back(std::move(extension));
    }
    return clock;
}

Json clock_json(const CaseClock& clock) {
    Json json = Json::object();
    json.set("rule", text_or_null(clock.rule)).set("trigger_on", clock.trigger_on.iso());
    if (clock.halved) { json.set("halved", true); }
    for (const ClockPause& pause : clock.pauses) {
        Json one = Json::object();
        one.set("from", pause.from.iso()).set("to", day_or_null(pause.to)).set("reason", pause.reason);
        Json list = json.at("pauses");
        json.set("pauses", list.push(std::move(one)));
    }
    for (const ClockExtension& extension : clock.extensions) {
        Json one = Json::object();
        one.set("granted_on", extension.granted_on.iso()).set("amount", std::int64_t{extension.amount});
        Json list = json.at("extensions");
        json.set("extensions", list.push(std::move(one)));
    }
    return json;
}

}  // namespace

const Json& CaseFile::field(std::string_view name) const {
    static const Json kNone;
    const auto found = fields.find(std::string(name));
    return found == fields.end() ? kNone : found->second;
}

std::string CaseFile::text(std::string_view name) const {
    const Json& value = field(name);
    return value.is_string() ? value.as_string() : std::string{};
}

std::set<std::string> CaseFile::takers(const std::vector<std::string>& step_ids) const {
    std::set<std::string> found;
    const bool any = std::ranges::find(step_ids, "*") != step_ids.end();
    for (const StepTaken& step : steps) {
        if (any || std::ranges::find(step_ids, step.step) != step_ids.end()) { found.insert(step.by); }
    }
    return found;
}

int CaseFile::times(std::string_view step_id) const {
    return static_cast<int>(std::ranges::count_if(steps, [&](const StepTaken& step) { return step.step == step_id; }));
}

const StepTaken* CaseFile::last(std::string_view step_id) const {
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if (step->step == step_id) { return &*step; }
    }
    return nullptr;
}

Result<CaseFile> CaseFile::from_json(const Json& content, const std::string& pointer) {
    const JsonReader reader(content, pointer);
    GX_CHECK(reader.only({"code", "procedure", "law", "state", "title", "body_id", "concerned_id", "recused_id", "recused_official_id",
                          "confidential", "official_id", "subject", "parent_id", "opened_by", "opened_on", "entered_on", "clock", "due_on",
                          "due_provisional", "auto_on", "closed_on", "outcome", "flags", "focus", "fields", "sealed", "steps"}));
    CaseFile file;
    GX_TRY(file.code, reader.text("code", 60));
    GX_TRY(file.procedure, reader.text("procedure", 40));
    GX_TRY(file.law, reader.text("law", 128));
    GX_TRY(file.state, reader.text("state", 40));
    GX_TRY(file.title, reader.text("title", 1'000));
    GX_TRY(file.body_id, reader.text_or_empty("body_id", 100));
    GX_TRY(file.concerned_id, reader.text_or_empty("concerned_id", 100));
    GX_TRY(file.recused_id, reader.text_or_empty("recused_id", 100));
    GX_TRY(file.recused_official_id, reader.text_or_empty("recused_official_id", 100));
    GX_TRY(file.confidential, reader.flag_or("confidential", false));
    GX_TRY(file.official_id, reader.text_or_empty("official_id", 100));
    if (reader.has("subject")) {
        const JsonReader subject(reader.raw("subject"), reader.where("subject"));
        GX_TRY(file.subject_type, subject.text("type", 60));
        GX_TRY(file.subject_id, subject.text("id", 100));
    }
    GX_TRY(file.parent_id, reader.text_or_empty("parent_id", 100));
    GX_TRY(file.opened_by, reader.text("opened_by", 100));
    GX_TRY(file.opened_on, reader.date("opened_on"));
    GX_TRY(file.entered_on, reader.date("entered_on"));
    if (reader.has("clock")) { GX_TRY(file.clock, read_clock(reader.raw("clock"), reader.where("clock"))); }
    GX_TRY(file.clock.due_on, reader.optional_date("due_on"));
    GX_TRY(file.clock.provisional, reader.flag_or("due_provisional", false));
    GX_TRY(file.auto_on, reader.optional_date("auto_on"));
    GX_TRY(file.closed_on, reader.optional_date("closed_on"));
    GX_TRY(file.outcome, reader.text_or_empty("outcome", 60));
    GX_TRY(const auto flags, reader.texts("flags", 40));
    file.flags.insert(flags.begin(), flags.end());
    const Json& fields = reader.raw("fields");
    if (fields.is_object()) { file.fields.insert(fields.as_object().begin(), fields.as_object().end()); }
    file.sealed = reader.raw("sealed");
    GX_TRY(const auto steps, reader.array("steps", kStepsMax));
    for (std::size_t i = 0; i < steps->size(); ++i) {
        GX_TRY(auto step, read_step((*steps)[i], fmt::format("{}/{}", reader.where("steps"), i)));
        file.steps.push_back(std::move(step));
    }
    if (file.steps.empty() || file.steps.back().to != file.state) { return reader.refuse("steps", "case.content", file.code); }
    return file;
}

Json CaseFile::to_json() const {
    Json json = Json::object();
    json.set("code", code).set("procedure", procedure).set("law", law).set("state", state).set("title", title);
    json.set("body_id", text_or_null(body_id)).set("concerned_id", text_or_null(concerned_id)).set("recused_id", text_or_null(recused_id));
    json.set("recused_official_id", text_or_null(recused_official_id)).set("official_id", text_or_null(official_id));
    if (confidential) { json.set("confidential", true); }
    if (!subject_type.empty()) { json.set("subject", Json::object().set("type", subject_type).set("id", subject_id)); }
    json.set("parent_id", text_or_null(parent_id)).set("opened_by", opened_by).set("opened_on", opened_on.iso());
    json.set("entered_on", entered_on.iso());
    if (is_open()) { json.set("clock", clock_json(clock)); }
    json.set("due_on", day_or_null(clock.due_on));
    if (clock.provisional) { json.set("due_provisional", true); }
    json.set("auto_on", day_or_null(auto_on)).set("closed_on", day_or_null(closed_on)).set("outcome", text_or_null(outcome));
    if (has_focus()) { json.set("focus", true); }
    Json marks = Json::array();
    for (const std::string& flag : flags) { marks.push(flag); }
    if (!flags.empty()) { json.set("flags", std::move(marks)); }
    if (!fields.empty()) { json.set("fields", Json(Json::Object(fields.begin(), fields.end()))); }
    json.set("sealed", sealed);
    Json taken = Json::array();
    for (const StepTaken& step : steps) { taken.push(step_json(step)); }
    return json.set("steps", std::move(taken));
}

}  // namespace gx::domain
