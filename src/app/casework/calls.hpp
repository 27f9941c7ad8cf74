// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/casework/case_parts.hpp"
#include "app/casework/procedure_book.hpp"
#include "domain/casework/case_file.hpp"

namespace gx::app {

/// What a guard looks at: the case before the step, what is entered, and the store as the step finds it.
struct GuardCall {
    const CaseParts& parts;
    Work& work;
    const ProcedureVersion& version;
    const domain::CaseFile& file;    ///< before the step; when a case is opened, as it would begin
    const std::string& case_id;
    const base::Json& entered;
    const Actor& actor;
    base::Date today;
    std::string_view step;           ///< "open" for the opening
    const base::Json& args;

    std::string arg(std::string_view name) const { return args.text_or_empty(name); }
    std::vector<std::string> args_list(std::string_view name) const;
    /// What is entered now, or else what the case knows. Null when neither has it.
    const base::Json& value(std::string_view field) const;
    std::string text(std::string_view field) const;
};

/// Something that an effect wrote.
struct MadeRow {
    std::string type;
    std::string id;
    std::string code;
};

/// What an effect works on: the case after the step, not written yet.
struct EffectCall {
    const CaseParts& parts;
    Work& work;
    const ProcedureVersion& version;
    domain::CaseFile& file;
    const std::string& case_id;
    const base::Json& entered;
    const Actor& actor;
    base::Date today;
    const base::Json& args;
    std::vector<MadeRow>& made;

    std::vector<std::string> args_list(std::string_view name) const;
    std::string arg(std::string_view name) const { return args.text_or_empty(name); }
    std::string text(std::string_view field) const { return file.text(field); }
    /// Whether the call's `when_field` has one of its `when_values`; true without a condition.
    bool applies() const;
};

/// Names that procedures may use. Total.
bool is_guard(std::string_view name);
bool is_effect(std::string_view name);

enum class CallKind { Guard, Effect };
/// Whether a procedure may write the call so: a known name, no argument that it does not know, none left out that it needs.
/// Errors: InvalidInput "procedure.guard_unknown", "procedure.effect_unknown", "procedure.argument_unknown",
///         "procedure.argument_missing"; `where` is below the call.
Result<Done> check_call(CallKind kind, const domain::NamedCall& call);

/// Runs the guards in order. Errors: the first refusal, with `basis` the clauses named; see README.md for each guard's reason.
Result<Done> run_guards(const std::vector<domain::NamedCall>& guards, const GuardCall& call);
/// Effects that fill fields or move the case run before the clock of the new state begins, the others after it.
enum class EffectPhase { Fills, Follows };
/// Runs the effects of a phase in order. Errors: the first one's; nothing of the step is kept then.
Result<Done> run_effects(const std::vector<domain::NamedCall>& effects, EffectPhase phase, const EffectCall& call);

/// The fields that the system alone fills in when these effects run. Total.
std::set<std::string> filled_by(const std::vector<domain::NamedCall>& effects);
/// The form without them. Total.
std::vector<domain::FormField> asked_of_people(const std::vector<domain::FormField>& form, const std::vector<domain::NamedCall>& effects);

}  // namespace gx::app
