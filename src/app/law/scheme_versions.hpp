// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "app/law/law_pack.hpp"

namespace gx::app {

/// The version of a scheme that judges a period: the newest one in force on the period's last day. A later version takes the place of
/// an earlier one from its first day on; what was judged before stays judged by the earlier one, whose file is never changed.
///
/// Shape:  `period` is "2025" or "2025Q3"; another text asks for the newest version of all, as does a scheme without days.
/// Errors: NotFound "law.unknown" (no such scheme, or none in force by then)
/// Source: S-4.3c; law/README.md
base::Result<const domain::evaluation::Scheme*> scheme_for_period(const LawPack& law, std::string_view scheme_id, std::string_view period);

}  // namespace gx::app
