// SPDX-License-Identifier: Apache-2.0
#include "http/handlers/session_replies.hpp"

#include "http/routes/cookies.hpp"

namespace gx::http {
namespace {

constexpr std::size_t kBodyBytesMax = 16U << 10U;

}  // namespace

std::string cookie_line(const ApiServices& services, std::string_view id) {
    Cookie cookie{.name = "gx", .value = std::string(id), .secure = services.secure_cookies};
    if (id.empty()) { cookie.seconds = 0; }
    return cookie_line(cookie);
}

base::Result<base::Json> whoami(const ApiServices& services, const app::Holder& holder) {
    GX_TRY(auto json, services.accounts.own().show(holder));
    json.set("demonstration", services.demonstration);
    return json;
}

base::Result<Answer> signed_in(const ApiServices& services, const app::SignIn::Opened& opened) {
    GX_TRY(auto json, whoami(services, *opened.holder));
    Answer answer = Answer::of(std::move(json));
    answer.headers.emplace_back("Set-Cookie", cookie_line(services, opened.cookie));
    return answer;
}

Route password_route(const ApiServices& services, std::string pattern, std::string operation,
                     std::function<base::Result<PasswordWork>(const Call&)> read) {
    Route route;
    route.method = Method::Post;
    route.pattern = std::move(pattern);
    route.operation = std::move(operation);
    route.action = "session.open";
    route.scope = Scope::Own;
    route.caching = Caching::Never;
    route.run_on = RunOn::Later;
    route.body_bytes_max = kBodyBytesMax;
    route.later = [&services, read = std::move(read)](const Call& call, const std::function<void(base::Result<Answer>)>& told) {
        auto work = read(call);
        if (!work.ok()) { return told(std::move(work).error()); }
        const bool taken = services.password_checks.submit([work = std::move(*work), told] { told(work()); });
        if (!taken) { told(base::Error{base::ErrorCode::Unavailable, "session.busy"}); }
    };
    return route;
}

}  // namespace gx::http
