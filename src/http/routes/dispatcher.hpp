// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "app/access/access_table.hpp"
#include "app/access/holder.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/routes/answer_cache.hpp"
#include "http/routes/metrics.hpp"
#include "http/routes/problem.hpp"
#include "http/routes/route_table.hpp"
#include "http/routes/static_files.hpp"
#include "http/server/message.hpp"

namespace gx::http {

/// What the dispatcher needs beside its routes.
struct DispatcherOptions {
    std::set<std::string, std::less<>> hosts = {};  ///< Host values answered, lower case, without port; empty: any
    bool strict_transport = false;                  ///< HSTS: only where the way to the browser is TLS
    std::size_t cache_bytes_max = 32U << 20U;
    std::function<Freshness()> freshness = {};      ///< cheap; called for each public request
    std::function<Freshness()> staff_freshness = {};  ///< as `freshness`, of the store itself; empty: as `freshness`
    /// Whom a token stands for; null: unknown, expired or revoked, all alike. Empty: nobody.
    std::function<std::shared_ptr<const app::Holder>(std::string_view token)> authenticate = {};
    /// As `authenticate`, for the value of the session cookie. Answers within a millisecond. Empty: no web sessions.
    std::function<std::shared_ptr<const app::Holder>(std::string_view cookie)> authenticate_session = {};
    std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();
    std::function<void(std::string_view)> access_log = {};  ///< gets one JSON object a request; none: no log
    std::function<void(std::string_view)> fault_log = {};   ///< gets one JSON object for each 5xx: trace, reason, detail
};

/// Turns requests into answers: route, right, parameters, handler, problem document, cache, pages.
///
/// A request with a valid token or session sees its own cache only: the key holds what its holder may see. Routes that need a
/// caller ask who it is before anything else is looked at; all others answer as to anybody. An unsafe request of a web session
/// must repeat the session's CSRF token and come from this site; a session's cookie beside a token is not looked at.
///
/// Order of refusals: size, right, form of the request, unknown thing, state (the style guide, "Errors").
/// Thread: any.
class Dispatcher final : public Application {
public:
    /// `files` and `catalogue` are taken over; `access` must hold the roles of the routes.
    Dispatcher(RouteTable routes, ProblemCatalogue catalogue, app::AccessTable access, StaticFiles files,
               DispatcherOptions options);

    Admission admit(const Request& head) override;
    Response handle(const Request& request, const Admission& admission) override;
    void handle_later(const Request& request, const Admission& admission, std::function<void(Response)> answer) override;
    Response refuse(Refusal refusal, const Request& request) override;
    void served(const Admission& admission, const Served& line) override;

private:
    Response problem(const base::Error& error, const std::vector<FieldFault>& faults, const Request& request) const;
    using Caller = std::shared_ptr<const app::Holder>;
    Caller caller_of(const Request& head) const;
    std::optional<Response> cached(const Request& head, const Caller& caller, std::size_t& route);
    std::optional<Response> refused(const Request& head, const Route& route, const Caller& caller) const;
    std::optional<Response> forged(const Request& head, const Route& route, const Caller& caller) const;
    std::string_view session_cookie(const Request& head) const;
    static const app::Holder* holder_of(const Admission& admission);
    const app::Actor& actor_of(const Admission& admission) const;
    base::Result<Parameters> checked_parameters(const Request& request, const Admission& admission,
                                                std::vector<FieldFault>& faults) const;
    Freshness freshness_for(const Admission& admission) const;
    Response not_routed(const Request& head, const RouteTable::Found& found) const;
    std::optional<Response> page(const Request& head) const;
    bool host_allowed(const Request& head) const;
    bool leaves_no_trace(const Request& request) const;
    Response respond(const Request& request, const Admission& admission, Answer answer, const Freshness& freshness);
    void log_fault(const base::Error& error, const Request& request) const;

    RouteTable routes_;
    ProblemCatalogue catalogue_;
    app::AccessTable access_;
    app::Actor anonymous_;
    StaticFiles files_;
    DispatcherOptions options_;
    std::string api_head_;
    std::string page_head_;
    AnswerCache cache_;
    AnswerCache staff_cache_;
};

}  // namespace gx::http
