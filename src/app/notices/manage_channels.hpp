// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// Where the notices of the own account go beside the inbox. Addresses are sealed.
///
/// Thread: any.
class ManageChannels {
public:
    /// `webhook_hosts`: where webhooks may go, as "host" or "host:port".
    ManageChannels(Store& store, Sealer& sealer, Clock& clock, IdSource& ids, Random& random, std::vector<std::string> webhook_hosts)
        : store_(store), sealer_(sealer), clock_(clock), ids_(ids), random_(random), webhook_hosts_(std::move(webhook_hosts)) {}

    /// {email?, webhook?: {url}}. Errors: NotPermitted "access.denied"; those of Sealer and the store.
    Result<base::Json> show(const Actor& actor) const;
    /// Sets both; what is absent goes no longer. A webhook with another URL gets a fresh secret, told here and never again.
    ///
    /// Shape:  `input` {email?, webhook?: {url}}; an address of at most 254 bytes, a URL of at most 2,048.
    /// Errors: NotPermitted "access.denied"; InvalidInput "channel.email_form", "channel.url_form", "channel.host_not_listed"; those
    ///         of base::JsonReader and the store.
    Result<base::Json> change(const base::Json& input, const Actor& actor);

private:
    struct Wanted;
    Result<Done> set(Work& work, const Wanted& wanted, const Actor& actor);
    bool listed(std::string_view url) const;

    Store& store_;
    Sealer& sealer_;
    Clock& clock_;
    IdSource& ids_;
    Random& random_;
    std::vector<std::string> webhook_hosts_;
};

/// The natural key of a channel.
std::string channel_code(std::string_view account, std::string_view channel);
/// A channel's sealed address in clear: {"email"} or {"url", "secret"}; null when there is none.
/// Errors: Corrupt "sealed.broken", "store.content"; those of the store.
Result<base::Json> open_channel(Reader& reader, Sealer& sealer, const std::string& tenant, std::string_view account, std::string_view channel);
/// Whether a text may be a mail address: one "@", no blanks, no control characters, no angle brackets. Total.
bool is_mail_address(std::string_view text);

}  // namespace gx::app
