// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/ports/world.hpp"
#include "base/json.hpp"
#include "domain/journal/checkpoint.hpp"

namespace gx::app {

/// What proves that a complaint was filed, and tells nobody what it says: {kind: "complaint_receipt", tenant, number, day, digest,
/// hash, algorithm, signature} and, once it is in the journal, `entry` with an inclusion proof. It is not the receipt: it opens
/// nothing.
///
/// Source: CONTRACT "POST /public/verify"; ADR 0081
struct ReceiptDocument {
    std::string tenant;
    std::string number;  ///< the complaint's id, random
    base::Date day;
    std::string digest;  ///< hex of hash(salt || canonical content); the salt follows from the receipt
    std::string hash;    ///< "sm3" or "sha256"

    /// With a signature. Errors: those of the signer.
    base::Result<base::Json> signed_by(Signer& signer) const;
    /// Nothing but the right form is read; `entry` and `signature` are left aside. Errors: InvalidInput "verify.form"
    static base::Result<ReceiptDocument> from_json(const base::Json& json);
};

/// Whether one of these keys signed it. Total.
bool is_signed(const base::Json& document, Verifier& verifier, std::span<const domain::NoteKey> keys);

}  // namespace gx::app
