// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace gx::storage {

/// A 64-bit checksum that finds torn and damaged files at memory speed (the XXH64 function, seed 0). No protection against
/// somebody who wants a wrong file to pass.
std::uint64_t checksum64(base::ByteView bytes);

}  // namespace gx::storage
