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

enum class Polarity { Negative, Positive, Neutral };
enum class Severity { Minor, General, Serious };
std::string_view code_of(Polarity polarity);
std::string_view code_of(Severity severity);

/// How much of a record of this type may ever be shown.
enum class PublicLevel {
    Public,       ///< in full, after the notice
    Summary,      ///< the fact and the document, no circumstances
    Statistic,    ///< only counted, cells under 5 suppressed
    AsPublished,  ///< as far as the deciding organ has published it itself
    Internal,     ///< inside the office
    Never,        ///< restricted file, never public
};
std::string_view code_of(PublicLevel level);

/// Whose personal values are protected in a record of this type, and how.
enum class PersonalRule {
    None,
    MaskIdNumber,
    MaskOtherParty,     ///< the private other side (plaintiff, applicant, creditor) is masked
    NameAsPublished,    ///< the person's name only as the deciding organ published it
    Restricted,         ///< organisation and discipline organs and the person alone
    ComplainantHidden,  ///< the complainant stays hidden always
};
std::string_view code_of(PersonalRule rule);

/// One entry of the record catalogue: what may be recorded at all, and on which document.
///
/// Shape:  code "R-WY-01"; subjects 1..3 of "body", "institution", "official"; organ_roles 1..10; basis 1..50 clauses.
///         `severities` are those a finding may choose; `severity` is the default, none for positive and neutral types.
/// Source: S-5.2c, S-5.6b
struct RecordType {
    std::string code;
    Wording title;
    std::vector<std::string> subjects;
    Wording document;
    std::vector<std::string> doc_types;
    Polarity polarity = Polarity::Negative;
    std::optional<Severity> severity;
    std::vector<Severity> severities;
    PublicLevel public_level = PublicLevel::Internal;
    PersonalRule personal_rule = PersonalRule::None;
    bool publish_person = false;  ///< its legal basis lets a natural person's record be shown
    std::vector<std::string> organ_roles;
    std::vector<std::string> source;
    InForce in_force;
    std::string note;

    /// Errors: those of base::JsonReader; InvalidInput "record_type.code_unknown" (a code list's value),
    ///         "record_type.severity_not_allowed", "record_type.severity_without_breach"
    static base::Result<RecordType> from_json(const base::Json& json, const std::string& pointer = {});
};

/// Loss × impact → severity, with the reasons that move it one step.
///
/// Shape:  losses 1..10 bands with strictly growing lower limits from 0; impacts 1..10; one cell for each pair.
/// Units:  fen
/// Source: S-5.5a
class SeverityMatrix {
public:
    struct LossBand {
        std::string code;
        std::int64_t from_fen = 0;
    };

    /// Errors: those of base::JsonReader; InvalidInput "severity.bands", "severity.cells", "severity.code_unknown"
    static base::Result<SeverityMatrix> from_json(const base::Json& json, const std::string& pointer = {});

    /// The band that a loss falls into. Negative counts as 0. Total.
    const LossBand& band_of(std::int64_t loss_fen) const;
    /// The severity of a band and an impact, raised one step when any of `reasons` is an upgrade and lowered one step when
    /// any is a downgrade; never beyond minor and serious.
    /// Errors: InvalidInput "severity.code_unknown"
    base::Result<Severity> grade(std::string_view loss, std::string_view impact,
                                 const std::vector<std::string>& reasons = {}) const;

    const std::vector<LossBand>& losses() const noexcept { return losses_; }
    const std::vector<std::string>& impacts() const noexcept { return impacts_; }
    const std::vector<std::string>& upgrades() const noexcept { return upgrades_; }
    const std::vector<std::string>& downgrades() const noexcept { return downgrades_; }
    const std::vector<std::string>& source() const noexcept { return source_; }

private:
    SeverityMatrix() = default;
    std::vector<LossBand> losses_;
    std::vector<std::string> impacts_;
    std::vector<Severity> cells_;  ///< row by row, a row a loss band
    std::vector<std::string> upgrades_;
    std::vector<std::string> downgrades_;
    std::vector<std::string> source_;
};

}  // namespace gx::domain
