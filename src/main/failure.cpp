// SPDX-License-Identifier: Apache-2.0
#include "main/failure.hpp"

namespace gx::main {

int exit_code(const base::Error& error) {
    using enum base::ErrorCode;
    switch (error.code) {
        case Unavailable:
        case StorageFull:
        case Corrupt: return kEnvironment;
        case Conflict:
        case StateForbids:
        case DeadlinePassed:
        case VersionMismatch:
        case BasisMissing: return kFound;
        default: return kWrongUsage;
    }
}

void print_error(const base::Error& error) {
    std::string line = "gongxin: ";
    if (!error.where.empty()) { line += error.where + ": "; }
    line += error.reason;
    if (!error.detail.empty()) { line += ": " + error.detail; }
    for (char& c : line) {
        if (c == '\n' || c == '\r') { c = ' '; }
    }
    fmt::print(stderr, "{}\n", line);
}

}  // namespace gx::main
