// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gx::app {

/// The longest name kept, with its extension.
inline constexpr std::size_t kFileNameBytesMax = 200;

/// The name of an uploaded file as it may be shown and saved on any system: the last part of a path, in normalisation form C,
/// without controls, marks that turn the direction of text, invisible characters, characters that a file system takes for
/// something else, or percent codes that somebody may decode once more; shortened before its extension.
///
/// Errors: InvalidInput "attachment.name" (not UTF-8, nothing left, no extension), "attachment.name_personal" (a number of a
///         person in it). `where` = "/query/name".
/// Source: ASSURANCE S17
base::Result<std::string> clean_file_name(std::string_view given);

/// What follows the last full stop, in lower case; empty when there is none. Total.
std::string extension_of(std::string_view name);

}  // namespace gx::app
