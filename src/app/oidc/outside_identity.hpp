// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Somebody as a sign-in service of another office knows them.
///
/// Shape: `subject` is a personal value: it is compared by digest and never logged or journalled; `session` is that
/// office's name
///        of the sign-in, empty when it gives none.
struct OutsideIdentity {
    std::string provider;
    std::string issuer;
    std::string subject;
    std::string session = {};
    std::optional<base::Instant> authenticated_at = {};
};

/// What a browser gets when a session was opened.
struct OpenedSession {
    std::string cookie;  ///< the value; never stored or logged
};

/// Opens and ends sessions of accounts for what other offices say. Accounts are bound beforehand, never made here.
///
/// Thread: any number of threads.
class SessionOpener {
public:
    virtual ~SessionOpener() = default;
    /// Errors: Unauthenticated "oidc.not_bound" (no account is bound to this identity, or it may not sign in: one
    /// answer);
    ///         those of the store.
    virtual base::Result<OpenedSession> open(const OutsideIdentity& identity, const std::string& agent) = 0;
    /// Ends the sessions that this office opened for `subject`, of its `session`, or of both where both are given.
    /// Gives how many. Errors: those of the store.
    virtual base::Result<int> end(const OutsideIdentity& identity) = 0;
};

}  // namespace gx::app
