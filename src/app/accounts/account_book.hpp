// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/access/body_tree.hpp"
#include "app/access/grants.hpp"
#include "app/accounts/account_rows.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "base/shared_value.hpp"

namespace gx::app {

/// An account with its roles resolved to rows.
struct KnownAccount {
    std::string id;
    std::string tenant;
    std::int64_t version = 0;
    bool sound = false;  ///< row and journal agree
    Account account;
    std::string stamp;
    std::vector<ActorGrant> grants = {};
    std::vector<std::string> seats = {};  ///< Actor::seats

    bool may_act() const { return sound && account.state == AccountState::Active; }
};

/// The accounts of all tenants and their org trees at one position of the journal. Immutable.
struct Accounts {
    using Known = std::shared_ptr<const KnownAccount>;
    std::map<std::string, Known, std::less<>> by_id;
    std::map<std::string, Known, std::less<>> by_name;  ///< sign-in names are unique in the store
    std::map<std::string, std::shared_ptr<const BodyTree>, std::less<>> trees;  ///< by tenant

    /// Null when there is none.
    Known find(std::string_view id) const;
    Known named(std::string_view name) const;
    /// An empty tree for a tenant without bodies.
    const BodyTree& tree(std::string_view tenant) const;
};

/// Keeps `Accounts` current from the journal. Entries of other types cost nothing but their reading; a large import of any type
/// reads everything again.
///
/// Thread: `now` from any thread; `refresh` from any, one at a time does the work.
class AccountBook {
public:
    AccountBook(Store& store, Clock& clock, const domain::Hasher& hasher, std::span<const Role> roles)
        : store_(store), clock_(clock), hasher_(hasher), roles_(roles), book_(std::make_shared<const Accounts>()) {}

    /// Errors: those of the store; the old book stays then.
    Result<Done> refresh();
    /// Never null. Two calls give the same object as long as nothing changed.
    std::shared_ptr<const Accounts> now() const { return book_.load(); }
    std::span<const Role> roles() const { return roles_; }

private:
    struct Changes {
        bool everything = false;
        std::set<std::string> accounts;  ///< "tenant/id"
        std::set<std::string> trees;     ///< tenants
    };
    Result<Changes> changes_until(Reader& reader, std::int64_t size) const;
    Result<Done> read_all(Reader& reader, Accounts& book) const;
    Result<Done> read_changed(Reader& reader, const Changes& changes, Accounts& book) const;
    Result<Done> read_tree(Reader& reader, const std::string& tenant, Accounts& book) const;
    void take(AccountRow row, Accounts& book) const;

    Store& store_;
    Clock& clock_;
    const domain::Hasher& hasher_;
    std::span<const Role> roles_;
    base::SharedValue<Accounts> book_;
    std::mutex refreshing_;
    std::int64_t read_at_ = -1;
};

}  // namespace gx::app
