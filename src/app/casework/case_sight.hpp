// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/case_rows.hpp"
#include "domain/casework/case_file.hpp"
#include "domain/casework/procedure.hpp"

namespace gx::app {

inline constexpr std::string_view kCaseRead = "case.read";
inline constexpr std::string_view kCaseOpen = "case.open";
inline constexpr std::string_view kCaseAct = "case.act";
inline constexpr std::string_view kCaseReadPerson = "case.read_person";

/// What lists are limited by; `sees` says the same of one case.
CaseSight sight_of(const Actor& actor);
/// Whether the actor may know of the case. Total.
bool sees(const Actor& actor, const domain::CaseFile& file);
/// Whether the actor has the right where the step or the task lies. Says nothing of guards. Total.
bool may_act_at(const Actor& actor, const domain::CaseFile& file, std::string_view action, domain::CasePlace at);

}  // namespace gx::app
