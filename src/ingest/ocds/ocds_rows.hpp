// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "ingest/ocds/ocds_account.hpp"

namespace gx::ingest {

/// The four tables that OCDS releases come to; each has a layout in law/imports.
enum class OcdsPart : std::uint8_t { Bodies, Contracts, Milestones, Payments };
/// "ocds_bodies", "ocds_contracts", "ocds_milestones", "ocds_payments"
std::string_view kind_of(OcdsPart part);

/// One row: column key and text.
using OcdsRow = std::vector<std::pair<std::string, std::string>>;

/// What must be known of the whole file before contracts are read: which release speaks last about each. As releases are
/// merged, a later one that says nothing of milestones or transactions leaves those of an earlier one standing.
struct OcdsIndex {
    struct Last {
        std::string date;
        std::uint32_t release = 0;
    };
    using LastByCode = std::unordered_map<std::string, Last>;  ///< the newest release, the later one on equal dates
    LastByCode contracts;
    LastByCode milestones;
    LastByCode transactions;
    std::unordered_set<std::string> bodies_given;

    void add_release(const base::Json& release, std::uint32_t number);
};

/// The rows of one release for one part; what gives none is counted with its reason. Total.
///
/// Units: amounts in minor units of their currency, rounded half up to one; days as the source writes them (the civil day
///        of the text, its time zone not applied).
std::vector<OcdsRow> ocds_rows(const base::Json& release, std::uint32_t number, OcdsPart part, OcdsIndex& index,
                               OcdsAccount& account);

}  // namespace gx::ingest
