// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "app/ports/world.hpp"
#include "base/bytes.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// What is remembered of a browser that was sent to a provider.
struct PendingSignIn {
    std::string provider;
    std::string nonce;
    std::string code_verifier;
    std::string return_to;
};

/// Sign-ins under way, each good for ten minutes and one return, of the browser that began it.
///
/// Shape:  at most 20,000 (6 MB); the oldest give way, so that whoever begins many and ends none shuts nobody out for
/// long. Thread: any number of threads.
class PendingSignIns {
public:
    PendingSignIns(Clock& clock, Random& random, const domain::Hasher& hasher)
        : clock_(clock), random_(random), hasher_(hasher) {}

    struct Begun {
        std::string state;    ///< through the provider and back
        std::string browser;  ///< the value of the browser's cookie
        PendingSignIn pending;
    };
    /// Makes all secrets: 256 random bits each, as text for URLs.
    Begun begin(std::string provider, std::string return_to);
    /// What `state` stands for, once; nothing when it is unknown, used, too old, another provider's or another
    /// browser's.
    std::optional<PendingSignIn> take(std::string_view state, std::string_view browser, std::string_view provider);

private:
    struct Waiting {
        PendingSignIn pending;
        base::Digest browser;
        base::Instant until;
    };
    std::string secret();
    base::Digest digest_of(std::string_view text) const { return hasher_.digest(base::as_bytes(text)); }

    Clock& clock_;
    Random& random_;
    const domain::Hasher& hasher_;
    std::mutex lock_;
    std::map<base::Digest, Waiting> waiting_;  ///< by digest of the state
    std::deque<base::Digest> order_;           ///< oldest first; some may be gone from `waiting_`
};

}  // namespace gx::app
