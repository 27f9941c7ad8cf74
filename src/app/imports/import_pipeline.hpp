// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "app/imports/import_session.hpp"

namespace gx::app {

/// ImportSession::take with reading and checking on one thread, encoding and hashing on a second, and writing on the
/// caller's, which alone touches `work`. What is written, refused and answered is the same as with one thread.
///
/// Shape:  a few sets of 1'000 rows wait between two stages.
/// Errors: those of the session and of the work; the earliest in the file.
Result<bool> take_beside(ImportSession& session, Work& work, std::int64_t rows);

}  // namespace gx::app
