// SPDX-License-Identifier: Apache-2.0
#include "app/publication/browse.hpp"
#include "app/publication/datasets.hpp"
#include "app/publication/search_public.hpp"
#include "base/text.hpp"
#include "http/handlers/route_groups.hpp"

namespace gx::http {
namespace {

app::DutyFilter duty_filter(const Parameters& parameters) {
    return {
        .q = parameters.text_or_empty("q"),
        .tenant = parameters.text_or_empty("tenant"),
        .body = parameters.text_or_empty("body"),
        .division = parameters.text_or_empty("division"),
        .body_class = parameters.text_or_empty("class"),
        .kind = parameters.text_or_empty("kind"),
        .outcome = parameters.text_or_empty("outcome"),
        .light = parameters.text_or_empty("light"),
        .due_from = parameters.day("due_from"),
        .due_to = parameters.day("due_to"),
        .sort = parameters.text_or_empty("sort"),
    };
}

app::RecordFilter record_filter(const Parameters& parameters) {
    return {
        .q = parameters.text_or_empty("q"),
        .tenant = parameters.text_or_empty("tenant"),
        .body = parameters.text_or_empty("body"),
        .type = parameters.text_or_empty("type"),
        .polarity = parameters.text_or_empty("polarity"),
    };
}

app::SearchQuery search_query(const Parameters& parameters) {
    app::SearchQuery query{.q = parameters.text_or_empty("q"), .tenant = parameters.text_or_empty("tenant")};
    const std::string types = parameters.text_or_empty("types");
    for (const auto type : base::split(types, ',')) {
        if (!type.empty()) { query.types.emplace(type); }
    }
    return query;
}

base::Result<Answer> dataset(const app::PublicView& view, const Parameters& parameters) {
    const std::string id = parameters.text_or_empty("id");
    const bool csv = parameters.text_or_empty("format") == "csv";
    GX_TRY(auto parts, app::open_dataset(view, id, parameters.text_or_empty("tenant"),
                                         csv ? app::DatasetFormat::Csv : app::DatasetFormat::Json));
    Answer answer;
    answer.content_type = csv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
    answer.file_name = "gongxin-" + id + (csv ? ".csv" : ".json");
    answer.next_chunk = std::move(parts);
    return answer;
}

void add_bodies(const app::PublicView& view, std::vector<Route>& routes) {
    routes.push_back(public_read("/public/bodies", "listBodies", [&view](const Parameters& p) {
        const app::BodyFilter filter{.q = p.text_or_empty("q"),
                                     .tenant = p.text_or_empty("tenant"),
                                     .division = p.text_or_empty("division"),
                                     .body_class = p.text_or_empty("class"),
                                     .grade = p.text_or_empty("grade"),
                                     .sort = p.text_or_empty("sort")};
        return app::list_bodies(view, filter, page_of(p));
    }));
    routes.push_back(public_read("/public/bodies/{id}", "getBody", [&view](const Parameters& p) {
        return app::show_body(view, p.text_or_empty("id"));
    }));
    routes.push_back(public_read("/public/bodies/{id}/obligations", "listBodyObligations", [&view](const Parameters& p) {
        auto filter = duty_filter(p);
        filter.body = p.text_or_empty("id");
        return app::list_obligations(view, filter, page_of(p));
    }));
    routes.push_back(public_read("/public/bodies/{id}/records", "listBodyRecords", [&view](const Parameters& p) {
        auto filter = record_filter(p);
        filter.body = p.text_or_empty("id");
        return app::list_records(view, filter, page_of(p));
    }));
    routes.push_back(public_read("/public/bodies/{id}/timeline", "getBodyTimeline", [&view](const Parameters& p) {
        return app::body_timeline(view, p.text_or_empty("id"), page_of(p));
    }));
}

void add_registers(const app::PublicView& view, std::vector<Route>& routes) {
    routes.push_back(public_read("/public/obligations", "listObligations", [&view](const Parameters& p) {
        return app::list_obligations(view, duty_filter(p), page_of(p));
    }));
    routes.push_back(public_read("/public/obligations/summary", "summariseObligations", [&view](const Parameters& p) {
        return app::obligation_summary(view, p.text_or_empty("tenant"), p.text_or_empty("body"));
    }));
    routes.push_back(public_read("/public/obligations/{id}", "getObligation", [&view](const Parameters& p) {
        return app::show_obligation(view, p.text_or_empty("id"));
    }));
    routes.push_back(public_read("/public/records", "listRecords", [&view](const Parameters& p) {
        return app::list_records(view, record_filter(p), page_of(p));
    }));
    routes.push_back(public_read("/public/records/{id}", "getRecord", [&view](const Parameters& p) {
        return app::show_record(view, p.text_or_empty("id"));
    }));
}

}  // namespace

std::vector<Route> browse_routes(const ApiServices& services) {
    const app::PublicView& view = services.view;
    std::vector<Route> routes;
    routes.push_back(public_read("/public/tenants", "listTenants",
                                 [&view](const Parameters&) { return app::list_tenants(view); }));
    routes.push_back(public_read("/public/overview", "getOverview", [&view](const Parameters& p) {
        return app::overview(view, p.text_or_empty("tenant"), p.integer("year"));
    }));
    const auto search = std::make_shared<const app::PublicSearch>(services.law);
    routes.push_back(public_read("/public/search", "search", [&view, search](const Parameters& p) {
        return search->run(view, search_query(p), page_of(p));
    }));
    routes.push_back(public_read("/public/divisions", "listDivisions", [&view](const Parameters& p) {
        return app::list_divisions(view, p.text_or_empty("tenant"));
    }));
    routes.push_back(public_read("/public/datasets", "listDatasets", [&view](const Parameters& p) {
        return app::list_datasets(view, p.text_or_empty("tenant"));
    }));
    routes.push_back(public_read("/public/datasets/{id}", "getDataset", {}));
    routes.back().handler = [&view](const Call& call) { return dataset(view, call.parameters); };
    routes.push_back(public_read("/public/figures", "listFigures", [&view](const Parameters& p) {
        return app::list_figures(view, p.text_or_empty("tenant"));
    }));
    routes.push_back(public_read("/public/figures/{id}", "getFigure", [&view](const Parameters& p) {
        return app::show_figure(view, p.text_or_empty("id"));
    }));
    add_bodies(view, routes);
    add_registers(view, routes);
    return routes;
}

}  // namespace gx::http
