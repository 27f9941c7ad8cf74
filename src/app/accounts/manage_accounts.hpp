// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/accounts/account_parts.hpp"

namespace gx::app {

/// Which accounts of the own tenant are asked for; empty members ask for all.
struct AccountQuery {
    std::string q = {};      ///< part of a sign-in name, or of a display name
    std::string state = {};  ///< "active", "disabled", "closed"
    std::string role = {};
    std::string body = {};   ///< id
    std::size_t limit = 50;  ///< 1..200
    std::size_t page = 1;
};

/// Accounts as administrators keep them: the system administrator makes and closes them, the security administrator says what
/// they may do, and neither the other's (S-5.6a). The command line may do both.
///
/// Thread: any.
class ManageAccounts {
public:
    explicit ManageAccounts(AccountParts& parts) : parts_(parts) {}

    /// {items, total}, by sign-in name. Errors: NotPermitted "access.denied"; those of the store and of the sealer.
    Result<base::Json> list(const AccountQuery& query, const Actor& actor) const;
    /// Errors: NotFound "account.unknown"; as list.
    Result<base::Json> show(const std::string& id, const Actor& actor) const;

    struct Input {
        std::string username;
        std::string name;
        std::string body_id = {};
        std::string official_id = {};
        std::string locale = {};
        std::vector<GrantedRole> grants = {};  ///< only for somebody who may grant as well
        std::string password = {};             ///< of a demonstration, kept as it is; empty: random, for one use
    };
    struct Made {
        std::string id;
        std::string password;  ///< told once
    };
    /// Errors: NotPermitted "access.denied"; InvalidInput "account.username_form", "account.name_form", "account.body_unknown",
    ///         "account.official_unknown", "account.locale", those of check_grants; Conflict "account.username_taken"
    Result<Made> add(const Input& input, const Actor& actor);
    /// As `add` for each: all or none, their passwords computed beside each other. Shape: 1..200.
    Result<std::vector<Made>> add_all(std::span<const Input> inputs, const Actor& actor);

    struct Change {
        std::string name;
        std::string body_id = {};
        std::string official_id = {};
        std::string locale = {};
        std::string state = {};  ///< empty: stays
    };
    /// A disabled or closed account's sessions end. Errors: as add; NotFound "account.unknown"; NotPermitted "account.own_state",
    /// "account.other_duty" (an administrator of another duty); StateForbids "account.closed", "account.self_granted" (who the
    /// person is may not change under a right to the own file); VersionMismatch "store.version"
    Result<base::Json> change(const std::string& id, const Change& change, std::int64_t version, const Actor& actor);

    /// Errors: NotPermitted "access.denied", "account.own_grants", "account.beyond_scope", "session.reauthenticate"; NotFound
    ///         "account.unknown"; StateForbids "account.closed", "account.official_missing" (role `self` without a person);
    ///         VersionMismatch "store.version"; those of check_grants
    Result<base::Json> set_grants(const std::string& id, const std::vector<GrantedRole>& grants, std::int64_t version, const Actor& actor);

    /// A new one-time password, told once; all sessions end. Errors: NotPermitted "access.denied", "account.other_duty",
    /// "session.reauthenticate"; NotFound "account.unknown"; StateForbids "account.closed"
    Result<std::string> reset_password(const std::string& id, const Actor& actor);
    /// Errors: NotPermitted "access.denied", "account.other_duty", "session.reauthenticate"; NotFound "account.unknown";
    /// StateForbids "account.closed", "session.totp_missing"
    Result<Done> reset_totp(const std::string& id, const Actor& actor);
    /// Errors: NotPermitted "access.denied"; NotFound "account.unknown"
    Result<Done> end_sessions(const std::string& id, const Actor& actor);
    /// Lets an identity provider vouch for the account. Errors: as change; Conflict "account.outside_name_taken"
    Result<Done> bind(const std::string& id, const OutsideName& name, const Actor& actor);

    /// The id behind a sign-in name of the tenant. Errors: NotFound "account.unknown"
    Result<std::string> id_of(const std::string& username, const Actor& actor) const;

private:
    /// An account on its way into the store.
    struct Draft {
        Made made;
        Account account;
        AccountSecret secret;
        Sealing name;
    };
    Result<Draft> drafted(const Input& input, const Actor& actor);
    Result<std::vector<Draft>> drafted_all(std::span<const Input> inputs, const Actor& actor);
    bool rules(const Actor& actor, std::string_view action) const {
        return rules_tenant(*parts_.accounts.now(), parts_.accounts.roles(), actor, action);
    }
    bool sees(const Actor& actor, const KnownAccount& known, std::string_view action) const;
    Result<Accounts::Known> within(const std::string& id, const char* action, const Actor& actor) const;
    Result<Done> check_person(Reader& reader, const std::string& body_id, const std::string& official_id, const std::string& locale,
                              const std::string& tenant) const;
    Result<Done> check_reach(const std::vector<GrantedRole>& grants, const Actor& actor) const;
    Result<Done> check_duty(const KnownAccount& account, const Actor& actor) const;
    Result<base::Json> view(Reader& reader, const KnownAccount& known, const std::string& name) const;
    Result<base::Json> show_after(const std::string& id, const Actor& actor) const;
    Result<AccountRow> row_of(Work& work, const KnownAccount& known, std::optional<std::int64_t> version) const;

    AccountParts& parts_;
};

}  // namespace gx::app
