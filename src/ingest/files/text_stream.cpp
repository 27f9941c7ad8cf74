// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/text_stream.hpp"

#include <cerrno>
#include <iconv.h>

#include <algorithm>
#include <cstring>

#include "base/text.hpp"

namespace gx::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kChunk = 256U << 10U;
/// So many well-formed UTF-8 sequences before the first fault do not happen by chance in GB18030 text.
constexpr std::size_t kUtf8Convinced = 24;
const auto kNoConverter = reinterpret_cast<iconv_t>(-1);

/// Bytes at the end of `text` that may begin a character whose rest follows: 0..3.
std::size_t open_tail(std::string_view text) {
    for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xC0U) == 0x80U) { continue; }
        const std::size_t need = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return need > back ? back : 0;
    }
    return 0;
}

/// Where `text` stops being UTF-8 and how many multi-byte sequences stand before it.
struct Utf8Fault {
    std::size_t at = 0;
    std::size_t sequences = 0;
};

Utf8Fault first_fault(std::string_view text) {
    Utf8Fault fault;
    while (fault.at < text.size()) {
        const auto lead = static_cast<unsigned char>(text[fault.at]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        const auto piece = text.substr(fault.at, size);
        if (piece.size() < size || !base::is_utf8(piece)) { return fault; }
        fault.at += size;
        fault.sequences += size > 1 ? 1 : 0;
    }
    return fault;
}

Error bad_byte(std::uint64_t offset) {
    return Error{ErrorCode::InvalidInput, "file.encoding", {}, fmt::format("byte {}", offset)};
}

/// Reads the whole file through a converter that throws the text away.
Result<base::Done> check_gb18030(ByteSource& source);

}  // namespace

Result<Encoding> find_encoding(ByteSource& source) {
    std::string chunk(kChunk, '\0');
    std::uint64_t offset = 0;
    std::size_t held = 0;
    std::size_t sequences = 0;
    bool marked = false;
    while (true) {
        GX_TRY(const std::size_t got, source.read_at(offset + held, {chunk.data() + held, chunk.size() - held}));
        const std::string_view text(chunk.data(), held + got);
        if (offset == 0) {
            if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
                return Error{ErrorCode::InvalidInput, "file.utf16"};
            }
            marked = text.starts_with("\xEF\xBB\xBF");
        }
        if (const void* nul = std::memchr(text.data(), 0, text.size())) {
            const auto at = static_cast<std::uint64_t>(static_cast<const char*>(nul) - text.data());
            return Error{ErrorCode::InvalidInput, "file.binary", {}, fmt::format("byte {}", offset + at)};
        }
        held = got == 0 ? 0 : open_tail(text);
        const std::string_view whole = text.substr(0, text.size() - held);
        if (!base::is_utf8(whole)) {
            const Utf8Fault fault = first_fault(whole);
            if (marked || sequences + fault.sequences >= kUtf8Convinced) { return bad_byte(offset + fault.at); }
            GX_CHECK(check_gb18030(source));
            return Encoding::Gb18030;
        }
        if (got == 0) { return Encoding::Utf8; }
        if (sequences < kUtf8Convinced) { sequences += first_fault(whole).sequences; }
        offset += whole.size();
        std::memmove(chunk.data(), chunk.data() + whole.size(), held);
    }
}

namespace {

Result<base::Done> check_gb18030(ByteSource& source) {
    const iconv_t converter = ::iconv_open("UTF-8", "GB18030");
    if (converter == kNoConverter) { return Error{ErrorCode::Unavailable, "file.no_gb18030"}; }
    std::string raw(kChunk, '\0');
    std::string text(kChunk * 2, '\0');
    std::uint64_t offset = 0;
    std::size_t held = 0;
    Result<base::Done> answer = base::Done{};
    while (true) {
        auto got = source.read_at(offset + held, {raw.data() + held, raw.size() - held});
        if (!got.ok()) { answer = std::move(got).error(); break; }
        char* in = raw.data();
        std::size_t left = held + *got;
        if (left == 0) { break; }
        if (std::memchr(in, 0, left) != nullptr) { answer = Error{ErrorCode::InvalidInput, "file.binary"}; break; }
        bool fault = false;
        while (left > 0 && !fault) {
            char* out = text.data();
            std::size_t room = text.size();
            if (::iconv(converter, &in, &left, &out, &room) == static_cast<std::size_t>(-1) && errno != E2BIG) {
                fault = true;
            }
        }
        const auto used = static_cast<std::uint64_t>(in - raw.data());
        offset += used;
        if (fault && (errno != EINVAL || *got == 0)) { answer = bad_byte(offset); break; }
        held = left;
        std::memmove(raw.data(), in, left);
    }
    ::iconv_close(converter);
    return answer;
}

}  // namespace

TextStream::TextStream(std::shared_ptr<ByteSource> source, Encoding encoding)
    : source_(std::move(source)), encoding_(encoding), raw_(kChunk, '\0') {}

TextStream::TextStream(TextStream&& other) noexcept
    : source_(std::move(other.source_)), encoding_(other.encoding_), offset_(other.offset_), raw_(std::move(other.raw_)),
      held_(other.held_), converter_(std::exchange(other.converter_, nullptr)) {}

TextStream& TextStream::operator=(TextStream&& other) noexcept {
    std::swap(source_, other.source_);
    std::swap(encoding_, other.encoding_);
    std::swap(offset_, other.offset_);
    std::swap(raw_, other.raw_);
    std::swap(held_, other.held_);
    std::swap(converter_, other.converter_);
    return *this;
}

TextStream::~TextStream() {
    if (converter_ != nullptr) { ::iconv_close(static_cast<iconv_t>(converter_)); }
}

Result<TextStream> TextStream::open(std::shared_ptr<ByteSource> source) {
    GX_TRY(const Encoding encoding, find_encoding(*source));
    TextStream stream(std::move(source), encoding);
    if (encoding == Encoding::Gb18030) {
        const iconv_t converter = ::iconv_open("UTF-8", "GB18030");
        if (converter == kNoConverter) { return Error{ErrorCode::Unavailable, "file.no_gb18030"}; }
        stream.converter_ = converter;
    } else {
        char mark[3] = {};
        GX_TRY(const std::size_t got, stream.source_->read_at(0, mark));
        if (got == 3 && std::string_view(mark, 3) == "\xEF\xBB\xBF") { stream.offset_ = 3; }
    }
    return stream;
}

Result<bool> TextStream::more(std::string& into) {
    if (encoding_ == Encoding::Utf8) {
        const std::size_t before = into.size();
        into.resize(before + kChunk);
        auto got = source_->read_at(offset_, {into.data() + before, kChunk});
        into.resize(before + (got.ok() ? *got : 0));
        if (!got.ok()) { return std::move(got).error(); }
        offset_ += *got;
        return *got > 0;
    }
    GX_TRY(const std::size_t got, source_->read_at(offset_ + held_, {raw_.data() + held_, raw_.size() - held_}));
    if (held_ + got == 0) { return false; }
    GX_TRY(const bool clean, convert({raw_.data(), held_ + got}, into));
    if (!clean && got == 0) { return bad_byte(offset_); }
    return true;
}

/// Appends what can be converted and keeps the rest; false when a rest was kept.
Result<bool> TextStream::convert(std::string_view raw, std::string& into) {
    char* in = const_cast<char*>(raw.data());
    std::size_t left = raw.size();
    bool clean = true;
    while (left > 0) {
        const std::size_t before = into.size();
        into.resize(before + left * 2 + 16);
        char* out = into.data() + before;
        std::size_t room = into.size() - before;
        const bool failed =
            ::iconv(static_cast<iconv_t>(converter_), &in, &left, &out, &room) == static_cast<std::size_t>(-1);
        const int why = errno;
        into.resize(into.size() - room);
        if (!failed || why == E2BIG) { continue; }
        const auto used = static_cast<std::uint64_t>(in - raw.data());
        if (why != EINVAL) { return bad_byte(offset_ + used); }
        clean = false;
        break;
    }
    offset_ += raw.size() - left;
    std::memmove(raw_.data(), in, left);
    held_ = left;
    return clean;
}

}  // namespace gx::ingest
