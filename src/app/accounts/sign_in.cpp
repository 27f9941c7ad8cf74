// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/sign_in.hpp"

namespace gx::app {
namespace {

Error refused() { return {ErrorCode::Unauthenticated, "session.refused"}; }

KnownAccount known_of(const AccountRow& row, const domain::Hasher& hasher) {
    KnownAccount known;
    known.id = row.entity.id;
    known.tenant = row.entity.tenant;
    known.stamp = stamp_of(hasher, row.account);
    return known;
}

}  // namespace

Result<SignIn::Opened> SignIn::begun(SessionBook::Fresh fresh) {
    // What the session was opened on may be newer than the book.
    GX_CHECK(parts_.accounts.refresh());
    parts_.sessions.keep(fresh.row);
    auto holder = parts_.sessions.find(fresh.cookie);
    if (!holder) { return refused(); }
    return Opened{.cookie = std::move(fresh.cookie), .session = std::move(fresh.row), .holder = std::move(holder)};
}

Result<SignIn::Opened> SignIn::open(const Proof::Input& input, const std::string& agent) {
    GX_TRY(auto proven, proof_.check(input));
    const base::Instant now = parts_.clock.now();
    const Actor actor{.account = proven.row.account.code, .tenant = proven.row.entity.tenant};
    SessionBook::Fresh fresh;
    GX_CHECK(parts_.store.write({actor, now}, [&](Work& work) -> Result<Done> {
        Proof::Proven taken = proven;
        GX_CHECK(proof_.settle(work, taken));
        fresh = parts_.sessions.make(known_of(taken.row, parts_.hasher), agent, "password", {});
        GX_CHECK(parts_.sessions.put(work, fresh.row));
        return note_access(work, parts_.ids, actor.tenant, now.civil_day(),
                           {.account = actor.account, .action = "session.open", .account_id = taken.row.entity.id});
    }));
    return begun(std::move(fresh));
}

Result<SignIn::Opened> SignIn::open_vouched(const std::string& account_id, const std::string& agent, const std::string& provider,
                                            const std::string& outside_id) {
    GX_CHECK(parts_.accounts.refresh());
    const auto known = parts_.accounts.now()->find(account_id);
    if (!known) { return refused(); }
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto row, read_account(*reader, parts_.hasher, known->tenant, account_id));
    if (!row || !row->sound || row->account.state != AccountState::Active) { return refused(); }
    const base::Instant now = parts_.clock.now();
    const Actor actor{.account = row->account.code, .tenant = row->entity.tenant};
    SessionBook::Fresh fresh = parts_.sessions.make(known_of(*row, parts_.hasher), agent, provider, outside_id);
    GX_CHECK(parts_.store.write({actor, now}, [&](Work& work) -> Result<Done> {
        GX_CHECK(parts_.sessions.put(work, fresh.row));
        return note_access(work, parts_.ids, actor.tenant, now.civil_day(),
                           {.account = actor.account, .action = "session.open", .account_id = account_id, .reason = provider});
    }));
    return begun(std::move(fresh));
}

Result<SignIn::Opened> SignIn::prove_again(Proof::Input input, const Actor& actor) {
    GX_TRY(const auto known, own_account(parts_, actor));
    const auto session = parts_.sessions.named(known->id, actor.session);
    if (!session) { return Error{ErrorCode::Unauthenticated, "access.sign_in"}; }
    input.username = actor.account;
    GX_TRY(auto proven, proof_.check(input));
    const base::Instant now = parts_.clock.now();
    SessionBook::Fresh fresh;
    WebSession old = *session;
    old.revoked = true;
    GX_CHECK(parts_.store.write({actor, now}, [&](Work& work) -> Result<Done> {
        Proof::Proven taken = proven;
        GX_CHECK(proof_.settle(work, taken));
        fresh = parts_.sessions.renewed(*session, stamp_of(parts_.hasher, taken.row.account));
        GX_CHECK(parts_.sessions.put(work, old));
        GX_CHECK(parts_.sessions.put(work, fresh.row));
        return note_access(work, parts_.ids, actor.tenant, now.civil_day(),
                           {.account = actor.account, .action = "session.reauthenticate", .account_id = known->id});
    }));
    parts_.sessions.keep(old);
    return begun(std::move(fresh));
}

Result<Done> SignIn::close(const Actor& actor) {
    GX_TRY(const auto known, own_account(parts_, actor));
    auto session = parts_.sessions.named(known->id, actor.session);
    if (!session) { return Done{}; }
    const base::Instant now = parts_.clock.now();
    session->revoked = true;
    GX_CHECK(parts_.store.write({actor, now}, [&](Work& work) -> Result<Done> {
        GX_CHECK(parts_.sessions.put(work, *session));
        return note_access(work, parts_.ids, actor.tenant, now.civil_day(),
                           {.account = actor.account, .action = "session.close", .account_id = known->id});
    }));
    parts_.sessions.keep(*session);
    return Done{};
}

}  // namespace gx::app
