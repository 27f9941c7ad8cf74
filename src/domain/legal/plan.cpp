// SPDX-License-Identifier: Apache-2.0
#include "domain/legal/plan.hpp"

#include <algorithm>
#include <set>

#include "base/json_reader.hpp"

namespace gx::domain {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

constexpr std::size_t kPartsMax = 500;
constexpr std::size_t kTextBytesMax = 20'000;

std::string element(const std::string& list, std::size_t index) { return list + "/" + std::to_string(index); }

Result<PlanParagraph> read_paragraph(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"section", "heading", "text"}));
    PlanParagraph out;
    GX_TRY(out.section, reader.text("section", 20));
    GX_TRY(out.heading, reader.flag_or("heading", false));
    GX_TRY(out.text, reader.text("text", kTextBytesMax));
    return out;
}

Result<PlanClause> read_clause(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "section", "title", "text", "derived", "serves", "status"}));
    PlanClause out;
    GX_TRY(out.id, reader.text("id", 20));
    GX_TRY(out.section, reader.text("section", 20));
    GX_TRY(out.title, Wording::from_json(reader.raw("title"), reader.where("title")));
    GX_TRY(out.text, reader.text_or_empty("text", kTextBytesMax));
    GX_TRY(out.derived, reader.text_or_empty("derived"));
    if (out.text.empty() == out.derived.empty()) { return reader.refuse("id", "plan.derived_or_text", out.id); }
    GX_TRY(out.serves, Wording::from_json(reader.raw("serves"), reader.where("serves")));
    GX_TRY(const std::string status, reader.text("status", 20));
    if (status != "foundation" && status != "later") { return reader.refuse("status", "plan.status_unknown", status); }
    out.status = status == "foundation" ? CapabilityStatus::Foundation : CapabilityStatus::Later;
    return out;
}

/// That the clause's words stand in a paragraph of its own section.
Result<base::Done> check_words(const Plan& plan, const PlanClause& clause, const std::string& pointer) {
    bool known = false;
    bool found = clause.text.empty();
    for (const PlanParagraph& paragraph : plan.paragraphs) {
        if (paragraph.section != clause.section) { continue; }
        known = true;
        found = found || paragraph.text.find(clause.text) != std::string::npos;
    }
    if (!known) {
        return Error{ErrorCode::InvalidInput, "plan.section_unknown", clause.section, pointer + "/section"};
    }
    if (!found) { return Error{ErrorCode::InvalidInput, "plan.text_not_in_plan", clause.id, pointer + "/text"}; }
    return base::Done{};
}

void append_line(Source& source, const std::string& no, const std::string& line) {
    const auto found = std::find_if(source.articles.begin(), source.articles.end(),
                                    [&](const Article& article) { return article.no == no; });
    if (found == source.articles.end()) {
        source.articles.push_back({no, line});
    } else {
        found->text += "\n" + line;
    }
}

}  // namespace

Result<Wording> Wording::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"zh", "en"}));
    Wording out;
    GX_TRY(out.zh, reader.text("zh"));
    GX_TRY(out.en, reader.text("en"));
    return out;
}

const PlanClause* Plan::clause(std::string_view clause_id) const {
    const auto found =
        std::find_if(clauses.begin(), clauses.end(), [&](const PlanClause& item) { return item.id == clause_id; });
    return found == clauses.end() ? nullptr : &*found;
}

Source Plan::as_source() const {
    Source out;
    out.id = id;
    out.kind = SourceKind::Plan;
    out.title = title;
    out.issuer = issuer;
    out.doc_no = doc_no;
    out.adopted_on = issued_on;
    out.text_of = issued_on;
    out.in_force = in_force;
    for (const PlanParagraph& paragraph : paragraphs) {
        append_line(out, paragraph.section, paragraph.text);
        // "S-4.1" stands under "S-4".
        const auto point = paragraph.section.find('.');
        if (point != std::string::npos) { append_line(out, paragraph.section.substr(0, point), paragraph.text); }
    }
    for (const PlanClause& item : clauses) {
        if (item.id == item.section) { continue; }
        out.articles.push_back({item.id, item.text.empty() ? item.title.zh : item.text});
    }
    return out;
}

Result<Plan> Plan::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "title", "issuer", "doc_no", "issued_on", "in_force", "note", "paragraphs", "clauses"}));
    Plan out;
    GX_TRY(std::string plan_id, reader.text("id", 20));
    out.id = SourceId{std::move(plan_id)};
    GX_TRY(out.title, reader.text("title"));
    GX_TRY(out.issuer, reader.text("issuer"));
    GX_TRY(out.doc_no, reader.text("doc_no"));
    GX_TRY(out.issued_on, reader.date("issued_on"));
    GX_TRY(out.in_force, InForce::from_json(reader.raw("in_force"), reader.where("in_force")));
    GX_TRY(const Json::Array* paragraphs, reader.array("paragraphs", kPartsMax));
    for (std::size_t i = 0; i < paragraphs->size(); ++i) {
        GX_TRY(auto paragraph, read_paragraph((*paragraphs)[i], element(reader.where("paragraphs"), i)));
        out.paragraphs.push_back(std::move(paragraph));
    }
    GX_TRY(const Json::Array* clauses, reader.array("clauses", kPartsMax));
    std::set<std::string> seen;
    for (std::size_t i = 0; i < clauses->size(); ++i) {
        const std::string at = element(reader.where("clauses"), i);
        GX_TRY(auto item, read_clause((*clauses)[i], at));
        if (!seen.insert(item.id).second) {
            return Error{ErrorCode::InvalidInput, "plan.clause_twice", item.id, at + "/id"};
        }
        GX_CHECK(check_words(out, item, at));
        out.clauses.push_back(std::move(item));
    }
    return out;
}

}  // namespace gx::domain
