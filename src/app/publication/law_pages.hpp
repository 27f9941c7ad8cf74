// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/law/law_pack.hpp"
#include "app/publication/page.hpp"
#include "base/date.hpp"
#include "base/json.hpp"

namespace gx::app {

// The law pack as the public reads it: plan, sources, deadline rules, calendars. Thread: any.
// Errors common to all lists: those of page.hpp.

/// Errors: NotFound "plan.unknown"
base::Result<base::Json> show_plan(const LawPack& law);
base::Result<base::Json> list_sources(const LawPack& law, const std::string& q, const PageRequest& page);
/// Errors: NotFound "source.unknown"
base::Result<base::Json> show_source(const LawPack& law, const std::string& id);
base::Result<base::Json> list_articles(const LawPack& law, const std::string& id, const std::string& q,
                                       const PageRequest& page);
/// Rules of whole-number limits; those that a document sets or that fall on a fixed date are left out.
base::Result<base::Json> list_deadlines(const LawPack& law, const std::string& q);
/// Errors: NotFound "deadline.rule_unknown", "deadline.no_version_in_force"; those of domain::compute_deadline.
base::Result<base::Json> compute_due(const LawPack& law, const std::string& rule, base::Date from);
base::Result<base::Json> list_calendars(const LawPack& law);
/// Errors: NotFound "calendar.unknown"
base::Result<base::Json> show_calendar(const LawPack& law, std::int64_t year);

}  // namespace gx::app
