// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gx::domain {

/// What a tenant's data are, and so what may be said about its bodies.
enum class TenantMode {
    Production,
    Demonstration,   ///< everything is invented; every page says so
    PublishedFacts,  ///< real bodies: published facts only, never a judgement of ours
};

/// A county office that runs a journal of duties.
///
/// Source: DESIGN 3, 6
struct Tenant {
    std::string code;
    std::string name;
    std::string name_en;
    TenantMode mode = TenantMode::Production;
    std::string division_code;
    std::string credit_office;        ///< code of a body; empty: the one whose accounts hold the office's roles
    std::string organisation_office;
    std::string discipline_organ;     ///< the last recipient of complaints when the credit office is accused
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "tenant.mode", "division.code"
    static base::Result<Tenant> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;
    /// False when obligations, findings, records, statements and evaluations are refused
    /// ("tenant.published_facts_only").
    bool may_be_judged() const { return mode != TenantMode::PublishedFacts; }
};

}  // namespace gx::domain
