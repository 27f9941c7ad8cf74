// SPDX-License-Identifier: Apache-2.0
#include "storage/drivers/connection.hpp"

namespace gx::storage {

Result<std::int64_t> Connection::integer(std::string_view sql, std::initializer_list<Param> params) {
    GX_TRY(const auto cursor, query(sql, params));
    GX_TRY(const bool row, cursor->next());
    if (!row) { return Error{ErrorCode::Corrupt, "store.row_missing", std::string(sql)}; }
    return cursor->integer(0);
}

}  // namespace gx::storage
