// SPDX-License-Identifier: Apache-2.0
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kTenuresMax = 1'000;

}  // namespace

Result<Entity> existing(Reader& reader, std::string_view type, std::string_view tenant, std::string_view id) {
    GX_TRY(auto found, reader.find(type, tenant, id));
    if (!found) { return Error{ErrorCode::NotFound, fmt::format("{}.unknown", type), std::string(id)}; }
    return std::move(*found);
}

Entity next_version(const Entity& current, base::Json content) {
    Entity next = current;
    ++next.version;
    next.seq = -1;
    next.content = std::move(content);
    return next;
}

Entity first_version(std::string_view type, std::string_view tenant, std::string id, base::Json content) {
    return {.type = std::string(type), .tenant = std::string(tenant), .id = std::move(id), .key = {}, .version = 1,
            .seq = -1, .content = std::move(content)};
}

Result<domain::DatedTree> load_org_tree(Reader& reader, std::string_view tenant) {
    std::vector<std::pair<std::string, domain::Body>> bodies;
    const auto take = [&](const Entity& entity) -> Result<Done> {
        GX_TRY(auto body, decoded<domain::Body>(entity));
        bodies.emplace_back(entity.id, std::move(body));
        return Done{};
    };
    GX_CHECK(reader.scan("body", tenant, take));
    return domain::org_tree(bodies);
}

Result<std::vector<domain::Tenure>> tenures_of(Reader& reader, std::string_view tenant, std::string_view post_id) {
    Query query{.tenant = std::string(tenant)};
    query.where = {{.column = "post_id", .compare = Compare::Equal, .values = {std::string(post_id)}}};
    query.order = {{.column = "from_on"}};
    query.limit = kTenuresMax + 1;
    GX_TRY(const auto rows, reader.list("tenure", query));
    if (rows.size() > kTenuresMax) { return Error{ErrorCode::TooLarge, "tenure.too_many", std::string(post_id)}; }
    std::vector<domain::Tenure> tenures;
    for (const Entity& row : rows) {
        GX_TRY(auto tenure, decoded<domain::Tenure>(row));
        tenures.push_back(std::move(tenure));
    }
    return tenures;
}

}  // namespace gx::app
