// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/officials/official_rows.hpp"

namespace gx::app {

/// The file that the actor's account is linked to. Errors: NotFound "official.no_own_file"; those of the store.
Result<Entity> own_official(Reader& reader, const Actor& actor);

/// The own file in clear: the person, tenures, all records, who read it and why, the own objections. This read, too, is in the
/// journal before the answer is given.
/// Source: S-5.4a; SRC-PIPL art. 45
class OwnFile {
public:
    explicit OwnFile(const OfficialParts& parts) : parts_(parts) {}
    /// Errors: NotPermitted "access.denied"; NotFound "official.no_own_file"; those of the sealer and the store.
    Result<base::Json> run(const Actor& actor);

private:
    OfficialParts parts_;
};

}  // namespace gx::app
