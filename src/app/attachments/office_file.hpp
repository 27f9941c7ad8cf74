// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "app/ports/archives.hpp"
#include "base/result.hpp"

namespace gx::app {

/// What a packed office file was found to be.
struct OfficeFacts {
    bool has_part = false;  ///< the part that makes the format is there
    bool author = false;
};

/// A zip with the part `wanted` ("word/document.xml", "OFD.xml").
/// Errors: InvalidInput "attachment.two_in_one", "attachment.macros", "attachment.archive_names"; those of Archives.
base::Result<OfficeFacts> read_office_file(std::string_view bytes, std::string_view wanted, Archives& archives);

/// A compound file of the old formats with the stream `wanted` ("WordDocument"). Errors: InvalidInput "attachment.macros"
base::Result<OfficeFacts> read_compound_file(std::string_view bytes, std::string_view wanted);

}  // namespace gx::app
