// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/case_facts.hpp"

#include <algorithm>
#include <set>

#include "app/evaluation/fact_tables.hpp"

namespace gx::app {

using base::Date;
using base::Json;
using domain::CaseFile;
using domain::StepTaken;
using facts::RowWriter;

namespace {

constexpr std::string_view kHandler = "handler";
constexpr std::string_view kConcerned = "concerned";

Error corrupt(const Entity& entity, const std::string& detail) {
    return {ErrorCode::Corrupt, "evaluation.corrupt_fact", entity.type + " " + entity.key + ": " + detail};
}

/// Whether the step led to another state; one that stays where it is neither ends a stay nor begins one.
bool leaves(const StepTaken& step, std::string_view state) { return step.to != state; }

}  // namespace

/// A time that a case spent in a state.
struct CaseFacts::Stay {
    std::string state;
    Date entered_on;
    std::string left_by = {};  ///< step; empty while it lasts
    std::optional<Date> left_on = {};
    std::optional<Date> due_on = {};
    bool provisional = false;
};

std::vector<std::string> bodies_of_case(const Json& content) {
    std::vector<std::string> ids;
    const auto add = [&](std::string id) {
        if (!id.empty() && std::ranges::find(ids, id) == ids.end()) { ids.push_back(std::move(id)); }
    };
    for (const char* member : {"body_id", "recused_id", "concerned_id"}) { add(content.text_or_empty(member)); }
    if (content.at("subject").text_or_empty("type") == "body") { add(content.at("subject").text_or_empty("id")); }
    return ids;
}

std::string body_concerned_of(const CaseFile& file) {
    if (!file.recused_id.empty()) { return file.recused_id; }
    if (!file.concerned_id.empty()) { return file.concerned_id; }
    return file.subject_type == "body" ? file.subject_id : std::string{};
}

void CaseFacts::add_version(const Entity& version) {
    Tasks tasks;
    const Json& states = version.content.at("procedure").at("states");
    for (std::size_t i = 0; states.is_array() && i < states.as_array().size(); ++i) {
        const Json& state = states.as_array()[i];
        tasks.emplace(state.text_or_empty("id"), state.at("task").text_or_empty("at"));
    }
    versions_.insert_or_assign(version.key, std::move(tasks));
}

std::vector<CaseFacts::Stay> CaseFacts::stays_of(const CaseFile& file) const {
    std::vector<Stay> stays;
    for (const StepTaken& step : file.steps) {
        if (!stays.empty() && !leaves(step, stays.back().state)) { continue; }
        const bool known = step.on <= as_of_;
        if (!stays.empty()) { stays.back().due_on = step.due_was; }
        if (!known) { return stays; }  // where it was on that day; the due day is that with which it left
        if (!stays.empty()) {
            stays.back().left_by = step.step;
            stays.back().left_on = step.on;
        }
        stays.push_back({.state = step.to, .entered_on = step.on});
    }
    if (file.is_open() && !stays.empty()) {
        stays.back().due_on = file.clock.due_on;
        stays.back().provisional = file.clock.provisional;
    }
    return stays;
}

std::string CaseFacts::row_key(const CaseFile& file, std::string_view role, std::uint32_t body) {
    const std::string place = file.procedure + "/" + file.opened_on.iso().substr(0, 7);
    if (!file.confidential) { return place + "/" + file.code; }
    return fmt::format("{}/{}", place, ++unnamed_[{body, std::string(role), place}]);
}

void CaseFacts::add_role(const CaseFile& file, const std::vector<Stay>& stays, const Tasks& tasks, std::string_view role,
                         std::uint32_t body, domain::evaluation::TableBuilder& table) {
    const bool closed = file.closed_on && *file.closed_on <= as_of_;
    const auto is_own = [&](const Stay& stay) {
        const auto task = tasks.find(stay.state);
        return task != tasks.end() && task->second == role;
    };
    const auto newest_own = std::find_if(stays.rbegin(), stays.rend(), is_own);
    const std::string key = row_key(file, role, body);
    for (auto stay = stays.begin(); stay != stays.end(); ++stay) {
        const auto same = [&](const Stay& later) { return later.state == stay->state; };
        if (std::any_of(stay + 1, stays.end(), same)) { continue; }  // once again in that state since: the newest stay counts
        if (closed && stay + 1 == stays.end()) { continue; }         // nobody has anything to do in a final state
        table.begin_row(body, std::string_view{key});
        RowWriter row{table};
        row.text("procedure", file.procedure);
        row.text("role", role);
        row.text("ground", file.text("ground"));
        row.text("state", stay->state);
        row.text("left_by", stay->left_by);
        row.text("now", stays.back().state);
        row.text("outcome", closed ? file.outcome : std::string{});
        row.text("due_provisional", stay->provisional ? "1" : "0");
        row.number("own", is_own(*stay) ? 1 : 0);
        row.number("last_own", newest_own != stays.rend() && &*newest_own == &*stay ? 1 : 0);
        row.number("opened_day", file.opened_on.days());
        row.number("entered_day", stay->entered_on.days());
        row.day("left_day", stay->left_on);
        row.day("due_day", stay->due_on);
        row.day("closed_day", closed ? file.closed_on : std::nullopt);
    }
}

Result<Done> CaseFacts::add_rows(const Entity& entity, domain::evaluation::TableBuilder& table) {
    const auto file = CaseFile::from_json(entity.content);
    if (!file) { return corrupt(entity, file.error().reason + " " + file.error().where); }
    if (!file->official_id.empty() || file->opened_on > as_of_) { return Done{}; }
    const auto handler = number_(file->body_id);
    const auto concerned = number_(body_concerned_of(*file));
    if (!handler && !concerned) { return Done{}; }
    const auto tasks = versions_.find(file->procedure + "@" + file->law);
    if (tasks == versions_.end()) { return corrupt(entity, "procedure_version " + file->procedure + "@" + file->law); }
    const std::vector<Stay> stays = stays_of(*file);
    if (concerned) { add_role(*file, stays, tasks->second, kConcerned, *concerned, table); }
    if (handler) { add_role(*file, stays, tasks->second, kHandler, *handler, table); }
    return Done{};
}

}  // namespace gx::app
