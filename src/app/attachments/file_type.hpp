// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/ports/archives.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Pictures that declare more than this are not opened by anybody without harm.
inline constexpr std::uint64_t kPixelsMax = 100'000'000;

/// What a file is, by its content.
///
/// Shape: `warnings` holds "metadata.author", "metadata.location", each at most once, in this order.
struct FileFacts {
    std::string media_type;
    std::vector<std::string> warnings = {};
};

/// Decides by content; the extension of `name` must agree. Accepted: pdf, png, jpg, jpeg, gif, webp, docx, xlsx, pptx, ofd, doc,
/// xls, txt, csv (UTF-8 or GB18030).
///
/// Errors: InvalidInput "attachment.type_refused" (no such kind is accepted; archives, SVG, HTML and programs among them),
///         "attachment.type_differs" (the content is not what the extension says), "attachment.two_in_one" (also another
///         format), "attachment.not_whole" (a picture that ends early, or goes on behind its end), "attachment.macros", "attachment.archive_names"; TooLarge "attachment.pixels"; those of Archives.
/// Source: ASSURANCE S18
base::Result<FileFacts> inspect_file(std::string_view name, std::string_view bytes, Archives& archives);

}  // namespace gx::app
