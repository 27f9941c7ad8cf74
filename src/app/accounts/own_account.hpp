// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/accounts/sign_in.hpp"

namespace gx::app {

/// What somebody who is signed in sees and changes of the own account.
///
/// Thread: any.
class OwnAccount {
public:
    explicit OwnAccount(AccountParts& parts) : parts_(parts), proof_(parts) {}

    /// {user, roles, actions, csrf, must_change_password, totp_enrolled, expires_at?, idle_seconds}; a token has no session.
    /// Errors: those of the store and of the sealer.
    Result<base::Json> show(const Holder& holder) const;

    /// The other sessions end, this one goes on under a new id.
    /// Errors: InvalidInput "password.same" and those of check_password; those of own_account and Proof::check.
    Result<SignIn::Opened> change_password(Proof::Input current, const std::string& next, const Actor& actor);

    struct Enrolment {
        std::string secret;  ///< Base32, for typing
        std::string uri;     ///< for a picture to photograph
    };
    /// Proposes a secret; nothing is kept until a code of it was shown. Errors: NotPermitted "session.reauthenticate";
    /// StateForbids "session.totp_enrolled"; those of own_account.
    Result<Enrolment> begin_totp(const Actor& actor) const;
    /// Ten recovery codes, told once. Errors: as begin_totp; InvalidInput "session.totp_wrong"; Corrupt
    /// "account.tampered" (the row is not its newest journal entry); those of the store.
    Result<std::vector<std::string>> confirm_totp(const std::string& code, const Actor& actor);
    /// Asks for the factor once more. Errors: StateForbids "session.totp_missing"; those of own_account and Proof::check.
    Result<Done> remove_totp(Proof::Input current, const Actor& actor);

    /// {items: [{id, made_at, seen_at, expires_at, agent, current}]}. Errors: those of own_account.
    Result<base::Json> sessions(const Actor& actor) const;
    /// Errors: NotFound "session.unknown"; those of own_account and of the store.
    Result<Done> end_session(const std::string& name, const Actor& actor);

    /// {settings: {…}}. Errors: those of own_account and of the store.
    Result<base::Json> settings(const Actor& actor) const;
    /// Errors: InvalidInput "settings.form"; TooLarge "settings.too_large" (16 KiB); as settings.
    Result<Done> keep_settings(const base::Json& settings, const Actor& actor);

private:
    base::Bytes proposed_secret(const KnownAccount& account, const Actor& actor) const;
    Result<Accounts::Known> ready_for_totp(const Actor& actor) const;

    AccountParts& parts_;
    Proof proof_;
};

}  // namespace gx::app
