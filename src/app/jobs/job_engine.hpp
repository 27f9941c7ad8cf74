// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/ports/jobs.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// How far a job is. Thread: any.
class JobProgress {
public:
    explicit JobProgress(const std::atomic<bool>& stopping) : stopping_(stopping) {}
    /// `of` 0: not known. Errors: Unavailable "job.interrupted" when the server stops: the job ends then, undone as a whole.
    Result<Done> tell(std::int64_t done, std::int64_t of);
    std::int64_t done() const { return done_.load(std::memory_order_relaxed); }
    std::int64_t of() const { return of_.load(std::memory_order_relaxed); }

private:
    const std::atomic<bool>& stopping_;
    std::atomic<std::int64_t> done_{0};
    std::atomic<std::int64_t> of_{0};
};

/// What became of a job.
struct JobEnd {
    JobState state = JobState::Done;
    base::Json result = base::Json::object();
    std::string reason = {};
};

struct JobLimits {
    unsigned threads = 2;
    std::size_t queue_max = 50;        ///< jobs that wait
    std::size_t of_account_max = 20;   ///< of them, of one account
    std::int64_t files_days = 7;       ///< files are kept so long
};

/// Does jobs beside requests: a few threads, the accounts in turn, one job of an account at a time and in their order.
///
/// A job is in the table before `submit` returns and when it ends. What waits or runs when the server stops or dies is
/// interrupted; nobody's rights of yesterday are acted on tomorrow.
/// Thread: any.
class JobEngine {
public:
    using Run = std::function<Result<JobEnd>(JobProgress& progress)>;
    /// Looks at the job as it stands and makes it ready for another act. Refuses with an error.
    using Change = std::function<Result<Done>(Job& job)>;

    JobEngine(Store& store, JobTable& table, JobFiles& files, Clock& clock, JobLimits limits = {})
        : store_(store), table_(table), files_(files), clock_(clock), limits_(limits) {}
    ~JobEngine() { stop(); }
    JobEngine(const JobEngine&) = delete;
    JobEngine& operator=(const JobEngine&) = delete;

    /// What an idle thread does every ten seconds; quick, must not throw. Before `start`.
    void when_idle(std::function<void()> work) { idle_ = std::move(work); }
    /// Marks what an earlier server left as interrupted, removes old files, starts the threads. Errors: those of the store.
    Result<Done> start();
    /// Ends what runs as soon as it looks at its progress; returns when all is saved. Total.
    void stop();

    /// Takes a new job. Errors: Unavailable "job.queue_full", "job.interrupted" (stopping); those of the store.
    Result<Done> submit(const Job& job, Run run);
    /// Another act on a job that is there; gives the job as it was saved.
    /// Errors: NotFound "job.unknown"; those of `change`; as submit.
    Result<Job> again(const Actor& actor, const std::string& id, const Change& change, Run run);

    /// Rows done and rows in all (0: not known) of a job that runs; nothing for another one.
    std::optional<std::pair<std::int64_t, std::int64_t>> progress(const std::string& id) const;

private:
    struct Waiting {
        Job job;
        Run run;
    };
    struct Line {
        std::deque<Waiting> jobs;
        bool running = false;
    };

    Result<Done> reserve(const std::string& account);
    void release(const std::string& account);
    void put_in_line(const std::string& line, Job job, Run run);
    Result<Done> write(const Job& job, const std::function<Result<Done>(Work&)>& work);
    void serve();
    std::optional<Waiting> next(std::unique_lock<std::mutex>& lock);
    void act(Waiting work);
    JobEnd outcome(const Run& run, JobProgress& progress);
    void save_ended();
    void purge();
    static std::string line_of(const Job& job) { return job.tenant + "\n" + job.account; }

    Store& store_;
    JobTable& table_;
    JobFiles& files_;
    Clock& clock_;
    JobLimits limits_;

    std::function<void()> idle_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::map<std::string, Line, std::less<>> lines_;   ///< by tenant and account
    std::string last_line_;                            ///< whose job was taken last
    std::map<std::string, std::size_t, std::less<>> reserved_;
    std::size_t reserved_count_ = 0;                   ///< waiting, or about to
    std::map<std::string, std::shared_ptr<JobProgress>, std::less<>> running_;
    std::vector<Job> ended_;                           ///< not saved yet
    std::atomic<bool> stopping_{true};
    base::Instant purged_at_{};
    std::vector<std::thread> threads_;
};

}  // namespace gx::app
