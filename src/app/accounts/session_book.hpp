// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/access/holder.hpp"
#include "app/accounts/account_book.hpp"
#include "app/accounts/keyed_digest.hpp"
#include "app/accounts/password_rules.hpp"
#include "app/ports/account_store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// How long a web session lasts. Units: milliseconds.
struct SessionLimits {
    std::int64_t idle_ms = 1'800'000;
    std::int64_t life_ms = 28'800'000;
};

/// The web sessions in memory, found by the digest of what the browser holds: how long a look-up takes says nothing of it.
/// What another process opens or ends is seen within a second. A session whose row was not written by somebody with the key, and
/// one of an account whose password, rights or state have changed since, is none.
///
/// Thread: any.
class SessionBook {
public:
    SessionBook(Store& store, AccountStore& rows, Clock& clock, Random& random, const domain::Hasher& hasher, const AccountBook& accounts,
                KeyedDigest key, const PasswordRules& rules, const SessionLimits& limits)
        : store_(store), rows_(rows), clock_(clock), random_(random), hasher_(hasher), accounts_(accounts), key_(std::move(key)),
          rules_(rules), limits_(limits) {}

    /// A session about to be opened: the row goes into the work that opens it, then into the book.
    struct Fresh {
        std::string cookie;
        WebSession row;
    };
    Fresh make(const KnownAccount& account, std::string agent, std::string opened_by, std::string outside_id);
    /// The same session under a new id, just proven: for re-authentication and a changed password.
    Fresh renewed(const WebSession& session, const std::string& stamp);
    /// Writes the row, sealed and marked as changed now. Errors: those of the store.
    Result<Done> put(Work& work, WebSession session);
    /// Takes a session that was written into the book.
    void keep(const WebSession& session);

    /// Whom a cookie stands for now; null: nobody. Marks the session as seen. Total.
    std::shared_ptr<const Holder> find(std::string_view cookie);
    /// The sessions that are good now, newest first. Total.
    std::vector<WebSession> of_account(std::string_view account_id) const;
    /// The good sessions that an identity provider opened under its name for the sign-in there. Total.
    std::vector<WebSession> of_outside(std::string_view provider, std::string_view outside_id) const;
    /// Nothing when the account has no such session. Total.
    std::optional<WebSession> named(std::string_view account_id, std::string_view name) const;
    /// Ends these sessions, durably. Errors: those of the store.
    Result<Done> end(const std::vector<WebSession>& sessions, const Actor& actor);

    /// Reads what other processes did, writes down who was seen, forgets what is long over. Errors: those of the store.
    Result<Done> refresh();
    const SessionLimits& limits() const { return limits_; }

private:
    struct Live {
        WebSession row;
        std::int64_t seen_written_ms = 0;
        std::shared_ptr<const Accounts> resolved_in;
        std::shared_ptr<const Holder> holder;
    };
    std::string code_of(const WebSession& row) const;
    bool is_good(const WebSession& row, const KnownAccount* account, base::Instant now) const;
    std::shared_ptr<const Holder> holder_of(const WebSession& row, const KnownAccount& account, std::string_view cookie) const;
    Result<Done> read_changed(base::Instant now);
    Result<Done> write_seen(base::Instant now);

    Store& store_;
    AccountStore& rows_;
    Clock& clock_;
    Random& random_;
    const domain::Hasher& hasher_;
    const AccountBook& accounts_;
    KeyedDigest key_;
    const PasswordRules& rules_;
    SessionLimits limits_;

    mutable std::mutex lock_;
    std::unordered_map<std::string, Live> live_;  ///< by digest
    std::mutex refreshing_;
    std::int64_t refreshed_ms_ = 0;
    std::int64_t tidied_ms_ = 0;
};

}  // namespace gx::app
