// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/law/law_pack.hpp"
#include "app/ports/store.hpp"

namespace gx::app {

/// One amount that was or is paid late.
struct InterestLine {
    std::string code;         ///< natural key of the payment milestone, or of the obligation itself
    base::Date due_on;
    std::int64_t principal_fen = 0;
    std::int64_t unpaid_fen = 0;  ///< at the end of the day asked for
    std::int32_t days = 0;    ///< from the day after `due_on` to the last payment, or to the day asked for
    std::int64_t interest_fen = 0;
    base::Json to_json() const;
};

/// What a late payer owes on top: one line a payment milestone that was not paid by its day.
///
/// Shape:  lines in order of their codes; an obligation without payment milestones is a line of its own.
/// Units:  fen; days civil.
/// Source: SRC-ZXQYKX-2025 art. 17; SRC-ZXQYKX-2020 art. 15; S-6.1c
class InterestSheet {
public:
    struct Output {
        std::string obligation;
        std::string rule;             ///< id of the late-interest rule; empty when a rate was agreed
        std::vector<InterestLine> lines;
        std::int64_t interest_fen = 0;
        base::Json to_json() const;
    };

    InterestSheet(Store& store, const LawPack& law) : store_(store), law_(law) {}

    /// Errors: NotFound "obligation.unknown"; StateForbids "interest.kind_without_rule" (the kind bears no late interest);
    ///         InvalidInput "late_interest.below_floor"; Corrupt; those of the store.
    Result<Output> run(const std::string& tenant, const std::string& obligation_code, base::Date as_of);

private:
    Store& store_;
    const LawPack& law_;
};

}  // namespace gx::app
