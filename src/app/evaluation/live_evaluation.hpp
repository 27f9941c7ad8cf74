// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "app/evaluation/live_facts.hpp"
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
        domain::RepairPeriods periods = {};  ///< how long breach data are scored
    };
    /// Errors: those of load_facts, Evaluation::run and the store.
    static Result<std::unique_ptr<LiveEvaluation>> open(Reader& reader, const Input& input);

    /// Follows the journal up to the reader's size (LiveFacts::refresh); judges again what was read again.
    /// Errors: as `open`. After an error the next refresh reads and judges everything anew, and nothing may be read before.
    Result<LiveFacts::Change> refresh(Reader& reader);

    const domain::evaluation::FactSet& facts() const { return facts_.loaded().facts; }
    const domain::evaluation::Evaluation& evaluation() const { return *evaluation_; }
    std::int64_t at_size() const { return facts_.at_size(); }

private:
    explicit LiveEvaluation(const Input& input)
        : scheme_(input.scheme), horizon_(input.horizon), threads_(input.threads),
          facts_(input.kinds, {.tenant = input.tenant, .as_of = input.horizon.as_of, .periods = input.periods}) {}

    Result<Done> judge();

    domain::evaluation::Scheme scheme_;
    domain::evaluation::Horizon horizon_;
    unsigned threads_;
    LiveFacts facts_;
    std::unique_ptr<domain::evaluation::Evaluation> evaluation_;
};

}  // namespace gx::app
