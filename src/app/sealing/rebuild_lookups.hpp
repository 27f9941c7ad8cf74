// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// Makes the lookups of every sealed value anew where they are missing or under another key than the current one, and takes
/// away those that nothing stands behind. Contents and sealed values stay as they are.
///
/// Shape:  small writes of at most 200 entities; may be interrupted and run again.
/// Source: ADR 0065
class RebuildLookups {
public:
    enum class Mode {
        Fill,    ///< with the key there is; one is made when there is none
        NewKey,  ///< make a key first
    };
    struct Output {
        std::int64_t looked_at = 0;  ///< entities
        std::int64_t written = 0;    ///< lookups
    };

    RebuildLookups(Store& store, KeyStore& keys, Sealer& sealer, Clock& clock)
        : store_(store), keys_(keys), sealer_(sealer), clock_(clock) {}

    /// Errors: NotPermitted "access.denied"; Corrupt "sealed.broken"; Unavailable "sealed.key_missing"; those of the key store.
    Result<Output> run(Mode mode, const Actor& actor);

private:
    Store& store_;
    KeyStore& keys_;
    Sealer& sealer_;
    Clock& clock_;
};

}  // namespace gx::app
