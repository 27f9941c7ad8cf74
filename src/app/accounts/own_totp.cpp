// SPDX-License-Identifier: Apache-2.0
// The second factor of the own account.
#include "app/accounts/own_account.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kSecretBytes = 20;
constexpr int kRecoveryCodes = 10;
constexpr std::size_t kRecoveryBytes = 16;
constexpr std::size_t kRecoveryGroup = 8;
constexpr std::int64_t kStepMs = 30'000;

/// RFC 4648 section 6, without padding: 20 bytes are 32 letters.
std::string base32(base::ByteView bytes) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = (held << 8U) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text.push_back(kAlphabet[(held >> bits) & 31U]);
        }
    }
    if (bits > 0) { text.push_back(kAlphabet[(held << (5 - bits)) & 31U]); }
    return text;
}

std::string grouped(const std::string& hex) {
    std::string text;
    for (std::size_t i = 0; i < hex.size(); ++i) {
        if (i > 0 && i % kRecoveryGroup == 0) { text.push_back('-'); }
        text.push_back(hex[i]);
    }
    return text;
}

}  // namespace

/// The same until it is confirmed or the session ends, so that nothing has to be kept of a proposal.
base::Bytes OwnAccount::proposed_secret(const KnownAccount& account, const Actor& actor) const {
    const base::Digest digest = parts_.key.of(fmt::format("totp secret\n{}\n{}\n{}", account.id, account.version, actor.session));
    return {digest.begin(), digest.begin() + kSecretBytes};
}

Result<Accounts::Known> OwnAccount::ready_for_totp(const Actor& actor) const {
    GX_TRY(auto known, own_account(parts_, actor));
    GX_CHECK(require_recent_proof(actor, parts_.clock.now()));
    if (known->account.has_totp()) { return Error{ErrorCode::StateForbids, "session.totp_enrolled"}; }
    return known;
}

Result<OwnAccount::Enrolment> OwnAccount::begin_totp(const Actor& actor) const {
    GX_TRY(const auto known, ready_for_totp(actor));
    const std::string secret = base32(proposed_secret(*known, actor));
    return Enrolment{.secret = secret,
                     .uri = fmt::format("otpauth://totp/Gongxin:{}?secret={}&issuer=Gongxin&algorithm=SHA1&digits=6&period=30",
                                        known->account.code, secret)};
}

Result<std::vector<std::string>> OwnAccount::confirm_totp(const std::string& code, const Actor& actor) {
    GX_TRY(const auto known, ready_for_totp(actor));
    const base::Bytes secret = proposed_secret(*known, actor);
    const base::Instant now = parts_.clock.now();
    std::int64_t step = -1;
    for (std::int64_t at = now.millis() / kStepMs - 1; at <= now.millis() / kStepMs + 1; ++at) {
        if (base::equal_in_constant_time(parts_.codes.code(secret, at), code)) { step = at; }
    }
    if (step < 0) { return Error{ErrorCode::InvalidInput, "session.totp_wrong", {}, "/body/code"}; }

    std::vector<std::string> codes;
    std::vector<std::string> digests;
    for (int i = 0; i < kRecoveryCodes; ++i) {
        codes.push_back(grouped(base::to_hex(parts_.random.bytes(kRecoveryBytes))));
        digests.push_back(recovery_digest(parts_.hasher, codes.back()));
    }
    GX_TRY(const Sealing sealing, parts_.sealer.seal(known->tenant, parts_.ids.next_id(), secret));
    GX_CHECK(parts_.store.write({actor, now}, [&](Work& work) -> Result<Done> {
        GX_TRY(auto row, read_account(work, parts_.hasher, known->tenant, known->id));
        GX_TRY(auto kept, parts_.rows.secret(work, known->id));
        if (!row || !kept) { return Error{ErrorCode::NotFound, "account.unknown"}; }
        // The next version would make what somebody wrote by SQL the journal's own word.
        if (!row->sound) { return Error{ErrorCode::Corrupt, "account.tampered", known->id}; }
        if (row->account.has_totp()) { return Error{ErrorCode::StateForbids, "session.totp_enrolled"}; }
        GX_CHECK(work.add_sealed(sealing.row));
        row->account.totp = sealing.reference();
        GX_CHECK(work.put(next_version(row->entity, row->account), "change"));
        // The code just shown proves the enrolment and nothing more: it does not sign anybody in.
        kept->totp_step = step;
        kept->recovery = digests;
        return parts_.rows.put_secret(work, *kept);
    }));
    GX_CHECK(parts_.accounts.refresh());
    return codes;
}

Result<Done> OwnAccount::remove_totp(Proof::Input current, const Actor& actor) {
    GX_TRY(const auto known, own_account(parts_, actor));
    if (!known->account.has_totp()) { return Error{ErrorCode::StateForbids, "session.totp_missing"}; }
    current.username = actor.account;
    current.second = SecondFactor::Asked;
    GX_TRY(auto proven, proof_.check(current));
    GX_CHECK(parts_.store.write({actor, parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        Proof::Proven taken = proven;
        taken.fresh_hash.clear();
        GX_CHECK(proof_.settle(work, taken));
        taken.row.account.totp = {};
        GX_CHECK(work.put(next_version(taken.row.entity, taken.row.account), "change"));
        taken.secret.recovery.clear();
        return parts_.rows.put_secret(work, taken.secret);
    }));
    return parts_.accounts.refresh();
}

}  // namespace gx::app
