// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/ports/store.hpp"

namespace gx::app {

/// The answer that an unsafe request once got, kept so that a repetition gets the same one (CONTRACT 3).
///
/// Shape: `request_digest` tells a repetition from another request under the same key; `answer` is whatever the
///        transport needs to answer again. Unique by tenant, account and key.
struct RememberedAnswer {
    std::string tenant;
    std::string account;
    std::string key;
    std::string request_digest;
    std::string answer;
    base::Instant at;
};

/// Remembered answers. They are read and written with the Reader and the Work of the same store, so that the answer
/// commits with the rows it speaks of. Not journalled.
class Idempotency {
public:
    virtual ~Idempotency() = default;
    virtual Result<std::optional<RememberedAnswer>> recall(Reader& reader, std::string_view tenant,
                                                           std::string_view account, std::string_view key) = 0;
    /// Errors: Conflict "store.key_taken" when another request remembered the same key first.
    virtual Result<Done> remember(Work& work, const RememberedAnswer& answer) = 0;
    /// Forgets what was remembered before `before`. Gives how many.
    virtual Result<std::int64_t> forget(Work& work, base::Instant before) = 0;
};

}  // namespace gx::app
