// SPDX-License-Identifier: Apache-2.0
#include "app/notices/recipients.hpp"

#include <algorithm>

#include "app/access/grants.hpp"
#include "app/ports/entity_types.hpp"
#include "app/tokens/api_token.hpp"

namespace gx::app {
namespace {

using Actors = std::map<std::string, Actor, std::less<>>;

void join(Actors& actors, Actor more) {
    const std::string account = more.account;
    auto [at, added] = actors.emplace(account, std::move(more));
    if (added) { return; }
    if (at->second.seats.empty()) { at->second.seats = std::move(more.seats); }
    at->second.actions.merge(more.actions);
    std::ranges::move(more.grants, std::back_inserter(at->second.grants));
}

/// Roles held in scopes, as accounts and tokens list them; empty where none are.
Result<std::vector<GrantedRole>> grants_in(const base::Json& content) {
    std::vector<GrantedRole> grants;
    if (!content.at("grants").is_array()) { return grants; }
    for (const base::Json& grant : content.at("grants").as_array()) {
        GX_TRY(auto one, GrantedRole::from_json(grant));
        grants.push_back(std::move(one));
    }
    return grants;
}

Result<Done> add_tokens(Reader& reader, const std::string& tenant, const LawPack& law, const BodyTree& tree, base::Date today, Actors& actors) {
    return reader.scan("api_token", tenant, [&](const Entity& row) -> Result<Done> {
        GX_TRY(const ApiToken token, ApiToken::from_json(row.content));
        if (token.revoked_on || (token.expires_on && *token.expires_on < today)) { return Done{}; }
        GX_TRY(auto grants, grants_in(row.content));
        if (grants.empty()) {
            join(actors, tenant_wide(token.account, tenant, granted_actions(token.rights, law.roles)));
            return Done{};
        }
        for (const std::string& role : token.rights.roles) { grants.push_back({.role = role, .kind = ScopeKind::Tenant}); }
        Actor actor{.account = token.account, .tenant = tenant};
        actor.grants = resolve_grants(grants, law.roles, tree, {}, {token.rights.actions.begin(), token.rights.actions.end()});
        actor.actions = actions_of(actor.grants);
        join(actors, std::move(actor));
        return Done{};
    });
}

Result<Done> add_accounts(Reader& reader, const std::string& tenant, const LawPack& law, const BodyTree& tree, Actors& actors) {
    if (find_entity_type("account") == nullptr) { return Done{}; }
    return reader.scan("account", tenant, [&](const Entity& row) -> Result<Done> {
        if (row.content.text_or_empty("state") != "active") {
            actors.erase(row.key);  // its tokens are good for nothing either
            return Done{};
        }
        GX_TRY(const auto grants, grants_in(row.content));
        Actor actor{.account = row.key, .tenant = tenant, .official_id = row.content.text_or_empty("official_id")};
        actor.seats = tree.upwards(row.content.text_or_empty("body_id"));
        actor.grants = resolve_grants(grants, law.roles, tree, actor.official_id);
        actor.actions = actions_of(actor.grants);
        join(actors, std::move(actor));
        return Done{};
    });
}

}  // namespace

Result<Recipients> Recipients::load(Reader& reader, const std::string& tenant, const LawPack& law, base::Date today) {
    Recipients out;
    GX_TRY(out.tree_, BodyTree::load(reader, tenant, today));
    Actors actors;
    GX_CHECK(add_tokens(reader, tenant, law, out.tree_, today, actors));
    GX_CHECK(add_accounts(reader, tenant, law, out.tree_, actors));
    for (auto& [account, actor] : actors) { out.actors_.push_back(std::move(actor)); }
    GX_CHECK(reader.scan("notice_channel", tenant, [&](const Entity& row) -> Result<Done> {
        if (!row.content.at("address").is_null()) {
            out.channels_[row.content.text_or_empty("account")].push_back(row.content.text_or_empty("channel"));
        }
        return Done{};
    }));
    return out;
}

std::vector<std::string> Recipients::of(std::string_view action, RungReach reach, std::string_view body_id) const {
    std::vector<std::string> near;
    std::vector<std::string> far;
    for (const Actor& actor : actors_) {
        const Reach rows = actor.reach(action);
        if (!rows.covers(body_id)) { continue; }
        (rows.is_everything() ? far : near).push_back(actor.account);
    }
    if (reach == RungReach::Nearest && !near.empty()) { return near; }
    std::ranges::move(far, std::back_inserter(near));
    std::ranges::sort(near);
    return near;
}

bool Recipients::knows(std::string_view account) const {
    return std::ranges::any_of(actors_, [&](const Actor& actor) { return actor.account == account; });
}

std::string Recipients::body_name(std::string_view body_id) const {
    const BodyNode* node = tree_.find(body_id);
    return node == nullptr ? std::string{} : node->name;
}

const std::vector<std::string>& Recipients::channels_of(const std::string& account) const {
    static const std::vector<std::string> kNone;
    const auto found = channels_.find(account);
    return found == channels_.end() ? kNone : found->second;
}

}  // namespace gx::app
