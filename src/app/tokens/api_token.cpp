// SPDX-License-Identifier: Apache-2.0
#include "app/tokens/api_token.hpp"

#include <algorithm>

#include "base/json_reader.hpp"

namespace gx::app {
namespace {

using base::Json;
using base::Result;

constexpr std::size_t kSecretDigits = 64;
constexpr std::string_view kTokenDomain = "gongxin api token\n";

Json list_of(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) { list.push(text); }
    return list;
}

}  // namespace

Result<ApiToken> ApiToken::from_json(const Json& content) {
    const base::JsonReader reader(content);
    GX_CHECK(reader.only({"code", "hash", "account", "roles", "actions", "grants", "made_on", "expires_on", "revoked_on", "note"}));
    ApiToken token;
    GX_TRY(token.code, reader.text("code", 60));
    GX_TRY(token.hash, reader.text("hash", 64));
    GX_TRY(token.account, reader.text("account", 60));
    GX_TRY(token.rights.roles, reader.texts("roles", 20));
    GX_TRY(token.rights.actions, reader.texts("actions", 200));
    GX_TRY(const auto* grants, reader.array("grants", 20));
    for (std::size_t i = 0; i < grants->size(); ++i) {
        GX_TRY(auto grant, GrantedRole::from_json((*grants)[i], fmt::format("/grants/{}", i)));
        token.rights.grants.push_back(std::move(grant));
    }
    GX_TRY(token.made_on, reader.date("made_on"));
    GX_TRY(token.expires_on, reader.optional_date("expires_on"));
    GX_TRY(token.revoked_on, reader.optional_date("revoked_on"));
    return token;
}

Json ApiToken::to_json() const {
    Json out = Json::object();
    out.set("code", code).set("hash", hash).set("account", account).set("made_on", made_on.iso());
    if (!rights.roles.empty()) { out.set("roles", list_of(rights.roles)); }
    if (!rights.actions.empty()) { out.set("actions", list_of(rights.actions)); }
    if (!rights.grants.empty()) {
        Json grants = Json::array();
        for (const GrantedRole& grant : rights.grants) { grants.push(grant.to_json()); }
        out.set("grants", std::move(grants));
    }
    if (expires_on) { out.set("expires_on", expires_on->iso()); }
    if (revoked_on) { out.set("revoked_on", revoked_on->iso()); }
    return out;
}

bool is_token(std::string_view text) {
    if (text.size() != kTokenPrefix.size() + kSecretDigits || !text.starts_with(kTokenPrefix)) { return false; }
    return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(kTokenPrefix.size()), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string token_of(base::ByteView random) {
    GX_ASSERT(random.size() == kSecretDigits / 2);
    return std::string(kTokenPrefix) + base::to_hex(random);
}

base::Digest token_digest(const domain::Hasher& hasher, std::string_view token) {
    return hasher.digest(base::as_bytes(kTokenDomain), base::as_bytes(token));
}

}  // namespace gx::app
