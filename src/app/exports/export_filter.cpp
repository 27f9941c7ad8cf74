// SPDX-License-Identifier: Apache-2.0
#include "app/exports/export_filter.hpp"

#include <algorithm>
#include <array>

#include "app/imports/content_builder.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

constexpr std::array<std::string_view, 4> kStates = {"open", "done", "cancelled", "void"};

Error refused(const char* reason, const std::string& member) {
    return {ErrorCode::InvalidInput, reason, member, "/body/filter/" + member};
}

/// The filter is kept in the journal for good: no personal value may stand in it, and none can be looked for in a column that
/// shows none.
Result<Done> check_text(const ImportColumn& column, const std::string& member, const std::string& text) {
    if (column.form == ColumnForm::Sealed || column.form == ColumnForm::SealedId) { return refused("export.filter_unknown", member); }
    const bool plain = column.form == ColumnForm::Text && !column.personal_allowed;
    if (plain && domain::personal_value_in(text)) { return refused("export.filter_personal", member); }
    return Done{};
}

/// The column of a bound such as "due_on_from"; nothing when it is none.
std::optional<std::size_t> day_column(const ImportLayout& layout, std::string_view member, std::string_view ending) {
    if (!member.ends_with(ending)) { return std::nullopt; }
    member.remove_suffix(ending.size());
    const auto column = layout.column_at(member);
    return column && layout.columns[*column].form == ColumnForm::Date ? column : std::nullopt;
}

}  // namespace

std::string_view recorded_state(const base::Json& content) {
    if (!content.at("void_on").is_null()) { return "void"; }
    if (!content.at("cancelled_on").is_null()) { return "cancelled"; }
    return content.at("done_on").is_null() ? "open" : "done";
}

Result<ExportFilter> ExportFilter::make(const ImportLayout& layout, const std::map<std::string, std::string>& asked) {
    ExportFilter filter;
    for (const auto& [member, text] : asked) {
        Condition condition{.text = text};
        if (const auto column = layout.column_at(member)) {
            GX_CHECK(check_text(layout.columns[*column], member, text));
            condition.column = *column;
            if (layout.columns[*column].reference) { condition.field = layout.columns[*column].field; }
        } else if (member == "state" && layout.entity == "obligation") {
            if (std::ranges::find(kStates, text) == kStates.end()) { return refused("export.filter_state", member); }
            condition.sort = Condition::Sort::State;
        } else {
            const auto from = day_column(layout, member, "_from");
            const auto to = day_column(layout, member, "_to");
            if (!from && !to) { return refused("export.filter_unknown", member); }
            if (!base::Date::parse(text).ok()) { return refused("export.filter_day", member); }
            condition.sort = from ? Condition::Sort::From : Condition::Sort::To;
            condition.column = from ? *from : *to;
        }
        filter.conditions_.push_back(std::move(condition));
    }
    return filter;
}

bool ExportFilter::wants(const base::Json& content, std::span<const CellOut> cells) const {
    return std::ranges::all_of(conditions_, [&](const Condition& condition) {
        if (condition.sort == Condition::Sort::State) { return recorded_state(content) == condition.text; }
        const std::string& cell = cells[condition.column].text;
        switch (condition.sort) {
            // ISO days are in the order of their texts.
            case Condition::Sort::From: return !cell.empty() && cell >= condition.text;
            case Condition::Sort::To: return !cell.empty() && cell <= condition.text;
            default: break;
        }
        if (cell == condition.text) { return true; }
        if (condition.field.empty()) { return false; }
        const base::Json& id = at_path(content, condition.field);
        return id.is_string() && id.as_string() == condition.text;
    });
}

}  // namespace gx::app
