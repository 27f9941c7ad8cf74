// SPDX-License-Identifier: Apache-2.0
#include "app/attachments/photo_metadata.hpp"

#include <algorithm>
#include <cstdint>

#include "app/attachments/byte_order.hpp"

namespace gx::app {
namespace {

constexpr std::uint32_t kArtist = 0x013B;
constexpr std::uint32_t kAuthorOfWindows = 0x9C9D;
constexpr std::uint32_t kPositionTable = 0x8825;
constexpr std::uint32_t kEntriesMax = 200;

class Tiff {
public:
    explicit Tiff(std::string_view bytes) : bytes_(bytes), big_(bytes.starts_with("MM")) {}
    bool valid() const { return (bytes_.starts_with("MM") || bytes_.starts_with("II")) && number(2, 2) == 42; }
    std::uint32_t number(std::size_t at, std::size_t size) const {
        return big_ ? number_be(bytes_, at, size) : number_le(bytes_, at, size);
    }

private:
    std::string_view bytes_;
    bool big_;
};

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

PhotoMetadata exif_metadata(std::string_view bytes) {
    PhotoMetadata found;
    const Tiff tiff(bytes);
    if (!tiff.valid()) { return found; }
    const std::size_t table = tiff.number(4, 4);
    const std::uint32_t entries = std::min(tiff.number(table, 2), kEntriesMax);
    for (std::uint32_t i = 0; i < entries; ++i) {
        const std::size_t at = table + 2 + std::size_t{12} * i;
        const std::uint32_t tag = tiff.number(at, 2);
        // One character is the closing zero of an empty text.
        if (tag == kArtist || tag == kAuthorOfWindows) { found.author = found.author || tiff.number(at + 4, 4) > 1; }
        // Cameras without a fix write a table that holds nothing but its version.
        if (tag == kPositionTable) { found.location = found.location || tiff.number(tiff.number(at + 8, 4), 2) > 1; }
    }
    return found;
}

PhotoMetadata xmp_metadata(std::string_view packet) {
    return {.author = has(packet, "dc:creator"), .location = has(packet, "exif:GPSLatitude")};
}

}  // namespace gx::app
