// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/access/field_gate.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// What the use cases about officials work with. References outlive them.
struct OfficialParts {
    Store& store;
    Clock& clock;
    IdSource& ids;
    Sealer& sealer;
    const FieldBook& fields;
};

}  // namespace gx::app
