// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "app/law/law_pack.hpp"
#include "base/json.hpp"

namespace gx::app {

/// Holds the content of an entity against the rules of its domain: values that can be made, kinds and record types in
/// force, refused excuses, documents that must be there. Types without such rules pass.
///
/// Errors: those of the domain's from_json and check functions; NotFound "law.unknown" for a kind or record type that is
///         not in force; `where` is a JSON pointer into the content.
base::Result<base::Done> check_content(const LawPack& law, std::string_view type, const base::Json& content);

}  // namespace gx::app
