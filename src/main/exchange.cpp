// SPDX-License-Identifier: Apache-2.0
#include "main/exchange.hpp"

#include <algorithm>

#include "ingest/files/open_table.hpp"

namespace gx::main {
namespace {

constexpr std::size_t kBlocksWhenIdle = 2'000;
constexpr std::int64_t kEntriesUngathered = 5'000;  ///< fewer do not change a plan that matters

app::TableLaw table_law(const ImportDesk& desk) {
    app::TableLaw law;
    for (const app::ImportLayout& layout : desk.law().layouts) {
        if (layout.for_people) { law.kinds.push_back(layout.kind); }
    }
    law.layout = [&desk](const std::string& kind) -> base::Result<app::ImportLayout> {
        GX_TRY(auto layout, desk.layout(kind));
        if (!layout.for_people) { return base::Error{base::ErrorCode::InvalidInput, "import.kind_unknown", kind}; }
        return layout;
    };
    law.labels = desk.labels();
    law.texts = desk.texts();
    law.check = desk.content_check();
    return law;
}

/// Beside the embedded store; a store on a server has its files where its keys are.
std::filesystem::path job_folder(const Place& place) {
    return (place.sqlite_file().empty() ? place.keys.parent_path() : place.folder) / "jobs";
}

}  // namespace

base::Result<std::unique_ptr<ServerExchange>> ServerExchange::open(Context& context, const ImportDesk& desk, const base::Json& labels) {
    GX_TRY(auto names, app::Labels::from_json(labels));
    GX_TRY(auto files, storage::JobFolder::at(job_folder(context.place)));
    return std::unique_ptr<ServerExchange>(new ServerExchange(context, desk, std::move(names), std::move(files)));
}

ServerExchange::ServerExchange(Context& context, const ImportDesk& desk, app::Labels labels, std::unique_ptr<storage::JobFolder> files)
    : labels_(std::move(labels)), files_(std::move(files)), engine_(*context.store, table_, *files_, context.clock),
      exchange_({.store = *context.store, .engine = engine_, .table = table_, .files = *files_, .clock = context.clock,
                 .ids = *context.ids, .sealer = context.sealer.get(), .hasher = *context.hasher, .writers = writers_,
                 .open_table = [](const std::string& path) { return ingest::open_table(path); }, .law = table_law(desk)},
                desk.law(), labels_) {
    gathered_at_ = context.store->position();
    engine_.when_idle([this, &store = *context.store] {
        (void)exchange_.journal.follow(kBlocksWhenIdle).ok();
        // Figures about a tenth of what is there lead SQLite's planner astray.
        const std::int64_t position = store.position();
        if (position - gathered_at_ < std::max(kEntriesUngathered, gathered_at_)) { return; }
        gather_statistics(store);
        gathered_at_ = position;
    });
}

base::Result<base::Done> ServerExchange::start() { return engine_.start(); }

}  // namespace gx::main
