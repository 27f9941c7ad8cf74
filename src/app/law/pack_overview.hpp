// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/law/law_pack.hpp"
#include "app/ports/store.hpp"

namespace gx::app {

/// What the law pack in force holds, list by list, for the page that shows it. Made once: the pack does not change while the
/// server runs. Shape: object; each list ordered as the pack has it, with "id", "name" {zh, en} and "source" where there is one.
base::Json pack_overview(const LawPack& law, const std::string& digest);

/// The overview with the day on which the tenant took this pack up, as far as the journal knows it.
/// Errors: NotPermitted "access.denied"; those of the store.
Result<base::Json> show_pack(const base::Json& overview, Store& store, const Actor& actor);

}  // namespace gx::app
