// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Looks for malware in the bytes of a file.
/// Thread: any.
class VirusScan {
public:
    virtual ~VirusScan() = default;
    /// Done: nothing was found.
    /// Errors: BasisMissing "attachment.infected" (detail: the name that the scanner gives); Unavailable
    ///         "attachment.scan_unavailable": no answer, or one that says neither yes nor no.
    virtual base::Result<base::Done> scan(base::ByteView bytes) = 0;
};

}  // namespace gx::app
