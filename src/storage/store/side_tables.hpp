// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/store.hpp"
#include "storage/store/sql_work.hpp"

namespace gx::storage {

/// The connection behind a Reader or Work of this store, for tables beside the journal; anything else is a programming error.
Connection& side_connection(app::Reader& reader);
/// The part of a write transaction behind a Work of this store.
SqlWork& side_part(app::Work& work);

}  // namespace gx::storage
