// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// A reference to a personal value: {"sealed": id, "commit": hex}.
struct SealedRef {
    std::string id;
    std::string commit;
};

/// All references in a content, in no particular order. An object with "sealed" and without a text "commit" counts with
/// an empty commit. Total.
std::vector<SealedRef> sealed_refs(const base::Json& content);
/// As above for canonical JSON text; reads it only when it can hold a reference. Errors: those of parse_json.
base::Result<std::vector<SealedRef>> sealed_refs(std::string_view content);

}  // namespace gx::app
