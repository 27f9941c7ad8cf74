// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/law/law_pack.hpp"
#include "ingest/law/findings.hpp"
#include "ingest/law/law_files.hpp"
#include "ingest/law/law_loader.hpp"

namespace gx::ingest {

/// The values of the pack under way, each with its place.
struct Parts {
    std::vector<Placed<domain::Source>> sources;
    std::vector<Placed<domain::Plan>> plans;
    std::vector<Placed<domain::CalendarYear>> years;
    std::vector<Placed<domain::DeadlineRule>> deadlines;
    std::vector<Placed<domain::RecordType>> record_types;
    std::vector<Placed<domain::SeverityMatrix>> severity;
    std::vector<Placed<domain::MeasureType>> measures;
    std::vector<Placed<domain::PublicFields>> public_fields;
    std::vector<Placed<app::FieldClasses>> fields;
    std::vector<Placed<app::Role>> roles;
    std::vector<Placed<domain::ObligationKind>> kinds;
    std::vector<Placed<domain::Excuse>> excuses;
    std::vector<Placed<domain::LateInterestRule>> late_interest;
    std::vector<Placed<domain::evaluation::Scheme>> schemes;
    std::vector<Placed<domain::warning::RuleFact>> warning_facts;
    std::vector<Placed<domain::warning::WarningRule>> warning_rules;
    std::vector<Placed<app::ImportLayout>> layouts;
    std::vector<Placed<domain::Procedure>> procedures;
    std::vector<Placed<app::TodoKind>> todo_kinds;
    std::vector<Placed<app::NoticeText>> notice_texts;
    std::vector<Placed<app::DocumentTemplate>> documents;
};

/// Turns one file into values. Which values a file holds follows from its folder and, in some, from its members.
void read_parts(const ParsedFile& file, Parts& parts, Findings& findings);
/// How many there are of each.
void count_parts(const Parts& parts, const std::vector<ParsedFile>& files, LawCheck& check);

}  // namespace gx::ingest
