// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/evaluation/run_evaluation.hpp"

namespace gx::app {

/// What a judgement inside another use case's work is made with.
struct TrialParts {
    Work& work;
    const domain::ObligationKinds& kinds;
    const domain::Hasher& hasher;  ///< the store's
    IdSource& ids;
};

/// Which judgement.
struct TrialInput {
    const domain::evaluation::Scheme& scheme;
    std::string period;                       ///< "2025"
    std::optional<base::Date> as_of = {};
    base::Date today = {};
    std::string case_id = {};                 ///< the case that it belongs to: public only when that says so
    std::string law_digest = {};
    unsigned threads = 2;
};

/// Judges all bodies by the rows as the work sees them and keeps the result as a trial: `evaluation` in state `trial` with its results.
/// Judged again, the next versions of them. Gives the evaluation. Reads all facts: the work waits for it as long as for a judgement.
///
/// Errors: those of horizon_of, load_facts and Evaluation::run; Conflict "evaluation.frozen_differs" (it stands frozen); InvalidInput
///         "scheme.field_missing" (no output); those of the store.
/// Source: S-4.3c; DESIGN 4.4
Result<Entity> judge_trial(const TrialParts& parts, const std::string& tenant, const TrialInput& input);

/// The trial as it was announced becomes the result, missing statements confirmed by whoever decides. Nothing when it stands so.
/// Errors: StateForbids "case.evaluation_not_so"; those of the store.
/// Source: S-4.1b; DESIGN 3
Result<Done> freeze_trial(Work& work, const std::string& tenant, const std::string& code);

/// From today on the public sees it. Errors: StateForbids "case.evaluation_not_so" (not frozen); those of the store.
Result<Done> publish_frozen(Work& work, const std::string& tenant, const std::string& code, base::Date today);

}  // namespace gx::app
