// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/exchange/table_law.hpp"
#include "http/routes/route.hpp"

namespace gx::http {

/// A file as a streamed download, whole or from where an earlier attempt broke off ("Range: bytes=N-", "bytes=N-M": 206). Any
/// other range gets the whole file.
/// Errors: InvalidInput "http.range" when the range begins behind the end.
base::Result<Answer> download(const app::JobDownload& found, const Request& request);

}  // namespace gx::http
