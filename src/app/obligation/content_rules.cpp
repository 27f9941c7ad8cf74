// SPDX-License-Identifier: Apache-2.0
#include "app/obligation/content_rules.hpp"

#include <array>

#include "domain/finding/finding.hpp"
#include "domain/obligation/handover.hpp"
#include "domain/obligation/lawful_change.hpp"
#include "domain/obligation/obligation.hpp"
#include "domain/record/record.hpp"
#include "domain/subject/body.hpp"
#include "domain/subject/division.hpp"
#include "domain/subject/official.hpp"
#include "domain/subject/post.hpp"

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

Result<Done> check_lawful_change(const LawPack& law, const Json& content) {
    GX_TRY(const auto change, domain::LawfulChange::from_json(content));
    return domain::check_change(change, law.excuses);
}

/// Whether the domain can make a value of the content.
template <class T>
Result<Done> readable(const LawPack&, const Json& content) {
    GX_CHECK(T::from_json(content));
    return Done{};
}

struct Check {
    std::string_view type;
    Result<Done> (*run)(const LawPack& law, const Json& content);
};

constexpr std::array kChecks = {
    Check{"body", readable<domain::Body>},           Check{"division", readable<domain::Division>},
    Check{"post", readable<domain::Post>},           Check{"official", readable<domain::Official>},
    Check{"tenure", readable<domain::Tenure>},       Check{"handover", readable<domain::Handover>},
    Check{"obligation", check_duty},                 Check{"milestone", readable<domain::Milestone>},
    Check{"payment", readable<domain::Payment>},     Check{"change", check_lawful_change},
    Check{"finding", readable<domain::Finding>},     Check{"record", check_integrity_record},
};

}  // namespace

Result<Done> check_content(const LawPack& law, std::string_view type, const Json& content) {
    for (const Check& check : kChecks) {
        if (check.type == type) { return check.run(law, content); }
    }
    return Done{};
}

}  // namespace gx::app
