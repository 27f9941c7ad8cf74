// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/jobs.hpp"
#include "base/result.hpp"

namespace gx::storage {

using base::Done;
using base::Result;

/// app::JobTable over the readers and works of an SqlStore. Has no state of its own. Thread: any.
class SqlJobs final : public app::JobTable {
public:
    Result<Done> add(app::Work& work, const app::Job& job) override;
    Result<Done> save(app::Work& work, const app::Job& job) override;
    Result<std::optional<app::Job>> find(app::Reader& reader, std::string_view tenant, std::string_view id) override;
    Result<std::vector<app::Job>> list(app::Reader& reader, const app::JobQuery& query) override;
    Result<std::int64_t> count(app::Reader& reader, const app::JobQuery& query) override;
    Result<std::int64_t> interrupt(app::Work& work, base::Instant now) override;
};

}  // namespace gx::storage
