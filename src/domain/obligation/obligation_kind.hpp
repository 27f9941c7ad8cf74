// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/legal/plan.hpp"
#include "domain/legal/source.hpp"

namespace gx::domain {

/// One value of a coded attribute.
struct AttributeCode {
    std::string code;
    Wording title;
    /// Clause by which this value may not be promised at all; empty when it may.
    std::string refused_by;
};

/// One member of an obligation's `attributes` that its kind knows.
struct AttributeRule {
    enum class Type { Text, Whole, Fen, Day, Flag, Code };
    std::string name;
    Wording title;
    Type type = Type::Text;
    bool required = false;
    /// For Code only, at least one.
    std::vector<AttributeCode> codes;
};

/// A kind of duty, as a file of the law pack describes it. The engine never asks for a kind's name.
///
/// Shape:  id unique in the pack; source 1..20 clauses; deadlines 0..30 rule ids; required 0..20 members of the
///         obligation; domains 1..10; attributes 0..30 with unique names.
/// Source: S-1.2, S-6.4c; each kind its own
class ObligationKind {
public:
    /// What makes the duty fulfilled.
    enum class SettledBy {
        Acts,      ///< done_on with evidence
        Payments,  ///< payments that reach the amount; done_on may be absent
    };
    enum class AreaUse { None, Optional, Required };

    /// Errors: as JsonReader; InvalidInput "obligation_kind.group", "obligation_kind.settled_by",
    ///         "obligation_kind.domain", "obligation_kind.area", "obligation_kind.member" (not a member that can be
    ///         required), "obligation_kind.attribute".
    static base::Result<ObligationKind> from_json(const base::Json& file, const std::string& pointer = {});

    const std::string& id() const noexcept { return id_; }
    const Wording& title() const noexcept { return title_; }
    const std::vector<std::string>& source() const noexcept { return source_; }
    /// "contract", "payment", "promise", "pledge", "debt", "task", "reply", "rectification", "ruling"
    const std::string& group() const noexcept { return group_; }
    const std::vector<std::string>& deadlines() const noexcept { return deadlines_; }
    const std::vector<std::string>& required() const noexcept { return required_; }
    bool needs_evidence() const noexcept { return needs_evidence_; }
    SettledBy settled_by() const noexcept { return settled_by_; }
    const std::vector<std::string>& domains() const noexcept { return domains_; }
    AreaUse area() const noexcept { return area_; }
    /// Id of the late-interest rule, or empty.
    const std::string& late_interest() const noexcept { return late_interest_; }
    const std::vector<AttributeRule>& attributes() const noexcept { return attributes_; }
    const InForce& in_force() const noexcept { return in_force_; }

private:
    ObligationKind() = default;
    std::string id_;
    Wording title_;
    std::vector<std::string> source_;
    std::string group_;
    std::vector<std::string> deadlines_;
    std::vector<std::string> required_;
    bool needs_evidence_ = false;
    SettledBy settled_by_ = SettledBy::Acts;
    std::vector<std::string> domains_;
    AreaUse area_ = AreaUse::None;
    std::string late_interest_;
    std::vector<AttributeRule> attributes_;
    InForce in_force_;
};

/// The kinds of a law pack by id.
class ObligationKinds {
public:
    ObligationKinds() = default;
    /// Errors: Conflict "obligation_kind.twice"
    static base::Result<ObligationKinds> make(std::vector<ObligationKind> kinds);
    /// nullptr when unknown.
    const ObligationKind* find(std::string_view id) const;
    /// Sorted by id.
    const std::vector<ObligationKind>& all() const noexcept { return kinds_; }

private:
    std::vector<ObligationKind> kinds_;
};

}  // namespace gx::domain
