// SPDX-License-Identifier: Apache-2.0
#include "app/todos/find_matters.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "app/law/case_todos.hpp"
#include "app/law/scheme_versions.hpp"
#include "app/obligation/duty_standing.hpp"
#include "app/ports/entity_types.hpp"
#include "app/subject/subject_rows.hpp"
#include "domain/casework/case_file.hpp"
#include "domain/evaluation/scheme_bodies.hpp"

namespace gx::app {
namespace {

using base::Date;

constexpr std::array<std::string_view, 7> kSubjects{"body", "case_file", "file_objection", "handover", "import_batch", "obligation", "statement"};
/// Parts whose `obligation_id` leads to the subject.
constexpr std::array<std::string_view, 4> kParts{"milestone", "payment", "change", "finding"};
constexpr std::size_t kLeavesMax = 1'000;
constexpr int kYearsKept = 3;  ///< how many years' statements are looked at again

Error broken(const Entity& row, std::string_view what) {
    return {ErrorCode::Corrupt, "store.content", fmt::format("{} {}: {}", row.type, row.id, what)};
}

Result<Date> day_at(const Entity& row, std::string_view member) {
    auto day = Date::parse(row.content.text_or_empty(member));
    if (!day.ok()) { return broken(row, member); }
    return day;
}

bool pending_kind(const TodoKind& kind) { return kind.opens_before > 0; }

}  // namespace

std::vector<std::string> FindMatters::subjects() const {
    std::set<std::string> found;
    for (const TodoKind& kind : law_.todo_kinds) {
        const bool known = std::ranges::find(kSubjects, kind.subject) != kSubjects.end();
        if (known && find_entity_type(kind.subject) != nullptr) { found.insert(kind.subject); }
    }
    return {found.begin(), found.end()};
}

bool FindMatters::concerns(std::string_view type) {
    return std::ranges::find(kSubjects, type) != kSubjects.end() || std::ranges::find(kParts, type) != kParts.end();
}

std::vector<std::pair<std::string, std::string>> FindMatters::subjects_of(std::string_view type, std::string_view id,
                                                                          const base::Json& content) {
    std::vector<std::pair<std::string, std::string>> found;
    if (std::ranges::find(kSubjects, type) != kSubjects.end()) { found.emplace_back(type, id); }
    const std::string body = content.text_or_empty("body_id");
    if (type == "statement" && !body.empty()) { found.emplace_back("body", body); }
    const std::string duty = content.text_or_empty("obligation_id");
    if (std::ranges::find(kParts, type) != kParts.end() && !duty.empty()) { found.emplace_back("obligation", duty); }
    return found;
}

bool FindMatters::is_quiet(const base::Json& duty, Date today) const {
    const auto amount = duty.int_at("amount_fen");
    const bool whole = !amount || duty.int_at("fulfilled_fen").value_or(*amount) >= *amount;
    if (whole && duty.string_at("done_on") && duty.bool_at("has_evidence").value_or(false)) { return true; }
    const auto due = Date::parse(duty.text_or_empty("due_on"));
    return due.ok() && *due > horizon(today);
}

Date FindMatters::horizon(Date today) const {
    int before = 0;
    for (const TodoKind* kind : kinds_of("obligation")) { before = std::max(before, kind->opens_before); }
    return days_.last_due_with(today, before).value_or(today);
}

std::vector<const TodoKind*> FindMatters::kinds_of(std::string_view subject) const {
    std::vector<const TodoKind*> found;
    for (const TodoKind& kind : law_.todo_kinds) {
        if (kind.subject == subject) { found.push_back(&kind); }
    }
    return found;
}

/// A matter of each kind of the subject that has a limit, counted from a day.
void FindMatters::add_limited(SubjectState& state, Matter matter, Date from) const {
    for (const TodoKind* kind : kinds_of(state.type)) {
        if (!kind->limit) { continue; }
        matter.kind = kind;
        const bool working = kind->limit->unit == TodoLimit::Unit::WorkingDays;
        matter.due_on = working ? days_.nth_after(from, kind->limit->amount) : from.plus_days(kind->limit->amount);
        matter.provisional = !days_.known_between(working ? from : matter.due_on, matter.due_on);
        state.wanted.push_back(matter);
    }
}

Result<std::vector<SubjectState>> FindMatters::look(Reader& reader, const std::string& tenant, const std::string& type,
                                                    std::span<const std::string> ids, Date today) const {
    std::vector<SubjectState> states;
    if (ids.empty() || find_entity_type(type) == nullptr) { return states; }
    Condition among{.column = "id", .compare = Compare::In};
    among.values.assign(ids.begin(), ids.end());
    GX_TRY(auto rows, reader.list(type, {.tenant = tenant, .where = {std::move(among)}, .limit = ids.size()}));
    std::set<std::string> gone(ids.begin(), ids.end());
    for (const Entity& row : rows) { gone.erase(row.id); }
    for (const std::string& id : gone) { states.push_back({.type = type, .id = id, .outcome = "gone"}); }
    const Sight sight{reader, tenant, today};
    if (type == "obligation") {
        GX_TRY(auto duty_states, duties(sight, std::move(rows)));
        std::ranges::move(duty_states, std::back_inserter(states));
        return states;
    }
    for (const Entity& row : rows) {
        const auto one = type == "statement"      ? &FindMatters::statement
                         : type == "handover"     ? &FindMatters::handover
                         : type == "import_batch" ? &FindMatters::import
                         : type == "case_file"    ? &FindMatters::case_file
                         : type == "body"         ? &FindMatters::body
                                                  : &FindMatters::objection;
        GX_TRY(auto state, (this->*one)(sight, row));
        states.push_back(std::move(state));
    }
    return states;
}

Result<std::vector<SubjectState>> FindMatters::duties(const Sight& sight, std::vector<Entity> rows) const {
    std::vector<std::string> ids;
    for (const Entity& row : rows) { ids.push_back(row.id); }
    GX_TRY(const auto parts, load_parts(sight.reader, sight.tenant, ids));
    std::vector<SubjectState> states;
    for (const Entity& row : rows) {
        SubjectState state{.type = row.type, .id = row.id};
        GX_TRY(const auto duty, decoded<domain::Obligation>(row));
        const auto* duty_kind = law_.obligation_kinds.find(duty.kind);
        if (duty_kind == nullptr) {  // a kind that the law pack in force no longer knows cannot be judged
            states.push_back(std::move(state));
            continue;
        }
        const auto found = parts.find(row.id);
        const DutyParts of = found == parts.end() ? DutyParts{} : found->second;
        const auto standing = domain::standing(duty, *duty_kind, of.milestones, of.payments, of.changes, of.findings, sight.today);
        state.outcome = to_string(standing.outcome);
        state.done_on = standing.done_on;
        const bool put_off = standing.outcome == domain::Outcome::Changed && standing.because == "change_deferred";
        const bool pending = standing.outcome == domain::Outcome::Pending;
        Matter matter{.body_id = duty.body_id, .title = duty.title, .due_on = standing.due_on};
        matter.provisional = (duty.due_provisional && standing.due_on == duty.due_on) || !days_.known_between(standing.due_on, standing.due_on);
        for (const TodoKind* kind : kinds_of("obligation")) {
            matter.kind = kind;
            const bool near = standing.due_on <= days_.last_due_with(sight.today, kind->opens_before).value_or(sight.today);
            const bool wanted = pending_kind(*kind) ? put_off || (pending && near) : standing.outcome == domain::Outcome::Overdue;
            if (wanted) { state.wanted.push_back(matter); }
        }
        states.push_back(std::move(state));
    }
    return states;
}

Result<SubjectState> FindMatters::statement(const Sight&, const Entity& row) const {
    SubjectState state{.type = row.type, .id = row.id, .outcome = "checked"};
    if (const auto checked = Date::parse(row.content.text_or_empty("checked_on")); checked.ok()) {
        state.done_on = *checked;
        return state;
    }
    if (const auto back = Date::parse(row.content.text_or_empty("returned_on")); back.ok()) {
        state.outcome = "returned";
        state.done_on = *back;
        return state;
    }
    GX_TRY(const Date filed, day_at(row, "filed_on"));
    const std::string period = row.content.text_or_empty("period");
    add_limited(state, {.body_id = row.content.text_or_empty("body_id"), .title = row.content.text_or_empty("leaf") + " " + period}, filed);
    return state;
}

Result<SubjectState> FindMatters::handover(const Sight& sight, const Entity& row) const {
    SubjectState state{.type = row.type, .id = row.id, .outcome = "signed"};
    if (const auto on = Date::parse(row.content.text_or_empty("signed_on")); on.ok()) {
        state.done_on = *on;
        return state;
    }
    GX_TRY(const Date from, day_at(row, "on_day"));
    GX_TRY(const auto post, sight.reader.find("post", sight.tenant, row.content.text_or_empty("post_id")));
    add_limited(state, {.body_id = row.content.text_or_empty("body_id"), .title = post ? post->content.text_or_empty("title") : row.key}, from);
    return state;
}

Result<SubjectState> FindMatters::import(const Sight& sight, const Entity& row) const {
    SubjectState state{.type = row.type, .id = row.id, .outcome = row.content.text_or_empty("state")};
    const auto rejected = row.content.int_at("rejected").value_or(0);
    if (rejected == 0 || state.outcome != "done") { return state; }
    GX_TRY(const auto history, sight.reader.history(row.type, row.id));
    if (history.empty()) { return broken(row, "no entry"); }
    add_limited(state, {.title = row.key, .account = history.front().actor, .count = rejected}, history.front().at.civil_day());
    return state;
}

/// An open case asks for one to-do: the task of the state that it is in, where that task lies. One that stands still, or whose
/// state no procedure in force knows any more, asks for none.
Result<SubjectState> FindMatters::case_file(const Sight&, const Entity& row) const {
    SubjectState state{.type = row.type, .id = row.id};
    GX_TRY(const auto file, decoded<domain::CaseFile>(row));
    state.outcome = file.is_open() ? file.state : file.outcome;
    state.done_on = file.closed_on ? file.closed_on : std::optional(file.entered_on);
    const TodoKind* kind = law_.todo_kind(case_todo_id(file.procedure, file.state));
    if (!file.is_open() || !file.clock.due_on || kind == nullptr) { return state; }
    domain::CasePlace at = domain::CasePlace::Handler;
    for (const domain::Procedure& procedure : law_.procedures) {
        const domain::CaseState* found = procedure.id == file.procedure ? procedure.state(file.state) : nullptr;
        if (found != nullptr && found->task) { at = found->task->at; }
    }
    Matter matter{.kind = kind, .title = file.title, .due_on = *file.clock.due_on, .provisional = file.clock.provisional};
    if (at == domain::CasePlace::Handler) { matter.body_id = file.body_id; }
    if (at == domain::CasePlace::Concerned) { matter.body_id = file.concerned_id; }
    if (at == domain::CasePlace::Opener) { matter.account = file.opened_by; }
    if (at == domain::CasePlace::Person) { return state; }  // the own file tells the person, no list of the office
    state.wanted.push_back(std::move(matter));
    return state;
}

Result<SubjectState> FindMatters::objection(const Sight& sight, const Entity& row) const {
    SubjectState state{.type = row.type, .id = row.id, .outcome = "answered"};
    if (row.content.text_or_empty("state") != "open") {
        if (const auto on = Date::parse(row.content.text_or_empty("answered_on")); on.ok()) { state.done_on = *on; }
        return state;
    }
    GX_TRY(const Date filed, day_at(row, "filed_on"));
    GX_TRY(const auto official, sight.reader.find("official", sight.tenant, row.content.text_or_empty("official_id")));
    add_limited(state, {.body_id = official ? official->content.text_or_empty("body_id") : std::string{}, .title = row.key}, filed);
    return state;
}

/// The yearly statements of a body. Of earlier years only what is still open is kept open.
Result<SubjectState> FindMatters::body(const Sight& sight, const Entity& row) const {
    SubjectState state{.type = row.type, .id = row.id, .outcome = "filed"};
    GX_TRY(const auto value, decoded<domain::Body>(row));
    if (!value.exists_on(sight.today) || value.figures_only.value_or(false)) {
        state.outcome = "gone";
        return state;
    }
    for (const TodoKind* kind : kinds_of("body")) {
        if (!kind->yearly) { continue; }
        const int now = sight.today.year() - (sight.today < kind->yearly->opens.in(sight.today.year()) ? 1 : 0);
        for (int year = now; year > now - kYearsKept; --year) {
            if (value.valid_from > Date::make(year - 1, 12, 31).value()) { break; }
            GX_CHECK(add_period(sight, *kind, row, year, state));
            if (year < now && !state.wanted.empty() && state.wanted.back().period == std::to_string(year - 1)) {
                state.wanted.back().opens = false;
            }
        }
    }
    return state;
}

/// The statements of the year before `year`. A leaf that any statement is about counts as filed, also as not applicable.
Result<Done> FindMatters::add_period(const Sight& sight, const TodoKind& kind, const Entity& row, int year, SubjectState& state) const {
    const std::string period = std::to_string(year - 1);
    const std::string body_class = row.content.text_or_empty("class");
    std::set<std::string> missing;
    for (const std::string& id : kind.yearly->schemes) {
        const auto scheme = scheme_for_period(law_, id, period);  // none: nobody is judged for that period
        if (!scheme || !domain::evaluation::may_judge_class(**scheme, body_class)) { continue; }
        for (const auto& indicator : (*scheme)->indicators) {
            if (!indicator.statement.empty()) { missing.insert(indicator.statement); }
        }
    }
    Query filed{.tenant = sight.tenant, .limit = kLeavesMax};
    filed.where = {{.column = "body_id", .values = {row.id}}, {.column = "period", .values = {period}}};
    GX_TRY(const auto statements, sight.reader.list("statement", filed));
    for (const Entity& one : statements) { missing.erase(one.content.text_or_empty("leaf")); }
    if (missing.empty()) { return Done{}; }
    Matter matter{.kind = &kind, .body_id = row.id, .title = period, .period = period, .due_on = kind.yearly->due.in(year)};
    matter.count = static_cast<std::int64_t>(missing.size());
    matter.provisional = !days_.known_between(matter.due_on, matter.due_on);
    state.wanted.push_back(std::move(matter));
    return Done{};
}

}  // namespace gx::app
