// SPDX-License-Identifier: Apache-2.0
// Guards that look at records, findings and measures.
#include "app/casework/call_tables.hpp"

namespace gx::app {

std::span<const GuardEntry> record_guards() { return {}; }

}  // namespace gx::app
