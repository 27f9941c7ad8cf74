// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/sealed_filings.hpp"

namespace gx::storage {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

/// Tables sealed_filing and handler_secret. Thread: any.
class SqlSealedFilings final : public app::SealedFilings {
public:
    Result<Done> add(app::Work& work, const app::SealedFiling& filing) override;
    Result<std::optional<app::SealedFiling>> behind(app::Reader& reader, std::span<const std::string> doors) override;
    Result<std::optional<app::SealedFiling>> find(app::Reader& reader, std::string_view tenant, std::string_view id) override;
    Result<std::optional<app::SealedFiling>> of_case(app::Reader& reader, std::string_view tenant, std::string_view case_id) override;
    Result<std::vector<app::SealedFiling>> all_of(app::Reader& reader, std::string_view filing_id) override;
    Result<std::vector<app::SealedFiling>> waiting(app::Reader& reader, std::string_view tenant, std::size_t limit) override;
    Result<Done> replace(app::Work& work, std::span<const app::SealedFiling> filings) override;
    Result<bool> remove(app::Work& work, std::string_view id) override;
    Result<std::int64_t> mark_seen(app::Work& work, std::string_view filing_id, app::FilingKind kind) override;
    Result<Done> keep_secret(app::Work& work, std::string_view tenant, std::string_view key_id, const base::Json& locked) override;
    Result<Done> drop_secret(app::Work& work, std::string_view key_id) override;
    Result<std::optional<base::Json>> secret(app::Reader& reader, std::string_view tenant, std::string_view key_id) override;
};

}  // namespace gx::storage
