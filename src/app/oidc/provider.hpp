// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::app {

/// A sign-in service of another office, as the settings name it.
///
/// Shape: `id` of 1..32 characters a-z 0-9 and "-", unique; `hosts` are "host" or "host:port", the issuer's own among
/// them.
struct OidcProvider {
    std::string id;
    std::string name_zh;
    std::string name_en;
    std::string issuer;
    std::string client_id;
    std::string client_secret_file;
    std::string client_secret = {};  ///< read from the file; never logged
    std::string account_claim = "sub";
    std::vector<std::string> hosts;
    std::set<std::string, std::less<>> internal = {};  ///< of `hosts`: those in a private network or on this machine
    std::set<std::string, std::less<>> algorithms = {"RS256", "PS256", "ES256", "EdDSA"};
    std::set<std::string, std::less<>> audiences = {};  ///< trusted beside the own client id
    std::vector<std::string> classes = {};              ///< accepted `acr` values; empty: any
    std::optional<std::int64_t> age_seconds_max = {};   ///< how long ago the person may have signed in there
};

/// All settings of sign-in through other offices.
struct OidcSettings {
    std::string origin;  ///< where browsers find this site: "https://gongxin.example.gov.cn"
    std::string ca_file = {};
    std::vector<OidcProvider> providers;

    /// Reads the document without the secrets. Unencrypted addresses only in a demonstration.
    /// Errors: InvalidInput "oidc.settings" with `where`; those of base::JsonReader
    static base::Result<OidcSettings> from_json(const base::Json& json, bool demonstration);
};

}  // namespace gx::app
