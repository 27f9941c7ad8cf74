// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// Leaves the indexes of a table aside while very many rows come into it for the first time, and makes them again from
/// the whole: sorting once is much cheaper than finding each row's place. All within the caller's transaction, so that
/// whatever fails or is cut off leaves the old state.
///
/// Dialect point (SQLite only): PostgreSQL would lock its readers out.
class IndexPause {
public:
    /// Told of each run of new rows; takes the indexes away once it is worth it. Total: where that is not possible the
    /// indexes stay.
    void note_rows(Connection& connection, std::string_view table, std::size_t rows);
    bool paused(std::string_view table) const;
    /// Makes the indexes of a table, or of all, again.
    /// Errors: Conflict "store.key_taken" when rows share what must be unique; those of the connection.
    Result<Done> resume(Connection& connection, std::string_view table);
    Result<Done> resume_all(Connection& connection);

private:
    struct Table {
        bool was_empty = false;
        std::size_t rows = 0;
        bool tried = false;
        std::vector<std::string> make_again;  ///< CREATE INDEX statements
    };

    void pause(Connection& connection, std::string_view name, Table& table);

    std::map<std::string, Table, std::less<>> tables_;
};

}  // namespace gx::storage
