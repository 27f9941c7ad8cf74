// SPDX-License-Identifier: Apache-2.0
#include "app/audit/browse_journal.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "app/ports/entity_types.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kRead = "journal.read";
constexpr std::size_t kChangesMax = 200;
constexpr std::int64_t kLookedAtMax = 200'000;
constexpr std::size_t kBlocksARequest = 32;

Result<std::int64_t> start_of(const std::string& cursor, std::int64_t size) {
    if (cursor.empty()) { return size; }
    std::int64_t seq = 0;
    const char* end = cursor.data() + cursor.size();
    const auto [at, code] = std::from_chars(cursor.data() + 1, end, seq);
    if (cursor.front() != 's' || code != std::errc{} || at != end || seq < 0) {
        return Error{ErrorCode::InvalidInput, "page.cursor_invalid", {}, "/query/cursor"};
    }
    return std::min(seq, size);
}

Json both(const BothLanguages& text) { return Json::object().set("zh", text.zh).set("en", text.en); }

Result<Json> content_of(const domain::JournalEntry& entry) {
    if (!entry.content) { return Json::object(); }
    return base::parse_json(*entry.content);
}

}  // namespace

/// One way down the journal.
struct BrowseJournal::Walk {
    const JournalFilter& filter;
    JournalScope scope;
    Reader& reader;
    BodyFinder bodies;
    const Each& each;
    std::int64_t below;             ///< only entries before this one
    std::size_t wanted;
    std::int64_t looked_at_max;
    const Told* told = nullptr;
    std::int64_t size = 0;
    std::int64_t looked_at = 0;
    std::size_t found = 0;
    std::vector<domain::JournalEntry> history = {};  ///< of the thing looked at last: the next entry is often of the same
    std::int64_t next = -1;         ///< where to go on; -1: at the end

    bool full() const { return found >= wanted; }
};

Result<Done> BrowseJournal::resolve(Reader& reader, const std::string& tenant, JournalFilter& filter) {
    const auto id_of = [&](std::string_view type, std::string& text) -> Result<Done> {
        if (text.empty() || find_entity_type(type) == nullptr) { return Done{}; }
        GX_TRY(const auto by_key, reader.find_by_key(type, tenant, text));
        if (by_key) { text = by_key->id; }
        return Done{};
    };
    GX_CHECK(id_of("body", filter.body));
    return id_of(filter.entity, filter.id);
}

/// Gives the entry to `each` when it fits and may be seen. True when it was given.
Result<bool> BrowseJournal::look_at(Walk& walk, const domain::JournalEntry& entry) {
    if (!walk.scope.covers(entry) || !walk.filter.fits(entry)) { return false; }
    ReadableEntry readable{.entry = &entry};
    GX_TRY(Json after, content_of(entry));
    Json before = Json::object();
    if (entry.version > 1) {
        const auto& known = walk.history;
        if (known.empty() || known.front().entity != entry.entity || known.front().entity_id != entry.entity_id) {
            GX_TRY(walk.history, walk.reader.history(entry.entity, entry.entity_id));
        }
        const auto earlier = std::ranges::find(walk.history, entry.version - 1, &domain::JournalEntry::version);
        if (earlier != walk.history.end()) { GX_TRY(before, content_of(*earlier)); }
    }
    const Json& said = entry.content ? after : before;
    if (!walk.scope.covers_content(entry.entity, said)) { return false; }
    GX_TRY(readable.body_id, walk.bodies.find(entry.entity, entry.entity_id, said));
    if (!walk.filter.body.empty() && readable.body_id != walk.filter.body) { return false; }
    if (!walk.scope.covers_body(readable.body_id)) { return false; }
    readable.label = label_of(entry.entity_key, said);
    readable.changes = field_changes(before, after, kChangesMax, readable.left_off);
    ++walk.found;
    GX_CHECK(walk.each(readable, walk.reader));
    return true;
}

Result<Done> BrowseJournal::walk_block(Walk& walk, std::int64_t index) {
    const std::int64_t from = index * JournalMap::kBlock;
    const std::int64_t to = std::min(walk.below, from + JournalMap::kBlock);
    std::vector<domain::JournalEntry> fitting;
    GX_CHECK(walk.reader.entries(from, to, [&](const domain::JournalEntry& entry) -> Result<Done> {
        if (walk.scope.covers(entry) && walk.filter.fits(entry)) { fitting.push_back(entry); }
        return Done{};
    }));
    walk.looked_at += to - from;
    for (auto entry = fitting.rbegin(); entry != fitting.rend(); ++entry) {
        GX_CHECK(look_at(walk, *entry));
        if (!walk.full()) { continue; }
        walk.next = entry->seq;
        return Done{};
    }
    return Done{};
}

/// The entries of one thing are found by the index over them.
Result<Done> BrowseJournal::walk_history(Walk& walk) {
    GX_TRY(walk.history, walk.reader.history(walk.filter.entity, walk.filter.id));
    for (auto entry = walk.history.rbegin(); entry != walk.history.rend(); ++entry) {
        if (entry->seq >= walk.below) { continue; }
        GX_CHECK(look_at(walk, *entry));
        if (!walk.full()) { continue; }
        walk.next = entry->seq;
        return Done{};
    }
    return Done{};
}

Result<Done> BrowseJournal::walk(Walk& walk) {
    if (!walk.filter.id.empty() && !walk.filter.entity.empty()) { return walk_history(walk); }
    for (std::int64_t index = (walk.below + JournalMap::kBlock - 1) / JournalMap::kBlock - 1; index >= 0; --index) {
        if (walk.told != nullptr) { GX_CHECK((*walk.told)(walk.size - index * JournalMap::kBlock, walk.size)); }
        if (!map_.may_hold(index, walk.filter)) { continue; }
        if (walk.looked_at >= walk.looked_at_max) {
            walk.next = std::min(walk.below, (index + 1) * JournalMap::kBlock);
            return Done{};
        }
        GX_CHECK(walk_block(walk, index));
        if (walk.full()) { return Done{}; }
    }
    return Done{};
}

Result<Json> BrowseJournal::item(const ReadableEntry& readable, Reader& reader, EntryTexts::Names& names, Tongue tongue) const {
    const domain::JournalEntry& entry = *readable.entry;
    Json json = Json::object();
    json.set("seq", entry.seq).set("at", entry.at.iso()).set("account", entry.actor).set("action", entry.action);
    json.set("action_name", both(texts_.action(entry.action))).set("entity", entry.entity);
    json.set("entity_name", both(texts_.entity(entry.entity))).set("entity_id", entry.entity_id);
    json.set("entity_label", readable.label).set("version", entry.version).set("removed", !entry.content.has_value());
    if (!entry.origin.empty()) { json.set("origin", entry.origin); }
    if (!readable.body_id.empty()) {
        GX_TRY(const auto body, reader.find("body", entry.tenant, readable.body_id));
        Json about = Json::object().set("id", readable.body_id);
        if (body) { about.set("code", body->key).set("name", body->content.text_or_empty("name")); }
        json.set("body", std::move(about));
    }
    Json changes = Json::array();
    for (const FieldChange& change : readable.changes) {
        Json one = Json::object().set("field", change.field).set("label", both(texts_.field(entry.entity, change.field)));
        for (const auto& [member, value] : {std::pair{"before", &change.before}, std::pair{"after", &change.after}}) {
            GX_TRY(std::string text, texts_.value(entry.entity, change.field, *value, tongue, names));
            if (!value->is_null()) { one.set(member, std::move(text)); }
        }
        changes.push(std::move(one));
    }
    json.set("changes", std::move(changes));
    if (readable.left_off > 0) { json.set("changes_left_off", static_cast<std::int64_t>(readable.left_off)); }
    return json;
}

Result<Json> BrowseJournal::list(JournalFilter filter, const Page& page, const Actor& actor, Tongue tongue) {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    GX_TRY(const auto reader, store_.reader());
    GX_CHECK(map_.follow(*reader, kBlocksARequest));
    GX_TRY(const std::int64_t size, reader->journal_size());
    GX_TRY(const std::int64_t below, start_of(page.cursor, size));
    GX_CHECK(resolve(*reader, actor.tenant, filter));
    EntryTexts::Names names(*reader, actor.tenant);
    Json items = Json::array();
    const Each each = [&](const ReadableEntry& entry, Reader& from) -> Result<Done> {
        GX_TRY(Json json, item(entry, from, names, tongue));
        items.push(std::move(json));
        return Done{};
    };
    Walk walk{.filter = filter, .scope = JournalScope::of(actor), .reader = *reader, .bodies = {*reader, actor.tenant}, .each = each,
              .below = below, .wanted = page.limit, .looked_at_max = kLookedAtMax};
    GX_CHECK(this->walk(walk));
    Json json = Json::object().set("items", std::move(items));
    if (walk.next > 0) { json.set("next", fmt::format("s{}", walk.next)); }
    return json;
}

Result<Json> BrowseJournal::show(std::int64_t seq, const Actor& actor, Tongue tongue) {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const std::int64_t size, reader->journal_size());
    if (seq < 0 || seq >= size) { return Error{ErrorCode::NotFound, "journal.unknown", fmt::format("{}", seq)}; }
    EntryTexts::Names names(*reader, actor.tenant);
    Json found;
    const Each each = [&](const ReadableEntry& readable, Reader& from) -> Result<Done> {
        GX_TRY(found, item(readable, from, names, tongue));
        GX_TRY(const Json content, content_of(*readable.entry));
        found.set("content", without_secrets(content));
        found.set("digest", base::to_hex(readable.entry->content_digest));
        found.set("proof", fmt::format("/public/ledger/inclusion?index={}&size={}", seq, size));
        return Done{};
    };
    const JournalFilter all;
    Walk walk{.filter = all, .scope = JournalScope::of(actor), .reader = *reader, .bodies = {*reader, actor.tenant}, .each = each,
              .below = size, .wanted = 1, .looked_at_max = 1};
    std::optional<domain::JournalEntry> entry;
    GX_CHECK(reader->entries(seq, seq + 1, [&](const domain::JournalEntry& one) -> Result<Done> {
        entry = one;
        return Done{};
    }));
    if (entry) { GX_CHECK(look_at(walk, *entry)); }
    if (found.is_null()) { return Error{ErrorCode::NotFound, "journal.unknown", fmt::format("{}", seq)}; }
    return found;
}

Result<Done> BrowseJournal::each(JournalFilter filter, const Actor& actor, const Each& each, const Told& told) {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    GX_TRY(const auto reader, store_.reader());
    GX_CHECK(resolve(*reader, actor.tenant, filter));
    GX_TRY(const std::int64_t size, reader->journal_size());
    Walk walk{.filter = filter, .scope = JournalScope::of(actor), .reader = *reader, .bodies = {*reader, actor.tenant}, .each = each,
              .below = size, .wanted = SIZE_MAX, .looked_at_max = INT64_MAX, .told = &told, .size = size};
    return this->walk(walk);
}

Result<bool> BrowseJournal::follow(std::size_t blocks_max) {
    GX_TRY(const auto reader, store_.reader());
    return map_.follow(*reader, blocks_max);
}

}  // namespace gx::app
