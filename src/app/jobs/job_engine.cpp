// SPDX-License-Identifier: Apache-2.0
#include "app/jobs/job_engine.hpp"

#include <chrono>
#include <exception>

namespace gx::app {
namespace {

constexpr std::chrono::seconds kLookEvery{10};
constexpr std::int64_t kHourMillis = 3'600'000;
constexpr std::int64_t kDayMillis = 24 * kHourMillis;

Error interrupted() { return {ErrorCode::Unavailable, "job.interrupted"}; }

}  // namespace

Result<Done> JobProgress::tell(std::int64_t done, std::int64_t of) {
    done_.store(done, std::memory_order_relaxed);
    of_.store(of, std::memory_order_relaxed);
    return stopping_.load(std::memory_order_relaxed) ? Result<Done>(interrupted()) : Result<Done>(Done{});
}

Result<Done> JobEngine::start() {
    const WriteContext context{.actor = {.account = "jobs", .tenant = {}}, .at = clock_.now()};
    GX_CHECK(store_.write(context, [&](Work& work) -> Result<Done> {
        GX_CHECK(table_.interrupt(work, clock_.now()));
        return Done{};
    }));
    purge();
    stopping_ = false;
    for (unsigned i = 0; i < limits_.threads; ++i) { threads_.emplace_back([this] { serve(); }); }
    return Done{};
}

void JobEngine::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) { thread.join(); }
    threads_.clear();
    std::map<std::string, Line, std::less<>> left;
    {
        const std::lock_guard lock(mutex_);
        left.swap(lines_);
    }
    // What never began; when the store cannot be written now, the next start says the same.
    for (auto& [name, line] : left) {
        for (Waiting& waiting : line.jobs) {
            waiting.job.state = JobState::Interrupted;
            waiting.job.reason = "job.interrupted";
            waiting.job.ended_at = clock_.now();
            (void)write(waiting.job, [&](Work& work) { return table_.save(work, waiting.job); }).ok();
        }
    }
}

Result<Done> JobEngine::reserve(const std::string& account) {
    const std::lock_guard lock(mutex_);
    if (stopping_) { return interrupted(); }
    std::size_t& own = reserved_[account];
    if (reserved_count_ >= limits_.queue_max || own >= limits_.of_account_max) {
        if (own == 0) { reserved_.erase(account); }
        return Error{ErrorCode::Unavailable, "job.queue_full"};
    }
    ++own;
    ++reserved_count_;
    return Done{};
}

void JobEngine::release(const std::string& account) {
    const auto own = reserved_.find(account);
    if (--own->second == 0) { reserved_.erase(own); }
    --reserved_count_;
}

void JobEngine::put_in_line(const std::string& line, Job job, Run run) {
    {
        const std::lock_guard lock(mutex_);
        lines_[line].jobs.push_back({std::move(job), std::move(run)});
    }
    wake_.notify_one();
}

Result<Done> JobEngine::write(const Job& job, const std::function<Result<Done>(Work&)>& work) {
    const WriteContext context{.actor = {.account = job.account, .tenant = job.tenant}, .at = clock_.now()};
    return store_.write(context, work);
}

Result<Done> JobEngine::submit(const Job& job, Run run) {
    const std::string line = line_of(job);
    GX_CHECK(reserve(line));
    auto added = write(job, [&](Work& work) { return table_.add(work, job); });
    if (!added.ok()) {
        const std::lock_guard lock(mutex_);
        release(line);
        return added;
    }
    put_in_line(line, job, std::move(run));
    return Done{};
}

Result<Job> JobEngine::again(const Actor& actor, const std::string& id, const Change& change, Run run) {
    const std::string line = actor.tenant + "\n" + actor.account;
    GX_CHECK(reserve(line));
    Job job;
    const auto changed = store_.write({.actor = actor, .at = clock_.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(auto found, table_.find(work, actor.tenant, id));
        if (!found) { return Error{ErrorCode::NotFound, "job.unknown", id}; }
        job = std::move(*found);
        GX_CHECK(change(job));
        job.state = JobState::Queued;
        job.reason.clear();
        job.rows_done = 0;
        job.started_at.reset();
        job.ended_at.reset();
        return table_.save(work, job);
    });
    if (!changed.ok()) {
        const std::lock_guard lock(mutex_);
        release(line);
        return changed.error();
    }
    // The line is that of whoever acts, who may be another than the one who made the job.
    put_in_line(line, job, std::move(run));
    return job;
}

std::optional<std::pair<std::int64_t, std::int64_t>> JobEngine::progress(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto found = running_.find(id);
    if (found == running_.end()) { return std::nullopt; }
    return std::pair(found->second->done(), found->second->of());
}

/// The next line after the one served last that has a job and none running.
std::optional<JobEngine::Waiting> JobEngine::next(std::unique_lock<std::mutex>&) {
    auto from = lines_.upper_bound(last_line_);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        if (from == lines_.end()) { from = lines_.begin(); }
        Line& line = from->second;
        if (!line.running && !line.jobs.empty()) {
            last_line_ = from->first;
            line.running = true;
            Waiting taken = std::move(line.jobs.front());
            line.jobs.pop_front();
            release(from->first);
            return taken;
        }
        ++from;
    }
    return std::nullopt;
}

void JobEngine::serve() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        auto taken = next(lock);
        if (!taken) {
            if (wake_.wait_for(lock, kLookEvery) == std::cv_status::no_timeout) { continue; }  // a job first
            lock.unlock();
            purge();
            save_ended();
            if (idle_ && !stopping_) { idle_(); }
            lock.lock();
            continue;
        }
        const std::string line = last_line_;
        lock.unlock();
        act(std::move(*taken));
        lock.lock();
        const auto served = lines_.find(line);
        served->second.running = false;
        if (served->second.jobs.empty()) { lines_.erase(served); }
        wake_.notify_one();
    }
}

JobEnd JobEngine::outcome(const Run& run, JobProgress& progress) {
    try {
        auto ended = run(progress);
        if (ended.ok()) { return std::move(ended).value(); }
        const bool stopped = ended.error().reason == "job.interrupted";
        return {.state = stopped ? JobState::Interrupted : JobState::Failed, .reason = ended.error().reason};
    } catch (const std::bad_alloc&) {
        return {.state = JobState::Failed, .reason = "http.no_memory"};
    } catch (const std::exception&) {
        return {.state = JobState::Failed, .reason = "server.failed"};
    }
}

void JobEngine::act(Waiting work) {
    const auto progress = std::make_shared<JobProgress>(stopping_);
    {
        const std::lock_guard lock(mutex_);
        running_.emplace(work.job.id, progress);
    }
    work.job.state = JobState::Running;
    work.job.started_at = clock_.now();
    (void)write(work.job, [&](Work& part) { return table_.save(part, work.job); }).ok();
    JobEnd end = outcome(work.run, *progress);
    work.job.state = end.state;
    work.job.reason = std::move(end.reason);
    work.job.result = std::move(end.result);
    work.job.rows_done = progress->done();
    work.job.ended_at = clock_.now();
    const std::string id = work.job.id;
    {
        const std::lock_guard lock(mutex_);
        ended_.push_back(std::move(work.job));
    }
    save_ended();
    const std::lock_guard lock(mutex_);
    running_.erase(id);
}

/// A store that takes nothing now (a full disk is why a job failed, as often as not) is tried again later.
void JobEngine::save_ended() {
    std::vector<Job> ended;
    {
        const std::lock_guard lock(mutex_);
        ended.swap(ended_);
    }
    for (Job& job : ended) {
        if (write(job, [&](Work& part) { return table_.save(part, job); }).ok()) { continue; }
        const std::lock_guard lock(mutex_);
        ended_.push_back(std::move(job));
    }
}

void JobEngine::purge() {
    const base::Instant now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        if (now.millis() - purged_at_.millis() < kHourMillis) { return; }
        purged_at_ = now;
    }
    files_.purge(base::Instant::from_millis(now.millis() - limits_.files_days * kDayMillis));
}

}  // namespace gx::app
