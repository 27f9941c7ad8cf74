// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/filing_batch.hpp"

#include <algorithm>
#include <map>

#include "app/complaints/complaint_texts.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kAtOnce = 1'000;

/// Ours to carry on after: somebody must look at this one complaint, and the others need not wait.
bool concerns_one(const Error& error) {
    return error.code != ErrorCode::Unavailable && error.code != ErrorCode::StorageFull && error.code != ErrorCode::Corrupt;
}

}  // namespace

/// Fisher and Yates; 64 random bits for each place leave a bias below 2^-54.
void RunFilingBatch::shuffle(std::vector<SealedFiling>& filings) {
    for (std::size_t left = filings.size(); left > 1; --left) {
        const base::Secret bits(parts_.random.bytes(8));
        std::uint64_t number = 0;
        for (const std::uint8_t byte : bits.view()) { number = (number << 8U) | byte; }
        std::swap(filings[left - 1], filings[number % left]);
    }
}

Result<bool> RunFilingBatch::enter(Work& work, SealedFiling& filing, base::Date today) {
    if (filing.kind == FilingKind::Complaint) {
        auto opened = parts_.intake->open(work, {.tenant = filing.tenant, .filing_id = filing.id, .anonymous = true, .body_id = filing.body_id,
                                                 .focus = filing.focus, .on = today});
        if (!opened.ok()) {
            if (concerns_one(opened.error())) { return false; }
            return std::move(opened).error();
        }
        filing.case_id = *opened;
    } else if (filing.case_id.empty()) {
        GX_TRY(const auto complaint, parts_.filings.find(work, filing.tenant, filing.filing_id));
        if (!complaint || complaint->case_id.empty()) { return false; }
        filing.case_id = complaint->case_id;
    }
    if (filing.kind == FilingKind::Rating) {
        const auto rated = parts_.intake->rate(work, filing.tenant, filing.case_id, {.satisfaction = filing.wraps.text_or_empty("satisfaction"), .on = today});
        if (!rated.ok()) {
            if (concerns_one(rated.error())) { return false; }
            return rated.error();
        }
    }
    GX_CHECK(enter_journal(parts_, work, filing, today));
    filing.entered = true;
    return true;
}

Result<std::int64_t> RunFilingBatch::run(Work& work, const std::string& tenant) {
    if (parts_.intake == nullptr || tenant != parts_.tenant) { return std::int64_t{0}; }
    GX_TRY(auto waiting, parts_.filings.waiting(work, tenant, kAtOnce));
    const base::Date today = parts_.clock.today();
    std::int64_t entered = 0;
    for (const FilingKind kind : {FilingKind::Complaint, FilingKind::Message, FilingKind::Rating}) {
        std::vector<SealedFiling> some;
        std::ranges::copy_if(waiting, std::back_inserter(some), [kind](const SealedFiling& one) { return one.kind == kind; });
        shuffle(some);
        for (SealedFiling& one : some) {
            GX_TRY(const bool done, enter(work, one, today));
            entered += done ? 1 : 0;
        }
        // Those that could not enter move too: their places told as much as the others'.
        GX_CHECK(parts_.filings.replace(work, some));
    }
    return entered;
}

}  // namespace gx::app
