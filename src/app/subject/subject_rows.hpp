// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"
#include "domain/subject/body.hpp"
#include "domain/subject/dated_tree.hpp"
#include "domain/subject/post.hpp"

namespace gx::app {

/// The current row. Errors: NotFound "body.unknown", "post.unknown" … (type + ".unknown"); those of the store.
Result<Entity> existing(Reader& reader, std::string_view type, std::string_view tenant, std::string_view id);

/// A stored content as a value of the domain. Errors: Corrupt "store.content" when it breaks a rule of the domain.
template <class T>
Result<T> decoded(const Entity& entity) {
    auto value = T::from_json(entity.content);
    if (!value.ok()) {
        const Error& error = value.error();
        return Error{ErrorCode::Corrupt, "store.content", fmt::format("{} {}: {}", entity.type, entity.id, error.reason),
                     error.where};
    }
    return value;
}

/// The next version of a row with another content.
Entity next_version(const Entity& current, base::Json content);
/// The first version of a new row.
Entity first_version(std::string_view type, std::string_view tenant, std::string id, base::Json content);

/// All bodies of a tenant by day. Shape: 3,000 bodies and more; reads them all.
Result<domain::DatedTree> load_org_tree(Reader& reader, std::string_view tenant);
/// All tenures a post ever had. Shape: at most 1,000. Errors: TooLarge "tenure.too_many"
Result<std::vector<domain::Tenure>> tenures_of(Reader& reader, std::string_view tenant, std::string_view post_id);

}  // namespace gx::app
