// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/proof.hpp"

#include "base/text.hpp"

namespace gx::app {
namespace {

constexpr std::int64_t kStepMs = 30'000;
constexpr std::int64_t kStepsEitherWay = 1;  ///< clocks of telephones
constexpr const char* kRefused = "session.refused";

Error refused() { return {ErrorCode::Unauthenticated, kRefused}; }

}  // namespace

Result<Proof::Counters> Proof::counters(Reader& reader, const Input& input) const {
    Counters out{.place = parts_.key.hex("sign-in place\n" + input.username + "\n" + input.network),
                 .network = parts_.key.hex("sign-in network\n" + input.network), .here = {}, .all = {}};
    GX_TRY(out.here, parts_.rows.failures(reader, out.place));
    GX_TRY(out.all, parts_.rows.failures(reader, out.network));
    return out;
}

/// What no password makes good; the operator is told of what only tampering explains.
std::optional<Error> Proof::unfit(const AccountRow& row, const AccountSecret& secret) const {
    const auto tampered = [&](const char* detail) {
        return Error{ErrorCode::Corrupt, "account.tampered", fmt::format("{} {}", row.entity.id, detail)};
    };
    if (!row.sound) { return tampered("row and journal differ"); }
    if (secret_digest(parts_.hasher, secret.password) != row.account.secret_digest) { return tampered("another password than the journal names"); }
    if (row.account.state != AccountState::Active) { return refused(); }
    if (secret.ends_at && parts_.clock.now() >= *secret.ends_at) { return refused(); }
    return std::nullopt;
}

Result<bool> Proof::second_factor(Reader& reader, const Input& input, Proven& proven) const {
    if (!proven.row.account.has_totp() || input.second == SecondFactor::ShownBefore) { return true; }
    if (!input.recovery_code.empty()) {
        proven.recovery = recovery_digest(parts_.hasher, input.recovery_code);
        bool found = false;
        for (const std::string& kept : proven.secret.recovery) { found = base::equal_in_constant_time(kept, proven.recovery) || found; }
        return found;
    }
    if (input.totp.empty()) { return Error{ErrorCode::Unauthenticated, "session.totp_needed"}; }
    GX_TRY(const base::Bytes secret, open_sealed(reader, parts_.sealer, proven.row.account.totp));
    const std::int64_t now = parts_.clock.now().millis() / kStepMs;
    for (std::int64_t step = now - kStepsEitherWay; step <= now + kStepsEitherWay; ++step) {
        if (step > proven.secret.totp_step && base::equal_in_constant_time(parts_.codes.code(secret, step), input.totp)) {
            proven.step = step;
            return true;
        }
    }
    return false;
}

/// Counts the failure and gives the one answer. What cannot be counted is not let through either.
Error Proof::failed(const Counters& before, const std::optional<AccountRow>& row) {
    const base::Instant now = parts_.clock.now();
    const Actor nobody{.account = "anonymous", .tenant = row ? row->entity.tenant : std::string{}};
    const auto written = parts_.store.write({nobody, now}, [&](Work& work) -> Result<Done> {
        // Read again in the work: attempts made beside each other are each counted.
        GX_TRY(const auto kept_here, parts_.rows.failures(work, before.place));
        GX_TRY(const auto kept_all, parts_.rows.failures(work, before.network));
        FailureCount here = kept_here.value_or(FailureCount{});
        const bool was_locked = here.locked_until && now < *here.locked_until;
        here.place = before.place;
        if (row) { here.account_id = row->entity.id; }
        here = failed_once_more(here, now, parts_.limits, parts_.limits.lock_after);
        FailureCount all = kept_all.value_or(FailureCount{});
        all.place = before.network;
        GX_CHECK(parts_.rows.put_failures(work, here));
        GX_CHECK(parts_.rows.put_failures(work, failed_once_more(all, now, parts_.limits, 0)));
        if (!row || was_locked) { return Done{}; }
        const bool locked = here.locked_until && now < *here.locked_until;
        if (here.failures != 1 && !locked) { return Done{}; }
        return note_access(work, parts_.ids, row->entity.tenant, now.civil_day(),
                           {.account = row->account.code, .action = locked ? "session.locked" : kRefused,
                            .account_id = row->entity.id, .refused = true});
    });
    if (!written.ok() && parts_.report) { parts_.report(written.error()); }
    return refused();
}

Result<Proof::Proven> Proof::check(const Input& input) {
    Counters before;
    {
        GX_TRY(const auto reader, parts_.store.reader());
        GX_TRY(before, counters(*reader, input));
    }
    const base::Instant now = parts_.clock.now();
    const Attempt here = attempt_at(before.here, now, parts_.limits, parts_.limits.slow_after);
    const Attempt network = attempt_at(before.all, now, parts_.limits, parts_.limits.network_after);
    if (here == Attempt::TooSoon || network == Attempt::TooSoon) { return Error{ErrorCode::RateLimited, "session.too_many"}; }
    GX_CHECK(parts_.accounts.refresh());  // an account made a moment ago, by whomever, is known by its name
    GX_TRY(const auto reader, parts_.store.reader());

    std::optional<AccountRow> row;
    std::optional<AccountSecret> secret;
    if (const auto known = parts_.accounts.now()->named(input.username)) {
        GX_TRY(row, read_account(*reader, parts_.hasher, known->tenant, known->id));
        if (row) { GX_TRY(secret, parts_.rows.secret(*reader, known->id)); }
    }
    const auto text = password_text(input.password);
    GX_TRY(const bool fits, parts_.passwords.verify(secret ? secret->password : parts_.no_password, text.ok() ? *text : std::string{}));
    if (!row || !secret || !fits || !text.ok() || here == Attempt::Locked) { return failed(before, row); }
    if (const auto fault = unfit(*row, *secret)) {
        if (fault->code == ErrorCode::Corrupt && parts_.report) { parts_.report(*fault); }
        return failed(before, row);
    }
    Proven proven{.row = std::move(*row), .secret = std::move(*secret), .place = before.place};
    GX_TRY(const bool second, second_factor(*reader, input, proven));
    if (!second) { return failed(before, std::move(proven.row)); }
    if (parts_.passwords.is_outdated(proven.secret.password)) { GX_TRY(proven.fresh_hash, parts_.passwords.hash(*text)); }
    return proven;
}

Result<Done> Proof::settle(Work& work, Proven& proven) {
    const std::string& id = proven.row.entity.id;
    GX_TRY(auto secret, parts_.rows.secret(work, id));
    if (!secret || secret->password != proven.secret.password) { return refused(); }
    if (!proven.recovery.empty() && std::erase(secret->recovery, proven.recovery) != 1) { return refused(); }
    if (proven.step) {
        GX_TRY(const bool taken, parts_.rows.take_step(work, id, *proven.step));
        if (!taken) { return refused(); }
        secret->totp_step = *proven.step;
    }
    secret->seen_at = parts_.clock.now();
    if (!proven.fresh_hash.empty()) {
        secret->password = proven.fresh_hash;
        proven.row.account.secret_digest = secret_digest(parts_.hasher, proven.fresh_hash);
        Entity next = next_version(proven.row.entity, proven.row.account);
        GX_CHECK(work.put(next, "change"));
        proven.row.entity = std::move(next);
        proven.fresh_hash.clear();
    }
    GX_CHECK(parts_.rows.put_secret(work, *secret));
    proven.secret = std::move(*secret);
    return parts_.rows.clear_failures(work, proven.place);
}

}  // namespace gx::app
