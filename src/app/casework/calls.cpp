// SPDX-License-Identifier: Apache-2.0
#include "app/casework/calls.hpp"

#include <algorithm>
#include <array>

#include "app/casework/call_tables.hpp"

namespace gx::app {
namespace {

using base::Json;

std::vector<std::string> texts_of(const Json& value) {
    if (value.is_string()) { return {value.as_string()}; }
    std::vector<std::string> out;
    if (!value.is_array()) { return out; }
    for (const Json& one : value.as_array()) {
        if (one.is_string()) { out.push_back(one.as_string()); }
    }
    return out;
}

template <class Entry>
const Entry* find_in(std::initializer_list<std::span<const Entry>> tables, std::string_view name) {
    for (const auto& table : tables) {
        const auto found = std::ranges::find(table, name, &Entry::name);
        if (found != table.end()) { return &*found; }
    }
    return nullptr;
}

const GuardEntry* guard(std::string_view name) {
    return find_in<GuardEntry>({case_guards(), body_guards(), finding_guards(), record_guards(), measure_guards(), evaluation_guards()}, name);
}
const EffectEntry* effect(std::string_view name) {
    return find_in<EffectEntry>({case_effects(), finding_effects(), record_effects(), measure_effects(), publication_effects(), draw_effects(), evaluation_effects()},
                                name);
}

/// Whether a list with blanks between its words has the word.
bool has_word(std::string_view words, std::string_view word) {
    while (!words.empty()) {
        const std::size_t blank = words.find(' ');
        if (words.substr(0, blank) == word) { return true; }
        if (blank == std::string_view::npos) { return false; }
        words.remove_prefix(blank + 1);
    }
    return false;
}

/// The first of the words that is no member of the arguments; empty when all are there.
std::string_view first_missing(std::string_view words, const Json& args) {
    while (!words.empty()) {
        const std::size_t blank = words.find(' ');
        const std::string_view word = words.substr(0, blank);
        if (args.at(word).is_null()) { return word; }
        if (blank == std::string_view::npos) { return {}; }
        words.remove_prefix(blank + 1);
    }
    return {};
}

/// Whether the condition `when_field`, `when_values` of a call holds.
bool holds(const Json& args, const Json& value) {
    const std::string field = args.text_or_empty("when_field");
    if (field.empty()) { return true; }
    const auto wanted = texts_of(args.at("when_values"));
    return value.is_string() && std::ranges::find(wanted, value.as_string()) != wanted.end();
}

}  // namespace

std::vector<std::string> GuardCall::args_list(std::string_view name) const { return texts_of(args.at(name)); }
std::vector<std::string> EffectCall::args_list(std::string_view name) const { return texts_of(args.at(name)); }

const Json& GuardCall::value(std::string_view field) const {
    const Json& now = entered.at(field);
    return now.is_null() ? file.field(field) : now;
}

std::string GuardCall::text(std::string_view field) const {
    const Json& found = value(field);
    return found.is_string() ? found.as_string() : std::string{};
}

bool EffectCall::applies() const { return holds(args, file.field(arg("when_field"))); }

bool is_guard(std::string_view name) { return guard(name) != nullptr; }
bool is_effect(std::string_view name) { return effect(name) != nullptr; }

Result<Done> check_call(CallKind kind, const domain::NamedCall& call) {
    const GuardEntry* as_guard = kind == CallKind::Guard ? guard(call.name) : nullptr;
    const EffectEntry* as_effect = kind == CallKind::Effect ? effect(call.name) : nullptr;
    if (as_guard == nullptr && as_effect == nullptr) {
        return Error{ErrorCode::InvalidInput, kind == CallKind::Guard ? "procedure.guard_unknown" : "procedure.effect_unknown", call.name, "/name"};
    }
    const std::string_view known = as_guard != nullptr ? as_guard->args : as_effect->args;
    if (call.args.is_object()) {
        for (const auto& [name, value] : call.args.as_object()) {
            if (!has_word(known, name) && !has_word("name when_field when_values", name)) {
                return Error{ErrorCode::InvalidInput, "procedure.argument_unknown", call.name + " " + name, "/" + name};
            }
        }
    }
    const std::string_view missing = first_missing(as_guard != nullptr ? as_guard->required : as_effect->required, call.args);
    const bool half = call.args.at("when_field").is_null() != call.args.at("when_values").is_null();
    if (missing.empty() && !half) { return Done{}; }
    return Error{ErrorCode::InvalidInput, "procedure.argument_missing", fmt::format("{} {}", call.name, half ? "when_field" : missing)};
}

Result<Done> run_guards(const std::vector<domain::NamedCall>& guards, const GuardCall& call) {
    for (const domain::NamedCall& one : guards) {
        const GuardEntry* entry = guard(one.name);
        if (entry == nullptr) { return Error{ErrorCode::Corrupt, "procedure.guard_unknown", one.name}; }
        if (!holds(one.args, call.value(one.args.text_or_empty("when_field")))) { continue; }
        GX_CHECK(entry->run({call.parts, call.work, call.version, call.file, call.case_id, call.entered, call.actor, call.today, call.step, one.args}));
    }
    return Done{};
}

Result<Done> run_effects(const std::vector<domain::NamedCall>& effects, EffectPhase phase, const EffectCall& call) {
    for (const domain::NamedCall& one : effects) {
        const EffectEntry* entry = effect(one.name);
        if (entry == nullptr) { return Error{ErrorCode::Corrupt, "procedure.effect_unknown", one.name}; }
        if (entry->fills != (phase == EffectPhase::Fills)) { continue; }
        const EffectCall own{call.parts, call.work, call.version, call.file, call.case_id, call.entered, call.actor, call.today, one.args, call.made};
        if (own.applies()) { GX_CHECK(entry->run(own)); }
    }
    return Done{};
}

std::set<std::string> filled_by(const std::vector<domain::NamedCall>& effects) {
    std::set<std::string> fields;
    for (const domain::NamedCall& one : effects) {
        const EffectEntry* entry = effect(one.name);
        if (entry == nullptr) { continue; }
        if (!entry->own_field.empty()) { fields.emplace(entry->own_field); }
        if (entry->field_arg.empty()) { continue; }
        for (std::string& name : texts_of(one.args.at(entry->field_arg))) { fields.insert(std::move(name)); }
    }
    return fields;
}

std::vector<domain::FormField> asked_of_people(const std::vector<domain::FormField>& form, const std::vector<domain::NamedCall>& effects) {
    const auto filled = filled_by(effects);
    std::vector<domain::FormField> asked;
    for (const domain::FormField& field : form) {
        if (!filled.contains(field.field)) { asked.push_back(field); }
    }
    return asked;
}

}  // namespace gx::app
