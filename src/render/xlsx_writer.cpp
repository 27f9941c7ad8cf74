// SPDX-License-Identifier: Apache-2.0
#include "render/xlsx_writer.hpp"

#include <xlsxwriter.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace gx::render {
namespace {

using app::CellOut;
using app::CellStyle;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::uint32_t kRowsMax = 1'048'576;
constexpr std::uint32_t kChoiceRows = 200'000;      ///< so far down a drop-down reaches
constexpr std::size_t kInlineListMax = 200;         ///< a rule of its own holds 255 characters at most
constexpr std::size_t kExactDigits = 15;            ///< more than a number cell can keep
constexpr const char* kListSheet = "_lists";

constexpr std::uint32_t kHeaderFill = 0xDDEBF7;
constexpr std::uint32_t kRequiredFill = 0xFCE4D6;
constexpr std::uint32_t kFaultFill = 0xFFC7CE;
constexpr std::uint32_t kFaultInk = 0x9C0006;
constexpr std::uint32_t kGrey = 0x808080;

Error not_written(std::string detail) { return {ErrorCode::Unavailable, "file.not_written", std::move(detail)}; }

Result<Done> check(lxw_error error) {
    if (error == LXW_NO_ERROR) { return Done{}; }
    if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED) { return Error{ErrorCode::TooLarge, "xlsx.cell_too_long"}; }
    if (error == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE) { return Error{ErrorCode::TooLarge, "xlsx.too_many_rows"}; }
    if (error == LXW_ERROR_INVALID_SHEETNAME_CHARACTER || error == LXW_ERROR_SHEETNAME_LENGTH_EXCEEDED ||
        error == LXW_ERROR_SHEETNAME_ALREADY_USED || error == LXW_ERROR_SHEETNAME_START_END_APOSTROPHE) {
        return Error{ErrorCode::InvalidInput, "xlsx.sheet_name"};
    }
    return not_written(lxw_strerror(error));
}

std::size_t digits_in(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) { count += c >= '0' && c <= '9' ? 1U : 0U; }
    return count;
}

}  // namespace

Result<std::unique_ptr<app::TableWriter>> XlsxWriter::open(const std::string& path) {
    std::string draft = path + ".part";
    // libxlsxwriter opens the file only at the end; a folder that takes nothing is better found now.
    std::FILE* probe = std::fopen(draft.c_str(), "wb");
    if (probe == nullptr) { return not_written(std::strerror(errno)); }
    std::fclose(probe);
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    lxw_workbook* book = workbook_new_opt(draft.c_str(), &options);
    if (book == nullptr) { return not_written("out of memory"); }
    return std::unique_ptr<app::TableWriter>(new XlsxWriter(path, std::move(draft), book));
}

XlsxWriter::XlsxWriter(std::string path, std::string draft, lxw_workbook* book)
    : path_(std::move(path)), draft_(std::move(draft)), book_(book) {
    text_format_ = workbook_add_format(book_);
    format_set_num_format(text_format_, "@");
}

XlsxWriter::~XlsxWriter() {
    if (book_ == nullptr) { return; }
    if (sheet_ == nullptr) { workbook_add_worksheet(book_, nullptr); }
    workbook_close(book_);
    std::error_code ignored;
    std::filesystem::remove(draft_, ignored);
}

lxw_format* XlsxWriter::format(CellStyle style) {
    lxw_format*& made = formats_.at(static_cast<std::size_t>(style));
    if (made != nullptr) { return made; }
    made = workbook_add_format(book_);
    format_set_num_format(made, "@");
    switch (style) {
        case CellStyle::Plain: break;
        case CellStyle::Title:
            format_set_bold(made);
            format_set_font_size(made, 16);
            format_set_align(made, LXW_ALIGN_CENTER);
            break;
        case CellStyle::Note:
            format_set_font_color(made, kGrey);
            format_set_text_wrap(made);
            format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
            break;
        case CellStyle::Header:
        case CellStyle::RequiredHeader:
            format_set_bold(made);
            format_set_bg_color(made, style == CellStyle::Header ? kHeaderFill : kRequiredFill);
            format_set_border(made, LXW_BORDER_THIN);
            break;
        case CellStyle::Example:
            format_set_font_color(made, kGrey);
            format_set_italic(made);
            break;
        case CellStyle::Fault:
            format_set_bg_color(made, kFaultFill);
            format_set_font_color(made, kFaultInk);
            break;
        case CellStyle::Reason:
            format_set_font_color(made, kFaultInk);
            format_set_text_wrap(made);
            break;
        case CellStyle::Watermark:
            format_set_font_color(made, kGrey);
            format_set_font_size(made, 9);
            break;
    }
    return made;
}

Result<Done> XlsxWriter::begin_sheet(const app::SheetOut& sheet) {
    GX_CHECK(check(workbook_validate_sheet_name(book_, sheet.name.c_str())));
    sheet_ = workbook_add_worksheet(book_, sheet.name.c_str());
    if (sheet_ == nullptr) { return not_written("no sheet"); }
    next_row_ = 0;
    for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
        const auto column = static_cast<std::uint16_t>(i);
        const app::ColumnOut& about = sheet.columns[i];
        worksheet_set_column(sheet_, column, column, static_cast<double>(about.width),
                             about.as_text ? text_format_ : nullptr);
        if (!about.choices.empty()) { add_choices(column, about.choices, sheet.first_data_row); }
    }
    if (sheet.freeze_rows > 0) { worksheet_freeze_panes(sheet_, sheet.freeze_rows, 0); }
    return Done{};
}

void XlsxWriter::add_choices(std::uint16_t column, const std::vector<std::string>& choices, std::uint32_t first_row) {
    std::size_t size = 0;
    bool comma = false;
    for (const std::string& choice : choices) {
        size += choice.size() + 1;
        comma = comma || choice.find(',') != std::string::npos;
    }
    lxw_data_validation rule{};
    rule.error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
    std::vector<const char*> list;
    std::string formula;
    if (size <= kInlineListMax && !comma) {
        for (const std::string& choice : choices) { list.push_back(choice.c_str()); }
        list.push_back(nullptr);
        rule.validate = LXW_VALIDATION_TYPE_LIST;
        rule.value_list = const_cast<char**>(list.data());
    } else {
        lists_.push_back(choices);
        char letters[8] = {};
        lxw_col_to_name(letters, static_cast<lxw_col_t>(lists_.size() - 1), LXW_TRUE);
        formula = fmt::format("={}!{}$1:{}${}", kListSheet, letters, letters, choices.size());
        rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        rule.value_formula = formula.data();
    }
    worksheet_data_validation_range(sheet_, first_row, column, first_row + kChoiceRows, column, &rule);
}

Result<Done> XlsxWriter::write_cell(std::uint32_t column, const CellOut& cell) {
    const auto at = static_cast<lxw_col_t>(column);
    if (!cell.comment.empty()) {
        GX_CHECK(check(worksheet_write_comment(sheet_, next_row_, at, cell.comment.c_str())));
    }
    if (cell.text.empty()) {
        if (cell.style == CellStyle::Plain) { return Done{}; }
        return check(worksheet_write_blank(sheet_, next_row_, at, format(cell.style)));
    }
    if (cell.kind == CellOut::Kind::Number && digits_in(cell.text) <= kExactDigits) {
        char* end = nullptr;
        const double value = std::strtod(cell.text.c_str(), &end);
        if (*end == '\0') { return check(worksheet_write_number(sheet_, next_row_, at, value, nullptr)); }
    }
    return check(worksheet_write_string(sheet_, next_row_, at, cell.text.c_str(), format(cell.style)));
}

Result<Done> XlsxWriter::row(std::span<const CellOut> cells) {
    GX_ASSERT(sheet_ != nullptr);
    if (next_row_ >= kRowsMax) { return Error{ErrorCode::TooLarge, "xlsx.too_many_rows"}; }
    for (std::uint32_t i = 0; i < cells.size(); ++i) { GX_CHECK(write_cell(i, cells[i])); }
    ++next_row_;
    return Done{};
}

Result<Done> XlsxWriter::wide_row(const CellOut& cell, std::uint32_t columns) {
    GX_ASSERT(sheet_ != nullptr);
    if (columns > 1) {
        GX_CHECK(check(worksheet_merge_range(sheet_, next_row_, 0, next_row_, static_cast<lxw_col_t>(columns - 1),
                                             cell.text.c_str(), format(cell.style))));
    } else {
        GX_CHECK(write_cell(0, cell));
    }
    ++next_row_;
    return Done{};
}

void XlsxWriter::write_lists() {
    if (lists_.empty()) { return; }
    lxw_worksheet* sheet = workbook_add_worksheet(book_, kListSheet);
    std::size_t rows = 0;
    for (const auto& list : lists_) { rows = std::max(rows, list.size()); }
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < lists_.size(); ++column) {
            if (row >= lists_[column].size()) { continue; }
            worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                                   lists_[column][row].c_str(), nullptr);
        }
    }
    worksheet_hide(sheet);
}

Result<Done> XlsxWriter::finish() {
    write_lists();
    if (sheet_ == nullptr) { workbook_add_worksheet(book_, nullptr); }
    const lxw_error error = workbook_close(std::exchange(book_, nullptr));
    std::error_code fault;
    if (error == LXW_NO_ERROR) { std::filesystem::rename(draft_, path_, fault); }
    if (error != LXW_NO_ERROR || fault) {
        const std::string why = fault ? fault.message() : lxw_strerror(error);
        std::filesystem::remove(draft_, fault);
        return Error{errno == ENOSPC ? ErrorCode::StorageFull : ErrorCode::Unavailable, "file.not_written", why};
    }
    return Done{};
}

}  // namespace gx::render
