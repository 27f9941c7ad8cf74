// SPDX-License-Identifier: Apache-2.0
#include "http/handlers/row_routes.hpp"

namespace gx::http {
namespace {

constexpr std::size_t kWriteBytesMax = 64U << 10U;

}  // namespace

Route staff_route(Method method, std::string pattern, std::string operation, std::string action) {
    Route route;
    route.method = method;
    route.pattern = std::move(pattern);
    route.operation = std::move(operation);
    route.action = std::move(action);
    route.scope = Scope::Rows;
    route.run_on = RunOn::Worker;
    return route;
}

Route staff_write(Method method, std::string pattern, std::string operation, std::string action) {
    Route route = staff_route(method, std::move(pattern), std::move(operation), std::move(action));
    route.caching = Caching::Never;
    route.body_bytes_max = kWriteBytesMax;
    return route;
}

app::OffsetPage offset_page(const Parameters& parameters) {
    return {.limit = static_cast<std::size_t>(parameters.integer("limit").value_or(50)),
            .page = parameters.integer("page"),
            .cursor = parameters.text_or_empty("cursor")};
}

app::RowQuery row_query(const app::RowKind& kind, const Parameters& parameters) {
    app::RowQuery query{.given = {}, .sort = parameters.text_or_empty("sort"), .page = offset_page(parameters)};
    // A type whose rows name no body themselves is asked for one all the same.
    if (auto body = parameters.text_or_empty("body"); !kind.via_type.empty() && !body.empty()) { query.given.emplace("body", std::move(body)); }
    for (const app::RowFilter& filter : kind.filters) {
        if (auto value = parameters.text_or_empty(filter.parameter); !value.empty()) {
            query.given.emplace(filter.parameter, std::move(value));
        }
    }
    return query;
}

Route list_route(app::StaffRows& rows, std::string pattern, std::string operation, std::string_view type) {
    const app::RowKind* kind = app::find_row_kind(type);
    GX_ASSERT(kind != nullptr);
    Route route = staff_route(Method::Get, std::move(pattern), std::move(operation), std::string(kind->action));
    route.handler = [&rows, kind](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto list, rows.list(kind->type, row_query(*kind, call.parameters), call.actor));
        return Answer::of(std::move(list));
    };
    return route;
}

Route object_route(app::StaffRows& rows, std::string pattern, std::string operation, std::string_view type) {
    const app::RowKind* kind = app::find_row_kind(type);
    GX_ASSERT(kind != nullptr);
    Route route = staff_route(Method::Get, std::move(pattern), std::move(operation), std::string(kind->action));
    route.handler = [&rows, kind](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto row, rows.show(kind->type, call.parameters.text_or_empty("id"), call.actor));
        return Answer::of(std::move(row));
    };
    return route;
}

}  // namespace gx::http
