// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "app/casework/calls.hpp"

namespace gx::app {

/// The code behind a guard's name.
///
/// Shape:  `args`: the names of arguments that it knows, blanks between them; `required`: those of them that it cannot do without.
///         Every call may have `when_field` and `when_values` besides.
struct GuardEntry {
    std::string_view name;
    Result<Done> (*run)(const GuardCall& call);
    std::string_view args = {};
    std::string_view required = {};
};
/// The code behind an effect's name.
///
/// Shape: `fills`: it fills fields or moves the handler, and runs before the clock of the new state begins; `field_arg` names the
///        argument whose fields the system alone fills in; `own_field` is one that it fills always.
struct EffectEntry {
    std::string_view name;
    Result<Done> (*run)(const EffectCall& call);
    bool fills = false;
    std::string_view field_arg = {};
    std::string_view own_field = {};
    std::string_view args = {};      ///< as of a guard
    std::string_view required = {};
};

// The tables, a file each; README.md says what each name means.
std::span<const GuardEntry> case_guards();              ///< over the case and who acts
std::span<const GuardEntry> body_guards();              ///< over bodies, offices and roles
std::span<const GuardEntry> finding_guards();           ///< over what is found and how it was served
std::span<const GuardEntry> record_guards();            ///< over how records stand
std::span<const GuardEntry> measure_guards();           ///< over measures and incentives
std::span<const GuardEntry> evaluation_guards();        ///< over evaluations and their results
std::span<const EffectEntry> case_effects();            ///< on the case itself, its place and its children
std::span<const EffectEntry> finding_effects();         ///< on findings, and on what a record will be
std::span<const EffectEntry> record_effects();          ///< on records
std::span<const EffectEntry> measure_effects();         ///< on measures
std::span<const EffectEntry> publication_effects();     ///< on what is shown, taken back and told
std::span<const EffectEntry> draw_effects();            ///< on what is drawn by lot
std::span<const EffectEntry> evaluation_effects();      ///< on evaluations

/// A guard's refusal of what a form gave: located at the field.
inline Error at_field(ErrorCode code, std::string reason, const std::string& field, std::string detail = {}) {
    return {code, std::move(reason), std::move(detail), field.empty() ? std::string{} : "/body/fields/" + field};
}

}  // namespace gx::app
