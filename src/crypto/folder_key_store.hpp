// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "app/ports/crypto.hpp"

namespace gx::crypto {

/// Keys as files "seal-0001.key", "look-0001.key" (hex digits) and "sign-0001.pem" of mode 0600 in one folder of mode 0700.
/// The folder is made when it is not there. A file or folder that others may read, that belongs to another user or
/// that is a link is refused.
///
/// Errors: Unavailable "key.store"; NotPermitted "key.permissions"
base::Result<std::unique_ptr<app::KeyStore>> open_key_folder(const std::filesystem::path& folder,
                                                             app::Random& random);

}  // namespace gx::crypto
