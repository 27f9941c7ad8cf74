// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/notices/make_notices.hpp"
#include "app/notices/recipients.hpp"
#include "app/ports/job_claims.hpp"
#include "app/ports/todo_rows.hpp"
#include "app/todos/find_matters.hpp"
#include "app/todos/plan_todos.hpp"

namespace gx::app {

/// What a round did.
struct RoundTally {
    std::int64_t opened = 0;
    std::int64_t changed = 0;
    std::int64_t closed = 0;
    std::int64_t notices = 0;

    void add(const RoundTally& other);
    base::Json to_json() const;
};

/// Brings the to-dos of one tenant to what the store says on one day, and sends the notices of their ladders. Made for one run.
///
/// Writes in slices of at most 200 subjects. A run that broke off is simply run again: a to-do has one code, a notice one rung.
/// Source: S-3.4a, S-5.6b
class TodoRound {
public:
    struct Services {
        Store& store;
        TodoRows& rows;
        IdSource& ids;
        Clock& clock;
        const LawPack& law;
        const domain::WorkingDayCount& days;
        MakeNotices& notices;
    };
    /// `hold` is called first in each transaction and refuses when the run has lost its claim.
    TodoRound(const Services& services, std::string tenant, base::Date today, std::function<Result<Done>(Work&)> hold)
        : services_(services), matters_(services.law, services.days), tenant_(std::move(tenant)), today_(today), hold_(std::move(hold)) {}

    /// The first round of a tenant: opens what is there, with one notice an account instead of one a matter.
    Result<RoundTally> first();
    /// What the days since `last` brought: what came near, what became late, which rungs were reached.
    Result<RoundTally> daily(base::Date last);
    /// What the journal entries from..to-1 changed.
    Result<RoundTally> follow(std::int64_t from, std::int64_t to);

private:
    enum class Rungs { Silent, Asked };
    using Doers = std::map<std::string, std::string>;

    Result<RoundTally> look_at(const std::string& type, const std::vector<std::string>& ids, Rungs rungs, const Doers& doers);
    Result<RoundTally> look_at_some(const std::string& type, std::span<const std::string> ids, Rungs rungs, const Doers& doers);
    Result<RoundTally> write(std::vector<TodoChange> changes, Rungs rungs);
    Result<Done> put(Work& work, const std::vector<TodoChange>& changes) const;
    Result<RoundTally> cross(base::Date last);
    Result<std::int64_t> fire(Work& work, const std::string& todo_id, const Todo& todo, const TodoKind& kind, const TodoRung& rung);
    Result<std::int64_t> tell_backlog();
    Result<Done> add_by_id(Reader& reader, const std::string& type, std::vector<Condition> where, const std::string& after,
                           std::set<std::string>& ids) const;
    Result<std::set<std::string>> ids_of(Reader& reader, const std::string& type, std::vector<Condition> where) const;
    Result<Done> add_duties(Reader& reader, const std::vector<Condition>& due, std::set<std::string>& ids) const;
    Result<Done> add_owed(Reader& reader, const std::vector<Condition>& due, std::set<std::string>& ids) const;
    Result<std::set<std::string>> subjects_of_todos(Reader& reader, const std::string& subject, std::vector<Condition> where) const;
    Result<std::set<std::string>> duties_of_days(Reader& reader, base::Date last) const;
    bool year_opens(base::Date last) const;
    Result<const Recipients*> recipients();

    Services services_;
    FindMatters matters_;
    std::string tenant_;
    base::Date today_;
    std::function<Result<Done>(Work&)> hold_;
    std::optional<Recipients> recipients_;
};

}  // namespace gx::app
