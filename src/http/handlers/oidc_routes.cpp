// SPDX-License-Identifier: Apache-2.0
// Sign-in through the services of other offices (OpenID Connect).
#include "base/text.hpp"
#include "base/url.hpp"
#include "http/handlers/route_groups.hpp"
#include "http/handlers/session_replies.hpp"
#include "http/routes/client.hpp"
#include "http/routes/cookies.hpp"

namespace gx::http {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;

constexpr std::size_t kLogoutBytesMax = 20U << 10U;
constexpr int kPendingSeconds = 600;
constexpr std::string_view kLoginPage = "/console/login";
constexpr std::string_view kLogoutMember = "logout_token=";

Route route(Method method, std::string pattern, std::string operation, Scope scope) {
    Route made;
    made.method = method;
    made.pattern = std::move(pattern);
    made.operation = std::move(operation);
    made.action = "session.sign_in";
    made.scope = scope;
    made.caching = Caching::Never;
    made.run_on = RunOn::Worker;  // may ask the provider
    return made;
}

Answer see_other(std::string place) {
    Answer answer;
    answer.status = 303;
    answer.headers.emplace_back("Location", std::move(place));
    return answer;
}

/// The cookie must come back when the provider's page sends the browser here, which only `Lax` allows.
Cookie pending_cookie(const ApiServices& services, std::string value, int seconds) {
    return {.name = "gx-oidc",
            .value = std::move(value),
            .seconds = seconds,
            .same_site = SameSite::Lax,
            .secure = services.secure_cookies};
}

/// Pages get led to the sign-in page, which tells the reason; programs get the problem document.
base::Result<Answer> refusal(const Call& call, const Error& error) {
    if (call.request.field("accept").find("text/html") == std::string_view::npos) { return error; }
    return see_other(fmt::format("{}?refused={}", kLoginPage, base::percent_encoded(error.reason)));
}

base::Result<app::RelyingParty*> party(const ApiServices& services) {
    if (services.oidc == nullptr) { return Error{ErrorCode::NotFound, "oidc.provider_unknown"}; }
    return services.oidc;
}

base::Result<Answer> list_providers(const ApiServices& services, const Call& call) {
    Json items = Json::array();
    if (services.oidc != nullptr) {
        for (const auto& provider : services.oidc->settings().providers) {
            const bool english = call.language == Language::English;
            items.push(
                Json::object().set("id", provider.id).set("name", english ? provider.name_en : provider.name_zh));
        }
    }
    return Answer::of(Json::object().set("items", std::move(items)));
}

base::Result<Answer> begin(const ApiServices& services, const Call& call) {
    GX_TRY(auto* const relying, party(services));
    const auto begun =
        relying->begin(call.parameters.text_or_empty("provider"), call.parameters.text_or_empty("return_to"));
    if (!begun.ok()) { return refusal(call, begun.error()); }
    Answer answer = see_other(begun->address);
    answer.headers.emplace_back("Set-Cookie", cookie_line(pending_cookie(services, begun->browser, kPendingSeconds)));
    return answer;
}

base::Result<Answer> finish(const ApiServices& services, const Call& call) {
    GX_TRY(auto* const relying, party(services));
    const Cookie pending = pending_cookie(services, {}, 0);
    const auto text = [&](std::string_view name) { return call.parameters.text_or_empty(name); };
    const auto finished =
        relying->finish({.provider = text("provider"),
                         .state = text("state"),
                         .code = text("code"),
                         .issuer = text("iss"),
                         .error = text("error"),
                         .browser = std::string(cookie_value(call.request.field("cookie"), full_name(pending))),
                         .agent = agent_of(call.request.field("user-agent"))});
    if (!finished.ok()) { return refusal(call, finished.error()); }
    Answer answer = see_other(finished->return_to);
    answer.headers.emplace_back("Set-Cookie", cookie_line(pending));
    answer.headers.emplace_back("Set-Cookie", cookie_line(services, finished->session.cookie));
    return answer;
}

/// Exactly one member, so that no two parsers can see two tokens. A token's characters need no decoding.
base::Result<Answer> log_out(const ApiServices& services, const Call& call) {
    GX_TRY(auto* const relying, party(services));
    std::string_view type = call.request.field("content-type");
    type = base::trim(type.substr(0, type.find(';')));
    if (base::ascii_lower(type) != "application/x-www-form-urlencoded") {
        return Error{ErrorCode::InvalidInput, "request.media_type"};
    }
    const std::string_view body = call.request.body;
    if (!body.starts_with(kLogoutMember) || body.find_first_of("&%+", 0) != std::string_view::npos) {
        return Error{ErrorCode::InvalidInput, "oidc.logout_token"};
    }
    const auto ended = relying->log_out(call.parameters.text_or_empty("provider"), body.substr(kLogoutMember.size()));
    if (ended.ok()) { return Answer::of(Json::object()); }
    // The protocol knows one answer for every token that is not good (section 2.8): 400.
    const Error& error = ended.error();
    return error.code == ErrorCode::Unauthenticated
               ? Error{ErrorCode::InvalidInput, "oidc.logout_token", error.reason + " " + error.detail}
               : error;
}

}  // namespace

std::vector<Route> oidc_routes(const ApiServices& services) {
    std::vector<Route> routes;
    routes.push_back(route(Method::Get, "/session/providers", "listSignInProviders", Scope::Service));
    routes.back().run_on = RunOn::Loop;
    routes.back().handler = [&services](const Call& call) { return list_providers(services, call); };
    routes.push_back(route(Method::Get, "/session/oidc/{provider}", "beginOutsideSignIn", Scope::Service));
    routes.back().handler = [&services](const Call& call) { return begin(services, call); };
    routes.push_back(route(Method::Get, "/session/oidc/{provider}/callback", "finishOutsideSignIn", Scope::Service));
    routes.back().handler = [&services](const Call& call) { return finish(services, call); };
    routes.push_back(
        route(Method::Post, "/session/oidc/{provider}/backchannel-logout", "endOutsideSessions", Scope::Service));
    routes.back().body_bytes_max = kLogoutBytesMax;
    routes.back().handler = [&services](const Call& call) { return log_out(services, call); };
    return routes;
}

}  // namespace gx::http
