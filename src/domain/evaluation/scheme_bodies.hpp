// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "domain/evaluation/scheme.hpp"

namespace gx::domain::evaluation {

/// Whether the scheme may judge a body of this class: false only when its condition `bodies` cannot hold for the class, whatever
/// else is known of the body. For pages and reminders that ask before any facts are there; who is judged the evaluation decides.
///
/// Total.
bool may_judge_class(const Scheme& scheme, std::string_view body_class);

}  // namespace gx::domain::evaluation
