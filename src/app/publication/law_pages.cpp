// SPDX-License-Identifier: Apache-2.0
#include "app/publication/law_pages.hpp"

#include <algorithm>

#include "app/publication/text_index.hpp"
#include "domain/calendar/deadline.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;

constexpr std::size_t kDaysMax = 400;  // of an explanation

void set_text(Json& json, std::string member, const std::string& text) {
    if (!text.empty()) { json.set(std::move(member), text); }
}

bool holds(const std::string& text, const std::string& searched) {
    return searched.empty() || searchable(text).find(searched) != std::string::npos;
}

Json source_json(const domain::Source& source) {
    Json json = Json::object();
    json.set("id", source.id.str()).set("title", source.title).set("type", domain::code_of(source.kind));
    set_text(json, "issuer", source.issuer);
    set_text(json, "document", source.doc_no);
    if (source.adopted_on) { json.set("issued_on", source.adopted_on->iso()); }
    json.set("in_force_from", source.in_force.from.iso());
    if (source.in_force.to) { json.set("in_force_to", source.in_force.to->iso()); }
    if (source.repealed_by) { json.set("repealed_by", source.repealed_by->str()); }
    return json.set("articles", static_cast<std::int64_t>(source.articles.size()));
}

Json source_ref(const LawPack& law, const std::vector<std::string>& citations) {
    if (citations.empty()) { return nullptr; }
    const std::string& citation = citations.front();
    const auto blank = citation.find(' ');
    const std::string id = citation.substr(0, blank);
    Json json = Json::object();
    json.set("id", id);
    const domain::Source* source = law.sources.find(domain::SourceId{id});
    if (source != nullptr) { json.set("title", source->title); }
    if (blank != std::string::npos) { json.set("article", citation.substr(blank + 1)); }
    return json;
}

/// "S-6.4" for "S-6.4d", "S-6" for "S-6.4", nothing above.
std::string section_above(const std::string& id) {
    const auto dot = id.rfind('.');
    return dot == std::string::npos ? std::string{} : id.substr(0, dot);
}

std::string unit_code(domain::DeadlineUnit unit) { return std::string{domain::to_string(unit)}; }

bool is_counted(const domain::DeadlineRule& rule) {
    return rule.unit != domain::DeadlineUnit::FixedDate && rule.unit != domain::DeadlineUnit::SetByDocument;
}

Json rule_json(const LawPack& law, const domain::DeadlineRule& rule) {
    Json json = Json::object();
    json.set("id", rule.id).set("name", rule.title.zh);
    set_text(json, "trigger", rule.trigger.zh);
    json.set("amount", rule.amount).set("unit", unit_code(rule.unit)).set("valid_from", rule.valid_from.iso());
    if (rule.valid_to) { json.set("valid_to", rule.valid_to->iso()); }
    return json.set("source", source_ref(law, rule.source));
}

Json calendar_item(const domain::CalendarYear& year) {
    Json json = Json::object();
    const auto off = std::ranges::count_if(year.days(), [](const auto& day) { return day.off; });
    json.set("year", year.year()).set("document", year.source());
    if (!year.notices().empty()) { json.set("url", year.notices().front()); }
    json.set("holidays", static_cast<std::int64_t>(off));
    return json.set("shifted", static_cast<std::int64_t>(year.days().size()) - static_cast<std::int64_t>(off));
}

}  // namespace

base::Result<Json> show_plan(const LawPack& law) {
    if (!law.plan) { return Error{ErrorCode::NotFound, "plan.unknown"}; }
    const domain::Plan& plan = *law.plan;
    Json clauses = Json::array();
    for (const auto& paragraph : plan.paragraphs) {
        if (!paragraph.heading) { continue; }
        Json one = Json::object();
        one.set("id", paragraph.section).set("heading", paragraph.text).set("text", paragraph.text);
        set_text(one, "parent", section_above(paragraph.section));
        clauses.push(std::move(one));
    }
    for (const auto& clause : plan.clauses) {
        Json one = Json::object();
        one.set("id", clause.id).set("parent", clause.section).set("heading", clause.title.zh);
        one.set("text", clause.text.empty() ? clause.derived : clause.text);
        set_text(one, "served_by", clause.serves.zh);
        clauses.push(std::move(one));
    }
    Json json = Json::object();
    json.set("id", plan.id.str()).set("title", plan.title).set("issued_on", plan.issued_on.iso());
    set_text(json, "issuer", plan.issuer);
    set_text(json, "document", plan.doc_no);
    return json.set("clauses", std::move(clauses));
}

base::Result<Json> list_sources(const LawPack& law, const std::string& q, const PageRequest& page) {
    const std::string text = searchable(q);
    std::vector<const domain::Source*> chosen;
    for (const auto& source : law.sources.all()) {
        if (holds(source.title + source.doc_no + source.id.str(), text)) { chosen.push_back(&source); }
    }
    GX_TRY(const auto slice, slice_by_offset(chosen.size(), page));
    Json items = Json::array();
    for (std::size_t i = slice.from; i < slice.to; ++i) { items.push(source_json(*chosen[i])); }
    return list_json(std::move(items), chosen.size(), slice);
}

base::Result<Json> show_source(const LawPack& law, const std::string& id) {
    const domain::Source* source = law.sources.find(domain::SourceId{id});
    if (source == nullptr) { return Error{ErrorCode::NotFound, "source.unknown"}; }
    return source_json(*source);
}

base::Result<Json> list_articles(const LawPack& law, const std::string& id, const std::string& q,
                                 const PageRequest& page) {
    const domain::Source* source = law.sources.find(domain::SourceId{id});
    if (source == nullptr) { return Error{ErrorCode::NotFound, "source.unknown"}; }
    const std::string text = searchable(q);
    std::vector<const domain::Article*> chosen;
    for (const auto& article : source->articles) {
        if (holds(article.text, text)) { chosen.push_back(&article); }
    }
    GX_TRY(const auto slice, slice_by_offset(chosen.size(), page));
    Json items = Json::array();
    for (std::size_t i = slice.from; i < slice.to; ++i) {
        Json one = Json::object();
        one.set("article", chosen[i]->no).set("text", chosen[i]->text);
        if (!chosen[i]->opens.empty()) { one.set("heading", chosen[i]->opens.back()); }
        items.push(std::move(one));
    }
    return list_json(std::move(items), chosen.size(), slice);
}

base::Result<Json> list_deadlines(const LawPack& law, const std::string& q) {
    const std::string text = searchable(q);
    Json items = Json::array();
    for (const auto& rule : law.deadlines.all()) {
        if (is_counted(rule) && holds(rule.title.zh + rule.id + rule.trigger.zh, text)) {
            items.push(rule_json(law, rule));
        }
    }
    const std::size_t total = items.as_array().size();
    return list_json(std::move(items), total, {});
}

base::Result<Json> compute_due(const LawPack& law, const std::string& rule_id, base::Date from) {
    GX_TRY(const auto rule, law.deadlines.find(rule_id, from));
    GX_TRY(const auto result, domain::compute_deadline(rule, from, {}, {}, law.calendar));
    if (!result.due) { return Error{ErrorCode::NotFound, "deadline.rule_unknown"}; }
    Json days = Json::array();
    for (const auto& counted : result.days) {
        if (days.as_array().size() >= kDaysMax) { break; }
        Json one = Json::object();
        one.set("day", counted.day.iso()).set("counted", counted.counted).set("reason", counted.reason);
        if (counted.counted) { one.set("number", counted.ordinal); }
        set_text(one, "name", counted.name);
        days.push(std::move(one));
    }
    Json years = Json::array();
    for (int year = from.year(); year <= result.due->year(); ++year) {
        if (result.provisional && !law.calendar.knows(year)) { years.push(year); }
    }
    Json json = Json::object();
    json.set("rule", rule_json(law, rule)).set("from", from.iso()).set("due_on", result.due->iso());
    json.set("provisional", result.provisional);
    if (!years.as_array().empty()) { json.set("missing_years", std::move(years)); }
    return json.set("days", std::move(days));
}

base::Result<Json> list_calendars(const LawPack& law) {
    Json items = Json::array();
    for (const auto& year : law.calendar_years) { items.push(calendar_item(year)); }
    return list_json(std::move(items), law.calendar_years.size(), {});
}

base::Result<Json> show_calendar(const LawPack& law, std::int64_t year) {
    const auto found = std::ranges::find_if(law.calendar_years, [&](const auto& one) { return one.year() == year; });
    if (found == law.calendar_years.end()) { return Error{ErrorCode::NotFound, "calendar.unknown"}; }
    Json days = Json::array();
    for (const auto& day : found->days()) {
        Json one = Json::object();
        days.push(one.set("day", day.date.iso()).set("working", !day.off).set("name", day.name));
    }
    Json json = Json::object();
    return json.set("item", calendar_item(*found)).set("days", std::move(days));
}

}  // namespace gx::app
