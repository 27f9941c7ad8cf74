// SPDX-License-Identifier: Apache-2.0
#include "app/publication/law_pages.hpp"
#include "http/handlers/route_groups.hpp"

namespace gx::http {

std::vector<Route> law_routes(const ApiServices& services) {
    const app::LawPack& law = services.law;
    std::vector<Route> routes;
    routes.push_back(public_read("/public/plan", "getPlan", [&law](const Parameters&) { return app::show_plan(law); }));
    routes.push_back(public_read("/public/sources", "listSources", [&law](const Parameters& p) {
        return app::list_sources(law, p.text_or_empty("q"), page_of(p));
    }));
    routes.push_back(public_read("/public/sources/{id}", "getSource", [&law](const Parameters& p) {
        return app::show_source(law, p.text_or_empty("id"));
    }));
    routes.push_back(public_read("/public/sources/{id}/articles", "listArticles", [&law](const Parameters& p) {
        return app::list_articles(law, p.text_or_empty("id"), p.text_or_empty("q"), page_of(p));
    }));
    routes.push_back(public_read("/public/deadlines", "listDeadlines", [&law](const Parameters& p) {
        return app::list_deadlines(law, p.text_or_empty("q"));
    }));
    routes.push_back(public_read("/public/deadlines/{id}/due", "computeDue", [&law](const Parameters& p) {
        return app::compute_due(law, p.text_or_empty("id"), p.day("from").value_or(base::Date{}));
    }));
    routes.push_back(public_read("/public/calendars", "listCalendars",
                                 [&law](const Parameters&) { return app::list_calendars(law); }));
    routes.push_back(public_read("/public/calendars/{year}", "getCalendar", [&law](const Parameters& p) {
        return app::show_calendar(law, p.integer("year").value_or(0));
    }));
    return routes;
}

}  // namespace gx::http
