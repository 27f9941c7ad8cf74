// SPDX-License-Identifier: Apache-2.0
#include "app/imports/workbook_out.hpp"

#include <algorithm>

#include "base/json_reader.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::JsonReader;

constexpr std::size_t kSheetNameMax = 28;
constexpr std::uint32_t kReasonWidth = 60;

std::string with(std::string text, std::string_view mark, std::string_view value) {
    const std::size_t at = text.find(mark);
    if (at != std::string::npos) { text.replace(at, mark.size(), value); }
    return text;
}

/// A name a sheet may have.
std::string sheet_name(const std::string& title) {
    std::string out;
    std::size_t count = 0;
    for (const std::string_view character : base::characters(title)) {
        if (character.size() == 1 && std::string_view("[]:*?/\\'").find(character) != std::string_view::npos) { continue; }
        if (++count > kSheetNameMax) { break; }
        out.append(character);
    }
    return out;
}

ColumnOut column_out(const ImportColumn& column) {
    ColumnOut out;
    const std::size_t header = base::code_points(column.header.zh) * 2 + 4;
    out.width = static_cast<std::uint32_t>(std::clamp<std::size_t>(std::max(header, column.example.size()), 10, 40));
    for (const CodeChoice& choice : column.choices) { out.choices.push_back(choice.label.zh); }
    return out;
}

CellOut header_cell(const ImportColumn& column) {
    CellOut out = CellOut::of(column.header.zh + (column.required ? "*" : ""),
                              column.required ? CellStyle::RequiredHeader : CellStyle::Header);
    out.comment = column.header.en;
    if (!column.note.en.empty()) { out.comment += ": " + column.note.en; }
    return out;
}

std::string note_text(const ImportColumn& column, const WorkbookLabels& labels) {
    std::string out = column.required ? labels.required : labels.optional;
    if (!column.choices.empty()) { out += "\n" + labels.choose; }
    if (column.form == ColumnForm::Text && column.choices.empty()) {
        out += "\n" + with(labels.at_most, "{n}", fmt::format("{}", column.length_max));
    }
    if (!column.note.zh.empty()) { out += "\n" + column.note.zh; }
    return out;
}

SheetOut sheet_out(const ImportLayout& layout, std::uint32_t header_row) {
    SheetOut out{.name = sheet_name(layout.title.zh), .columns = {}, .freeze_rows = header_row + 1,
                 .first_data_row = header_row + 1};
    for (const ImportColumn& column : layout.columns) { out.columns.push_back(column_out(column)); }
    return out;
}

}  // namespace

Result<WorkbookLabels> WorkbookLabels::from_json(const base::Json& file) {
    const JsonReader reader(file);
    GX_CHECK(reader.only({"required", "optional", "choose", "at_most", "example", "reason_header", "row_header",
                          "printed_on", "printed_by"}));
    WorkbookLabels out;
    GX_TRY(out.required, reader.text("required"));
    GX_TRY(out.optional, reader.text("optional"));
    GX_TRY(out.choose, reader.text("choose"));
    GX_TRY(out.at_most, reader.text("at_most"));
    GX_TRY(out.example, reader.text("example"));
    GX_TRY(out.reason_header, reader.text("reason_header"));
    GX_TRY(out.row_header, reader.text("row_header"));
    GX_TRY(out.printed_on, reader.text("printed_on"));
    GX_TRY(out.printed_by, reader.text("printed_by"));
    return out;
}

Result<Done> write_template(const ImportLayout& layout, const WorkbookLabels& labels, TableWriter& out) {
    const auto columns = static_cast<std::uint32_t>(layout.columns.size());
    const bool plain = out.is_plain();
    const bool unit_line = !layout.unit_line.zh.empty();
    GX_CHECK(out.begin_sheet(sheet_out(layout, plain ? 0 : unit_line ? 3 : 2)));
    if (!plain) {
        GX_CHECK(out.wide_row(CellOut::of(layout.title.zh, CellStyle::Title), columns));
        if (unit_line) { GX_CHECK(out.wide_row(CellOut::of(layout.unit_line.zh, CellStyle::Note), columns)); }
        std::vector<CellOut> notes;
        for (const ImportColumn& column : layout.columns) {
            notes.push_back(CellOut::of(note_text(column, labels), CellStyle::Note));
        }
        GX_CHECK(out.row(notes));
    }
    std::vector<CellOut> header;
    std::vector<CellOut> example;
    for (const ImportColumn& column : layout.columns) {
        header.push_back(header_cell(column));
        example.push_back(CellOut::of(column.example, CellStyle::Example));
    }
    if (!example.empty() && !example.front().text.empty()) { example.front().comment = labels.example; }
    GX_CHECK(out.row(header));
    return out.row(example);
}

Result<Done> ErrorsWorkbook::begin() {
    GX_TRY(out_, writers_.open(path_));
    const bool plain = out_->is_plain();
    const auto columns = static_cast<std::uint32_t>(layout_.columns.size() + 2);
    SheetOut sheet = sheet_out(layout_, plain ? 0 : 1);
    sheet.columns.push_back({.width = 10, .as_text = true, .choices = {}});
    sheet.columns.push_back({.width = kReasonWidth, .as_text = true, .choices = {}});
    GX_CHECK(out_->begin_sheet(sheet));
    if (!plain) { GX_CHECK(out_->wide_row(CellOut::of(layout_.title.zh, CellStyle::Title), columns)); }
    std::vector<CellOut> header;
    for (const ImportColumn& column : layout_.columns) { header.push_back(header_cell(column)); }
    header.push_back(CellOut::of(labels_.row_header, CellStyle::Header));
    header.push_back(CellOut::of(labels_.reason_header, CellStyle::Header));
    return out_->row(header);
}

std::string ErrorsWorkbook::reason_line(const RejectedRow& row) const {
    std::string out;
    for (const CellFault& fault : row.faults) {
        if (!out.empty()) { out += "\n"; }
        const auto column = layout_.column_at(fault.column_key);
        if (column) {
            out += layout_.columns[*column].header.zh;
            if (fault.column > 0) { out += " " + cell_name({}, row.number, fault.column); }
            out += ": ";
        }
        out += texts_ ? texts_(fault.reason) : fault.reason;
    }
    return out;
}

Result<Done> ErrorsWorkbook::reject(const RejectedRow& row) {
    if (!out_) { GX_CHECK(begin()); }
    std::vector<CellOut> cells;
    for (std::size_t i = 0; i < layout_.columns.size(); ++i) {
        const ImportColumn& column = layout_.columns[i];
        CellOut cell = CellOut::of(i < row.texts.size() ? row.texts[i] : std::string{});
        for (const CellFault& fault : row.faults) {
            if (fault.column_key != column.key) { continue; }
            cell.style = CellStyle::Fault;
            if (!cell.comment.empty()) { cell.comment += "\n"; }
            cell.comment += texts_ ? texts_(fault.reason) : fault.reason;
        }
        cells.push_back(std::move(cell));
    }
    const std::string place = row.sheet.empty() ? fmt::format("{}", row.number)
                                                : fmt::format("{}!{}", row.sheet, row.number);
    cells.push_back(CellOut::of(place));
    cells.push_back(CellOut::of(reason_line(row), CellStyle::Reason));
    return out_->row(cells);
}

Result<Done> ErrorsWorkbook::finish() {
    if (!out_) { return Done{}; }
    return out_->finish();
}

std::vector<std::string> passed_over_headers(const WorkbookLabels& labels) {
    return {labels.reason_header, labels.row_header};
}

}  // namespace gx::app
