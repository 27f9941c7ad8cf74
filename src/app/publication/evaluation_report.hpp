// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/ports/printed_report.hpp"
#include "app/publication/public_view.hpp"
#include "base/result.hpp"

namespace gx::app {

/// How a report is worded, and where it says it can be checked.
struct ReportOptions {
    bool english = false;
    std::string origin = {};  ///< "https://credit.example.gov.cn" of the portal; empty: the code holds the path alone
};

/// The result of one body in a frozen evaluation, for print: score, grade and rank; every group and leaf with weight, points, what was
/// lost and why; bonus and caps; scheme with version, number and digest; a code that leads to the check of these very figures.
///
/// It passes the same gate as show_score and holds nothing that show_score does not show, but the evaluation's number and the scheme's
/// version, which the gate opens too. A body of a county that is fictional says so on every page.
/// Errors: those of show_score; StateForbids "evaluation.not_frozen".
/// Source: S-4.1b, S-4.1c, S-4.3e
base::Result<PrintedReport> evaluation_report(const PublicView& view, const std::string& evaluation, const std::string& body,
                                              const ReportOptions& options);

}  // namespace gx::app
