// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "ingest/law/yaml_reader.hpp"

namespace gx::ingest {

/// One YAML file of a law pack.
struct ParsedFile {
    std::string path;    ///< from the pack's folder on: "deadlines/payment.yaml"
    std::string folder;  ///< "deadlines"; "" for pack.yaml
    std::string stem;    ///< "payment"
    std::string shown;   ///< as messages name it: "law/deadlines/payment.yaml"
    YamlDocument document;
};

/// What was found in a pack's folder: the files that could be read, and why the others could not.
struct PackFiles {
    std::vector<ParsedFile> files;      ///< by path
    std::vector<base::Error> refusals;  ///< `where` is "file:line"
    std::filesystem::path base;         ///< folder of the pack that this one extends; empty: none
};

/// Reads every *.yaml one folder deep, in the order of their names, but for the folder "schema". Licence and readme texts
/// may stand beside them; any other file is refused, so that a forgotten ".yml" does not pass in silence. When pack.yaml
/// says `extends: PATH`, the files of that pack are read as well, but for those that this pack has of its own.
///
/// Shape: at most 2,000 files of at most 4 MiB.
/// Errors (as refusals): NotFound "law.folder_missing"; InvalidInput "law.unexpected_file", "law.extends_twice" (the pack
///         extended extends another), those of read_yaml;
///         TooLarge "law.too_many_files"; Unavailable "law.unreadable"
PackFiles read_pack_files(const std::filesystem::path& folder);

/// Names of the regular files of a folder, sorted. Errors: Unavailable "law.unreadable"; TooLarge "law.too_many_files"
base::Result<std::vector<std::string>> file_names(const std::filesystem::path& folder);
/// A text file of at most 4 MiB. Errors: TooLarge "law.yaml_too_large"; Unavailable "law.unreadable"
base::Result<std::string> read_text_file(const std::filesystem::path& file);

}  // namespace gx::ingest
