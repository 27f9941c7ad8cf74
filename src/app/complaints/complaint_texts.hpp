// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/complaints/complaint_parts.hpp"
#include "app/complaints/letter.hpp"

namespace gx::app {

/// Who opens what of a complaint.
struct LetterOpener {
    std::string_view name;        ///< kReceiptHolder or a key id
    base::ByteView private_key;
};

/// A random id: one by time would tell when a complaint came.
std::string random_id(Random& random);
/// hash(salt || canonical content), hex.
std::string content_digest(const domain::Hasher& hasher, base::ByteView salt, const base::Json& content);

/// The text of a letter or of a sealed value: {text, day} and, of a complaint, its members. Null for what this opener cannot open.
/// Errors: Corrupt "envelope.broken", "sealed.broken"; those of the store.
Result<base::Json> open_text(const ComplaintParts& parts, Reader& reader, const SealedFiling& filing, const LetterOpener& opener);
/// A text of a named complaint: sealed by the server, since it must be readable without any passphrase. Sets `sealed_id`; gives the
/// reference for the journal.
Result<base::Json> seal_text(const ComplaintParts& parts, Work& work, SealedFiling& filing, const base::Json& content);
/// What the journal knows of a filing: docs/ENTITIES.md "filing".
Result<Done> enter_journal(const ComplaintParts& parts, Work& work, const SealedFiling& filing, base::Date on, const base::Json& sealed_text = {});
/// Messages of both sides, oldest first: [{number, from, text, day}].
Result<base::Json> messages_of(const ComplaintParts& parts, Reader& reader, const std::vector<SealedFiling>& all, const LetterOpener& opener);

inline constexpr std::size_t kMessagesMax = 500;     ///< of one complaint
inline constexpr std::size_t kMessageBytesMax = 12'000;

std::string_view code_of(FilingKind kind);

}  // namespace gx::app
