// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "base/date.hpp"

namespace gx::app {

/// Opens a post of a body.
/// Source: DESIGN 3 (every duty hangs on the post)
class OpenPost {
public:
    struct Input {
        base::Json content;  ///< docs/ENTITIES.md "post"
    };
    struct Output {
        std::string post_id;
    };
    OpenPost(Store& store, Clock& clock, IdSource& ids) : store_(store), clock_(clock), ids_(ids) {}
    /// Errors: NotPermitted "access.denied"; those of domain::Post::from_json; NotFound "body.unknown"; StateForbids
    ///         "post.body_closed" (the body does not exist on its first day); Conflict "store.key_taken".
    Result<Output> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
    IdSource& ids_;
};

/// Ends a post from a day on.
class ClosePost {
public:
    struct Input {
        std::string post_id;
        base::Date on;
        std::vector<std::string> basis;
    };
    ClosePost(Store& store, Clock& clock) : store_(store), clock_(clock) {}
    /// Errors: NotPermitted "access.denied"; NotFound "post.unknown"; BasisMissing "subject.basis_missing"; InvalidInput
    ///         "post.valid_order"; StateForbids "post.closed", "post.still_held" (a tenure outlives it).
    Result<Done> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
};

/// Puts an official into a post.
/// Source: S-6.4d
class StartTenure {
public:
    enum class Kind { Full, Acting };
    struct Input {
        std::string post_id;
        std::string official_id;
        base::Date from_on;
        Kind kind = Kind::Full;
        std::vector<std::string> basis;  ///< document of appointment
    };
    struct Output {
        std::string tenure_id;
    };
    StartTenure(Store& store, Clock& clock, IdSource& ids) : store_(store), clock_(clock), ids_(ids) {}
    /// Errors: NotPermitted "access.denied"; NotFound "post.unknown", "official.unknown"; BasisMissing
    ///         "subject.basis_missing"; Conflict "tenure.overlap"; StateForbids "tenure.post_closed".
    Result<Output> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
    IdSource& ids_;
};

/// Ends a tenure. The list of open duties for the successor is a hand-over of its own.
class EndTenure {
public:
    struct Input {
        std::string tenure_id;
        base::Date to_on;  ///< the day of removal; belongs to the next holder
        std::vector<std::string> basis;
    };
    EndTenure(Store& store, Clock& clock) : store_(store), clock_(clock) {}
    /// Errors: NotPermitted "access.denied"; NotFound "tenure.unknown"; BasisMissing "subject.basis_missing";
    ///         InvalidInput "tenure.order"; StateForbids "tenure.ended".
    Result<Done> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
};

}  // namespace gx::app
