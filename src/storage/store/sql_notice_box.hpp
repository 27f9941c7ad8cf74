// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/ports/notice_box.hpp"
#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// app::NoticeBox. docs of each: the port. Thread: any.
class SqlNoticeBox final : public app::NoticeBox {
public:
    Result<bool> add(app::Work& work, const app::Notice& notice) override;
    Result<Done> queue(app::Work& work, const app::OutboxItem& item, base::Instant next_at) override;
    Result<std::vector<app::Notice>> list(app::Reader& reader, const app::NoticeQuery& query) override;
    Result<std::int64_t> count(app::Reader& reader, const app::NoticeQuery& query) override;
    Result<std::optional<app::Notice>> find(app::Reader& reader, std::string_view tenant, std::string_view id) override;
    Result<std::int64_t> mark_read(app::Work& work, std::string_view tenant, std::string_view account,
                                   std::span<const std::string> ids, base::Instant at) override;
    Result<std::optional<base::Instant>> next_due(app::Reader& reader) override;
    Result<std::vector<app::OutboxItem>> take_due(app::Work& work, base::Instant now, base::Instant until,
                                                  std::size_t count) override;
    Result<Done> settle(app::Work& work, const app::OutboxOutcome& outcome) override;
    Result<std::int64_t> forget(app::Work& work, base::Instant before) override;
};

}  // namespace gx::storage
