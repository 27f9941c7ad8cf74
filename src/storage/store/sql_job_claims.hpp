// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/job_claims.hpp"
#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// app::JobClaims. docs of each: the port. Thread: any.
class SqlJobClaims final : public app::JobClaims {
public:
    Result<std::optional<app::RoundProgress>> claim(app::Work& work, std::string_view tenant, std::string_view job,
                                                  std::string_view owner, base::Instant now, base::Instant until) override;
    Result<app::RoundProgress> progress(app::Reader& reader, std::string_view tenant, std::string_view job) override;
    Result<Done> advance(app::Work& work, std::string_view tenant, std::string_view job, std::string_view owner,
                         const app::RoundProgress& progress) override;
    Result<Done> release(app::Work& work, std::string_view tenant, std::string_view job, std::string_view owner) override;
};

}  // namespace gx::storage
