// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/account_book.hpp"

namespace gx::app {
namespace {

constexpr std::int64_t kEntriesReadMax = 10'000;

bool shapes_trees(std::string_view entity) { return entity == "body" || entity == "division" || entity == "tenant"; }

}  // namespace

Accounts::Known Accounts::find(std::string_view id) const {
    const auto found = by_id.find(id);
    return found == by_id.end() ? nullptr : found->second;
}

Accounts::Known Accounts::named(std::string_view name) const {
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
}

const BodyTree& Accounts::tree(std::string_view tenant) const {
    static const BodyTree kNone;
    const auto found = trees.find(tenant);
    return found == trees.end() ? kNone : *found->second;
}

void AccountBook::take(AccountRow row, Accounts& book) const {
    auto known = std::make_shared<KnownAccount>();
    known->id = row.entity.id;
    known->tenant = row.entity.tenant;
    known->version = row.entity.version;
    known->sound = row.sound;
    known->stamp = stamp_of(hasher_, row.account);
    known->account = std::move(row.account);
    known->grants = resolve_grants(known->account.grants, roles_, book.tree(known->tenant), known->account.official_id);
    known->seats = book.tree(known->tenant).upwards(known->account.body_id);
    book.by_name[known->account.code] = known;
    book.by_id[known->id] = std::move(known);
}

Result<Done> AccountBook::read_tree(Reader& reader, const std::string& tenant, Accounts& book) const {
    GX_TRY(auto tree, BodyTree::load(reader, tenant, clock_.today()));
    book.trees[tenant] = std::make_shared<const BodyTree>(std::move(tree));
    return Done{};
}

Result<Done> AccountBook::read_all(Reader& reader, Accounts& book) const {
    std::vector<std::string> tenants;
    GX_CHECK(reader.scan("tenant", "", [&](const Entity& tenant) -> Result<Done> {
        tenants.push_back(tenant.key);
        return Done{};
    }));
    for (const std::string& tenant : tenants) { GX_CHECK(read_tree(reader, tenant, book)); }
    std::vector<Entity> rows;
    GX_CHECK(reader.scan("account", "", [&](const Entity& entity) -> Result<Done> {
        rows.push_back(entity);
        return Done{};
    }));
    for (Entity& entity : rows) {
        GX_TRY(auto row, checked_account(reader, hasher_, std::move(entity)));
        take(std::move(row), book);
    }
    return Done{};
}

Result<AccountBook::Changes> AccountBook::changes_until(Reader& reader, std::int64_t size) const {
    Changes changes;
    changes.everything = read_at_ < 0 || size < read_at_ || size - read_at_ > kEntriesReadMax;
    if (changes.everything) { return changes; }
    GX_CHECK(reader.entries(read_at_, size, [&](const domain::JournalEntry& entry) -> Result<Done> {
        if (entry.entity == "account") { changes.accounts.insert(entry.tenant + "/" + entry.entity_id); }
        if (shapes_trees(entry.entity)) { changes.trees.insert(entry.tenant); }
        return Done{};
    }));
    return changes;
}

Result<Done> AccountBook::read_changed(Reader& reader, const Changes& changes, Accounts& book) const {
    for (const std::string& tenant : changes.trees) {
        GX_CHECK(read_tree(reader, tenant, book));
        for (auto& [id, known] : book.by_id) {
            if (known->tenant != tenant) { continue; }
            auto next = std::make_shared<KnownAccount>(*known);
            next->grants = resolve_grants(next->account.grants, roles_, book.tree(tenant), next->account.official_id);
            next->seats = book.tree(tenant).upwards(next->account.body_id);
            book.by_name[next->account.code] = next;
            known = std::move(next);
        }
    }
    for (const std::string& place : changes.accounts) {
        const auto slash = place.find('/');
        GX_TRY(auto row, read_account(reader, hasher_, place.substr(0, slash), place.substr(slash + 1)));
        if (row) { take(std::move(*row), book); }
    }
    return Done{};
}

Result<Done> AccountBook::refresh() {
    const std::lock_guard guard(refreshing_);
    if (store_.position() == read_at_) { return Done{}; }
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const std::int64_t size, reader->journal_size());
    GX_TRY(const Changes changes, changes_until(*reader, size));
    if (!changes.everything && changes.accounts.empty() && changes.trees.empty()) {
        read_at_ = size;
        return Done{};
    }
    auto book = std::make_shared<Accounts>(changes.everything ? Accounts{} : *book_.load());
    GX_CHECK(changes.everything ? read_all(*reader, *book) : read_changed(*reader, changes, *book));
    book_.store(std::move(book));
    read_at_ = size;
    return Done{};
}

}  // namespace gx::app
