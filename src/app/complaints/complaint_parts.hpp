// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/accounts/account_book.hpp"
#include "app/complaints/complaint_intake.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/envelope.hpp"
#include "app/ports/sealed_filings.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// The right to read anonymous complaints.
inline constexpr std::string_view kReadFiling = "complaint.read_filing";

/// What the use cases about complaints work with. References outlive them.
struct ComplaintParts {
    Store& store;
    SealedFilings& filings;
    Envelope& envelope;
    Sealer& sealer;
    Signer& signer;
    const domain::Hasher& hasher;  ///< of the store
    Clock& clock;
    IdSource& ids;
    Random& random;
    AccountBook& accounts;
    ComplaintIntake* intake = nullptr;  ///< none: named complaints are refused, anonymous ones wait
    std::string tenant = {};            ///< whose portal this is
};

}  // namespace gx::app
