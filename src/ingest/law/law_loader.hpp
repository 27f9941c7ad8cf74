// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/law/law_pack.hpp"
#include "base/result.hpp"

namespace gx::ingest {

/// One thing wrong in a law pack.
struct LawFinding {
    std::string where;   ///< "law/deadlines/payment.yaml:12"
    std::string reason;  ///< stable key, "law.unknown_key"
    std::string detail;

    /// "file:line: reason: detail"
    std::string str() const;
};

/// The outcome of a check: either findings or a pack.
///
/// Shape: findings 0..200, those of one file together in the order of its lines; `truncated` when there were more.
///        `counts` by folder: items read ("deadlines": 117). `pack` is null when there is any finding.
struct LawCheck {
    std::vector<LawFinding> findings;
    bool truncated = false;
    std::map<std::string, std::size_t> counts;
    app::LawPackPtr pack;

    bool ok() const { return findings.empty(); }
};

/// Where the JSON Schemas lie; empty: the folder "schema" of the pack.
struct LawOptions {
    std::filesystem::path schema_folder = {};
};

inline constexpr std::size_t kLawFindingsMax = 200;

/// Reads every file of a pack, holds it against its schema, turns it into domain values and checks what the files say
/// of each other: clauses that exist and are in force, ids without doubles, versions without overlap, references to
/// roles, deadlines, entities that exist. Total: whatever is wrong is a finding.
///
/// Source: S-7.2a
LawCheck check_law(const std::filesystem::path& folder, const LawOptions& options = {});

/// As check_law; the first finding is the error.
/// Errors: InvalidInput with the finding's reason, `where` and detail
base::Result<app::LawPackPtr> load_law(const std::filesystem::path& folder, const LawOptions& options = {});

}  // namespace gx::ingest
