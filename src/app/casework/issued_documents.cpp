// SPDX-License-Identifier: Apache-2.0
#include "app/casework/issued_documents.hpp"

#include <charconv>

#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kRunning = "{number}";
constexpr std::size_t kDigitsMax = 9;

void replace(std::string& text, std::string_view name, const std::string& value) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size())) { text.replace(at, name.size(), value); }
}

/// The running number in a number of the series; nothing when it is of another form.
std::optional<std::int64_t> running_number(const NumberSeries& series, std::string_view text) {
    if (!text.starts_with(series.head) || !text.ends_with(series.tail) || text.size() <= series.head.size() + series.tail.size()) { return std::nullopt; }
    const std::string_view digits = text.substr(series.head.size(), text.size() - series.head.size() - series.tail.size());
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (fault != std::errc{} || end != digits.data() + digits.size() || digits.size() > kDigitsMax || number < 1) { return std::nullopt; }
    return number;
}

/// What the office typed as the document's number; empty when the form has no such field.
std::string typed_number(const std::vector<domain::FormField>& form, const Json& entered) {
    for (const domain::FormField& field : form) {
        if (field.type == domain::FieldType::Text && field.field.ends_with("_no")) { return entered.text_or_empty(field.field); }
    }
    return {};
}

Result<std::int64_t> next_number(Work& work, const std::string& tenant, const std::string& series) {
    Query query{.tenant = tenant, .limit = 1};
    query.where.push_back({.column = "series", .values = {series}});
    query.order.push_back({.column = "number", .descending = true});
    GX_TRY(const auto rows, work.list(kIssuedDocument, query));
    return rows.empty() ? 1 : rows.front().content.int_at("number").value_or(0) + 1;
}

}  // namespace

NumberSeries series_of(const DocumentTemplate& pattern, const std::string& org_short, int year) {
    const auto at = pattern.doc_no.find(kRunning);
    NumberSeries series{.head = pattern.doc_no.substr(0, at), .tail = {}};
    if (at != std::string::npos) { series.tail = pattern.doc_no.substr(at + kRunning.size()); }
    for (std::string* part : {&series.head, &series.tail}) {
        replace(*part, "{org_short}", org_short);
        replace(*part, "{year}", std::to_string(year));
    }
    return series;
}

Result<std::string> number_name(Reader& reader, const std::string& tenant, const std::string& body) {
    GX_TRY(const auto row, reader.find("body", tenant, body));
    if (!row) { return std::string{}; }
    const std::string brief = row->content.text_or_empty("short_name");
    return brief.empty() ? row->content.text_or_empty("name") : brief;
}

Result<Done> issue_document(const CaseParts& parts, Work& work, const std::string& tenant, const DocumentIssue& issue, domain::CaseFile& file) {
    const std::string& wanted = issue.print.chosen(file.text(issue.print.by_field));
    if (wanted.empty()) { return Done{}; }
    const auto pattern = parts.law.document(wanted);
    if (!pattern.ok()) { return Done{}; }
    GX_TRY(const std::string org_short, number_name(work, tenant, issue.issuer));
    const NumberSeries series = series_of(**pattern, org_short, issue.on.year());
    const std::string step = file.steps.back().step;
    std::string text = typed_number(issue.form, issue.entered);
    std::optional<std::int64_t> number;
    std::string code;
    if (text.empty()) {
        GX_TRY(number, next_number(work, tenant, series.head));
        text = series.text(*number);
        code = text;
    } else {
        number = running_number(series, text);
        GX_TRY(const auto taken, work.find_by_key(kIssuedDocument, tenant, text));
        code = taken ? fmt::format("{}#{}/{}/{}", text, file.code, step, file.times(step)) : text;
    }
    Json content = Json::object();
    content.set("code", code).set("number_text", text).set("template", wanted).set("case_id", issue.case_id).set("case_version", issue.case_version);
    content.set("step", step).set("body_id", issue.issuer).set("on_day", issue.on.iso());
    if (number) { content.set("series", series.head).set("number", *number); }
    Json numbers = file.field(kDocumentNumbers);
    file.fields.insert_or_assign(std::string(kDocumentNumbers), numbers.set(step, text));
    return work.put(first_version(kIssuedDocument, tenant, parts.ids.next_id(), std::move(content)), "issue");
}

}  // namespace gx::app
