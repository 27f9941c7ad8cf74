// SPDX-License-Identifier: Apache-2.0
// What staff and other offices' systems read and write with a token.
#include "http/handlers/row_routes.hpp"

namespace gx::http {
namespace {

constexpr std::size_t kObligationBytesMax = 64U << 10U;

Answer json_text(std::string text) {
    Answer answer;
    answer.content_type = "application/json; charset=utf-8";
    answer.text = std::make_shared<const std::string>(std::move(text));
    return answer;
}

Route staff(Method method, std::string pattern, std::string operation, std::string action) {
    Route route;
    route.method = method;
    route.pattern = std::move(pattern);
    route.operation = std::move(operation);
    route.action = std::move(action);
    route.scope = Scope::Rows;
    return route;
}

/// A read that one body bounds is quick where no network lies between.
std::function<RunOn(const Request&)> quick_for_one_body(const app::StaffDuties& duties) {
    return [&duties](const Request& head) {
        const bool bounded = head.query.starts_with("body=") || head.query.find("&body=") != std::string_view::npos;
        return bounded && duties.is_local() ? RunOn::Loop : RunOn::Worker;
    };
}

app::DutyQuery duty_query(const Parameters& parameters) {
    return {
        .body = parameters.text_or_empty("body"),
        .kind = parameters.text_or_empty("kind"),
        .state = parameters.text_or_empty("state"),
        .due_from = parameters.day("due_from"),
        .due_to = parameters.day("due_to"),
        .sort = parameters.text_or_empty("sort"),
        .page = offset_page(parameters),
    };
}

}  // namespace

std::vector<Route> staff_routes(const ApiServices& services) {
    std::vector<Route> routes;
    Route list = staff(Method::Get, "/obligations", "listStaffObligations", "obligation.read");
    list.handler = [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto text, services.duties.list(duty_query(call.parameters), call.actor));
        return json_text(std::move(text));
    };
    list.place = quick_for_one_body(services.duties);
    routes.push_back(std::move(list));

    Route summary = staff(Method::Get, "/obligations/summary", "summariseStaffObligations", "obligation.read");
    summary.handler = [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto text, services.duties.summary(call.parameters.text_or_empty("body"), call.actor));
        return json_text(std::move(text));
    };
    summary.place = quick_for_one_body(services.duties);
    routes.push_back(std::move(summary));

    Route show = staff(Method::Get, "/obligations/{id}", "getStaffObligation", "obligation.read");
    show.handler = [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto text, services.duties.show(call.parameters.text_or_empty("id"), call.actor));
        return json_text(std::move(text));
    };
    show.run_on = services.duties.is_local() ? RunOn::Loop : RunOn::Worker;
    routes.push_back(std::move(show));

    Route add = staff(Method::Post, "/obligations", "registerObligation", "obligation.add");
    add.caching = Caching::Never;
    add.run_on = RunOn::Later;
    add.body_bytes_max = kObligationBytesMax;
    add.later = [&services](const Call& call, std::function<void(base::Result<Answer>)> told) {
        const app::RegisterObligation::Input input{.body = std::string(call.request.body),
                                                   .idempotency_key = std::string(call.request.field("idempotency-key"))};
        services.register_obligation.run(input, call.actor, [told = std::move(told)](auto made) {
            if (!made.ok()) { return told(std::move(made).error()); }
            Answer answer = json_text(std::move(made->text));
            answer.status = 201;
            answer.location = "/obligations/" + made->id;
            told(std::move(answer));
        });
    };
    routes.push_back(std::move(add));
    return routes;
}

}  // namespace gx::http
