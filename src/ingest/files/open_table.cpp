// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/open_table.hpp"

#include <array>

#include "base/text.hpp"
#include "ingest/files/csv_reader.hpp"
#include "ingest/files/json_table.hpp"
#include "ingest/files/xlsx_reader.hpp"

namespace gx::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

struct Magic {
    std::string_view begins;
    const char* reason;
};

constexpr std::array kRefused = {
    Magic{"\xD0\xCF\x11\xE0", "file.legacy_or_encrypted"}, Magic{"\x1F\x8B", "file.compressed"},
    Magic{"7z\xBC\xAF", "file.compressed"},                Magic{"Rar!", "file.compressed"},
    Magic{"BZh", "file.compressed"},                       Magic{"\xFD" "7zXZ", "file.compressed"},
    Magic{"%PDF", "file.unsupported"},                     Magic{"\x89PNG", "file.unsupported"},
    Magic{"\xFF\xD8\xFF", "file.unsupported"},             Magic{"GIF8", "file.unsupported"},
    Magic{"{\\rtf", "file.unsupported"},                   Magic{"<", "file.markup"},
};

}  // namespace

Result<FileFormat> find_format(ByteSource& source) {
    std::array<char, 512> head{};
    GX_TRY(const std::size_t got, source.read_at(0, head));
    std::string_view text(head.data(), got);
    if (text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06")) { return FileFormat::Xlsx; }
    if (text.starts_with("\xEF\xBB\xBF")) { text.remove_prefix(3); }
    text = base::trim(text);
    for (const Magic& magic : kRefused) {
        if (text.starts_with(magic.begins)) { return Error{ErrorCode::InvalidInput, magic.reason}; }
    }
    if (text.starts_with('{') || text.starts_with('[')) { return FileFormat::Json; }
    return FileFormat::Csv;
}

Result<std::unique_ptr<app::TableReader>> open_table(std::shared_ptr<ByteSource> source,
                                                     const app::TableLimits& limits) {
    if (source->size() > limits.file_bytes_max) {
        return Error{ErrorCode::TooLarge, "file.too_large", fmt::format("{} bytes", source->size())};
    }
    GX_TRY(const FileFormat format, find_format(*source));
    if (format == FileFormat::Xlsx) { return XlsxReader::open(std::move(source), limits); }
    GX_TRY(TextStream stream, TextStream::open(std::move(source)));
    if (format == FileFormat::Json) {
        return std::unique_ptr<app::TableReader>(std::make_unique<JsonTable>(std::move(stream), limits));
    }
    return std::unique_ptr<app::TableReader>(std::make_unique<CsvReader>(std::move(stream), limits));
}

Result<std::unique_ptr<app::TableReader>> open_table(const std::string& path, const app::TableLimits& limits) {
    GX_TRY(std::shared_ptr<ByteSource> source, open_file(path));
    return open_table(std::move(source), limits);
}

}  // namespace gx::ingest
