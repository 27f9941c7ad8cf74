// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/ports/store.hpp"
#include "base/date.hpp"

namespace gx::app {

/// Finds who answered for a post, or for the duty that hangs on it, on a day; also people who have left since.
///
/// Source: S-6.4d, S-6.2b (责任回溯); DESIGN 3
class WhoWasResponsible {
public:
    struct Input {
        std::string post_id = {};        ///< this, or
        std::string obligation_id = {};  ///< this
        base::Date day;
        base::Date today;                ///< to tell who has left
    };
    struct Holder {
        std::string official_id;
        std::string staff_no;  ///< the name stays sealed
        base::Date from_on;
        std::optional<base::Date> to_on;
        bool acting = false;
        bool left = false;  ///< no longer in the post on `today`
    };
    struct Output {
        std::string post_id;
        std::string post_title;
        std::string body_id;       ///< the body the post belongs to
        std::string body_name;     ///< its name on that day
        std::string answering_id;  ///< the body, or its successor on `today`; empty when there is none
        std::vector<Holder> holders;  ///< the full holder first, then acting ones; empty: vacant on that day
    };

    explicit WhoWasResponsible(Store& store) : store_(store) {}

    /// Errors: NotPermitted "access.denied"; InvalidInput "responsible.what" (not exactly one of the two); NotFound
    ///         "post.unknown", "obligation.unknown", "responsible.no_post" (the duty names no post).
    Result<Output> run(const Input& input, const Actor& actor);

private:
    Store& store_;
};

base::Json to_json(const WhoWasResponsible::Output& output);

}  // namespace gx::app
