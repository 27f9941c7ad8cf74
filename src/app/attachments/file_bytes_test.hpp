// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "app/ports/archives.hpp"

// Small files of every kind, made byte by byte.
namespace gx::app::sample {

inline std::string be(std::uint32_t value, int size) {
    std::string out;
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) { out.push_back(static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU)); }
    return out;
}
inline std::string le(std::uint32_t value, int size) {
    const std::string big = be(value, size);
    return {big.rbegin(), big.rend()};
}

inline std::string png_chunk(const std::string& type, const std::string& payload) {
    return be(static_cast<std::uint32_t>(payload.size()), 4) + type + payload + be(0, 4);
}
inline std::string png(std::uint32_t width = 2, std::uint32_t height = 2, const std::string& more = {}) {
    return std::string("\x89PNG\r\n\x1A\n", 8) + png_chunk("IHDR", be(width, 4) + be(height, 4) + std::string("\x08\x02\0\0\0", 5)) + more +
           png_chunk("IDAT", "xxxx") + png_chunk("IEND", "");
}

inline std::string jpeg_part(unsigned char mark, const std::string& payload) {
    return std::string("\xFF") + static_cast<char>(mark) + be(static_cast<std::uint32_t>(payload.size() + 2), 2) + payload;
}
inline std::string jpeg(std::uint32_t width = 2, std::uint32_t height = 2, const std::string& first = jpeg_part(0xE0, std::string("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", 14))) {
    return "\xFF\xD8" + first + jpeg_part(0xC0, "\x08" + be(height, 2) + be(width, 2) + std::string("\x01\x01\x11\0", 4)) +
           jpeg_part(0xDA, std::string("\x01\x01\0\0\x3F\0", 6)) + std::string("ab\xFF\0cd\xFF\xD0yz", 10) + "\xFF\xD9";
}
/// EXIF with the tags asked for.
inline std::string exif(bool artist, bool position, std::uint32_t position_tags = 4) {
    std::string entries;
    int count = 0;
    if (artist) {
        entries += be(0x013B, 2) + be(2, 2) + be(9, 4) + be(0, 4);
        ++count;
    }
    const std::uint32_t table = 8U + 2U + 12U * static_cast<std::uint32_t>(count + (position ? 1 : 0)) + 4U;
    if (position) {
        entries += be(0x8825, 2) + be(4, 2) + be(1, 4) + be(table, 4);
        ++count;
    }
    return std::string("MM\0*", 4) + be(8, 4) + be(static_cast<std::uint32_t>(count), 2) + entries + be(0, 4) + be(position_tags, 2);
}
inline std::string jpeg_with_exif(const std::string& tiff) { return jpeg(2, 2, jpeg_part(0xE1, std::string("Exif\0\0", 6) + tiff)); }

inline std::string gif(std::uint32_t width = 2, std::uint32_t height = 2) {
    return "GIF89a" + le(width, 2) + le(height, 2) + std::string("\x80\0\0", 3) + "abcdef" + std::string("!\xF9\x04\0\0\0\0\0", 8) +
           std::string(",\0\0\0\0\x02\0\x02\0\0", 10) + std::string("\x02\x02", 2) + "xx" + std::string("\0;", 2);
}
inline std::string webp(std::uint32_t width = 2, std::uint32_t height = 2) {
    const std::string chunk = "VP8X" + le(10, 4) + std::string(4, '\0') + le(width - 1, 3) + le(height - 1, 3);
    return "RIFF" + le(static_cast<std::uint32_t>(4 + chunk.size()), 4) + "WEBP" + chunk;
}
inline std::string pdf(const std::string& more = {}) { return "%PDF-1.7\n1 0 obj<<>>endobj\n" + more + "trailer<<>>\nstartxref\n9\n%%EOF\n"; }

/// Names in a zip, with stored contents; no more than what the rules read.
inline std::string zip(const std::map<std::string, std::string>& parts) {
    std::string out;
    std::string directory;
    for (const auto& [name, data] : parts) {
        const std::string sizes = le(0, 4) + le(static_cast<std::uint32_t>(data.size()), 4) + le(static_cast<std::uint32_t>(data.size()), 4) +
                                  le(static_cast<std::uint32_t>(name.size()), 2) + le(0, 2);
        directory += "PK\x01\x02" + le(20, 2) + le(20, 2) + std::string(8, '\0') + sizes + std::string(10, '\0') + le(static_cast<std::uint32_t>(out.size()), 4) + name;
        out += "PK\x03\x04" + le(20, 2) + std::string(8, '\0') + sizes + name + data;
    }
    const auto count = static_cast<std::uint32_t>(parts.size());
    return out + directory + "PK\x05\x06" + le(0, 4) + le(count, 2) + le(count, 2) + le(static_cast<std::uint32_t>(directory.size()), 4) +
           le(static_cast<std::uint32_t>(out.size()), 4) + le(0, 2);
}
inline std::string office(const std::string& part, const std::map<std::string, std::string>& more = {}) {
    std::map<std::string, std::string> parts = {{"[Content_Types].xml", "<Types/>"}, {part, "<x/>"}};
    for (const auto& [name, data] : more) { parts[name] = data; }
    return zip(parts);
}
inline std::string wide(const std::string& text) {
    std::string out;
    for (const char c : text) { out.append(1, c).push_back('\0'); }
    return out;
}
inline std::string compound(const std::string& stream) {
    return std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(504, '\0') + wide("Root Entry") + std::string(40, '\0') + wide(stream);
}

/// Reads what `zip` makes.
class ToyArchives final : public Archives {
public:
    base::Result<std::unique_ptr<Archive>> open(std::string_view bytes) override {
        class Toy final : public Archive {
        public:
            std::map<std::string, std::string> parts;
            std::vector<std::string> names() const override {
                std::vector<std::string> all;
                for (const auto& [name, data] : parts) { all.push_back(name); }
                return all;
            }
            base::Result<std::string> read(std::string_view name, std::size_t) override { return parts.at(std::string(name)); }
        };
        const auto number = [&](std::size_t at, std::size_t size) {
            std::size_t value = 0;
            for (std::size_t i = size; i > 0; --i) { value = (value << 8U) | static_cast<unsigned char>(bytes[at + i - 1]); }
            return value;
        };
        auto toy = std::make_unique<Toy>();
        for (std::size_t at = 0; bytes.substr(at, 4) == "PK\x03\x04";) {
            const std::size_t size = number(at + 18, 4);
            const std::size_t name = number(at + 26, 2);
            toy->parts[std::string(bytes.substr(at + 30, name))] = bytes.substr(at + 30 + name, size);
            at += 30 + name + size;
        }
        return toy;
    }
};

}  // namespace gx::app::sample
