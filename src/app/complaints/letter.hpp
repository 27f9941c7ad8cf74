// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/ports/envelope.hpp"
#include "app/ports/sealed_filings.hpp"

namespace gx::app {

/// Who may open a letter: a handler's key by its id, or whoever holds the receipt.
struct Recipient {
    std::string name;
    base::Bytes public_key;
};
inline constexpr std::string_view kReceiptHolder = "receipt";

/// Locks a text into a filing: a fresh key for each, padded to the next power of two from 1 KiB on, so that its size says little;
/// the key wrapped to each recipient and bound to the filing's id. Sets `locked` and `wraps`.
/// Errors: InvalidInput "envelope.key"
Result<Done> lock_letter(Envelope& envelope, SealedFiling& filing, const base::Json& content, std::span<const Recipient> recipients);
/// Errors: NotPermitted "complaint.not_addressed" (not among the recipients); Corrupt "envelope.broken"
Result<base::Json> open_letter(Envelope& envelope, const SealedFiling& filing, std::string_view name, base::ByteView private_key);
/// Whether the letter is locked to this name too. Total.
bool is_addressed(const SealedFiling& filing, std::string_view name);

}  // namespace gx::app
