// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"
#include "base/date.hpp"
#include "domain/evaluation/fact_set.hpp"
#include "domain/obligation/obligation_kind.hpp"
#include "domain/publication/publication_window.hpp"

namespace gx::app {

/// Which facts a judgement may see.
///
/// Shape: `at_size`, when given, reads every entity as it stood at that journal size; else the current rows.
struct FactsRequest {
    std::string tenant;
    base::Date as_of;
    std::optional<std::int64_t> at_size = {};
    domain::RepairPeriods periods = {};  ///< how long breach data are scored; without them for good
};

/// Builds the fact tables of the product's schemes from a store:
///   body            code column class, division; has_penalty_power, has_institutions, has_debt
///   obligation      kind, group, domain, area, outcome, counterparty_type, sme, disclosed, due_provisional, due_day,
///                   done_day, made_day, amount_fen, unpaid_fen, rating
///   milestone       kind, group, domain, type, outcome, due_day, done_day, amount_fen, unpaid_fen
///   record          cat, polarity, severity, domain, decided_day, effective_day, expires_day (the retention of breach data ends
///                   it too), repaired_day, revoked_day
///   statement_part  leaf, item (leaf, leaf.part or leaf.class), period, form, code, part, numerator, denominator, count,
///                   flag, na, score, filed_day, checked_day
///   cap_fact        cap, level, from_day, to_day · bonus_fact bonus, on_day · fiscal item, year, value_fen
///   case_stay       procedure, role (handler, concerned), ground, state, left_by (step), now (state of the case), outcome,
///                   due_provisional, own (the state's task is that of the role's body), last_own (its newest stay with one),
///                   opened_day, entered_day, left_day, due_day, closed_day: case_facts.hpp
///
/// Shape: bodies that exist on `as_of`, in order of their codes; row keys are natural keys, rows in their order, so that
///        the same facts give the same bytes on every store. Outcomes are those of `domain::standing` on `as_of`.
/// Errors: Corrupt "evaluation.unknown_kind", "evaluation.corrupt_fact"; those of the store.
Result<domain::evaluation::FactSet> load_facts(Reader& reader, const domain::ObligationKinds& kinds,
                                               const FactsRequest& request);

/// Facts with the entity id of each body, in body order.
struct LoadedFacts {
    domain::evaluation::FactSet facts;
    std::vector<std::string> body_ids;
};
/// As `load_facts`.
Result<LoadedFacts> load_facts_with_ids(Reader& reader, const domain::ObligationKinds& kinds, const FactsRequest& request);

/// The table that rows of an entity type go to ("obligation" also for what belongs to obligations, and for their
/// milestones); empty for entities that are no facts of one body.
std::string_view table_of_entity(std::string_view type);

/// One body and the tables wanted of it. Shape: "obligation" stands for obligation and milestone.
struct BodyRequest {
    std::string id;
    std::uint32_t number = 0;
    std::set<std::string, std::less<>> tables = {};
};
struct BodyTable {
    std::string table;
    domain::evaluation::TableBuilder rows;
};
/// The rows of one body as `load_facts` would give them; for Table::replace_body.
///
/// Shape:  current rows only: `request.at_size` is not set.
/// Errors: as `load_facts`.
Result<std::vector<BodyTable>> load_body_rows(Reader& reader, const domain::ObligationKinds& kinds,
                                              const FactsRequest& request, const BodyRequest& body);

/// The form of all fact tables as one text: a snapshot of another form is of no use.
std::string facts_form();

/// The same tables without a row: what a scheme's names are checked against.
domain::evaluation::FactSet empty_facts();

}  // namespace gx::app
