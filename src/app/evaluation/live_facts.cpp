// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/live_facts.hpp"

#include <algorithm>

#include "app/evaluation/case_facts.hpp"
#include "app/evaluation/duty_facts.hpp"

namespace gx::app {
namespace {

/// More changed entities than this are not worth following one by one.
constexpr std::size_t kEntitiesMax = 20'000;
/// One body in this many judged again costs about as much as judging all.
constexpr std::size_t kBodiesShare = 4;
constexpr std::size_t kBodiesAlways = 64;

bool is_part(std::string_view type) {
    return std::find(DutyFacts::kPartTypes.begin(), DutyFacts::kPartTypes.end(), type) != DutyFacts::kPartTypes.end();
}

bool is_structure(std::string_view type) { return type == "body" || type == "division"; }

}  // namespace

Result<Done> LiveFacts::load(Reader& reader) {
    broken_ = true;
    GX_TRY(const std::int64_t size, reader.journal_size());
    GX_TRY(loaded_, load_facts_with_ids(reader, kinds_, request_));
    number_bodies();
    at_size_ = size;
    broken_ = false;
    return Done{};
}

void LiveFacts::resume(LoadedFacts facts, std::int64_t at_size) {
    loaded_ = std::move(facts);
    number_bodies();
    at_size_ = at_size;
    broken_ = false;
}

void LiveFacts::number_bodies() {
    number_by_id_.clear();
    for (std::uint32_t body = 0; body < loaded_.body_ids.size(); ++body) { number_by_id_.emplace(loaded_.body_ids[body], body); }
}

Result<LiveFacts::Change> LiveFacts::rebuild(Reader& reader) {
    GX_CHECK(load(reader));
    return Change{.rebuilt = true};
}

/// The body or obligation that a version speaks of.
void LiveFacts::note(const domain::JournalEntry& entry, Touched& touched) {
    if (!entry.content) { return; }
    const auto content = base::parse_json(*entry.content);
    if (!content) {  // the journal's own check tells of it; here it only must not pass unseen
        touched.everything = true;
        return;
    }
    if (is_part(entry.entity)) {
        touched.obligations.insert(content->text_or_empty("obligation_id"));
    } else if (entry.entity == "case_file") {
        for (const std::string& body : bodies_of_case(*content)) { touched.bodies[body].emplace(table_of_entity(entry.entity)); }
    } else {
        touched.bodies[content->text_or_empty("body_id")].emplace(table_of_entity(entry.entity));
    }
}

/// A change may have moved the entity from another body, a removal says nothing of where it was: all versions are asked.
Result<Done> LiveFacts::note_versions(Reader& reader, const domain::JournalEntry& entry, Touched& touched) const {
    GX_TRY(const auto versions, reader.history(entry.entity, entry.entity_id));
    for (const domain::JournalEntry& version : versions) { note(version, touched); }
    return Done{};
}

Result<LiveFacts::Touched> LiveFacts::touched(Reader& reader, std::int64_t size) const {
    Touched touched;
    std::map<std::pair<std::string, std::string>, domain::JournalEntry> changed;  // the last version of each
    GX_CHECK(reader.entries(at_size_, size, [&](const domain::JournalEntry& entry) -> Result<Done> {
        if (entry.tenant != request_.tenant || touched.everything) { return Done{}; }
        if (is_structure(entry.entity) || changed.size() > kEntitiesMax) { touched.everything = true; }
        if (!table_of_entity(entry.entity).empty()) { changed.insert_or_assign({entry.entity, entry.entity_id}, entry); }
        return Done{};
    }));
    for (const auto& [name, entry] : changed) {
        if (touched.everything) { return touched; }
        if (entry.version > 1) {
            GX_CHECK(note_versions(reader, entry, touched));
        } else {
            note(entry, touched);
        }
    }
    for (const std::string& id : touched.obligations) {
        GX_TRY(const auto obligation, reader.find("obligation", request_.tenant, id));
        if (obligation) { touched.bodies[obligation->content.text_or_empty("body_id")].emplace("obligation"); }
    }
    return touched;
}

Result<bool> LiveFacts::replace(Reader& reader, const std::string& body_id, std::uint32_t body,
                                     const std::set<std::string, std::less<>>& tables) {
    GX_TRY(const auto rows, load_body_rows(reader, kinds_, request_, {.id = body_id, .number = body, .tables = tables}));
    for (const BodyTable& each : rows) {
        const auto replaced = loaded_.facts.find(each.table)->replace_body(body, each.rows);
        if (replaced) { continue; }
        if (replaced.error().reason == "evaluation.rebuild_needed") { return false; }
        return replaced.error();
    }
    return true;
}

Result<LiveFacts::Change> LiveFacts::refresh(Reader& reader) {
    GX_TRY(const std::int64_t size, reader.journal_size());
    if (broken_ || size < at_size_) { return rebuild(reader); }
    if (size == at_size_) { return Change{}; }
    GX_TRY(const Touched changed, touched(reader, size));
    const std::size_t worthwhile = std::max(kBodiesAlways, loaded_.body_ids.size() / kBodiesShare);
    if (changed.everything || changed.bodies.size() > worthwhile) { return rebuild(reader); }
    Change done;
    broken_ = true;  // until all of it is in
    for (const auto& [id, tables] : changed.bodies) {
        const auto number = number_by_id_.find(id);
        if (number == number_by_id_.end()) { continue; }  // of a body that is not judged
        GX_TRY(const bool replaced, replace(reader, id, number->second, tables));
        if (!replaced) { return rebuild(reader); }
        done.bodies.push_back(number->second);
    }
    broken_ = false;
    at_size_ = size;
    std::sort(done.bodies.begin(), done.bodies.end());
    return done;
}

}  // namespace gx::app
