// SPDX-License-Identifier: Apache-2.0
#include "app/todos/todo.hpp"

#include "base/json_reader.hpp"

namespace gx::app {
namespace {

using base::Json;
using base::JsonReader;
using base::Result;

void set_text(Json& json, const char* member, const std::string& text) {
    if (!text.empty()) { json.set(member, text); }
}

void set_day(Json& json, const char* member, const std::optional<base::Date>& day) {
    if (day) { json.set(member, day->iso()); }
}

}  // namespace

Result<Todo> Todo::from_json(const Json& content, const std::string& pointer) {
    const JsonReader reader(content, pointer);
    Todo todo;
    GX_TRY(todo.code, reader.text("code", 300));
    GX_TRY(todo.kind, reader.text("kind", 60));
    const JsonReader subject(reader.raw("subject"), reader.where("subject"));
    GX_TRY(todo.subject_type, subject.text("type", 60));
    GX_TRY(todo.subject_id, subject.text("id", 100));
    GX_TRY(todo.body_id, reader.text_or_empty("body_id", 100));
    GX_TRY(todo.title, reader.text_or_empty("title"));
    GX_TRY(todo.account, reader.text_or_empty("account", 100));
    GX_TRY(todo.started_by, reader.text_or_empty("started_by", 100));
    GX_TRY(todo.period, reader.text_or_empty("period", 20));
    GX_TRY(todo.count, reader.optional_integer("count", 0, INT64_MAX));
    GX_TRY(todo.opened_on, reader.date("opened_on"));
    GX_TRY(todo.due_on, reader.date("due_on"));
    GX_TRY(todo.due_provisional, reader.flag_or("due_provisional", false));
    GX_TRY(todo.state, reader.text("state", 20));
    GX_TRY(todo.signed_by, reader.text_or_empty("signed_by", 100));
    GX_TRY(todo.signed_on, reader.optional_date("signed_on"));
    GX_TRY(todo.done_by, reader.text_or_empty("done_by", 100));
    GX_TRY(todo.done_on, reader.optional_date("done_on"));
    GX_TRY(todo.outcome, reader.text_or_empty("outcome", 60));
    return todo;
}

Json Todo::to_json() const {
    Json subject = Json::object();
    subject.set("type", subject_type).set("id", subject_id);
    Json json = Json::object();
    json.set("code", code).set("kind", kind).set("subject", std::move(subject)).set("state", state);
    set_text(json, "body_id", body_id);
    set_text(json, "title", title);
    set_text(json, "account", account);
    set_text(json, "started_by", started_by);
    set_text(json, "period", period);
    if (count) { json.set("count", *count); }
    json.set("opened_on", opened_on.iso()).set("due_on", due_on.iso());
    if (due_provisional) { json.set("due_provisional", true); }
    set_text(json, "signed_by", signed_by);
    set_day(json, "signed_on", signed_on);
    set_text(json, "done_by", done_by);
    set_day(json, "done_on", done_on);
    set_text(json, "outcome", outcome);
    return json;
}

}  // namespace gx::app
