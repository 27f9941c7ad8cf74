// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/ports/actor.hpp"
#include "base/date.hpp"

namespace gx::app {

/// Somebody whom a token or a web session stands for, as long as it is valid.
///
/// Shape: `visibility` is equal for two holders only when tenant, actions, reaches and restriction are: the part of an answer's
///        cache key that says who may see it. `csrf` is empty for a token, which no browser sends by itself.
struct Holder {
    Actor actor;
    std::string visibility;
    std::optional<base::Date> expires_on = {};  ///< the last day
    std::string csrf = {};                      ///< what unsafe requests of a web session must repeat
    bool restricted = false;  ///< a one-time password: nothing but the own account until it is changed

    bool valid_on(base::Date day) const { return !expires_on || day <= *expires_on; }
};

}  // namespace gx::app
