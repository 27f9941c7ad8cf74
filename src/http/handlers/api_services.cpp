// SPDX-License-Identifier: Apache-2.0
#include "http/handlers/api_services.hpp"

#include <iterator>

#include "http/handlers/route_groups.hpp"

namespace gx::http {

std::vector<Route> api_routes(const ApiServices& services) {
    std::vector<Route> all;
    for (auto* group : {service_routes, browse_routes, evaluation_routes, law_routes, ledger_routes, staff_routes, subject_routes,
                        duty_routes, statement_routes, official_routes, session_routes, own_account_routes, account_routes,
                        oidc_routes, attachment_routes, exchange_routes, journal_routes, inbox_routes, case_routes,
                        publication_routes, complaint_routes}) {
        auto routes = group(services);
        std::move(routes.begin(), routes.end(), std::back_inserter(all));
    }
    for (Route& route : all) {
        // A complaint needs no model of what is published.
        if (route.untraced) { continue; }
        if (route.scope != Scope::Public || !route.pattern.starts_with("/public/") || !route.handler) { continue; }
        route.handler = [&view = services.view, inner = std::move(route.handler)](const Call& call) -> base::Result<Answer> {
            // Never an answer from a model that is not there: it would say that nothing exists.
            if (!view.ready()) { return base::Error{base::ErrorCode::Unavailable, "server.not_ready"}; }
            return inner(call);
        };
    }
    return all;
}

app::PageRequest page_of(const Parameters& parameters) {
    app::PageRequest page;
    page.limit = static_cast<std::size_t>(parameters.integer("limit").value_or(20));
    if (const auto number = parameters.integer("page")) { page.page = static_cast<std::size_t>(*number); }
    page.cursor = parameters.text_or_empty("cursor");
    return page;
}

Route public_read(std::string pattern, std::string operation,
                  std::function<base::Result<base::Json>(const Parameters&)> read) {
    Route route;
    route.pattern = std::move(pattern);
    route.operation = std::move(operation);
    route.action = "public.read";
    route.scope = Scope::Public;
    route.handler = [read = std::move(read)](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto json, read(call.parameters));
        return Answer::of(std::move(json));
    };
    return route;
}

base::Result<base::Json> newest_stored_checkpoint(app::Store& store, const std::string& public_key_pem) {
    GX_TRY(const auto reader, store.reader());
    GX_TRY(auto all, reader->checkpoints());
    if (all.empty()) { return base::Error{base::ErrorCode::NotFound, "ledger.no_checkpoint"}; }
    base::Json newest = std::move(all.back());
    if (!public_key_pem.empty()) { newest.set("key", public_key_pem); }
    return newest;
}

}  // namespace gx::http
