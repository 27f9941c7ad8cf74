// SPDX-License-Identifier: Apache-2.0
#include "app/publication_desk/keep_publications.hpp"

#include <algorithm>

#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

using base::Date;

constexpr std::size_t kSlice = 200;
constexpr std::size_t kPage = 1'000;
constexpr std::string_view kType = "publication";

/// What the journal calls the step from one publication to the next.
std::string verb_of(const std::optional<Publication>& now, const Publication& next) {
    if (next.state == Publication::State::Waiting) { return "wait"; }
    if (next.state == Publication::State::Withdrawn) { return "withdraw"; }
    return now && now->state == Publication::State::Published ? "change" : "publish";
}

void count(PublicationTally& tally, std::string_view verb) {
    if (verb == "publish") { ++tally.published; }
    if (verb == "change") { ++tally.changed; }
    if (verb == "withdraw") { ++tally.withdrawn; }
    if (verb == "wait") { ++tally.waiting; }
}

}  // namespace

void PublicationTally::add(const PublicationTally& other) {
    published += other.published;
    changed += other.changed;
    withdrawn += other.withdrawn;
    waiting += other.waiting;
}

base::Json PublicationTally::to_json() const {
    base::Json json = base::Json::object();
    json.set("published", published).set("changed", changed).set("withdrawn", withdrawn).set("waiting", waiting);
    return json;
}

Result<PublicationTally> keep_publication(Work& work, const std::string& tenant, const std::string& record_id, const PublicLaw& law,
                                          Date today) {
    PublicationTally tally;
    GX_TRY(const auto record, work.find("record", tenant, record_id));
    GX_TRY(const auto row, work.find(kType, tenant, record_id));
    std::optional<Publication> now;
    if (row) { GX_TRY(now, decoded<Publication>(*row)); }
    const auto next = due_publication(now, record_id, record ? &*record : nullptr, law, today);
    if (!next) { return tally; }
    const std::string verb = verb_of(now, *next);
    GX_CHECK(work.put(row ? next_version(*row, next->to_json()) : first_version(kType, tenant, record_id, next->to_json()), verb));
    count(tally, verb);
    return tally;
}

Result<std::vector<std::string>> KeepPublications::page_of(const char* type, std::vector<Condition> where, const std::string& after) {
    GX_TRY(const auto reader, parts_.store.reader());
    if (!after.empty()) { where.push_back({"id", Compare::Greater, {after}}); }
    GX_TRY(const auto rows, reader->list(type, {.tenant = tenant_, .where = std::move(where), .order = {{.column = "id"}}, .limit = kPage}));
    std::vector<std::string> ids;
    for (const Entity& row : rows) { ids.push_back(row.id); }
    return ids;
}

Result<PublicationTally> KeepPublications::keep(std::span<const std::string> record_ids) {
    PublicationTally all;
    const WriteContext context{{.account = "round", .tenant = tenant_}, parts_.clock.now()};
    for (std::span<const std::string> rest = record_ids; !rest.empty();) {
        const auto some = rest.first(std::min(kSlice, rest.size()));
        rest = rest.subspan(some.size());
        PublicationTally of_slice;
        GX_CHECK(parts_.store.write(context, [&](Work& work) -> Result<Done> {
            of_slice = {};
            GX_CHECK(hold_(work));
            for (const std::string& id : some) {
                GX_TRY(const auto one, keep_publication(work, tenant_, id, law_, today_));
                of_slice.add(one);
            }
            return Done{};
        }));
        all.add(of_slice);
    }
    return all;
}

Result<PublicationTally> KeepPublications::all() {
    PublicationTally tally;
    // Also publications whose record is no longer there.
    for (const char* type : {"record", "publication"}) {
        std::string after;
        for (;;) {
            GX_TRY(const auto ids, page_of(type, {}, after));
            GX_TRY(const auto some, keep(ids));
            tally.add(some);
            if (ids.size() < kPage) { break; }
            after = ids.back();
        }
    }
    return tally;
}

Result<PublicationTally> KeepPublications::run() {
    PublicationTally tally;
    std::string after;
    for (;;) {
        GX_TRY(const auto ids, page_of("publication", {{"next_change_on", Compare::LessEqual, {std::int64_t{today_.days()}}}}, after));
        GX_TRY(const auto some, keep(ids));
        tally.add(some);
        if (ids.size() < kPage) { return tally; }
        after = ids.back();
    }
}

Result<PublicationTally> KeepPublications::follow(std::int64_t from, std::int64_t to) {
    std::set<std::string> touched;
    bool law_changed = false;
    {
        GX_TRY(const auto reader, parts_.store.reader());
        GX_CHECK(reader->entries(from, to, [&](const domain::JournalEntry& entry) -> Result<Done> {
            if (entry.tenant != tenant_) { return Done{}; }
            if (entry.entity == "record") { touched.insert(entry.entity_id); }
            law_changed = law_changed || entry.entity == "law_pack";
            return Done{};
        }));
    }
    if (law_changed) { return all(); }
    return keep(std::vector<std::string>(touched.begin(), touched.end()));
}

}  // namespace gx::app
