// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "app/ports/world.hpp"

namespace gx::crypto {

/// Bytes of the operating system's generator through OpenSSL's private generator. Thread: any thread.
std::unique_ptr<app::Random> system_random();

/// UUIDv7: milliseconds of the clock, then a counter and random bits; strictly increasing within one source.
///
/// Source: RFC 9562 section 5.7, method 1 of section 6.2
/// Thread: any thread.
std::unique_ptr<app::IdSource> uuid_source(app::Clock& clock, app::Random& random);

}  // namespace gx::crypto
