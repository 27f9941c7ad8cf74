// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "main/account_tools.hpp"

namespace gx::main {

/// The accounts of data/demo/accounts.yaml with random passwords, which accounts.txt tells, and a token for each, which
/// principals.json tells; both for their owner alone. Errors: those of ManageAccounts and ManageTokens.
base::Result<base::Done> make_demo_accounts(Context& context, std::span<const app::Role> roles, const std::string& tenant,
                                            const base::Json& words);

}  // namespace gx::main
