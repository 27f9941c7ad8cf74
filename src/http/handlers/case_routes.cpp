// SPDX-License-Identifier: Apache-2.0
// Procedures, cases, their steps and clocks.
#include "app/casework/case_desk.hpp"
#include "app/casework/vetting.hpp"
#include "http/handlers/route_groups.hpp"
#include "http/handlers/row_routes.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::size_t kBodyBytesMax = 256U << 10U;

Error not_ready() { return {ErrorCode::Unavailable, "server.not_ready"}; }

/// What of a case somebody sees depends on the case: such answers are kept by nobody.
Route case_route(Method method, std::string pattern, std::string operation, std::string action) {
    Route route = staff_route(method, std::move(pattern), std::move(operation), std::move(action));
    route.caching = Caching::Never;
    route.body_bytes_max = method == Method::Get ? 0 : kBodyBytesMax;
    return route;
}

Json made_json(const std::vector<app::MadeRow>& made) {
    Json list = Json::array();
    for (const app::MadeRow& one : made) { list.push(Json::object().set("type", one.type).set("id", one.id).set("code", one.code)); }
    return list;
}

Result<Answer> list_cases(app::CaseDesk& cases, const Call& call) {
    const Parameters& asked = call.parameters;
    const app::CaseQuery query{.procedure = asked.text_or_empty("procedure"), .state = asked.text_or_empty("state"),
                               .open = asked.text_or_empty("open"), .body = asked.text_or_empty("body"),
                               .subject = asked.text_or_empty("subject"), .focus = asked.text_or_empty("focus") == "true",
                               .sort = asked.text_or_empty("sort"), .page = offset_page(asked)};
    GX_TRY(Json json, cases.reads().list(query, call.actor));
    return Answer::of(std::move(json));
}

Result<Answer> open_case(app::CaseDesk& cases, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"procedure", "subject", "official", "title", "fields"}));
    app::OpenCase::Input input;
    GX_TRY(input.procedure, reader.text("procedure", 40));
    GX_TRY(input.subject, reader.text_or_empty("subject", 200));
    GX_TRY(input.official, reader.text_or_empty("official", 100));
    GX_TRY(input.title, reader.text_or_empty("title", 400));
    input.fields = reader.raw("fields");
    GX_TRY(const auto written, cases.opens().run(input, call.actor));
    Json json = Json::object();
    json.set("id", written.id).set("code", written.file.code).set("version", written.version);
    return Answer::made(std::move(json), "/cases/" + written.id);
}

Result<Answer> take_step(app::CaseDesk& cases, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"step", "version", "note", "fields"}));
    app::TakeCaseStep::Input input{.id = call.parameters.text_or_empty("id"), .step = {}};
    GX_TRY(input.step, reader.text("step", 40));
    GX_TRY(input.note, reader.text_or_empty("note", 10'000));
    GX_TRY(input.version, version_asked(call, body));
    input.fields = reader.raw("fields");
    GX_TRY(const auto written, cases.steps().run(input, call.actor));
    Json json = Json::object();
    json.set("id", written.id).set("version", written.version).set("state", written.file.state).set("made", made_json(written.made));
    if (written.file.clock.due_on) { json.set("due_on", written.file.clock.due_on->iso()); }
    Answer answer = Answer::of(std::move(json));
    answer.etag = std::to_string(written.version);
    return answer;
}

Result<Answer> show_case(app::CaseDesk& cases, const Call& call) {
    GX_TRY(Json json, cases.reads().show(call.parameters.text_or_empty("id"), call.actor));
    const std::string version = std::to_string(json.int_at("version").value_or(0));
    Answer answer = Answer::of(std::move(json));
    answer.etag = version;
    return answer;
}

Result<Answer> run_vetting(const ApiServices& services, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, kBodyPointer);
    GX_CHECK(reader.only({"purpose", "basis", "bodies", "officials"}));
    app::Vetting::Input input;
    GX_TRY(input.purpose, reader.text_or_empty("purpose", 2'000));
    GX_TRY(input.basis, reader.text_or_empty("basis", 2'000));
    GX_TRY(input.bodies, reader.texts("bodies", 200));
    GX_TRY(input.officials, reader.texts("officials", 200));
    const app::CaseParts& parts = services.cases->parts();
    app::Vetting vetting({.store = parts.store, .clock = parts.clock, .ids = parts.ids, .law = parts.law});
    GX_TRY(Json json, vetting.run(input, call.actor));
    return Answer::of(std::move(json));
}

Result<Answer> document(const ApiServices& services, const Call& call) {
    if (services.cases == nullptr) { return not_ready(); }
    GX_TRY(const auto made, services.cases->documents().document(call.parameters.text_or_empty("id"), call.parameters.text_or_empty("step"), call.actor));
    if (services.documents == nullptr) { return Error{ErrorCode::Unavailable, "document.not_set"}; }
    GX_TRY(const auto bytes, services.documents->pdf(made));
    std::string title = made.title;
    for (auto at = title.find("\u200b"); at != std::string::npos; at = title.find("\u200b")) { title.erase(at, std::string_view("\u200b").size()); }
    Answer answer;
    answer.content_type = "application/pdf";
    answer.file_name = title + " " + made.doc_no + ".pdf";
    answer.text = std::make_shared<const std::string>(base::as_text(bytes));
    return answer;
}

Result<Answer> answer_of(Result<Json> made) {
    if (!made.ok()) { return std::move(made).error(); }
    return Answer::of(std::move(made).value());
}

}  // namespace

std::vector<Route> case_routes(const ApiServices& services) {
    app::CaseDesk* cases = services.cases;
    std::vector<Route> routes;
    const auto add = [&](Method method, std::string pattern, std::string operation, std::string action, auto run) {
        Route route = case_route(method, std::move(pattern), std::move(operation), std::move(action));
        route.handler = [cases, run](const Call& call) -> Result<Answer> {
            if (cases == nullptr) { return not_ready(); }
            return run(*cases, call);
        };
        routes.push_back(std::move(route));
    };
    add(Method::Get, "/procedures", "listProcedures", "case.read",
        [](app::CaseDesk& desk, const Call& call) { return answer_of(desk.reads().procedures(call.actor)); });
    add(Method::Get, "/procedures/{id}", "getProcedure", "case.read", [](app::CaseDesk& desk, const Call& call) {
        return answer_of(desk.reads().procedure(call.parameters.text_or_empty("id"), call.actor));
    });
    add(Method::Get, "/cases", "listCases", "case.read", list_cases);
    add(Method::Post, "/cases", "openCase", "case.open", open_case);
    add(Method::Get, "/cases/{id}", "getCase", "case.read", show_case);
    add(Method::Post, "/cases/{id}/steps", "takeCaseStep", "case.act", take_step);
    add(Method::Get, "/cases/{id}/clock", "getCaseClock", "case.read", [](app::CaseDesk& desk, const Call& call) {
        return answer_of(desk.reads().clock(call.parameters.text_or_empty("id"), call.actor));
    });
    Route vetting = case_route(Method::Post, "/vetting", "runVetting", "vetting.run");
    vetting.handler = [&services](const Call& call) -> Result<Answer> {
        return services.cases == nullptr ? Result<Answer>(not_ready()) : run_vetting(services, call);
    };
    routes.push_back(std::move(vetting));
    routes.push_back(list_route(services.staff.rows, "/measures", "listMeasures", "measure"));
    Route printed = case_route(Method::Get, "/cases/{id}/documents/{step}", "getCaseDocument", "case.read");
    printed.run_on = RunOn::Worker;
    printed.handler = [&services](const Call& call) { return document(services, call); };
    routes.push_back(std::move(printed));
    return routes;
}

}  // namespace gx::http
