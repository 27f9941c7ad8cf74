// SPDX-License-Identifier: Apache-2.0
#include "main/account_tools.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "crypto/hasher.hpp"
#include "crypto/one_time_codes.hpp"
#include "crypto/password_hasher.hpp"
#include "main/files.hpp"

namespace gx::main {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr const char* kPasswordFile = "accounts.txt";
constexpr std::size_t kWordsBytesMax = 1U << 20U;

struct Administrator {
    const char* username;
    const char* role;
};
constexpr std::array<Administrator, 3> kAdministrators{{{"sysadmin", "R18"}, {"secadmin", "R16"}, {"auditadmin", "R17"}}};

/// The lines of a file of data/passwords, lower case.
Result<std::vector<std::string>> words_in(const Context& context, const char* file) {
    GX_TRY(const std::string text, read_file(context.place.data / "passwords" / file, kWordsBytesMax));
    std::vector<std::string> words;
    for (const std::string_view line : base::split(text, '\n')) {
        if (!line.empty()) { words.push_back(base::ascii_lower(line)); }
    }
    return words;
}

Result<app::PasswordRules> password_rules(Context& context, const AccountSettings& settings) {
    app::PasswordRules rules{.classes_min = settings.password_classes, .age_days_max = settings.password_age_days};
    GX_TRY(const auto common, words_in(context, "common.txt"));
    rules.common.insert(common.begin(), common.end());
    GX_TRY(rules.context, words_in(context, "context.txt"));
    GX_TRY(const auto reader, context.store->reader());
    GX_CHECK(reader->scan("tenant", "", [&](const app::Entity& tenant) -> Result<base::Done> {
        rules.context.push_back(tenant.key);
        const std::string name = tenant.content.text_or_empty("name");
        if (!name.empty()) { rules.context.push_back(base::ascii_lower(name)); }
        return base::Done{};
    }));
    return rules;
}

/// Of the first key for sealing, so that it stays when a newer one is made.
Result<base::Bytes> account_key(Context& context) {
    GX_TRY(const auto names, context.keys->list(app::KeyUse::Seal));
    if (names.empty()) { return Error{ErrorCode::NotFound, "key.unknown", "no key for sealing"}; }
    GX_TRY(const auto seal, context.keys->load(names.front().id));
    GX_TRY(const auto digest, crypto::hmac(context.profile.hash, seal, base::as_bytes("gongxin accounts key")));
    return base::Bytes(digest.begin(), digest.end());
}

}  // namespace

Result<std::unique_ptr<AccountTools>> open_accounts(Context& context, std::span<const app::Role> roles, const AccountSettings& settings) {
    auto tools = std::make_unique<AccountTools>();
    tools->passwords = crypto::make_password_hasher(*context.random);
    tools->codes = crypto::make_one_time_codes();
    GX_TRY(auto rules, password_rules(context, settings));
    GX_TRY(auto key, account_key(context));
    GX_TRY(tools->desk, app::AccountDesk::open({.store = *context.store, .rows = tools->rows, .passwords = *tools->passwords,
                                                .codes = *tools->codes, .sealer = *context.sealer, .clock = context.clock,
                                                .ids = *context.ids, .random = *context.random, .hasher = *context.hasher,
                                                .roles = roles, .key = std::move(key), .rules = std::move(rules),
                                                .sessions = settings.sessions, .failures = settings.failures,
                                                .report = settings.report}));
    return tools;
}

Result<app::GrantedRole> parse_grant(const std::string& text, std::span<const app::Role> roles, const app::BodyTree& tree) {
    const auto at = text.find('@');
    app::GrantedRole grant{.role = text.substr(0, at)};
    const auto role = std::ranges::find(roles, grant.role, &app::Role::id);
    if (role == roles.end()) { return Error{ErrorCode::InvalidInput, "grant.role_unknown", grant.role, "--grant"}; }
    if (at == std::string::npos) {
        grant.kind = role->scope == app::RoleScope::Self     ? app::ScopeKind::Self
                     : role->scope == app::RoleScope::System ? app::ScopeKind::System
                                                             : app::ScopeKind::Tenant;
        if (role->scope == app::RoleScope::Body) { return Error{ErrorCode::InvalidInput, "grant.ref_missing", text + "@body:CODE", "--grant"}; }
        return grant;
    }
    const std::string scope = text.substr(at + 1);
    if (scope.starts_with("division:")) {
        grant.kind = app::ScopeKind::Division;
        grant.ref = scope.substr(9);
        return grant;
    }
    if (!scope.starts_with("body:")) { return Error{ErrorCode::InvalidInput, "grant.scope_kind", scope, "--grant"}; }
    grant.kind = app::ScopeKind::Body;
    const std::string code = scope.substr(5);
    const app::BodyNode* body = tree.find_code(code) != nullptr ? tree.find_code(code) : tree.find(code);
    if (body == nullptr) { return Error{ErrorCode::InvalidInput, "grant.body_unknown", code, "--grant"}; }
    grant.ref = body->id;
    return grant;
}

Result<base::Done> write_passwords(const Context& context, std::span<const FirstPassword> rows) {
    std::string text;
    for (const FirstPassword& row : rows) { text += fmt::format("{} {} {}\n", row.role, row.username, row.password); }
    return write_file(context.place.folder / kPasswordFile, text, Readers::OwnerOnly);
}

Result<std::vector<FirstPassword>> make_administrators(Context& context, std::span<const app::Role> roles, const std::string& tenant) {
    GX_TRY(const auto tools, open_accounts(context, roles));
    std::vector<app::ManageAccounts::Input> inputs;
    for (const Administrator& one : kAdministrators) {
        const auto role = std::ranges::find(roles, one.role, &app::Role::id);
        if (role == roles.end()) { return Error{ErrorCode::InvalidInput, "grant.role_unknown", one.role, "law/roles"}; }
        inputs.push_back({.username = one.username, .name = role->name.zh, .grants = {{one.role, app::ScopeKind::System, {}}}});
    }
    GX_TRY(const auto made, tools->desk->manage().add_all(inputs, Context::actor(tenant)));
    std::vector<FirstPassword> rows;
    for (std::size_t i = 0; i < made.size(); ++i) { rows.push_back({kAdministrators[i].role, kAdministrators[i].username, made[i].password}); }
    GX_CHECK(write_passwords(context, rows));
    return rows;
}

}  // namespace gx::main
