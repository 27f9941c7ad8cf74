// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/casework/case_parts.hpp"
#include "app/casework/procedure_book.hpp"
#include "domain/casework/case_file.hpp"

namespace gx::app {

/// A case within sight, with the version it runs under.
struct SeenCase {
    Entity row;
    domain::CaseFile file;
    ProcedureVersionPtr version;
};

/// Errors: NotPermitted "access.denied"; NotFound "case.unknown" (also out of sight); Corrupt; those of the store.
Result<SeenCase> seen_case(const CaseParts& parts, Reader& reader, const std::string& id, const Actor& actor);

}  // namespace gx::app
