// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/column_snapshots.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "domain/evaluation/evaluation.hpp"
#include "domain/journal/hasher.hpp"
#include "domain/obligation/obligation_kind.hpp"
#include "domain/publication/publication_window.hpp"

namespace gx::app {

/// A judgement with the facts it stands on, so that it can be explained row by row.
struct Judgement {
    domain::evaluation::Scheme scheme;
    domain::evaluation::FactSet facts;
    std::unique_ptr<domain::evaluation::Evaluation> evaluation;
    std::int64_t at_size = 0;  ///< journal size that was read
    std::string digest;        ///< hex, see `digest_text`

    /// Bodies with a leaf that counts as 未报送.
    std::vector<std::string> unfiled_bodies() const;
    /// "LY-GIE-2021@1/2025/2025-12-31": natural key of the evaluation entity.
    std::string code() const;
    /// What the digest is taken of: a line of canonical JSON {as_of, period, scheme, scheme_version}, then the CSV of the
    /// scheme's first output. The same facts and scheme give the same text on every machine and store.
    Result<std::string> digest_text() const;
};

/// Judges all bodies of a tenant by a scheme and, on demand, freezes the result.
///
/// Source: S-4.3c, S-5.2d; DESIGN 3 (Statement), 4.4, 4.5
class RunEvaluation {
public:
    struct Input {
        const domain::evaluation::Scheme& scheme;
        std::string period;                          ///< "2025" or "2025Q1"
        std::optional<base::Date> as_of = {};
        std::optional<std::int64_t> at_size = {};    ///< facts as they stood at this journal size
        bool freeze = false;
        bool unfiled_confirmed = false;              ///< the office confirms that missing statements count as 0
        std::string law_digest = {};
        unsigned threads = 2;
        /// Where facts may be kept from run to run; never asked for a freeze or for facts as they stood before.
        ColumnSnapshots* snapshots = nullptr;
        domain::RepairPeriods periods = {};          ///< how long breach data are scored
    };
    struct Output {
        std::shared_ptr<const Judgement> judgement;
        std::string evaluation_id;  ///< of the frozen evaluation; empty without freeze
        bool frozen_before = false; ///< the same frozen result was there already
    };

    RunEvaluation(Store& store, const domain::ObligationKinds& kinds, const domain::Hasher& hasher, Clock& clock,
                  IdSource& ids)
        : store_(store), kinds_(kinds), hasher_(hasher), clock_(clock), ids_(ids) {}

    /// Errors: NotPermitted "access.denied"; InvalidInput "evaluation.period_invalid", "evaluation.as_of_before_period",
    ///         "evaluation.at_beyond_journal" and those of Evaluation::run; StateForbids "tenant.published_facts_only";
    ///         BasisMissing "evaluation.unfiled_not_confirmed"; Conflict "evaluation.frozen_differs" (frozen before with
    ///         another digest); those of load_facts and the store.
    Result<Output> run(const Input& input, const Actor& actor);

private:
    Result<Done> refuse_published_facts(Reader& reader, const std::string& tenant) const;
    Result<Output> freeze(std::shared_ptr<const Judgement> judgement, const Input& input, const Actor& actor);

    Store& store_;
    const domain::ObligationKinds& kinds_;
    const domain::Hasher& hasher_;
    Clock& clock_;
    IdSource& ids_;
};

}  // namespace gx::app
