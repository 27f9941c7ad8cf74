// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// Erases personal values for good: deletes their sealed rows and journals who erased which ids on what basis.
/// The entity and its history stay; what is left of the values are commits that no one can open.
///
/// Shape:  the actor approves; the requester is another account.
/// Source: DESIGN 4.1, 6 (retention)
class Erase {
public:
    struct Input {
        std::string entity;                        ///< "official"
        std::string id;                            ///< entity id; values of all its versions
        std::vector<std::string> sealed_ids = {};  ///< only these of them; empty: all
        std::vector<std::string> basis;            ///< clause references or the document's number, at least one
        std::string requester;                     ///< account that asked for it
    };
    struct Output {
        std::string erasure_id;
        std::vector<std::string> sealed_ids;
    };

    Erase(Store& store, Clock& clock, IdSource& ids) : store_(store), clock_(clock), ids_(ids) {}

    /// Errors: NotPermitted "access.denied"; NotFound "erasure.nothing" (no such entity of this tenant, or none
    ///         of its values is left); BasisMissing "erasure.basis_missing"; StateForbids "erasure.same_person";
    ///         InvalidInput "erasure.requester_missing", "erasure.foreign_value" (an id that is not the entity's).
    Result<Output> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
    IdSource& ids_;
};

}  // namespace gx::app
