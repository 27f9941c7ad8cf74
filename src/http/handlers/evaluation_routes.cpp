// SPDX-License-Identifier: Apache-2.0
#include "app/publication/evaluation_report.hpp"
#include "app/publication/score.hpp"
#include "http/handlers/route_groups.hpp"

namespace gx::http {
namespace {

/// A body's result for print, through the gate of the explanation itself.
base::Result<Answer> report(const ApiServices& services, const Call& call) {
    const app::ReportOptions options{.english = call.language == Language::English, .origin = services.public_origin};
    GX_TRY(const auto made, app::evaluation_report(services.view, call.parameters.text_or_empty("id"), call.parameters.text_or_empty("body"), options));
    if (services.documents == nullptr) { return base::Error{base::ErrorCode::Unavailable, "document.not_set"}; }
    GX_TRY(const auto bytes, services.documents->pdf(made));
    Answer answer;
    answer.content_type = "application/pdf";
    answer.file_name = made.title + " " + made.subtitle + ".pdf";
    answer.text = std::make_shared<const std::string>(base::as_text(bytes));
    return answer;
}

}  // namespace

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
    Route printed;
    printed.pattern = "/public/evaluations/{id}/bodies/{body}/report";
    printed.operation = "getEvaluationReport";
    printed.action = "public.read";
    printed.run_on = RunOn::Worker;
    printed.handler = [&services](const Call& call) { return report(services, call); };
    routes.push_back(std::move(printed));
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
