// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/account.hpp"

#include <algorithm>
#include <array>

#include "base/json_reader.hpp"

namespace gx::app {
namespace {

using base::Json;
using base::JsonReader;
using base::Result;

struct StateCode {
    AccountState state;
    std::string_view code;
};
constexpr std::array<StateCode, 3> kStates{
    {{AccountState::Active, "active"}, {AccountState::Disabled, "disabled"}, {AccountState::Closed, "closed"}}};
constexpr std::size_t kGrantsMax = 20;
constexpr std::size_t kProvidersMax = 10;

Json list_of(const std::vector<GrantedRole>& grants) {
    Json list = Json::array();
    for (const GrantedRole& grant : grants) { list.push(grant.to_json()); }
    return list;
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

Result<std::vector<OutsideName>> outside_names(const JsonReader& reader) {
    GX_TRY(const auto* rows, reader.array("oidc", kProvidersMax));
    std::vector<OutsideName> names;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const JsonReader row((*rows)[i], fmt::format("{}/{}", reader.where("oidc"), i));
        GX_CHECK(row.only({"provider", "subject_digest"}));
        OutsideName name;
        GX_TRY(name.provider, row.text("provider", 60));
        GX_TRY(name.subject_digest, row.text("subject_digest", 64));
        names.push_back(std::move(name));
    }
    return names;
}

}  // namespace

std::string_view code_of(AccountState state) {
    const auto found = std::ranges::find(kStates, state, &StateCode::state);
    GX_ASSERT(found != kStates.end());
    return found->code;
}

std::optional<AccountState> account_state(std::string_view code) {
    const auto found = std::ranges::find(kStates, code, &StateCode::code);
    return found == kStates.end() ? std::nullopt : std::optional(found->state);
}

Result<Account> Account::from_json(const Json& content) {
    const JsonReader reader(content);
    GX_CHECK(reader.only({"code", "name", "body_id", "official_id", "locale", "state", "grants", "made_on", "secret_digest",
                          "password_changed_on", "totp", "oidc", "note"}));
    Account out;
    GX_TRY(out.code, reader.text("code", 40));
    out.name = reader.raw("name");
    GX_TRY(out.body_id, reader.text_or_empty("body_id", 100));
    GX_TRY(out.official_id, reader.text_or_empty("official_id", 100));
    GX_TRY(out.locale, reader.text_or_empty("locale", 10));
    GX_TRY(const std::string state, reader.text("state", 20));
    const auto known = account_state(state);
    if (!known) { return reader.refuse("state", "account.state", state); }
    out.state = *known;
    GX_TRY(const auto* grants, reader.array("grants", kGrantsMax));
    for (std::size_t i = 0; i < grants->size(); ++i) {
        GX_TRY(auto grant, GrantedRole::from_json((*grants)[i], fmt::format("/grants/{}", i)));
        out.grants.push_back(std::move(grant));
    }
    GX_TRY(out.made_on, reader.date("made_on"));
    GX_TRY(out.secret_digest, reader.text("secret_digest", 64));
    GX_TRY(out.password_changed_on, reader.optional_date("password_changed_on"));
    out.totp = reader.raw("totp");
    GX_TRY(out.oidc, outside_names(reader));
    return out;
}

Json Account::to_json() const {
    Json out = Json::object();
    out.set("code", code).set("name", name).set("state", code_of(state)).set("made_on", made_on.iso());
    out.set("secret_digest", secret_digest).set("totp", totp);
    if (!body_id.empty()) { out.set("body_id", body_id); }
    if (!official_id.empty()) { out.set("official_id", official_id); }
    if (!locale.empty()) { out.set("locale", locale); }
    if (!grants.empty()) { out.set("grants", list_of(grants)); }
    if (password_changed_on) { out.set("password_changed_on", password_changed_on->iso()); }
    if (oidc.empty()) { return out; }
    Json names = Json::array();
    for (const OutsideName& one : oidc) {
        names.push(Json::object().set("provider", one.provider).set("subject_digest", one.subject_digest));
    }
    return out.set("oidc", std::move(names));
}

bool is_sign_in_name(std::string_view text) {
    const auto allowed = [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; };
    return text.size() >= 2 && text.size() <= 40 && std::ranges::all_of(text, allowed) && is_letter_or_digit(text.front()) &&
           is_letter_or_digit(text.back());
}

std::string secret_digest(const domain::Hasher& hasher, std::string_view kept) {
    return base::to_hex(hasher.digest(base::as_bytes("gongxin account secret\n"), base::as_bytes(kept)));
}

std::string stamp_of(const domain::Hasher& hasher, const Account& account) {
    const std::string text = account.secret_digest + "\n" + account.official_id + "\n" + base::canonical(list_of(account.grants));
    return base::to_hex(hasher.digest(base::as_bytes("gongxin account stamp\n"), base::as_bytes(text)));
}

}  // namespace gx::app
