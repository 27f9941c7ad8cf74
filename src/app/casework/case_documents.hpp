// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/casework/case_parts.hpp"
#include "app/ports/official_document.hpp"

namespace gx::app {

/// The official documents that steps of cases made, as they were made: by the case of that day, under the number given then.
/// Thread: any.
class CaseDocuments {
public:
    explicit CaseDocuments(const CaseParts& parts) : parts_(parts) {}

    /// That of the newest taking of a step; "open" is the opening.
    /// Errors: NotPermitted "access.denied"; NotFound "case.unknown" (also out of sight), "case.document_none" (the step made none),
    ///         "law.unknown" (the template is no longer in the pack); those of document_values and make_document.
    Result<OfficialDocument> document(const std::string& id, const std::string& step, const Actor& actor);

private:
    CaseParts parts_;
};

}  // namespace gx::app
