// SPDX-License-Identifier: Apache-2.0
// Effects on measures, notices and what went out of the house.
#include "app/casework/call_tables.hpp"

namespace gx::app {

std::span<const EffectEntry> measure_effects() { return {}; }

}  // namespace gx::app
