// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "app/exchange/exchange.hpp"
#include "main/context.hpp"
#include "main/import_desk.hpp"
#include "render/csv_writer.hpp"
#include "storage/jobs/job_folder.hpp"
#include "storage/store/sql_jobs.hpp"

namespace gx::main {

/// The parts of a server that do imports and exports. Context and desk outlive it.
class ServerExchange {
public:
    /// Errors: InvalidInput "labels.form"; Unavailable "file.not_written" (the folder of the jobs' files)
    static base::Result<std::unique_ptr<ServerExchange>> open(Context& context, const ImportDesk& desk, const base::Json& labels);

    ~ServerExchange() { engine_.stop(); }
    ServerExchange(const ServerExchange&) = delete;
    ServerExchange& operator=(const ServerExchange&) = delete;

    app::Exchange& exchange() { return exchange_; }
    base::Result<base::Done> start();
    void stop() { engine_.stop(); }

private:
    ServerExchange(Context& context, const ImportDesk& desk, app::Labels labels, std::unique_ptr<storage::JobFolder> files);

    app::Labels labels_;
    std::unique_ptr<storage::JobFolder> files_;
    storage::SqlJobs table_;
    render::FileTableWriters writers_;
    app::JobEngine engine_;
    app::Exchange exchange_;
    std::int64_t gathered_at_ = 0;  ///< size of the journal when figures were last gathered
};

}  // namespace gx::main
