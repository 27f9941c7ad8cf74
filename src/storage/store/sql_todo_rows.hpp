// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "app/ports/todo_rows.hpp"
#include "storage/store/reader_pool.hpp"

namespace gx::storage {

/// app::TodoRows over a pool of connections. Thread: any.
class SqlTodoRows final : public app::TodoRows {
public:
    explicit SqlTodoRows(std::shared_ptr<ReaderPool> pool) : pool_(std::move(pool)) {}

    Result<std::int64_t> page(const app::TodoFilter& filter, const app::TodoPage& page,
                              const std::function<Result<Done>(const app::TodoRow&)>& each) override;
    Result<Done> tally(const app::TodoFilter& filter, const std::function<Result<Done>(const app::TodoTally&)>& each) override;

private:
    std::shared_ptr<ReaderPool> pool_;
};

}  // namespace gx::storage
