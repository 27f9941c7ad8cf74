// SPDX-License-Identifier: Apache-2.0
#include "app/rounds/todo_round.hpp"

#include <algorithm>
#include <span>

#include "app/subject/subject_rows.hpp"
#include "app/todos/todo_sights.hpp"

namespace gx::app {
namespace {

using base::Date;

constexpr std::size_t kSlice = 200;
constexpr std::size_t kPage = 10'000;
constexpr std::int64_t kBeforeAllDays = -1'000'000;
constexpr std::string_view kActor = "round";

Condition on_day(const char* column, Compare compare, Date day) {
    return {.column = column, .compare = compare, .values = {std::int64_t{day.days()}}};
}

Condition still_open() { return {.column = "state", .compare = Compare::In, .values = {std::string("open"), std::string("signed")}}; }

/// What the columns of a subject say of its waiting for somebody.
std::vector<Condition> still_waiting(std::string_view type) {
    std::vector<Condition> where;
    const auto absent = [&](const char* column) { where.push_back({.column = column, .compare = Compare::IsNull}); };
    if (type == "statement") {
        absent("checked_on");
        absent("returned_on");
    }
    if (type == "handover") { absent("signed_on"); }
    return where;
}

std::string rung_key(const TodoRung& rung, const Todo& todo) { return rung.id + "@" + todo.due_on.iso(); }

}  // namespace

void RoundTally::add(const RoundTally& other) {
    opened += other.opened;
    changed += other.changed;
    closed += other.closed;
    notices += other.notices;
}

base::Json RoundTally::to_json() const {
    base::Json json = base::Json::object();
    json.set("opened", opened).set("changed", changed).set("closed", closed).set("notices", notices);
    return json;
}

Result<RoundTally> TodoRound::first() {
    RoundTally all;
    for (const std::string& type : matters_.subjects()) {
        std::set<std::string> ids;
        {
            GX_TRY(const auto reader, services_.store.reader());
            if (type == "obligation") {
                GX_CHECK(add_owed(*reader, {on_day("due_on", Compare::LessEqual, matters_.horizon(today_))}, ids));
            } else {
                GX_TRY(ids, ids_of(*reader, type, still_waiting(type)));
            }
        }
        GX_TRY(const auto tally, look_at(type, {ids.begin(), ids.end()}, Rungs::Silent, {}));
        all.add(tally);
    }
    GX_TRY(const auto told, tell_backlog());
    all.notices += told;
    return all;
}

Result<RoundTally> TodoRound::daily(Date last) {
    RoundTally all;
    std::map<std::string, std::set<std::string>> ids;
    {
        GX_TRY(const auto reader, services_.store.reader());
        GX_TRY(ids["obligation"], duties_of_days(*reader, last));
        for (const std::string& type : matters_.subjects()) {
            if (type == "body" && year_opens(last)) { GX_TRY(ids[type], ids_of(*reader, type, {})); }
            // A year that has got its calendar meanwhile makes provisional days certain.
            GX_TRY(auto unsure, subjects_of_todos(*reader, type, {{.column = "due_provisional", .values = {std::int64_t{1}}}}));
            ids[type].merge(unsure);
        }
    }
    for (const auto& [type, some] : ids) {
        GX_TRY(const auto tally, look_at(type, {some.begin(), some.end()}, Rungs::Asked, {}));
        all.add(tally);
    }
    GX_TRY(const auto crossed, cross(last));
    all.add(crossed);
    return all;
}

Result<RoundTally> TodoRound::follow(std::int64_t from, std::int64_t to) {
    std::map<std::string, std::set<std::string>> ids;
    Doers doers;
    {
        GX_TRY(const auto reader, services_.store.reader());
        GX_CHECK(reader->entries(from, to, [&](const domain::JournalEntry& entry) -> Result<Done> {
            if (entry.tenant != tenant_ || !FindMatters::concerns(entry.entity)) { return Done{}; }
            base::Json content;
            if (entry.content) { GX_TRY(content, base::parse_json(*entry.content)); }
            if (entry.entity == "obligation" && entry.version == 1 && matters_.is_quiet(content, today_)) { return Done{}; }
            for (const auto& [type, id] : FindMatters::subjects_of(entry.entity, entry.entity_id, content)) {
                ids[type].insert(id);
                doers[id] = entry.actor;
            }
            return Done{};
        }));
    }
    RoundTally all;
    for (const std::string& type : matters_.subjects()) {
        const auto& some = ids[type];
        GX_TRY(const auto tally, look_at(type, {some.begin(), some.end()}, Rungs::Asked, doers));
        all.add(tally);
    }
    return all;
}

/// Adds the ids of rows behind `after`, in pages by id.
Result<Done> TodoRound::add_by_id(Reader& reader, const std::string& type, std::vector<Condition> where, const std::string& after,
                                  std::set<std::string>& ids) const {
    where.push_back({.column = "id", .compare = Compare::Greater, .values = {after}});
    Query query{.tenant = tenant_, .where = std::move(where), .order = {{"id"}}, .limit = kPage};
    while (true) {
        GX_TRY(const auto rows, reader.list(type, query));
        for (const Entity& row : rows) { ids.insert(row.id); }
        if (rows.size() < kPage) { return Done{}; }
        query.where.back().values = {rows.back().id};
    }
}

/// Ids of rows, read in pages that follow each other by due day where days are asked for (which an index keeps), else by id.
Result<std::set<std::string>> TodoRound::ids_of(Reader& reader, const std::string& type, std::vector<Condition> where) const {
    std::set<std::string> ids;
    if (std::ranges::none_of(where, [](const Condition& one) { return one.column == "due_on"; })) {
        GX_CHECK(add_by_id(reader, type, std::move(where), {}, ids));
        return ids;
    }
    Query query{.tenant = tenant_, .where = where, .order = {{"due_on"}}, .limit = kPage};
    query.where.push_back({.column = "due_on", .compare = Compare::GreaterEqual, .values = {kBeforeAllDays}});
    while (true) {
        GX_TRY(const auto rows, reader.list(type, query));
        for (const Entity& row : rows) { ids.insert(row.id); }
        if (rows.size() < kPage) { return ids; }
        // The last day may go on behind this page, and for longer than a store skips rows: the rest of it comes by id.
        GX_TRY(const Date day, Date::parse(rows.back().content.text_or_empty("due_on")));
        std::vector<Condition> that_day = where;
        that_day.push_back(on_day("due_on", Compare::Equal, day));
        GX_CHECK(add_by_id(reader, type, std::move(that_day), rows.back().id, ids));
        query.where.back().values = {std::int64_t{day.days()} + 1};
    }
}

/// Duties of these few due days, done ones too: they may lack proof, a part or a milestone.
Result<Done> TodoRound::add_duties(Reader& reader, const std::vector<Condition>& due, std::set<std::string>& ids) const {
    std::vector<Condition> where = due;
    where.push_back({.column = "void_on", .compare = Compare::IsNull});
    where.push_back({.column = "cancelled_on", .compare = Compare::IsNull});
    GX_TRY(auto some, ids_of(reader, "obligation", std::move(where)));
    ids.merge(some);
    return Done{};
}

/// Duties of any past day that their columns call owed: not done, or done but without proof.
Result<Done> TodoRound::add_owed(Reader& reader, const std::vector<Condition>& due, std::set<std::string>& ids) const {
    std::vector<Condition> where = due;
    where.push_back({.column = "void_on", .compare = Compare::IsNull});
    where.push_back({.column = "cancelled_on", .compare = Compare::IsNull});
    where.push_back({.column = "done_on", .compare = Compare::IsNull});
    GX_TRY(auto owed, ids_of(reader, "obligation", where));
    ids.merge(owed);
    Condition proved{.column = "kind", .compare = Compare::In};
    for (const auto& kind : services_.law.obligation_kinds.all()) {
        if (kind.needs_evidence()) { proved.values.emplace_back(kind.id()); }
    }
    if (proved.values.empty()) { return Done{}; }
    where.back().compare = Compare::NotNull;
    where.push_back({.column = "has_evidence", .values = {std::int64_t{0}}});
    where.push_back(std::move(proved));
    GX_TRY(auto unproved, ids_of(reader, "obligation", where));
    ids.merge(unproved);
    return Done{};
}

Result<std::set<std::string>> TodoRound::subjects_of_todos(Reader& reader, const std::string& subject,
                                                           std::vector<Condition> where) const {
    std::set<std::string> ids;
    Condition kinds{.column = "kind", .compare = Compare::In};
    for (const TodoKind& kind : services_.law.todo_kinds) {
        if (kind.subject == subject) { kinds.values.emplace_back(kind.id); }
    }
    if (kinds.values.empty()) { return ids; }
    where.push_back(still_open());
    where.push_back(std::move(kinds));
    GX_TRY(const auto todos, ids_of(reader, "todo", std::move(where)));
    std::vector<std::string> list(todos.begin(), todos.end());
    for (std::span<const std::string> rest = list; !rest.empty();) {
        const auto some = rest.first(std::min(kSlice, rest.size()));
        rest = rest.subspan(some.size());
        Condition among{.column = "id", .compare = Compare::In};
        among.values.assign(some.begin(), some.end());
        GX_TRY(const auto rows, reader.list("todo", {.tenant = tenant_, .where = {std::move(among)}, .limit = some.size()}));
        for (const Entity& row : rows) { ids.insert(row.content.at("subject").text_or_empty("id")); }
    }
    return ids;
}

/// Duties that came within the ladder's window or whose day ended since `last`, also by a changed day.
Result<std::set<std::string>> TodoRound::duties_of_days(Reader& reader, Date last) const {
    std::set<std::string> ids;
    GX_CHECK(add_duties(reader, {on_day("due_on", Compare::Greater, matters_.horizon(last)),
                                 on_day("due_on", Compare::LessEqual, matters_.horizon(today_))}, ids));
    GX_CHECK(add_duties(reader, {on_day("due_on", Compare::GreaterEqual, last), on_day("due_on", Compare::Less, today_)}, ids));
    GX_TRY(auto late, subjects_of_todos(reader, "obligation", {on_day("due_on", Compare::GreaterEqual, last), on_day("due_on", Compare::Less, today_)}));
    ids.merge(late);
    return ids;
}

bool TodoRound::year_opens(Date last) const {
    return std::ranges::any_of(services_.law.todo_kinds, [&](const TodoKind& kind) {
        if (!kind.yearly) { return false; }
        for (int year = last.year(); year <= today_.year(); ++year) {
            const Date opens = kind.yearly->opens.in(year);
            if (last < opens && opens <= today_) { return true; }
        }
        return false;
    });
}

Result<RoundTally> TodoRound::look_at(const std::string& type, const std::vector<std::string>& ids, Rungs rungs, const Doers& doers) {
    RoundTally all;
    for (std::span<const std::string> rest = ids; !rest.empty();) {
        const auto some = rest.first(std::min(kSlice, rest.size()));
        rest = rest.subspan(some.size());
        GX_TRY(const auto tally, look_at_some(type, some, rungs, doers));
        all.add(tally);
    }
    return all;
}

Result<RoundTally> TodoRound::look_at_some(const std::string& type, std::span<const std::string> ids, Rungs rungs, const Doers& doers) {
    std::vector<TodoChange> changes;
    {
        GX_TRY(const auto reader, services_.store.reader());
        GX_TRY(const auto states, matters_.look(*reader, tenant_, type, ids, today_));
        Condition of{.column = "subject_id", .compare = Compare::In};
        of.values.assign(ids.begin(), ids.end());
        GX_TRY(const auto existing, reader->list("todo", {.tenant = tenant_, .where = {std::move(of)}, .limit = kPage}));
        const auto doer = [&](const std::string& subject) {
            const auto found = doers.find(subject);
            return found == doers.end() ? std::string{} : found->second;
        };
        GX_TRY(changes, plan_todos(tenant_, states, existing, today_, [&] { return services_.ids.next_id(); }, doer));
        for (TodoChange& change : changes) {
            if (change.action != "open" || change.next.version != 1 || type == "body") { continue; }
            GX_TRY(const auto history, reader->history(type, change.todo.subject_id));
            if (history.empty()) { continue; }
            change.todo.started_by = history.front().actor;
            change.next.content = change.todo.to_json();
        }
    }
    if (changes.empty()) { return RoundTally{}; }
    return write(std::move(changes), rungs);
}

Result<Done> TodoRound::put(Work& work, const std::vector<TodoChange>& changes) const {
    for (const char* action : {"close", "change", "open"}) {
        std::vector<Entity> some;
        for (const TodoChange& change : changes) {
            if (change.action == action) { some.push_back(change.next); }
        }
        if (!some.empty()) { GX_CHECK(work.put_many(some, action)); }
    }
    return Done{};
}

Result<RoundTally> TodoRound::write(std::vector<TodoChange> changes, Rungs rungs) {
    RoundTally tally;
    for (const TodoChange& change : changes) {
        ++(change.action == "open" ? tally.opened : change.action == "close" ? tally.closed : tally.changed);
    }
    if (rungs == Rungs::Asked) { GX_CHECK(recipients()); }
    const WriteContext context{{.account = std::string(kActor), .tenant = tenant_}, services_.clock.now()};
    std::int64_t notices = 0;
    GX_CHECK(services_.store.write(context, [&](Work& work) -> Result<Done> {
        notices = 0;
        GX_CHECK(hold_(work));
        GX_CHECK(put(work, changes));
        for (const TodoChange& change : changes) {
            if (rungs == Rungs::Silent || !change.rung_asked) { continue; }
            const TodoKind* kind = services_.law.todo_kind(change.todo.kind);
            const TodoRung* rung = kind->rung(services_.days.left(today_, change.todo.due_on));
            if (rung == nullptr || (change.todo.due_provisional && rung->at)) { continue; }
            GX_TRY(const auto fired, fire(work, change.next.id, change.todo, *kind, *rung));
            notices += fired;
        }
        return Done{};
    }));
    tally.notices = notices;
    return tally;
}

Result<const Recipients*> TodoRound::recipients() {
    if (!recipients_) {
        GX_TRY(const auto reader, services_.store.reader());
        GX_TRY(recipients_, Recipients::load(*reader, tenant_, services_.law, today_));
    }
    return &*recipients_;
}

Result<std::int64_t> TodoRound::fire(Work& work, const std::string& todo_id, const Todo& todo, const TodoKind& kind, const TodoRung& rung) {
    const Recipients& people = *recipients_;
    std::vector<std::string> accounts;
    if (!todo.account.empty() && rung.action.empty()) {
        if (people.knows(todo.account)) { accounts.push_back(todo.account); }
    } else {
        accounts = people.of(rung.action.empty() ? kind.action : rung.action, rung.reach, todo.body_id);
    }
    NoticeDraft draft{.kind = rung.notice, .object_type = "todo", .object_id = todo_id, .rung = rung_key(rung, todo), .copied = !rung.action.empty()};
    draft.params = notice_params(todo, people.body_name(todo.body_id), services_.days.left(today_, todo.due_on));
    draft.params.set("todo_kind", kind.id);
    return services_.notices.make(work, tenant_, draft, accounts, people);
}

/// Rungs that the passing of days alone brought.
Result<RoundTally> TodoRound::cross(Date last) {
    struct Crossed {
        std::string id;
        Todo todo;
        const TodoKind* kind;
        const TodoRung* rung;
    };
    std::vector<Crossed> all;
    {
        GX_TRY(const auto reader, services_.store.reader());
        for (const TodoKind& kind : services_.law.todo_kinds) {
            std::set<std::string> ids;
            for (const TodoRung& rung : kind.rungs) {
                const auto until = rung.at ? services_.days.last_due_with(today_, *rung.at) : std::nullopt;
                if (!until) { continue; }
                std::vector<Condition> where{{.column = "kind", .values = {kind.id}}, still_open(), on_day("due_on", Compare::LessEqual, *until)};
                if (const auto before = services_.days.last_due_with(last, *rung.at)) { where.push_back(on_day("due_on", Compare::Greater, *before)); }
                GX_TRY(auto some, ids_of(*reader, "todo", std::move(where)));
                ids.merge(some);
            }
            for (const std::string& id : ids) {
                GX_TRY(const auto row, reader->find("todo", tenant_, id));
                if (!row) { continue; }
                GX_TRY(Todo todo, decoded<Todo>(*row));
                const TodoRung* now = kind.rung(services_.days.left(today_, todo.due_on));
                if (now == nullptr || !now->at || todo.due_provisional || now == kind.rung(services_.days.left(last, todo.due_on))) { continue; }
                all.push_back({id, std::move(todo), &kind, now});
            }
        }
    }
    RoundTally tally;
    if (all.empty()) { return tally; }
    GX_CHECK(recipients());
    const WriteContext context{{.account = std::string(kActor), .tenant = tenant_}, services_.clock.now()};
    for (std::span<const Crossed> rest = all; !rest.empty();) {
        const auto some = rest.first(std::min(kSlice, rest.size()));
        rest = rest.subspan(some.size());
        std::int64_t notices = 0;
        GX_CHECK(services_.store.write(context, [&](Work& work) -> Result<Done> {
            notices = 0;
            GX_CHECK(hold_(work));
            for (const Crossed& one : some) {
                GX_TRY(const auto fired, fire(work, one.id, one.todo, *one.kind, *one.rung));
                notices += fired;
            }
            return Done{};
        }));
        tally.notices += notices;
    }
    return tally;
}

Result<std::int64_t> TodoRound::tell_backlog() {
    GX_TRY(const Recipients* people, recipients());
    std::int64_t told = 0;
    const WriteContext context{{.account = std::string(kActor), .tenant = tenant_}, services_.clock.now()};
    for (const Actor& actor : people->all()) {
        std::int64_t count = 0;
        TodoFilter filter = in_sight(actor, services_.law);
        filter.standing = TodoFilter::Standing::Open;
        GX_CHECK(services_.rows.tally(filter, [&](const TodoTally& some) -> Result<Done> {
            count += some.count;
            return Done{};
        }));
        if (count == 0) { continue; }
        NoticeDraft draft{.kind = "todo_backlog", .object_type = "todo", .object_id = "backlog-" + tenant_, .rung = "backlog"};
        draft.params.set("count", count);
        GX_CHECK(services_.store.write(context, [&](Work& work) -> Result<Done> {
            GX_CHECK(hold_(work));
            GX_TRY(const auto made, services_.notices.make(work, tenant_, draft, {actor.account}, *people));
            told += made;
            return Done{};
        }));
    }
    return told;
}

}  // namespace gx::app
