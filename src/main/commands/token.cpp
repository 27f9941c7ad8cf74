// SPDX-License-Identifier: Apache-2.0
// token create, token list, token revoke
#include <fmt/ranges.h>

#include "app/tokens/manage_tokens.hpp"
#include "base/text.hpp"
#include "ingest/law/law_loader.hpp"
#include "main/account_tools.hpp"
#include "main/context.hpp"
#include "main/files.hpp"
#include "main/runner.hpp"

namespace gx::main {
namespace {

struct Options {
    std::string user;
    std::vector<std::string> roles;
    std::vector<std::string> actions;
    std::vector<std::string> grants;
    std::string expires;
    std::string tenant;
    std::string token_file;
    std::string code;
};

/// The secret that a file holds: whoever brings one answers for its being random and secret.
base::Result<std::string> token_in(const std::string& file) {
    if (file.empty()) { return std::string{}; }
    GX_TRY(const std::string text, read_file(file, 4096));
    return std::string(base::trim(text));
}

/// Opens the store and runs `use` with the use case and the acting command line.
template <class Use>
Outcome with_tokens(const GlobalOptions& global, const Options& options, const Use& use) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const auto law, ingest::load_law(context->place.law));
    GX_TRY(const std::string tenant, context->tenant(options.tenant));
    app::AccountBook accounts(*context->store, context->clock, *context->hasher, law->roles);
    GX_CHECK(accounts.refresh());
    app::ManageTokens tokens(*context->store, context->clock, *context->ids, *context->random, *context->hasher, accounts);
    return use(tokens, Context::actor(tenant), accounts);
}

base::Json shown(const app::ApiToken& token) {
    base::Json json = token.to_json();
    json.set("hash", base::Json());
    return json;
}

Outcome create(const GlobalOptions& global, const Options& options) {
    app::ManageTokens::Input input{.account = options.user, .rights = {options.roles, options.actions, {}}};
    if (!options.expires.empty()) { GX_TRY(input.expires_on, base::Date::parse(options.expires)); }
    GX_TRY(input.token, token_in(options.token_file));
    return with_tokens(global, options, [&](app::ManageTokens& tokens, const app::Actor& actor, const app::AccountBook& accounts) -> Outcome {
        const auto known = accounts.now();
        for (const std::string& text : options.grants) {
            GX_TRY(auto grant, parse_grant(text, accounts.roles(), known->tree(actor.tenant)));
            input.rights.grants.push_back(std::move(grant));
        }
        GX_TRY(const auto made, tokens.create(input, actor));
        if (global.json) {
            fmt::print("{}\n", base::canonical(shown(made.token).set("token", made.secret)));
        } else {
            fmt::print("{}\n", made.secret);
        }
        return kDone;
    });
}

Outcome list(const GlobalOptions& global, const Options& options) {
    return with_tokens(global, options, [&](app::ManageTokens& tokens, const app::Actor& actor, const app::AccountBook&) -> Outcome {
        GX_TRY(const auto all, tokens.list(actor));
        base::Json items = base::Json::array();
        for (const app::ApiToken& token : all) { items.push(shown(token)); }
        if (global.json) {
            fmt::print("{}\n", base::canonical(base::Json::object().set("items", std::move(items))));
            return kDone;
        }
        for (const app::ApiToken& token : all) {
            const std::string_view state = token.revoked_on ? "revoked" : "valid";
            const std::string until = token.expires_on ? token.expires_on->iso() : "-";
            std::vector<std::string> roles;
            for (const app::GrantedRole& grant : token.rights.all_grants()) { roles.push_back(grant.role); }
            fmt::print("{} {} {} until {} {}\n", token.code, token.account, state, until, fmt::join(roles, ","));
        }
        return kDone;
    });
}

Outcome revoke(const GlobalOptions& global, const Options& options) {
    return with_tokens(global, options, [&](app::ManageTokens& tokens, const app::Actor& actor, const app::AccountBook&) -> Outcome {
        GX_TRY(const auto token, tokens.revoke(options.code, actor));
        fmt::print("{} revoked\n", token.code);
        return kDone;
    });
}

}  // namespace

void add_token_commands(Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* token = runner.app.add_subcommand("token");
    token->require_subcommand(1);
    CLI::App* sub = runner.command(*token, "create");
    sub->add_option("--user", options->user)->required()->type_name("ACCOUNT");
    sub->add_option("--role", options->roles)->delimiter(',');
    sub->add_option("--action,--actions", options->actions)->delimiter(',');
    sub->add_option("--grant", options->grants)->delimiter(',')->type_name("ROLE[@body:CODE]");
    sub->add_option("--expires", options->expires)->type_name("DAY");
    sub->add_option("--tenant", options->tenant);
    sub->add_option("--token-file", options->token_file)->type_name("FILE");
    runner.on(sub, [&runner, options] { return create(runner.options, *options); });

    sub = runner.command(*token, "list");
    sub->add_option("--tenant", options->tenant);
    runner.on(sub, [&runner, options] { return list(runner.options, *options); });

    sub = runner.command(*token, "revoke");
    sub->add_option("code", options->code)->required();
    sub->add_option("--tenant", options->tenant);
    runner.on(sub, [&runner, options] { return revoke(runner.options, *options); });
}

}  // namespace gx::main
