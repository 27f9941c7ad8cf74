// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "app/ports/account_store.hpp"
#include "app/ports/passwords.hpp"

namespace gx::support {

/// What accounts keep beside the journal, in memory. Nothing is taken back when a work fails: tests of that run on the real stores.
class MemoryAccountStore final : public app::AccountStore {
public:
    app::Result<std::optional<app::AccountSecret>> secret(app::Reader&, std::string_view id) override { return found(secrets, id); }
    app::Result<app::Done> put_secret(app::Work&, const app::AccountSecret& secret) override {
        const auto before = secrets.find(secret.account_id);
        const std::int64_t step = before == secrets.end() ? secret.totp_step : std::max(before->second.totp_step, secret.totp_step);
        secrets[secret.account_id] = secret;
        secrets[secret.account_id].totp_step = step;
        return app::Done{};
    }
    app::Result<bool> take_step(app::Work&, std::string_view id, std::int64_t step) override {
        auto& kept = secrets.at(std::string(id)).totp_step;
        if (kept >= step) { return false; }
        kept = step;
        return true;
    }
    app::Result<std::optional<app::FailureCount>> failures(app::Reader&, std::string_view place) override { return found(counts, place); }
    app::Result<std::optional<base::Instant>> locked_until(app::Reader&, std::string_view id, base::Instant now) override {
        std::optional<base::Instant> latest;
        for (const auto& [place, count] : counts) {
            if (count.account_id == id && count.locked_until && *count.locked_until > now) { latest = std::max(latest, count.locked_until); }
        }
        return latest;
    }
    app::Result<app::Done> put_failures(app::Work&, const app::FailureCount& count) override {
        counts[count.place] = count;
        return app::Done{};
    }
    app::Result<app::Done> clear_failures(app::Work&, std::string_view place) override {
        counts.erase(std::string(place));
        return app::Done{};
    }
    app::Result<app::Done> forget_failures(app::Work&, base::Instant before) override {
        std::erase_if(counts, [&](const auto& one) { return one.second.last_at < before && one.second.locked_until.value_or(one.second.last_at) < before; });
        return app::Done{};
    }
    app::Result<std::vector<app::WebSession>> sessions(app::Reader&, base::Instant since) override {
        std::vector<app::WebSession> all;
        for (const auto& [digest, session] : web_sessions) {
            if (session.changed_at >= since) { all.push_back(session); }
        }
        return all;
    }
    app::Result<app::Done> put_session(app::Work&, const app::WebSession& session) override {
        const auto [at, fresh] = web_sessions.try_emplace(session.digest, session);
        if (!fresh && !at->second.revoked) { at->second = session; }
        return app::Done{};
    }
    app::Result<app::Done> forget_sessions(app::Work&, base::Instant before) override {
        std::erase_if(web_sessions, [&](const auto& one) { return one.second.ends_at < before; });
        return app::Done{};
    }
    app::Result<std::optional<std::string>> settings(app::Reader&, std::string_view id) override { return found(kept_settings, id); }
    app::Result<app::Done> put_settings(app::Work&, std::string_view, std::string_view id, std::string_view content) override {
        kept_settings[std::string(id)] = content;
        return app::Done{};
    }

    std::map<std::string, app::AccountSecret, std::less<>> secrets;
    std::map<std::string, app::FailureCount, std::less<>> counts;
    std::map<std::string, app::WebSession, std::less<>> web_sessions;
    std::map<std::string, std::string, std::less<>> kept_settings;

private:
    template <class Map>
    static auto found(const Map& map, std::string_view key) -> std::optional<typename Map::mapped_type> {
        const auto at = map.find(key);
        return at == map.end() ? std::nullopt : std::optional(at->second);
    }
};

/// Keeps passwords as they are, and counts how often one was compared.
class OpenPasswords final : public app::PasswordHasher {
public:
    base::Result<std::string> hash(std::string_view password) override { return "$" + cost + "$" + std::string(password); }
    base::Result<bool> verify(std::string_view kept, std::string_view password) override {
        ++compared;
        if (meanwhile) { std::exchange(meanwhile, nullptr)(); }
        const auto at = kept.find('$', 1);
        return at != std::string_view::npos && kept.substr(at + 1) == password;
    }
    bool is_outdated(std::string_view kept) const override { return !kept.starts_with("$" + cost + "$"); }

    std::string cost = "1";
    int compared = 0;
    std::function<void()> meanwhile = {};  ///< happens once, while the next password is compared
};

/// The code of a step is the step itself.
class CountedCodes final : public app::OneTimeCodes {
public:
    std::string code(base::ByteView, std::int64_t step) const override { return fmt::format("{:06}", step % 1'000'000); }
};

}  // namespace gx::support
