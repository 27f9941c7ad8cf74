// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"

namespace gx::app {

/// What an account signs in with. Not journalled: the account's entity names the password by its digest.
struct AccountSecret {
    std::string account_id;
    std::string tenant;
    std::string password;                        ///< PHC text
    std::optional<base::Instant> ends_at = {};   ///< a one-time password is good until then
    std::int64_t totp_step = -1;                 ///< the last time step that a code was taken for
    std::vector<std::string> recovery = {};      ///< hex digests of the recovery codes not used yet
    std::optional<base::Instant> seen_at = {};   ///< last sign-in
};

/// Failed sign-ins from one place within the counted time.
struct FailureCount {
    std::string place;       ///< keyed digest
    std::string account_id;  ///< empty: of no account, or of a network
    std::int64_t failures = 0;
    base::Instant since;
    base::Instant last_at;
    std::optional<base::Instant> locked_until = {};
};

/// A browser that is signed in. `code` seals the row under a key outside the store.
struct WebSession {
    std::string digest;  ///< hex, of the id in the browser's cookie
    std::string name;    ///< what lists call it
    std::string tenant;
    std::string account_id;
    std::string stamp;  ///< of the account's password and rights when it was opened
    base::Instant made_at;
    base::Instant seen_at;
    base::Instant ends_at;
    base::Instant proven_at;
    std::string agent;
    std::string opened_by = "password";
    std::string outside_id = {};
    bool revoked = false;
    std::string code = {};
    base::Instant changed_at = {};  ///< when the row was last written
};

/// Rows beside the journal that accounts need. Read and written with the Reader and the Work of the same store, so that they
/// commit with the entries they belong to. tests/contract runs on both stores.
///
/// Errors: those of the store; Corrupt "store.content" when a row cannot be read.
class AccountStore {
public:
    virtual ~AccountStore() = default;

    virtual Result<std::optional<AccountSecret>> secret(Reader& reader, std::string_view account_id) = 0;
    virtual Result<Done> put_secret(Work& work, const AccountSecret& secret) = 0;
    /// Takes a time step once: false when it, or a later one, was taken before.
    virtual Result<bool> take_step(Work& work, std::string_view account_id, std::int64_t step) = 0;

    virtual Result<std::optional<FailureCount>> failures(Reader& reader, std::string_view place) = 0;
    /// The latest end of a lock of this account anywhere, if one lies after `now`.
    virtual Result<std::optional<base::Instant>> locked_until(Reader& reader, std::string_view account_id, base::Instant now) = 0;
    virtual Result<Done> put_failures(Work& work, const FailureCount& count) = 0;
    virtual Result<Done> clear_failures(Work& work, std::string_view place) = 0;
    /// Forgets what was last added to before `before` and locks nobody any more.
    virtual Result<Done> forget_failures(Work& work, base::Instant before) = 0;

    /// Sessions changed at or after `since`, by any process.
    virtual Result<std::vector<WebSession>> sessions(Reader& reader, base::Instant since) = 0;
    virtual Result<Done> put_session(Work& work, const WebSession& session) = 0;
    /// Forgets sessions that ended before `before`.
    virtual Result<Done> forget_sessions(Work& work, base::Instant before) = 0;

    /// JSON text; nothing when none was kept.
    virtual Result<std::optional<std::string>> settings(Reader& reader, std::string_view account_id) = 0;
    virtual Result<Done> put_settings(Work& work, std::string_view tenant, std::string_view account_id, std::string_view content) = 0;
};

}  // namespace gx::app
