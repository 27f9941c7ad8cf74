// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "app/casework/work_cases.hpp"
#include "app/publication_desk/keep_publications.hpp"
#include "app/recalls/send_recalls.hpp"
#include "app/rounds/todo_round.hpp"

namespace gx::app {

/// Housekeeping of the store, done once a day. Gives how many rows it took away.
struct Chore {
    std::string name;
    std::function<Result<std::int64_t>(Work& work, base::Instant now)> run = {};
    /// Instead of `run`: work on a tenant's own rows. Gives how many it dealt with.
    std::function<Result<std::int64_t>(Work& work, const std::string& tenant)> run_for = {};
};

/// One thing a round did.
struct RoundResult {
    std::string tenant;
    base::Date day;
    std::string job;  ///< "todos", "follow", "publications", "recalls" or the name of a chore
    base::Json result;
};

/// The daily round of every tenant, and between two of them what the journal brings. Whichever process claims a tenant first
/// runs it; the others find it done. Counties that show published facts alone have no to-dos. Publications are kept, and recalls sent,
/// with a progress of their own.
///
/// Thread: any; one run at a time.
class Rounds {
public:
    struct Services {
        Store& store;
        TodoRows& rows;
        NoticeBox& notices;
        JobClaims& claims;
        Clock& clock;    ///< of days: movable in a drill
        Clock& machine;  ///< of claims and attempts: never moved
        IdSource& ids;
        const LawPack& law;
        const domain::WorkingDayCount& days;
        CaseRound* cases = nullptr;      ///< steps by time; none: cases stand still
        std::set<std::string> channels;  ///< by which notices leave the house
        std::vector<Chore> chores;
        std::string owner;  ///< unique for each process
    };
    explicit Rounds(Services services) : services_(std::move(services)) {}

    /// Runs what is due: the round of a new day, or what the journal has brought. Cheap when nothing is.
    /// Errors: those of the store; Conflict "job.claim_lost". What was done before stays.
    Result<std::vector<RoundResult>> run_due();

private:
    struct Seen {
        base::Date day;
        std::int64_t position = -1;
    };
    Result<std::vector<std::string>> tenants();
    Result<Done> run_tenant(const std::string& tenant, std::vector<RoundResult>& results);
    Result<Done> move_cases(const std::string& tenant, base::Date today, std::vector<RoundResult>& results);
    Result<Done> run_chores(const std::string& tenant, std::vector<RoundResult>& results);
    Result<Done> keep_publications(const std::string& tenant, std::vector<RoundResult>& results);
    Result<Done> send_recalls(const std::string& tenant, std::vector<RoundResult>& results);
    Result<std::optional<RoundProgress>> claim(const std::string& tenant, std::string_view job);
    Result<Done> reach(const std::string& tenant, std::string_view job, const RoundProgress& progress);
    Result<Done> hold(Work& work, const std::string& tenant, std::string_view job) const;

    Services services_;
    std::mutex running_;
    std::map<std::string, Seen> seen_;
    std::set<std::string> redated_;  ///< tenants whose due days this process has counted anew: its calendar may be another one
    std::int64_t tenants_read_at_ = -1;
    std::vector<std::string> tenants_;
};

}  // namespace gx::app
