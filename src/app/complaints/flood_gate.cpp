// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/flood_gate.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace gx::app {
namespace {

constexpr std::int64_t kGoodForSeconds = 3'600;
constexpr std::size_t kRandomBytes = 16;
constexpr std::size_t kTextMax = 300;
constexpr std::int64_t kMinuteMillis = 60'000;

int leading_zero_bits(const base::Digest& digest) {
    int bits = 0;
    for (const std::uint8_t byte : digest) {
        for (unsigned mask = 0x80; mask != 0; mask >>= 1U) {
            if ((byte & mask) != 0) { return bits; }
            ++bits;
        }
    }
    return bits;
}

Error wrong() { return {ErrorCode::RateLimited, "complaint.proof_wrong"}; }

}  // namespace

Result<base::Json> FloodGate::challenge() {
    // The end is rounded up to the minute: it is for the client alone, but need not say more than it must.
    const std::int64_t ends = (machine_.now().millis() / kMinuteMillis + 1) * 60 + kGoodForSeconds;
    const std::string body = fmt::format("{}.{}", ends, base::to_hex(random_.bytes(kRandomBytes)));
    GX_TRY(const auto digests, sealer_.lookup_digests("", "complaint.challenge", body));
    if (digests.empty()) { return Error{ErrorCode::Unavailable, "complaint.no_server_key"}; }
    base::Json json = base::Json::object();
    json.set("challenge", fmt::format("{}.{}", body, digests.back().digest.substr(0, 32)));
    json.set("bits", settings_.on ? settings_.proof_bits : 0).set("algorithm", "SHA-256");
    return json.set("seconds", kGoodForSeconds);
}

Result<bool> FloodGate::is_ours(std::string_view body, std::string_view code) {
    GX_TRY(const auto digests, sealer_.lookup_digests("", "complaint.challenge", body));
    return std::ranges::any_of(digests, [&](const LookupDigest& one) {
        return base::equal_in_constant_time(std::string_view(one.digest).substr(0, 32), code);
    });
}

Result<Done> FloodGate::check(const std::optional<WorkProof>& proof, std::string_view bound) {
    if (!proof) { return Error{ErrorCode::RateLimited, "complaint.proof_needed"}; }
    if (proof->challenge.size() > kTextMax || proof->nonce.size() > kTextMax) { return wrong(); }
    const std::string_view challenge = proof->challenge;
    const auto dot = challenge.rfind('.');
    if (dot == std::string_view::npos) { return wrong(); }
    std::int64_t ends = 0;
    const auto [end, code] = std::from_chars(challenge.data(), challenge.data() + challenge.size(), ends);
    if (code != std::errc{} || end == challenge.data() + challenge.size() || *end != '.') { return wrong(); }
    if (ends < machine_.now().millis() / 1'000) { return wrong(); }
    GX_TRY(const bool ours, is_ours(challenge.substr(0, dot), challenge.substr(dot + 1)));
    const std::string text = fmt::format("{}.{}.{}", challenge, bound, proof->nonce);
    if (!ours || leading_zero_bits(sha256_.digest(base::as_bytes(text))) < settings_.proof_bits) { return wrong(); }
    return Done{};
}

bool FloodGate::take(Bucket& bucket, int per_minute, int count) {
    const std::int64_t full = std::int64_t{per_minute} * 1'000;
    const std::lock_guard guard(mutex_);
    const std::int64_t now = machine_.now().millis();
    if (bucket.milli < 0) {
        bucket = {full, now};
    } else {
        const std::int64_t passed = std::clamp<std::int64_t>(now - bucket.at, 0, kMinuteMillis);
        bucket = {std::min(full, bucket.milli + passed * per_minute * 1'000 / kMinuteMillis), now};
    }
    if (bucket.milli < 1'000) { return false; }
    bucket.milli -= std::int64_t{count} * 1'000;
    return true;
}

Result<Done> FloodGate::pass_filing(const std::optional<WorkProof>& proof, std::string_view bound) {
    if (!settings_.on) { return Done{}; }
    // Whoever brings a proof leaves what is free to the others.
    if (proof) { return check(proof, bound); }
    if (take(filings_, settings_.filings_free, 1)) { return Done{}; }
    return check(proof, bound);
}

Result<Done> FloodGate::pass_look(const std::optional<WorkProof>& proof, std::string_view bound) {
    if (!settings_.on) { return Done{}; }
    if (proof) { return check(proof, bound); }
    if (take(misses_, settings_.misses_free, 0)) { return Done{}; }
    return check(proof, bound);
}

void FloodGate::missed() {
    if (settings_.on) { static_cast<void>(take(misses_, settings_.misses_free, 1)); }
}

}  // namespace gx::app
