// SPDX-License-Identifier: Apache-2.0
#include "domain/legal/clause_ref.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.hpp"

namespace gx::domain {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kClausesMax = 50;
constexpr std::size_t kIdBytesMax = 40;
constexpr int kArticleNoMax = 2'000;

Error bad(std::string_view text) {
    return Error{ErrorCode::InvalidInput, "legal.bad_reference", std::string{text}};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// "S-" and then "6.4d": digits, a point, digits, at most one small letter and one digit ("S-3.2d1").
bool is_plan_clause(std::string_view id) {
    if (id.substr(0, 2) != "S-") { return false; }
    id.remove_prefix(2);
    const auto digits = [&id] {
        std::size_t n = 0;
        while (n < id.size() && is_digit(id[n])) { ++n; }
        id.remove_prefix(n);
        return n;
    };
    if (const std::size_t n = digits(); n == 0 || n > 2) { return false; }
    if (id.empty()) { return true; }
    if (id.front() != '.') { return false; }
    id.remove_prefix(1);
    if (const std::size_t n = digits(); n == 0 || n > 2) { return false; }
    if (id.empty()) { return true; }
    if (id.front() < 'a' || id.front() > 'z') { return false; }
    id.remove_prefix(1);
    return digits() <= 2 && id.empty();
}

bool is_source_id(std::string_view id) {
    if (id.size() < 4 || id.size() > kIdBytesMax || !is_upper(id.front())) { return false; }
    return id.find('-') != std::string_view::npos &&
           std::all_of(id.begin(), id.end(), [](char c) { return is_digit(c) || is_upper(c) || c == '-'; });
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size()) { return std::nullopt; }
    if (value < 1 || value > kArticleNoMax || text.front() == '0') { return std::nullopt; }
    return value;
}

/// "12", "12(2)", "12-1" (第十二条之一) or "9-11" (articles 9, 10, 11).
Result<base::Done> add_articles(std::string_view item, const SourceId& source, std::vector<ClauseRef>& out) {
    std::string paragraph;
    std::string_view head = item;
    if (!item.empty() && item.back() == ')') {
        const auto open = item.find('(');
        if (open == std::string_view::npos || open + 2 >= item.size()) { return bad(item); }
        paragraph = item.substr(open + 1, item.size() - open - 2);
        head = base::trim(item.substr(0, open));
        if (paragraph.find_first_of("()") != std::string::npos) { return bad(item); }
    }
    const auto dash = head.find('-');
    const auto first = number(head.substr(0, dash));
    if (!first) { return bad(item); }
    if (dash == std::string_view::npos) {
        out.push_back({source, std::string{head}, paragraph});
        return base::Done{};
    }
    const auto second = number(head.substr(dash + 1));
    if (!second) { return bad(item); }
    if (*second <= *first) {  // 第十二条之一
        out.push_back({source, std::string{head}, paragraph});
        return base::Done{};
    }
    if (!paragraph.empty() || static_cast<std::size_t>(*second - *first) >= kClausesMax) { return bad(item); }
    for (int no = *first; no <= *second; ++no) { out.push_back({source, std::to_string(no)}); }
    return base::Done{};
}

Result<base::Done> add_citation(std::string_view citation, std::vector<ClauseRef>& out) {
    const auto blank = citation.find(' ');
    const std::string_view id = citation.substr(0, blank);
    if (is_plan_clause(id)) {
        if (blank != std::string_view::npos) { return bad(citation); }
        out.push_back({SourceId{std::string{kPlanSource}}, std::string{id}});
        return base::Done{};
    }
    if (id != kPlanSource && !is_source_id(id)) { return bad(citation); }
    const SourceId source{std::string{id}};
    if (blank == std::string_view::npos) {
        out.push_back({source});
        return base::Done{};
    }
    std::string_view rest = base::trim(citation.substr(blank));
    if (rest.substr(0, 4) != "art.") { return bad(citation); }
    rest = base::trim(rest.substr(4));
    for (const std::string_view item : base::split(rest, ',')) { GX_CHECK(add_articles(base::trim(item), source, out)); }
    return base::Done{};
}

}  // namespace

std::string ClauseRef::str() const {
    if (source.str() == kPlanSource && !article.empty()) { return article; }
    std::string out = source.str();
    if (!article.empty()) { out += " art. " + article; }
    if (!paragraph.empty()) { out += "(" + paragraph + ")"; }
    return out;
}

Result<std::vector<ClauseRef>> parse_clause_refs(std::string_view text) {
    std::vector<ClauseRef> out;
    for (const std::string_view part : base::split(text, ';')) {
        const std::string_view citation = base::trim(part);
        if (citation.empty()) { return bad(text); }
        GX_CHECK(add_citation(citation, out));
        if (out.size() > kClausesMax) { return bad(text.substr(0, kIdBytesMax)); }
    }
    return out;
}

}  // namespace gx::domain
