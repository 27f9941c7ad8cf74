// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "domain/journal/checkpoint.hpp"

namespace gx::app {

/// Signs the journal's present size and root, stores the checkpoint and gives it out.
///
/// Source: DESIGN 4.1
class MakeCheckpoint {
public:
    struct Input {
        std::string origin;  ///< the journal's name: "gongxin/" and the tenant's code
    };

    MakeCheckpoint(Store& store, const domain::Hasher& hasher, Signer& signer, Clock& clock)
        : store_(store), hasher_(hasher), signer_(signer), clock_(clock) {}

    /// Errors: NotPermitted "access.denied"; InvalidInput "checkpoint.origin"; those of store and signer.
    Result<domain::Checkpoint> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    const domain::Hasher& hasher_;
    Signer& signer_;
    Clock& clock_;
};

}  // namespace gx::app
