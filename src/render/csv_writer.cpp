// SPDX-License-Identifier: Apache-2.0
#include "render/csv_writer.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/text.hpp"
#include "render/xlsx_writer.hpp"

namespace gx::render {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kFlushAt = 256U << 10U;
constexpr std::array<std::string_view, 4> kWideStarts = {"＝", "＋", "－", "＠"};

Error not_written() {
    const bool full = errno == ENOSPC || errno == EDQUOT;
    return {full ? ErrorCode::StorageFull : ErrorCode::Unavailable, "file.not_written", std::strerror(errno)};
}

}  // namespace

std::string inert(std::string_view text) {
    static constexpr std::string_view kStarts("=+-@\t\r\n\0", 8);
    bool dangerous = !text.empty() && kStarts.find(text.front()) != std::string_view::npos;
    for (const std::string_view start : kWideStarts) { dangerous = dangerous || text.starts_with(start); }
    return dangerous ? "'" + std::string(text) : std::string(text);
}

void append_csv_field(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out.append(text);
        return;
    }
    out.push_back('"');
    for (const char c : text) {
        if (c == '"') { out.push_back('"'); }
        out.push_back(c);
    }
    out.push_back('"');
}

Result<std::unique_ptr<app::TableWriter>> CsvWriter::open(const std::string& path) {
    std::string draft = path + ".part";
    std::FILE* file = std::fopen(draft.c_str(), "wb");
    if (file == nullptr) { return not_written(); }
    return std::unique_ptr<app::TableWriter>(new CsvWriter(path, std::move(draft), file));
}

CsvWriter::CsvWriter(std::string path, std::string draft, std::FILE* file)
    : path_(std::move(path)), draft_(std::move(draft)), file_(file), buffer_("\xEF\xBB\xBF") {}

CsvWriter::~CsvWriter() {
    if (file_ == nullptr) { return; }
    std::fclose(file_);
    std::error_code ignored;
    std::filesystem::remove(draft_, ignored);
}

Result<Done> CsvWriter::begin_sheet(const app::SheetOut&) {
    if (begun_) { return Error{ErrorCode::InvalidInput, "csv.one_sheet"}; }
    begun_ = true;
    return Done{};
}

Result<Done> CsvWriter::flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) { return not_written(); }
    buffer_.clear();
    return Done{};
}

Result<Done> CsvWriter::row(std::span<const app::CellOut> cells) {
    bool first = true;
    for (const app::CellOut& cell : cells) {
        if (!first) { buffer_.push_back(','); }
        first = false;
        append_csv_field(buffer_, cell.kind == app::CellOut::Kind::Number ? cell.text : inert(cell.text));
    }
    buffer_ += "\r\n";
    return buffer_.size() < kFlushAt ? Result<Done>(Done{}) : flush();
}

Result<Done> CsvWriter::wide_row(const app::CellOut& cell, std::uint32_t) { return row({&cell, 1}); }

Result<Done> CsvWriter::finish() {
    GX_CHECK(flush());
    if (std::fclose(std::exchange(file_, nullptr)) != 0) { return not_written(); }
    std::error_code fault;
    std::filesystem::rename(draft_, path_, fault);
    if (fault) { return Error{ErrorCode::Unavailable, "file.not_written", fault.message()}; }
    return Done{};
}

Result<std::unique_ptr<app::TableWriter>> FileTableWriters::open(const std::string& path) {
    const std::string lower = base::ascii_lower(path);
    if (lower.ends_with(".xlsx")) { return XlsxWriter::open(path); }
    if (lower.ends_with(".csv")) { return CsvWriter::open(path); }
    return Error{ErrorCode::InvalidInput, "file.format_unknown", path};
}

}  // namespace gx::render
