// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/session_book.hpp"

#include <algorithm>

#include "app/access/visibility.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kIdBytes = 32;
constexpr std::size_t kNameBytes = 9;
constexpr std::int64_t kRefreshEveryMs = 400;
constexpr std::int64_t kOverlapMs = 5'000;       ///< clocks of two processes, and a commit that took its time
constexpr std::int64_t kWriteSeenEveryMs = 60'000;
constexpr std::int64_t kTidyEveryMs = 600'000;
constexpr std::int64_t kForgetAfterMs = 86'400'000;
constexpr std::size_t kSeenAtOnceMax = 500;

base::Instant later(base::Instant at, std::int64_t milliseconds) { return base::Instant::from_millis(at.millis() + milliseconds); }

std::string digest_of(const domain::Hasher& hasher, std::string_view cookie) {
    return base::to_hex(hasher.digest(base::as_bytes("gongxin web session\n"), base::as_bytes(cookie)));
}

bool is_session_id(std::string_view text) {
    return text.size() == 2 * kIdBytes && std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string SessionBook::code_of(const WebSession& row) const {
    const std::string text = fmt::format("gongxin web session row\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", row.digest, row.name,
                                         row.tenant, row.account_id, row.stamp, row.made_at.millis(), row.seen_at.millis(),
                                         row.ends_at.millis(), row.proven_at.millis(), row.opened_by, row.outside_id, row.revoked ? 1 : 0);
    return key_.hex(text);
}

SessionBook::Fresh SessionBook::make(const KnownAccount& account, std::string agent, std::string opened_by, std::string outside_id) {
    const base::Instant now = clock_.now();
    Fresh fresh;
    fresh.cookie = base::to_hex(random_.bytes(kIdBytes));
    fresh.row = {.digest = digest_of(hasher_, fresh.cookie), .name = base::to_hex(random_.bytes(kNameBytes)), .tenant = account.tenant,
                 .account_id = account.id, .stamp = account.stamp, .made_at = now, .seen_at = now,
                 .ends_at = later(now, limits_.life_ms), .proven_at = now, .agent = std::move(agent), .opened_by = std::move(opened_by),
                 .outside_id = std::move(outside_id)};
    return fresh;
}

SessionBook::Fresh SessionBook::renewed(const WebSession& session, const std::string& stamp) {
    const base::Instant now = clock_.now();
    Fresh fresh{.cookie = base::to_hex(random_.bytes(kIdBytes)), .row = session};
    fresh.row.digest = digest_of(hasher_, fresh.cookie);
    fresh.row.name = base::to_hex(random_.bytes(kNameBytes));
    fresh.row.stamp = stamp;
    fresh.row.seen_at = now;
    fresh.row.proven_at = now;
    return fresh;
}

Result<Done> SessionBook::put(Work& work, WebSession session) {
    session.code = code_of(session);
    // Not when the caller began: a work may have waited for another longer than the overlap of `read_changed`.
    session.changed_at = clock_.now();
    return rows_.put_session(work, session);
}

void SessionBook::keep(const WebSession& session) {
    const std::lock_guard guard(lock_);
    Live& live = live_[session.digest];
    live = Live{.row = session, .seen_written_ms = session.seen_at.millis(), .resolved_in = nullptr, .holder = nullptr};
}

bool SessionBook::is_good(const WebSession& row, const KnownAccount* account, base::Instant now) const {
    if (row.revoked || now >= row.ends_at || now.millis() - row.seen_at.millis() >= limits_.idle_ms) { return false; }
    return account != nullptr && account->may_act() && account->tenant == row.tenant && account->stamp == row.stamp;
}

std::shared_ptr<const Holder> SessionBook::holder_of(const WebSession& row, const KnownAccount& account, std::string_view cookie) const {
    auto holder = std::make_shared<Holder>();
    holder->actor = {.account = account.account.code, .tenant = account.tenant, .actions = actions_of(account.grants),
                     .grants = account.grants, .official_id = account.account.official_id, .seats = account.seats, .session = row.name,
                     .proven_at = row.proven_at};
    // Everybody who is signed in has an own account, also one without any role.
    holder->actor.actions.insert("session.open");
    holder->csrf = base::to_hex(hasher_.digest(base::as_bytes("gongxin csrf\n"), base::as_bytes(cookie)));
    holder->restricted = row.opened_by == "password" && is_due(account.account.password_changed_on, clock_.today(), rules_);
    holder->visibility = visibility_of(hasher_, *holder);
    return holder;
}

std::shared_ptr<const Holder> SessionBook::find(std::string_view cookie) {
    if (!is_session_id(cookie)) { return nullptr; }
    const std::string digest = digest_of(hasher_, cookie);
    const base::Instant now = clock_.now();
    const auto accounts = accounts_.now();
    const std::lock_guard guard(lock_);
    const auto found = live_.find(digest);
    if (found == live_.end()) { return nullptr; }
    Live& live = found->second;
    const auto account = accounts->find(live.row.account_id);
    if (!is_good(live.row, account.get(), now)) { return nullptr; }
    live.row.seen_at = now;
    if (!live.holder || live.resolved_in != accounts) {
        live.holder = holder_of(live.row, *account, cookie);
        live.resolved_in = accounts;
    }
    return live.holder;
}

std::vector<WebSession> SessionBook::of_account(std::string_view account_id) const {
    const base::Instant now = clock_.now();
    const auto account = accounts_.now()->find(account_id);
    std::vector<WebSession> found;
    {
        const std::lock_guard guard(lock_);
        for (const auto& [digest, live] : live_) {
            if (live.row.account_id == account_id && is_good(live.row, account.get(), now)) { found.push_back(live.row); }
        }
    }
    std::ranges::sort(found, [](const WebSession& a, const WebSession& b) { return a.seen_at > b.seen_at; });
    return found;
}

std::vector<WebSession> SessionBook::of_outside(std::string_view provider, std::string_view outside_id) const {
    const base::Instant now = clock_.now();
    const auto accounts = accounts_.now();
    std::vector<WebSession> found;
    const std::lock_guard guard(lock_);
    for (const auto& [digest, live] : live_) {
        if (live.row.opened_by != provider || live.row.outside_id != outside_id) { continue; }
        if (is_good(live.row, accounts->find(live.row.account_id).get(), now)) { found.push_back(live.row); }
    }
    return found;
}

std::optional<WebSession> SessionBook::named(std::string_view account_id, std::string_view name) const {
    for (WebSession& session : of_account(account_id)) {
        if (session.name == name) { return std::move(session); }
    }
    return std::nullopt;
}

Result<Done> SessionBook::end(const std::vector<WebSession>& sessions, const Actor& actor) {
    if (sessions.empty()) { return Done{}; }
    std::vector<WebSession> ended = sessions;
    for (WebSession& session : ended) { session.revoked = true; }
    GX_CHECK(store_.write({actor, clock_.now()}, [&](Work& work) -> Result<Done> {
        for (const WebSession& session : ended) { GX_CHECK(put(work, session)); }
        return Done{};
    }));
    for (const WebSession& session : ended) { keep(session); }
    return Done{};
}

Result<Done> SessionBook::read_changed(base::Instant now) {
    GX_TRY(const auto reader, store_.reader());
    const auto since = base::Instant::from_millis(refreshed_ms_ == 0 ? 0 : refreshed_ms_ - kOverlapMs);
    GX_TRY(auto changed, rows_.sessions(*reader, since));
    const std::lock_guard guard(lock_);
    for (WebSession& row : changed) {
        if (row.code != code_of(row) || now >= row.ends_at) { continue; }
        const auto found = live_.find(row.digest);
        if (found == live_.end()) {
            const std::int64_t seen = row.seen_at.millis();
            std::string digest = row.digest;
            live_.emplace(std::move(digest), Live{.row = std::move(row), .seen_written_ms = seen, .resolved_in = nullptr, .holder = nullptr});
            continue;
        }
        found->second.row.revoked = found->second.row.revoked || row.revoked;
        found->second.row.seen_at = std::max(found->second.row.seen_at, row.seen_at);
    }
    std::erase_if(live_, [&](const auto& one) { return now >= one.second.row.ends_at; });
    return Done{};
}

Result<Done> SessionBook::write_seen(base::Instant now) {
    std::vector<WebSession> seen;
    {
        const std::lock_guard guard(lock_);
        for (auto& [digest, live] : live_) {
            if (live.row.revoked || live.row.seen_at.millis() - live.seen_written_ms < kWriteSeenEveryMs) { continue; }
            live.seen_written_ms = live.row.seen_at.millis();
            seen.push_back(live.row);
            if (seen.size() == kSeenAtOnceMax) { break; }
        }
    }
    const bool tidy = now.millis() - tidied_ms_ >= kTidyEveryMs;
    if (seen.empty() && !tidy) { return Done{}; }
    if (tidy) { tidied_ms_ = now.millis(); }
    return store_.write({Actor{.account = "server", .tenant = ""}, now}, [&](Work& work) -> Result<Done> {
        for (const WebSession& session : seen) { GX_CHECK(put(work, session)); }
        if (!tidy) { return Done{}; }
        GX_CHECK(rows_.forget_sessions(work, base::Instant::from_millis(now.millis() - kForgetAfterMs)));
        return rows_.forget_failures(work, base::Instant::from_millis(now.millis() - kForgetAfterMs));
    });
}

Result<Done> SessionBook::refresh() {
    const std::lock_guard guard(refreshing_);
    const base::Instant now = clock_.now();
    if (now.millis() - refreshed_ms_ < kRefreshEveryMs && now.millis() >= refreshed_ms_) { return Done{}; }
    GX_CHECK(read_changed(now));
    refreshed_ms_ = now.millis();
    return write_seen(now);
}

}  // namespace gx::app
