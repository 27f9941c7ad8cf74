// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "app/access/body_of.hpp"
#include "app/audit/entry_changes.hpp"
#include "app/audit/entry_texts.hpp"
#include "app/audit/journal_map.hpp"
#include "app/audit/journal_query.hpp"

namespace gx::app {

/// An entry as people read it.
struct ReadableEntry {
    const domain::JournalEntry* entry = nullptr;
    std::string body_id = {};            ///< empty: of no body
    std::string label = {};
    std::vector<FieldChange> changes = {};
    std::size_t left_off = 0;            ///< changes beyond the first 200
};

/// Who did what: the journal, newest first, each entry as the difference to the version before.
///
/// Thread: any.
/// Source: S-5.6a; ASSURANCE A
class BrowseJournal {
public:
    struct Page {
        std::size_t limit = 50;   ///< 1..200
        std::string cursor = {};  ///< "s" and the seq below which to go on
    };

    BrowseJournal(Store& store, const LawPack& law, const Labels& labels) : store_(store), texts_(law, labels) {}

    /// {"items": [...], "next": cursor}. A page may hold fewer than `limit` entries, even none, and yet have a next one: no
    /// request looks at more than 200,000 entries.
    /// Errors: NotPermitted "access.denied"; InvalidInput "page.cursor_invalid"; those of the store.
    Result<base::Json> list(JournalFilter filter, const Page& page, const Actor& actor, Tongue tongue);
    /// One entry with its whole content and where its proof is. Errors: NotPermitted "access.denied"; NotFound "journal.unknown"
    Result<base::Json> show(std::int64_t seq, const Actor& actor, Tongue tongue);
    /// All that fit, newest first; `each` may end it with an error. `told` gets how many of how many entries were looked at.
    /// Errors: NotPermitted "access.denied"; those of `each`, of `told` and of the store.
    using Each = std::function<Result<Done>(const ReadableEntry& entry, Reader& reader)>;
    using Told = std::function<Result<Done>(std::int64_t done, std::int64_t of)>;
    Result<Done> each(JournalFilter filter, const Actor& actor, const Each& each, const Told& told);

    /// Lets the map of the journal catch up by so many blocks. True when it has.
    Result<bool> follow(std::size_t blocks_max);
    const EntryTexts& texts() const { return texts_; }

private:
    struct Walk;
    /// Natural keys become ids.
    static Result<Done> resolve(Reader& reader, const std::string& tenant, JournalFilter& filter);
    Result<bool> look_at(Walk& walk, const domain::JournalEntry& entry);
    Result<Done> walk_block(Walk& walk, std::int64_t index);
    Result<Done> walk_history(Walk& walk);
    Result<Done> walk(Walk& walk);
    Result<base::Json> item(const ReadableEntry& entry, Reader& reader, EntryTexts::Names& names, Tongue tongue) const;

    Store& store_;
    EntryTexts texts_;
    JournalMap map_;
};

}  // namespace gx::app
