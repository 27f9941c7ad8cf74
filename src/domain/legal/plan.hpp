// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/legal/source.hpp"

namespace gx::domain {

/// A text of the pack in both languages. Chinese leads.
struct Wording {
    std::string zh;
    std::string en;
    /// Reads {zh, en}; both needed. Errors: those of base::JsonReader.
    static base::Result<Wording> from_json(const base::Json& json, const std::string& pointer = {});
};

/// A heading or paragraph of the plan as it is printed.
struct PlanParagraph {
    std::string section;  ///< id of the section it belongs to, "S-4.1"
    bool heading = false;
    std::string text;
};

enum class CapabilityStatus { Foundation, Later };

/// One demand of the plan and what of this system carries it out.
///
/// Shape: `text` is verbatim and lies inside one paragraph of `section`, or is empty when `derived` says why the
///        demand follows although the plan has no such words.
struct PlanClause {
    std::string id;
    std::string section;
    Wording title;
    std::string text;
    std::string derived;
    Wording serves;
    CapabilityStatus status = CapabilityStatus::Later;
};

/// The plan being carried out, whole and clause by clause.
///
/// Shape:  paragraphs 1..500 in printed order; clauses 1..500, ids unique; each clause's text is found in a paragraph.
/// Source: S-0.1
struct Plan {
    SourceId id;
    std::string title;
    std::string issuer;
    std::string doc_no;
    base::Date issued_on;
    InForce in_force;
    std::vector<PlanParagraph> paragraphs;
    std::vector<PlanClause> clauses;

    const PlanClause* clause(std::string_view clause_id) const;
    /// The plan as a source: articles are the sections ("S-4.1", with their whole text), what stands above them ("S-4")
    /// and the clauses ("S-4.1a"), so that each can be cited.
    Source as_source() const;

    /// Errors: those of base::JsonReader; InvalidInput "plan.status_unknown", "plan.clause_twice",
    ///         "plan.text_not_in_plan", "plan.section_unknown", "plan.derived_or_text"
    static base::Result<Plan> from_json(const base::Json& json, const std::string& pointer = {});
};

}  // namespace gx::domain
