// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/world.hpp"

namespace gx::app {

/// A clock that a drill moves on by whole days; between two moves it goes as the machine's does. Thread: any.
class MovableClock : public Clock {
public:
    /// Errors: StateForbids "drill.backwards"
    virtual base::Result<base::Done> move_to(base::Date day) = 0;
};

}  // namespace gx::app
