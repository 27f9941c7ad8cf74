// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "domain/casework/procedure.hpp"

namespace gx::domain {

/// Whether states, steps and fields fit together: see Procedure::from_json.
base::Result<base::Done> check_procedure(const Procedure& procedure, const std::string& pointer);

}  // namespace gx::domain
