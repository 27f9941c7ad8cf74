// SPDX-License-Identifier: Apache-2.0
#include "app/documents/make_document.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "app/documents/document_names.hpp"
#include "base/date.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::size_t kTextBytesMax = 60'000;
constexpr std::size_t kListMax = 200;

Error missing(std::string_view name) { return Error{ErrorCode::InvalidInput, "document.value_missing", {}, std::string(name)}; }
Error wrong(std::string_view name) { return Error{ErrorCode::InvalidInput, "document.value_form", {}, std::string(name)}; }

int number_from(std::string_view digits) {
    int out = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return out;
}

/// "S-5.5c" → "第五部分第（五）项", "S-5" → "第五部分".
std::string plan_place(std::string_view clause) {
    clause.remove_prefix(std::min<std::size_t>(2, clause.size()));
    const auto dot = clause.find('.');
    std::string out = fmt::format("第{}部分", chinese_number(number_from(clause.substr(0, dot))));
    if (dot != std::string_view::npos) { out += fmt::format("第（{}）项", chinese_number(number_from(clause.substr(dot + 1)))); }
    return out;
}

/// "12-1", paragraph "2" → "第十二条之一第二款".
std::string article_place(const domain::ClauseRef& clause) {
    const auto dash = clause.article.find('-');
    std::string out = fmt::format("第{}条", chinese_number(number_from(clause.article)));
    if (dash != std::string::npos) { out += "之" + chinese_number(number_from(std::string_view(clause.article).substr(dash + 1))); }
    if (!clause.paragraph.empty()) { out += fmt::format("第{}款", chinese_number(number_from(clause.paragraph))); }
    return out;
}

class Values {
public:
    Values(const Json& values, const domain::SourceBook& sources) : values_(values), sources_(sources) {}

    bool has(std::string_view name) const {
        const Json& value = values_.at(name);
        if (value.is_string()) { return !value.as_string().empty(); }
        if (value.is_array()) { return !value.as_array().empty(); }
        return !value.is_null();
    }

    Result<std::vector<std::string>> list(std::string_view name) const {
        if (!has(name)) { return missing(name); }
        const Json& value = values_.at(name);
        if (!value.is_array() || value.as_array().size() > kListMax) { return wrong(name); }
        std::vector<std::string> out;
        for (const Json& one : value.as_array()) {
            if (!one.is_string() || one.as_string().empty() || one.as_string().size() > kTextBytesMax) { return wrong(name); }
            out.push_back(one.as_string());
        }
        return out;
    }

    Result<base::Date> day(std::string_view name) const {
        if (!has(name)) { return missing(name); }
        if (!values_.at(name).is_string()) { return wrong(name); }
        const auto day = base::Date::parse(values_.at(name).as_string());
        return day.ok() ? Result<base::Date>(*day) : Result<base::Date>(wrong(name));
    }

    /// The value as it is printed.
    Result<std::string> printed(std::string_view name) const {
        if (!has(name)) { return missing(name); }
        const Json& value = values_.at(name);
        switch (*document_value(name)) {
            case DocumentValue::Text:
                if (!value.is_string() || value.as_string().size() > kTextBytesMax) { return wrong(name); }
                return value.as_string();
            case DocumentValue::Number:
                if (!value.is_int() || value.as_int() < 0) { return wrong(name); }
                return std::to_string(value.as_int());
            case DocumentValue::Day: {
                GX_TRY(const auto when, day(name));
                return fmt::format("{}年{}月{}日", when.year(), when.month(), when.day_of_month());
            }
            case DocumentValue::Clauses: {
                GX_TRY(const auto clauses, list(name));
                return cited_clauses(clauses, sources_);
            }
            case DocumentValue::List: break;
        }
        GX_TRY(const auto texts, list(name));
        return fmt::format("{}", fmt::join(texts, "、"));
    }

    Result<std::string> optional(std::string_view name) const { return has(name) ? printed(name) : Result<std::string>(std::string{}); }

    /// The pattern with every name replaced; `item` and `n` are those of the list under way.
    Result<std::string> filled(std::string_view pattern, std::string_view item = {}, std::size_t n = 0) const {
        std::string out;
        while (true) {
            const auto open = pattern.find('{');
            out.append(pattern.substr(0, open));
            if (open == std::string_view::npos) { return out; }
            const auto close = pattern.find('}', open);
            const std::string_view name = pattern.substr(open + 1, close - open - 1);
            if (n > 0 && name == "item") {
                out.append(item);
            } else if (n > 0 && name == "n") {
                out.append(std::to_string(n));
            } else {
                GX_TRY(const auto value, printed(name));
                out.append(value);
            }
            pattern.remove_prefix(close + 1);
        }
    }

private:
    const Json& values_;
    const domain::SourceBook& sources_;
};

/// A text of several lines is several paragraphs.
void add_paragraphs(int level, std::string_view text, OfficialDocument& document) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        if (!line.empty()) { document.paragraphs.push_back({level, std::string(line)}); }
        if (end == std::string_view::npos) { return; }
        text.remove_prefix(end + 1);
    }
}

Result<base::Done> add_paragraph(const TemplateParagraph& one, const Values& values, OfficialDocument& document) {
    if (!one.when.empty() && !values.has(one.when)) { return base::Done{}; }
    if (!one.unless.empty() && values.has(one.unless)) { return base::Done{}; }
    if (one.each.empty()) {
        GX_TRY(const auto text, values.filled(one.text));
        add_paragraphs(one.level, text, document);
        return base::Done{};
    }
    GX_TRY(const auto items, values.list(one.each));
    for (std::size_t i = 0; i < items.size(); ++i) {
        GX_TRY(const auto text, values.filled(one.text, items[i], i + 1));
        add_paragraphs(one.level, text, document);
    }
    return base::Done{};
}

/// The copies: left out when a value of theirs is.
Result<std::string> copies(const DocumentTemplate& pattern, const Values& values) {
    for (const std::string_view name : placeholders(pattern.copy_to)) {
        if (!values.has(name)) { return std::string{}; }
    }
    return values.filled(pattern.copy_to);
}

}  // namespace

std::string chinese_number(int number) {
    static constexpr std::array<std::string_view, 10> kDigits{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    static constexpr std::array<std::string_view, 4> kPlaces{"", "十", "百", "千"};
    if (number == 0) { return std::string(kDigits[0]); }
    std::string out;
    bool gap = false;
    for (int place = 3, unit = 1000; place >= 0; --place, unit /= 10) {
        const int digit = number / unit % 10;
        if (digit == 0) {
            gap = !out.empty();
            continue;
        }
        if (gap) { out += kDigits[0]; }
        gap = false;
        // 十二, not 一十二; but 一百一十二.
        if (!(digit == 1 && place == 1 && out.empty())) { out += kDigits[static_cast<std::size_t>(digit)]; }
        out += kPlaces[static_cast<std::size_t>(place)];
    }
    return out;
}

Result<std::string> cited_clauses(const std::vector<std::string>& citations, const domain::SourceBook& sources) {
    std::string out;
    std::string before;  // the text named last
    for (const std::string& citation : citations) {
        GX_TRY(const auto clauses, domain::parse_clause_refs(citation));
        for (const domain::ClauseRef& clause : clauses) {
            GX_CHECK(sources.text_of(clause));
            const bool plan = clause.source.str() == domain::kPlanSource;
            const std::string place = clause.article.empty() ? std::string{} : plan ? plan_place(clause.article) : article_place(clause);
            const bool same = before == clause.source.str() && !place.empty();
            if (!out.empty()) { out += same ? "、" : "，"; }
            if (!same) { out += fmt::format("《{}》", sources.find(clause.source)->title); }
            out += place;
            before = clause.source.str();
        }
    }
    return out;
}

Result<OfficialDocument> make_document(const DocumentTemplate& pattern, const Json& given, const domain::SourceBook& sources) {
    const Values values(given, sources);
    OfficialDocument out;
    GX_TRY(out.issuer, values.printed("org"));
    out.signed_by = out.issuer;
    GX_TRY(out.date, values.day("date"));
    GX_TRY(out.doc_no, values.filled(pattern.doc_no));
    GX_TRY(out.title, values.filled(pattern.title));
    GX_TRY(out.addressee, values.filled(pattern.addressee));
    for (const TemplateParagraph& one : pattern.paragraphs) { GX_CHECK(add_paragraph(one, values, out)); }
    if (!pattern.attachments.empty() && values.has(pattern.attachments)) { GX_TRY(out.attachments, values.list(pattern.attachments)); }
    GX_TRY(out.signer, values.optional("signer"));
    GX_TRY(out.urgency, values.optional("urgency"));
    GX_TRY(out.copy_to, copies(pattern, values));
    GX_TRY(out.printed_by, values.optional("printed_by"));
    if (out.printed_by.empty()) { out.printed_by = out.issuer; }
    return out;
}

}  // namespace gx::app
