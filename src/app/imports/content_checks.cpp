// SPDX-License-Identifier: Apache-2.0
#include "app/imports/content_checks.hpp"

#include <array>

#include "domain/obligation/obligation.hpp"
#include "domain/subject/body.hpp"
#include "domain/subject/division.hpp"
#include "domain/subject/official.hpp"
#include "domain/subject/post.hpp"

namespace gx::app {
namespace {

using base::Json;

template <class T>
Result<Done> readable(const Json& content) {
    GX_CHECK(T::from_json(content));
    return Done{};
}

struct Check {
    std::string_view type;
    Result<Done> (*run)(const Json& content);
};

constexpr std::array kChecks = {
    Check{"body", readable<domain::Body>},           Check{"division", readable<domain::Division>},
    Check{"post", readable<domain::Post>},           Check{"official", readable<domain::Official>},
    Check{"tenure", readable<domain::Tenure>},       Check{"obligation", readable<domain::Obligation>},
    Check{"milestone", readable<domain::Milestone>}, Check{"payment", readable<domain::Payment>},
};

}  // namespace

RunImport::ContentCheck domain_content_checks() {
    return [](std::string_view type, const Json& content) -> Result<Done> {
        for (const Check& check : kChecks) {
            if (check.type == type) { return check.run(content); }
        }
        return Done{};
    };
}

}  // namespace gx::app
