// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/ports/store.hpp"
#include "app/publication/public_view.hpp"
#include "base/json.hpp"

namespace gx::app {

/// Turns the rows of an explanation ([{entity, key, kept}]) from `from` to `to` into LeafRow answers: each row is read from
/// the store and passes the gate. A row that is no longer there keeps its key as title; a record that may not be seen is a row
/// "withheld" without id and key; of a case only its kind and the month of its opening are told.
///
/// Errors: those of the store.
Result<base::Json> leaf_rows_json(Reader& reader, const PublicView& view, const std::string& tenant,
                                  const base::Json& rows, std::size_t from, std::size_t to);

}  // namespace gx::app
