// SPDX-License-Identifier: Apache-2.0
#include "storage/drivers/open.hpp"

#include "storage/drivers/postgres.hpp"
#include "storage/drivers/sqlite.hpp"

namespace gx::storage {

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path) {
    return path == ":memory:" ? sqlite_temporary_database() : sqlite_database(path);
}

Result<std::unique_ptr<Database>> open_postgres(const std::string& conninfo) { return postgres_database(conninfo); }

Result<std::unique_ptr<Database>> open_database(const std::string& address) {
    constexpr std::string_view kSqlite = "sqlite:";
    if (address.starts_with(kSqlite) && address.size() > kSqlite.size()) {
        return open_sqlite(address.substr(kSqlite.size()));
    }
    if (address.starts_with("postgresql://") || address.starts_with("postgres://")) { return open_postgres(address); }
    return Error{ErrorCode::InvalidInput, "store.address", "neither sqlite:FILE nor postgresql://…"};
}

}  // namespace gx::storage
