// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "app/journal/sealed_refs.hpp"
#include "app/journal/verify_parts.hpp"
#include "app/ports/entity_types.hpp"

namespace gx::app::verify_parts {
namespace {

using base::Digest;
using domain::JournalEntry;

constexpr std::int64_t kChunk = 4096;
constexpr std::string_view kStop = "journal.stop";  // ends a stream early; never leaves this file

/// What one chunk of entries gives before it is compared with the stored hashes.
struct Slot {
    Digest header_leaf{};  // by the stored digest: must equal the stored leaf hash
    Digest leaf{};         // by the content as it is: goes into the tree
    std::uint16_t type = 0;
    bool there = false;
    bool unreadable = false;
    bool good = false;  // header and content give the stored leaf
};

/// True when the canonical text `content` has the natural key `key` as its member.
bool has_key(const EntityType& type, const std::string& content, const std::string& key) {
    const std::string member = fmt::format("\"{}\":{}", type.key_pointer, base::canonical(base::Json(key)));
    if (content.find(member) != std::string::npos) { return true; }
    const auto json = base::parse_json(content, {.bytes_max = 64U << 20U, .depth_max = 64, .keys_max = 1'000'000});
    if (!json) { return false; }
    const auto derived = natural_key(type, *json);
    return derived.ok() && *derived == key;
}

class EntryPass {
public:
    EntryPass(Reader& reader, const domain::Hasher& hasher, const std::set<std::uint64_t>& sizes, Findings& findings)
        : reader_(reader), hasher_(hasher), sizes_(sizes), findings_(findings) {}

    Result<Journal> run() {
        GX_TRY(journal_.size, reader_.journal_size());
        if (sizes_.contains(0)) { journal_.roots[0] = domain::empty_root(hasher_); }
        GX_CHECK(check_outside());
        for (std::int64_t from = 0; from < journal_.size;) {
            const std::int64_t to = std::min(from + kChunk, journal_.size);
            GX_TRY(const bool any, check_chunk(from, to));
            from = to;
            if (any || from == journal_.size) { continue; }
            // A whole chunk is missing: go on where entries begin again; no root can be known any more.
            tree_known_ = false;
            GX_TRY(from, next_entry(from));
        }
        if (tree_known_) { GX_CHECK(check_surplus_tiles()); }
        journal_.root = frontier_.root(hasher_);
        return std::move(journal_);
    }

private:
    /// Entries with impossible positions: before 0 or from size on.
    Result<Done> check_outside() {
        constexpr auto kLowest = std::numeric_limits<std::int64_t>::min();
        constexpr auto kHighest = std::numeric_limits<std::int64_t>::max();
        const auto extra = [&](const JournalEntry& entry) -> Result<Done> {
            findings_.add(entry.seq, entry.entity, "extra_entry");
            return Done{};
        };
        for (const auto& [from, to] : {std::pair{kLowest, std::int64_t{0}}, std::pair{journal_.size, kHighest}}) {
            const auto done = reader_.entries(from, to, extra);
            if (done.ok()) { continue; }
            if (done.error().code != ErrorCode::Corrupt) { return done.error(); }
            findings_.add(from, "", "entry_unreadable", done.error().reason);
        }
        return Done{};
    }

    /// The first position >= from that has an entry, rounded down to a chunk; the size when there is none.
    Result<std::int64_t> next_entry(std::int64_t from) {
        std::int64_t found = journal_.size;
        const auto done = reader_.entries(from, journal_.size, [&](const JournalEntry& entry) -> Result<Done> {
            found = entry.seq;
            return Error{ErrorCode::StateForbids, std::string(kStop)};
        });
        if (!done.ok() && done.error().reason != kStop) {
            if (done.error().code != ErrorCode::Corrupt) { return done.error(); }
            return from;
        }
        return found == journal_.size ? found : std::max(from, found / kChunk * kChunk);
    }

    /// True when at least one entry was there.
    Result<bool> check_chunk(std::int64_t from, std::int64_t to) {
        slots_.assign(static_cast<std::size_t>(to - from), Slot{});
        std::int64_t next = from;
        while (next < to) {
            const auto done = reader_.entries(next, to, [&](const JournalEntry& entry) -> Result<Done> {
                if (entry.seq < next || entry.seq >= to) {
                    return Error{ErrorCode::Corrupt, "journal.position", std::to_string(entry.seq)};
                }
                next = entry.seq + 1;
                check(entry, slots_[static_cast<std::size_t>(entry.seq - from)]);
                return Done{};
            });
            if (done.ok()) { break; }
            if (done.error().code != ErrorCode::Corrupt) { return done.error(); }
            findings_.add(next, "", "entry_unreadable", done.error().reason);
            slots_[static_cast<std::size_t>(next - from)].unreadable = true;
            ++next;
        }
        report_gaps(from);
        GX_CHECK(compare_leaves(from));
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            if (!slots_[i].good) { journal_.bad_leaves.add(from + static_cast<std::int64_t>(i)); }
        }
        if (tree_known_) { GX_CHECK(extend_tree()); }
        return std::any_of(slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.there || slot.unreadable; });
    }

    void check(const JournalEntry& entry, Slot& slot) {
        slot.there = true;
        slot.type = type_index(entry.entity);
        slot.header_leaf = domain::leaf_hash(hasher_, entry);
        slot.leaf = slot.header_leaf;
        const Digest digest = domain::content_digest(hasher_, entry.salt, entry.content);
        if (digest != entry.content_digest) {
            findings_.add(entry.seq, entry.entity, "content_mismatch", entry.entity_id);
            JournalEntry actual = entry;
            actual.content_digest = digest;
            slot.leaf = domain::leaf_hash(hasher_, actual);
        }
        note_version(entry, digest, slot.type);
        if (entry.content) { note_content(entry); }
    }

    void note_version(const JournalEntry& entry, const Digest& digest, std::uint16_t type) {
        auto& state = journal_.entities[entity_key(hasher_, entry.entity, entry.tenant, entry.entity_id)];
        if (entry.version != state.version + 1) {
            findings_.add(entry.seq, entry.entity, "order",
                          fmt::format("{} version {} after {}", entry.entity_id, entry.version, state.version));
        }
        const auto mark = key_mark(hasher_, entry.entity_key);
        if (!entry.content && mark != state.key) { findings_.add(entry.seq, entry.entity, "column_mismatch", "entity_key"); }
        state.version = entry.version;
        state.seq = entry.seq;
        state.salt = entry.salt;
        std::copy_n(digest.begin(), state.digest.size(), state.digest.begin());
        state.key = mark;
        state.type = type;
        state.removed = !entry.content.has_value();
    }

    void note_content(const JournalEntry& entry) {
        const auto* type = find_entity_type(entry.entity);
        if (type != nullptr && !has_key(*type, *entry.content, entry.entity_key)) {
            findings_.add(entry.seq, entry.entity, "column_mismatch", "entity_key");
        }
        const auto refs = sealed_refs(std::string_view(*entry.content));
        if (!refs.ok()) {
            findings_.add(entry.seq, entry.entity, "content_mismatch", "not JSON");
            return;
        }
        for (const auto& ref : *refs) { note_sealed(entry, ref); }
        if (entry.entity == "erasure") { note_erasure(entry); }
    }

    void note_sealed(const JournalEntry& entry, const SealedRef& ref) {
        const auto commit = base::digest_from_hex(ref.commit);
        if (!commit.ok()) {
            findings_.add(entry.seq, entry.entity, "sealed_mismatch", ref.id);
            return;
        }
        auto& state = journal_.sealed[ref.id];
        if (state.seq < 0) {
            state.seq = entry.seq;
            state.commit = *commit;
        } else if (state.commit != *commit) {
            findings_.add(entry.seq, entry.entity, "sealed_mismatch", ref.id);
        }
    }

    void note_erasure(const JournalEntry& entry) {
        const auto json = base::parse_json(*entry.content);
        if (!json.ok()) {
            findings_.add(entry.seq, entry.entity, "content_mismatch", "not JSON");
            return;
        }
        const auto& basis = json->at("basis");
        const bool has_basis = basis.is_array() ? !basis.as_array().empty() : basis.is_string() && !basis.as_string().empty();
        const std::string requester = json->text_or_empty("requester");
        const std::string approver = json->text_or_empty("approver");
        if (!has_basis || requester.empty() || approver.empty() || requester == approver) {
            findings_.add(entry.seq, entry.entity, "erasure_invalid", entry.entity_id);
            return;
        }
        if (!json->at("sealed_ids").is_array()) { return; }
        for (const auto& id : json->at("sealed_ids").as_array()) {
            if (id.is_string()) { journal_.sealed[id.as_string()].erased = true; }
        }
    }

    void report_gaps(std::int64_t from) {
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            const std::int64_t seq = from + static_cast<std::int64_t>(i);
            const bool there = slots_[i].there || slots_[i].unreadable;
            if (!there && (last_gap_ < 0 || last_gap_ != seq - 1)) { findings_.add(seq, "", "gap"); }
            if (!there) { last_gap_ = seq; }
        }
    }

    Result<Done> compare_leaves(std::int64_t from) {
        const auto stored = reader_.leaf_hashes(from, static_cast<std::int64_t>(slots_.size()));
        const bool whole = stored.ok() && stored->size() == slots_.size();
        if (!stored.ok() && stored.error().code != ErrorCode::Corrupt) { return stored.error(); }
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            if (!slots_[i].there) { continue; }
            const std::int64_t seq = from + static_cast<std::int64_t>(i);
            bool same = false;
            if (whole) {
                same = (*stored)[i] == slots_[i].header_leaf;
            } else {  // positions are not sure: one by one
                const auto one = reader_.leaf_hashes(seq, 1);
                if (!one.ok() && one.error().code != ErrorCode::Corrupt) { return one.error(); }
                same = one.ok() && one->size() == 1 && one->front() == slots_[i].header_leaf;
            }
            if (!same) { findings_.add(seq, journal_.type_names[slots_[i].type], "leaf_mismatch"); }
            slots_[i].good = same && slots_[i].leaf == slots_[i].header_leaf;
        }
        return Done{};
    }

    /// Appends the chunk's leaves, noting roots at the sizes asked for, and compares the tiles that were completed.
    Result<Done> extend_tree() {
        std::vector<Digest> leaves;
        const auto flush = [&] {
            frontier_.append_all(hasher_, leaves, [&](unsigned height, std::uint64_t index, const Digest& root) {
                if (height == 0 || height % domain::kTileHeight != 0) { return; }
                auto& level = tiles_[height / domain::kTileHeight];
                if (level.roots.empty()) { level.first = static_cast<std::int64_t>(index); }
                level.roots.push_back(root);
            });
            leaves.clear();
        };
        for (const Slot& slot : slots_) {
            leaves.push_back(slot.leaf);
            const std::uint64_t size = frontier_.size() + leaves.size();
            if (!sizes_.contains(size)) { continue; }
            flush();
            journal_.roots[size] = frontier_.root(hasher_);
        }
        flush();
        for (auto& [level, tiles] : tiles_) { GX_CHECK(compare_tiles(static_cast<int>(level), tiles)); }
        return Done{};
    }

    struct Tiles {
        std::int64_t first = 0;
        std::vector<Digest> roots;
        std::int64_t compared = 0;
    };

    Result<Done> compare_tiles(int level, Tiles& tiles) {
        if (tiles.roots.empty()) { return Done{}; }
        const auto stored = reader_.tile_roots(level, tiles.first, static_cast<std::int64_t>(tiles.roots.size()));
        if (!stored.ok() && stored.error().code != ErrorCode::Corrupt) { return stored.error(); }
        if (!stored.ok() || *stored != tiles.roots) {
            for (std::size_t i = 0; i < tiles.roots.size(); ++i) {
                const std::int64_t index = tiles.first + static_cast<std::int64_t>(i);
                const auto one = reader_.tile_roots(level, index, 1);
                if (!one.ok() && one.error().code != ErrorCode::Corrupt) { return one.error(); }
                if (one.ok() && one->size() == 1 && one->front() == tiles.roots[i]) { continue; }
                const unsigned shift = domain::kTileHeight * static_cast<unsigned>(level);
                // A changed entry explains another root over it; the entry itself is the finding.
                if (journal_.bad_leaves.first_in(index << shift, (index + 1) << shift)) { continue; }
                findings_.add(index << shift, "", "tile_mismatch", fmt::format("level {} index {}", level, index));
            }
        }
        tiles.compared = tiles.first + static_cast<std::int64_t>(tiles.roots.size());
        tiles.roots.clear();
        return Done{};
    }

    Result<Done> check_surplus_tiles() {
        for (unsigned level = 1; level * domain::kTileHeight < 64; ++level) {
            const std::int64_t next = journal_.size >> (domain::kTileHeight * level);
            const auto surplus = reader_.tile_roots(static_cast<int>(level), next, 1);
            if (!surplus.ok() && surplus.error().code != ErrorCode::Corrupt) { return surplus.error(); }
            if (!surplus.ok() || !surplus->empty()) {
                findings_.add(next << (domain::kTileHeight * level), "", "tile_mismatch",
                              fmt::format("level {} index {} is too much", level, next));
            }
        }
        return Done{};
    }

    std::uint16_t type_index(const std::string& entity) {
        auto& names = journal_.type_names;
        const auto found = std::find(names.begin(), names.end(), entity);
        if (found != names.end()) { return static_cast<std::uint16_t>(found - names.begin()); }
        if (names.size() >= kTypesMax) { return 0; }  // only a forged journal has so many
        names.push_back(entity);
        return static_cast<std::uint16_t>(names.size() - 1);
    }

    static constexpr std::size_t kTypesMax = 1'000;

    Reader& reader_;
    const domain::Hasher& hasher_;
    const std::set<std::uint64_t>& sizes_;
    Findings& findings_;
    Journal journal_;
    domain::Frontier frontier_;
    std::vector<Slot> slots_;
    std::map<unsigned, Tiles> tiles_;
    std::int64_t last_gap_ = -1;
    bool tree_known_ = true;
};

}  // namespace

EntityKey entity_key(const domain::Hasher& hasher, std::string_view entity, std::string_view tenant,
                     std::string_view id) {
    std::string text;
    for (const auto part : {entity, tenant, id}) {
        text += std::to_string(part.size());
        text += ':';
        text += part;
    }
    const Digest digest = hasher.digest(base::as_bytes(text));
    EntityKey key{};
    std::copy_n(digest.begin(), key.size(), key.begin());
    return key;
}

std::array<std::uint8_t, 8> key_mark(const domain::Hasher& hasher, std::string_view natural_key) {
    const Digest digest = hasher.digest(base::as_bytes(natural_key));
    std::array<std::uint8_t, 8> mark{};
    std::copy_n(digest.begin(), mark.size(), mark.begin());
    return mark;
}

Result<Journal> check_entries(Reader& reader, const domain::Hasher& hasher, const std::set<std::uint64_t>& sizes,
                              Findings& findings) {
    return EntryPass(reader, hasher, sizes, findings).run();
}

}  // namespace gx::app::verify_parts
