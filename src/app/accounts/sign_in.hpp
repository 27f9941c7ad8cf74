// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "app/access/holder.hpp"
#include "app/accounts/proof.hpp"

namespace gx::app {

/// Opens, renews and ends web sessions.
///
/// Thread: any.
class SignIn {
public:
    explicit SignIn(AccountParts& parts) : parts_(parts), proof_(parts) {}

    /// A session just opened: what the browser is to hold, and whom it stands for.
    struct Opened {
        std::string cookie;
        WebSession session;
        std::shared_ptr<const Holder> holder;
    };

    /// Errors: those of Proof::check.
    Result<Opened> open(const Proof::Input& input, const std::string& agent);
    /// For an identity provider that has vouched for the account; `outside_id` is the session's id there.
    /// Errors: Unauthenticated "session.refused" (unknown, not active, tampered); those of the store.
    Result<Opened> open_vouched(const std::string& account_id, const std::string& agent, const std::string& provider,
                                const std::string& outside_id);
    /// The same session under a new id after showing password (and second factor) again.
    /// Errors: NotPermitted "session.web_only"; those of Proof::check.
    Result<Opened> prove_again(Proof::Input input, const Actor& actor);
    /// Ends the actor's own session. Errors: those of own_account and of the store.
    Result<Done> close(const Actor& actor);

private:
    /// `row` after the work has changed it.
    Result<Opened> begun(SessionBook::Fresh fresh);

    AccountParts& parts_;
    Proof proof_;
};

}  // namespace gx::app
