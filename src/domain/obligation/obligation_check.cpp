// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "base/date.hpp"
#include "domain/obligation/obligation.hpp"

namespace gx::domain {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

namespace {

Error refuse(const std::string& pointer, std::string_view member, std::string reason, std::string detail = {}) {
    return {ErrorCode::InvalidInput, std::move(reason), std::move(detail), pointer + "/" + std::string{member}};
}

bool has(const Obligation& obligation, std::string_view member) {
    if (member == "amount_fen") { return obligation.amount_fen.has_value(); }
    if (member == "counterparty") { return obligation.counterparty.has_value(); }
    if (member == "source_id") { return !obligation.source_id.empty(); }
    if (member == "post_id") { return !obligation.post_id.empty(); }
    if (member == "accepted_on") { return obligation.accepted_on.has_value(); }
    if (member == "domain") { return !obligation.domain.empty(); }
    if (member == "agreed_rate_bp") { return obligation.agreed_rate_bp.has_value(); }
    if (member == "area") { return !obligation.area.empty(); }
    GX_ASSERT(member == "basis");  // obligation_kind.cpp lets no other member through
    return !obligation.basis.empty();
}

bool has_type(const Json& value, AttributeRule::Type type) {
    switch (type) {
        case AttributeRule::Type::Text: return value.is_string() && !value.as_string().empty();
        case AttributeRule::Type::Whole: return value.is_int();
        case AttributeRule::Type::Fen: return value.is_int() && value.as_int() >= 0;
        case AttributeRule::Type::Day: return value.is_string() && base::Date::parse(value.as_string()).ok();
        case AttributeRule::Type::Flag: return value.is_bool();
        case AttributeRule::Type::Code: return value.is_string();
    }
    return false;
}

Result<Done> check_attribute(const AttributeRule& rule, const Json& value, const std::string& pointer) {
    if (!has_type(value, rule.type)) { return refuse(pointer, rule.name, "obligation.attribute_type"); }
    if (rule.type != AttributeRule::Type::Code) { return Done{}; }
    const auto code = std::find_if(rule.codes.begin(), rule.codes.end(),
                                   [&](const auto& row) { return row.code == value.as_string(); });
    if (code == rule.codes.end()) {
        return refuse(pointer, rule.name, "obligation.attribute_code", value.as_string());
    }
    if (!code->refused_by.empty()) {
        return Error{ErrorCode::BasisMissing, "obligation.attribute_refused", code->code + ": " + code->refused_by,
                     pointer + "/" + rule.name};
    }
    return Done{};
}

Result<Done> check_attributes(const Obligation& obligation, const ObligationKind& kind, const std::string& pointer) {
    const auto& rules = kind.attributes();
    if (obligation.attributes.is_object()) {
        for (const auto& [name, value] : obligation.attributes.as_object()) {
            const auto rule =
                std::find_if(rules.begin(), rules.end(), [&](const auto& row) { return row.name == name; });
            if (rule == rules.end()) { return refuse(pointer, name, "obligation.attribute_unknown", name); }
            GX_CHECK(check_attribute(*rule, value, pointer));
        }
    }
    for (const auto& rule : rules) {
        if (rule.required && obligation.attributes.at(rule.name).is_null()) {
            return refuse(pointer, rule.name, "obligation.member_required");
        }
    }
    return Done{};
}

}  // namespace

Result<Done> check_obligation(const Obligation& obligation, const ObligationKind& kind, const ExcuseBook& excuses,
                              const std::string& pointer) {
    for (const auto& member : kind.required()) {
        if (!has(obligation, member)) { return refuse(pointer, member, "obligation.member_required"); }
    }
    const auto& domains = kind.domains();
    if (!obligation.domain.empty() && std::find(domains.begin(), domains.end(), obligation.domain) == domains.end()) {
        return refuse(pointer, "domain", "obligation.domain_not_allowed", obligation.domain);
    }
    if (kind.area() == ObligationKind::AreaUse::Required && obligation.area.empty()) {
        return refuse(pointer, "area", "obligation.area_required");
    }
    if (kind.area() == ObligationKind::AreaUse::None && !obligation.area.empty()) {
        return refuse(pointer, "area", "obligation.area_not_allowed");
    }
    GX_CHECK(check_attributes(obligation, kind, pointer + "/attributes"));
    if (!obligation.excuse.empty()) {
        auto allowed = excuses.check(obligation.excuse, obligation.made_on);
        if (!allowed) {
            Error error = std::move(allowed).error();
            error.where = pointer + "/excuse";
            return error;
        }
    }
    return Done{};
}

}  // namespace gx::domain
