// SPDX-License-Identifier: Apache-2.0
#include "app/notices/manage_channels.hpp"

#include <algorithm>

#include "app/subject/subject_rows.hpp"
#include "base/json_reader.hpp"
#include "base/text.hpp"
#include "base/url.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kType = "notice_channel";
constexpr std::string_view kChange = "notice_channel.change";
constexpr std::size_t kAddressMax = 254;
constexpr std::size_t kUrlMax = 2'048;
constexpr std::size_t kSecretBytes = 32;

Error denied() { return {ErrorCode::NotPermitted, "access.denied", std::string(kChange)}; }

}  // namespace

/// One channel as it is to be; a null address ends it.
struct ManageChannels::Wanted {
    std::string channel;
    Json address;
};

std::string channel_code(std::string_view account, std::string_view channel) { return fmt::format("{}/{}", account, channel); }

bool is_mail_address(std::string_view text) {
    const std::size_t at = text.find('@');
    if (text.size() > kAddressMax || at == 0 || at == std::string_view::npos || at + 1 == text.size() || text.find('@', at + 1) != std::string_view::npos) {
        return false;
    }
    return std::ranges::all_of(text, [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F && std::string_view("<>()[]\\,;:\"").find(c) == std::string_view::npos;
    });
}

Result<Json> open_channel(Reader& reader, Sealer& sealer, const std::string& tenant, std::string_view account, std::string_view channel) {
    GX_TRY(const auto row, reader.find_by_key(kType, tenant, channel_code(account, channel)));
    if (!row || row->content.at("address").is_null()) { return Json(); }
    GX_TRY(const auto sealed, reader.sealed(row->content.at("address").text_or_empty("sealed")));
    if (!sealed) { return Json(); }  // lawfully erased
    GX_TRY(const auto opened, sealer.open(*sealed));
    auto json = base::parse_json(std::string(opened.value.begin(), opened.value.end()));
    if (!json.ok()) { return Error{ErrorCode::Corrupt, "store.content", row->key}; }
    return json;
}

bool ManageChannels::listed(std::string_view url) const {
    const auto parsed = base::Url::parse(url);
    if (!parsed.ok()) { return false; }
    return std::ranges::any_of(webhook_hosts_, [&](const std::string& host) {
        return host == fmt::format("{}:{}", parsed->host, parsed->port) || (host == parsed->host && parsed->port == 443);
    });
}

Result<Json> ManageChannels::show(const Actor& actor) const {
    if (!actor.may(kChange)) { return denied(); }
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const Json email, open_channel(*reader, sealer_, actor.tenant, actor.account, "email"));
    GX_TRY(const Json webhook, open_channel(*reader, sealer_, actor.tenant, actor.account, "webhook"));
    Json json = Json::object();
    if (email.is_object()) { json.set("email", email.text_or_empty("email")); }
    if (webhook.is_object()) {
        Json shown = Json::object();
        shown.set("url", webhook.text_or_empty("url"));
        json.set("webhook", std::move(shown));
    }
    return json;
}

Result<Json> ManageChannels::change(const Json& input, const Actor& actor) {
    if (!actor.may(kChange)) { return denied(); }
    const base::JsonReader reader(input, "/body");
    GX_CHECK(reader.only({"email", "webhook"}));
    GX_TRY(const std::string email, reader.text_or_empty("email", kAddressMax));
    if (!email.empty() && !is_mail_address(email)) { return reader.refuse("email", "channel.email_form"); }
    std::string url;
    if (reader.has("webhook")) {
        const base::JsonReader webhook(reader.raw("webhook"), reader.where("webhook"));
        GX_CHECK(webhook.only({"url"}));
        GX_TRY(url, webhook.text("url", kUrlMax));
        if (!base::Url::parse(url).ok()) { return webhook.refuse("url", "channel.url_form"); }
        if (!listed(url)) { return webhook.refuse("url", "channel.host_not_listed"); }
    }
    const std::string secret = base::to_hex(random_.bytes(kSecretBytes));
    bool fresh_secret = false;
    GX_CHECK(store_.write({actor, clock_.now()}, [&](Work& work) -> Result<Done> {
        Wanted mail{.channel = "email", .address = {}};
        if (!email.empty()) { mail.address.set("email", email); }
        GX_CHECK(set(work, mail, actor));
        Wanted hook{.channel = "webhook", .address = {}};
        GX_TRY(const Json before, open_channel(work, sealer_, actor.tenant, actor.account, hook.channel));
        if (!url.empty() && before.text_or_empty("url") == url) { return Done{}; }
        if (!url.empty()) {
            fresh_secret = true;
            hook.address.set("url", url).set("secret", secret);
        }
        return set(work, hook, actor);
    }));
    Json json = Json::object();
    if (!email.empty()) { json.set("email", email); }
    if (!url.empty()) {
        Json shown = Json::object();
        shown.set("url", url);
        if (fresh_secret) { shown.set("secret", secret); }
        json.set("webhook", std::move(shown));
    }
    return json;
}

Result<Done> ManageChannels::set(Work& work, const Wanted& wanted, const Actor& actor) {
    const std::string code = channel_code(actor.account, wanted.channel);
    GX_TRY(const auto row, work.find_by_key(kType, actor.tenant, code));
    GX_TRY(const Json before, open_channel(work, sealer_, actor.tenant, actor.account, wanted.channel));
    if (before == wanted.address || (!row && wanted.address.is_null())) { return Done{}; }
    Json content = Json::object();
    content.set("code", code).set("account", actor.account).set("channel", wanted.channel).set("changed_on", clock_.today().iso());
    if (!wanted.address.is_null()) {
        const std::string text = base::canonical(wanted.address);
        GX_TRY(const auto sealing, sealer_.seal(actor.tenant, ids_.next_id(), base::as_bytes(text)));
        GX_CHECK(work.add_sealed(sealing.row));
        content.set("address", sealing.reference());
    }
    const Entity next = row ? next_version(*row, std::move(content)) : first_version(kType, actor.tenant, ids_.next_id(), std::move(content));
    return work.put(next, "change");
}

}  // namespace gx::app
