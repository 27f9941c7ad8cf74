// SPDX-License-Identifier: Apache-2.0
#include "main/demo_accounts.hpp"

#include "app/tokens/manage_tokens.hpp"
#include "main/files.hpp"

namespace gx::main {
namespace {

using app::ManageAccounts;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::size_t kPasswordRandomBytes = 64;

Result<std::string> first_official(app::Reader& reader, const std::string& tenant, const std::string& body_id) {
    app::Query query{.tenant = tenant, .where = {{"body_id", app::Compare::Equal, {body_id}}}, .order = {{"key"}}, .limit = 1};
    GX_TRY(const auto found, reader.list("official", query));
    if (found.empty()) { return Error{ErrorCode::Corrupt, "demo.content", "no official of " + body_id}; }
    return found.front().id;
}

Result<ManageAccounts::Input> input_of(const Json& row, app::Reader& reader, std::span<const app::Role> roles, const app::BodyTree& tree,
                                       const std::string& tenant, app::Random& random) {
    ManageAccounts::Input input{.username = row.text_or_empty("username"), .name = row.text_or_empty("name")};
    std::string grant = row.text_or_empty("role");
    if (const auto code = row.string_at("body")) {
        const app::BodyNode* body = tree.find_code(*code);
        if (body == nullptr) { return Error{ErrorCode::Corrupt, "demo.content", "no body " + *code}; }
        input.body_id = body->id;
        if (row.text_or_empty("within") == "body") { grant += "@body:" + *code; }
        if (row.bool_at("official").value_or(false)) { GX_TRY(input.official_id, first_official(reader, tenant, body->id)); }
    }
    GX_TRY(auto granted, parse_grant(grant, roles, tree));
    input.grants.push_back(std::move(granted));
    input.password = app::one_time_password(random.bytes(kPasswordRandomBytes));
    return input;
}

Result<Json> principal(app::ManageTokens& tokens, const ManageAccounts::Input& input, const app::BodyTree& tree, const app::Actor& actor) {
    app::ManageTokens::Input wanted{.account = input.username};
    wanted.rights.grants = input.grants;
    GX_TRY(const auto made, tokens.create(wanted, actor));
    Json roles = Json::array();
    for (const auto& grant : input.grants) { roles.push(grant.role); }
    const app::BodyNode* body = tree.find(input.body_id);
    return Json::object().set("name", input.username).set("roles", std::move(roles)).set("org", body == nullptr ? "" : body->code)
        .set("headers", Json::object().set("Authorization", "Bearer " + made.secret));
}

}  // namespace

Result<base::Done> make_demo_accounts(Context& context, std::span<const app::Role> roles, const std::string& tenant, const Json& words) {
    GX_TRY(const auto tools, open_accounts(context, roles));
    const auto accounts = tools->desk->accounts().now();
    const app::BodyTree& tree = accounts->tree(tenant);
    const app::Actor actor = Context::actor(tenant);
    std::vector<ManageAccounts::Input> inputs;
    {
        GX_TRY(const auto reader, context.store->reader());
        for (const Json& row : words.at("accounts").as_array()) {
            GX_TRY(auto input, input_of(row, *reader, roles, tree, tenant, *context.random));
            inputs.push_back(std::move(input));
        }
    }
    GX_CHECK(tools->desk->manage().add_all(inputs, actor));
    std::vector<FirstPassword> rows;
    for (const auto& input : inputs) { rows.push_back({input.grants.front().role, input.username, input.password}); }
    GX_CHECK(write_passwords(context, rows));
    app::ManageTokens tokens(*context.store, context.clock, *context.ids, *context.random, *context.hasher, tools->desk->accounts());
    Json principals = Json::array();
    for (const auto& input : inputs) {
        GX_TRY(auto one, principal(tokens, input, tree, actor));
        principals.push(std::move(one));
    }
    return write_file(context.place.folder / "principals.json", base::canonical(principals) + "\n", Readers::OwnerOnly);
}

}  // namespace gx::main
