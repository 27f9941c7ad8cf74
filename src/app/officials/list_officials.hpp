// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/officials/official_rows.hpp"

namespace gx::app {

/// Officials within reach with masked names, by staff number. Who may read files also sees number and phone, masked.
/// Source: DOMAIN 4.5
class ListOfficials {
public:
    struct Input {
        std::string body = {};  ///< id or code
        std::string q = {};     ///< a staff number, a full name; for readers of files a full identity number too
        OffsetPage page = {};
    };
    explicit ListOfficials(const OfficialParts& parts) : parts_(parts) {}
    /// Errors: NotPermitted "access.denied"; InvalidInput "page.…"; TooLarge "access.too_many_bodies"; NotFound "body.unknown";
    ///         those of the sealer and the store.
    Result<base::Json> run(const Input& input, const Actor& actor);

private:
    Result<bool> narrow(Reader& reader, const Input& input, const Actor& actor, Query& query) const;

    OfficialParts parts_;
};

}  // namespace gx::app
