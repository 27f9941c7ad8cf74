// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/obligation/excuse.hpp"
#include "domain/obligation/obligation_kind.hpp"

namespace gx::domain {

/// A proof that something was done: what, of which day, with the digest of the file.
struct Evidence {
    std::string title;
    std::optional<base::Date> on;
    std::string digest;
    std::string doc_no;
    static base::Result<std::vector<Evidence>> list_from_json(const base::Json& list, const std::string& pointer);
};

/// Who is owed. The name of a private person or firm never leaves through the public gate.
struct Counterparty {
    std::string name;
    /// "private", "state", "foreign", "individual", "deputy", "public"
    std::string type;
    std::string code;
    bool sme = false;
};

/// One duty a public body can keep or break: a promise, contract, payment, debt, pledge, reply, task.
/// Immutable; a change gives a new version of the entity.
///
/// Shape:  members as docs/ENTITIES.md "obligation"; evidence 0..100.
/// Units:  days are civil days in Asia/Shanghai; money fen; `agreed_rate_bp` basis points a year.
/// Source: S-1.2, S-6.4c
struct Obligation {
    std::string code;
    std::string body_id;
    std::string kind;
    std::string title;
    std::string source_id;
    std::string post_id;
    std::optional<Counterparty> counterparty;
    base::Date made_on;
    base::Date due_on;
    /// `due_on` rests on a year without published calendar: nothing adverse may follow from it.
    bool due_provisional = false;
    std::optional<base::Date> done_on;
    std::optional<std::int64_t> amount_fen;
    std::optional<std::int64_t> fulfilled_fen;
    std::string currency;  ///< empty = CNY
    std::string domain;
    std::string area;
    std::vector<Evidence> evidence;
    std::optional<base::Date> accepted_on;
    std::optional<std::int64_t> agreed_rate_bp;
    std::optional<base::Date> void_on;
    std::string void_reason;
    std::optional<base::Date> cancelled_on;
    std::string cancel_document;
    bool disclosed = false;
    std::optional<std::int64_t> rating;
    std::string excuse;
    base::Json attributes;
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "obligation.due_before_made", "obligation.done_before_made",
    ///         "obligation.void_without_reason", "obligation.domain", "obligation.area", "obligation.counterparty_type",
    ///         "obligation.currency".
    static base::Result<Obligation> from_json(const base::Json& content, const std::string& pointer = {});
    /// The entity's content, with the derived `has_evidence`.
    base::Json to_json() const;
};

/// Whether the obligation has what its kind demands: members, domain, area, attributes; and no refused excuse.
///
/// Errors: InvalidInput "obligation.member_required", "obligation.domain_not_allowed", "obligation.area_required",
///         "obligation.area_not_allowed", "obligation.attribute_unknown", "obligation.attribute_type",
///         "obligation.attribute_code"; BasisMissing "obligation.attribute_refused" (a value that may not be promised),
///         "obligation.excuse_refused".
base::Result<base::Done> check_obligation(const Obligation& obligation, const ObligationKind& kind,
                                          const ExcuseBook& excuses, const std::string& pointer = {});

/// A step of an obligation with its own day.
struct Milestone {
    std::string code;
    std::string obligation_id;
    std::string body_id;
    std::int64_t no = 0;
    /// "delivery", "acceptance", "payment", "report", "other"
    std::string type;
    std::string title;
    base::Date due_on;
    std::optional<base::Date> done_on;
    std::optional<std::int64_t> amount_fen;
    std::optional<std::int64_t> fulfilled_fen;
    std::vector<Evidence> evidence;
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "milestone.type".
    static base::Result<Milestone> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;
};

/// Money paid on an obligation. Units: fen, more than zero.
struct Payment {
    std::string code;
    std::string obligation_id;
    std::string body_id;
    std::string milestone_id;
    base::Date paid_on;
    std::int64_t amount_fen = 0;
    std::string currency;
    std::string voucher_no;
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "obligation.currency".
    static base::Result<Payment> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;
};

}  // namespace gx::domain
