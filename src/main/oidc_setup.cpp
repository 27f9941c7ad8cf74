// SPDX-License-Identifier: Apache-2.0
#include "main/oidc_setup.hpp"

#include "base/text.hpp"
#include "base/url.hpp"
#include "crypto/hasher.hpp"
#include "crypto/jwt_verifier.hpp"
#include "ingest/law/yaml_reader.hpp"
#include "main/files.hpp"
#include "outbound/http_client.hpp"

namespace gx::main {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kSecretBytesMax = 500;
constexpr std::size_t kSettingsBytesMax = 256U << 10U;

Result<std::string> read_secret(const fs::path& file) {
    std::error_code code;
    const auto mode = fs::status(file, code).permissions();
    if (!code && (mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none) {
        return Error{ErrorCode::NotPermitted, "key.permissions", "others can read it", file.string()};
    }
    GX_TRY(const std::string text, read_file(file));
    const std::string_view secret = base::trim(text);
    if (secret.empty() || secret.size() > kSecretBytesMax) {
        return Error{ErrorCode::InvalidInput, "oidc.settings", "no client secret", file.string()};
    }
    return std::string(secret);
}

std::vector<outbound::ListedHost> listed_hosts(const app::OidcSettings& settings) {
    std::vector<outbound::ListedHost> hosts;
    for (const auto& provider : settings.providers) {
        const std::string scheme = base::Url::parse(provider.issuer).value().scheme;
        for (const auto& host : provider.hosts) {
            const auto url = base::Url::parse(scheme + "://" + host).value();
            hosts.push_back({url.host, url.port, provider.internal.contains(host)});
        }
    }
    return hosts;
}

Result<app::OidcSettings> settings_in(const fs::path& file, bool demonstration) {
    GX_TRY(const std::string text, read_file(file, kSettingsBytesMax));
    GX_TRY(const auto document, ingest::read_yaml(text, file.filename().string()));
    return app::OidcSettings::from_json(document.json, demonstration);
}

}  // namespace

Result<app::OidcSettings> read_oidc_settings(const fs::path& file) { return settings_in(file, true); }

Result<OidcSetup> OidcSetup::read(const fs::path& file, bool demonstration) {
    OidcSetup setup;
    GX_TRY(setup.settings, settings_in(file, demonstration));
    const fs::path folder = file.parent_path();
    for (auto& provider : setup.settings.providers) {
        GX_TRY(provider.client_secret, read_secret(folder / provider.client_secret_file));
    }
    if (!setup.settings.ca_file.empty()) { setup.settings.ca_file = (folder / setup.settings.ca_file).string(); }
    setup.outbound = outbound::make_http_client({.hosts = listed_hosts(setup.settings),
                                                 .plain_on_loopback = demonstration,
                                                 .ca_file = setup.settings.ca_file});
    setup.verifier = crypto::make_jwt_verifier();
    GX_TRY(setup.sha256, crypto::make_hasher("sha256"));
    return setup;
}

}  // namespace gx::main
