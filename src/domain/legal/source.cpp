// SPDX-License-Identifier: Apache-2.0
#include "domain/legal/source.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/json_reader.hpp"

namespace gx::domain {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

struct KindCode {
    SourceKind kind;
    std::string_view code;
};
constexpr std::array<KindCode, 11> kKinds{{
    {SourceKind::Law, "law"},
    {SourceKind::AdministrativeRegulation, "administrative_regulation"},
    {SourceKind::PartyRegulation, "party_regulation"},
    {SourceKind::JudicialInterpretation, "judicial_interpretation"},
    {SourceKind::LocalRegulation, "local_regulation"},
    {SourceKind::DepartmentRule, "department_rule"},
    {SourceKind::PolicyDocument, "policy_document"},
    {SourceKind::Standard, "standard"},
    {SourceKind::LocalPractice, "local_practice"},
    {SourceKind::Plan, "plan"},
    {SourceKind::OwnRule, "own_rule"},
}};
constexpr std::size_t kArticlesMax = 1'000;

constexpr std::size_t kArticleBytesMax = 60'000;

Result<SourceKind> read_kind(const JsonReader& reader) {
    GX_TRY(const std::string code, reader.text("kind"));
    const auto found = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& row) { return row.code == code; });
    if (found == kKinds.end()) { return reader.refuse("kind", "legal.kind_unknown", code); }
    return found->kind;
}

Result<std::optional<SourceId>> read_id(const JsonReader& reader, std::string_view member) {
    GX_TRY(std::string text, reader.text_or_empty(member));
    if (text.empty()) { return std::optional<SourceId>{}; }
    return std::optional<SourceId>{SourceId{std::move(text)}};
}

Result<Article> read_article(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"no", "text", "opens"}));
    Article article;
    GX_TRY(article.no, reader.text("no"));
    GX_TRY(article.text, reader.text("text", kArticleBytesMax));
    GX_TRY(article.opens, reader.texts("opens"));
    return article;
}

}  // namespace

std::string_view code_of(SourceKind kind) {
    const auto found = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& row) { return row.kind == kind; });
    GX_ASSERT(found != kKinds.end());
    return found->code;
}

bool InForce::overlaps(const InForce& other) const {
    return (!to || other.from <= *to) && (!other.to || from <= *other.to);
}

Result<InForce> InForce::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"from", "to"}));
    InForce out;
    GX_TRY(out.from, reader.date("from"));
    GX_TRY(out.to, reader.optional_date("to"));
    if (out.to && *out.to < out.from) { return reader.refuse("to", "legal.in_force_reversed"); }
    return out;
}

const Article* Source::article(std::string_view no) const {
    const auto found = std::find_if(articles.begin(), articles.end(), [&](const auto& item) { return item.no == no; });
    return found == articles.end() ? nullptr : &*found;
}

Result<Source> Source::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "kind", "title", "issuer", "doc_no", "adopted_on", "text_of", "in_force",
                          "repealed_by", "provenance", "note", "preamble", "articles"}));
    Source out;
    GX_TRY(std::string id, reader.text("id"));
    out.id = SourceId{std::move(id)};
    GX_TRY(out.kind, read_kind(reader));
    GX_TRY(out.title, reader.text("title"));
    GX_TRY(out.issuer, reader.text("issuer"));
    GX_TRY(out.doc_no, reader.text_or_empty("doc_no"));
    GX_TRY(out.adopted_on, reader.optional_date("adopted_on"));
    GX_TRY(out.text_of, reader.optional_date("text_of"));
    GX_TRY(out.in_force, InForce::from_json(json.at("in_force"), reader.where("in_force")));
    GX_TRY(out.repealed_by, read_id(reader, "repealed_by"));
    GX_TRY(out.provenance, reader.text_or_empty("provenance"));
    GX_TRY(out.note, reader.text_or_empty("note"));
    GX_TRY(out.preamble, reader.text_or_empty("preamble", kArticleBytesMax));
    GX_TRY(const Json::Array* items, reader.array("articles", kArticlesMax));
    std::set<std::string> seen;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const std::string at = reader.where("articles") + "/" + std::to_string(i);
        GX_TRY(auto article, read_article((*items)[i], at));
        if (!seen.insert(article.no).second) {
            return Error{ErrorCode::InvalidInput, "legal.article_twice", article.no, at + "/no"};
        }
        out.articles.push_back(std::move(article));
    }
    return out;
}

}  // namespace gx::domain
