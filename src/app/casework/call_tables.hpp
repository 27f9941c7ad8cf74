// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "app/casework/calls.hpp"

namespace gx::app {

/// The code behind a guard's name.
struct GuardEntry {
    std::string_view name;
    Result<Done> (*run)(const GuardCall& call);
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
};

// The tables, a file each; README.md says what each name means.
std::span<const GuardEntry> case_guards();      ///< over the case and who acts
std::span<const GuardEntry> body_guards();      ///< over bodies, offices and roles
std::span<const GuardEntry> record_guards();    ///< over records, findings and measures
std::span<const EffectEntry> case_effects();    ///< on the case itself, its place and its children
std::span<const EffectEntry> record_effects();  ///< on findings and records
std::span<const EffectEntry> measure_effects(); ///< on measures, notices and recall

/// A guard's refusal of what a form gave: located at the field.
inline Error at_field(ErrorCode code, std::string reason, const std::string& field, std::string detail = {}) {
    return {code, std::move(reason), std::move(detail), field.empty() ? std::string{} : "/body/fields/" + field};
}

}  // namespace gx::app
