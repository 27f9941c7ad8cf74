// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/casework/calls.hpp"

namespace gx::app {

/// A case to be opened, by a person or by an effect.
///
/// Shape:  without `title` the form's field "title", or the procedure's name and the number, is taken; without `body_id` the county's
///         credit office handles it first.
struct CaseDraft {
    std::string title = {};
    std::string subject_type = {};  ///< empty: the procedure's
    std::string subject_id = {};
    std::string official_id = {};
    std::string parent_id = {};
    std::string body_id = {};
    std::string code = {};  ///< empty: the next number of the year
    std::set<std::string> flags = {};
    base::Json fields = {};
    base::Json sealed = {};  ///< references to sealed values, by name
    bool guarded = true;    ///< false: what an effect opens needs no guard of its own
};

/// A case as it was written.
struct CaseWritten {
    std::string id;
    std::int64_t version = 0;
    domain::CaseFile file;
    std::vector<MadeRow> made;
};

/// Opens a case inside a work: form, guards, effects, row, in this order. Says nothing of the actor's rights.
/// Errors: those of domain::check_form, open_case, guards and effects; InvalidInput "case.subject_missing", "case.official_missing",
///         "case.subject_unfit" (the procedure has none); NotFound "case.subject_unknown"; InvalidInput "case.personal_value"
///         (an identity, phone or card number in free text), "case.field_by_system"; those of the store.
Result<CaseWritten> open_case_in(const CaseParts& parts, Work& work, const Actor& actor, base::Date today, const ProcedureVersion& version,
                                 CaseDraft draft);

/// Takes a step inside a work: form, guards, move, effects, row. Says nothing of rights.
/// Errors: as above; BasisMissing "case.note_missing"; those of domain::take_step.
Result<CaseWritten> take_step_in(const CaseParts& parts, Work& work, const Actor& actor, base::Date today, const ProcedureVersion& version,
                                 const Entity& row, const domain::CaseStep& step, std::string note, const base::Json& fields);

/// The body that a row is about: itself, its body_id, or that of what it names. Empty when it is about none.
Result<std::string> body_concerned(Reader& reader, const std::string& tenant, const std::string& type, const Entity& row);

enum class CountyOffice { Credit, Organisation, Discipline };
/// The body that is the county's office of this kind: as the county's entity names it ("credit_office", "organisation_office",
/// "discipline_organ"), else the one whose accounts hold its roles for the whole county. Empty when there is none.
Result<std::string> county_office(Reader& reader, const std::string& tenant, CountyOffice office);

}  // namespace gx::app
