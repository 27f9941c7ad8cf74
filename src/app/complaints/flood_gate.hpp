// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "app/ports/crypto.hpp"
#include "app/ports/world.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// How much may come in before work is asked for.
struct FloodSettings {
    bool on = true;
    int proof_bits = 18;            ///< 0..30: 2^18 hashes are one to three seconds of a telephone
    int filings_free = 10;          ///< complaints and messages a minute, of all callers together
    int misses_free = 30;           ///< wrong receipts a minute, of all callers together
};

/// A solved challenge.
struct WorkProof {
    std::string challenge;
    std::string nonce;
};

/// Keeps floods out without knowing who comes: no address, no cookie, no account of callers. Up to a number a minute for all
/// together requests are free; beyond it each must bring a proof of work: SHA-256(challenge "." bound "." nonce) begins with
/// `bits` zero bits, where `bound` is the Idempotency-Key of a complaint or the receipt of a look-up as app::receipt_form writes
/// it, so that one proof serves one request. Challenges name their own end (one hour) and are recognised by a keyed digest;
/// nothing is kept of them.
///
/// Wrong receipts, with the settings' figures: 30 a minute are answered at once; each further one costs whoever guesses 2^18
/// hashes, as it costs whoever holds a right one at that hour. Nobody is locked out by another's guessing.
///
/// Source: ASSURANCE A5, S11; ADR 0081
/// Thread: any.
class FloodGate {
public:
    /// `sha256` is SHA-256 whatever the store hashes with: browsers compute it. `machine` is never moved.
    FloodGate(Sealer& sealer, const domain::Hasher& sha256, Clock& machine, Random& random, FloodSettings settings)
        : sealer_(sealer), sha256_(sha256), machine_(machine), random_(random), settings_(settings) {}

    /// {challenge, bits, algorithm, seconds}. Errors: Unavailable "complaint.no_server_key", "sealed.key_missing"
    Result<base::Json> challenge();

    /// Before a complaint or a message is kept; takes one of the free ones.
    /// Errors: RateLimited "complaint.proof_needed", "complaint.proof_wrong" (too old, none of ours, or not enough work)
    Result<Done> pass_filing(const std::optional<WorkProof>& proof, std::string_view bound);
    /// Before a receipt is looked up. Errors: as pass_filing.
    Result<Done> pass_look(const std::optional<WorkProof>& proof, std::string_view bound);
    /// A receipt was wrong.
    void missed();

private:
    struct Bucket {
        std::int64_t milli = -1;  ///< thousandths of a request that are free; negative: not used yet, full
        std::int64_t at = 0;
    };
    bool take(Bucket& bucket, int per_minute, int count);
    Result<Done> check(const std::optional<WorkProof>& proof, std::string_view bound);
    Result<bool> is_ours(std::string_view body, std::string_view code);

    Sealer& sealer_;
    const domain::Hasher& sha256_;
    Clock& machine_;
    Random& random_;
    FloodSettings settings_;
    std::mutex mutex_;
    Bucket filings_;
    Bucket misses_;
};

}  // namespace gx::app
