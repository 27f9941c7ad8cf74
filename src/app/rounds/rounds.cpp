// SPDX-License-Identifier: Apache-2.0
#include "app/rounds/rounds.hpp"

#include <algorithm>

namespace gx::app {
namespace {

using base::Date;
using base::Instant;

constexpr std::string_view kJob = "todos";
constexpr std::string_view kPublications = "publications";
constexpr std::int64_t kLeaseMillis = 30'000;
constexpr std::int64_t kEntriesAtOnce = 20'000;  ///< of the journal, followed at once

}  // namespace

Result<std::vector<RoundResult>> Rounds::run_due() {
    const std::lock_guard guard(running_);
    std::vector<RoundResult> results;
    GX_TRY(const auto all, tenants());
    for (const std::string& tenant : all) {
        const Date today = services_.clock.today();
        const auto seen = seen_.find(tenant);
        const bool current = seen != seen_.end() && seen->second.day >= today && seen->second.position == services_.store.position();
        if (!current) { GX_CHECK(run_tenant(tenant, results)); }
    }
    return results;
}

Result<std::vector<std::string>> Rounds::tenants() {
    const std::int64_t position = services_.store.position();
    if (position == tenants_read_at_) { return tenants_; }
    GX_TRY(const auto reader, services_.store.reader());
    std::vector<std::string> found;
    GX_CHECK(reader->scan("tenant", "", [&](const Entity& row) -> Result<Done> {
        if (row.content.text_or_empty("mode") != "published_facts") { found.push_back(row.tenant); }
        return Done{};
    }));
    tenants_ = std::move(found);
    tenants_read_at_ = position;
    return tenants_;
}

Result<std::optional<RoundProgress>> Rounds::claim(const std::string& tenant, std::string_view job) {
    std::optional<RoundProgress> progress;
    const WriteContext context{{.account = "round", .tenant = tenant}, services_.clock.now()};
    GX_CHECK(services_.store.write(context, [&](Work& work) -> Result<Done> {
        const Instant now = services_.machine.now();
        GX_TRY(progress, services_.claims.claim(work, tenant, job, services_.owner, now, Instant::from_millis(now.millis() + kLeaseMillis)));
        return Done{};
    }));
    return progress;
}

Result<Done> Rounds::reach(const std::string& tenant, std::string_view job, const RoundProgress& progress) {
    const WriteContext context{{.account = "round", .tenant = tenant}, services_.clock.now()};
    return services_.store.write(context, [&](Work& work) -> Result<Done> {
        GX_CHECK(services_.claims.advance(work, tenant, job, services_.owner, progress));
        return services_.claims.release(work, tenant, job, services_.owner);
    });
}

Result<Done> Rounds::hold(Work& work, const std::string& tenant, std::string_view job) const {
    const Instant now = services_.machine.now();
    GX_TRY(const auto held, services_.claims.claim(work, tenant, job, services_.owner, now, Instant::from_millis(now.millis() + kLeaseMillis)));
    if (!held) { return Error{ErrorCode::Conflict, "job.claim_lost", tenant}; }
    return Done{};
}

Result<Done> Rounds::run_tenant(const std::string& tenant, std::vector<RoundResult>& results) {
    const Date today = services_.clock.today();
    GX_TRY(const auto progress, claim(tenant, kJob));
    if (!progress) { return Done{}; }  // another process has it

    if (!progress->day || *progress->day < today || !redated_.contains(tenant)) { GX_CHECK(move_cases(tenant, today, results)); }
    std::int64_t size = 0;
    {
        GX_TRY(const auto reader, services_.store.reader());
        GX_TRY(size, reader->journal_size());
    }
    MakeNotices notices(services_.notices, services_.clock, services_.machine, services_.ids, services_.channels);
    TodoRound round({.store = services_.store, .rows = services_.rows, .ids = services_.ids, .clock = services_.clock,
                     .law = services_.law, .days = services_.days, .notices = notices},
                    tenant, today, [&](Work& work) { return hold(work, tenant, kJob); });
    const auto note = [&](const char* job, const RoundTally& tally) { results.push_back({tenant, today, job, tally.to_json()}); };
    // A journal that is shorter than what was read is another one: a restored store is looked at from the beginning.
    const bool first = !progress->day || size < progress->position;
    const bool new_day = first || *progress->day < today;
    if (first) {
        GX_TRY(const auto tally, round.first());
        note("todos", tally);
    } else {
        if (progress->position < size) {
            RoundTally followed;
            for (std::int64_t at = progress->position; at < size; at += kEntriesAtOnce) {
                GX_TRY(const auto some, round.follow(at, std::min(at + kEntriesAtOnce, size)));
                followed.add(some);
            }
            note("follow", followed);
        }
        if (new_day) {
            GX_TRY(const auto tally, round.daily(*progress->day));
            note("todos", tally);
        }
    }
    if (new_day) { GX_CHECK(run_chores(tenant, results)); }
    const RoundProgress reached{.day = new_day ? today : *progress->day, .position = size};
    GX_CHECK(reach(tenant, kJob, reached));
    GX_CHECK(keep_publications(tenant, results));
    seen_[tenant] = {*reached.day, size};
    return Done{};
}

/// What the new day does to cases, before to-dos are looked at.
Result<Done> Rounds::move_cases(const std::string& tenant, Date today, std::vector<RoundResult>& results) {
    if (services_.cases == nullptr) { return Done{}; }
    CaseRound::Tally tally;
    if (!redated_.contains(tenant)) {
        GX_TRY(tally, services_.cases->redate(tenant, today));
        redated_.insert(tenant);
    }
    GX_TRY(const auto taken, services_.cases->run(tenant, today));
    tally.taken = taken.taken;
    tally.refused = taken.refused;
    if (tally.taken + tally.refused + tally.redated > 0) { results.push_back({tenant, today, "cases", tally.to_json()}); }
    return Done{};
}

Result<Done> Rounds::keep_publications(const std::string& tenant, std::vector<RoundResult>& results) {
    const Date today = services_.clock.today();
    GX_TRY(const auto progress, claim(tenant, kPublications));
    if (!progress) { return Done{}; }
    std::int64_t size = 0;
    {
        GX_TRY(const auto reader, services_.store.reader());
        GX_TRY(size, reader->journal_size());
    }
    KeepPublications round({.store = services_.store, .clock = services_.clock, .law = services_.law}, tenant, today,
                           [&](Work& work) { return hold(work, tenant, kPublications); });
    PublicationTally tally;
    if (!progress->day || size < progress->position) {
        GX_TRY(tally, round.all());
    } else {
        for (std::int64_t at = progress->position; at < size; at += kEntriesAtOnce) {
            GX_TRY(const auto some, round.follow(at, std::min(at + kEntriesAtOnce, size)));
            tally.add(some);
        }
        if (*progress->day < today) {
            GX_TRY(const auto some, round.run());
            tally.add(some);
        }
    }
    results.push_back({tenant, today, std::string(kPublications), tally.to_json()});
    GX_CHECK(send_recalls(tenant, results));
    return reach(tenant, kPublications, {.day = std::max(progress->day.value_or(today), today), .position = size});
}

Result<Done> Rounds::send_recalls(const std::string& tenant, std::vector<RoundResult>& results) {
    MakeNotices notices(services_.notices, services_.clock, services_.machine, services_.ids, services_.channels);
    SendRecalls round({.store = services_.store, .clock = services_.clock, .law = services_.law, .notices = notices}, tenant,
                      [&](Work& work) { return hold(work, tenant, kPublications); });
    GX_TRY(const auto sent, round.run());
    if (sent > 0) {
        base::Json json = base::Json::object();
        json.set("sent", sent);
        results.push_back({tenant, services_.clock.today(), "recalls", std::move(json)});
    }
    return Done{};
}

Result<Done> Rounds::run_chores(const std::string& tenant, std::vector<RoundResult>& results) {
    const WriteContext context{{.account = "round", .tenant = tenant}, services_.clock.now()};
    for (const Chore& chore : services_.chores) {
        std::int64_t removed = 0;
        GX_CHECK(services_.store.write(context, [&](Work& work) -> Result<Done> {
            if (chore.run_for) {
                GX_TRY(removed, chore.run_for(work, tenant));
            } else {
                GX_TRY(removed, chore.run(work, services_.clock.now()));
            }
            return Done{};
        }));
        base::Json json = base::Json::object();
        json.set(chore.run_for ? "done" : "removed", removed);
        results.push_back({tenant, services_.clock.today(), chore.name, std::move(json)});
    }
    return Done{};
}

}  // namespace gx::app
