// SPDX-License-Identifier: Apache-2.0
// What bodies state for leaves that no register feeds.
#include "app/statement/statement_form.hpp"
#include "base/json_reader.hpp"
#include "http/handlers/row_routes.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using base::Json;

Json texts_of(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const auto& text : texts) { list.push(text); }
    return list;
}

Json leaf_json(const app::StatementLeaf& leaf) {
    Json json = Json::object();
    json.set("scheme", leaf.scheme->id).set("leaf", leaf.indicator->id).set("group", leaf.indicator->group);
    json.set("name", Json::object().set("zh", leaf.indicator->title.zh).set("en", leaf.indicator->title.en));
    json.set("clause", leaf.indicator->clause).set("forms", texts_of(leaf.indicator->filing.forms));
    json.set("parts", leaf.indicator->filing.parts).set("classes", texts_of(leaf.indicator->filing.classes));
    return json.set("codes", texts_of(leaf.indicator->filing.codes));
}

base::Result<Answer> told(StaffServices& staff, const app::FileStatement::Output& output, const app::Actor& actor, int status) {
    GX_TRY(auto json, staff.rows.show("statement", output.id, actor));
    Answer answer = Answer::of(std::move(json));
    answer.status = status;
    answer.etag = std::to_string(output.version);
    if (status == 201) { answer.location = "/statements/" + output.id; }
    return answer;
}

base::Result<Answer> check(StaffServices& staff, const Call& call) {
    GX_TRY(const Json body, json_body(call));
    const base::JsonReader reader(body, "/body");
    GX_CHECK(reader.only({"result", "opinion", "version"}));
    app::FileStatement::Check input;
    GX_TRY(const auto result, reader.text("result", 20));
    if (result != "accepted" && result != "returned") { return reader.refuse("result", "request.unknown_value"); }
    input.accepted = result == "accepted";
    GX_TRY(input.opinion, reader.text_or_empty("opinion", 500));
    GX_TRY(input.version, version_asked(call, body));
    GX_TRY(const auto output, staff.statements.check(call.parameters.text_or_empty("id"), input, call.actor));
    return told(staff, output, call.actor, 200);
}

}  // namespace

std::vector<Route> statement_routes(const ApiServices& services) {
    StaffServices& staff = services.staff;
    std::vector<Route> routes;
    routes.push_back(list_route(staff.rows, "/statements", "listStatements", "statement"));
    Route leaves = staff_route(Method::Get, "/statements/leaves", "listStatementLeaves", "statement.read");
    leaves.handler = [&staff](const Call& call) -> base::Result<Answer> {
        std::string body_class;
        if (const std::string body = call.parameters.text_or_empty("body"); !body.empty()) {
            GX_TRY(const Json shown, staff.bodies.show(body, call.actor));
            body_class = shown.text_or_empty("class");
        }
        Json items = Json::array();
        const std::string period = call.parameters.text_or_empty("period");
        for (const auto& leaf : app::statement_leaves(staff.law, {.body_class = body_class, .period = period})) { items.push(leaf_json(leaf)); }
        const auto total = static_cast<std::int64_t>(items.as_array().size());
        return Answer::of(Json::object().set("items", std::move(items)).set("total", total));
    };
    routes.push_back(std::move(leaves));
    routes.push_back(object_route(staff.rows, "/statements/{id}", "getStatement", "statement"));
    Route file = staff_write(Method::Post, "/statements", "fileStatement", "statement.add");
    file.handler = [&staff](const Call& call) -> base::Result<Answer> {
        GX_TRY(const Json body, json_body(call));
        GX_TRY(const auto output, staff.statements.file(body, call.actor));
        return told(staff, output, call.actor, 201);
    };
    routes.push_back(std::move(file));
    Route change = staff_write(Method::Put, "/statements/{id}", "changeStatement", "statement.change");
    change.handler = [&staff](const Call& call) -> base::Result<Answer> {
        GX_TRY(const Json body, json_body(call));
        GX_TRY(const auto version, version_asked(call, body));
        GX_TRY(const auto output, staff.statements.change(call.parameters.text_or_empty("id"), version, body, call.actor));
        return told(staff, output, call.actor, 200);
    };
    routes.push_back(std::move(change));
    Route decide = staff_write(Method::Post, "/statements/{id}/check", "checkStatement", "statement.check");
    decide.handler = [&staff](const Call& call) { return check(staff, call); };
    routes.push_back(std::move(decide));
    return routes;
}

}  // namespace gx::http
