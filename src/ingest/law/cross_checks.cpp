// SPDX-License-Identifier: Apache-2.0
#include "ingest/law/cross_checks.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "base/date.hpp"

namespace gx::ingest {
namespace {

using base::Date;
using base::Json;

/// Calls `visit(name, value, pointer, validity)` for each member below `json`; `validity` is that of the nearest
/// enclosing object that has days ("valid_from", or "in_force" with "from").
struct Walker {
    using Days = std::optional<domain::InForce>;

    template <class Visit>
    static void walk(const Json& json, const std::string& pointer, Days days, const Visit& visit) {
        if (json.is_array()) {
            const auto& items = json.as_array();
            for (std::size_t i = 0; i < items.size(); ++i) {
                walk(items[i], pointer + "/" + std::to_string(i), days, visit);
            }
            return;
        }
        if (!json.is_object()) { return; }
        if (const Days own = days_of(json)) { days = own; }
        for (const auto& [name, value] : json.as_object()) {
            // What an import layout sets or copies are members of entities, not of the law pack.
            if (name == "set" || name == "copy") { continue; }
            const std::string at = pointer + "/" + name;
            visit(name, value, at, days);
            walk(value, at, days, visit);
        }
    }

    static Days days_of(const Json& json) {
        const Json& in_force = json.at("in_force");
        const Json& holder = in_force.is_object() ? in_force : json;
        const auto from = holder.string_at(in_force.is_object() ? "from" : "valid_from");
        if (!from) { return std::nullopt; }
        const auto first = Date::parse(*from);
        if (!first.ok()) { return std::nullopt; }
        domain::InForce out{*first};
        if (const auto to = holder.string_at(in_force.is_object() ? "to" : "valid_to")) {
            if (const auto last = Date::parse(*to); last.ok()) { out.to = *last; }
        }
        return out;
    }
};

/// A text, or the texts of a list, each with its pointer.
std::vector<std::pair<std::string, std::string>> texts_of(const Json& value, const std::string& pointer) {
    std::vector<std::pair<std::string, std::string>> out;
    if (value.is_string()) { out.emplace_back(value.as_string(), pointer); }
    if (value.is_array()) {
        const auto& items = value.as_array();
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i].is_string()) { out.emplace_back(items[i].as_string(), pointer + "/" + std::to_string(i)); }
        }
    }
    return out;
}

/// True when one of `clauses` cites the text that replaced `source`, directly or by steps.
bool cites_successor(const std::vector<domain::ClauseRef>& clauses, const domain::Source& source,
                     const domain::SourceBook& book) {
    const domain::Source* next = &source;
    for (int steps = 0; steps < 10 && next != nullptr && next->repealed_by; ++steps) {
        next = book.find(*next->repealed_by);
        const bool cited = std::any_of(clauses.begin(), clauses.end(), [&](const auto& clause) {
            return next != nullptr && clause.source == next->id;
        });
        if (cited) { return true; }
    }
    return false;
}

/// True when one of `clauses` cites a text that `source` replaced.
bool cites_predecessor(const std::vector<domain::ClauseRef>& clauses, const domain::Source& source,
                       const domain::SourceBook& book) {
    return std::any_of(clauses.begin(), clauses.end(), [&](const auto& clause) {
        const domain::Source* other = book.find(clause.source);
        return other != nullptr && other->repealed_by == source.id;
    });
}

void check_clause(const domain::ClauseRef& clause, const std::vector<domain::ClauseRef>& beside,
                  const Walker::Days& days, const domain::SourceBook& book, const Place& place, Findings& findings) {
    if (const auto text = book.text_of(clause); !text.ok()) {
        findings.add(place, text.error().reason, text.error().detail);
        return;
    }
    if (!days) { return; }
    const domain::Source& source = *book.find(clause.source);
    const auto first = book.check(clause, days->from);
    const bool later_text = days->from < source.in_force.from && days->overlaps(source.in_force);
    if (!first.ok() && !(later_text && cites_predecessor(beside, source, book))) {
        findings.add(place, first.error().reason, first.error().detail);
        return;
    }
    // S-7.2a: a rule may not outlive the text that it rests on.
    const auto& end = source.in_force.to;
    if (end && (!days->to || *end < *days->to) && !cites_successor(beside, source, book)) {
        findings.add(place, "law.source_repealed", clause.str() + " ended on " + end->iso());
    }
}

/// One member that cites: all its texts together, so that a successor may stand in another text.
void check_citation(const ParsedFile& file, const Json& value, const std::string& pointer, const Walker::Days& days,
                    const domain::SourceBook& book, Findings& findings) {
    std::vector<domain::ClauseRef> all;
    std::vector<std::string> where;
    for (const auto& [text, at] : texts_of(value, pointer)) {
        const auto clauses = domain::parse_clause_refs(text);
        if (!clauses.ok()) {
            findings.add(Place{&file, at}, clauses.error().reason, text);
            continue;
        }
        for (const auto& clause : *clauses) {
            all.push_back(clause);
            where.push_back(at);
        }
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        check_clause(all[i], all, days, book, Place{&file, where[i]}, findings);
    }
}

}  // namespace

void check_sources_cited(const std::vector<ParsedFile>& files, const domain::SourceBook& book, Findings& findings) {
    for (const ParsedFile& file : files) {
        const auto visit = [&](const std::string& name, const Json& value, const std::string& pointer,
                               const Walker::Days& days) {
            // What a layout writes into each row is content, not a citation of the layout.
            if (file.folder == "imports" && pointer.starts_with("/set/")) { return; }
            // What refuses a value may be younger than the rule it stands in: it refuses from its own first day on.
            if (name == "refused_by") { check_citation(file, value, pointer, std::nullopt, book, findings); }
            if (name == "source" || name == "basis" || name == "clause") {
                check_citation(file, value, pointer, days, book, findings);
            }
        };
        Walker::walk(file.document.json, "", std::nullopt, visit);
    }
}

void check_names_used(const std::vector<ParsedFile>& files, const KnownNames& names, Findings& findings) {
    struct Rule {
        std::string_view member;
        const std::set<std::string, std::less<>>* known;
        const char* reason;
        std::string_view folder = {};  ///< empty: everywhere
    };
    const std::array<Rule, 15> rules{{
        {"deadline", &names.deadlines, "law.deadline_unknown"},
        {"deadlines", &names.deadlines, "law.deadline_unknown"},
        {"role", &names.roles, "law.role_unknown"},
        {"deciders", &names.roles, "law.role_unknown"},
        {"organ_roles", &names.roles, "law.role_unknown"},
        {"never_with", &names.roles, "law.role_unknown"},
        {"record_type", &names.record_types, "law.record_type_unknown"},
        {"record_types", &names.record_types, "law.record_type_unknown"},
        {"entity", &names.entities, "law.entity_unknown", "public_fields"},
        {"entity", &names.entities, "law.entity_unknown", "imports"},
        {"entity", &names.entities, "law.entity_unknown", "fields"},
        {"subject", &names.entities, "law.entity_unknown", "todos"},
        {"late_interest", &names.late_interest, "law.late_interest_unknown"},
        {"obligation_kind", &names.obligation_kinds, "law.obligation_kind_unknown"},
        {"obligation_kinds", &names.obligation_kinds, "law.obligation_kind_unknown"},
    }};
    for (const ParsedFile& file : files) {
        const auto visit = [&](const std::string& name, const Json& value, const std::string& pointer,
                               const Walker::Days&) {
            for (const Rule& rule : rules) {
                if (rule.member != name || (!rule.folder.empty() && rule.folder != file.folder)) { continue; }
                for (const auto& [text, at] : texts_of(value, pointer)) {
                    if (!rule.known->contains(text)) { findings.add(Place{&file, at}, rule.reason, text); }
                }
            }
        };
        Walker::walk(file.document.json, "", std::nullopt, visit);
    }
}

void check_ids(const std::vector<Identified>& items, Findings& findings) {
    std::map<std::string, std::vector<const Identified*>> by_id;
    for (const Identified& item : items) {
        auto& earlier = by_id[item.id];
        for (const Identified* other : earlier) {
            const std::string detail = item.id + ", also at " + other->place.shown();
            if (!item.validity || !other->validity || item.validity->from == other->validity->from) {
                findings.add(item.place, "law.duplicate_id", detail);
                break;
            }
            if (item.validity->overlaps(*other->validity)) {
                findings.add(item.place, "law.validity_overlaps", detail);
                break;
            }
        }
        earlier.push_back(&item);
    }
}

}  // namespace gx::ingest
