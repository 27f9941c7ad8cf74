// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "app/ports/envelope.hpp"
#include "app/ports/world.hpp"

namespace gx::crypto {

/// As app::Envelope::split and join, by Shamir's scheme over GF(2^8) of libgfshare. Thread: any; one at a time inside.
std::vector<app::KeyShare> split_secret(app::Random& random, base::ByteView secret, int count, int needed);
base::Secret join_shares(std::span<const app::KeyShare> shares);

}  // namespace gx::crypto
