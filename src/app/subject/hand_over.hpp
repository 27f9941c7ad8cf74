// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "base/date.hpp"
#include "domain/obligation/obligation_kind.hpp"

namespace gx::app {

/// Draws up the list of open duties of a post on the day its holder changes. The duties stay with the post; the list proves
/// that the successor knew of them, so that a change of person excuses nothing.
///
/// Shape:  at most 10,000 duties of the post in all.
/// Source: S-6.4d
class HandOver {
public:
    struct Input {
        std::string post_id;
        base::Date on_day;               ///< first day of the successor, or of the vacancy
        std::vector<std::string> basis;  ///< document of the change
    };
    struct Output {
        std::string handover_id;
        std::string from_official_id;
        std::string to_official_id;  ///< empty: nobody follows yet
        std::vector<std::string> obligation_ids;
    };
    HandOver(Store& store, Clock& clock, IdSource& ids, const domain::ObligationKinds& kinds)
        : store_(store), clock_(clock), ids_(ids), kinds_(kinds) {}

    /// Who leaves held the post on the day before; who follows holds it on the day.
    /// Errors: NotPermitted "access.denied"; NotFound "post.unknown"; BasisMissing "subject.basis_missing"; InvalidInput
    ///         "handover.same_official"; NotFound "handover.no_holder" (nobody held the post the day before); TooLarge
    ///         "handover.too_many"; Conflict "store.key_taken" (drawn up before).
    Result<Output> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
    IdSource& ids_;
    const domain::ObligationKinds& kinds_;
};

/// Notes that the list was signed.
class SignHandover {
public:
    struct Input {
        std::string handover_id;
        base::Date signed_on;
    };
    SignHandover(Store& store, Clock& clock) : store_(store), clock_(clock) {}
    /// Errors: NotPermitted "access.denied"; NotFound "handover.unknown"; InvalidInput "subject.day_in_future",
    ///         "handover.signed_before_day"; StateForbids "handover.signed".
    Result<Done> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
};

}  // namespace gx::app
