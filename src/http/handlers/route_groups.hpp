// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/publication/page.hpp"
#include "http/handlers/api_services.hpp"
#include "http/routes/route.hpp"

namespace gx::http {

// One function for each group of operations; api_routes() joins them.

std::vector<Route> service_routes(const ApiServices& services);
std::vector<Route> browse_routes(const ApiServices& services);
std::vector<Route> evaluation_routes(const ApiServices& services);
std::vector<Route> law_routes(const ApiServices& services);
std::vector<Route> ledger_routes(const ApiServices& services);
std::vector<Route> staff_routes(const ApiServices& services);
std::vector<Route> session_routes(const ApiServices& services);
std::vector<Route> own_account_routes(const ApiServices& services);
std::vector<Route> account_routes(const ApiServices& services);
std::vector<Route> subject_routes(const ApiServices& services);
std::vector<Route> duty_routes(const ApiServices& services);
std::vector<Route> statement_routes(const ApiServices& services);
std::vector<Route> official_routes(const ApiServices& services);
std::vector<Route> oidc_routes(const ApiServices& services);
std::vector<Route> attachment_routes(const ApiServices& services);
std::vector<Route> exchange_routes(const ApiServices& services);
std::vector<Route> journal_routes(const ApiServices& services);
std::vector<Route> inbox_routes(const ApiServices& services);
std::vector<Route> case_routes(const ApiServices& services);
std::vector<Route> publication_routes(const ApiServices& services);
std::vector<Route> complaint_routes(const ApiServices& services);

/// limit, cursor and page of a checked request.
app::PageRequest page_of(const Parameters& parameters);

/// A GET of public rows whose handler only makes JSON.
Route public_read(std::string pattern, std::string operation,
                  std::function<base::Result<base::Json>(const Parameters&)> read);

}  // namespace gx::http
