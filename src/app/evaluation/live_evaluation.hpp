// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/evaluation/load_facts.hpp"
#include "app/ports/store.hpp"
#include "domain/evaluation/evaluation.hpp"
#include "domain/obligation/obligation_kind.hpp"

namespace gx::app {

/// The judgement of a tenant by a scheme on a day, with its facts in memory, kept up with the journal: what a new entry
/// changes is read again body by body, judged again and ranked again among its peers; nothing else is touched.
///
/// Shape:  `scheme` is copied, `kinds` outlive it. At any time the result has the bytes of a new evaluation of the store at
///         `at_size`.
/// Thread: `refresh` alone; reading from any thread between refreshes.
/// Source: DESIGN 4.5
class LiveEvaluation {
public:
    struct Input {
        const domain::evaluation::Scheme& scheme;
        const domain::ObligationKinds& kinds;
        std::string tenant;
        domain::evaluation::Horizon horizon;
        unsigned threads = 2;
    };
    /// What a refresh did.
    struct Change {
        std::vector<std::uint32_t> bodies = {};  ///< judged again, by number; none when all were
        bool rebuilt = false;                    ///< everything was read and judged anew
    };

    /// Errors: those of load_facts, Evaluation::run and the store.
    static Result<std::unique_ptr<LiveEvaluation>> open(Reader& reader, Input input);
    /// From facts read before, at journal size `at_size`.
    static Result<std::unique_ptr<LiveEvaluation>> resume(Input input, LoadedFacts facts, std::int64_t at_size);

    /// Follows the journal up to the reader's size. Reads everything anew when bodies or divisions changed, when a value was
    /// never seen before (Table::replace_body), when much changed, or when the journal is shorter than before.
    /// Errors: as `open`. After an error the next refresh reads everything anew.
    Result<Change> refresh(Reader& reader);

    const domain::evaluation::FactSet& facts() const { return loaded_.facts; }
    const LoadedFacts& loaded() const { return loaded_; }
    const domain::evaluation::Evaluation& evaluation() const { return *evaluation_; }
    std::int64_t at_size() const { return at_size_; }
    std::uint64_t rebuilds() const { return rebuilds_; }

private:
    /// What the journal says has changed since.
    struct Touched {
        std::map<std::string, std::set<std::string, std::less<>>, std::less<>> bodies;  ///< by body id: tables
        std::set<std::string, std::less<>> obligations;                                ///< whose parts changed
        bool everything = false;
    };

    explicit LiveEvaluation(Input input) : scheme_(input.scheme), input_(std::move(input)) {}

    FactsRequest request() const { return {.tenant = input_.tenant, .as_of = input_.horizon.as_of}; }
    Result<Change> rebuild(Reader& reader);
    Result<Done> judge();
    Result<Touched> touched(Reader& reader, std::int64_t size) const;
    Result<Done> note_versions(Reader& reader, const domain::JournalEntry& entry, Touched& touched) const;
    static void note(const domain::JournalEntry& entry, Touched& touched);
    /// False when a rebuild is needed.
    Result<bool> replace(Reader& reader, const std::string& body_id, std::uint32_t body,
                         const std::set<std::string, std::less<>>& tables);

    domain::evaluation::Scheme scheme_;
    Input input_;  ///< input_.scheme is the caller's; scheme_ is used
    LoadedFacts loaded_;
    std::unordered_map<std::string, std::uint32_t> number_by_id_;
    std::unique_ptr<domain::evaluation::Evaluation> evaluation_;
    std::int64_t at_size_ = 0;
    std::uint64_t rebuilds_ = 0;
    bool broken_ = false;
};

}  // namespace gx::app
