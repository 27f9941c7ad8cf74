// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/publication/page.hpp"
#include "app/publication/public_view.hpp"
#include "base/json.hpp"

namespace gx::app {

// Evaluations, ranking and the explanation of a score, as the OpenAPI document names them. Thread: any.
// Errors common to all: NotFound "evaluation.unknown", "tenant.unknown"; those of page.hpp and of the store.

base::Result<base::Json> list_evaluations(const PublicView& view, const std::string& tenant,
                                          std::optional<std::int64_t> year, const PageRequest& page);
base::Result<base::Json> show_evaluation(const PublicView& view, const std::string& id);

struct RankingFilter {
    std::string q = {};
    std::string division = {};
    std::string body_class = {};
    std::string grade = {};
    std::string sort = "rank";
};
base::Result<base::Json> list_ranking(const PublicView& view, const std::string& id, const RankingFilter& filter,
                                      const PageRequest& page);

/// The explanation of a body's score; an empty evaluation means the one the body shows.
/// Errors: NotFound "body.unknown", "evaluation.none" (nothing shown for the body), "evaluation.body_unknown"
base::Result<base::Json> show_score(const PublicView& view, const std::string& evaluation, const std::string& body);
/// The rows behind one leaf. Errors: as show_score; NotFound "evaluation.leaf_unknown"
base::Result<base::Json> list_leaf_rows(const PublicView& view, const std::string& evaluation, const std::string& body,
                                        const std::string& leaf, const PageRequest& page);

base::Result<base::Json> list_schemes(const PublicView& view);
/// Errors: NotFound "scheme.unknown"
base::Result<base::Json> show_scheme(const PublicView& view, const std::string& id);

}  // namespace gx::app
