// SPDX-License-Identifier: Apache-2.0
// Effects on findings and records.
#include "app/casework/call_tables.hpp"

namespace gx::app {

std::span<const EffectEntry> record_effects() { return {}; }

}  // namespace gx::app
