// SPDX-License-Identifier: Apache-2.0
#include "app/casework/case_documents.hpp"

#include "app/casework/document_values.hpp"
#include "app/casework/issued_documents.hpp"
#include "app/casework/seen_case.hpp"
#include "app/documents/make_document.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

constexpr std::string_view kDemonstration = "演示数据，不具有法律效力 · Demonstration data without legal effect";

/// The case in the version that the document tells.
Result<domain::CaseFile> case_of_then(Reader& reader, const std::string& id, std::int64_t version) {
    GX_TRY(const auto history, reader.history("case_file", id));
    for (const domain::JournalEntry& entry : history) {
        if (entry.version != version || !entry.content) { continue; }
        GX_TRY(const auto content, base::parse_json(*entry.content));
        return domain::CaseFile::from_json(content);
    }
    return Error{ErrorCode::Corrupt, "store.content", id};
}

Result<std::optional<Entity>> newest_issue(Reader& reader, const std::string& tenant, const std::string& case_id, const std::string& step) {
    Query query{.tenant = tenant, .limit = 1};
    query.where.push_back({.column = "case_id", .values = {case_id}});
    query.where.push_back({.column = "step", .values = {step}});
    query.order.push_back({.column = "seq", .descending = true});
    GX_TRY(auto rows, reader.list(kIssuedDocument, query));
    return rows.empty() ? std::optional<Entity>{} : std::optional(std::move(rows.front()));
}

Result<bool> is_demonstration(Reader& reader, const std::string& tenant) {
    GX_TRY(const auto county, reader.find_by_key("tenant", tenant, tenant));
    return county && county->content.text_or_empty("mode") == "demonstration";
}

}  // namespace

Result<OfficialDocument> CaseDocuments::document(const std::string& id, const std::string& step, const Actor& actor) {
    GX_TRY(const auto reader, parts_.store.reader());
    GX_TRY(const auto seen, seen_case(parts_, *reader, id, actor));
    GX_TRY(const auto issue, newest_issue(*reader, actor.tenant, seen.row.id, step));
    if (!issue) { return Error{ErrorCode::NotFound, "case.document_none", step}; }
    GX_TRY(const auto* pattern, parts_.law.document(issue->content.text_or_empty("template")));
    GX_TRY(const auto file, case_of_then(*reader, seen.row.id, issue->content.int_at("case_version").value_or(0)));
    GX_TRY(const auto tree, parts_.trees.of(actor.tenant));
    CaseTexts texts(parts_, *reader, actor.tenant, *tree);
    const DocumentCase source{.parts = parts_, .reader = *reader, .tenant = actor.tenant, .version = *seen.version, .file = file, .tree = *tree,
                              .texts = texts, .issuer = issue->content.text_or_empty("body_id"), .number = issue->content.int_at("number").value_or(0)};
    GX_TRY(const auto values, document_values(source));
    GX_TRY(OfficialDocument document, make_document(*pattern, values, parts_.law.sources));
    document.doc_no = issue->content.text_or_empty("number_text");
    GX_TRY(const bool demonstration, is_demonstration(*reader, actor.tenant));
    if (demonstration) { document.mark = std::string(kDemonstration); }
    return document;
}

}  // namespace gx::app
