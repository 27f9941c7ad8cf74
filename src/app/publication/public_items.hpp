// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/publication/public_view.hpp"
#include "base/json.hpp"

namespace gx::app {

// Parts of public answers as the OpenAPI document names them. Only members listed there are ever set. Total.

base::Json tenant_json(const PublicTenant& tenant);
/// Adds id, tenant, name, class, division, judged, standing, duties and records: what BodyItem and Body share.
base::Json body_item_json(const PublicModel& model, const Labels& labels, const PublicBody& body);
base::Json standing_json(const PublicModel& model, const Labels& labels, const PublicStanding& standing);
base::Json obligation_item_json(const PublicModel& model, const PublicLaw& law, const Duty& duty);
base::Json evaluation_json(const PublicModel& model, const PublicView& view, const PublicEvaluation& evaluation);
base::Json grade_counts_json(const Labels& labels, const std::map<std::string, std::int64_t>& grades);
/// The kind's Chinese title, or its id.
std::string kind_title(const PublicLaw& law, const std::string& kind);

/// The newest version's Chinese title, or its id.
std::string scheme_title(const PublicLaw& law, const std::string& scheme);

/// Sets the member only when the text is not empty.
void set_text(base::Json& json, std::string member, const std::string& text);
/// Sets the member even to null, where the document demands it.
void set_or_null(base::Json& json, std::string member, base::Json value);
void set_day(base::Json& json, std::string member, const std::optional<base::Date>& day);

/// All duties of a body.
DutyTally tally_of(const PublicBody& body);

}  // namespace gx::app
