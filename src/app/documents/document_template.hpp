// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/legal/plan.hpp"

namespace gx::app {

/// A paragraph of a template.
///
/// Shape: `when` empty: always; else only when that value is there; with `unless` only when it is not. `each` empty: once; else once for each text of that list, in which
///        "{item}" is the text and "{n}" its number from 1 on.
struct TemplateParagraph {
    int level = 0;
    std::string text;
    std::string when = {};
    std::string unless = {};
    std::string each = {};
};

/// The pattern of an official document: law/documents/ID.yaml. "{name}" stands for a value named in document_names.hpp.
///
/// Shape:  paragraphs 1..60. Values that only stand in `copy_to` or under a `when` of their own may be left out, all others are needed.
/// Source: `source` of each
struct DocumentTemplate {
    std::string id;
    domain::Wording name;
    std::vector<std::string> source;
    std::string doc_no;
    std::string title;
    std::string addressee = {};
    std::vector<TemplateParagraph> paragraphs;
    std::string attachments = {};  ///< name of the list they come from; empty: none
    std::string copy_to = {};

    /// Errors: those of base::JsonReader; InvalidInput "document.placeholder_unknown", "document.placeholder_form",
    ///         "document.list_wanted" (`each` or `attachments` names no list)
    static base::Result<DocumentTemplate> from_json(const base::Json& json, const std::string& pointer = {});

    /// The names that must have a value, sorted, each once.
    std::vector<std::string> needed() const;
};

/// The names in braces of a pattern, in their order. An empty name stands for a brace that is not closed.
std::vector<std::string_view> placeholders(std::string_view pattern);

}  // namespace gx::app
