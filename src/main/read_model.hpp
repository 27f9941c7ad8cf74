// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "main/context.hpp"
#include "main/import_desk.hpp"

namespace gx::main {

/// What a snapshot of the read model rests on beside the journal: the law pack and this very program, for another build may
/// judge otherwise.
std::string read_model_digest(const Context& context, const ImportDesk& desk);

}  // namespace gx::main
