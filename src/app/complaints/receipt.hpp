// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/ports/crypto.hpp"
#include "app/ports/envelope.hpp"

namespace gx::app {

// The receipt is all that a complainant has and all that is needed: 100 bits, "4F7QK-2MZ9D-…" in Crockford's base 32. It is made
// from a key of the server and the client's Idempotency-Key, so that the same request gives the same receipt, and is kept nowhere:
// the store holds a keyed digest of it (the "door") and a public key whose private half follows from it. Source: ASSURANCE A5; ADR 0081

/// Whether an Idempotency-Key may carry a receipt: at least 128 bits by its alphabet (32 hexadecimal digits, or 22 characters of
/// base64url), at least eight different characters, at most 128 in all.
/// Errors: InvalidInput "complaint.key_missing", "complaint.key_weak"
Result<Done> check_filing_key(std::string_view key);

/// The receipts of a key under each server key, the newest last.
/// Errors: Unavailable "complaint.no_server_key" (the key store has no lookup key), "sealed.key_missing"
Result<std::vector<std::string>> receipts_of(Sealer& sealer, std::string_view tenant, std::string_view filing_key);

/// One form for all ways to type a receipt: upper case, no blanks and dashes, O as 0, I and L as 1. A text of any other shape comes
/// out as some text that opens nothing: wrong is wrong, in one way only. Total.
std::string receipt_form(std::string_view typed);

/// The keyed digests under which the store may hold it, the newest last. Errors: as receipts_of.
Result<std::vector<std::string>> doors_of(Sealer& sealer, std::string_view receipt);

/// The pair to which letters for the receipt's holder are locked. Total.
BoxKeys holder_keys(Envelope& envelope, std::string_view receipt);
/// What the content's digest in the receipt's document is salted with: nobody without the receipt can try contents out. Total.
base::Secret receipt_salt(Envelope& envelope, std::string_view receipt);

}  // namespace gx::app
