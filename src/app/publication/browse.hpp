// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/publication/page.hpp"
#include "app/publication/public_view.hpp"
#include "base/json.hpp"

namespace gx::app {

// What the public can look up. Every answer is one of the OpenAPI document's schemas; ids may be an entity's id or, for
// bodies and evaluations, its code. Errors common to all: NotFound "tenant.unknown", "body.unknown"; those of page.hpp.
// Thread: any.

/// Shape: empty members do not filter; `sort` is one of the document's values.
struct BodyFilter {
    std::string q = {};
    std::string tenant = {};
    std::string division = {};
    std::string body_class = {};
    std::string grade = {};
    std::string sort = "name";
};
base::Result<base::Json> list_bodies(const PublicView& view, const BodyFilter& filter, const PageRequest& page);
/// Errors: NotFound "body.unknown"
base::Result<base::Json> show_body(const PublicView& view, const std::string& id);
base::Result<base::Json> body_timeline(const PublicView& view, const std::string& id, const PageRequest& page);

struct DutyFilter {
    std::string q = {};
    std::string tenant = {};
    std::string body = {};
    std::string division = {};
    std::string body_class = {};
    std::string kind = {};
    std::string outcome = {};
    std::string light = {};
    std::optional<base::Date> due_from = {};
    std::optional<base::Date> due_to = {};
    std::string sort = "due_on";
};
base::Result<base::Json> list_obligations(const PublicView& view, const DutyFilter& filter, const PageRequest& page);
/// Count and sum by kind and outcome; an empty body means all of the tenant, an empty tenant all.
base::Result<base::Json> obligation_summary(const PublicView& view, const std::string& tenant, const std::string& body);
/// Reads the parts from the store. Errors: NotFound "obligation.unknown"
base::Result<base::Json> show_obligation(const PublicView& view, const std::string& id);

struct RecordFilter {
    std::string q = {};
    std::string tenant = {};
    std::string body = {};
    std::string type = {};
    std::string polarity = {};
};
base::Result<base::Json> list_records(const PublicView& view, const RecordFilter& filter, const PageRequest& page);
/// Errors: NotFound "record.unknown"
base::Result<base::Json> show_record(const PublicView& view, const std::string& id);

/// Duties due in the year; the present one when absent. An empty tenant means the first judged one.
base::Result<base::Json> overview(const PublicView& view, const std::string& tenant, std::optional<std::int64_t> year);
base::Result<base::Json> list_tenants(const PublicView& view);
base::Result<base::Json> list_divisions(const PublicView& view, const std::string& tenant);
/// The first judged tenant, else the first.
std::string default_tenant(const PublicModel& model);

base::Result<base::Json> list_figures(const PublicView& view, const std::string& tenant);
/// Errors: NotFound "figure.unknown"
base::Result<base::Json> show_figure(const PublicView& view, const std::string& id);

}  // namespace gx::app
