// SPDX-License-Identifier: Apache-2.0
#include "http/routes/dispatcher.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "http/routes/cookies.hpp"

namespace gx::http {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kNoRoute = SIZE_MAX;
constexpr std::size_t kPage = SIZE_MAX - 1;

constexpr std::string_view kCommonHead =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "X-Frame-Options: DENY\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";
constexpr std::string_view kApiHead =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; sandbox\r\n";
constexpr std::string_view kPageHead =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'\r\n";
constexpr std::string_view kStrictTransport = "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";

std::string_view without_base(std::string_view path) {
    // Health and metrics answer at the root as well, where probes look for them.
    if (path == "/healthz" || path == "/readyz" || path == "/metrics") { return path; }
    if (path == kBasePath) { return "/"; }
    if (path.starts_with(kBasePath) && path[kBasePath.size()] == '/') { return path.substr(kBasePath.size()); }
    return {};
}

bool is_read(Method method) { return method == Method::Get || method == Method::Head; }

bool is_anonymous(const Request& head) {
    return head.field("authorization").empty() && head.field("cookie").empty();
}

/// Lives until this thread asks for the next one.
const std::string& cache_key(const Request& head, const app::Holder* caller) {
    thread_local std::string key;
    key.clear();
    if (caller != nullptr) { key.append(caller->visibility).push_back('\n'); }
    key.append(head.path);
    key.push_back('?');
    key.append(head.query);
    key.push_back(language_of(head.field("accept-language")) == Language::English ? '\x01' : '\x02');
    return key;
}

constexpr std::string_view kBearer = "Bearer ";
/// Over TLS the prefix keeps other hosts and plain pages from setting it (ASSURANCE S7).
constexpr std::string_view kCookie = "gx";
constexpr std::string_view kSecureCookie = "__Host-gx";

/// Whether a browser says that a page of another site sent this, or a page without an origin.
bool from_elsewhere(const Request& head) {
    const std::string_view site = head.field("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none") { return true; }
    const std::string_view origin = head.field("origin");
    if (origin.empty()) { return false; }
    const auto scheme_end = origin.find("://");
    return scheme_end == std::string_view::npos || origin.substr(scheme_end + 3) != head.field("host");
}

/// "attachment" with a plain name for old clients and the full one (RFC 6266, 8187).
std::string disposition_of(std::string_view name) {
    std::string plain;
    std::string full;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        plain.push_back(letter ? c : '_');
        if (letter) { full.push_back(c); } else { fmt::format_to(std::back_inserter(full), "%{:02X}", byte); }
    }
    if (plain == name) { return fmt::format("attachment; filename=\"{}\"", plain); }
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, full);
}

Error error_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::Malformed: return {ErrorCode::InvalidInput, "http.malformed"};
        case Refusal::BodyTooLarge: return {ErrorCode::TooLarge, "http.body_too_large"};
        case Refusal::TargetTooLong: return {ErrorCode::TooLarge, "http.target_too_long"};
        case Refusal::HeadTooLarge: return {ErrorCode::TooLarge, "http.head_too_large"};
        case Refusal::TooSlow: return {ErrorCode::InvalidInput, "http.too_slow"};
        case Refusal::Expectation: return {ErrorCode::InvalidInput, "http.expectation"};
        case Refusal::Busy: return {ErrorCode::Unavailable, "http.busy"};
        case Refusal::Stopping: return {ErrorCode::Unavailable, "http.stopping"};
        case Refusal::Failed: return {ErrorCode::Corrupt, "server.failed"};
        case Refusal::NoMemory: return {ErrorCode::Unavailable, "http.no_memory"};
    }
    return {ErrorCode::Corrupt, "server.failed"};
}

}  // namespace

Dispatcher::Dispatcher(RouteTable routes, ProblemCatalogue catalogue, app::AccessTable access, StaticFiles files,
                       DispatcherOptions options)
    : routes_(std::move(routes)), catalogue_(std::move(catalogue)), access_(std::move(access)),
      anonymous_(access_.anonymous()), files_(std::move(files)), options_(std::move(options)),
      cache_(options_.cache_bytes_max), staff_cache_(options_.cache_bytes_max) {
    if (!options_.staff_freshness) { options_.staff_freshness = options_.freshness; }
    const std::string_view transport = options_.strict_transport ? kStrictTransport : std::string_view{};
    api_head_.append(kCommonHead).append(kApiHead).append(transport);
    page_head_.append(kCommonHead).append(kPageHead).append(transport);
}

bool Dispatcher::host_allowed(const Request& head) const {
    if (options_.hosts.empty()) { return true; }
    std::string_view host = head.field("host");
    const auto colon = host.rfind(':');
    if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
        host = host.substr(0, colon);
    }
    return options_.hosts.contains(base::ascii_lower(host));
}

Dispatcher::Caller Dispatcher::caller_of(const Request& head) const {
    const std::string_view authorization = head.field("authorization");
    if (!authorization.empty()) {
        if (!authorization.starts_with(kBearer) || !options_.authenticate) { return nullptr; }
        return options_.authenticate(authorization.substr(kBearer.size()));
    }
    const std::string_view cookie = session_cookie(head);
    return cookie.empty() ? nullptr : options_.authenticate_session(cookie);
}

std::string_view Dispatcher::session_cookie(const Request& head) const {
    if (!options_.authenticate_session) { return {}; }
    return cookie_value(head.field("cookie"), options_.strict_transport ? kSecureCookie : kCookie);
}

/// An unsafe request that another site may have made a browser send.
std::optional<Response> Dispatcher::forged(const Request& head, const Route& route, const Caller& caller) const {
    if (is_read(route.method) || !head.field("authorization").empty()) { return std::nullopt; }
    const bool by_session = caller && !caller->csrf.empty() && needs_caller(route.scope);
    if (from_elsewhere(head) || (by_session && !base::equal_in_constant_time(head.field("x-csrf-token"), caller->csrf))) {
        return problem({ErrorCode::NotPermitted, "session.forged"}, {}, head);
    }
    return std::nullopt;
}

std::optional<Response> Dispatcher::cached(const Request& head, const Caller& caller, std::size_t& route) {
    if (!is_read(head.method) || (!caller && !is_anonymous(head))) { return std::nullopt; }
    const auto found = caller ? staff_cache_.find(cache_key(head, caller.get()), options_.staff_freshness())
                              : cache_.find(cache_key(head, nullptr), options_.freshness());
    if (!found) { return std::nullopt; }
    options_.metrics->count_cache_hit();
    route = found->route;
    Response response;
    if (matches_etag(head.field("if-none-match"), found->etag)) {
        response.status = 304;
    } else {
        response.body = found->body;
    }
    response.shared_head = std::shared_ptr<const std::string>(found, &found->head);
    return response;
}

std::optional<Response> Dispatcher::page(const Request& head) const {
    if (!is_read(head.method) || head.path.starts_with("/api/") || head.path == "/api") { return std::nullopt; }
    return files_.find(head, page_head_);
}

Response Dispatcher::not_routed(const Request& head, const RouteTable::Found& found) const {
    if (found.allow.empty()) { return problem({ErrorCode::NotFound, "http.no_such_path"}, {}, head); }
    Response response;
    if (head.method == Method::Options) {
        response.status = 204;
        response.head = api_head_;
    } else {
        response = problem({ErrorCode::NotPermitted, "http.method_not_allowed"}, {}, head);
    }
    response.head.append("Allow: ").append(found.allow).append("\r\n");
    return response;
}

bool Dispatcher::leaves_no_trace(const Request& request) const { return routes_.is_untraced(without_base(request.path)); }

Admission Dispatcher::admit(const Request& head) {
    Admission admission{.route = kNoRoute};
    if (!host_allowed(head)) {
        admission.answer = problem({ErrorCode::InvalidInput, "http.host_unknown"}, {}, head);
        return admission;
    }
    admission.untraced = leaves_no_trace(head);
    // Who files a complaint beside an open session is nobody's business, the session's own last use included.
    const Caller caller = admission.untraced ? nullptr : caller_of(head);
    if (auto answer = cached(head, caller, admission.route)) {
        admission.answer = std::move(answer);
        return admission;
    }
    const std::string_view path = without_base(head.path);
    if (path.empty()) {
        if (auto answer = page(head)) {
            admission.route = kPage;
            admission.answer = std::move(answer);
            return admission;
        }
    }
    const auto found = path.empty() ? RouteTable::Found{} : routes_.find(head.method, path);
    if (!found.match || head.method == Method::Options) {
        admission.answer = not_routed(head, found);
        return admission;
    }
    const Route& route = routes_.route(found.match->route);
    admission.route = found.match->route;
    if (auto answer = refused(head, route, caller)) {
        admission.answer = std::move(answer);
        return admission;
    }
    if (auto answer = forged(head, route, caller)) {
        admission.answer = std::move(answer);
        return admission;
    }
    if (needs_caller(route.scope)) { admission.caller = caller; }
    admission.body_bytes_max = route.body_bytes_max;
    admission.run_on = route.place ? route.place(head) : route.run_on;
    return admission;
}

/// Who may not: decided from the head alone. An unknown, an expired and a revoked token get one and the same answer.
std::optional<Response> Dispatcher::refused(const Request& head, const Route& route, const Caller& caller) const {
    if (needs_caller(route.scope) && caller) {
        if (caller->restricted && route.scope != Scope::Own) { return problem({ErrorCode::NotPermitted, "session.password_due"}, {}, head); }
        if (caller->actor.may(route.action)) { return std::nullopt; }
        return problem({ErrorCode::NotPermitted, "access.denied", route.action}, {}, head);
    }
    if (!needs_caller(route.scope) && anonymous_.may(route.action)) { return std::nullopt; }
    const bool tried = needs_caller(route.scope) && !head.field("authorization").empty();
    Response response = problem({ErrorCode::Unauthenticated, tried ? "session.token_unknown" : "access.sign_in"}, {}, head);
    response.head.append("WWW-Authenticate: Bearer\r\n");
    return response;
}

const app::Holder* Dispatcher::holder_of(const Admission& admission) {
    return static_cast<const app::Holder*>(admission.caller.get());
}

const app::Actor& Dispatcher::actor_of(const Admission& admission) const {
    const app::Holder* holder = holder_of(admission);
    return holder != nullptr ? holder->actor : anonymous_;
}

base::Result<Parameters> Dispatcher::checked_parameters(const Request& request, const Admission& admission,
                                                        std::vector<FieldFault>& faults) const {
    const auto found = routes_.find(request.method, without_base(request.path));
    if (found.bad_encoding) { faults.push_back({"/path", "request.encoding"}); }
    Parameters parameters;
    if (faults.empty() && found.match) {
        parameters = read_parameters(request.query, found.match->path_parts, routes_.parameters(admission.route), faults);
    }
    if (!faults.empty()) { return Error{ErrorCode::InvalidInput, "request.invalid"}; }
    return parameters;
}

Freshness Dispatcher::freshness_for(const Admission& admission) const {
    return admission.caller ? options_.staff_freshness() : options_.freshness();
}

Response Dispatcher::handle(const Request& request, const Admission& admission) {
    const Route& route = routes_.route(admission.route);
    std::vector<FieldFault> faults;
    const auto parameters = checked_parameters(request, admission, faults);
    if (!parameters.ok()) { return problem(parameters.error(), faults, request); }
    // Taken before the handler reads: an answer may be newer than its key says, never older.
    const Freshness freshness = freshness_for(admission);
    auto answer = route.handler({request, *parameters, actor_of(admission), language_of(request.field("accept-language")), holder_of(admission)});
    if (!answer.ok()) { return problem(answer.error(), {}, request); }
    return respond(request, admission, std::move(answer).value(), freshness);
}

void Dispatcher::handle_later(const Request& request, const Admission& admission, std::function<void(Response)> answer) {
    const Route& route = routes_.route(admission.route);
    if (!route.later) { return answer(handle(request, admission)); }
    std::vector<FieldFault> faults;
    const auto parameters = checked_parameters(request, admission, faults);
    if (!parameters.ok()) { return answer(problem(parameters.error(), faults, request)); }
    const Call call{request, *parameters, actor_of(admission), language_of(request.field("accept-language")), holder_of(admission)};
    route.later(call, [this, &request, &admission, answer = std::move(answer)](base::Result<Answer> made) {
        if (!made.ok()) { return answer(problem(made.error(), {}, request)); }
        answer(respond(request, admission, std::move(made).value(), {}));
    });
}

Response Dispatcher::respond(const Request& request, const Admission& admission, Answer answer, const Freshness& freshness) {
    const Route& route = routes_.route(admission.route);
    const app::Holder* caller = holder_of(admission);
    const bool may_keep = route.caching == Caching::ByPosition && is_read(request.method) &&
                          route.scope != Scope::Own && route.scope != Scope::System &&
                          (caller != nullptr || (!needs_caller(route.scope) && is_anonymous(request)));
    Response response;
    response.status = answer.status;
    response.head = api_head_;
    auto head = std::back_inserter(response.head);
    const bool is_json = answer.content_type.empty();
    for (const auto& [name, value] : answer.headers) { fmt::format_to(head, "{}: {}\r\n", name, value); }
    if (!answer.location.empty()) { fmt::format_to(head, "Location: {}{}\r\n", kBasePath, answer.location); }
    if (answer.status == 204 || answer.status == 303) {
        response.head.append("Cache-Control: no-store\r\n");
        return response;
    }
    fmt::format_to(head, "Content-Type: {}\r\n", is_json ? "application/json; charset=utf-8" : answer.content_type);
    if (!answer.file_name.empty()) { fmt::format_to(head, "Content-Disposition: {}\r\n", disposition_of(answer.file_name)); }
    if (!answer.etag.empty()) { fmt::format_to(head, "ETag: \"{}\"\r\n", answer.etag); }
    // What staff reads stays in no browser's cache; the server keeps its own copy (ASSURANCE S22).
    fmt::format_to(head, "Cache-Control: {}\r\n", may_keep && caller == nullptr ? "public, no-cache" : "no-store");
    if (answer.next_chunk) {
        response.next_chunk = std::move(answer.next_chunk);
        return response;
    }
    response.body = answer.text ? std::move(answer.text) : std::make_shared<const std::string>(base::canonical(answer.json));
    if (!may_keep) { return response; }
    const std::string etag = etag_of(*response.body);
    fmt::format_to(head, "Vary: {}Accept-Language\r\nETag: {}\r\n", caller != nullptr ? "Authorization, Cookie, " : "", etag);
    auto kept = std::make_shared<CachedAnswer>(CachedAnswer{etag, response.head, response.body, admission.route});
    (caller != nullptr ? staff_cache_ : cache_).keep(cache_key(request, caller), freshness, std::move(kept));
    if (matches_etag(request.field("if-none-match"), etag)) {
        response.status = 304;
        response.body = nullptr;
    }
    return response;
}

Response Dispatcher::problem(const Error& error, const std::vector<FieldFault>& faults, const Request& request) const {
    Response response;
    response.status = catalogue_.status_of(error);
    if (response.status >= 500 && !leaves_no_trace(request)) { log_fault(error, request); }
    const base::Json document =
        catalogue_.document(error, faults, request.trace, language_of(request.field("accept-language")));
    response.head = api_head_;
    response.head.append("Content-Type: application/problem+json; charset=utf-8\r\nCache-Control: no-store\r\n");
    if (response.status == 503 || response.status == 507 || response.status == 429) {
        response.head.append("Retry-After: 1\r\n");
    }
    response.body = std::make_shared<const std::string>(base::canonical(document));
    return response;
}

Response Dispatcher::refuse(Refusal refusal, const Request& request) { return problem(error_of(refusal), {}, request); }

void Dispatcher::log_fault(const Error& error, const Request& request) const {
    if (!options_.fault_log) { return; }
    base::Json line = base::Json::object();
    line.set("event", "fault").set("trace", request.trace).set("reason", error.reason).set("detail", error.detail);
    options_.fault_log(base::canonical(line));
}

void Dispatcher::served(const Admission& admission, const Served& line) {
    if (admission.untraced) { return; }
    options_.metrics->count(line);
    if (!options_.access_log) { return; }
    std::string_view operation = admission.route == kPage ? "page" : "none";
    if (admission.route < routes_.size()) { operation = routes_.route(admission.route).operation; }
    options_.access_log(fmt::format(
        R"({{"event":"http","trace":"{}","operation":"{}","method":"{}","status":{},"bytes":{},"micros":{}}})", line.trace,
        operation, method_name(line.method), line.status, line.bytes, line.micros));
}

}  // namespace gx::http
