// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/officials/official_rows.hpp"

namespace gx::app {

/// Shows personal values of one official in clear: with the right, a reason, and a person at a web session who proved within ten
/// minutes who that is. The values are opened only after the entry in the journal is durable: no audit, no answer.
/// Source: DESIGN 6; DOMAIN 4.5 (full only with right and reason)
class UnmaskOfficial {
public:
    struct Input {
        std::string id;
        std::vector<std::string> fields;  ///< 1..10, each opened by official.unmask (law/fields)
        std::string reason;
    };
    explicit UnmaskOfficial(const OfficialParts& parts) : parts_(parts) {}
    /// {id, name?, id_number?, phone?}: what the official does not have, or what was erased, is not there.
    ///
    /// Errors: NotPermitted "access.denied", "official.unmask_by_session" (a token, the command line),
    ///         "session.reauthenticate"; InvalidInput "official.field_unknown", those of check_reason; NotFound
    ///         "official.unknown"; those of the sealer and the store.
    Result<base::Json> run(const Input& input, const Actor& actor);

private:
    Result<Done> check_person(const Input& input, const Actor& actor);
    Result<Done> check_fields(const std::vector<std::string>& fields) const;

    OfficialParts parts_;
};

}  // namespace gx::app
