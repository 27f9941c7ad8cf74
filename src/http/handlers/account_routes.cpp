// SPDX-License-Identifier: Apache-2.0
// Accounts, their rights, and tokens, as administrators keep them.
#include "app/accounts/account_view.hpp"
#include "http/handlers/route_groups.hpp"
#include "http/handlers/session_replies.hpp"
#include "http/routes/json_body.hpp"

namespace gx::http {
namespace {

using app::ManageAccounts;
using base::Json;
using base::JsonReader;

constexpr std::size_t kBodyBytesMax = 16U << 10U;
constexpr std::size_t kGrantsMax = 20;
constexpr std::size_t kActionsMax = 200;

Route administrative(Method method, std::string pattern, std::string operation, std::string action, Handler handler) {
    Route route;
    route.method = method;
    route.pattern = std::move(pattern);
    route.operation = std::move(operation);
    route.action = std::move(action);
    route.scope = Scope::System;
    route.caching = Caching::Never;
    route.run_on = RunOn::Worker;
    route.body_bytes_max = method == Method::Get ? 0 : kBodyBytesMax;
    route.handler = std::move(handler);
    return route;
}

Answer versioned(Json json) {
    const auto version = json.int_at("version");
    Answer answer = Answer::of(std::move(json));
    if (version) { answer.etag = std::to_string(*version); }
    return answer;
}

base::Result<std::vector<app::GrantedRole>> grants_in(const JsonReader& reader) {
    GX_TRY(const auto* rows, reader.array("grants", kGrantsMax));
    std::vector<app::GrantedRole> grants;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        GX_TRY(auto grant, app::GrantedRole::from_json((*rows)[i], fmt::format("{}/{}", reader.where("grants"), i)));
        grants.push_back(std::move(grant));
    }
    return grants;
}

app::AccountQuery account_query(const Parameters& parameters) {
    return {.q = parameters.text_or_empty("q"), .state = parameters.text_or_empty("state"), .role = parameters.text_or_empty("role"),
            .body = parameters.text_or_empty("body"), .limit = static_cast<std::size_t>(parameters.integer("limit").value_or(50)),
            .page = static_cast<std::size_t>(parameters.integer("page").value_or(1))};
}

/// Where the work is a password computation that the caller waits for.
Route apart(const ApiServices& services, Method method, std::string pattern, std::string operation, std::string action,
            std::function<base::Result<PasswordWork>(const Call&)> read) {
    Route route = password_route(services, std::move(pattern), std::move(operation), std::move(read));
    route.method = method;
    route.action = std::move(action);
    route.scope = Scope::System;
    return route;
}

Route add_account(const ApiServices& services) {
    return apart(services, Method::Post, "/accounts", "addAccount", "account.add", [&services](const Call& call) -> base::Result<PasswordWork> {
        GX_TRY(const Json body, json_body(call));
        const JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"username", "name", "body_id", "official_id", "locale"}));
        ManageAccounts::Input input;
        GX_TRY(input.username, reader.text("username", 40));
        GX_TRY(input.name, reader.text("name", 200));
        GX_TRY(input.body_id, reader.text_or_empty("body_id", 100));
        GX_TRY(input.official_id, reader.text_or_empty("official_id", 100));
        GX_TRY(input.locale, reader.text_or_empty("locale", 10));
        return PasswordWork{[&services, input = std::move(input), actor = call.actor]() -> base::Result<Answer> {
            GX_TRY(const auto made, services.accounts.manage().add(input, actor));
            Json json = Json::object();
            json.set("id", made.id).set("username", input.username).set("initial_password", made.password);
            return Answer::made(std::move(json), "/accounts/" + made.id);
        }};
    });
}

Route reset_password(const ApiServices& services) {
    return apart(services, Method::Post, "/accounts/{id}/password-reset", "resetPassword", "account.change",
                 [&services](const Call& call) -> base::Result<PasswordWork> {
                     return PasswordWork{[&services, id = call.parameters.text_or_empty("id"), actor = call.actor]() -> base::Result<Answer> {
                         GX_TRY(const auto password, services.accounts.manage().reset_password(id, actor));
                         return Answer::of(Json::object().set("initial_password", password));
                     }};
                 });
}

Route change_account(const ApiServices& services) {
    return administrative(Method::Put, "/accounts/{id}", "changeAccount", "account.change", [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(const Json body, json_body(call));
        const JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"name", "body_id", "official_id", "locale", "state", "version"}));
        GX_TRY(const std::int64_t version, version_asked(call, body));
        ManageAccounts::Change change;
        GX_TRY(change.name, reader.text("name", 200));
        GX_TRY(change.body_id, reader.text_or_empty("body_id", 100));
        GX_TRY(change.official_id, reader.text_or_empty("official_id", 100));
        GX_TRY(change.locale, reader.text_or_empty("locale", 10));
        GX_TRY(change.state, reader.text_or_empty("state", 20));
        GX_TRY(auto json, services.accounts.manage().change(call.parameters.text_or_empty("id"), change, version, call.actor));
        return versioned(std::move(json));
    });
}

Route set_grants(const ApiServices& services) {
    return administrative(Method::Put, "/accounts/{id}/grants", "setGrants", "account.grant", [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(const Json body, json_body(call));
        const JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"grants", "version"}));
        GX_TRY(const std::int64_t version, version_asked(call, body));
        GX_TRY(const auto grants, grants_in(reader));
        GX_TRY(auto json, services.accounts.manage().set_grants(call.parameters.text_or_empty("id"), grants, version, call.actor));
        return versioned(std::move(json));
    });
}

base::Json shown(const app::ApiToken& token) {
    Json json = token.to_json();
    json.set("hash", Json());
    return json;
}

Route create_token(const ApiServices& services) {
    return administrative(Method::Post, "/tokens", "createToken", "account.grant", [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(const Json body, json_body(call));
        const JsonReader reader(body, kBodyPointer);
        GX_CHECK(reader.only({"account", "roles", "grants", "actions", "expires_on"}));
        app::ManageTokens::Input input;
        GX_TRY(input.account, reader.text("account", 40));
        GX_TRY(input.rights.roles, reader.texts("roles", kGrantsMax));
        GX_TRY(input.rights.actions, reader.texts("actions", kActionsMax));
        GX_TRY(input.rights.grants, grants_in(reader));
        GX_TRY(input.expires_on, reader.optional_date("expires_on"));
        auto made = services.tokens.create(input, call.actor);
        if (!made.ok() && made.error().where.starts_with("--")) {
            // The command line's name of an option says nothing here.
            return base::Error{made.error().code, made.error().reason, made.error().detail, "/body"};
        }
        GX_CHECK(made);
        return Answer::made(shown(made->token).set("token", made->secret), "/tokens");
    });
}

/// The roles, each with the note that the law pack's file has of it.
Json roles_with_notes(const app::LawPack& law) {
    Json view = app::roles_view(law.roles);
    const app::LawFile* file = law.file("roles/roles.yaml");
    if (file == nullptr || !file->json.at("roles").is_array()) { return view; }
    Json items = Json::array();
    for (const Json& role : view.at("items").as_array()) {
        Json one = role;
        for (const Json& row : file->json.at("roles").as_array()) {
            if (row.text_or_empty("id") == role.text_or_empty("id") && row.string_at("note")) { one.set("note", row.text_or_empty("note")); }
        }
        items.push(std::move(one));
    }
    return view.set("items", std::move(items));
}

void add_tokens(const ApiServices& services, std::vector<Route>& routes) {
    routes.push_back(administrative(Method::Get, "/tokens", "listTokens", "account.grant", [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(const auto all, services.tokens.list(call.actor));
        Json items = Json::array();
        for (const app::ApiToken& token : all) { items.push(shown(token)); }
        return Answer::of(Json::object().set("items", std::move(items)).set("total", static_cast<std::int64_t>(all.size())));
    }));
    routes.push_back(create_token(services));
    routes.push_back(administrative(Method::Post, "/tokens/{code}/revoke", "revokeToken", "account.revoke",
                                    [&services](const Call& call) -> base::Result<Answer> {
                                        GX_TRY(const auto token, services.tokens.revoke(call.parameters.text_or_empty("code"), call.actor));
                                        return Answer::of(shown(token));
                                    }));
}

void add_reads(const ApiServices& services, std::vector<Route>& routes) {
    routes.push_back(administrative(Method::Get, "/accounts", "listAccounts", "account.read", [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto json, services.accounts.manage().list(account_query(call.parameters), call.actor));
        return Answer::of(std::move(json));
    }));
    routes.push_back(administrative(Method::Get, "/accounts/{id}", "getAccount", "account.read", [&services](const Call& call) -> base::Result<Answer> {
        GX_TRY(auto json, services.accounts.manage().show(call.parameters.text_or_empty("id"), call.actor));
        return versioned(std::move(json));
    }));
    routes.push_back(administrative(Method::Get, "/roles", "listRoles", "account.read", [&services](const Call&) -> base::Result<Answer> {
        return Answer::of(roles_with_notes(services.law));
    }));
}

}  // namespace

std::vector<Route> account_routes(const ApiServices& services) {
    std::vector<Route> routes;
    add_reads(services, routes);
    routes.push_back(add_account(services));
    routes.push_back(change_account(services));
    routes.push_back(set_grants(services));
    routes.push_back(reset_password(services));
    Route end = administrative(Method::Post, "/accounts/{id}/sessions/end", "endAccountSessions", "account.end_sessions",
                               [&services](const Call& call) -> base::Result<Answer> {
                                   GX_CHECK(services.accounts.manage().end_sessions(call.parameters.text_or_empty("id"), call.actor));
                                   return Answer::none();
                               });
    routes.push_back(std::move(end));
    routes.push_back(administrative(Method::Post, "/accounts/{id}/totp/reset", "resetTotp", "account.grant",
                                    [&services](const Call& call) -> base::Result<Answer> {
                                        GX_CHECK(services.accounts.manage().reset_totp(call.parameters.text_or_empty("id"), call.actor));
                                        return Answer::none();
                                    }));
    add_tokens(services, routes);
    return routes;
}

}  // namespace gx::http
