// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "app/ports/store.hpp"

namespace gx::app {

/// Writes without a thread that waits: as many as ask share one commit.
class AsyncStore {
public:
    using Written = std::function<void(Result<Done>)>;
    virtual ~AsyncStore() = default;
    /// As Store::write, but returns at once. `written` is called once, on the writer's thread when the work is durable or
    /// refused, or on the caller's when it was not taken; it must be quick, must not throw and must not write itself.
    /// An exception out of `work` comes as Unavailable "store.work_threw".
    /// Errors (through `written`): those of Store::write.
    virtual void write_later(WriteContext context, std::function<Result<Done>(Work&)> work, Written written) = 0;
};

}  // namespace gx::app
