// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/xlsx_reader.hpp"

#include <charconv>
#include <optional>

#include "ingest/files/xml_parser.hpp"

namespace gx::ingest {
namespace {

using app::Cell;
using app::CellKind;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::uint32_t kSheetRowsMax = 1'048'576;
constexpr std::size_t kChunk = 32U << 10U;

struct Place {
    std::uint32_t row = 0;
    std::uint32_t column = 0;
};

/// "AB12" to row 12, column 28; nothing when it is no cell of a sheet.
std::optional<Place> read_place(std::string_view text) {
    Place place;
    std::size_t at = 0;
    for (; at < text.size() && text[at] >= 'A' && text[at] <= 'Z' && at < 3; ++at) {
        place.column = place.column * 26 + static_cast<std::uint32_t>(text[at] - 'A' + 1);
    }
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), place.row);
    const bool good = at > 0 && error == std::errc{} && end == text.data() + text.size() && place.row >= 1 &&
                      place.row <= kSheetRowsMax && place.column <= 16'384;
    return good ? std::optional(place) : std::nullopt;
}

/// A cell found: its text lies in the block of its batch.
struct FoundCell {
    std::uint32_t column;
    CellKind kind;
    std::uint32_t from;
    std::uint32_t size;
    std::int64_t shared;  ///< index of the shared string, or -1
};

struct FoundRow {
    std::uint32_t number;
    std::size_t first_cell;
    std::size_t cells;
};

/// Turns the events of one sheet into rows; what one piece of XML gave is one batch.
class SheetHandler final : public XmlHandler {
public:
    SheetHandler(std::string sheet, const SharedStrings& strings, const app::TableLimits& limits)
        : sheet_(std::move(sheet)), strings_(strings), limits_(limits) {}

    std::string block;
    std::vector<FoundCell> cells;
    std::vector<FoundRow> rows;
    const std::string& sheet() const { return sheet_; }

    /// Forgets the rows given out; keeps the row that is still open.
    void forget_done() {
        if (!in_row_) {
            block.clear();
            cells.clear();
            rows.clear();
            row_first_cell_ = 0;
            return;
        }
        std::string kept;
        std::vector<FoundCell> open(cells.begin() + static_cast<std::ptrdiff_t>(row_first_cell_), cells.end());
        for (FoundCell& cell : open) {
            const auto from = static_cast<std::uint32_t>(kept.size());
            kept.append(block, cell.from, cell.size);
            cell.from = from;
        }
        block = std::move(kept);
        cells = std::move(open);
        rows.clear();
        row_first_cell_ = 0;
    }

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "row") { return start_row(attributes); }
        if (name == "c" && in_row_) { return start_cell(attributes); }
        if (!in_cell_) { return; }
        if (name == "rPh") { ++phonetic_; }
        taking_ = (name == "v" && !inline_) || (name == "t" && inline_ && phonetic_ == 0);
    }
    void end(std::string_view name) override {
        if (name == "v" || name == "t") { taking_ = false; }
        if (name == "rPh" && in_cell_) { --phonetic_; }
        if (name == "c" && in_cell_) { end_cell(); }
        if (name == "row" && in_row_) {
            in_row_ = false;
            if (cells.size() > row_first_cell_) {
                rows.push_back({.number = row_, .first_cell = row_first_cell_, .cells = cells.size() - row_first_cell_});
            }
        }
    }
    void text(std::string_view piece) override {
        if (!taking_) { return; }
        value_.append(piece);
        if (value_.size() > limits_.row_bytes_max) { refuse(ErrorCode::TooLarge, "table.row_too_long"); }
    }

private:
    void refuse(ErrorCode code, const char* reason) {
        if (refusal) { return; }
        std::string where = in_cell_ ? app::cell_name(sheet_, row_, column_) : fmt::format("{}!{}", sheet_, row_);
        refusal = std::make_unique<Error>(Error{code, reason, {}, std::move(where)});
    }

    void start_row(const XmlAttributes& attributes) {
        const std::string_view number = attributes.at("r");
        std::uint32_t given = row_ + 1;
        if (!number.empty()) {
            const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), given);
            if (error != std::errc{} || end != number.data() + number.size()) { given = 0; }
        }
        if (in_row_ || given <= row_) { return refuse(ErrorCode::InvalidInput, "xlsx.row_order"); }
        row_ = given;
        if (row_ > kSheetRowsMax || row_ > limits_.rows_max) {
            return refuse(ErrorCode::TooLarge, "table.too_many_rows");
        }
        in_row_ = true;
        column_ = 0;
        row_bytes_ = 0;
        row_first_cell_ = cells.size();
    }

    void start_cell(const XmlAttributes& attributes) {
        if (in_cell_) { return refuse(ErrorCode::InvalidInput, "xlsx.cell_place"); }
        const std::string_view reference = attributes.at("r");
        std::uint32_t column = column_ + 1;
        if (!reference.empty()) {
            const auto place = read_place(reference);
            if (!place || place->row != row_ || place->column <= column_) {
                return refuse(ErrorCode::InvalidInput, "xlsx.cell_place");
            }
            column = place->column;
        }
        column_ = column;
        in_cell_ = true;
        const std::string_view type = attributes.at("t");
        inline_ = type == "inlineStr";
        shared_ = type == "s";
        kind_ = type.empty() || type == "n" ? CellKind::Number
                : type == "b"               ? CellKind::Bool
                : type == "e"               ? CellKind::Fault
                                            : CellKind::Text;
        phonetic_ = 0;
        value_.clear();
    }

    void end_cell() {
        if (!value_.empty()) { add_cell(); }
        in_cell_ = false;
        taking_ = false;
    }

    void add_cell() {
        if (column_ > limits_.columns_max) { return refuse(ErrorCode::TooLarge, "table.too_many_columns"); }
        FoundCell found{.column = column_, .kind = kind_, .from = static_cast<std::uint32_t>(block.size()), .size = 0,
                        .shared = -1};
        if (shared_) {
            std::uint64_t index = 0;
            const auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), index);
            if (error != std::errc{} || end != value_.data() + value_.size() || index >= strings_.size()) {
                return refuse(ErrorCode::InvalidInput, "xlsx.shared_string");
            }
            found.shared = static_cast<std::int64_t>(index);
            row_bytes_ += strings_.at(index).size();
        } else if (kind_ == CellKind::Bool) {
            block.append(value_ == "1" || value_ == "true" ? "true" : "false");
        } else if (kind_ == CellKind::Text) {
            append_unescaped(value_, block);
        } else {
            block.append(value_);
        }
        found.size = static_cast<std::uint32_t>(block.size()) - found.from;
        row_bytes_ += found.size;
        if (row_bytes_ > limits_.row_bytes_max) { return refuse(ErrorCode::TooLarge, "table.row_too_long"); }
        cells.push_back(found);
    }

    std::string sheet_;
    const SharedStrings& strings_;
    const app::TableLimits& limits_;
    std::string value_;
    std::uint32_t row_ = 0;
    std::uint32_t column_ = 0;
    std::size_t row_first_cell_ = 0;
    std::size_t row_bytes_ = 0;
    CellKind kind_ = CellKind::Text;
    int phonetic_ = 0;
    bool in_row_ = false;
    bool in_cell_ = false;
    bool inline_ = false;
    bool shared_ = false;
    bool taking_ = false;
};

}  // namespace

struct XlsxReader::SheetParse {
    SheetParse(const XlsxSheet& sheet, const SharedStrings& strings, const app::TableLimits& limits)
        : handler(sheet.name, strings, limits), parser(handler, sheet.part) {}
    SheetHandler handler;
    XmlParser parser;
    std::size_t given = 0;  ///< rows of the batch handed out
    bool ended = false;
};

Result<std::unique_ptr<app::TableReader>> XlsxReader::open(std::shared_ptr<ByteSource> source,
                                                           const app::TableLimits& limits) {
    GX_TRY(std::unique_ptr<ZipArchive> archive, ZipArchive::open(std::move(source), {}));
    GX_TRY(XlsxWorkbook book, read_workbook(*archive));
    SharedStrings strings;
    if (!book.shared_strings_part.empty()) {
        GX_TRY(SharedStrings read, SharedStrings::read(*archive, book.shared_strings_part));
        strings = std::move(read);
    }
    return std::unique_ptr<app::TableReader>(
        std::make_unique<XlsxReader>(std::move(archive), std::move(book), std::move(strings), limits));
}

XlsxReader::XlsxReader(std::unique_ptr<ZipArchive> archive, XlsxWorkbook book, SharedStrings strings,
                       const app::TableLimits& limits)
    : archive_(std::move(archive)), book_(std::move(book)), strings_(std::move(strings)), limits_(limits),
      chunk_(kChunk, '\0') {}

XlsxReader::~XlsxReader() = default;

/// Reads one more piece of XML, opening the next sheet where one ended; false when the last one ended.
Result<bool> XlsxReader::feed() {
    if (!sheet_ || sheet_->ended) {
        if (next_sheet_ >= book_.sheets.size()) { return false; }
        const XlsxSheet& sheet = book_.sheets[next_sheet_++];
        GX_CHECK(archive_->begin(sheet.part));
        sheet_ = std::make_unique<SheetParse>(sheet, strings_, limits_);
    }
    sheet_->handler.forget_done();
    sheet_->given = 0;
    GX_TRY(const std::size_t got, archive_->read(chunk_));
    GX_CHECK(sheet_->parser.feed({chunk_.data(), got}, got == 0));
    sheet_->ended = got == 0;
    return true;
}

Result<bool> XlsxReader::next(app::TableRow& row) {
    while (!sheet_ || sheet_->given >= sheet_->handler.rows.size()) {
        GX_TRY(const bool more, feed());
        if (!more) { return false; }
    }
    const SheetHandler& found = sheet_->handler;
    const FoundRow& here = found.rows[sheet_->given++];
    cells_.clear();
    for (std::size_t i = here.first_cell; i < here.first_cell + here.cells; ++i) {
        const FoundCell& cell = found.cells[i];
        cells_.resize(cell.column);
        const std::string_view text = cell.shared >= 0 ? strings_.at(static_cast<std::size_t>(cell.shared))
                                                       : std::string_view(found.block).substr(cell.from, cell.size);
        cells_[cell.column - 1] = {.text = text, .name = {}, .kind = text.empty() ? CellKind::Empty : cell.kind};
    }
    row = {.sheet = found.sheet(), .number = here.number, .named = false, .cells = cells_};
    return true;
}

}  // namespace gx::ingest
