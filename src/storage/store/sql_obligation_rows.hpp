// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "app/ports/obligation_rows.hpp"
#include "storage/store/query_sql.hpp"
#include "storage/store/reader_pool.hpp"

namespace gx::storage {

/// app::ObligationRows over a pool of connections. Thread: any.
class SqlObligationRows final : public app::ObligationRows {
public:
    SqlObligationRows(std::shared_ptr<ReaderPool> pool, Dialect dialect) : pool_(std::move(pool)), dialect_(dialect) {}

    Result<std::int64_t> page(const app::Query& query, const Each& each) override;
    Result<bool> one(std::string_view tenant, std::string_view id_or_code, const Each& each) override;
    Result<Done> sums(const app::Query& query, const std::function<Result<Done>(const app::ObligationSum&)>& each) override;
    Result<std::optional<std::string>> body_id(std::string_view tenant, std::string_view id_or_code) override;
    Result<std::optional<app::RowName>> name_in(app::Work& work, std::string_view type, std::string_view tenant,
                                                std::string_view id_or_code) override;
    bool is_local() const override { return dialect_ == Dialect::Sqlite; }

private:
    /// What is known of a tenant's duties from the journal up to a size.
    struct Watch {
        std::int64_t size = 0;
        std::int64_t changed_at = 0;               ///< size behind the newest change of a duty
        std::optional<std::int64_t> count = {};    ///< how many there are
    };
    /// What a question begins with. SQLite's planner knows too little to choose (migration 0011): of how few rows fit, and that a
    /// tenant may have a million.
    enum class Lead {
        Planner,
        Bodies,  ///< all rows of the bodies asked for, sorted
        Order,   ///< all rows in the order asked for, until the page is full
    };
    static Hidden hidden_by(Lead lead);
    /// One snapshot, and what the journal says of it.
    struct Sight {
        Connection& connection;
        std::optional<Watch> watch = {};
    };
    /// Exact; counted once for each question until a duty of the tenant changes.
    Result<std::int64_t> total(Sight& sight, const app::Query& query);
    /// How many rows fit, at most `most`.
    Result<std::int64_t> counted(Sight& sight, const app::Query& query, Lead lead, std::int64_t most = INT64_MAX);
    Result<Lead> lead_of_page(Sight& sight, const app::Query& query);
    /// How to find `wanted` rows of the `found` ones that fit; `wanted` 0: all of them.
    Result<Lead> lead_of(Sight& sight, const app::Query& query, std::int64_t wanted, std::int64_t found);
    Result<Watch> watch(Sight& sight, const std::string& tenant);
    Result<std::int64_t> total_of_tenant(Sight& sight, const std::string& tenant);

    /// The answer to a question, and the state of the duties that it was given in.
    struct Answer {
        std::int64_t changed_at = 0;
        std::int64_t count = 0;
    };
    std::shared_ptr<ReaderPool> pool_;
    Dialect dialect_;
    std::mutex totals_lock_;
    std::unordered_map<std::string, Watch> watched_;    ///< by tenant
    std::unordered_map<std::string, Answer> answered_;  ///< by question
    std::size_t answered_bytes_ = 0;
};

}  // namespace gx::storage
