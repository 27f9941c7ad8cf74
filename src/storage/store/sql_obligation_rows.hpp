// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/ports/obligation_rows.hpp"
#include "storage/store/kept_views.hpp"
#include "storage/store/query_sql.hpp"
#include "storage/store/row_memory.hpp"

namespace gx::storage {

/// app::ObligationRows over kept views. Thread: any.
class SqlObligationRows final : public app::ObligationRows {
public:
    SqlObligationRows(KeptViews& views, Dialect dialect) : views_(views), dialect_(dialect) {}

    Result<std::int64_t> page(const app::Query& query, const Each& each) override;
    Result<bool> one(std::string_view tenant, std::string_view id_or_code, const Each& each) override;
    Result<Done> sums(const app::Query& query, const std::function<Result<Done>(const app::ObligationSum&)>& each) override;
    Result<std::optional<std::string>> body_id(std::string_view tenant, std::string_view id_or_code) override;
    Result<std::optional<app::RowName>> name_in(app::Work& work, std::string_view type, std::string_view tenant,
                                                std::string_view id_or_code) override;
    bool is_local() const override { return dialect_ == Dialect::Sqlite; }

private:
    /// What a question begins with. SQLite's planner knows too little to choose (migration 0011): of how few rows fit, and that a
    /// tenant may have a million.
    enum class Lead {
        Planner,
        Bodies,  ///< all rows of the bodies asked for, sorted
        Order,   ///< all rows in the order asked for, until the page is full
    };
    static Hidden hidden_by(Lead lead);
    struct Sight;
    template <class Read>
    auto with_sight(const std::string& tenant, const Read& read) -> decltype(read(std::declval<Sight&>()));
    static Result<Done> tell(Sight& sight, const Cursor& cursor, const Each& each);
    /// Exact; counted once for each question until a duty of the tenant changes.
    Result<std::int64_t> total(Sight& sight, const app::Query& query);
    /// How many rows fit, at most `most`.
    Result<std::int64_t> counted(Sight& sight, const app::Query& query, Lead lead, std::int64_t most = INT64_MAX);
    Result<Lead> lead_of_page(Sight& sight, const app::Query& query);
    /// How to find `wanted` rows of the `found` ones that fit; `wanted` 0: all of them.
    Result<Lead> lead_of(Sight& sight, const app::Query& query, std::int64_t wanted, std::int64_t found);

    KeptViews& views_;
    Dialect dialect_;
    RowMemory memory_;
};

}  // namespace gx::storage
