// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "app/ports/case_rows.hpp"
#include "storage/store/reader_pool.hpp"

namespace gx::storage {

/// app::CaseRows over a pool of connections. Thread: any.
class SqlCaseRows final : public app::CaseRows {
public:
    explicit SqlCaseRows(std::shared_ptr<ReaderPool> pool) : pool_(std::move(pool)) {}

    Result<std::int64_t> page(const app::CaseFilter& filter, const app::CasePage& page,
                              const std::function<Result<Done>(const app::Entity&)>& each) override;

private:
    std::shared_ptr<ReaderPool> pool_;
};

}  // namespace gx::storage
