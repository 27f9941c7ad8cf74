// SPDX-License-Identifier: Apache-2.0
#include "render/pdf_writer.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "render/official_layout.hpp"
#include "render/report_layout.hpp"

namespace gx::render {
namespace {

using base::Bytes;
using base::Error;
using base::ErrorCode;
using base::Result;

bool all_utf8(std::initializer_list<std::string_view> texts) { return std::ranges::all_of(texts, base::is_utf8); }

bool is_text(const app::OfficialDocument& document) {
    const auto good = [](const app::DocumentParagraph& one) { return base::is_utf8(one.text); };
    return all_utf8({document.issuer, document.doc_no, document.signer, document.urgency, document.title, document.addressee,
                     document.signed_by, document.remark, document.copy_to, document.printed_by, document.mark}) &&
           std::ranges::all_of(document.paragraphs, good) && std::ranges::all_of(document.attachments, base::is_utf8);
}

bool is_text(const app::ReportTable& table) {
    const auto good = [](const app::ReportRow& row) { return std::ranges::all_of(row.cells, base::is_utf8); };
    const auto good_column = [](const app::ReportColumn& column) { return base::is_utf8(column.title); };
    return all_utf8({table.title, table.when_empty}) && std::ranges::all_of(table.columns, good_column) && std::ranges::all_of(table.rows, good);
}

bool is_text(const app::PrintedReport& report) {
    const auto good = [](const auto& fact) { return all_utf8({fact.first, fact.second}); };
    return all_utf8({report.title, report.subtitle, report.code, report.code_note, report.footer, report.author, report.mark}) &&
           std::ranges::all_of(report.facts, good) && std::ranges::all_of(report.headline, good) &&
           std::ranges::all_of(report.notes, base::is_utf8) &&
           std::ranges::all_of(report.tables, [](const auto& table) { return is_text(table); });
}

}  // namespace

Typesetter& PdfWriter::typesetter() {
    if (typesetter_ == nullptr) { typesetter_ = std::make_unique<Typesetter>(fonts_); }
    return *typesetter_;
}

Result<Bytes> PdfWriter::pdf(const app::OfficialDocument& document) {
    if (!is_text(document)) { return Error{ErrorCode::InvalidInput, "document.text"}; }
    const std::lock_guard turn(lock_);
    return set_official(typesetter(), document);
}

Result<Bytes> PdfWriter::pdf(const app::PrintedReport& report) {
    if (!is_text(report)) { return Error{ErrorCode::InvalidInput, "document.text"}; }
    const std::lock_guard turn(lock_);
    return set_report(typesetter(), report);
}

}  // namespace gx::render
