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
#include "domain/legal/record_type.hpp"

namespace gx::domain {

/// How the notice reached the subject; the defence clock starts on `on`.
struct ServedNotice {
    std::string method;
    base::Date on;
    std::string proof;
};

/// The chance to answer, and the answer.
struct Defence {
    base::Date until;
    std::string text;
};

/// How a record stands on a day.
enum class RecordStanding {
    NotYet,    ///< before its first day
    InEffect,
    Repaired,  ///< repaired; it counts and shows no more
    Expired,
    Revoked,   ///< its basis fell; from that day on it never counted
};
std::string_view to_string(RecordStanding standing);

/// An entry of the integrity file of a body or an official, negative, positive or neutral. Immutable; a change is a version.
///
/// Shape:  members as docs/ENTITIES.md "record"; exactly one of body_id and official_id.
/// Units:  civil days; money fen.
/// Source: S-2.2, S-5.2c, S-5.6b
struct Record {
    std::string code;
    std::string cat;
    std::string body_id;
    std::string official_id;
    std::string subject_name_at_time;
    Polarity polarity = Polarity::Negative;
    std::optional<Severity> severity;
    std::string loss;
    std::string impact;
    std::string doc_type;
    std::string doc_no;
    base::Date doc_date;
    std::string organ;
    std::string facts;
    std::optional<base::Date> behaviour_on;
    std::optional<base::Date> behaviour_end_on;
    std::optional<std::int64_t> amount_fen;
    std::string domain;
    std::string obligation_id;
    std::string finding_id;
    std::optional<ServedNotice> served;
    std::optional<Defence> defence;
    base::Date decided_on;
    std::string maker;
    std::string checker;
    std::optional<base::Date> effective_on;
    std::optional<base::Date> publish_from;
    std::optional<base::Date> publish_until;
    std::optional<base::Date> expires_on;
    std::optional<base::Date> repaired_on;
    std::optional<base::Date> revoked_on;
    std::string revoke_reason;
    bool disputed = false;
    bool source_published = false;  ///< the deciding organ has published it itself
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "record.subject", "record.polarity", "record.severity", "record.order" (days that
    ///         cannot follow each other), "record.revoked_without_reason";
    ///         BasisMissing "record.document_missing", "record.organ_missing".
    static base::Result<Record> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;

    /// Total.
    RecordStanding standing_on(base::Date day) const;
    /// Counts in evaluation and vetting on that day: begun, not repaired, not expired, not revoked. Whether anyone may see it is
    /// the publication gate's decision (publication/publication_window.hpp).
    bool in_effect_on(base::Date day) const { return standing_on(day) == RecordStanding::InEffect; }
};

/// Whether the record may take effect: what the catalogue entry demands, and for a negative record a served notice with
/// proof, a defence period that is over, two people.
///
/// Errors: InvalidInput "record.type_differs" (the catalogue has another code), "record.subject_not_allowed",
///         "record.polarity_differs", "record.doc_type_not_allowed", "record.severity_not_allowed";
///         StateForbids "record.type_not_in_force", "record.defence_still_runs", "record.same_maker_and_checker";
///         BasisMissing "record.notice_missing", "record.proof_missing", "record.defence_missing",
///         "record.finding_missing" (a breach record of an obligation without its finding).
/// Source: S-2.2; SRC-XZCFF art. 48
base::Result<base::Done> check_record(const Record& record, const RecordType& type, const std::string& pointer = {});

/// Loss × impact of the matrix for the record's own figures, before a person decides.
/// Errors: InvalidInput "severity.code_unknown"
base::Result<Severity> proposed_severity(const Record& record, const SeverityMatrix& matrix,
                                         const std::vector<std::string>& reasons);

}  // namespace gx::domain
