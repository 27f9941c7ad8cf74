// SPDX-License-Identifier: Apache-2.0
#include "http/handlers/exchange_answers.hpp"

#include "http/handlers/row_routes.hpp"

namespace gx::http {

Route exchange_route(const ApiServices& services, Method method, std::string pattern, std::string operation, std::string action,
                     ExchangeUse use) {
    Route route = staff_route(method, std::move(pattern), std::move(operation), std::move(action));
    route.caching = Caching::Never;
    route.handler = [&services, use = std::move(use)](const Call& call) -> base::Result<Answer> {
        if (services.exchange == nullptr) { return base::Error{base::ErrorCode::Unavailable, "server.not_ready"}; }
        return use(*services.exchange, call);
    };
    return route;
}

base::Result<Answer> begun(base::Result<base::Json> made, const char* place) {
    GX_TRY(base::Json answer, std::move(made));
    const std::string location = place + answer.text_or_empty("id");
    Answer out = Answer::of(std::move(answer));
    out.status = 202;
    out.location = location;
    return out;
}

}  // namespace gx::http
