// SPDX-License-Identifier: Apache-2.0
#include "http/routes/route_table.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"

namespace gx::http {
namespace {

constexpr std::size_t kSegmentsMax = 16;

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    if (path.starts_with('/')) { path.remove_prefix(1); }
    for (const auto part : base::split(path, '/')) { segments.emplace_back(part); }
    return segments;
}

bool is_variable(std::string_view segment) { return segment.starts_with('{'); }

std::size_t variables_in(const std::vector<std::string>& segments) {
    return static_cast<std::size_t>(std::ranges::count_if(segments, [](const auto& s) { return is_variable(s); }));
}

/// True when the listed roles are exactly those that may do it; "public" stands for everybody.
bool roles_agree(const base::Json& listed, const std::string& action, const app::AccessTable& access) {
    std::vector<std::string> roles;
    if (!listed.is_array()) { return false; }
    for (const auto& role : listed.as_array()) {
        if (!role.is_string() || !access.may(role.as_string(), action)) { return false; }
        roles.push_back(role.as_string());
    }
    if (roles == std::vector<std::string>{std::string{app::kPublicRole}}) { return true; }
    std::ranges::sort(roles);
    return !roles.empty() && roles == access.roles_of(action);
}

/// Every difference between one route and its operation.
void compare(const Route& route, const base::Json& operation, const app::AccessTable& access,
             std::vector<std::string>& differences) {
    auto differ = [&](std::string_view what) {
        differences.push_back(fmt::format("{} {}: {}", method_name(route.method), route.pattern, what));
    };
    if (operation.text_or_empty("operationId") != route.operation) { differ("operationId"); }
    if (route.action.empty() || operation.text_or_empty("x-action") != route.action) { differ("x-action"); }
    if (operation.text_or_empty("x-scope") != name_of(route.scope)) { differ("x-scope"); }
    const auto limit = static_cast<std::size_t>(operation.int_at("x-body-bytes-max").value_or(0));
    if (limit != route.body_bytes_max) { differ("x-body-bytes-max"); }
    if ((route.run_on == RunOn::Later ? !route.later : !route.handler)) { differ("no handler"); }
    if (!roles_agree(operation.at("x-roles"), route.action, access)) { differ("x-roles"); }
}

using Operations = std::map<std::pair<std::string, std::string>, const base::Json*>;

Operations operations_of(const base::Json& openapi) {
    Operations operations;
    if (!openapi.at("paths").is_object()) { return operations; }
    for (const auto& [path, item] : openapi.at("paths").as_object()) {
        if (!item.is_object()) { continue; }
        for (const auto& [method, operation] : item.as_object()) {
            const std::string name = base::ascii_upper(method);
            if (method_of(name) != Method::Other) { operations[{path, name}] = &operation; }
        }
    }
    return operations;
}

std::vector<ParameterSpec> parameters_of(const base::Json& operation, const base::Json& openapi,
                                         std::vector<std::string>& differences) {
    std::vector<ParameterSpec> specs;
    if (!operation.at("parameters").is_array()) { return specs; }
    for (const auto& parameter : operation.at("parameters").as_array()) {
        auto spec = ParameterSpec::from_json(parameter, openapi);
        if (!spec.ok()) {
            differences.push_back(operation.text_or_empty("operationId") + ": parameter " + spec.error().where);
            continue;
        }
        specs.push_back(std::move(spec).value());
    }
    return specs;
}

}  // namespace

std::string_view name_of(Scope scope) {
    switch (scope) {
        case Scope::Service: return "service";
        case Scope::Public: return "public";
        case Scope::Own: return "own";
        case Scope::Rows: return "rows";
        case Scope::System: return "system";
    }
    return "";
}

base::Result<RouteTable> RouteTable::make(std::vector<Route> routes, const base::Json& openapi,
                                          const app::AccessTable& access) {
    RouteTable table;
    std::vector<std::string> differences;
    Operations operations = operations_of(openapi);
    for (auto& route : routes) {
        const auto found = operations.find({route.pattern, std::string{method_name(route.method)}});
        if (found == operations.end()) {
            differences.push_back(fmt::format("{} {}: not in the document, or routed twice", method_name(route.method),
                                              route.pattern));
            continue;
        }
        compare(route, *found->second, access, differences);
        auto parameters = parameters_of(*found->second, openapi, differences);
        auto segments = segments_of(route.pattern);
        for (const auto& segment : segments) {
            const bool declared = std::ranges::any_of(parameters, [&](const auto& spec) {
                return spec.place == ParameterSpec::Place::Path && "{" + spec.name + "}" == segment;
            });
            if (is_variable(segment) && !declared) { differences.push_back(route.pattern + ": undeclared " + segment); }
        }
        if (route.untraced) { table.untraced_.push_back(route.pattern); }
        table.entries_.push_back({std::move(route), std::move(segments), std::move(parameters)});
        operations.erase(found);
    }
    for (const auto& [key, operation] : operations) {
        differences.push_back(fmt::format("{} {}: not routed", key.second, key.first));
    }
    if (!differences.empty()) {
        std::string detail;
        for (const auto& one : differences) { detail.append(detail.empty() ? "" : "; ").append(one); }
        return base::Error{base::ErrorCode::InvalidInput, "routes.differ", detail, "api/openapi.yaml"};
    }
    std::ranges::stable_sort(table.entries_, {}, [](const Entry& entry) { return variables_in(entry.segments); });
    return table;
}

namespace {

bool fits(const std::vector<std::string>& segments, const std::vector<std::string_view>& parts) {
    if (segments.size() != parts.size()) { return false; }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (is_variable(segments[i]) ? parts[i].empty() : segments[i] != parts[i]) { return false; }
    }
    return true;
}

}  // namespace

RouteTable::Found RouteTable::find(Method method, std::string_view path) const {
    Found found;
    if (std::ranges::count(path, '/') > static_cast<std::ptrdiff_t>(kSegmentsMax)) { return found; }
    if (path.starts_with('/')) { path.remove_prefix(1); }
    const auto parts = base::split(path, '/');
    const Method wanted = method == Method::Head ? Method::Get : method;
    for (std::size_t index = 0; index < entries_.size(); ++index) {
        const Entry& entry = entries_[index];
        if (entry.route.method != wanted || !fits(entry.segments, parts)) { continue; }
        Match match{.route = index};
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (!is_variable(entry.segments[i])) { continue; }
            auto decoded = percent_decoded(parts[i], ParameterSpec::Place::Path);
            if (!decoded.ok()) {
                found.bad_encoding = true;
                continue;
            }
            const std::string& name = entry.segments[i];
            match.path_parts.emplace_back(name.substr(1, name.size() - 2), std::move(decoded).value());
        }
        found.match = std::move(match);
        return found;
    }
    std::set<std::string, std::less<>> allowed;
    for (const Entry& entry : entries_) {
        if (!fits(entry.segments, parts)) { continue; }
        allowed.emplace(method_name(entry.route.method));
        if (entry.route.method == Method::Get) { allowed.emplace("HEAD"); }
    }
    if (!allowed.empty()) { allowed.emplace("OPTIONS"); }
    for (const auto& one : allowed) { found.allow.append(found.allow.empty() ? "" : ", ").append(one); }
    return found;
}

bool RouteTable::is_untraced(std::string_view path) const {
    return std::ranges::any_of(untraced_, [path](const std::string& pattern) {
        return path.starts_with(pattern) && (path.size() == pattern.size() || path[pattern.size()] == '/');
    });
}

}  // namespace gx::http
