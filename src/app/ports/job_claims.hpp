// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/ports/store.hpp"

namespace gx::app {

/// How far a job of a tenant has come.
struct RoundProgress {
    std::optional<base::Date> day;  ///< the last day it was done for; nothing before the first time
    std::int64_t position = 0;      ///< journal size up to which it has looked
};

/// Who runs a job: one process at a time, each piece of progress once. Written with the Work of the same store.
class JobClaims {
public:
    virtual ~JobClaims() = default;
    /// The job until `until`, when nobody else has it at `now`; nothing otherwise.
    virtual Result<std::optional<RoundProgress>> claim(Work& work, std::string_view tenant, std::string_view job,
                                                     std::string_view owner, base::Instant now, base::Instant until) = 0;
    /// Where the job stands, whoever has it.
    virtual Result<RoundProgress> progress(Reader& reader, std::string_view tenant, std::string_view job) = 0;
    /// Writes how far it came. Errors: Conflict "job.claim_lost" when another has taken it since.
    virtual Result<Done> advance(Work& work, std::string_view tenant, std::string_view job, std::string_view owner,
                                 const RoundProgress& progress) = 0;
    /// Gives it back before its time. Total but for the store.
    virtual Result<Done> release(Work& work, std::string_view tenant, std::string_view job, std::string_view owner) = 0;
};

}  // namespace gx::app
