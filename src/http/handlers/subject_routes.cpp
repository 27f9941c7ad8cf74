// SPDX-License-Identifier: Apache-2.0
// Bodies, posts, tenures and hand-overs.
#include "base/json_reader.hpp"
#include "http/handlers/row_routes.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using base::Json;

constexpr const char* kBody = "/body";

/// What every change of a subject rests on: the request's body and the documents it names.
struct Asked {
    Json body;
    std::vector<std::string> basis;
};

base::Result<Asked> asked(const Call& call) {
    Asked out;
    GX_TRY(out.body, json_body(call));
    const base::JsonReader reader(out.body, kBody);
    GX_TRY(out.basis, reader.texts("basis", 20));
    return out;
}

std::string id_of(const Call& call) { return call.parameters.text_or_empty("id"); }

/// What an answer to a change tells: the row as it is now.
base::Result<Answer> as_shown(base::Result<Json> row, int status, std::string location) {
    GX_TRY(auto json, std::move(row));
    Answer answer = Answer::of(std::move(json));
    answer.status = status;
    answer.location = std::move(location);
    return answer;
}

/// Errors of the domain point into the content that the request's body is.
base::Error in_body(base::Error error) {
    if (!error.where.empty() && error.where.front() == '/' && !error.where.starts_with(kBody)) { error.where = kBody + error.where; }
    return error;
}

app::BodyQuery body_query(const Parameters& parameters) {
    return {.q = parameters.text_or_empty("q"),
            .parent = parameters.text_or_empty("parent"),
            .division = parameters.text_or_empty("division"),
            .kind = parameters.text_or_empty("class"),
            .ended_too = parameters.text_or_empty("state") == "all",
            .page = offset_page(parameters)};
}

/// One of rename, move and close, by what the request names; each from a day on, so that earlier days keep what they had.
base::Result<Answer> change_body(StaffServices& staff, const Call& call) {
    GX_TRY(const Asked input, asked(call));
    const base::JsonReader reader(input.body, kBody);
    GX_CHECK(reader.only({"name", "parent_id", "division_code", "successor_id", "from", "basis", "version"}));
    GX_TRY(const auto from, reader.date("from"));
    const std::string id = id_of(call);
    GX_CHECK(staff.bodies.show(id, call.actor));
    const auto change = [&]() -> base::Result<base::Done> {
        if (reader.has("successor_id")) {
            return staff.close_body.run({.body_id = id, .successor_id = input.body.text_or_empty("successor_id"), .on = from, .basis = input.basis}, call.actor);
        }
        if (reader.has("name")) {
            return staff.rename_body.run({.body_id = id, .name = input.body.text_or_empty("name"), .from = from, .basis = input.basis}, call.actor);
        }
        return staff.move_body.run({.body_id = id, .parent_id = input.body.text_or_empty("parent_id"),
                                    .division_code = input.body.text_or_empty("division_code"), .from = from, .basis = input.basis}, call.actor);
    };
    if (auto done = change(); !done.ok()) { return in_body(done.error()); }
    return as_shown(staff.bodies.show(id, call.actor), 200, {});
}

std::vector<Route> body_routes(StaffServices& staff) {
    std::vector<Route> routes;
    Route list = staff_route(Method::Get, "/bodies", "listStaffBodies", "body.read");
    list.handler = [&staff](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto json, staff.bodies.list(body_query(call.parameters), call.actor));
        return Answer::of(std::move(json));
    };
    routes.push_back(std::move(list));
    Route tree = staff_route(Method::Get, "/bodies/tree", "getBodyTree", "body.read");
    tree.handler = [&staff](const Call& call) -> base::Result<Answer> {
        const auto limit = static_cast<std::size_t>(call.parameters.integer("limit").value_or(200));
        GX_TRY(auto json, staff.bodies.tree(call.parameters.text_or_empty("parent"), call.parameters.text_or_empty("q"), limit, call.actor));
        return Answer::of(std::move(json));
    };
    routes.push_back(std::move(tree));
    Route show = staff_route(Method::Get, "/bodies/{id}", "getStaffBody", "body.read");
    show.handler = [&staff](const Call& call) { return as_shown(staff.bodies.show(id_of(call), call.actor), 200, {}); };
    routes.push_back(std::move(show));
    Route add = staff_write(Method::Post, "/bodies", "registerBody", "body.add");
    add.handler = [&staff](const Call& call) -> base::Result<Answer> {
        GX_TRY(const auto content, json_body(call));
        auto made = staff.register_body.run({.content = content}, call.actor);
        if (!made.ok()) { return in_body(made.error()); }
        Json warnings = Json::array();
        for (const auto& warning : made->warnings) { warnings.push(warning); }
        return Answer::made(Json::object().set("id", made->body_id).set("warnings", std::move(warnings)), "/bodies/" + made->body_id);
    };
    routes.push_back(std::move(add));
    Route change = staff_write(Method::Put, "/bodies/{id}", "changeBody", "body.change");
    change.handler = [&staff](const Call& call) { return change_body(staff, call); };
    routes.push_back(std::move(change));
    Route divisions = staff_route(Method::Get, "/divisions", "listStaffDivisions", "division.read");
    divisions.handler = [&staff](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto json, staff.bodies.divisions(call.parameters.text_or_empty("parent"), call.actor));
        return Answer::of(std::move(json));
    };
    routes.push_back(std::move(divisions));
    return routes;
}

base::Result<Answer> start_tenure(StaffServices& staff, const Call& call) {
    GX_TRY(const Asked input, asked(call));
    const base::JsonReader reader(input.body, kBody);
    GX_CHECK(reader.only({"post_id", "official_id", "from_on", "acting", "basis"}));
    GX_TRY(const auto post, reader.text("post_id", 100));
    GX_TRY(const auto official, reader.text("official_id", 100));
    GX_TRY(const auto from, reader.date("from_on"));
    GX_TRY(const bool acting, reader.flag_or("acting", false));
    const auto kind = acting ? app::StartTenure::Kind::Acting : app::StartTenure::Kind::Full;
    auto made = staff.start_tenure.run({.post_id = post, .official_id = official, .from_on = from, .kind = kind, .basis = input.basis}, call.actor);
    if (!made.ok()) { return in_body(made.error()); }
    return as_shown(staff.rows.show("tenure", made->tenure_id, call.actor), 201, "/tenures/" + made->tenure_id);
}

base::Result<Answer> end_tenure(StaffServices& staff, const Call& call) {
    GX_TRY(const Asked input, asked(call));
    const base::JsonReader reader(input.body, kBody);
    GX_CHECK(reader.only({"to_on", "basis", "version"}));
    GX_TRY(const auto to, reader.date("to_on"));
    if (auto done = staff.end_tenure.run({.tenure_id = id_of(call), .to_on = to, .basis = input.basis}, call.actor); !done.ok()) { return in_body(done.error()); }
    return as_shown(staff.rows.show("tenure", id_of(call), call.actor), 200, {});
}

base::Result<Answer> close_post(StaffServices& staff, const Call& call) {
    GX_TRY(const Asked input, asked(call));
    const base::JsonReader reader(input.body, kBody);
    GX_CHECK(reader.only({"valid_to", "basis", "version"}));
    GX_TRY(const auto on, reader.date("valid_to"));
    if (auto done = staff.close_post.run({.post_id = id_of(call), .on = on, .basis = input.basis}, call.actor); !done.ok()) { return in_body(done.error()); }
    return as_shown(staff.rows.show("post", id_of(call), call.actor), 200, {});
}

std::vector<Route> post_routes(StaffServices& staff) {
    std::vector<Route> routes;
    routes.push_back(list_route(staff.rows, "/posts", "listPosts", "post"));
    routes.push_back(object_route(staff.rows, "/posts/{id}", "getPost", "post"));
    Route open = staff_write(Method::Post, "/posts", "openPost", "post.add");
    open.handler = [&staff](const Call& call) -> base::Result<Answer> {
        GX_TRY(const auto content, json_body(call));
        auto made = staff.open_post.run({.content = content}, call.actor);
        if (!made.ok()) { return in_body(made.error()); }
        return as_shown(staff.rows.show("post", made->post_id, call.actor), 201, "/posts/" + made->post_id);
    };
    routes.push_back(std::move(open));
    Route close = staff_write(Method::Put, "/posts/{id}", "closePost", "post.change");
    close.handler = [&staff](const Call& call) { return close_post(staff, call); };
    routes.push_back(std::move(close));
    routes.push_back(list_route(staff.rows, "/tenures", "listTenures", "tenure"));
    Route start = staff_write(Method::Post, "/tenures", "startTenure", "tenure.add");
    start.handler = [&staff](const Call& call) { return start_tenure(staff, call); };
    routes.push_back(std::move(start));
    Route end = staff_write(Method::Put, "/tenures/{id}", "endTenure", "tenure.change");
    end.handler = [&staff](const Call& call) { return end_tenure(staff, call); };
    routes.push_back(std::move(end));
    return routes;
}

/// A hand-over with the duties it lists, so that it can be read, printed and signed on one page.
base::Result<Json> handover_file(StaffServices& staff, const std::string& id, const app::Actor& actor) {
    GX_TRY(auto json, staff.rows.show("handover", id, actor));
    Json duties = Json::array();
    for (const Json& duty : json.at("obligation_ids").as_array()) {
        auto row = staff.duties.show(duty.as_string(), actor);
        if (!row.ok()) { continue; }
        GX_TRY(auto parsed, base::parse_json(*row));
        duties.push(std::move(parsed));
    }
    return json.set("obligations", std::move(duties));
}

std::vector<Route> handover_routes(StaffServices& staff) {
    std::vector<Route> routes;
    routes.push_back(list_route(staff.rows, "/handovers", "listHandovers", "handover"));
    Route show = staff_route(Method::Get, "/handovers/{id}", "getHandover", "handover.read");
    show.handler = [&staff](const Call& call) { return as_shown(handover_file(staff, id_of(call), call.actor), 200, {}); };
    routes.push_back(std::move(show));
    Route draw_up = staff_write(Method::Post, "/handovers", "drawUpHandover", "handover.add");
    draw_up.handler = [&staff](const Call& call) -> base::Result<Answer> {
        GX_TRY(const Asked input, asked(call));
        const base::JsonReader reader(input.body, kBody);
        GX_CHECK(reader.only({"post_id", "on_day", "basis"}));
        GX_TRY(const auto post, reader.text("post_id", 100));
        GX_TRY(const auto on_day, reader.date("on_day"));
        auto made = staff.hand_over.run({.post_id = post, .on_day = on_day, .basis = input.basis}, call.actor);
        if (!made.ok()) { return in_body(made.error()); }
        return as_shown(handover_file(staff, made->handover_id, call.actor), 201, "/handovers/" + made->handover_id);
    };
    routes.push_back(std::move(draw_up));
    Route sign = staff_write(Method::Post, "/handovers/{id}/sign", "signHandover", "handover.sign");
    sign.handler = [&staff](const Call& call) -> base::Result<Answer> {
        GX_TRY(const Asked input, asked(call));
        const base::JsonReader reader(input.body, kBody);
        GX_CHECK(reader.only({"signed_on"}));
        GX_TRY(const auto day, reader.date("signed_on"));
        if (auto done = staff.sign_handover.run({.handover_id = id_of(call), .signed_on = day}, call.actor); !done.ok()) { return in_body(done.error()); }
        return as_shown(handover_file(staff, id_of(call), call.actor), 200, {});
    };
    routes.push_back(std::move(sign));
    return routes;
}

}  // namespace

std::vector<Route> subject_routes(const ApiServices& services) {
    std::vector<Route> routes;
    for (auto* group : {body_routes, post_routes, handover_routes}) {
        for (Route& route : group(services.staff)) { routes.push_back(std::move(route)); }
    }
    return routes;
}

}  // namespace gx::http
