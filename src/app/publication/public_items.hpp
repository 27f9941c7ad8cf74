// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/publication/public_view.hpp"
#include "base/json.hpp"

namespace gx::app {

// Parts of public answers as the OpenAPI document names them. Only members listed there are ever set. Total.

base::Json tenant_json(const PublicTenant& tenant);
/// Adds id, tenant, name, class, division, judged, standing, duties and records: what BodyItem and Body share.
base::Json body_item_json(const PublicModel& model, const Labels& labels, const PublicBody& body);
base::Json standing_json(const PublicModel& model, const Labels& labels, const PublicStanding& standing);
/// ObligationItem without title and source, which `with_texts` adds.
base::Json obligation_item_json(const PublicModel& model, const PublicLaw& law, const DutyRow& duty);
/// An item on its way to an answer: what the row tells, and its number.
struct ShownDuty {
    std::uint32_t number = kNoNumber;
    base::Json item;
};
/// The items with title and source from the store, through the gate; what is no longer there is left out. `changes` is the
/// view's from before the rows were read.
/// Errors: those of the store.
Result<std::vector<base::Json>> with_texts(const PublicView& view, std::vector<ShownDuty> shown, std::uint64_t changes);
/// Entities of a type by id, given by tenant; the ids come back sorted, each once. Errors: those of the store.
Result<Done> each_by_id(Reader& reader, std::string_view type, std::map<std::string, std::vector<std::string>>& ids,
                        const std::function<void(const Entity&)>& each);
/// Record of the document for each id that may be shown now, given by tenant, in order of the ids. Errors: those of the store.
Result<std::vector<base::Json>> shown_records(const PublicView& view, std::map<std::string, std::vector<std::string>> ids);
base::Json evaluation_json(const PublicModel& model, const PublicView& view, const PublicEvaluation& evaluation);
base::Json grade_counts_json(const Labels& labels, const std::map<std::string, std::int64_t>& grades);
/// A body's duties counted by kind.
std::map<std::uint16_t, DutyTally> tallies_by_kind(const PublicModel& model, const PublicBody& body);
/// The kind's Chinese title, or its id.
std::string kind_title(const PublicLaw& law, const std::string& kind);

/// The catalogue entry's Chinese title, or its code.
std::string record_type_title(const PublicLaw& law, const std::string& code);

/// The newest version's Chinese title, or its id.
std::string scheme_title(const PublicLaw& law, const std::string& scheme);

/// Sets the member only when the text is not empty.
void set_text(base::Json& json, std::string member, const std::string& text);
/// Sets the member even to null, where the document demands it.
void set_or_null(base::Json& json, std::string member, base::Json value);
void set_day(base::Json& json, std::string member, const std::optional<base::Date>& day);

}  // namespace gx::app
