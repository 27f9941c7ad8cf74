// SPDX-License-Identifier: Apache-2.0
#include "domain/legal/measure_type.hpp"

#include <algorithm>
#include <array>

#include "base/json_reader.hpp"

namespace gx::domain {
namespace {

using base::Json;
using base::JsonReader;
using base::Result;

struct GroupCode {
    MeasureGroup group;
    std::string_view code;
};
constexpr std::array<GroupCode, 5> kGroups{{
    {MeasureGroup::Rectification, "rectification"},
    {MeasureGroup::Restriction, "restriction"},
    {MeasureGroup::Criticism, "criticism"},
    {MeasureGroup::Accountability, "accountability"},
    {MeasureGroup::Incentive, "incentive"},
}};
constexpr std::array<std::string_view, 3> kObjects{"body", "institution", "official"};
constexpr std::array<std::string_view, 5> kGrounds{"record", "finding", "grade_a", "overdue_confirmed", "performance"};

Result<std::vector<std::string>> read_codes(const JsonReader& reader, std::string_view member,
                                            const std::string_view* begin, const std::string_view* end) {
    GX_TRY(auto texts, reader.texts(member, 10));
    if (texts.empty()) { return reader.refuse(member, "json.member_missing", "at least one"); }
    for (const std::string& text : texts) {
        if (std::find(begin, end, text) == end) { return reader.refuse(member, "measure_type.code_unknown", text); }
    }
    return texts;
}

}  // namespace

std::string_view code_of(MeasureGroup group) {
    const auto found = std::find_if(kGroups.begin(), kGroups.end(), [&](const auto& row) { return row.group == group; });
    GX_ASSERT(found != kGroups.end());
    return found->code;
}

Result<MeasureType> MeasureType::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"code", "title", "group", "objects", "grounds", "deciders", "deadlines", "months_max",
                          "parameter", "source", "in_force", "note"}));
    MeasureType out;
    GX_TRY(out.code, reader.text("code", 30));
    GX_TRY(out.title, Wording::from_json(reader.raw("title"), reader.where("title")));
    GX_TRY(const std::string group, reader.text("group", 30));
    const auto found = std::find_if(kGroups.begin(), kGroups.end(), [&](const auto& row) { return row.code == group; });
    if (found == kGroups.end()) { return reader.refuse("group", "measure_type.code_unknown", group); }
    out.group = found->group;
    GX_TRY(out.objects, read_codes(reader, "objects", kObjects.begin(), kObjects.end()));
    GX_TRY(out.grounds, read_codes(reader, "grounds", kGrounds.begin(), kGrounds.end()));
    GX_TRY(out.deciders, reader.texts("deciders", 10));
    GX_TRY(out.deadlines, reader.texts("deadlines", 10));
    GX_TRY(const auto months, reader.optional_integer("months_max", 1, 240));
    out.months_max = static_cast<int>(months.value_or(0));
    GX_TRY(out.parameter, reader.flag_or("parameter", false));
    GX_TRY(out.source, reader.texts("source", 50));
    if (out.source.empty()) { return reader.refuse("source", "json.member_missing", "at least one"); }
    GX_TRY(out.in_force, InForce::from_json(reader.raw("in_force"), reader.where("in_force")));
    GX_TRY(out.note, reader.text_or_empty("note"));
    return out;
}

}  // namespace gx::domain
