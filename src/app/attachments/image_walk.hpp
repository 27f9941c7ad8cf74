// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace gx::app {

/// What a walk through an image found. Nothing is decoded.
struct ImageFacts {
    bool whole = false;          ///< from its first to its last mark, and nothing behind it that it does not name
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    bool author = false;         ///< names a person or who made it
    bool location = false;       ///< says where it was taken
};

// Each walks one format; `whole` is false for anything else. Total, in one pass.

ImageFacts walk_png(std::string_view bytes);
/// What cameras put behind the end (further pictures, their own notes) is not taken for part of the picture, and allowed.
ImageFacts walk_jpeg(std::string_view bytes);
ImageFacts walk_gif(std::string_view bytes);
ImageFacts walk_webp(std::string_view bytes);

}  // namespace gx::app
