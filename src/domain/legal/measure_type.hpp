// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/legal/plan.hpp"
#include "domain/legal/source.hpp"

namespace gx::domain {

enum class MeasureGroup {
    Rectification,   ///< explanation, rectification, withdrawal of what was unlawful
    Restriction,     ///< honours, funds, projects, policies
    Criticism,       ///< public criticism, exposure
    Accountability,  ///< transfer to the organ that may hold a person to account
    Incentive,       ///< for keeping faith
};
std::string_view code_of(MeasureGroup group);

/// One measure that may follow a record, or an incentive that may follow good conduct.
///
/// Shape:  code "M-HONOUR"; objects 1..3 of "body", "institution", "official"; deciders 1..10 roles; source 1..50 clauses.
///         `months_max` 0: no term of its own, it ends with its ground or by performance.
/// Source: S-5.5, S-2.2 (no measure without record and legal basis)
struct MeasureType {
    std::string code;
    Wording title;
    MeasureGroup group = MeasureGroup::Rectification;
    std::vector<std::string> objects;
    /// "record" (a negative record in effect), "finding", "grade_a" … : what must be there before it may be decided.
    std::vector<std::string> grounds;
    std::vector<std::string> deciders;
    std::vector<std::string> deadlines;
    int months_max = 0;
    bool parameter = false;
    std::vector<std::string> source;
    InForce in_force;
    std::string note;

    /// Errors: those of base::JsonReader; InvalidInput "measure_type.code_unknown"
    static base::Result<MeasureType> from_json(const base::Json& json, const std::string& pointer = {});
};

}  // namespace gx::domain
