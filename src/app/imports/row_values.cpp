// SPDX-License-Identifier: Apache-2.0
#include "app/imports/row_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Result;

constexpr std::size_t kFaultsMax = 20;
constexpr std::size_t kShownMax = 100;

bool is_personal(const ImportColumn& column) {
    return column.form == ColumnForm::Sealed || column.form == ColumnForm::SealedId;
}

/// At most kShownMax bytes, not cut inside a character.
std::string shown(std::string_view text) {
    std::size_t size = std::min(text.size(), kShownMax);
    while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) { --size; }
    return std::string(text.substr(0, size));
}

bool has_long_digits(std::string_view text) {
    std::size_t digits = 0;
    for (const char c : text) { digits += (c >= '0' && c <= '9') || static_cast<unsigned char>(c) == 0xEF ? 1U : 0U; }
    return digits >= 11;
}

bool looks_like_formula(std::string_view text) {
    for (const std::string_view start : {"=", "+", "-", "@", "＝", "＋", "－", "＠"}) {
        if (text.starts_with(start)) { return true; }
    }
    return false;
}

bool is_space_or_hyphen(char c) { return c == ' ' || c == '-'; }

}  // namespace

RowParser::RowParser(const ImportLayout& layout, CellOrigin origin, base::Date today)
    : layout_(layout), origin_(origin), today_(today), checks_(identifier_checks()) {
    for (const ImportColumn& column : layout.columns) {
        auto& map = choices_.emplace_back();
        for (std::size_t i = 0; i < column.choices.size(); ++i) {
            const CodeChoice& choice = column.choices[i];
            map.emplace(base::ascii_lower(base::half_width(choice.code)), i);
            map.emplace(base::ascii_lower(base::half_width(choice.label.zh)), i);
            if (!choice.label.en.empty()) { map.emplace(base::ascii_lower(choice.label.en), i); }
        }
    }
}

bool RowParser::is_example(const TableRow& row, const HeaderMatch& header) const {
    bool any = false;
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
        const std::uint32_t at = header.cell_of_column[i];
        const std::string_view text =
            at == HeaderMatch::kAbsent || at >= row.cells.size() ? std::string_view{} : base::trim(row.cells[at].text);
        if (text != layout_.columns[i].example) { return false; }
        any = any || !text.empty();
    }
    return any;
}

void RowParser::add(ReadRow& row, std::size_t column, std::string reason) const {
    if (row.faults.size() >= kFaultsMax) { return; }
    const std::uint32_t at = row.header->cell_of_column[column];
    row.faults.push_back({.column_key = layout_.columns[column].key,
                          .column = at == HeaderMatch::kAbsent ? 0 : at + 1,
                          .reason = std::move(reason),
                          .value = is_personal(layout_.columns[column]) ? std::string{} : shown(row.raw[column])});
}

/// Cleans a text and holds it to the column's limits.
void RowParser::read_text(const ImportColumn& column, const Cell& cell, ColumnValue& value, const char*& reason) const {
    std::string scratch;
    const auto clean = clean_text(cell.text, scratch);
    if (!clean.ok()) { reason = "import.control_character"; return; }
    if (cell.kind == CellKind::Structure) { reason = "import.type_wrong"; return; }
    // 15 digits are all that a number cell of a spreadsheet keeps of a longer code.
    if (cell.kind == CellKind::Number && origin_.spreadsheet && clean->find_first_of("eE") != std::string_view::npos) {
        reason = "import.number_lost_digits";
        return;
    }
    std::string_view text = *clean;
    // Our CSV export puts an apostrophe before a text that looks like a formula; here it comes off again.
    if (text.size() > 1 && text.front() == '\'' && looks_like_formula(text.substr(1))) { text.remove_prefix(1); }
    if (base::code_points(text) > column.length_max) { reason = "import.too_long"; return; }
    if (!column.personal_allowed && column.form == ColumnForm::Text && !column.reference && has_long_digits(text) &&
        checks_.holds_personal_value(text)) {
        reason = "import.personal_value";
        return;
    }
    value.text = text;
}

void RowParser::read_form(const ImportColumn& column, const Cell& cell, std::int64_t unit_fen, ColumnValue& value,
                          std::string& reason) const {
    const auto take = [&](const auto& result) {
        if (!result.ok()) { reason = result.error().reason; return false; }
        return true;
    };
    switch (column.form) {
        case ColumnForm::Int:
        case ColumnForm::Money:
        case ColumnForm::Percent: {
            const auto number = column.form == ColumnForm::Int     ? read_int(cell, origin_)
                                : column.form == ColumnForm::Money ? read_money(cell, origin_, unit_fen)
                                                                   : read_percent(cell, origin_);
            if (!take(number)) { return; }
            value.number = *number;
            std::array<char, 20> digits;
            value.text.assign(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), *number).ptr);
            if (value.number < 0 && column.low >= 0 && column.form == ColumnForm::Money) {
                reason = "import.money_negative";
            } else if (value.number < column.low || value.number > column.high) {
                reason = "import.out_of_range";
            }
            return;
        }
        case ColumnForm::Date: {
            const auto day = read_day(cell, origin_);
            if (!take(day)) { return; }
            value.number = day->days();
            // A text of ten bytes that was read as a day with hyphens is its ISO form.
            const std::string_view text = base::trim(cell.text);
            if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
                value.text = text;
            } else {
                value.text = day->iso();
            }
            if (column.not_future && *day > today_) { reason = "import.date_in_future"; }
            return;
        }
        case ColumnForm::Bool: {
            const auto flag = read_bool(cell);
            if (!take(flag)) { return; }
            value.number = *flag ? 1 : 0;
            value.text = *flag ? "true" : "false";
            return;
        }
        case ColumnForm::Json: {
            auto parsed = base::parse_json(cell.text, {.bytes_max = 1U << 20U, .depth_max = 8, .keys_max = 200});
            if (!parsed.ok() || cell.kind != CellKind::Structure) { reason = "import.type_wrong"; return; }
            value.structure = std::move(parsed).value();
            return;
        }
        default: return;
    }
}

void RowParser::read_cell(std::size_t at, const Cell& cell, ReadRow& out) const {
    const ImportColumn& column = layout_.columns[at];
    ColumnValue& value = out.values[at];
    if (cell.kind == CellKind::Fault) { return add(out, at, "import.cell_error"); }
    if (cell.kind == CellKind::Empty || base::trim(cell.text).empty()) {
        if (column.required) { add(out, at, "import.required"); }
        return;
    }
    std::string reason;
    const char* text_reason = nullptr;
    switch (column.form) {
        case ColumnForm::Text:
        case ColumnForm::Figure:
        case ColumnForm::Sealed:
            read_text(column, cell, value, text_reason);
            break;
        case ColumnForm::Code: {
            read_text(column, cell, value, text_reason);
            if (text_reason != nullptr) { break; }
            if (const CodeChoice* found = choice(at, value.text)) {
                value.text = found->code;
            } else {
                text_reason = "import.code_unknown";
            }
            break;
        }
        case ColumnForm::Uscc:
        case ColumnForm::SealedId: {
            read_text(column, cell, value, text_reason);
            std::string code = base::ascii_upper(base::half_width(value.text));
            std::erase_if(code, is_space_or_hyphen);
            const bool good = column.form == ColumnForm::Uscc ? checks_.uscc(code) : checks_.id_number(code, today_);
            if (text_reason == nullptr && !good) {
                text_reason = column.form == ColumnForm::Uscc ? "import.uscc_check" : "import.id_number_check";
            }
            value.text = std::move(code);
            break;
        }
        default:
            read_form(column, cell, out.header->unit_fen[at], value, reason);
    }
    if (text_reason != nullptr) { reason = text_reason; }
    value.given = reason.empty();
    if (!reason.empty()) { add(out, at, std::move(reason)); }
}

/// The rules between columns.
void RowParser::check_between(ReadRow& row) const {
    const auto value = [&](const std::string& key) -> const ColumnValue& {
        return row.values[*layout_.column_at(key)];
    };
    const auto faulty = [&](const std::string& key) {
        return std::ranges::any_of(row.faults, [&](const CellFault& fault) { return fault.column_key == key; });
    };
    for (const auto& order : layout_.date_order) {
        const ColumnValue* last = nullptr;
        for (const std::string& key : order) {
            const ColumnValue& day = value(key);
            if (!day.given) { continue; }
            if (last != nullptr && day.number < last->number) {
                add(row, *layout_.column_at(key), "import.date_order");
            }
            last = &day;
        }
    }
    for (const auto& [low, high] : layout_.not_above) {
        if (value(low).given && value(high).given && value(low).number > value(high).number) {
            add(row, *layout_.column_at(low), "import.above_limit");
        }
    }
    for (const auto& [one, other] : layout_.differ) {
        if (value(one).given && value(other).given && value(one).text == value(other).text) {
            add(row, *layout_.column_at(other), "import.same_person");
        }
    }
    for (const WhenRule& rule : layout_.when) {
        const ColumnValue& when = value(rule.column);
        if (!when.given || (!rule.is.empty() && std::ranges::find(rule.is, when.text) == rule.is.end())) { continue; }
        for (const std::string& key : rule.need) {
            if (!value(key).given && !faulty(key)) { add(row, *layout_.column_at(key), "import.required_here"); }
        }
        for (const std::string& key : rule.uscc) {
            ColumnValue& code = row.values[*layout_.column_at(key)];
            code.text = base::ascii_upper(base::half_width(code.text));
            std::erase_if(code.text, is_space_or_hyphen);
            if (code.given && !checks_.uscc(code.text)) { add(row, *layout_.column_at(key), "import.uscc_check"); }
        }
        for (const std::string& key : rule.never) {
            if (value(key).given) { add(row, *layout_.column_at(key), "import.not_here"); }
        }
    }
}

void RowParser::parse(const TableRow& row, const std::shared_ptr<const HeaderMatch>& header, ReadRow& out) const {
    // Rows are used again and again: what they hold keeps its room.
    out.header = header;
    out.sheet = row.sheet;
    out.number = row.number;
    out.later = false;
    out.faults.clear();
    out.raw.resize(layout_.columns.size());
    out.values.resize(layout_.columns.size());
    out.references.assign(layout_.columns.size(), nullptr);
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
        const std::uint32_t at = header->cell_of_column[i];
        const Cell cell = at == HeaderMatch::kAbsent || at >= row.cells.size() ? Cell{} : row.cells[at];
        out.raw[i] = cell.text;
        ColumnValue& value = out.values[i];
        value.given = false;
        value.text.clear();
        value.number = 0;
        if (layout_.columns[i].form == ColumnForm::Json) { value.structure = base::Json(); }
        read_cell(i, cell, out);
    }
    check_between(out);
}

/// The choice that a text means, by code or label.
const CodeChoice* RowParser::choice(std::size_t column, std::string_view text) const {
    const Choices& choices = choices_[column];
    auto found = choices.find(text);  // most files hold the plain form
    if (found == choices.end()) { found = choices.find(base::ascii_lower(base::half_width(text))); }
    return found == choices.end() ? nullptr : &layout_.columns[column].choices[found->second];
}

std::string fill_template(const ImportLayout& layout, std::string_view text, const std::vector<ColumnValue>& values) {
    std::string out;
    std::size_t at = 0;
    while (true) {
        const std::size_t open = text.find('{', at);
        if (open == std::string_view::npos) { break; }
        const std::size_t close = text.find('}', open);
        out.append(text.substr(at, open - at));
        if (const auto column = layout.column_at(text.substr(open + 1, close - open - 1))) { out.append(values[*column].text); }
        at = close + 1;
    }
    out.append(text.substr(at));
    return out;
}

}  // namespace gx::app
