// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/manage_accounts.hpp"

#include <algorithm>
#include <thread>

#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kNameCharactersMax = 40;
constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kPasswordRandomBytes = 64;
constexpr std::int64_t kOneTimeMs = 72LL * 3'600'000;
constexpr std::size_t kAtOnceMax = 200;

Error denied(const char* action) { return {ErrorCode::NotPermitted, "access.denied", action}; }

Result<std::string> checked_name(const std::string& typed) {
    const Error wrong{ErrorCode::InvalidInput, "account.name_form", {}, "/body/name"};
    const std::string name(base::trim(typed));
    if (name.empty() || name.size() > kNameBytesMax || !base::is_utf8(name) || base::code_points(name) > kNameCharactersMax) { return wrong; }
    if (std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) { return wrong; }
    return name;
}

bool is_self(const GrantedRole& grant) { return grant.kind == ScopeKind::Self; }

}  // namespace

Result<Done> ManageAccounts::check_person(Reader& reader, const std::string& body_id, const std::string& official_id,
                                          const std::string& locale, const std::string& tenant) const {
    if (!body_id.empty()) {
        GX_TRY(const auto body, reader.find("body", tenant, body_id));
        if (!body) { return Error{ErrorCode::InvalidInput, "account.body_unknown", body_id, "/body/body_id"}; }
    }
    if (!official_id.empty()) {
        GX_TRY(const auto official, reader.find("official", tenant, official_id));
        if (!official) { return Error{ErrorCode::InvalidInput, "account.official_unknown", official_id, "/body/official_id"}; }
    }
    if (!locale.empty() && locale != "zh" && locale != "en") {
        return Error{ErrorCode::InvalidInput, "account.locale", locale, "/body/locale"};
    }
    return Done{};
}

/// Nobody gives away more than the own reach: whoever may grant for some bodies only, grants for those only.
Result<Done> ManageAccounts::check_reach(const std::vector<GrantedRole>& grants, const Actor& actor) const {
    if (rules(actor, "account.grant")) { return Done{}; }
    const Reach reach = actor.reach("account.grant");
    const auto accounts = parts_.accounts.now();
    const BodyTree& tree = accounts->tree(actor.tenant);
    for (std::size_t i = 0; i < grants.size(); ++i) {
        const std::vector<std::string> bodies = grants[i].kind == ScopeKind::Body       ? tree.subtree(grants[i].ref)
                                                : grants[i].kind == ScopeKind::Division ? tree.in_division(grants[i].ref)
                                                                                        : std::vector<std::string>{};
        const bool inside = !bodies.empty() && std::ranges::all_of(bodies, [&](const std::string& id) { return reach.covers(id); });
        if (!inside) { return Error{ErrorCode::NotPermitted, "account.beyond_scope", grants[i].role, fmt::format("/body/grants/{}", i)}; }
    }
    return Done{};
}

/// The three administrators check each other: none of them takes over, or shuts out, one of another duty.
Result<Done> ManageAccounts::check_duty(const KnownAccount& account, const Actor& actor) const {
    const auto own = parts_.accounts.now()->named(actor.account);
    if (actor.actions.contains("*")) { return Done{}; }
    for (const GrantedRole& grant : account.account.grants) {
        const bool held = own && std::ranges::any_of(own->account.grants, [&](const GrantedRole& one) { return one.role == grant.role; });
        if (grant.kind == ScopeKind::System && !held) { return Error{ErrorCode::NotPermitted, "account.other_duty", grant.role}; }
    }
    return Done{};
}

Result<AccountRow> ManageAccounts::row_of(Work& work, const KnownAccount& known, std::optional<std::int64_t> version) const {
    GX_TRY(auto row, read_account(work, parts_.hasher, known.tenant, known.id));
    if (!row) { return Error{ErrorCode::NotFound, "account.unknown", known.id}; }
    if (!row->sound) { return Error{ErrorCode::Corrupt, "account.tampered", known.id}; }
    if (version && *version != row->entity.version) { return Error{ErrorCode::VersionMismatch, "store.version", known.id}; }
    if (row->account.state == AccountState::Closed) { return Error{ErrorCode::StateForbids, "account.closed", known.id}; }
    return std::move(*row);
}

Result<ManageAccounts::Draft> ManageAccounts::drafted(const Input& input, const Actor& actor) {
    if (!rules(actor, "account.add")) { return denied("account.add"); }
    if (!input.grants.empty() && !actor.may("account.grant")) { return denied("account.grant"); }
    if (!input.password.empty() && !actor.actions.contains("*")) { return denied("account.add"); }
    if (!is_sign_in_name(input.username)) { return Error{ErrorCode::InvalidInput, "account.username_form", input.username, "/body/username"}; }
    GX_TRY(const std::string name, checked_name(input.name));
    const auto accounts = parts_.accounts.now();
    GX_CHECK(check_grants(input.grants, parts_.accounts.roles(), accounts->tree(actor.tenant)));
    GX_CHECK(check_reach(input.grants, actor));
    if (input.official_id.empty() && std::ranges::any_of(input.grants, is_self)) {
        return Error{ErrorCode::StateForbids, "account.official_missing", input.username, "/body/official_id"};
    }
    const base::Instant now = parts_.clock.now();
    Draft draft{.made = {.id = parts_.ids.next_id(), .password = input.password}, .account = {}, .secret = {}, .name = {}};
    if (draft.made.password.empty()) { draft.made.password = one_time_password(parts_.random.bytes(kPasswordRandomBytes)); }
    GX_TRY(const std::string kept, parts_.passwords.hash(draft.made.password));
    GX_TRY(draft.name, parts_.sealer.seal(actor.tenant, parts_.ids.next_id(), base::as_bytes(name)));
    draft.account = {.code = input.username, .name = draft.name.reference(), .body_id = input.body_id, .official_id = input.official_id,
                     .locale = input.locale, .grants = input.grants, .made_on = now.civil_day(),
                     .secret_digest = secret_digest(parts_.hasher, kept)};
    draft.secret = {.account_id = draft.made.id, .tenant = actor.tenant, .password = kept};
    if (input.password.empty()) { draft.secret.ends_at = base::Instant::from_millis(now.millis() + kOneTimeMs); }
    else { draft.account.password_changed_on = now.civil_day(); }
    return draft;
}

Result<std::vector<ManageAccounts::Draft>> ManageAccounts::drafted_all(std::span<const Input> inputs, const Actor& actor) {
    std::vector<std::optional<Result<Draft>>> results(inputs.size());
    const auto every_other = [&](std::size_t first) {
        for (std::size_t i = first; i < inputs.size(); i += 2) { results[i].emplace(drafted(inputs[i], actor)); }
    };
    std::thread other([&] { every_other(1); });
    every_other(0);
    other.join();
    std::vector<Draft> drafts;
    for (auto& result : results) {
        if (!result->ok()) { return std::move(*result).error(); }
        drafts.push_back(std::move(**result));
    }
    return drafts;
}

Result<std::vector<ManageAccounts::Made>> ManageAccounts::add_all(std::span<const Input> inputs, const Actor& actor) {
    GX_ASSERT(!inputs.empty() && inputs.size() <= kAtOnceMax);
    GX_CHECK(parts_.accounts.refresh());
    GX_TRY(const std::vector<Draft> drafts, drafted_all(inputs, actor));
    std::string taken;
    auto written = parts_.store.write({actor, parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        for (const Draft& draft : drafts) {
            const Account& account = draft.account;
            GX_CHECK(check_person(work, account.body_id, account.official_id, account.locale, actor.tenant));
            GX_CHECK(work.add_sealed(draft.name.row));
            taken = account.code;
            GX_CHECK(work.put(Entity{"account", actor.tenant, draft.made.id, {}, 1, -1, account.to_json()}, "add"));
            GX_CHECK(parts_.rows.put_secret(work, draft.secret));
        }
        return Done{};
    });
    if (!written.ok() && written.error().reason == "store.key_taken") {
        return Error{ErrorCode::Conflict, "account.username_taken", taken, "/body/username"};
    }
    GX_CHECK(std::move(written));
    GX_CHECK(parts_.accounts.refresh());
    std::vector<Made> made;
    for (const Draft& draft : drafts) { made.push_back(draft.made); }
    return made;
}

Result<ManageAccounts::Made> ManageAccounts::add(const Input& input, const Actor& actor) {
    GX_TRY(auto made, add_all(std::span(&input, 1), actor));
    return std::move(made.front());
}

Result<Json> ManageAccounts::change(const std::string& id, const Change& change, std::int64_t version, const Actor& actor) {
    GX_TRY(const auto known, within(id, "account.change", actor));
    GX_TRY(const std::string name, checked_name(change.name));
    const auto state = change.state.empty() ? std::optional(known->account.state) : account_state(change.state);
    if (!state) { return Error{ErrorCode::InvalidInput, "account.state", change.state, "/body/state"}; }
    if (*state == AccountState::Closed && !actor.may("account.close")) { return denied("account.close"); }
    if (*state != known->account.state) {
        if (known->account.code == actor.account) { return Error{ErrorCode::NotPermitted, "account.own_state"}; }
        GX_CHECK(check_duty(*known, actor));
    }
    GX_TRY(const Sealing sealing, parts_.sealer.seal(actor.tenant, parts_.ids.next_id(), base::as_bytes(name)));
    GX_CHECK(parts_.store.write({actor, parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(auto row, row_of(work, *known, version));
        GX_CHECK(check_person(work, change.body_id, change.official_id, change.locale, actor.tenant));
        Account& account = row.account;
        if (account.official_id != change.official_id && std::ranges::any_of(account.grants, is_self)) {
            return Error{ErrorCode::StateForbids, "account.self_granted", {}, "/body/official_id"};
        }
        GX_TRY(const std::string before, display_name(work, parts_.sealer, account));
        if (before != name) {
            GX_CHECK(work.add_sealed(sealing.row));
            account.name = sealing.reference();
        }
        account.body_id = change.body_id;
        account.official_id = change.official_id;
        account.locale = change.locale;
        account.state = *state;
        return work.put(next_version(row.entity, account), *state == AccountState::Closed ? "close" : "change");
    }));
    return show_after(id, actor);
}

Result<Json> ManageAccounts::set_grants(const std::string& id, const std::vector<GrantedRole>& grants, std::int64_t version,
                                        const Actor& actor) {
    GX_TRY(const auto known, within(id, "account.grant", actor));
    GX_CHECK(require_recent_proof(actor, parts_.clock.now()));
    if (known->account.code == actor.account) { return Error{ErrorCode::NotPermitted, "account.own_grants"}; }
    const auto accounts = parts_.accounts.now();
    GX_CHECK(check_grants(grants, parts_.accounts.roles(), accounts->tree(actor.tenant)));
    GX_CHECK(check_reach(grants, actor));
    GX_CHECK(parts_.store.write({actor, parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(auto row, row_of(work, *known, version));
        if (row.account.official_id.empty() && std::ranges::any_of(grants, is_self)) {
            return Error{ErrorCode::StateForbids, "account.official_missing", {}, "/body/grants"};
        }
        row.account.grants = grants;
        return work.put(next_version(row.entity, row.account), grants.empty() ? "revoke" : "grant");
    }));
    return show_after(id, actor);
}

/// Whoever may change an account is told how it stands then, also without the right to read others.
Result<Json> ManageAccounts::show_after(const std::string& id, const Actor& actor) const {
    GX_CHECK(parts_.accounts.refresh());
    const auto known = parts_.accounts.now()->find(id);
    if (!known || known->tenant != actor.tenant) { return Error{ErrorCode::NotFound, "account.unknown", id}; }
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const std::string name, display_name(*reader, parts_.sealer, known->account));
    return view(*reader, *known, name);
}

Result<std::string> ManageAccounts::reset_password(const std::string& id, const Actor& actor) {
    GX_TRY(const auto known, within(id, "account.change", actor));
    GX_CHECK(require_recent_proof(actor, parts_.clock.now()));
    GX_CHECK(check_duty(*known, actor));
    const std::string password = one_time_password(parts_.random.bytes(kPasswordRandomBytes));
    GX_TRY(const std::string kept, parts_.passwords.hash(password));
    const base::Instant now = parts_.clock.now();
    GX_CHECK(parts_.store.write({actor, now}, [&](Work& work) -> Result<Done> {
        GX_TRY(auto row, row_of(work, *known, std::nullopt));
        GX_TRY(auto secret, parts_.rows.secret(work, id));
        if (!secret) { secret = AccountSecret{.account_id = id, .tenant = known->tenant, .password = {}}; }
        secret->password = kept;
        secret->ends_at = base::Instant::from_millis(now.millis() + kOneTimeMs);
        row.account.secret_digest = secret_digest(parts_.hasher, kept);
        row.account.password_changed_on.reset();
        GX_CHECK(work.put(next_version(row.entity, row.account), "change"));
        return parts_.rows.put_secret(work, *secret);
    }));
    GX_CHECK(parts_.accounts.refresh());
    return password;
}

Result<Done> ManageAccounts::reset_totp(const std::string& id, const Actor& actor) {
    GX_TRY(const auto known, within(id, "account.grant", actor));
    GX_CHECK(require_recent_proof(actor, parts_.clock.now()));
    GX_CHECK(check_duty(*known, actor));
    GX_CHECK(parts_.store.write({actor, parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(auto row, row_of(work, *known, std::nullopt));
        if (!row.account.has_totp()) { return Error{ErrorCode::StateForbids, "session.totp_missing"}; }
        GX_TRY(auto secret, parts_.rows.secret(work, id));
        row.account.totp = {};
        GX_CHECK(work.put(next_version(row.entity, row.account), "change"));
        if (!secret) { return Done{}; }
        secret->recovery.clear();
        return parts_.rows.put_secret(work, *secret);
    }));
    return parts_.accounts.refresh();
}

Result<Done> ManageAccounts::end_sessions(const std::string& id, const Actor& actor) {
    GX_TRY(const auto known, within(id, "account.end_sessions", actor));
    return parts_.sessions.end(parts_.sessions.of_account(known->id), actor);
}

Result<Done> ManageAccounts::bind(const std::string& id, const OutsideName& name, const Actor& actor) {
    GX_TRY(const auto known, within(id, "account.change", actor));
    GX_CHECK(check_duty(*known, actor));
    const auto same = [&](const OutsideName& one) { return one.provider == name.provider && one.subject_digest == name.subject_digest; };
    for (const auto& [other, account] : parts_.accounts.now()->by_id) {
        if (other != id && std::ranges::any_of(account->account.oidc, same)) {
            return Error{ErrorCode::Conflict, "account.outside_name_taken", account->account.code};
        }
    }
    GX_CHECK(parts_.store.write({actor, parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(auto row, row_of(work, *known, std::nullopt));
        std::erase_if(row.account.oidc, [&](const OutsideName& one) { return one.provider == name.provider; });
        row.account.oidc.push_back(name);
        return work.put(next_version(row.entity, row.account), "change");
    }));
    return parts_.accounts.refresh();
}

}  // namespace gx::app
