// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "app/ports/store.hpp"
#include "storage/store/journal_writer.hpp"
#include "storage/store/kept_views.hpp"

namespace gx::storage {

/// The one writer of a process: shares a transaction among waiting use cases, each in its own savepoint (DESIGN 4.7).
/// A failing one rolls back alone; a failing COMMIT fails all of them. Thread: any.
class GroupCommit {
public:
    /// Told after each commit: the journal size, and whether freed space must be overwritten.
    using Committed = std::function<void(std::int64_t size, bool erased)>;

    GroupCommit(Database& database, KeptViews& views, const domain::Hasher& hasher, app::Random& random, Committed committed);
    GroupCommit(const GroupCommit&) = delete;
    GroupCommit& operator=(const GroupCommit&) = delete;
    /// Finishes what is waiting.
    ~GroupCommit();

    /// Returns when the work is durable or refused. Must not be called from within a work.
    /// Errors: Unavailable "store.queue_full"; those of `work` and of the store.
    Result<Done> run(const app::WriteContext& context, const std::function<Result<Done>(app::Work&)>& work);

    /// As `run` without waiting: `written` gets the outcome, on the writer's thread or, when the work was not taken, on
    /// this one. docs: app/ports/async_store.hpp
    void submit(app::WriteContext context, std::function<Result<Done>(app::Work&)> work,
                std::function<void(Result<Done>)> written);

    /// From the next transaction on, see Connection::without_log.
    void without_log(bool wanted) { without_log_ = wanted; }

private:
    struct Submitted;
    struct Waiter {
        const app::WriteContext& context;
        const std::function<Result<Done>(app::Work&)>& work;
        Submitted* submitted = nullptr;  ///< null: a thread waits
        std::optional<Result<Done>> outcome = {};  ///< of the part; final once `released`
        std::exception_ptr thrown = {};
        bool released = false;
    };

    Result<Done> take(Waiter& waiter);
    void loop();
    static void tell(const std::vector<Waiter*>& batch);
    void run_batch(const std::vector<Waiter*>& batch);
    Result<Done> run_transaction(const std::vector<Waiter*>& batch);
    Result<bool> run_part(Waiter& waiter);
    Result<Done> begin();

    Database& database_;
    KeptViews& views_;
    JournalWriter journal_;
    Committed committed_;
    std::unique_ptr<Connection> connection_;
    bool erased_ = false;
    std::atomic<bool> without_log_ = false;
    bool log_off_ = false;

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::condition_variable released_;
    std::deque<Waiter*> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace gx::storage
