// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// Takes an import back: what it added is removed, what it changed gets its former content as a new version. The journal
/// keeps both. Personal values stay sealed; only an erasure ends them.
class UndoImport {
public:
    struct Output {
        std::int64_t removed = 0;
        std::int64_t restored = 0;
    };

    /// `sealer` may be null: then officials whose former state comes back are not found by name until lookups are rebuilt.
    UndoImport(Store& store, Clock& clock, Sealer* sealer) : store_(store), clock_(clock), sealer_(sealer) {}

    /// Errors: NotPermitted "access.denied"; NotFound "import.batch_unknown" (also one that holds a row beyond the reach of
    ///         "import_batch.undo"); StateForbids "import.already_undone",
    ///         "import.built_on" (a newer version of an entity, or another entity that refers to one; where: its key).
    ///         All or nothing.
    Result<Output> run(const std::string& batch, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
    Sealer* sealer_;
};

}  // namespace gx::app
