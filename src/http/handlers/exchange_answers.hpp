// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "app/exchange/exchange.hpp"
#include "http/handlers/route_groups.hpp"

namespace gx::http {

/// What a route of imports, exports or the journal does.
using ExchangeUse = std::function<base::Result<Answer>(app::Exchange&, const Call&)>;

/// A route of the staff whose answers change without the journal, or are themselves worth an entry: never kept.
/// Errors: Unavailable "server.not_ready" where the server has no exchange
Route exchange_route(const ApiServices& services, Method method, std::string pattern, std::string operation, std::string action,
                     ExchangeUse use);
/// 202: the job has begun; `place` and its id say where to ask how it goes. Errors: those of `made`
base::Result<Answer> begun(base::Result<base::Json> made, const char* place);

}  // namespace gx::http
