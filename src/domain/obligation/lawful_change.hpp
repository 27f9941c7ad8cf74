// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/obligation/excuse.hpp"

namespace gx::domain {

/// The only reasons for which a promise or contract may be changed. Source: S-6.4e; SRC-YSHJTL art. 31
enum class ChangeReason { NationalInterest, PublicInterest, OtherStatutory };
std::string_view to_string(ChangeReason reason);

/// What the other side gets for its loss. Zero needs a reason. Source: S-6.4f
struct Compensation {
    std::int64_t amount_fen = 0;
    std::string reason;
    std::optional<base::Date> agreed_on;
    std::optional<base::Date> due_on;
    std::optional<base::Date> paid_on;
};

/// A change of a promise or contract that went through the legal procedure: reason, approval, collective decision, notice,
/// compensation. Without any of them there is no such value.
///
/// Units:  days civil; money fen.
/// Source: S-6.4e, S-6.4f; SRC-YSHJTL art. 31
struct LawfulChange {
    std::string code;
    std::string obligation_id;
    std::string body_id;
    ChangeReason reason_type = ChangeReason::PublicInterest;
    std::string reason;
    std::string approval_doc_no;
    base::Date decided_on;
    base::Date collective_decision_on;
    std::optional<base::Date> notified_on;
    std::optional<base::Date> new_due_on;
    std::optional<std::int64_t> new_amount_fen;
    /// The duty ends; it is not put off.
    bool cancels = false;
    Compensation compensation;
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "change.reason_type" (none of the three), "change.decided_before_collective",
    ///         "change.notified_before_decided", "change.nothing_changes", "change.cancels_and_changes";
    ///         BasisMissing "change.approval_missing", "change.collective_decision_missing",
    ///         "change.compensation_missing", "change.zero_compensation_without_reason".
    static base::Result<LawfulChange> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;

    /// Decided, and the other side told. Until then the old terms hold.
    bool in_force_on(base::Date day) const { return decided_on <= day && notified_on && *notified_on <= day; }
    /// Compensation is owed, its day is over and it was not paid by then.
    bool compensation_overdue_on(base::Date day) const;
    /// A change may be closed only with its compensation decided and paid (zero with a reason counts).
    bool settled_on(base::Date day) const;
};

/// Refuses a change that rests on a refused excuse (换届, 人员变动 …).
/// Errors: BasisMissing "obligation.excuse_refused"
base::Result<base::Done> check_change(const LawfulChange& change, const ExcuseBook& excuses,
                                      const std::string& pointer = {});

}  // namespace gx::domain
