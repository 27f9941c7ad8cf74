// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ingest/files/byte_source.hpp"

namespace gx::ingest {

enum class Encoding : std::uint8_t { Utf8, Gb18030 };

/// Finds the encoding by content: a byte order mark or well-formed UTF-8 throughout means UTF-8, otherwise GB18030
/// provided that the whole file can be it. A file that is nearly all UTF-8 is a damaged UTF-8 file, not GB18030.
///
/// Errors: InvalidInput "file.encoding" (where: "byte N"), "file.utf16", "file.binary" (a NUL byte).
base::Result<Encoding> find_encoding(ByteSource& source);

/// A file read from front to back as UTF-8 without byte order mark, in chunks.
class TextStream {
public:
    /// Errors: as `find_encoding`.
    static base::Result<TextStream> open(std::shared_ptr<ByteSource> source);
    TextStream(TextStream&&) noexcept;
    TextStream& operator=(TextStream&&) noexcept;
    ~TextStream();

    /// Appends the next piece to `into`; false when there is no more. A piece may end inside a character.
    /// Errors: InvalidInput "file.encoding" (where: "byte N"); Unavailable "file.unreadable"
    base::Result<bool> more(std::string& into);
    Encoding encoding() const { return encoding_; }

private:
    TextStream(std::shared_ptr<ByteSource> source, Encoding encoding);
    base::Result<bool> convert(std::string_view raw, std::string& into);

    std::shared_ptr<ByteSource> source_;
    Encoding encoding_;
    std::uint64_t offset_ = 0;
    std::string raw_;
    std::size_t held_ = 0;       ///< bytes at the front of raw_ that were not converted yet
    void* converter_ = nullptr;  ///< iconv_t while GB18030
};

}  // namespace gx::ingest
