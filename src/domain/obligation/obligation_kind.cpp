// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/obligation_kind.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/json_reader.hpp"

namespace gx::domain {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

namespace {

constexpr std::array<std::string_view, 9> kGroups = {"contract", "payment", "promise", "pledge",       "debt",
                                                     "task",     "reply",   "ruling",  "rectification"};
constexpr std::array<std::string_view, 7> kDomains = {"procurement", "ppp",      "bidding", "investment",
                                                      "debt",        "township", "other"};
/// Members of an obligation that a kind may demand; the others are always needed or never typed in.
constexpr std::array<std::string_view, 9> kDemandable = {"amount_fen",  "counterparty", "source_id",
                                                         "post_id",     "accepted_on",  "domain",
                                                         "agreed_rate_bp", "area",      "basis"};
constexpr std::array<std::pair<std::string_view, AttributeRule::Type>, 6> kTypes = {
    {{"text", AttributeRule::Type::Text},
     {"whole", AttributeRule::Type::Whole},
     {"fen", AttributeRule::Type::Fen},
     {"day", AttributeRule::Type::Day},
     {"flag", AttributeRule::Type::Flag},
     {"code", AttributeRule::Type::Code}}};

template <class List>
bool contains(const List& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

Result<std::vector<AttributeCode>> read_codes(const JsonReader& reader) {
    GX_TRY(const auto rows, reader.array("codes", 100));
    std::vector<AttributeCode> out;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const JsonReader row{(*rows)[i], fmt::format("{}/{}", reader.where("codes"), i)};
        GX_CHECK(row.only({"code", "title", "refused_by"}));
        AttributeCode made;
        GX_TRY(made.code, row.text("code", 40));
        GX_TRY(made.title, Wording::from_json(row.raw("title"), row.where("title")));
        GX_TRY(made.refused_by, row.text_or_empty("refused_by", 200));
        out.push_back(std::move(made));
    }
    return out;
}

Result<AttributeRule> read_attribute(const Json& json, std::string pointer) {
    const JsonReader reader{json, std::move(pointer)};
    GX_CHECK(reader.only({"name", "title", "type", "required", "codes"}));
    AttributeRule made;
    GX_TRY(made.name, reader.text("name", 60));
    GX_TRY(made.title, Wording::from_json(reader.raw("title"), reader.where("title")));
    GX_TRY(const auto type, reader.text("type", 10));
    const auto* known = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& row) { return row.first == type; });
    if (known == kTypes.end()) { return reader.refuse("type", "obligation_kind.attribute", type); }
    made.type = known->second;
    GX_TRY(made.required, reader.flag_or("required", false));
    GX_TRY(made.codes, read_codes(reader));
    if ((made.type == AttributeRule::Type::Code) == made.codes.empty()) {
        return reader.refuse("codes", "obligation_kind.attribute", "codes with type code, and only then");
    }
    return made;
}

Result<std::vector<AttributeRule>> read_attributes(const JsonReader& reader) {
    GX_TRY(const auto rows, reader.array("attributes", 30));
    std::vector<AttributeRule> out;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const std::string at = fmt::format("{}/{}", reader.where("attributes"), i);
        GX_TRY(auto made, read_attribute((*rows)[i], at));
        const auto same = [&](const AttributeRule& other) { return other.name == made.name; };
        if (std::any_of(out.begin(), out.end(), same)) {
            return Error{ErrorCode::InvalidInput, "obligation_kind.attribute", "name given twice", at + "/name"};
        }
        out.push_back(std::move(made));
    }
    return out;
}

Result<std::vector<std::string>> read_from(const JsonReader& reader, std::string_view member, const auto& allowed,
                                           const char* reason) {
    GX_TRY(auto values, reader.texts(member, 20));
    for (const auto& value : values) {
        if (!contains(allowed, value)) { return reader.refuse(member, reason, value); }
    }
    return values;
}

Result<ObligationKind::AreaUse> read_area(const JsonReader& reader) {
    GX_TRY(const auto area, reader.text_or_empty("area", 10));
    if (area.empty() || area == "none") { return ObligationKind::AreaUse::None; }
    if (area == "optional") { return ObligationKind::AreaUse::Optional; }
    if (area == "required") { return ObligationKind::AreaUse::Required; }
    return reader.refuse("area", "obligation_kind.area", "expected none, optional or required");
}

Result<ObligationKind::SettledBy> read_settled_by(const JsonReader& reader) {
    GX_TRY(const auto text, reader.text("settled_by", 10));
    if (text == "acts") { return ObligationKind::SettledBy::Acts; }
    if (text == "payments") { return ObligationKind::SettledBy::Payments; }
    return reader.refuse("settled_by", "obligation_kind.settled_by", "expected acts or payments");
}

}  // namespace

Result<ObligationKind> ObligationKind::from_json(const Json& file, const std::string& pointer) {
    const JsonReader reader{file, pointer};
    GX_CHECK(reader.only({"id", "title", "source", "group", "deadlines", "required", "needs_evidence", "settled_by",
                          "domains", "area", "late_interest", "attributes", "in_force"}));
    ObligationKind made;
    GX_TRY(made.id_, reader.text("id", 60));
    GX_TRY(made.title_, Wording::from_json(reader.raw("title"), reader.where("title")));
    GX_TRY(made.source_, reader.texts("source", 20));
    if (made.source_.empty()) { return reader.refuse("source", "json.member_missing", "each kind has a source"); }
    GX_TRY(made.group_, reader.text("group", 20));
    if (!contains(kGroups, made.group_)) { return reader.refuse("group", "obligation_kind.group", made.group_); }
    GX_TRY(made.deadlines_, reader.texts("deadlines", 30));
    GX_TRY(made.required_, read_from(reader, "required", kDemandable, "obligation_kind.member"));
    GX_TRY(made.needs_evidence_, reader.flag("needs_evidence"));
    GX_TRY(made.settled_by_, read_settled_by(reader));
    GX_TRY(made.domains_, read_from(reader, "domains", kDomains, "obligation_kind.domain"));
    if (made.domains_.empty()) { return reader.refuse("domains", "obligation_kind.domain", "at least one"); }
    GX_TRY(made.area_, read_area(reader));
    GX_TRY(made.late_interest_, reader.text_or_empty("late_interest", 40));
    GX_TRY(made.attributes_, read_attributes(reader));
    GX_TRY(made.in_force_, InForce::from_json(reader.raw("in_force"), reader.where("in_force")));
    return made;
}

Result<ObligationKinds> ObligationKinds::make(std::vector<ObligationKind> kinds) {
    std::sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) { return a.id() < b.id(); });
    const auto twice = std::adjacent_find(kinds.begin(), kinds.end(),
                                          [](const auto& a, const auto& b) { return a.id() == b.id(); });
    if (twice != kinds.end()) { return Error{ErrorCode::Conflict, "obligation_kind.twice", twice->id()}; }
    ObligationKinds made;
    made.kinds_ = std::move(kinds);
    return made;
}

const ObligationKind* ObligationKinds::find(std::string_view id) const {
    const auto at = std::lower_bound(kinds_.begin(), kinds_.end(), id,
                                     [](const auto& kind, std::string_view wanted) { return kind.id() < wanted; });
    return at != kinds_.end() && at->id() == id ? &*at : nullptr;
}

}  // namespace gx::domain
