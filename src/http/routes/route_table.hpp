// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/access/access_table.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/routes/route.hpp"

namespace gx::http {

inline constexpr std::string_view kBasePath = "/api/v1";

/// The routes of this server, held equal to the OpenAPI document.
/// Thread: any number of readers.
class RouteTable {
public:
    struct Match {
        std::size_t route = 0;
        std::vector<std::pair<std::string, std::string>> path_parts = {};  ///< decoded
    };
    /// What a path leads to.
    struct Found {
        std::optional<Match> match = {};
        std::string allow = {};  ///< methods of the path when none matched; empty: no such path
        bool bad_encoding = false;
    };

    /// Errors: InvalidInput "routes.differ" with every difference in `detail`: an operation on one side only; another
    ///         operation id, action, scope or body limit; roles that are not those of the access table; a parameter that
    ///         cannot be checked; a route without handler, action or scope.
    static base::Result<RouteTable> make(std::vector<Route> routes, const base::Json& openapi,
                                         const app::AccessTable& access);

    /// `path` relative to the base path, not decoded. HEAD finds the route of GET.
    Found find(Method method, std::string_view path) const;
    const Route& route(std::size_t index) const { return entries_[index].route; }
    const std::vector<ParameterSpec>& parameters(std::size_t index) const { return entries_[index].parameters; }
    std::size_t size() const { return entries_.size(); }
    /// Whether a path lies at or below one of a route that leaves no trace, whatever the method and what follows: also a receipt
    /// put into an address by mistake. `path` as for `find`.
    bool is_untraced(std::string_view path) const;

private:
    struct Entry {
        Route route;
        std::vector<std::string> segments;
        std::vector<ParameterSpec> parameters;
    };
    std::vector<Entry> entries_;
    std::vector<std::string> untraced_;  ///< patterns
};

}  // namespace gx::http
