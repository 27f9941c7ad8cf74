// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/casework/case_parts.hpp"
#include "app/documents/document_template.hpp"
#include "domain/casework/case_file.hpp"
#include "domain/casework/procedure.hpp"

namespace gx::app {

inline constexpr std::string_view kIssuedDocument = "issued_document";
/// The case's own note of its numbers: {step: number of the newest document}.
inline constexpr std::string_view kDocumentNumbers = "document_numbers";

/// A document that a step makes, with the case after that step.
struct DocumentIssue {
    const domain::StepPrint& print;
    const std::vector<domain::FormField>& form;
    const base::Json& entered;
    std::string issuer;             ///< body that handled the case when the step was taken
    const std::string& case_id;
    std::int64_t case_version = 0;  ///< that will be written
    base::Date on;
};

/// "示信整〔2026〕" + 3 + "号".
struct NumberSeries {
    std::string head;
    std::string tail;
    std::string text(std::int64_t number) const { return head + std::to_string(number) + tail; }
};
/// What the numbers of a template look like for an issuer and a year. Total.
NumberSeries series_of(const DocumentTemplate& pattern, const std::string& org_short, int year);
/// The body's short name, or else its name: what its numbers begin with. Errors: those of the store.
Result<std::string> number_name(Reader& reader, const std::string& tenant, const std::string& body);

/// Gives the document its number, enters it in the register and in the case, inside the step's work. A number typed in the form (a text
/// field whose name ends in "_no") is taken, else the next of the series. Nothing when the step makes none, or the law pack no longer has
/// the template that an old procedure names.
/// Errors: those of the store; two at once: the unique key lets one win.
/// Source: S-5.5b, S-5.5c, S-5.5e
Result<Done> issue_document(const CaseParts& parts, Work& work, const std::string& tenant, const DocumentIssue& issue, domain::CaseFile& file);

}  // namespace gx::app
