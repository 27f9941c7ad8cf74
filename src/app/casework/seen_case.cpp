// SPDX-License-Identifier: Apache-2.0
#include "app/casework/seen_case.hpp"

#include "app/casework/case_sight.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {

Result<SeenCase> seen_case(const CaseParts& parts, Reader& reader, const std::string& id, const Actor& actor) {
    if (!actor.may(kCaseRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kCaseRead)}; }
    GX_TRY(auto row, reader.find("case_file", actor.tenant, id));
    if (!row) { return Error{ErrorCode::NotFound, "case.unknown", id}; }
    GX_TRY(auto file, decoded<domain::CaseFile>(*row));
    if (!sees(actor, file)) { return Error{ErrorCode::NotFound, "case.unknown", id}; }
    GX_TRY(auto version, parts.procedures.of(reader, actor.tenant, file.procedure, file.law));
    return SeenCase{std::move(*row), std::move(file), std::move(version)};
}

}  // namespace gx::app
