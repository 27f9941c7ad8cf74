// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/access/holder.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// Holder::visibility: equal exactly for holders who may see the same. Total.
std::string visibility_of(const domain::Hasher& hasher, const Holder& holder);

}  // namespace gx::app
