// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "app/oidc/provider.hpp"
#include "app/ports/jwt_verifier.hpp"
#include "app/ports/outbound.hpp"
#include "base/result.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::main {

/// The settings alone, without the secrets, as a demonstration may have them. Errors: those of OidcSettings and of reading.
base::Result<app::OidcSettings> read_oidc_settings(const std::filesystem::path& file);

/// What sign-in through other offices is made of, as `serve --oidc FILE` asks for it.
struct OidcSetup {
    app::OidcSettings settings;
    std::unique_ptr<app::Outbound> outbound;
    std::unique_ptr<app::JwtVerifier> verifier;
    std::unique_ptr<domain::Hasher> sha256;

    /// Reads settings (YAML or JSON) and the client secrets they name, relative to the file, each one line that nobody
    /// else may read. Errors: InvalidInput "oidc.settings", those of OidcSettings; NotPermitted "key.permissions";
    /// those of reading.
    static base::Result<OidcSetup> read(const std::filesystem::path& file, bool demonstration);
};

}  // namespace gx::main
