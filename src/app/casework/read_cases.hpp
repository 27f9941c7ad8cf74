// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/casework/case_parts.hpp"
#include "app/staff/offset_page.hpp"
#include "domain/casework/case_file.hpp"

namespace gx::app {

/// A question to the list of cases.
struct CaseQuery {
    std::string procedure = {};
    std::string state = {};
    std::string open = {};  ///< "true", "false" or empty
    std::string body = {};
    std::string subject = {};
    bool focus = false;
    std::string sort = {};  ///< "due_on", "opened_on", "closed_on", each with "-" before it
    OffsetPage page = {};
};

/// What the staff reads of cases and procedures, always within sight. A case out of sight is as one that is not there.
///
/// Shape:  the JSON of ADR 0080; amounts in fen, days ISO.
/// Thread: any.
class ReadCases {
public:
    explicit ReadCases(const CaseParts& parts) : parts_(parts) {}

    /// Focus cases first, then by what is left. Errors: NotPermitted "access.denied"; those of offset_of; those of the store.
    Result<base::Json> list(const CaseQuery& query, const Actor& actor);
    /// Errors: NotPermitted "access.denied"; NotFound "case.unknown"; Corrupt; those of the store.
    Result<base::Json> show(const std::string& id, const Actor& actor);
    /// Each counted and skipped day with its reason. Errors: as show; StateForbids "case.closed".
    Result<base::Json> clock(const std::string& id, const Actor& actor);
    /// The procedures in force. Errors: NotPermitted "access.denied".
    Result<base::Json> procedures(const Actor& actor);
    /// Errors: NotPermitted "access.denied"; NotFound "procedure.unknown".
    Result<base::Json> procedure(const std::string& id, const Actor& actor);

private:
    CaseParts parts_;
};

}  // namespace gx::app
