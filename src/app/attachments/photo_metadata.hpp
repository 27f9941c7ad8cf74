// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gx::app {

/// What a file tells of people and places beside its content.
struct PhotoMetadata {
    bool author = false;
    bool location = false;
};

/// Of a TIFF structure as EXIF has it: artist, author, position. Total.
PhotoMetadata exif_metadata(std::string_view tiff);
/// Of an XMP packet: creator, position. Total.
PhotoMetadata xmp_metadata(std::string_view packet);

}  // namespace gx::app
