// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::ingest {

/// One YAML file as JSON, with the line on which each member or element stands.
///
/// Shape: `lines` maps JSON pointers ("/rules/3/amount") to lines from 1; the root "" is line 1.
struct YamlDocument {
    base::Json json;
    std::map<std::string, int, std::less<>> lines;

    /// The line of the pointer or, when the file has no such place, of the nearest place above it. Total.
    int line_of(std::string_view pointer) const;
};

/// Limits of a YAML file.
struct YamlLimits {
    std::size_t bytes_max = 4U << 20U;
    std::size_t nodes_max = 200'000;
    std::size_t scalar_bytes_max = 60'000;
    std::size_t depth_max = 24;
};

/// Reads one YAML document with the plain core types: null, true/false, whole numbers, decimals (kept as written), texts;
/// days stay texts. Refused are anchors and aliases (an alias bomb is one), tags, a key given twice, a second document.
///
/// Errors: TooLarge "law.yaml_too_large"; InvalidInput "law.yaml_not_utf8", "law.yaml_syntax", "law.yaml_alias",
///         "law.yaml_tag", "law.yaml_duplicate_key", "law.yaml_bad_key", "law.yaml_too_deep",
///         "law.yaml_documents", "law.yaml_empty"; `where` is "name:line".
base::Result<YamlDocument> read_yaml(std::string_view text, std::string_view name, const YamlLimits& limits = {});

}  // namespace gx::ingest
