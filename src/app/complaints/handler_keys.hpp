// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/complaints/complaint_parts.hpp"
#include "app/complaints/letter.hpp"

namespace gx::app {

/// The keys of those who handle anonymous complaints. A private key leaves memory only locked with its holder's passphrase, or as
/// shares that are told once. docs/ENTITIES.md "handler_key".
///
/// Source: S-4.3b; DOMAIN 11 (handler); ADR 0081
/// Thread: any.
class HandlerKeys {
public:
    explicit HandlerKeys(const ComplaintParts& parts) : parts_(parts) {}

    struct Shares {
        int count = 0;   ///< 2..20
        int needed = 0;  ///< 2..count
    };
    struct Make {
        std::string passphrase;  ///< 12..200 characters
        std::optional<Shares> shares = {};
        bool replace = false;    ///< of an earlier key, which then opens old complaints only
    };
    /// {key, shares?}: the shares are told here and never again.
    /// Errors: NotPermitted "access.denied"; InvalidInput "handler_key.passphrase_length", "handler_key.shares";
    ///         Conflict "handler_key.exists"; those of the store.
    Result<base::Json> make(const Make& input, const Actor& actor);

    /// {key: {id, made_on, changed_on, public, shares} or null, ready}: `ready` is whether anonymous complaints are taken at all.
    Result<base::Json> show(const Actor& actor) const;

    struct Recover {
        std::vector<std::string> shares;
        std::string passphrase;  ///< the new one
    };
    /// A new passphrase for the key that the shares give; the old passphrase opens nothing any more.
    /// Errors: as make; InvalidInput "handler_key.share_form", "handler_key.shares_wrong" (too few, or of another key)
    Result<base::Json> recover(const Recover& input, const Actor& actor);

    /// Those to whom a complaint about this body is locked: accounts that may act and read, none of the body or below it.
    /// Errors: those of the store.
    Result<std::vector<Recipient>> recipients(Reader& reader, const std::string& body_id) const;

    /// A private key of the account that the filing is locked to.
    struct Unlocked {
        std::string key_id;
        base::Secret private_key;
    };
    /// Errors: NotFound "complaint.unknown" (the filing is locked to none of the account's keys); InvalidInput
    ///         "handler_key.passphrase_wrong"; those of the store.
    Result<Unlocked> unlock(Reader& reader, const SealedFiling& filing, std::string_view passphrase, const Actor& actor) const;

private:
    Result<std::vector<Entity>> keys_of(Reader& reader, const Actor& actor) const;

    const ComplaintParts& parts_;
};

/// Fewer handlers and no complaint is taken: one alone could make it vanish.
inline constexpr std::size_t kHandlersMin = 2;

}  // namespace gx::app
