// SPDX-License-Identifier: Apache-2.0
// The own account: who one is, password, second factor, sessions, settings.
#include "http/handlers/route_groups.hpp"
#include "http/handlers/session_replies.hpp"
#include "http/routes/client.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using app::Proof;
using base::Json;
using base::JsonReader;

constexpr std::size_t kPasswordBytesMax = 4'096;
constexpr std::size_t kBodyBytesMax = 40U << 10U;

Route own(Method method, std::string pattern, std::string operation, Handler handler) {
    Route route;
    route.method = method;
    route.pattern = std::move(pattern);
    route.operation = std::move(operation);
    route.action = "session.open";
    route.scope = Scope::Own;
    route.caching = Caching::Never;
    route.run_on = RunOn::Worker;
    route.body_bytes_max = method == Method::Get || method == Method::Delete ? 0 : kBodyBytesMax;
    route.handler = std::move(handler);
    return route;
}

Route change_password(const ApiServices& services) {
    return password_route(services, "/me/password", "changePassword", [&services](const Call& call) -> base::Result<PasswordWork> {
        GX_TRY(const Json body, json_body(call));
        const JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"current", "next"}));
        Proof::Input input;
        GX_TRY(input.password, reader.text("current", kPasswordBytesMax));
        GX_TRY(std::string next, reader.text("next", kPasswordBytesMax));
        input.network = network_of(call.request, services.behind_proxy);
        return PasswordWork{[&services, input = std::move(input), next = std::move(next), actor = call.actor]() -> base::Result<Answer> {
            auto opened = services.accounts.own().change_password(input, next, actor);
            if (!opened.ok()) {
                // The session is good; only what was typed is not.
                if (opened.error().reason != "session.refused") { return std::move(opened).error(); }
                return base::Error{base::ErrorCode::InvalidInput, "password.wrong", {}, "/body/current"};
            }
            Answer answer = Answer::none();
            answer.headers.emplace_back("Set-Cookie", cookie_line(services, opened->cookie));
            answer.headers.emplace_back("X-CSRF-Token", opened->holder->csrf);
            return answer;
        }};
    });
}

Route remove_totp(const ApiServices& services) {
    return password_route(services, "/me/totp/remove", "removeTotp", [&services](const Call& call) -> base::Result<PasswordWork> {
        GX_TRY(const Json body, json_body(call));
        const JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"password", "totp", "recovery_code"}));
        Proof::Input input;
        GX_TRY(input.password, reader.text("password", kPasswordBytesMax));
        GX_TRY(input.totp, reader.text_or_empty("totp", 20));
        GX_TRY(input.recovery_code, reader.text_or_empty("recovery_code", 80));
        input.network = network_of(call.request, services.behind_proxy);
        return PasswordWork{[&services, input = std::move(input), actor = call.actor]() -> base::Result<Answer> {
            const auto removed = services.accounts.own().remove_totp(input, actor);
            if (!removed.ok() && removed.error().reason == "session.refused") {
                return base::Error{base::ErrorCode::InvalidInput, "password.wrong", {}, "/body/password"};
            }
            GX_CHECK(removed);
            return Answer::none();
        }};
    });
}

Route begin_totp(const ApiServices& services) {
    return own(Method::Post, "/me/totp", "beginTotp", [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(const auto enrolment, services.accounts.own().begin_totp(call.actor));
        return Answer::of(Json::object().set("secret", enrolment.secret).set("uri", enrolment.uri));
    });
}

Route confirm_totp(const ApiServices& services) {
    return own(Method::Post, "/me/totp/confirm", "confirmTotp", [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(const Json body, json_body(call));
        const JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"code"}));
        GX_TRY(const std::string code, reader.text("code", 20));
        GX_TRY(const auto codes, services.accounts.own().confirm_totp(code, call.actor));
        Json list = Json::array();
        for (const std::string& one : codes) { list.push(one); }
        return Answer::of(Json::object().set("recovery_codes", std::move(list)));
    });
}

Route keep_settings(const ApiServices& services) {
    return own(Method::Put, "/me/settings", "keepMySettings", [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(const Json body, json_body(call));
        const JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"settings"}));
        GX_CHECK(services.accounts.own().keep_settings(body.at("settings"), call.actor));
        GX_TRY(auto kept, services.accounts.own().settings(call.actor));
        return Answer::of(std::move(kept));
    });
}

}  // namespace

std::vector<Route> own_account_routes(const ApiServices& services) {
    std::vector<Route> routes;
    routes.push_back(own(Method::Get, "/me", "getMe", [&services](const Call& call) -> base::Result<Answer> {
        GX_ASSERT(call.holder != nullptr);
        GX_TRY(auto json, whoami(services, *call.holder));
        return Answer::of(std::move(json));
    }));
    routes.push_back(change_password(services));
    routes.push_back(begin_totp(services));
    routes.push_back(confirm_totp(services));
    routes.push_back(remove_totp(services));
    routes.push_back(own(Method::Get, "/me/sessions", "listMySessions", [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto json, services.accounts.own().sessions(call.actor));
        return Answer::of(std::move(json));
    }));
    routes.push_back(own(Method::Delete, "/me/sessions/{id}", "endMySession", [&services](const Call& call) -> base::Result<Answer> {
        GX_CHECK(services.accounts.own().end_session(call.parameters.text_or_empty("id"), call.actor));
        return Answer::none();
    }));
    routes.push_back(own(Method::Get, "/me/settings", "getMySettings", [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto json, services.accounts.own().settings(call.actor));
        return Answer::of(std::move(json));
    }));
    routes.push_back(keep_settings(services));
    return routes;
}

}  // namespace gx::http
