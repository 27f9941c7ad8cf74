// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "base/date.hpp"

namespace gx::app {

/// Takes a body into the register.
/// Source: S-2.2; DOMAIN 2.1, 2.4
class RegisterBody {
public:
    struct Input {
        base::Json content;  ///< docs/ENTITIES.md "body"
    };
    struct Output {
        std::string body_id;
        std::vector<std::string> warnings;  ///< "uscc.organisation_check", "uscc.category_unknown"
    };
    RegisterBody(Store& store, Clock& clock, IdSource& ids) : store_(store), clock_(clock), ids_(ids) {}
    /// Errors: NotPermitted "access.denied"; those of domain::Body::from_json; InvalidInput "body.past_given" (a new body
    ///         has no past here); NotFound "body.unknown" (its superior); StateForbids "subject.parent_closed";
    ///         Conflict "store.key_taken".
    Result<Output> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
    IdSource& ids_;
};

/// Puts a body under another superior or into another division from a day on. Earlier days keep what they had.
/// Source: S-6.4d; DOMAIN 2.4
class MoveBody {
public:
    struct Input {
        std::string body_id;
        std::string parent_id = {};      ///< empty: directly under the tenant
        std::string division_code = {};  ///< empty: as before
        base::Date from;
        std::vector<std::string> basis;  ///< document of the reorganisation
    };
    MoveBody(Store& store, Clock& clock) : store_(store), clock_(clock) {}
    /// Errors: NotPermitted "access.denied"; InvalidInput "subject.day_in_future", "division.code"; NotFound
    ///         "body.unknown"; BasisMissing "subject.basis_missing"; InvalidInput "body.unchanged",
    ///         "body.change_out_of_order"; Conflict "subject.parent_cycle"; StateForbids "body.closed",
    ///         "subject.parent_closed".
    Result<Done> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
};

/// Gives a body another name from a day on.
class RenameBody {
public:
    struct Input {
        std::string body_id;
        std::string name;
        base::Date from;
        std::vector<std::string> basis;
    };
    RenameBody(Store& store, Clock& clock) : store_(store), clock_(clock) {}
    /// Errors: as MoveBody, without those of the tree.
    Result<Done> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
};

/// Abolishes a body; its duties pass to the successor.
/// Source: S-6.4d (no breach because bodies were merged)
class CloseBody {
public:
    struct Input {
        std::string body_id;
        std::string successor_id;
        base::Date on;
        std::vector<std::string> basis;
    };
    CloseBody(Store& store, Clock& clock) : store_(store), clock_(clock) {}
    /// Errors: NotPermitted "access.denied"; InvalidInput "subject.day_in_future"; NotFound "body.unknown"; BasisMissing
    ///         "subject.basis_missing"; InvalidInput "body.successor_missing", "body.change_out_of_order"; Conflict
    ///         "subject.successor_cycle"; StateForbids "body.closed", "body.successor_closed", "body.posts_open" (a post
    ///         outlives it).
    Result<Done> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
};

}  // namespace gx::app
