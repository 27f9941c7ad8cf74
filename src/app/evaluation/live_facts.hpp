// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/evaluation/load_facts.hpp"
#include "app/ports/store.hpp"
#include "domain/obligation/obligation_kind.hpp"

namespace gx::app {

/// A tenant's facts on a day in memory, kept up with the journal: what a new entry changes is read again body by body.
///
/// Shape:  `kinds` outlives it; `request.at_size` is not set. At any time the rows are those that load_facts would give for
///         the store at `at_size`; unused codes may be left in a dictionary.
/// Thread: `refresh` alone; reading from any thread between refreshes.
class LiveFacts {
public:
    /// What a refresh did.
    struct Change {
        std::vector<std::uint32_t> bodies = {};  ///< read again, by number, ascending; none when all were
        bool rebuilt = false;                    ///< everything was read anew: tables lie elsewhere now
    };

    LiveFacts(const domain::ObligationKinds& kinds, FactsRequest request) : kinds_(kinds), request_(std::move(request)) {}

    /// Reads everything at the reader's journal size. Errors: those of load_facts and the store.
    Result<Done> load(Reader& reader);
    /// Takes facts read before, at journal size `at_size`.
    void resume(LoadedFacts facts, std::int64_t at_size);
    /// Follows the journal up to the reader's size. Reads everything anew when bodies or divisions changed, when a value was
    /// never seen before (Table::replace_body), when much changed, or when the journal is shorter than before.
    /// Errors: as `load`. After an error the next refresh reads everything anew.
    Result<Change> refresh(Reader& reader);

    const LoadedFacts& loaded() const { return loaded_; }
    const FactsRequest& request() const { return request_; }
    std::int64_t at_size() const { return at_size_; }
    /// The facts for good; nothing is followed any more.
    LoadedFacts take() && { return std::move(loaded_); }

private:
    /// What the journal says has changed since.
    struct Touched {
        std::map<std::string, std::set<std::string, std::less<>>, std::less<>> bodies;  ///< by body id: tables
        std::set<std::string, std::less<>> obligations;                                ///< whose parts changed
        bool everything = false;
    };

    Result<Change> rebuild(Reader& reader);
    void number_bodies();
    Result<Touched> touched(Reader& reader, std::int64_t size) const;
    Result<Done> note_versions(Reader& reader, const domain::JournalEntry& entry, Touched& touched) const;
    static void note(const domain::JournalEntry& entry, Touched& touched);
    /// False when a rebuild is needed.
    Result<bool> replace(Reader& reader, const std::string& body_id, std::uint32_t body,
                         const std::set<std::string, std::less<>>& tables);

    const domain::ObligationKinds& kinds_;
    FactsRequest request_;
    LoadedFacts loaded_;
    std::unordered_map<std::string, std::uint32_t> number_by_id_;
    std::int64_t at_size_ = 0;
    bool broken_ = true;
};

}  // namespace gx::app
