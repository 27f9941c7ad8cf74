// SPDX-License-Identifier: Apache-2.0
// user list, add, grant, reset, disable, enable, totp-reset, bind-oidc
#include <algorithm>
#include <iostream>

#include "app/oidc/outside_sessions.hpp"
#include "base/text.hpp"
#include "ingest/law/law_loader.hpp"
#include "main/account_tools.hpp"
#include "main/oidc_setup.hpp"
#include "main/runner.hpp"

namespace gx::main {
namespace {

struct Options {
    std::string username;
    std::string name;
    std::string body;
    std::string staff_no;
    std::string locale;
    std::vector<std::string> grants;
    std::string tenant;
    std::string oidc_file;
    std::string provider;
    std::string subject;
};

/// What a command works with: the desk, the tenant's bodies, and the acting command line.
struct Desk {
    Context& context;
    app::ManageAccounts& manage;
    const app::KeyedDigest& key;
    std::shared_ptr<const app::Accounts> accounts;
    std::span<const app::Role> roles;
    app::Actor actor;

    const app::BodyTree& tree() const { return accounts->tree(actor.tenant); }
};

template <class Use>
Outcome with_accounts(const GlobalOptions& global, const Options& options, const Use& use) {
    GX_TRY(const auto context, open_context(global, Opening::Existing));
    GX_TRY(const auto law, ingest::load_law(context->place.law));
    GX_TRY(const std::string tenant, context->tenant(options.tenant));
    GX_TRY(const auto tools, open_accounts(*context, law->roles));
    return use(Desk{*context, tools->desk->manage(), tools->desk->key(), tools->desk->accounts().now(), law->roles, Context::actor(tenant)});
}

base::Result<std::vector<app::GrantedRole>> grants_of(const Desk& desk, const std::vector<std::string>& texts) {
    std::vector<app::GrantedRole> grants;
    for (const std::string& text : texts) {
        GX_TRY(auto grant, parse_grant(text, desk.roles, desk.tree()));
        grants.push_back(std::move(grant));
    }
    return grants;
}

Outcome list(const GlobalOptions& global, const Options& options) {
    return with_accounts(global, options, [&](const Desk& desk) -> Outcome {
        base::Json items = base::Json::array();
        for (std::size_t page = 1;; ++page) {
            GX_TRY(const auto some, desk.manage.list({.limit = 200, .page = page}, desk.actor));
            const auto& rows = some.at("items").as_array();
            for (const base::Json& row : rows) { items.push(row); }
            if (rows.size() < 200) { break; }
        }
        if (global.json) {
            fmt::print("{}\n", base::canonical(base::Json::object().set("items", std::move(items))));
            return kDone;
        }
        for (const base::Json& row : items.as_array()) {
            std::string roles;
            for (const base::Json& grant : row.at("grants").as_array()) { roles += (roles.empty() ? "" : ",") + grant.text_or_empty("role"); }
            fmt::print("{} {} {} {}\n", row.text_or_empty("username"), row.text_or_empty("state"), roles.empty() ? "-" : roles,
                       row.text_or_empty("name"));
        }
        return kDone;
    });
}

Outcome add(const GlobalOptions& global, const Options& options) {
    return with_accounts(global, options, [&](const Desk& desk) -> Outcome {
        app::ManageAccounts::Input input{.username = options.username, .name = options.name, .locale = options.locale};
        if (!options.body.empty()) {
            const app::BodyNode* body = desk.tree().find_code(options.body);
            if (body == nullptr) { return base::Error{base::ErrorCode::InvalidInput, "account.body_unknown", options.body, "--body"}; }
            input.body_id = body->id;
        }
        if (!options.staff_no.empty()) {
            GX_TRY(const auto reader, desk.context.store->reader());
            GX_TRY(const auto official, reader->find_by_key("official", desk.actor.tenant, options.staff_no));
            if (!official) { return base::Error{base::ErrorCode::InvalidInput, "account.official_unknown", options.staff_no, "--official"}; }
            input.official_id = official->id;
        }
        GX_TRY(input.grants, grants_of(desk, options.grants));
        GX_TRY(const auto made, desk.manage.add(input, desk.actor));
        if (global.json) {
            base::Json out = base::Json::object();
            out.set("id", made.id).set("username", input.username).set("initial_password", made.password);
            fmt::print("{}\n", base::canonical(out));
        } else {
            fmt::print("{}\n", made.password);
        }
        return kDone;
    });
}

Outcome grant(const GlobalOptions& global, const Options& options) {
    return with_accounts(global, options, [&](const Desk& desk) -> Outcome {
        GX_TRY(const std::string id, desk.manage.id_of(options.username, desk.actor));
        GX_TRY(const auto grants, grants_of(desk, options.grants));
        GX_TRY(const auto shown, desk.manage.set_grants(id, grants, desk.accounts->find(id)->version, desk.actor));
        fmt::print("{} {}\n", options.username, base::canonical(shown.at("grants")));
        return kDone;
    });
}

Outcome reset(const GlobalOptions& global, const Options& options) {
    return with_accounts(global, options, [&](const Desk& desk) -> Outcome {
        GX_TRY(const std::string id, desk.manage.id_of(options.username, desk.actor));
        GX_TRY(const std::string password, desk.manage.reset_password(id, desk.actor));
        fmt::print("{}\n", password);
        return kDone;
    });
}

Outcome set_state(const GlobalOptions& global, const Options& options, const char* state) {
    return with_accounts(global, options, [&](const Desk& desk) -> Outcome {
        GX_TRY(const std::string id, desk.manage.id_of(options.username, desk.actor));
        GX_TRY(const auto shown, desk.manage.show(id, desk.actor));
        const app::ManageAccounts::Change change{.name = shown.text_or_empty("name"), .body_id = shown.text_or_empty("body_id"),
                                                 .official_id = shown.text_or_empty("official_id"),
                                                 .locale = shown.text_or_empty("locale"), .state = state};
        GX_CHECK(desk.manage.change(id, change, *shown.int_at("version"), desk.actor));
        fmt::print("{} {}\n", options.username, state);
        return kDone;
    });
}

Outcome reset_totp(const GlobalOptions& global, const Options& options) {
    return with_accounts(global, options, [&](const Desk& desk) -> Outcome {
        GX_TRY(const std::string id, desk.manage.id_of(options.username, desk.actor));
        GX_CHECK(desk.manage.reset_totp(id, desk.actor));
        fmt::print("{} has no second factor\n", options.username);
        return kDone;
    });
}

/// "-" stands for the first line of the standard input: a subject may be personal, and lists of processes are read by others.
base::Result<std::string> subject_of(const Options& options) {
    std::string text = options.subject;
    if (text == "-") { std::getline(std::cin, text); }
    const std::string subject(base::trim(text));
    if (subject.empty() || subject.size() > 255) { return base::Error{base::ErrorCode::InvalidInput, "oidc.subject", "1..255 bytes", "--subject"}; }
    return subject;
}

Outcome bind_oidc(const GlobalOptions& global, const Options& options) {
    GX_TRY(const auto settings, read_oidc_settings(options.oidc_file));
    const auto provider = std::ranges::find(settings.providers, options.provider, &app::OidcProvider::id);
    if (provider == settings.providers.end()) { return base::Error{base::ErrorCode::NotFound, "oidc.provider_unknown", options.provider, "--provider"}; }
    GX_TRY(const std::string subject, subject_of(options));
    return with_accounts(global, options, [&](const Desk& desk) -> Outcome {
        GX_TRY(const std::string id, desk.manage.id_of(options.username, desk.actor));
        GX_CHECK(desk.manage.bind(id, app::outside_name(desk.key, provider->id, provider->issuer, subject), desk.actor));
        fmt::print("{} signs in through {}\n", options.username, provider->id);
        return kDone;
    });
}

}  // namespace

void add_user_commands(Runner& runner) {
    const auto options = std::make_shared<Options>();
    CLI::App* user = runner.app.add_subcommand("user");
    user->require_subcommand(1);
    const auto command = [&](const char* name) {
        CLI::App* sub = runner.command(*user, name);
        sub->add_option("--tenant", options->tenant);
        return sub;
    };
    const auto about = [&](const char* name) {
        CLI::App* sub = command(name);
        sub->add_option("username", options->username)->required();
        return sub;
    };
    runner.on(command("list"), [&runner, options] { return list(runner.options, *options); });

    CLI::App* sub = about("add");
    sub->add_option("--name", options->name)->required();
    sub->add_option("--body", options->body)->type_name("CODE");
    sub->add_option("--official", options->staff_no)->type_name("STAFF_NO");
    sub->add_option("--locale", options->locale)->check(CLI::IsMember({"zh", "en"}));
    sub->add_option("--role,--grant", options->grants)->delimiter(',')->type_name("ROLE[@body:CODE]");
    runner.on(sub, [&runner, options] { return add(runner.options, *options); });

    sub = about("grant");
    sub->add_option("--role,--grant", options->grants)->delimiter(',')->type_name("ROLE[@body:CODE]");
    runner.on(sub, [&runner, options] { return grant(runner.options, *options); });

    sub = about("bind-oidc");
    sub->add_option("--oidc", options->oidc_file)->required()->type_name("FILE");
    sub->add_option("--provider", options->provider)->required()->type_name("ID");
    sub->add_option("--subject", options->subject)->required()->type_name("TEXT|-");
    runner.on(sub, [&runner, options] { return bind_oidc(runner.options, *options); });

    runner.on(about("reset"), [&runner, options] { return reset(runner.options, *options); });
    runner.on(about("disable"), [&runner, options] { return set_state(runner.options, *options, "disabled"); });
    runner.on(about("enable"), [&runner, options] { return set_state(runner.options, *options, "active"); });
    runner.on(about("totp-reset"), [&runner, options] { return reset_totp(runner.options, *options); });
}

}  // namespace gx::main
