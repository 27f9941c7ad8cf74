// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/casework/case_texts.hpp"

namespace gx::app {

/// A case as it stood when a step made a document, and where the document's values come from. References outlive it.
struct DocumentCase {
    const CaseParts& parts;
    Reader& reader;
    const std::string& tenant;
    const ProcedureVersion& version;
    const domain::CaseFile& file;  ///< with the step as its last
    const BodyTree& tree;
    CaseTexts& texts;
    std::string issuer;            ///< body
    std::int64_t number = 0;       ///< running number; 0 when the office typed one of another form

    const domain::StepTaken& taken() const { return file.steps.back(); }
};

/// The values by the names of law/documents/README.md: fields of the case by their own names, then what document_values.cpp derives
/// for the rest. Nothing else is added; what is not there, the template misses by its name.
///
/// Shape:  flat object for make_document. No person's name: officials appear by post or staff number; who complained appears as such.
///         Of a confidential case the facts are those that were written for the document, never what the accused said.
/// Errors: those of the store; Corrupt.
Result<base::Json> document_values(const DocumentCase& document);

}  // namespace gx::app
