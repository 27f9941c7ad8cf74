// SPDX-License-Identifier: Apache-2.0
#include "storage/store/ready_set.hpp"

#include <optional>

#include "storage/store/halves.hpp"

namespace gx::storage {

Result<Done> encode(ReadySet& set, const domain::Hasher& hasher, const std::function<domain::Salt()>& next_salt) {
    const std::size_t count = set.entities.size();
    set.rows.resize(count);
    std::size_t params = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const bool as_before = i > 0 && set.entities[i].type == set.entities[i - 1].type;
        if (as_before) {
            set.rows[i].sql = set.rows[i - 1].sql;
        } else {
            GX_TRY(set.rows[i].sql, entity_sql(set.entities[i].type));
        }
        set.rows[i].first_param = params;
        set.rows[i].salt = next_salt();
        params += set.rows[i].sql->columns.size();
    }
    set.params.resize(params);
    for (std::size_t i = 0; i < count; ++i) {
        ReadySet::Row& row = set.rows[i];
        row.content.reserve(512);
        GX_CHECK(encode_row(*row.sql, set.entities[i], row.content, {set.params.data() + row.first_param, row.sql->columns.size()}));
        row.content_digest = domain::content_digest(hasher, row.salt, row.content);
    }
    return Done{};
}

std::vector<base::Digest> hash_leaves(const ReadySet& set, const domain::Hasher& hasher, const app::WriteContext& context,
                                      std::string_view action, std::int64_t first_seq) {
    std::vector<base::Digest> leaves(set.entities.size());
    const auto hash = [&](std::size_t begin, std::size_t end) {
        std::optional<domain::LeafWriter> writer;
        for (std::size_t i = begin; i < end; ++i) {
            const app::Entity& entity = set.entities[i];
            if (i == begin || entity.type != set.entities[i - 1].type || entity.tenant != set.entities[i - 1].tenant) {
                writer.emplace(domain::LeafWriter::Shared{.tenant = entity.tenant, .entity = entity.type, .action = action,
                                                          .actor = context.actor.account, .origin = context.origin,
                                                          .at = context.at});
            }
            const std::int64_t seq = first_seq + static_cast<std::int64_t>(i);
            leaves[i] = hasher.leaf(base::as_bytes(writer->text(entity.id, seq, entity.version, set.rows[i].content_digest)));
        }
    };
    in_halves(set.entities.size(), hash);
    return leaves;
}

}  // namespace gx::storage
