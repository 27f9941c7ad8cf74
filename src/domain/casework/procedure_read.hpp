// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "domain/casework/procedure.hpp"

namespace gx::domain {

/// The members of a procedure's file, each of its form; nothing is said of how they fit together.
/// Errors: those of base::JsonReader; InvalidInput "procedure.code_unknown", "procedure.limit", "procedure.options".
base::Result<Procedure> read_procedure(const base::Json& json, const std::string& pointer);

}  // namespace gx::domain
