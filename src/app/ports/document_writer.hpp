// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/official_document.hpp"
#include "app/ports/printed_report.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace gx::app {

/// Sets documents as PDF with every font embedded. The same value gives the same bytes on the same installation.
/// Thread: any; calls wait for each other.
class DocumentWriter {
public:
    virtual ~DocumentWriter() = default;
    /// Laid out by GB/T 9704-2012: A4, type area 156 mm by 225 mm, 22 lines of 28 characters.
    /// Errors: InvalidInput "document.empty", "document.text" (not UTF-8); TooLarge "document.too_long" (above 200 pages);
    ///         Unavailable "document.not_set"
    virtual base::Result<base::Bytes> pdf(const OfficialDocument& document) = 0;
    /// Errors: as above.
    virtual base::Result<base::Bytes> pdf(const PrintedReport& report) = 0;
};

}  // namespace gx::app
