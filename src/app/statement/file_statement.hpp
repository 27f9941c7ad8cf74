// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/law/law_pack.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// A body files what it states for a leaf; a second person accepts it or gives it back. A returned statement may be filed again;
/// an accepted one stands.
///
/// Thread: any.
/// Source: S-5.2d, S-4.1b; DESIGN 3 (Statement)
class FileStatement {
public:
    FileStatement(Store& store, Clock& clock, IdSource& ids, const LawPack& law) : store_(store), clock_(clock), ids_(ids), law_(law) {}

    struct Output {
        std::string id;
        std::int64_t version = 1;
    };
    /// Errors: NotPermitted "access.denied"; NotFound "body.unknown"; those of statement_content; InvalidInput
    ///         "statement.leaf_unfit" (bodies of this class state nothing for it); Conflict "store.key_taken"
    ///         (filed before: change that one).
    Result<Output> file(const base::Json& filed, const Actor& actor);
    /// Errors: NotPermitted "access.denied"; NotFound "statement.unknown"; VersionMismatch "store.version"; StateForbids
    ///         "statement.checked"; InvalidInput "statement.other_leaf" (leaf, body or period would change); as file.
    Result<Output> change(const std::string& id, std::int64_t version, const base::Json& filed, const Actor& actor);

    struct Check {
        bool accepted = false;
        std::string opinion = {};   ///< demanded when it is given back
        std::int64_t version = 0;
    };
    /// Errors: NotPermitted "access.denied", "statement.same_person" (who filed does not check); NotFound "statement.unknown";
    ///         VersionMismatch "store.version"; StateForbids "statement.checked", "statement.returned"; BasisMissing
    ///         "statement.opinion_missing".
    Result<Output> check(const std::string& id, const Check& check, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
    IdSource& ids_;
    const LawPack& law_;
};

}  // namespace gx::app
