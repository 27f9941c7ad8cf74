// SPDX-License-Identifier: Apache-2.0
#include "app/oidc/provider.hpp"

#include <algorithm>

#include "base/json_reader.hpp"
#include "base/url.hpp"

namespace gx::app {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

constexpr std::size_t kProvidersMax = 20;
constexpr std::size_t kHostsMax = 10;
constexpr std::size_t kIdBytesMax = 32;
constexpr std::int64_t kAgeSecondsMax = 86'400;
const std::set<std::string, std::less<>> kAlgorithms = {"RS256", "PS256", "ES256", "EdDSA"};

Error wrong(const JsonReader& reader, std::string_view member, std::string detail) {
    return reader.refuse(member, "oidc.settings", std::move(detail));
}

/// "password" is how sessions name the way in without a provider.
bool is_id(std::string_view text) {
    return text != "password" && !text.empty() && text.size() <= kIdBytesMax && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

Result<std::string> address(const JsonReader& reader, std::string_view member, bool demonstration) {
    GX_TRY(const std::string text, reader.text(member));
    const auto url = base::Url::parse(text);
    if (!url.ok()) { return wrong(reader, member, "an address such as https://id.example.cn"); }
    if (url->scheme != "https" && !demonstration) { return wrong(reader, member, "https"); }
    if (url->target.find('?') != std::string::npos) { return wrong(reader, member, "no query"); }
    return text;
}

Result<std::set<std::string, std::less<>>> text_set(const JsonReader& reader, std::string_view member) {
    GX_TRY(const auto texts, reader.texts(member, kHostsMax));
    return std::set<std::string, std::less<>>(texts.begin(), texts.end());
}

Result<Done> read_hosts(const JsonReader& reader, OidcProvider& provider) {
    GX_TRY(provider.hosts, reader.texts("hosts", kHostsMax));
    GX_TRY(provider.internal, text_set(reader, "internal"));
    const auto own = base::Url::parse(provider.issuer).value().origin();
    const std::string own_host = own.substr(own.find("://") + 3);
    if (std::ranges::find(provider.hosts, own_host) == provider.hosts.end()) { provider.hosts.push_back(own_host); }
    for (const auto& host : provider.hosts) {
        if (const auto url = base::Url::parse("https://" + host); !url.ok() || url->target != "/") {
            return wrong(reader, "hosts", host);
        }
    }
    for (const auto& host : provider.internal) {
        if (std::ranges::find(provider.hosts, host) == provider.hosts.end()) {
            return wrong(reader, "internal", host + " is not among the hosts");
        }
    }
    return Done{};
}

Result<Done> read_demands(const JsonReader& reader, OidcProvider& provider) {
    GX_TRY(const auto algorithms, text_set(reader, "algorithms"));
    if (!algorithms.empty()) { provider.algorithms = algorithms; }
    if (!std::ranges::includes(kAlgorithms, provider.algorithms)) {
        return wrong(reader, "algorithms", "RS256, PS256, ES256, EdDSA");
    }
    GX_TRY(provider.audiences, text_set(reader, "audiences"));
    GX_TRY(provider.classes, reader.texts("acr", kHostsMax));
    GX_TRY(provider.age_seconds_max, reader.optional_integer("max_age_seconds", 1, kAgeSecondsMax));
    if (reader.has("account_claim")) { GX_TRY(provider.account_claim, reader.text("account_claim", 100)); }
    return Done{};
}

Result<OidcProvider> read_provider(const Json& json, const std::string& pointer, bool demonstration) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"id", "name", "issuer", "client_id", "client_secret_file", "account_claim", "hosts",
                          "internal", "algorithms", "audiences", "acr", "max_age_seconds"}));
    OidcProvider provider;
    GX_TRY(provider.id, reader.text("id"));
    if (!is_id(provider.id)) { return wrong(reader, "id", "1..32 characters a-z 0-9 -"); }
    const JsonReader name(reader.raw("name"), reader.where("name"));
    GX_CHECK(name.only({"zh", "en"}));
    GX_TRY(provider.name_zh, name.text("zh", 100));
    GX_TRY(provider.name_en, name.text("en", 100));
    GX_TRY(provider.issuer, address(reader, "issuer", demonstration));
    GX_TRY(provider.client_id, reader.text("client_id", 200));
    GX_TRY(provider.client_secret_file, reader.text("client_secret_file"));
    GX_CHECK(read_hosts(reader, provider));
    GX_CHECK(read_demands(reader, provider));
    return provider;
}

}  // namespace

Result<OidcSettings> OidcSettings::from_json(const Json& json, bool demonstration) {
    const JsonReader reader(json);
    GX_CHECK(reader.only({"origin", "ca_file", "providers"}));
    OidcSettings settings;
    GX_TRY(settings.origin, address(reader, "origin", demonstration));
    settings.origin = base::Url::parse(settings.origin).value().origin();
    GX_TRY(settings.ca_file, reader.text_or_empty("ca_file"));
    GX_TRY(const auto* const list, reader.array("providers", kProvidersMax));
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string pointer = fmt::format("/providers/{}", i);
        GX_TRY(auto provider, read_provider((*list)[i], pointer, demonstration));
        const auto same = [&](const OidcProvider& other) {
            return other.id == provider.id || other.issuer == provider.issuer;
        };
        if (std::ranges::any_of(settings.providers, same)) {
            return Error{ErrorCode::InvalidInput, "oidc.settings", "id or issuer twice", pointer};
        }
        settings.providers.push_back(std::move(provider));
    }
    return settings;
}

}  // namespace gx::app
