// SPDX-License-Identifier: Apache-2.0
#include "domain/subject/division.hpp"

#include <algorithm>
#include <array>

#include "base/json_reader.hpp"
#include "base/text.hpp"
#include "domain/subject/content_members.hpp"

namespace gx::domain {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::array<std::string_view, 6> kLevels = {"nation", "province", "prefecture", "county", "township", "village"};

}  // namespace

std::string_view name_of(DivisionLevel level) { return kLevels[static_cast<std::size_t>(level)]; }

Result<DivisionCode> DivisionCode::parse(std::string_view raw) {
    const std::string half = base::half_width(base::is_utf8(raw) ? base::trim(raw) : raw);
    std::string_view text = half;
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || (text.size() != 6 && text.size() != 9 && text.size() != 12)) {
        return Error{ErrorCode::InvalidInput, "division.code", std::string(raw.substr(0, 40))};
    }
    while (text.size() > 6 && text.substr(text.size() - 3) == "000") { text.remove_suffix(3); }
    return DivisionCode(std::string(text));
}

DivisionLevel DivisionCode::level() const {
    if (text_.size() == 12) { return DivisionLevel::Village; }
    if (text_.size() == 9) { return DivisionLevel::Township; }
    if (text_ == "000000") { return DivisionLevel::Nation; }
    if (text_.substr(2) == "0000") { return DivisionLevel::Province; }
    return text_.substr(4) == "00" ? DivisionLevel::Prefecture : DivisionLevel::County;
}

std::optional<DivisionCode> DivisionCode::parent() const {
    switch (level()) {
        case DivisionLevel::Nation: return std::nullopt;
        case DivisionLevel::Province: return DivisionCode("000000");
        case DivisionLevel::Prefecture: return DivisionCode(text_.substr(0, 2) + "0000");
        case DivisionLevel::County: return DivisionCode(text_.substr(0, 4) + "00");
        case DivisionLevel::Township: return DivisionCode(text_.substr(0, 6));
        case DivisionLevel::Village: return DivisionCode(text_.substr(0, 9));
    }
    return std::nullopt;
}

std::string_view DivisionCode::township_kind() const {
    if (level() != DivisionLevel::Township) { return {}; }
    const int number = (text_[6] - '0') * 100 + (text_[7] - '0') * 10 + (text_[8] - '0');
    if (number >= 1 && number <= 99) { return "street"; }
    if (number >= 100 && number <= 199) { return "town"; }
    return number >= 200 && number <= 399 ? "rural_township" : std::string_view{};
}

Result<Division> Division::from_json(const base::Json& content, const std::string& pointer) {
    const base::JsonReader reader(content, pointer);
    Division division;
    GX_TRY(const auto code, reader.text("code", 12));
    const auto parsed = DivisionCode::parse(code);
    if (!parsed.ok() || parsed->str() != code) { return reader.refuse("code", "division.code", code); }
    division.code = code;
    GX_TRY(division.name, reader.text("name", 200));
    GX_TRY(division.parent_code, reader.text_or_empty("parent_code", 12));
    GX_TRY(const auto level, reader.text("level", 20));
    if (level != name_of(parsed->level())) { return reader.refuse("level", "division.level", level); }
    division.level = parsed->level();
    if (!division.parent_code.empty()) {
        const auto parent = DivisionCode::parse(division.parent_code);
        if (!parent.ok() || parent->str() != division.parent_code || parent->level() >= division.level) {
            return reader.refuse("parent_code", "division.parent", division.parent_code);
        }
    }
    GX_TRY(division.valid_from, reader.optional_date("valid_from"));
    GX_TRY(division.valid_to, reader.optional_date("valid_to"));
    if (division.valid_from && division.valid_to && *division.valid_to < *division.valid_from) {
        return reader.refuse("valid_to", "division.valid_order");
    }
    GX_TRY(division.successor_code, reader.text_or_empty("successor_code", 12));
    GX_TRY(division.note, reader.text_or_empty("note"));
    GX_TRY(division.basis, reader.texts("basis", 100));
    return division;
}

base::Json Division::to_json() const {
    base::Json out = base::Json::object();
    out.set("code", code).set("name", name).set("level", name_of(level));
    put_text(out, "parent_code", parent_code);
    put_day(out, "valid_from", valid_from);
    put_day(out, "valid_to", valid_to);
    put_text(out, "successor_code", successor_code);
    put_text(out, "note", note);
    put_texts(out, "basis", basis);
    return out;
}

}  // namespace gx::domain
