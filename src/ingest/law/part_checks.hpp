// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ingest/law/findings.hpp"
#include "ingest/law/law_parts.hpp"

namespace gx::ingest {

/// Ids that are taken twice, or whose versions overlap; rules that look at no fact of the pack.
void check_ids_of(const Parts& parts, Findings& findings);
/// What values of the pack say of each other, once each stands for itself: actions that no role may do, notices and schemes that are not
/// there, names and types in the formulas of warnings.
void check_names_of(const Parts& parts, Findings& findings);

}  // namespace gx::ingest
