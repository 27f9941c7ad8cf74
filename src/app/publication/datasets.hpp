// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "app/publication/public_view.hpp"
#include "base/json.hpp"

namespace gx::app {

enum class DatasetFormat : std::uint8_t { Csv, Json };

/// The open data files with their columns and number of rows. Errors: NotFound "tenant.unknown"
base::Result<base::Json> list_datasets(const PublicView& view, const std::string& tenant);

/// A whole file, part by part: each call appends some hundred rows and says whether more follow.
///
/// Shape:  CSV with byte order mark, CRLF and a header; texts that a spreadsheet would take for a formula get a leading
///         apostrophe. JSON: {"items": […]} with one object a row.
/// Errors: NotFound "tenant.unknown"; while running Unavailable "http.busy" when the model was built anew meanwhile.
/// Thread: one thread at a time; `view` must outlive it.
base::Result<std::function<base::Result<bool>(std::string&)>> open_dataset(const PublicView& view, const std::string& id,
                                                                           const std::string& tenant,
                                                                           DatasetFormat format);

}  // namespace gx::app
