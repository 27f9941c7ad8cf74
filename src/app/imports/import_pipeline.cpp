// SPDX-License-Identifier: Apache-2.0
#include "app/imports/import_pipeline.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace gx::app {
namespace {

constexpr std::size_t kAheadMax = 3;  ///< sets that wait before a stage

/// A set that is ready to be written.
struct ReadySet {
    std::vector<SealedValue> sealed;
    std::vector<SealedLookup> lookups;
    std::unique_ptr<ReadyEntities> companions;
    std::unique_ptr<ReadyEntities> entities;
};

/// Three stages and what goes between them.
class Pipeline {
public:
    Pipeline(ImportSession& session, Work& work) : session_(session), work_(work), load_(work.bulk("import")) {}

    Result<bool> run(std::int64_t rows) {
        std::thread reader([&] { guarded([&] { read(rows); }); });
        std::thread encoder;
        guarded([&] {
            encoder = std::thread([&] { guarded([&] { encode(); }); });
            write();
        });
        reader.join();
        if (encoder.joinable()) { encoder.join(); }
        if (thrown_) { std::rethrow_exception(thrown_); }
        if (write_error_) { return *write_error_; }
        if (encode_error_) { return *encode_error_; }
        return std::move(*taken_);
    }

private:
    using Lock = std::unique_lock<std::mutex>;

    /// What a stage throws ends all of them and is thrown again by `run`.
    template <class Stage>
    void guarded(const Stage& stage) {
        try {
            stage();
        } catch (...) {
            const Lock lock(mutex_);
            if (!thrown_) { thrown_ = std::current_exception(); }
            stopped_ = true;
            if (std::this_thread::get_id() == writer_) { looking_ = false; }
            changed_.notify_all();
        }
    }

    static Error stopped() { return Error{ErrorCode::Unavailable, "import.stopped", "another stage failed"}; }

    /// First stage: rows of the file become entities.
    void read(std::int64_t rows) {
        auto taken = session_.take([this](const auto& look) { return ask(look); },
                                   [this](ImportSet set) { return pass_on(std::move(set)); }, rows);
        const Lock lock(mutex_);
        taken_ = std::move(taken);
        changed_.notify_all();
    }

    Result<Done> ask(const std::function<Result<Done>(Reader&)>& look) {
        Lock lock(mutex_);
        // A row further up may be what the look is for.
        if (session_.refers_to_itself()) { changed_.wait(lock, [&] { return stopped_ || unwritten_ == 0; }); }
        look_ = &look;
        changed_.notify_all();
        changed_.wait(lock, [&] { return stopped_ || look_answer_; });
        if (!look_answer_) {
            // The writer may be at it now.
            changed_.wait(lock, [&] { return !looking_; });
            look_ = nullptr;
            look_answer_.reset();
            return stopped();
        }
        Result<Done> answer = std::move(*look_answer_);
        look_answer_.reset();
        return answer;
    }

    Result<Done> pass_on(ImportSet set) {
        Lock lock(mutex_);
        changed_.wait(lock, [&] { return stopped_ || built_.size() < kAheadMax; });
        if (stopped_) { return stopped(); }
        built_.push_back(std::move(set));
        ++unwritten_;
        changed_.notify_all();
        return Done{};
    }

    /// Second stage: entities become rows and leaves.
    void encode() {
        while (true) {
            ImportSet set;
            std::vector<ReadySet> used;
            {
                Lock lock(mutex_);
                changed_.wait(lock, [&] { return stopped_ || !built_.empty() || taken_; });
                if (stopped_ || built_.empty()) { break; }
                set = std::move(built_.front());
                built_.pop_front();
                used.swap(used_);
                changed_.notify_all();
            }
            used.clear();
            ReadySet out;
            out.sealed = std::move(set.sealed);
            out.lookups = std::move(set.lookups);
            for (auto [entities, ready] : {std::pair{&set.companions, &out.companions}, std::pair{&set.entities, &out.entities}}) {
                if (entities->empty()) { continue; }
                auto made = load_->ready(std::move(*entities));
                if (!made.ok()) { return fail(encode_error_, std::move(made).error()); }
                *ready = std::move(made).value();
            }
            Lock lock(mutex_);
            changed_.wait(lock, [&] { return stopped_ || ready_.size() < kAheadMax; });
            ready_.push_back(std::move(out));
            changed_.notify_all();
        }
        const Lock lock(mutex_);
        encoded_ = true;
        changed_.notify_all();
    }

    /// Third stage, on the work's own thread: looks of the first stage go before sets that wait.
    void write() {
        Lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [&] { return stopped_ || look_ != nullptr || !ready_.empty() || encoded_; });
            if (stopped_) { return; }
            if (look_ != nullptr) {
                const auto* look = std::exchange(look_, nullptr);
                looking_ = true;
                lock.unlock();
                const auto answer = look_into(*look);
                lock.lock();
                looking_ = false;
                look_answer_ = answer;
                changed_.notify_all();
                continue;
            }
            if (ready_.empty()) { return; }
            ReadySet set = std::move(ready_.front());
            ready_.pop_front();
            changed_.notify_all();
            lock.unlock();
            auto written = write_set(set);
            if (!written.ok()) { return fail(write_error_, std::move(written).error()); }
            lock.lock();
            used_.push_back(std::move(set));
            --unwritten_;
            changed_.notify_all();
        }
    }

    Result<Done> look_into(const std::function<Result<Done>(Reader&)>& look) { return look(work_); }

    Result<Done> write_set(const ReadySet& set) {
        for (const SealedValue& value : set.sealed) { GX_CHECK(work_.add_sealed(value)); }
        for (const SealedLookup& lookup : set.lookups) { GX_CHECK(work_.set_lookup(lookup)); }
        if (set.companions) { GX_CHECK(load_->write(*set.companions)); }
        if (set.entities) { GX_CHECK(load_->write(*set.entities)); }
        return Done{};
    }

    void fail(std::optional<Error>& place, Error error) {
        const Lock lock(mutex_);
        place = std::move(error);
        stopped_ = true;
        changed_.notify_all();
    }

    ImportSession& session_;
    Work& work_;
    std::unique_ptr<BulkLoad> load_;

    const std::thread::id writer_ = std::this_thread::get_id();
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<ImportSet> built_;
    std::deque<ReadySet> ready_;
    std::vector<ReadySet> used_;  ///< written: taken apart by the second stage, the writer has enough to do
    const std::function<Result<Done>(Reader&)>* look_ = nullptr;
    std::optional<Result<Done>> look_answer_;
    bool looking_ = false;
    std::size_t unwritten_ = 0;
    std::optional<Result<bool>> taken_;  ///< set when the first stage has ended
    bool encoded_ = false;
    bool stopped_ = false;
    std::optional<Error> encode_error_;
    std::optional<Error> write_error_;
    std::exception_ptr thrown_;
};

}  // namespace

Result<bool> take_beside(ImportSession& session, Work& work, std::int64_t rows) {
    Pipeline pipeline(session, work);
    return pipeline.run(rows);
}

}  // namespace gx::app
