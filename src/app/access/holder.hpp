// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/ports/store.hpp"
#include "base/date.hpp"

namespace gx::app {

/// Somebody whom a token stands for, as long as it is valid.
///
/// Shape: `visibility` is equal for two holders exactly when tenant and actions are: the part of an answer's cache key that
///        says who may see it.
struct Holder {
    Actor actor;
    std::string visibility;
    std::optional<base::Date> expires_on = {};  ///< the last day

    bool valid_on(base::Date day) const { return !expires_on || day <= *expires_on; }
};

}  // namespace gx::app
