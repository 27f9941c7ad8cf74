// SPDX-License-Identifier: Apache-2.0
#include "app/obligation/content_rules.hpp"

#include "domain/finding/finding.hpp"
#include "domain/obligation/lawful_change.hpp"
#include "domain/obligation/obligation.hpp"
#include "domain/record/record.hpp"

namespace gx::app {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

Result<Done> check_duty(const LawPack& law, const Json& content) {
    GX_TRY(const auto duty, domain::Obligation::from_json(content));
    const domain::ObligationKind* kind = law.obligation_kinds.find(duty.kind);
    if (kind == nullptr) { return Error{ErrorCode::InvalidInput, "obligation.kind_unknown", duty.kind, "/kind"}; }
    GX_CHECK(domain::check_obligation(duty, *kind, law.excuses));
    return Done{};
}

Result<Done> check_integrity_record(const LawPack& law, const Json& content) {
    GX_TRY(const auto record, domain::Record::from_json(content));
    const auto type = law.record_type(record.cat, record.decided_on);
    if (!type) { return Error{ErrorCode::InvalidInput, "record.cat_unknown", record.cat, "/cat"}; }
    return domain::check_record(record, **type);
}

}  // namespace

Result<Done> check_content(const LawPack& law, std::string_view type, const Json& content) {
    if (type == "obligation") { return check_duty(law, content); }
    if (type == "record") { return check_integrity_record(law, content); }
    if (type == "milestone") { GX_CHECK(domain::Milestone::from_json(content)); }
    if (type == "payment") { GX_CHECK(domain::Payment::from_json(content)); }
    if (type == "finding") { GX_CHECK(domain::Finding::from_json(content)); }
    if (type == "change") {
        GX_TRY(const auto change, domain::LawfulChange::from_json(content));
        GX_CHECK(domain::check_change(change, law.excuses));
    }
    return Done{};
}

}  // namespace gx::app
