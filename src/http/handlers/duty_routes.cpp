// SPDX-License-Identifier: Apache-2.0
// What the staff does to an obligation after its registration, and its parts.
#include "base/json_reader.hpp"
#include "http/handlers/row_routes.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using base::Json;
using Edit = base::Result<app::EditDuty::Output> (app::EditDuty::*)(const app::EditDuty::Input&, const app::Actor&);

enum class Rests { OnVersion, OnNothing };
enum class Makes { Row, Change };

Json told(const app::EditDuty::Output& output) {
    Json json = Json::object();
    return json.set("id", output.id).set("code", output.code).set("version", output.version);
}

/// A POST or PUT on one row with a JSON body.
Route edit_route(StaffServices& staff, Method method, std::string pattern, std::string operation, std::string action, Edit edit,
                 Rests rests, Makes makes) {
    Route route = staff_write(method, std::move(pattern), std::move(operation), std::move(action));
    route.handler = [&staff, edit, rests, makes](const Call& call) -> base::Result<Answer> {
        app::EditDuty::Input input{.obligation_id = call.parameters.text_or_empty("id")};
        GX_TRY(input.body, json_body(call));
        if (rests == Rests::OnVersion) { GX_TRY(input.version, version_asked(call, input.body)); }
        GX_TRY(const auto output, (staff.edit.*edit)(input, call.actor));
        Answer answer = Answer::of(told(output));
        answer.status = makes == Makes::Row ? 201 : 200;
        answer.etag = std::to_string(output.version);
        return answer;
    };
    return route;
}

base::Result<Answer> run_batch(StaffServices& staff, const Call& call) {
    GX_TRY(Json body, json_body(call));
    const base::JsonReader reader(body, "/body");
    GX_TRY(const auto ids, reader.texts("ids", 200));
    GX_TRY(const auto act, reader.text("act", 20));
    body.set("ids", Json()).set("act", Json());
    GX_TRY(const auto each, staff.edit.batch(ids, act, body, call.actor));
    Json items = Json::array();
    for (const auto& one : each) {
        Json json = Json::object();
        json.set("id", one.id).set("ok", one.reason.empty());
        if (!one.reason.empty()) { json.set("reason", one.reason); }
        items.push(std::move(json));
    }
    return Answer::of(Json::object().set("items", std::move(items)));
}

}  // namespace

std::vector<Route> duty_routes(const ApiServices& services) {
    StaffServices& staff = services.staff;
    std::vector<Route> routes;
    Route file = staff_route(Method::Get, "/obligations/{id}/file", "getObligationFile", "obligation.read");
    file.handler = [&staff](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto json, staff.file.run(call.parameters.text_or_empty("id"), call.actor));
        return Answer::of(std::move(json));
    };
    routes.push_back(std::move(file));
    using app::EditDuty;
    routes.push_back(edit_route(staff, Method::Put, "/obligations/{id}", "changeObligation", "obligation.change", &EditDuty::change,
                                Rests::OnVersion, Makes::Change));
    routes.push_back(edit_route(staff, Method::Post, "/obligations/{id}/milestones", "addMilestone", "milestone.add", &EditDuty::add_milestone,
                                Rests::OnNothing, Makes::Row));
    routes.push_back(edit_route(staff, Method::Put, "/milestones/{id}", "changeMilestone", "milestone.change", &EditDuty::change_milestone,
                                Rests::OnVersion, Makes::Change));
    routes.push_back(edit_route(staff, Method::Post, "/obligations/{id}/payments", "addPayment", "payment.add", &EditDuty::add_payment,
                                Rests::OnNothing, Makes::Row));
    routes.push_back(edit_route(staff, Method::Post, "/obligations/{id}/evidence", "addEvidence", "obligation.change", &EditDuty::add_evidence,
                                Rests::OnNothing, Makes::Change));
    routes.push_back(edit_route(staff, Method::Post, "/obligations/{id}/changes", "addLawfulChange", "change.add", &EditDuty::add_change,
                                Rests::OnNothing, Makes::Row));
    Route batch = staff_write(Method::Post, "/obligations/batch", "batchObligations", "obligation.change");
    batch.handler = [&staff](const Call& call) { return run_batch(staff, call); };
    routes.push_back(std::move(batch));
    routes.push_back(list_route(staff.rows, "/milestones", "listMilestones", "milestone"));
    routes.push_back(list_route(staff.rows, "/payments", "listPayments", "payment"));
    routes.push_back(list_route(staff.rows, "/changes", "listLawfulChanges", "change"));
    routes.push_back(list_route(staff.rows, "/findings", "listFindings", "finding"));
    routes.push_back(list_route(staff.rows, "/records", "listStaffRecords", "record"));
    routes.push_back(object_route(staff.rows, "/records/{id}", "getStaffRecord", "record"));
    routes.push_back(list_route(staff.rows, "/debts", "listDebts", "debt"));
    return routes;
}

}  // namespace gx::http
