// SPDX-License-Identifier: Apache-2.0
#include "storage/store/side_tables.hpp"

namespace gx::storage {

Connection& side_connection(app::Reader& reader) {
    if (auto* work = dynamic_cast<SqlWork*>(&reader)) { return work->connection(); }
    auto* port = dynamic_cast<ReadPort<app::Reader>*>(&reader);
    GX_ASSERT(port != nullptr);
    return port->connection();
}

SqlWork& side_part(app::Work& work) {
    auto* part = dynamic_cast<SqlWork*>(&work);
    GX_ASSERT(part != nullptr);
    return *part;
}

}  // namespace gx::storage
