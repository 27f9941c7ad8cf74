// SPDX-License-Identifier: Apache-2.0
#include "app/jobs/job_engine.hpp"

#include <gtest/gtest.h>

#include <future>

#include "tests/support/fakes.hpp"
#include "tests/support/memory_store.hpp"

namespace gx::app {
namespace {

/// Jobs in a map; refuses to write when told to.
class MemoryJobs final : public JobTable {
public:
    Result<Done> add(Work&, const Job& job) override { return put(job); }
    Result<Done> save(Work&, const Job& job) override { return put(job); }
    Result<std::optional<Job>> find(Reader&, std::string_view, std::string_view id) override { return get(std::string(id)); }
    Result<std::vector<Job>> list(Reader&, const JobQuery&) override { return std::vector<Job>{}; }
    Result<std::int64_t> count(Reader&, const JobQuery&) override { return std::int64_t{0}; }
    Result<std::int64_t> interrupt(Work&, base::Instant) override {
        const std::lock_guard lock(mutex_);
        for (auto& [id, job] : jobs_) {
            if (job.state == JobState::Queued || job.state == JobState::Running) { job.state = JobState::Interrupted; }
        }
        return std::int64_t{0};
    }
    std::optional<Job> get(const std::string& id) {
        const std::lock_guard lock(mutex_);
        const auto found = jobs_.find(id);
        return found == jobs_.end() ? std::nullopt : std::optional(found->second);
    }
    Result<Done> put(const Job& job) {
        const std::lock_guard lock(mutex_);
        if (refuses) { return Error{ErrorCode::StorageFull, "store.full"}; }
        jobs_[job.id] = job;
        return Done{};
    }
    std::atomic<bool> refuses{false};

private:
    std::mutex mutex_;
    std::map<std::string, Job> jobs_;
};

class NoFiles final : public JobFiles {
public:
    std::string path(std::string_view) const override { return {}; }
    Result<Done> write(std::string_view, std::string_view) override { return Done{}; }
    Result<Done> narrow(std::string_view) override { return Done{}; }
    Result<std::unique_ptr<JobFile>> open(std::string_view) override { return Error{ErrorCode::NotFound, "job.file_gone"}; }
    bool has(std::string_view) const override { return false; }
    void remove(std::string_view) override {}
    std::size_t purge(base::Instant before) override { purged_before = before.millis(); return 0; }
    std::atomic<std::int64_t> purged_before{0};
};

class JobEngineTest : public testing::Test {
protected:
    Job job(const char* id, const char* account = "a-1") {
        return {.id = id, .tenant = "990101", .account = account, .topic = "import", .kind = "posts", .made_at = clock_.now()};
    }
    /// Waits until the job has ended; the worker tells nobody else.
    Job ended(const std::string& id) {
        while (true) {
            const auto found = table_.get(id);
            if (found && found->state != JobState::Queued && found->state != JobState::Running) { return *found; }
            std::this_thread::yield();
        }
    }
    static Result<JobEnd> at_once(JobProgress&) { return JobEnd{}; }

    support::ToyHasher hasher_;
    support::MemoryStore store_{hasher_};
    support::FixedClock clock_;
    MemoryJobs table_;
    NoFiles files_;
    JobEngine engine_{store_, table_, files_, clock_, {.threads = 2, .queue_max = 3, .of_account_max = 2}};
};

TEST_F(JobEngineTest, DoesAJobAndKeepsWhatCameOfIt) {
    ASSERT_TRUE(engine_.start().ok());
    ASSERT_TRUE(engine_.submit(job("j1"), [](JobProgress& progress) -> Result<JobEnd> {
        GX_CHECK(progress.tell(7, 9));
        return JobEnd{.result = base::Json::object().set("added", 7)};
    }).ok());
    const Job done = ended("j1");
    EXPECT_EQ(done.state, JobState::Done);
    EXPECT_EQ(done.rows_done, 7);
    EXPECT_EQ(done.result.int_at("added"), 7);
    EXPECT_TRUE(done.started_at && done.ended_at);
}

TEST_F(JobEngineTest, ARefusalAndAnExceptionFailTheJobAlone) {
    ASSERT_TRUE(engine_.start().ok());
    ASSERT_TRUE(engine_.submit(job("j1"), [](JobProgress&) -> Result<JobEnd> { return Error{ErrorCode::InvalidInput, "import.empty"}; }).ok());
    EXPECT_EQ(ended("j1").reason, "import.empty");
    ASSERT_TRUE(engine_.submit(job("j2"), [](JobProgress&) -> Result<JobEnd> { throw std::runtime_error("x"); }).ok());
    EXPECT_EQ(ended("j2").reason, "server.failed");
    ASSERT_TRUE(engine_.submit(job("j3"), at_once).ok());
    EXPECT_EQ(ended("j3").state, JobState::Done);
}

TEST_F(JobEngineTest, TheQueueIsBoundedAndSoIsAnAccountsPart) {
    ASSERT_TRUE(engine_.start().ok());
    std::promise<void> let_go;
    const std::shared_future<void> gate = let_go.get_future().share();
    std::promise<void> begun_1;
    std::promise<void> begun_2;
    const auto hold = [gate](std::promise<void>& begun) {
        return [gate, &begun](JobProgress&) -> Result<JobEnd> { begun.set_value(); gate.wait(); return JobEnd{}; };
    };
    ASSERT_TRUE(engine_.submit(job("h1", "x-1"), hold(begun_1)).ok());
    ASSERT_TRUE(engine_.submit(job("h2", "x-2"), hold(begun_2)).ok());
    begun_1.get_future().wait();
    begun_2.get_future().wait();
    EXPECT_TRUE(engine_.submit(job("q1"), at_once).ok());
    EXPECT_TRUE(engine_.submit(job("q2"), at_once).ok());
    const auto third = engine_.submit(job("q3"), at_once);
    EXPECT_EQ(third.ok() ? "" : third.error().reason, "job.queue_full") << "two of one account";
    EXPECT_TRUE(engine_.submit(job("q4", "a-2"), at_once).ok());
    const auto fourth = engine_.submit(job("q5", "a-3"), at_once);
    EXPECT_EQ(fourth.ok() ? "" : fourth.error().reason, "job.queue_full") << "three in all";
    EXPECT_FALSE(table_.get("q3").has_value());
    let_go.set_value();
    for (const char* id : {"h1", "h2", "q1", "q2", "q4"}) { EXPECT_EQ(ended(id).state, JobState::Done); }
    EXPECT_TRUE(engine_.submit(job("q6", "a-3"), at_once).ok()) << "there is room again";
}

TEST_F(JobEngineTest, OneAccountsJobsRunInTheirOrderAndOthersGoBetween) {
    std::mutex mutex;
    std::string order;
    JobEngine engine(store_, table_, files_, clock_, {.threads = 1});
    ASSERT_TRUE(engine.start().ok());
    std::promise<void> let_go;
    std::promise<void> begun;
    ASSERT_TRUE(engine.submit(job("h", "z"), [&](JobProgress&) -> Result<JobEnd> { begun.set_value(); let_go.get_future().wait(); return JobEnd{}; }).ok());
    begun.get_future().wait();
    const auto note = [&](const char* name) {
        return [&, name](JobProgress&) -> Result<JobEnd> { const std::lock_guard lock(mutex); order += name; return JobEnd{}; };
    };
    for (const char* id : {"1", "2", "3"}) { ASSERT_TRUE(engine.submit(job(id, "a"), note(id)).ok()); }
    ASSERT_TRUE(engine.submit(job("b", "b"), note("b")).ok());
    let_go.set_value();
    for (const char* id : {"1", "2", "3", "b"}) { ended(id); }
    EXPECT_EQ(order, "1b23");
}

TEST_F(JobEngineTest, AJobDoesNotWaitForWhatIsDoneInIdleTime) {
    std::atomic<int> idle{0};
    JobEngine engine(store_, table_, files_, clock_, {.threads = 1});
    engine.when_idle([&] { ++idle; });
    ASSERT_TRUE(engine.start().ok());
    for (const char* id : {"1", "2", "3"}) {
        ASSERT_TRUE(engine.submit(job(id), at_once).ok());
        ended(id);
    }
    EXPECT_EQ(idle.load(), 0);
}

TEST_F(JobEngineTest, StoppingInterruptsWhatRunsAndWhatWaits) {
    JobEngine engine(store_, table_, files_, clock_, {.threads = 1});
    ASSERT_TRUE(engine.start().ok());
    std::promise<void> begun;
    ASSERT_TRUE(engine.submit(job("r"), [&](JobProgress& progress) -> Result<JobEnd> {
        begun.set_value();
        while (true) { GX_CHECK(progress.tell(1, 2)); std::this_thread::yield(); }
    }).ok());
    ASSERT_TRUE(engine.submit(job("w"), at_once).ok());
    begun.get_future().wait();
    engine.stop();
    EXPECT_EQ(table_.get("r")->state, JobState::Interrupted);
    EXPECT_EQ(table_.get("w")->state, JobState::Interrupted);
    EXPECT_EQ(table_.get("w")->reason, "job.interrupted");
    EXPECT_EQ(engine.submit(job("late"), at_once).error().reason, "job.interrupted");
}

TEST_F(JobEngineTest, AStartFindsWhatAnEarlierServerLeft) {
    Job left = job("old");
    left.state = JobState::Running;
    ASSERT_TRUE(table_.put(left).ok());
    ASSERT_TRUE(engine_.start().ok());
    EXPECT_EQ(table_.get("old")->state, JobState::Interrupted);
    EXPECT_EQ(files_.purged_before, clock_.now().millis() - 7LL * 24 * 3'600'000);
}

TEST_F(JobEngineTest, AnotherActMayBeRefusedByHowTheJobStands) {
    ASSERT_TRUE(engine_.start().ok());
    ASSERT_TRUE(engine_.submit(job("j1"), at_once).ok());
    ended("j1");
    const Actor actor{.account = "a-1", .tenant = "990101"};
    const auto refused = engine_.again(actor, "j1", [](Job&) -> Result<Done> { return Error{ErrorCode::StateForbids, "import.not_tried"}; }, at_once);
    EXPECT_EQ(refused.error().reason, "import.not_tried");
    EXPECT_EQ(table_.get("j1")->state, JobState::Done);
    EXPECT_EQ(engine_.again(actor, "none", [](Job&) { return Result<Done>(Done{}); }, at_once).error().reason, "job.unknown");
    ASSERT_TRUE(engine_.again(actor, "j1", [](Job&) { return Result<Done>(Done{}); },
                              [](JobProgress&) -> Result<JobEnd> { return JobEnd{.state = JobState::Undone}; }).ok());
    EXPECT_EQ(ended("j1").state, JobState::Undone);
}

TEST_F(JobEngineTest, AJobThatTheStoreDoesNotTakeIsNotTaken) {
    ASSERT_TRUE(engine_.start().ok());
    table_.refuses = true;
    for (int i = 0; i < 5; ++i) { EXPECT_EQ(engine_.submit(job("j1"), at_once).error().reason, "store.full") << "no place is lost"; }
    table_.refuses = false;
    EXPECT_TRUE(engine_.submit(job("j1"), at_once).ok());
}

}  // namespace
}  // namespace gx::app
