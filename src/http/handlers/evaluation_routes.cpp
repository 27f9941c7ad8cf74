// SPDX-License-Identifier: Apache-2.0
#include "app/publication/score.hpp"
#include "http/handlers/route_groups.hpp"

namespace gx::http {

std::vector<Route> evaluation_routes(const ApiServices& services) {
    const app::PublicView& view = services.view;
    std::vector<Route> routes;
    routes.push_back(public_read("/public/schemes", "listSchemes",
                                 [&view](const Parameters&) { return app::list_schemes(view); }));
    routes.push_back(public_read("/public/schemes/{id}", "getScheme", [&view](const Parameters& p) {
        return app::show_scheme(view, p.text_or_empty("id"));
    }));
    routes.push_back(public_read("/public/evaluations", "listEvaluations", [&view](const Parameters& p) {
        return app::list_evaluations(view, p.text_or_empty("tenant"), p.integer("year"), page_of(p));
    }));
    routes.push_back(public_read("/public/evaluations/{id}", "getEvaluation", [&view](const Parameters& p) {
        return app::show_evaluation(view, p.text_or_empty("id"));
    }));
    routes.push_back(public_read("/public/evaluations/{id}/ranking", "getRanking", [&view](const Parameters& p) {
        const app::RankingFilter filter{.q = p.text_or_empty("q"),
                                        .division = p.text_or_empty("division"),
                                        .body_class = p.text_or_empty("class"),
                                        .grade = p.text_or_empty("grade"),
                                        .sort = p.text_or_empty("sort")};
        return app::list_ranking(view, p.text_or_empty("id"), filter, page_of(p));
    }));
    const auto explain = [&view](const Parameters& p) {
        return app::show_score(view, p.text_or_empty("id"), p.text_or_empty("body"));
    };
    routes.push_back(public_read("/public/evaluations/{id}/bodies/{body}", "getEvaluationBody", explain));
    routes.push_back(public_read("/evaluations/{id}/bodies/{body}", "explainEvaluationBody", explain));
    routes.push_back(public_read("/public/evaluations/{id}/bodies/{body}/leaves/{leaf}/rows", "listLeafRows",
                                 [&view](const Parameters& p) {
                                     return app::list_leaf_rows(view, p.text_or_empty("id"), p.text_or_empty("body"),
                                                                p.text_or_empty("leaf"), page_of(p));
                                 }));
    routes.push_back(public_read("/public/bodies/{id}/score", "getBodyScore", [&view](const Parameters& p) {
        return app::show_score(view, p.text_or_empty("evaluation"), p.text_or_empty("id"));
    }));
    return routes;
}

}  // namespace gx::http
