// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.hpp"

namespace gx::main {

/// Exit codes of CONTRACT 2.
enum Exit : int {
    kDone = 0,
    kFound = 1,        ///< a check found something
    kWrongUsage = 2,
    kEnvironment = 3,  ///< store unreachable, disk full, a file that is not there
};

/// What a command gives back: an exit code, or the error that stopped it.
using Outcome = base::Result<int>;

/// The exit code an error stands for.
int exit_code(const base::Error& error);

/// Prints one clear line to stderr: "gongxin: WHERE: REASON: DETAIL".
void print_error(const base::Error& error);

}  // namespace gx::main
