// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/evaluation/run_evaluation.hpp"

namespace gx::app {

/// What a frozen evaluation is written with.
struct FrozenHead {
    std::string tenant;
    std::string id;
    std::string law_digest;
    bool unfiled_confirmed = false;
};

/// The `evaluation` entity of a judgement (docs/ENTITIES.md).
Entity evaluation_entity(const Judgement& judgement, const FrozenHead& head);

/// One `evaluation_result` a judged body, in order of the bodies, a few hundred at a time. `total` is hundredths whatever
/// the scheme's decimals; at most 20 rows a leaf are kept in the explanation, their number is always there. Results that a trial left
/// under the same evaluation get their next version; those of bodies that are judged no more go.
/// Errors: NotFound "body.unknown" when a body left meanwhile; those of explain and the store.
Result<Done> write_results(Work& work, const Judgement& judgement, const FrozenHead& head, IdSource& ids);

}  // namespace gx::app
