// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and proving again who one is.
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

/// What was shown, and from which network.
base::Result<Proof::Input> shown_in(const JsonReader& reader, const Call& call, bool behind_proxy) {
    Proof::Input input;
    GX_TRY(input.password, reader.text("password", kPasswordBytesMax));
    GX_TRY(input.totp, reader.text_or_empty("totp", 20));
    GX_TRY(input.recovery_code, reader.text_or_empty("recovery_code", 80));
    input.network = network_of(call.request, behind_proxy);
    return input;
}

Route sign_in(const ApiServices& services) {
    Route route = password_route(services, "/session", "signIn", [&services](const Call& call) -> base::Result<PasswordWork> {
        GX_TRY(const Json body, json_body(call));
        const JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"username", "password", "totp", "recovery_code"}));
        GX_TRY(Proof::Input input, shown_in(reader, call, services.behind_proxy));
        GX_TRY(input.username, reader.text("username", 200));
        return PasswordWork{[&services, input = std::move(input), agent = agent_of(call.request.field("user-agent"))]() -> base::Result<Answer> {
            GX_TRY(const auto opened, services.accounts.sign_in().open(input, agent));
            return signed_in(services, opened);
        }};
    });
    route.action = "session.sign_in";
    route.scope = Scope::Service;
    return route;
}

Route prove_again(const ApiServices& services) {
    return password_route(services, "/me/reauthenticate", "reauthenticate", [&services](const Call& call) -> base::Result<PasswordWork> {
        GX_TRY(const Json body, json_body(call));
        const JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"password", "totp", "recovery_code"}));
        GX_TRY(Proof::Input input, shown_in(reader, call, services.behind_proxy));
        return PasswordWork{[&services, input = std::move(input), actor = call.actor]() -> base::Result<Answer> {
            GX_TRY(const auto opened, services.accounts.sign_in().prove_again(input, actor));
            GX_TRY(Answer answer, signed_in(services, opened));
            const auto until = base::Instant::from_millis(opened.session.proven_at.millis() + app::kProofGoodMs);
            answer.json.set("strong_until", until.iso());
            return answer;
        }};
    });
}

Route sign_out(const ApiServices& services) {
    Route route;
    route.method = Method::Delete;
    route.pattern = "/session";
    route.operation = "signOut";
    route.action = "session.open";
    route.scope = Scope::Own;
    route.caching = Caching::Never;
    route.run_on = RunOn::Worker;
    route.handler = [&services](const Call& call) -> base::Result<Answer> {
        GX_CHECK(services.accounts.sign_in().close(call.actor));
        Answer answer = Answer::none();
        answer.headers.emplace_back("Set-Cookie", cookie_line(services, {}));
        answer.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
        return answer;
    };
    return route;
}

}  // namespace

std::vector<Route> session_routes(const ApiServices& services) {
    return {sign_in(services), sign_out(services), prove_again(services)};
}

}  // namespace gx::http
