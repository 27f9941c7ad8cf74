// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"

namespace gx::app {

enum class FilingKind {
    Complaint,
    Message,  ///< of the complainant
    Answer,   ///< of the office
    Rating,   ///< of an anonymous complainant, until it enters the journal
};

/// A complaint or a message of it, as it lies beside the journal: nobody's name, nothing of time, nothing readable (ADR 0081).
///
/// Shape: `id` is random; `number` counts within one complaint and says nothing of the others. `locked` or `sealed_id`, not both.
struct SealedFiling {
    std::string tenant;
    std::string id;
    std::string filing_id;  ///< the complaint it belongs to; its own id when it is one
    FilingKind kind = FilingKind::Complaint;
    std::int64_t number = 0;
    std::string door = {};     ///< keyed digest of the receipt; of a complaint alone
    base::Bytes holder = {};   ///< public key of the receipt's holder; of a complaint alone
    std::string case_id = {};  ///< empty until there is one
    std::string body_id = {};  ///< whom the complaint concerns: whoever works there must not see it
    std::string focus = {};
    bool anonymous = true;
    std::string digest = {};   ///< salted digest of the content, hex
    base::Bytes locked = {};
    base::Json wraps = {};     ///< [{to, key}]
    std::string sealed_id = {};
    bool entered = false;
    bool seen = false;
};

/// Rows beside the journal; read and written with the Reader and the Work of the same store. They have no order but that of their
/// random ids.
class SealedFilings {
public:
    virtual ~SealedFilings() = default;

    /// Errors: Conflict "store.constraint" for a door or a number that is taken.
    virtual Result<Done> add(Work& work, const SealedFiling& filing) = 0;
    /// The complaint behind one of these doors. Shape: doors 0..100.
    virtual Result<std::optional<SealedFiling>> behind(Reader& reader, std::span<const std::string> doors) = 0;
    virtual Result<std::optional<SealedFiling>> find(Reader& reader, std::string_view tenant, std::string_view id) = 0;
    /// The complaint of a case.
    virtual Result<std::optional<SealedFiling>> of_case(Reader& reader, std::string_view tenant, std::string_view case_id) = 0;
    /// A complaint with its messages, by number.
    virtual Result<std::vector<SealedFiling>> all_of(Reader& reader, std::string_view filing_id) = 0;
    /// What has not entered the journal, by id. Shape: limit 1..10'000.
    virtual Result<std::vector<SealedFiling>> waiting(Reader& reader, std::string_view tenant, std::size_t limit) = 0;
    /// Puts rows in the place of those of the same ids, laid down anew in the order given.
    virtual Result<Done> replace(Work& work, std::span<const SealedFiling> filings) = 0;
    /// Removes a row. False when it was not there.
    virtual Result<bool> remove(Work& work, std::string_view id) = 0;
    /// Marks what one side wrote as read by the other. Gives how many were not before.
    virtual Result<std::int64_t> mark_seen(Work& work, std::string_view filing_id, FilingKind kind) = 0;

    /// A handler's private key under the holder's passphrase; put in the place of an earlier one.
    virtual Result<Done> keep_secret(Work& work, std::string_view tenant, std::string_view key_id, const base::Json& locked) = 0;
    virtual Result<Done> drop_secret(Work& work, std::string_view key_id) = 0;
    virtual Result<std::optional<base::Json>> secret(Reader& reader, std::string_view tenant, std::string_view key_id) = 0;
};

}  // namespace gx::app
