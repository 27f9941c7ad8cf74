// SPDX-License-Identifier: Apache-2.0
#include "app/attachments/image_walk.hpp"

#include <algorithm>

#include "app/attachments/byte_order.hpp"
#include "app/attachments/photo_metadata.hpp"

namespace gx::app {
namespace {

constexpr std::string_view kPngMark("\x89PNG\r\n\x1A\n", 8);

void add(ImageFacts& facts, const PhotoMetadata& found) {
    facts.author = facts.author || found.author;
    facts.location = facts.location || found.location;
}

/// Skips the sub-blocks of a GIF; npos when the file ends before they do.
std::size_t behind_blocks(std::string_view bytes, std::size_t at) {
    while (at < bytes.size()) {
        const auto size = static_cast<unsigned char>(bytes[at]);
        at += 1U + size;
        if (size == 0) { return at; }
    }
    return std::string_view::npos;
}

std::size_t colour_table(std::uint32_t flags) { return (flags & 0x80U) != 0 ? 3U << ((flags & 7U) + 1U) : 0; }

/// The size that a first chunk of a WebP declares.
void webp_size(std::string_view chunk, std::string_view payload, ImageFacts& facts) {
    if (chunk == "VP8X") {
        facts.width = std::max<std::uint64_t>(facts.width, number_le(payload, 4, 3) + 1);
        facts.height = std::max<std::uint64_t>(facts.height, number_le(payload, 7, 3) + 1);
    } else if (chunk == "VP8L") {
        const std::uint32_t bits = number_le(payload, 1, 4);
        facts.width = std::max<std::uint64_t>(facts.width, (bits & 0x3FFFU) + 1);
        facts.height = std::max<std::uint64_t>(facts.height, ((bits >> 14U) & 0x3FFFU) + 1);
    } else if (chunk == "VP8 ") {
        facts.width = std::max<std::uint64_t>(facts.width, number_le(payload, 6, 2) & 0x3FFFU);
        facts.height = std::max<std::uint64_t>(facts.height, number_le(payload, 8, 2) & 0x3FFFU);
    }
}

/// Marks that open a frame of a JPEG and carry its size.
bool is_frame(unsigned char mark) { return mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC; }

/// Where the next mark of a JPEG stands, from inside packed data on; npos at the end.
std::size_t behind_scan(std::string_view bytes, std::size_t at) {
    while (true) {
        at = bytes.find('\xFF', at);
        if (at == std::string_view::npos || at + 1 >= bytes.size()) { return std::string_view::npos; }
        const auto next = static_cast<unsigned char>(bytes[at + 1]);
        if (next == 0 || (next >= 0xD0 && next <= 0xD7)) {
            at += 2;
        } else if (next == 0xFF) {
            ++at;
        } else {
            return at;
        }
    }
}

}  // namespace

ImageFacts walk_png(std::string_view bytes) {
    ImageFacts facts;
    if (!bytes.starts_with(kPngMark)) { return facts; }
    std::size_t at = kPngMark.size();
    while (at + 12 <= bytes.size()) {
        const std::size_t size = number_be(bytes, at, 4);
        const std::string_view type = bytes.substr(at + 4, 4);
        if (size > bytes.size() - at - 12) { return facts; }
        const std::string_view payload = bytes.substr(at + 8, size);
        if (at == kPngMark.size()) {
            if (type != "IHDR" || size != 13) { return facts; }
            facts.width = number_be(payload, 0, 4);
            facts.height = number_be(payload, 4, 4);
        }
        if (type == "eXIf") { add(facts, exif_metadata(payload)); }
        if (type == "tEXt" || type == "iTXt" || type == "zTXt") {
            facts.author = facts.author || payload.starts_with("Author");
            add(facts, xmp_metadata(payload));
        }
        at += 12 + size;
        if (type == "IEND") {
            facts.whole = at == bytes.size() && facts.width > 0 && facts.height > 0;
            return facts;
        }
    }
    return facts;
}

ImageFacts walk_jpeg(std::string_view bytes) {
    ImageFacts facts;
    if (!bytes.starts_with("\xFF\xD8\xFF")) { return facts; }
    std::size_t at = 2;
    while (at != std::string_view::npos && at + 4 <= bytes.size()) {
        if (bytes[at] != '\xFF') { return facts; }
        const auto mark = static_cast<unsigned char>(bytes[at + 1]);
        if (mark == 0xFF) {
            ++at;
            continue;
        }
        const std::size_t size = number_be(bytes, at + 2, 2);
        if (size < 2 || size > bytes.size() - at - 2) { return facts; }
        const std::string_view payload = bytes.substr(at + 4, size - 2);
        if (is_frame(mark)) {
            facts.height = std::max<std::uint64_t>(facts.height, number_be(payload, 1, 2));
            facts.width = std::max<std::uint64_t>(facts.width, number_be(payload, 3, 2));
        }
        if (mark == 0xE1 && payload.starts_with("Exif")) { add(facts, exif_metadata(payload.substr(std::min<std::size_t>(6, payload.size())))); }
        if (mark == 0xE1) { add(facts, xmp_metadata(payload)); }
        at += 2 + size;
        if (mark == 0xDA) { at = behind_scan(bytes, at); }
        if (at != std::string_view::npos && bytes.substr(at, 2) == "\xFF\xD9") {
            facts.whole = facts.width > 0 && facts.height > 0;
            return facts;
        }
    }
    return facts;
}

ImageFacts walk_gif(std::string_view bytes) {
    ImageFacts facts;
    if (!bytes.starts_with("GIF87a") && !bytes.starts_with("GIF89a")) { return facts; }
    facts.width = number_le(bytes, 6, 2);
    facts.height = number_le(bytes, 8, 2);
    std::size_t at = 13 + colour_table(number_le(bytes, 10, 1));
    while (at < bytes.size()) {
        const char block = bytes[at];
        if (block == ';') {
            facts.whole = at + 1 == bytes.size() && facts.width > 0 && facts.height > 0;
            return facts;
        }
        if (block == '!') {
            at = behind_blocks(bytes, at + 2);
        } else if (block == ',') {
            at = behind_blocks(bytes, at + 11 + colour_table(number_le(bytes, at + 9, 1)));
        } else {
            return facts;
        }
    }
    return facts;
}

ImageFacts walk_webp(std::string_view bytes) {
    ImageFacts facts;
    if (!bytes.starts_with("RIFF") || bytes.substr(std::min<std::size_t>(8, bytes.size()), 4) != "WEBP") { return facts; }
    if (number_le(bytes, 4, 4) != bytes.size() - 8) { return facts; }
    std::size_t at = 12;
    while (at + 8 <= bytes.size()) {
        const std::string_view chunk = bytes.substr(at, 4);
        const std::size_t size = number_le(bytes, at + 4, 4);
        if (size > bytes.size() - at - 8) { return facts; }
        const std::string_view payload = bytes.substr(at + 8, size);
        webp_size(chunk, payload, facts);
        if (chunk == "EXIF") { add(facts, exif_metadata(payload)); }
        if (chunk == "XMP ") { add(facts, xmp_metadata(payload)); }
        at += 8 + size + (size & 1U);
    }
    facts.whole = at == bytes.size() && facts.width > 0 && facts.height > 0;
    return facts;
}

}  // namespace gx::app
