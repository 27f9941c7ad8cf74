// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "app/ports/passwords.hpp"
#include "app/ports/world.hpp"

namespace gx::crypto {

/// What one Argon2id computation costs. The default is what a program of ours uses; tests give less.
struct PasswordCost {
    std::uint32_t memory_kib = 65'536;
    std::uint32_t passes = 3;
    std::uint32_t lanes = 1;
};

/// Argon2id, 128 bits of salt, 256 bits of hash. Keeps a reference to `random`.
///
/// Source: RFC 9106; ASSURANCE S8
std::unique_ptr<app::PasswordHasher> make_password_hasher(app::Random& random, const PasswordCost& cost = {});

}  // namespace gx::crypto
