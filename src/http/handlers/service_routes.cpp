// SPDX-License-Identifier: Apache-2.0
#include "app/publication/browse.hpp"
#include "app/publication/public_items.hpp"
#include "http/handlers/route_groups.hpp"

namespace gx::http {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;

Route service(std::string pattern, std::string operation, std::string action, Handler handler) {
    Route route;
    route.pattern = std::move(pattern);
    route.operation = std::move(operation);
    route.action = std::move(action);
    route.scope = Scope::Service;
    route.caching = Caching::Never;
    route.handler = std::move(handler);
    return route;
}

/// A caller on this machine that no proxy speaks for.
bool is_local(const Request& request) {
    for (const std::string_view name : {"x-forwarded-for", "forwarded", "via"}) {
        if (!request.field(name).empty()) { return false; }
    }
    return request.from_loopback;
}

base::Result<Answer> metrics(const ApiServices& services, const Call& call) {
    const std::string wanted = "Bearer " + services.metrics_token;
    const bool allowed = services.metrics_token.empty() ? is_local(call.request)
                                                        : call.request.field("authorization") == wanted;
    if (!allowed) { return Error{ErrorCode::NotPermitted, "server.metrics_private"}; }
    Answer answer;
    answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
    answer.text = std::make_shared<const std::string>(
        services.metrics->text(services.view.position()) +
        fmt::format("# TYPE gongxin_search_position gauge\ngongxin_search_position {}\n", services.view.search_position()));
    return answer;
}

Json site(const ApiServices& services) {
    Json json = Json::object();
    json.set("demonstration", services.demonstration).set("version", services.version);
    json.set("ledger_hash", services.ledger_hash);
    services.view.read([&](const app::PublicModel& model) {
        Json tenants = Json::array();
        for (const auto& tenant : model.tenants) { tenants.push(app::tenant_json(tenant)); }
        json.set("today", model.today.iso()).set("position", model.position).set("tenants", std::move(tenants));
        json.set("default_tenant", app::default_tenant(model));
        return 0;
    });
    return json;
}

base::Result<Answer> import_template(const ApiServices& services, const Call& call) {
    GX_TRY(auto file, services.import_template(call.parameters.text_or_empty("kind"),
                                               call.parameters.text_or_empty("format")));
    Answer answer;
    answer.content_type = file.content_type;
    answer.file_name = file.file_name;
    answer.text = std::make_shared<const std::string>(std::move(file.bytes));
    return answer;
}

}  // namespace

std::vector<Route> service_routes(const ApiServices& services) {
    std::vector<Route> routes;
    routes.push_back(service("/healthz", "getHealth", "service.health", [&services](const Call&) -> base::Result<Answer> {
        return Answer::of(Json::object().set("status", "ok").set("version", services.version));
    }));
    routes.push_back(service("/readyz", "getReadiness", "service.health", [&services](const Call&) -> base::Result<Answer> {
        if (!services.view.ready()) { return Error{ErrorCode::Unavailable, "server.not_ready"}; }
        return Answer::of(Json::object().set("status", "ready").set("position", services.view.position())
                              .set("search_position", services.view.search_position()));
    }));
    routes.push_back(service("/metrics", "getMetrics", "service.metrics",
                             [&services](const Call& call) { return metrics(services, call); }));
    auto openapi = std::make_shared<const std::string>(base::canonical(services.openapi));
    routes.push_back(service("/openapi.json", "getOpenApi", "service.openapi", [openapi](const Call&) -> base::Result<Answer> {
        Answer answer;
        answer.content_type = "application/json; charset=utf-8";
        answer.text = openapi;
        return answer;
    }));
    routes.back().caching = Caching::ByPosition;
    routes.push_back(public_read("/public/site", "getSite",
                                 [&services](const Parameters&) -> base::Result<Json> { return site(services); }));
    Route templates;
    templates.pattern = "/imports/templates/{kind}";
    templates.operation = "getImportTemplate";
    templates.action = "import.template";
    templates.run_on = RunOn::Worker;
    templates.handler = [&services](const Call& call) { return import_template(services, call); };
    routes.push_back(std::move(templates));
    return routes;
}

}  // namespace gx::http
