// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/accounts/account_parts.hpp"

namespace gx::app {

/// Whether the second factor is asked for where the account has one.
enum class SecondFactor { Asked, ShownBefore };

/// Checks that somebody is who they say: password, second factor, counters.
///
/// Unknown, wrong, locked, disabled, closed and tampered accounts get one answer, after one password computation each.
/// Source: ASSURANCE S9
/// Thread: any.
class Proof {
public:
    explicit Proof(AccountParts& parts) : parts_(parts) {}

    struct Input {
        std::string username;
        std::string password;
        std::string totp = {};
        std::string recovery_code = {};
        std::string network = {};  ///< where the attempt comes from, as coarse as counters need it
        SecondFactor second = SecondFactor::Asked;
    };
    struct Proven {
        AccountRow row;
        AccountSecret secret;
        std::string place;
        std::string fresh_hash = {};              ///< of the same password, when the kept one was made at another cost
        std::optional<std::int64_t> step = {};    ///< time step of the code shown
        std::string recovery = {};                ///< digest of the recovery code shown
    };

    /// Errors: RateLimited "session.too_many"; Unauthenticated "session.refused", "session.totp_needed" (only when the password
    ///         is right); Unavailable "password.memory"; those of the store.
    Result<Proven> check(const Input& input);
    /// Takes what was shown, once, in the work that the proof is for, and clears the counter; `secret` and `row.account` are what
    /// is kept from now on. Errors: Unauthenticated "session.refused" when the code was taken meanwhile; those of the store.
    Result<Done> settle(Work& work, Proven& proven);

private:
    struct Counters {
        std::string place;
        std::string network;
        std::optional<FailureCount> here;
        std::optional<FailureCount> all;
    };
    Result<Counters> counters(Reader& reader, const Input& input) const;
    Result<bool> second_factor(Reader& reader, const Input& input, Proven& proven) const;
    std::optional<Error> unfit(const AccountRow& row, const AccountSecret& secret) const;
    Error failed(const Counters& counters, const std::optional<AccountRow>& row);

    AccountParts& parts_;
};

}  // namespace gx::app
