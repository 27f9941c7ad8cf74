// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/casework/calls.hpp"
#include "domain/record/record.hpp"

namespace gx::app {

/// The body that the case is about, whether its people may see it or not: of a record its body, of an official his. Empty: none.
Result<std::string> body_of_case(Reader& reader, const std::string& tenant, const domain::CaseFile& file);

/// A record with its row.
struct CaseRecord {
    Entity row;
    domain::Record record;
};
/// The record that the case is about, or that it made (field "record_id"). Nothing when there is none.
/// Errors: Corrupt "store.content"; those of the store.
Result<std::optional<CaseRecord>> record_of_case(Reader& reader, const std::string& tenant, const domain::CaseFile& file);
/// The same, which must be there. Errors: StateForbids "case.record_not_in_effect".
Result<CaseRecord> needed_record(Reader& reader, const std::string& tenant, const domain::CaseFile& file);

/// The records of a body, or of an official when it is given. Errors: those of the store.
Result<std::vector<CaseRecord>> records_about(Reader& reader, const std::string& tenant, const std::string& body_id, const std::string& official_id);
/// The case that made the record; nothing when none did. Errors: those of the store.
Result<std::optional<Entity>> case_that_made(Reader& reader, const std::string& tenant, const CaseRecord& record);
/// All open cases about the thing, or about the official. Errors: those of the store.
Result<std::vector<Entity>> open_cases_about(Reader& reader, const std::string& tenant, std::string_view column, const std::string& id);

/// Whether the account holds one of the roles for rows of this body, or about this official. The county's systems ("*") hold them all.
/// Total.
bool holds_over(const Actor& actor, const std::vector<std::string>& roles, std::string_view body_id, std::string_view official_id = {});
/// Whether some active account of the body holds one of the roles in any scope. Errors: those of the store.
Result<bool> body_has_role(Reader& reader, const std::string& tenant, const std::string& body_id, const std::vector<std::string>& roles);

/// The day of a field. Nothing when it holds none.
std::optional<base::Date> day_in(const domain::CaseFile& file, std::string_view field);
/// Whether a flag of the case is true. Total.
bool flag_in(const domain::CaseFile& file, std::string_view field);
/// The case as it will be with what is entered now: what a guard looks at when it needs many fields.
domain::CaseFile with_entered(const GuardCall& call);

/// Moves another open case by one of its steps in the system's name, inside the same work. False when the case has no such step from
/// where it stands, or its guards refuse it. Errors: those of the effects and the store.
Result<bool> move_other_case(const EffectCall& call, const Entity& row, std::string_view step);

}  // namespace gx::app
