// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "app/ports/async_store.hpp"
#include "app/ports/idempotency.hpp"
#include "app/ports/obligation_rows.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "domain/journal/hasher.hpp"
#include "storage/drivers/connection.hpp"
#include "storage/store/group_commit.hpp"
#include "storage/store/kept_views.hpp"
#include "storage/store/reader_pool.hpp"
#include "storage/store/sql_case_rows.hpp"
#include "storage/store/sql_job_claims.hpp"
#include "storage/store/sql_sealed_filings.hpp"
#include "storage/store/sql_notice_box.hpp"
#include "storage/store/sql_obligation_rows.hpp"
#include "storage/store/sql_todo_rows.hpp"

namespace gx::storage {

/// The store over SQLite or PostgreSQL. Thread: all members from any thread.
class SqlStore final : public app::Store, public app::AsyncStore, public app::Idempotency {
public:
    /// Opens a database whose schema is up to date. `random` is used by the writer thread; it and `hasher` must outlive
    /// the store.
    ///
    /// Errors: Conflict "migration.pending" (run `prepare` first), "migration.unknown", "store.hash_differs" (the store
    ///         was begun with another hash); those of the connection.
    static Result<std::unique_ptr<SqlStore>> open(std::unique_ptr<Database> database, const domain::Hasher& hasher,
                                                  app::Random& random);
    /// `migrate` to the newest schema, then `open`. `now` is written beside each migration.
    static Result<std::unique_ptr<SqlStore>> prepare(std::unique_ptr<Database> database, const domain::Hasher& hasher,
                                                     app::Random& random, base::Instant now);
    ~SqlStore() override;

    Result<std::unique_ptr<app::Reader>> reader() override;
    Result<Done> write(const app::WriteContext& context, const std::function<Result<Done>(app::Work&)>& work) override;
    void write_later(app::WriteContext context, std::function<Result<Done>(app::Work&)> work, Written written) override;
    std::int64_t position() override { return position_.load(std::memory_order_acquire); }

    Result<std::optional<app::RememberedAnswer>> recall(app::Reader& reader, std::string_view tenant,
                                                        std::string_view account, std::string_view key) override;
    Result<Done> remember(app::Work& work, const app::RememberedAnswer& answer) override;
    Result<std::int64_t> forget(app::Work& work, base::Instant before) override;

    app::ObligationRows& obligation_rows() { return obligation_rows_; }
    app::TodoRows& todo_rows() { return todo_rows_; }
    app::CaseRows& case_rows() { return case_rows_; }
    app::NoticeBox& notice_box() { return notice_box_; }
    app::JobClaims& job_claims() { return job_claims_; }
    app::SealedFilings& sealed_filings() { return sealed_filings_; }

    /// Until `false` large writes may lock every other reader out for their whole length and cost half as much, provided
    /// that nobody else has the database open. For a command that has the store to itself.
    void use_alone(bool alone);

    /// For backup and doctor.
    Database& database() { return *database_; }
    const domain::Hasher& hasher() const { return hasher_; }

private:
    SqlStore(std::unique_ptr<Database> database, const domain::Hasher& hasher, app::Random& random, std::int64_t size);

    void watch();
    void look();
    void advance(std::int64_t size);

    std::unique_ptr<Database> database_;
    const domain::Hasher& hasher_;
    std::atomic<std::int64_t> position_;
    std::atomic<bool> overwrite_freed_{false};
    std::shared_ptr<ReaderPool> readers_;
    KeptViews views_;
    SqlObligationRows obligation_rows_;
    SqlTodoRows todo_rows_;
    SqlCaseRows case_rows_;
    SqlNoticeBox notice_box_;
    SqlJobClaims job_claims_;
    SqlSealedFilings sealed_filings_;
    std::unique_ptr<GroupCommit> writer_;

    std::mutex look_mutex_;
    std::unique_ptr<Connection> look_connection_;
    std::int64_t look_version_ = -1;
    bool alone_ = false;

    std::mutex stop_mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread watcher_;
};

}  // namespace gx::storage
