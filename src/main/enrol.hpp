// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/law/law_pack.hpp"
#include "main/context.hpp"

namespace gx::main {

/// Writes a tenant and the law pack in force for it. The command line is the only place where tenants are made.
/// Errors: Conflict "store.key_taken"; those of the store.
base::Result<base::Done> enrol_tenant(Context& context, base::Json tenant, const app::LawPack& law);

/// Writes the law pack's digest and version when they are not there yet.
base::Result<base::Done> enrol_law(Context& context, const std::string& tenant, const app::LawPack& law);

}  // namespace gx::main
