// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/staff/staff_rows.hpp"
#include "http/handlers/route_groups.hpp"

namespace gx::http {

/// A route of the staff: rows within the caller's reach, on a worker.
Route staff_route(Method method, std::string pattern, std::string operation, std::string action);
/// The same with a JSON body; never cached.
Route staff_write(Method method, std::string pattern, std::string operation, std::string action);
/// limit, page and cursor of a checked request.
app::OffsetPage offset_page(const Parameters& parameters);
/// The kind's filters, sort and page of a checked request.
app::RowQuery row_query(const app::RowKind& kind, const Parameters& parameters);
/// GET of a list and of one row of an entity type.
Route list_route(app::StaffRows& rows, std::string pattern, std::string operation, std::string_view type);
Route object_route(app::StaffRows& rows, std::string pattern, std::string operation, std::string_view type);

}  // namespace gx::http
