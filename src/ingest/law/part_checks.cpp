// SPDX-License-Identifier: Apache-2.0
#include "ingest/law/part_checks.hpp"

#include <algorithm>

#include "app/casework/calls.hpp"
#include "app/evaluation/load_facts.hpp"
#include "domain/warning/rule_pass.hpp"
#include "ingest/law/cross_checks.hpp"

namespace gx::ingest {
namespace {

template <class T, class Id, class Days>
std::vector<Identified> identified(const std::vector<Placed<T>>& items, Id id, Days days) {
    std::vector<Identified> out;
    for (const auto& item : items) { out.push_back({id(item.value), days(item.value), item.place}); }
    return out;
}

const auto kNoDays = [](const auto&) -> std::optional<domain::InForce> { return std::nullopt; };
const auto kInForce = [](const auto& item) -> std::optional<domain::InForce> { return item.in_force; };
const auto kValidity = [](const domain::DeadlineRule& rule) -> std::optional<domain::InForce> {
    return domain::InForce{rule.valid_from, rule.valid_to};
};

/// A rule that looks at no fact of the pack.
void check_warning_facts(const Parts& parts, Findings& findings) {
    for (const auto& rule : parts.warning_rules) {
        const bool known = std::any_of(parts.warning_facts.begin(), parts.warning_facts.end(),
                                       [&](const auto& fact) { return fact.value.id == rule.value.fact; });
        if (!known) { findings.add(Place{rule.place.file, rule.place.pointer + "/fact"}, "scheme.dangling_name", rule.value.fact); }
    }
}

void check_every_id(const Parts& parts, Findings& findings) {
    check_ids(identified(parts.sources, [](const auto& item) { return item.id.str(); }, kNoDays), findings);
    check_ids(identified(parts.plans, [](const auto&) { return std::string{"plan"}; }, kNoDays), findings);
    check_ids(identified(parts.years, [](const auto& item) { return std::to_string(item.year()); }, kNoDays), findings);
    check_ids(identified(parts.deadlines, [](const auto& item) { return item.id; }, kValidity), findings);
    check_ids(identified(parts.record_types, [](const auto& item) { return item.code; }, kInForce), findings);
    check_ids(identified(parts.severity, [](const auto&) { return std::string{"severity"}; }, kNoDays), findings);
    check_ids(identified(parts.measures, [](const auto& item) { return item.code; }, kInForce), findings);
    check_ids(identified(parts.public_fields, [](const auto& item) { return item.entity(); }, kNoDays), findings);
    check_ids(identified(parts.fields, [](const auto& item) { return item.entity; }, kNoDays), findings);
    check_ids(identified(parts.roles, [](const auto& item) { return item.id; }, kNoDays), findings);
    check_ids(identified(parts.kinds, [](const auto& item) { return item.id(); }, kNoDays), findings);
    check_ids(identified(parts.excuses, [](const auto& item) { return item.code; }, kInForce), findings);
    check_ids(identified(parts.late_interest, [](const auto& item) { return item.id; }, kInForce), findings);
    check_ids(identified(parts.schemes, [](const auto& item) { return item.id + "@" + item.version; }, kNoDays), findings);
    check_ids(identified(parts.warning_facts, [](const auto& item) { return item.id; }, kNoDays), findings);
    check_ids(identified(parts.warning_rules, [](const auto& item) { return item.id; },
                         [](const auto& item) { return item.in_force; }), findings);
    check_ids(identified(parts.layouts, [](const auto& item) { return item.kind; }, kNoDays), findings);
    check_ids(identified(parts.procedures, [](const auto& item) { return item.id; }, kInForce), findings);
    check_ids(identified(parts.todo_kinds, [](const auto& item) { return item.id; }, kNoDays), findings);
    check_ids(identified(parts.notice_texts, [](const auto& item) { return item.id; }, kNoDays), findings);
    check_ids(identified(parts.documents, [](const auto& item) { return item.id; }, kNoDays), findings);
}

bool some_role_may(const Parts& parts, std::string_view action) {
    return std::any_of(parts.roles.begin(), parts.roles.end(), [&](const auto& role) { return role.value.may(action); });
}

/// What kinds of to-dos name: actions, which say who sees them, texts of notices and schemes.
void check_todo_names(const Parts& parts, Findings& findings) {
    const auto place = [](const auto& kind, std::string pointer) { return Place{kind.place.file, std::move(pointer)}; };
    for (const auto& kind : parts.todo_kinds) {
        if (!some_role_may(parts, kind.value.action)) { findings.add(place(kind, "/action"), "law.action_unknown", kind.value.action); }
        for (std::size_t i = 0; i < kind.value.rungs.size(); ++i) {
            const std::string& wanted = kind.value.rungs[i].notice;
            const bool known = std::any_of(parts.notice_texts.begin(), parts.notice_texts.end(),
                                           [&](const auto& text) { return text.value.id == wanted; });
            if (!known) { findings.add(place(kind, fmt::format("/rungs/{}/notice", i)), "law.notice_unknown", wanted); }
            const std::string& action = kind.value.rungs[i].action;
            if (!action.empty() && !some_role_may(parts, action)) {
                findings.add(place(kind, fmt::format("/rungs/{}/action", i)), "law.action_unknown", action);
            }
        }
        if (!kind.value.yearly) { continue; }
        for (const std::string& wanted : kind.value.yearly->schemes) {
            const bool known = std::any_of(parts.schemes.begin(), parts.schemes.end(),
                                           [&](const auto& scheme) { return scheme.value.id == wanted; });
            if (!known) { findings.add(place(kind, "/yearly/schemes"), "law.scheme_unknown", wanted); }
        }
    }
}

/// What procedures name: guards, effects, rights and limits.
void check_procedure_names(const Parts& parts, Findings& findings) {
    for (const auto& placed : parts.procedures) {
        const domain::Procedure& procedure = placed.value;
        const auto add = [&](std::string pointer, std::string reason, const std::string& wanted) {
            findings.add(Place{placed.place.file, std::move(pointer)}, std::move(reason), wanted);
        };
        const auto calls = [&](app::CallKind kind, const std::vector<domain::NamedCall>& list, const std::string& at) {
            for (std::size_t i = 0; i < list.size(); ++i) {
                const auto written = app::check_call(kind, list[i]);
                if (!written.ok()) { add(fmt::format("{}/{}{}", at, i, written.error().where), written.error().reason, written.error().detail); }
            }
        };
        const auto right = [&](const std::string& action, std::string at) {
            if (!some_role_may(parts, action)) { add(std::move(at), "law.action_unknown", action); }
        };
        const auto print = [&](const domain::StepPrint& made, const std::string& at) {
            std::vector<std::string> wanted;
            if (!made.document.empty()) { wanted.push_back(made.document); }
            for (const auto& [value, document] : made.by_value) { wanted.push_back(document); }
            for (const std::string& one : wanted) {
                const bool known = std::any_of(parts.documents.begin(), parts.documents.end(), [&](const auto& each) { return each.value.id == one; });
                if (!known) { add(at + "/print", "procedure.print_unknown", one); }
            }
        };
        right(procedure.opening.action, "/opening/action");
        print(procedure.opening.print, "/opening");
        calls(app::CallKind::Guard, procedure.opening.guards, "/opening/guards");
        calls(app::CallKind::Effect, procedure.opening.effects, "/opening/effects");
        for (std::size_t i = 0; i < procedure.steps.size(); ++i) {
            const std::string at = fmt::format("/steps/{}", i);
            calls(app::CallKind::Guard, procedure.steps[i].guards, at + "/guards");
            calls(app::CallKind::Effect, procedure.steps[i].effects, at + "/effects");
            right(procedure.steps[i].action, at + "/action");
            print(procedure.steps[i].print, at);
        }
        for (std::size_t i = 0; i < procedure.states.size(); ++i) {
            if (!procedure.states[i].limit) { continue; }
            const domain::StateLimit& limit = *procedure.states[i].limit;
            std::vector<std::string> rules;
            if (!limit.rule.empty()) { rules.push_back(limit.rule); }
            for (const auto& [value, rule] : limit.by_value) { rules.push_back(rule); }
            for (const std::string& wanted : rules) {
                const bool known = std::any_of(parts.deadlines.begin(), parts.deadlines.end(),
                                               [&](const auto& rule) { return rule.value.id == wanted; });
                if (!known) { add(fmt::format("/states/{}/limit", i), "deadline.rule_unknown", wanted); }
            }
        }
    }
}

/// Names and types of a rule's formulas, against the tables that facts are read into.
void check_warnings(const Parts& parts, Findings& findings) {
    const auto facts = app::empty_facts();
    const domain::evaluation::Horizon horizon{.as_of = {}, .from = {}, .to = {}, .period = {}};
    domain::warning::WarningRules one;
    for (const auto& fact : parts.warning_facts) { one.facts.push_back(fact.value); }
    for (const auto& rule : parts.warning_rules) {
        one.rules = {rule.value};
        one.rules.front().in_force.reset();
        const auto bound = domain::warning::RulePass::bind(one, facts, horizon);
        if (bound.ok()) { continue; }
        const auto fact = std::find_if(parts.warning_facts.begin(), parts.warning_facts.end(),
                                       [&](const auto& each) { return each.value.id == rule.value.fact; });
        const bool in_rule = bound.error().where.starts_with(rule.value.at);
        findings.add(*(in_rule ? rule.place.file : fact->place.file), bound.error());
    }
}

/// A field that no role could ever open.
void check_opening_actions(const Parts& parts, Findings& findings) {
    for (const auto& classes : parts.fields) {
        const auto check = [&](const std::string& action, const char* list, std::size_t i) {
            if (action.empty() || some_role_may(parts, action)) { return; }
            findings.add(Place{classes.place.file, fmt::format("/{}/{}/opens", list, i)}, "law.action_unknown", action);
        };
        for (std::size_t i = 0; i < classes.value.fields.size(); ++i) { check(classes.value.fields[i].opens, "fields", i); }
        for (std::size_t i = 0; i < classes.value.parts.size(); ++i) { check(classes.value.parts[i].opens, "parts", i); }
    }
}

}  // namespace

void check_ids_of(const Parts& parts, Findings& findings) {
    check_every_id(parts, findings);
    check_warning_facts(parts, findings);
}

void check_names_of(const Parts& parts, Findings& findings) {
    check_todo_names(parts, findings);
    check_procedure_names(parts, findings);
    check_warnings(parts, findings);
    check_opening_actions(parts, findings);
}

}  // namespace gx::ingest
