// SPDX-License-Identifier: Apache-2.0
#include "storage/store/group_commit.hpp"

#include "storage/store/sql_work.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kBatchMax = 64;
constexpr std::size_t kQueueMax = 4'096;

}  // namespace

/// A work that nobody waits for: owns what its waiter refers to.
struct GroupCommit::Submitted {
    Submitted(app::WriteContext with, std::function<Result<Done>(app::Work&)> what, std::function<void(Result<Done>)> tell_it)
        : context(std::move(with)), work(std::move(what)), written(std::move(tell_it)) {}
    Submitted(const Submitted&) = delete;
    Submitted& operator=(const Submitted&) = delete;

    app::WriteContext context;
    std::function<Result<Done>(app::Work&)> work;
    std::function<void(Result<Done>)> written;
    Waiter waiter{.context = context, .work = work, .submitted = this};
};

GroupCommit::GroupCommit(Database& database, KeptViews& views, const domain::Hasher& hasher, app::Random& random, Committed committed)
    : database_(database), views_(views), journal_(hasher, random), committed_(std::move(committed)), thread_([this] { loop(); }) {}

GroupCommit::~GroupCommit() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    thread_.join();
}

Result<Done> GroupCommit::take(Waiter& waiter) {
    if (stopping_) { return Error{ErrorCode::Unavailable, "store.closing"}; }
    if (queue_.size() >= kQueueMax) { return Error{ErrorCode::Unavailable, "store.queue_full"}; }
    queue_.push_back(&waiter);
    if (queue_.size() == 1) { arrived_.notify_one(); }
    return Done{};
}

Result<Done> GroupCommit::run(const app::WriteContext& context, const std::function<Result<Done>(app::Work&)>& work) {
    GX_ASSERT(std::this_thread::get_id() != thread_.get_id());
    Waiter waiter{.context = context, .work = work};
    std::unique_lock lock(mutex_);
    GX_CHECK(take(waiter));
    released_.wait(lock, [&] { return waiter.released; });
    lock.unlock();
    if (waiter.thrown) { std::rethrow_exception(waiter.thrown); }
    return std::move(*waiter.outcome);
}

void GroupCommit::submit(app::WriteContext context, std::function<Result<Done>(app::Work&)> work,
                         std::function<void(Result<Done>)> written) {
    auto submitted = std::make_unique<Submitted>(std::move(context), std::move(work), std::move(written));
    std::unique_lock lock(mutex_);
    auto taken = take(submitted->waiter);
    if (taken.ok()) {
        submitted.release();  // NOLINT(bugprone-unused-return-value): the queue has it, `tell` deletes it
        return;
    }
    lock.unlock();
    submitted->written(std::move(taken));
}

/// Tells the outcomes that nobody waits for.
void GroupCommit::tell(const std::vector<Waiter*>& batch) {
    for (Waiter* waiter : batch) {
        if (waiter->submitted == nullptr) { continue; }
        const std::unique_ptr<Submitted> submitted(waiter->submitted);
        submitted->written(std::move(*waiter->outcome));
    }
}

void GroupCommit::loop() {
    std::unique_lock lock(mutex_);
    while (true) {
        arrived_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) { return; }
        std::vector<Waiter*> batch;
        std::vector<Waiter*> unattended;
        while (!queue_.empty() && batch.size() < kBatchMax) {
            batch.push_back(queue_.front());
            if (batch.back()->submitted != nullptr) { unattended.push_back(batch.back()); }
            queue_.pop_front();
        }
        lock.unlock();
        run_batch(batch);
        lock.lock();
        for (Waiter* waiter : batch) {
            // A waiting thread owns its waiter and may be gone as soon as it is released.
            if (waiter->submitted == nullptr) { waiter->released = true; }
        }
        if (unattended.size() < batch.size()) { released_.notify_all(); }
        if (unattended.empty()) { continue; }
        lock.unlock();
        tell(unattended);
        lock.lock();
    }
}

void GroupCommit::run_batch(const std::vector<Waiter*>& batch) {
    const KeptViews::Pause pause(views_);
    erased_ = false;
    const auto outcome = run_transaction(batch);
    if (connection_) { connection_->bulk_writes(false); }
    if (!outcome.ok() && connection_) {
        connection_->rollback();
        if (!connection_->usable()) { connection_.reset(); }
    }
    if (log_off_ && connection_) { connection_->without_log(false); }
    log_off_ = false;
    if (outcome.ok()) { return; }
    journal_.forget();
    // What had succeeded in its savepoint is lost with the transaction; a part's own refusal stays what it was.
    for (Waiter* waiter : batch) {
        if (!waiter->outcome || waiter->outcome->ok()) { waiter->outcome = outcome.error(); }
    }
}

Result<Done> GroupCommit::begin() {
    log_off_ = without_log_;
    // A connection may have died since the last batch: one more try with a fresh one.
    if (connection_) {
        if (log_off_) { connection_->without_log(true); }
        const auto begun = connection_->begin(Begin::Write);
        if (begun.ok() || connection_->usable()) { return begun; }
        connection_.reset();
        journal_.forget();
    }
    GX_TRY(connection_, database_.connect());
    if (log_off_) { connection_->without_log(true); }
    return connection_->begin(Begin::Write);
}

Result<Done> GroupCommit::run_transaction(const std::vector<Waiter*>& batch) {
    GX_CHECK(begin());
    GX_CHECK(journal_.begin(*connection_));
    bool any = false;
    for (Waiter* waiter : batch) {
        GX_TRY(const bool wrote, run_part(*waiter));
        any = any || wrote;
    }
    if (!any) {
        connection_->rollback();
        return Done{};
    }
    const bool journalled = journal_.changed();
    GX_CHECK(journal_.finish(*connection_));
    GX_CHECK(connection_->commit());
    committed_(journalled ? journal_.size() : -1, erased_);
    return Done{};
}

/// Gives true when the part wrote something that is to be kept. An error is one of the whole transaction.
Result<bool> GroupCommit::run_part(Waiter& waiter) {
    GX_CHECK(connection_->execute("SAVEPOINT part"));  // as a prepared statement: once for each part
    journal_.begin_part();
    SqlWork work(*connection_, journal_, waiter.context);
    Result<Done> outcome = Done{};
    try {
        outcome = waiter.work(work);
    } catch (...) {
        waiter.thrown = std::current_exception();
        outcome = Error{ErrorCode::Unavailable, "store.work_threw"};
    }
    if (outcome.ok() && work.failure()) { outcome = *work.failure(); }
    if (outcome.ok()) { outcome = work.finish(); }
    if (outcome.ok()) {
        outcome = journal_.keep_part(*connection_);
        if (!outcome.ok() && outcome.error().reason == "store.constraint") {
            // Only an id that the journal has seen before comes here.
            outcome = Error{ErrorCode::VersionMismatch, "store.version", outcome.error().detail};
        }
    }
    waiter.outcome = outcome;
    if (!connection_->in_transaction()) {
        return outcome.ok() ? Error{ErrorCode::Unavailable, "store.failed", "the transaction ended"} : outcome.error();
    }
    if (outcome.ok()) {
        GX_CHECK(connection_->execute("RELEASE SAVEPOINT part"));
        erased_ = erased_ || work.erased();
        return work.wrote();
    }
    GX_CHECK(connection_->rollback_to());
    journal_.drop_part();
    return false;
}

}  // namespace gx::storage
