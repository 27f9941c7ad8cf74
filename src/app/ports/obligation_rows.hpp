// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "app/ports/store.hpp"

namespace gx::app {

/// One obligation as lists and pages show it, straight from its row. Views live during the callback only.
///
/// Units: days since 1970-01-01; fen.
struct ObligationRow {
    std::string_view id;
    std::string_view content;  ///< canonical JSON as stored
    std::string_view kind;
    std::string_view body_id;
    std::string_view body_code;
    std::string_view body_name;
    std::int64_t version = 0;
    std::int64_t seq = -1;
    std::int64_t made_on = 0;
    std::int64_t due_on = 0;
    std::optional<std::int64_t> done_on;
    std::optional<std::int64_t> void_on;
    std::optional<std::int64_t> cancelled_on;
    std::optional<std::int64_t> amount_fen;
    std::optional<std::int64_t> fulfilled_fen;
    bool has_evidence = false;
    bool has_parts = false;  ///< milestones, payments, changes or findings are there
};

/// What is counted of the obligations of a body.
struct ObligationSum {
    std::string_view kind;
    std::string_view state;  ///< as state_of() names it
    std::int64_t count = 0;
    std::int64_t amount_fen = 0;
    std::int64_t fulfilled_fen = 0;
};

/// Which row a name means.
struct RowName {
    std::string id;
    std::int64_t seq = -1;  ///< of its current version
};

/// How an obligation is recorded, whatever the day: "void", "cancelled", "done", "open". Total.
inline std::string_view state_of(const ObligationRow& row) {
    if (row.void_on) { return "void"; }
    if (row.cancelled_on) { return "cancelled"; }
    return row.done_on ? "done" : "open";
}

/// Narrow reads for the hot lists of staff: one statement each, no entity is built.
/// Thread: any. Every call is a snapshot of its own.
class ObligationRows {
public:
    using Each = std::function<Result<Done>(const ObligationRow&)>;
    virtual ~ObligationRows() = default;

    /// The rows of `query` in its order, and how many there are in all. Errors: InvalidInput "store.query"
    virtual Result<std::int64_t> page(const Query& query, const Each& each) = 0;
    /// The row of this id or natural key; false when there is none.
    virtual Result<bool> one(std::string_view tenant, std::string_view id_or_code, const Each& each) = 0;
    /// By kind and state, in order of both, over the rows that `query` selects.
    virtual Result<Done> sums(const Query& query, const std::function<Result<Done>(const ObligationSum&)>& each) = 0;
    /// The id of the body with this id or natural key; nothing when there is none.
    virtual Result<std::optional<std::string>> body_id(std::string_view tenant, std::string_view id_or_code) = 0;
    /// The current row of any type with this natural key or id, as `work` (of this store) sees it; nothing when there is
    /// none. Errors: InvalidInput "store.unknown_type"
    virtual Result<std::optional<RowName>> name_in(Work& work, std::string_view type, std::string_view tenant,
                                                   std::string_view id_or_code) = 0;
    /// True when a read waits for no network: it may run on the thread of a connection.
    virtual bool is_local() const = 0;
};

}  // namespace gx::app
