// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "app/ports/store.hpp"
#include "domain/journal/entry.hpp"
#include "storage/store/entity_sql.hpp"

namespace gx::storage {

/// Entities encoded for their tables and hashed for the journal, in the order in which they are to be written.
///
/// Shape: `rows`, `leaves` by entity; `params` row after row, views into `entities` and the rows' contents.
struct ReadySet final : app::ReadyEntities {
    struct Row {
        const EntitySql* sql = nullptr;
        std::size_t first_param = 0;
        std::string content;
        domain::Salt salt{};
        base::Digest content_digest{};
    };

    ReadySet() = default;
    ReadySet(const ReadySet&) = delete;  // params look into this very object
    ReadySet& operator=(const ReadySet&) = delete;

    std::vector<app::Entity> owned;  ///< empty when the entities are the caller's
    std::span<const app::Entity> entities;
    std::vector<Row> rows;
    std::vector<Param> params;
    std::vector<base::Digest> leaves;  ///< for positions from `first_seq` on; empty when that is not known
    std::int64_t first_seq = -1;

    std::span<const Param> params_of(std::size_t i) const {
        return {params.data() + rows[i].first_param, rows[i].sql->columns.size()};
    }
};

/// Encodes set.entities and digests their contents with fresh salts. Errors: those of entity_sql and encode_row.
Result<Done> encode(ReadySet& set, const domain::Hasher& hasher, const std::function<domain::Salt()>& next_salt);

/// Leaf hashes of the set's entries when the first of them stands at `first_seq`. Total.
std::vector<base::Digest> hash_leaves(const ReadySet& set, const domain::Hasher& hasher, const app::WriteContext& context,
                                      std::string_view action, std::int64_t first_seq);

}  // namespace gx::storage
