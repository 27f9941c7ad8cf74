// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/csv_reader.hpp"

#include <cstring>

namespace gx::ingest {
namespace {

using app::Cell;
using app::CellKind;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

std::size_t find(std::string_view text, std::size_t from, char wanted) {
    if (from >= text.size()) { return std::string_view::npos; }
    const void* at = std::memchr(text.data() + from, wanted, text.size() - from);
    return at == nullptr ? std::string_view::npos
                         : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}

}  // namespace

CsvReader::CsvReader(TextStream stream, const app::TableLimits& limits)
    : stream_(std::move(stream)), limits_(limits) {}

Result<bool> CsvReader::next(app::TableRow& row) {
    bool blank = true;
    while (blank) {
        GX_TRY(const bool more, read_record(blank));
        if (!more) { return false; }
    }
    row = {.sheet = {}, .number = number_, .named = false, .cells = cells_};
    return true;
}

/// Drops what was taken and appends one chunk; false when there is no more.
Result<bool> CsvReader::refill() {
    if (drained_) { return false; }
    if (start_ > 0) {
        buffer_.erase(0, start_);
        start_ = 0;
    }
    GX_TRY(const bool more, stream_.more(buffer_));
    drained_ = !more;
    return more;
}

/// Where the record that begins at start_ ends (its line end not included); grows the buffer until it is there.
Result<std::size_t> CsvReader::find_record_end(bool& at_end) {
    std::size_t scanned = start_;
    bool quoted = false;
    while (true) {
        const std::string_view text = buffer_;
        while (scanned < text.size()) {
            if (quoted) {
                const std::size_t quote = find(text, scanned, '"');
                if (quote == std::string_view::npos) { scanned = text.size(); break; }
                quoted = false;
                scanned = quote + 1;
                continue;
            }
            const std::size_t newline = find(text, scanned, '\n');
            const std::size_t reach = newline == std::string_view::npos ? text.size() : newline;
            const std::size_t quote = find(text.substr(0, reach), scanned, '"');
            if (quote != std::string_view::npos) {
                quoted = true;
                scanned = quote + 1;
                continue;
            }
            if (newline != std::string_view::npos) { return newline; }
            scanned = text.size();
        }
        if (buffer_.size() - start_ > limits_.row_bytes_max) { break; }
        const std::size_t offset = scanned - start_;
        GX_TRY(const bool more, refill());
        scanned = start_ + offset;
        if (!more) {
            at_end = true;
            if (quoted) {
                return Error{ErrorCode::InvalidInput, "csv.quote_open", {}, fmt::format("row {}", number_ + 1)};
            }
            return buffer_.size();
        }
    }
    return Error{ErrorCode::TooLarge, "table.row_too_long", {}, fmt::format("row {}", number_ + 1)};
}

Result<bool> CsvReader::read_record(bool& blank) {
    if (start_ >= buffer_.size()) {
        GX_TRY(const bool more, refill());
        if (!more && start_ >= buffer_.size()) { return false; }
    }
    bool at_end = false;
    GX_TRY(const std::size_t end, find_record_end(at_end));
    if (end - start_ > limits_.row_bytes_max) {
        return Error{ErrorCode::TooLarge, "table.row_too_long", {}, fmt::format("row {}", number_ + 1)};
    }
    std::string_view record = std::string_view(buffer_).substr(start_, end - start_);
    if (record.ends_with('\r')) { record.remove_suffix(1); }
    start_ = at_end ? end : end + 1;
    if (++number_ > limits_.rows_max) {
        return Error{ErrorCode::TooLarge, "table.too_many_rows", {}, fmt::format("row {}", number_)};
    }
    cells_.clear();
    unescaped_.clear();
    if (find(record, 0, '"') == std::string_view::npos) {
        GX_CHECK(split_plain(record));
    } else {
        GX_CHECK(split_quoted(record));
    }
    blank = true;
    for (const Cell& cell : cells_) { blank = blank && cell.kind == CellKind::Empty; }
    return true;
}

Result<Done> CsvReader::add(std::string_view text) {
    if (cells_.size() >= limits_.columns_max) {
        return Error{ErrorCode::TooLarge, "table.too_many_columns", {}, fmt::format("row {}", number_)};
    }
    cells_.push_back({.text = text, .name = {}, .kind = text.empty() ? CellKind::Empty : CellKind::Text});
    return Done{};
}

Result<Done> CsvReader::split_plain(std::string_view line) {
    std::size_t from = 0;
    while (true) {
        const std::size_t comma = find(line, from, ',');
        if (comma == std::string_view::npos) { return add(line.substr(from)); }
        GX_CHECK(add(line.substr(from, comma - from)));
        from = comma + 1;
    }
}

Result<Done> CsvReader::split_quoted(std::string_view record) {
    const auto misplaced = [&](std::size_t column) {
        return Error{ErrorCode::InvalidInput, "csv.quote_misplaced", {},
                     app::cell_name({}, number_, static_cast<std::uint32_t>(column))};
    };
    std::size_t at = 0;
    while (true) {
        if (at >= record.size() || record[at] != '"') {
            const std::size_t comma = find(record, at, ',');
            const std::size_t end = comma == std::string_view::npos ? record.size() : comma;
            const std::string_view field = record.substr(at, end - at);
            if (find(field, 0, '"') != std::string_view::npos) { return misplaced(cells_.size() + 1); }
            GX_CHECK(add(field));
            if (comma == std::string_view::npos) { return Done{}; }
            at = comma + 1;
            continue;
        }
        const std::size_t begin = ++at;
        std::string* copy = nullptr;
        std::size_t piece = begin;
        std::size_t close = 0;
        while (true) {
            const std::size_t quote = find(record, at, '"');
            if (quote == std::string_view::npos) { return misplaced(cells_.size() + 1); }
            if (quote + 1 >= record.size() || record[quote + 1] != '"') { close = quote; break; }
            if (copy == nullptr) { copy = &unescaped_.emplace_back(); }
            copy->append(record.substr(piece, quote + 1 - piece));
            at = piece = quote + 2;
        }
        if (copy != nullptr) { copy->append(record.substr(piece, close - piece)); }
        GX_CHECK(add(copy != nullptr ? std::string_view(*copy) : record.substr(begin, close - begin)));
        at = close + 1;
        if (at == record.size()) { return Done{}; }
        if (record[at] != ',') { return misplaced(cells_.size()); }
        ++at;
    }
}

}  // namespace gx::ingest
