// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/audit/browse_journal.hpp"
#include "app/exchange/export_jobs.hpp"
#include "app/exchange/import_jobs.hpp"

namespace gx::app {

/// Imports, exports and the journal as the transport uses them, over one job engine.
struct Exchange {
    Exchange(ExchangeParts with, const LawPack& law, const Labels& labels)
        : parts(std::move(with)), journal(parts.store, law, labels), imports(parts), exports(parts, journal) {}
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    ExchangeParts parts;
    BrowseJournal journal;
    ImportJobs imports;
    ExportJobs exports;
};

}  // namespace gx::app
