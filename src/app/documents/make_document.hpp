// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/documents/document_template.hpp"
#include "app/ports/official_document.hpp"
#include "base/json.hpp"
#include "domain/legal/source_book.hpp"

namespace gx::app {

/// Fills a template: every text of the document as it is printed.
///
/// Shape:  `values` is a flat object by the names of document_names.hpp; members that no template knows are ignored, null is the same as
///         absent. `org` signs and stands in the head, `date` dates the document; `signer`, `urgency` and `printed_by` (else `org`) are
///         taken when they are there.
/// Errors: InvalidInput "document.value_missing", "document.value_form"; `where` is the name. Those of cited_clauses.
/// Source: S-5.5b, S-5.5c, S-5.5e
base::Result<OfficialDocument> make_document(const DocumentTemplate& pattern, const base::Json& values, const domain::SourceBook& sources);

/// "《保障中小企业款项支付条例》第九条、第十七条第二款，《凌源市…实施方案》第五部分第（五）项": the clauses as an official document
/// names them; clauses of one text that follow each other are named together. Shape: 1..50 citations.
/// Errors: InvalidInput "legal.bad_reference"; NotFound "legal.source_unknown", "legal.article_unknown"
base::Result<std::string> cited_clauses(const std::vector<std::string>& citations, const domain::SourceBook& sources);

/// 12 → "十二". Shape: 0..9999.
std::string chinese_number(int number);

}  // namespace gx::app
