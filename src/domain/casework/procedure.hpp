// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/calendar/deadline_rule.hpp"
#include "domain/legal/plan.hpp"
#include "domain/legal/source.hpp"

namespace gx::domain {

/// A guard or an effect as a procedure names it; the code behind the name is registered in app/casework.
struct NamedCall {
    std::string name;
    base::Json args;  ///< an object; empty when none are given
};

/// Whose people do something in a case.
enum class CasePlace {
    Handler,    ///< of the body that handles it now
    Concerned,  ///< of the body that it concerns
    County,     ///< who sees the whole county
    Opener,     ///< the account that opened it
    Person,     ///< the official whom it concerns, on the own file
};
std::string_view code_of(CasePlace place);

enum class FieldType { Text, LongText, Day, Money, Count, Choice, Flag, Body, Official, Documents, Clauses, List };
std::string_view code_of(FieldType type);

/// One field of a form. A case keeps one value a field; steps that ask for it again replace it.
///
/// Shape:  `options` 1..60 for Choice, empty otherwise; `max`: characters of a text, number of documents, clauses or lines.
/// Units:  money in fen.
struct FormField {
    struct Option {
        std::string value;
        Wording name;
    };
    std::string field;
    Wording name;
    FieldType type = FieldType::Text;
    bool required = false;
    std::int64_t max = 0;
    std::vector<Option> options = {};
    /// Needed only when another field has one of these values.
    std::string when_field = {};
    std::vector<std::string> when_values = {};
    /// The article that asks for it; empty when only the form does.
    std::string source = {};
};

/// By when a state must be left.
///
/// Shape:  exactly one of `rule`, `by_field` and `day_field` is given.
struct StateLimit {
    std::string rule = {};                              ///< of law/deadlines
    std::string by_field = {};                          ///< a field whose value chooses the rule
    std::map<std::string, std::string> by_value = {};
    std::string day_field = {};                         ///< a field that holds the last day itself
    bool focus_halves = false;                          ///< half of the days, rounded up, when the case has a focus flag
    bool keeps_running = false;                         ///< the clock of the state before runs on
    std::string from_field = {};                        ///< the trigger is the day in this field, not that of entering the state
};

/// The official document that a step makes.
///
/// Shape:  `document` is the id of a template (law/documents), empty: none. `by_value` names another one for some values of the field
///         `by_field`. `limit` is the state whose limit the document tells, where it is not that of the state the step leads to.
struct StepPrint {
    std::string document = {};
    std::string by_field = {};
    std::map<std::string, std::string> by_value = {};
    std::string limit = {};

    /// The template for a value of `by_field`.
    const std::string& chosen(const std::string& value) const {
        const auto found = by_value.find(value);
        return found == by_value.end() ? document : found->second;
    }
};

/// Who must act in a state: the right and the place.
struct StateTask {
    std::string action;
    CasePlace at = CasePlace::Handler;
};

struct CaseState {
    std::string id;  ///< the state's name of DOMAIN 12.0, in small letters
    Wording name;
    Wording public_name;  ///< what a complainant or a reader is told; empty: not told apart from the state before
    bool final = false;
    std::string outcome = {};  ///< of a final one; may be "field:NAME"
    std::optional<StateTask> task = {};
    std::optional<StateLimit> limit = {};
    base::Json ladder = {};    ///< lights and rungs in place of the procedure's, as law/todos has them
};

/// What a step does to the clock.
enum class StepClock {
    Start,   ///< the clock of the state that it leads to begins (also when that is the same state)
    Keep,    ///< nothing changes
    Pause,   ///< it stands still for `pause_reason`
    Resume,
    Extend,  ///< as far as the rule allows
};
std::string_view code_of(StepClock clock);

/// One act that moves a case.
struct CaseStep {
    std::string id;
    Wording name;
    std::vector<std::string> from;
    std::string to;  ///< empty: stays where it is
    std::string action;
    CasePlace at = CasePlace::Handler;
    std::vector<FormField> form = {};
    std::vector<NamedCall> guards = {};
    std::vector<NamedCall> effects = {};
    std::vector<std::string> source = {};
    StepClock clock = StepClock::Start;
    std::string pause_reason = {};
    bool by_time = false;    ///< the system takes it when the clock of the state has run out; nobody else may
    bool note_asked = false; ///< an opinion in words is needed
    StepPrint print = {};
};

/// How a case begins.
struct CaseOpening {
    std::string action;
    CasePlace at = CasePlace::Handler;
    std::string state;
    std::vector<FormField> form;
    std::vector<NamedCall> guards;
    std::vector<NamedCall> effects;
    StepPrint print = {};
};

/// A procedure: law/procedures/ID.yaml. The states and steps of one kind of case, who may do what, by when and what follows.
///
/// Shape:  states 2..40, steps 1..80; every state is reached from the opening; every state that is not final has a task, a limit and
///         a way on; final ones have neither; a step's own name tells it apart. Field names mean one field throughout.
/// Source: `source` of each procedure and step
struct Procedure {
    std::string id;
    Wording name;
    std::string code_prefix;  ///< of case numbers: "TS"
    std::vector<std::string> source;
    InForce in_force;
    std::string subject;          ///< entity type that a case is about; empty: none
    bool subject_required = false;
    bool confidential = false;    ///< hidden from the body and the persons that it concerns
    bool person = false;          ///< about an official: a matter of the person's file
    CaseOpening opening;
    std::vector<CaseState> states;
    std::vector<CaseStep> steps;
    base::Json ladder;            ///< {lights, rungs}, as law/todos has them
    std::string note;

    /// Null when there is none.
    const CaseState* state(std::string_view id) const;
    const CaseStep* step(std::string_view id) const;
    /// The field of that name in any form; null when there is none.
    const FormField* field(std::string_view name) const;
    /// Steps that leave from or stay in this state, in the file's order.
    std::vector<const CaseStep*> steps_from(std::string_view state) const;

    /// Errors: those of base::JsonReader; InvalidInput "procedure.code_unknown" (place, type, clock), "procedure.limit" (not exactly
    ///         one kind), "procedure.options", "procedure.id_twice", "procedure.state_unknown", "procedure.unreachable",
    ///         "procedure.no_task", "procedure.no_limit", "procedure.no_way_on", "procedure.final_goes_on", "procedure.no_source",
    ///         "procedure.field_differs" (one name, two types), "procedure.field_unknown" (a limit or condition on no field),
    ///         "procedure.by_time" (without a limit to run out, with a form, or two in one state),
    ///         "procedure.clock" (a pause without its reason, a start that leads nowhere).
    static base::Result<Procedure> from_json(const base::Json& json, const std::string& pointer = {});
};

}  // namespace gx::domain
