// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/complaints/complaint_parts.hpp"

namespace gx::app {

/// Takes what came anonymously into the journal: complaints become cases, then messages, then ratings, each kind in shuffled order
/// and with the day of the batch alone. The rows beside the journal are laid down anew in that order, so that neither a position in
/// the file tells which came first. A part of the daily round.
///
/// Shape:  at most 1'000 at once; the rest with the next batch.
/// Source: ASSURANCE S11; ADR 0081
class RunFilingBatch {
public:
    explicit RunFilingBatch(const ComplaintParts& parts) : parts_(parts) {}

    /// Gives how many entered. Nothing enters while there is no intake. A complaint that the intake refuses stays and is tried with
    /// the next batch. Errors: those of the store.
    Result<std::int64_t> run(Work& work, const std::string& tenant);

private:
    Result<bool> enter(Work& work, SealedFiling& filing, base::Date today);
    void shuffle(std::vector<SealedFiling>& filings);

    const ComplaintParts& parts_;
};

}  // namespace gx::app
