// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include "store_fixture.hpp"
#include "storage/jobs/job_folder.hpp"
#include "storage/store/sql_jobs.hpp"

namespace gx::tests {
namespace {

using base::Done;
using base::Result;

class StoreJobs : public StoreFixture {
protected:
    app::Job a_job(const std::string& id, const std::string& account, std::int64_t made_at) {
        app::Job job{.id = id, .tenant = "990101", .account = account, .topic = "import", .kind = "posts", .file_name = "岗位.xlsx"};
        job.made_at = base::Instant::from_millis(made_at);
        job.params.set("dry_run", true);
        return job;
    }
    void add(const app::Job& job) { GX_ASSERT_OK(write([&](app::Work& work) { return jobs_.add(work, job); })); }
    std::string listed(const app::JobQuery& query) {
        const auto read = reader();
        const auto found = jobs_.list(*read, query);
        const auto total = jobs_.count(*read, query);
        if (!found.ok() || !total.ok()) { return "error"; }
        std::string out;
        for (const app::Job& job : *found) { out += job.id + " "; }
        return out + fmt::format("of {}", *total);
    }
    storage::SqlJobs jobs_;
};
INSTANTIATE_TEST_SUITE_P(, StoreJobs, testing::ValuesIn(backends()), backend_name);

TEST_P(StoreJobs, AJobIsFoundAsItWasSaved) {
    app::Job job = a_job("j1", "clerk-1", 1'000);
    add(job);
    EXPECT_EQ(store().position(), 0) << "no entry of the journal";
    job.state = app::JobState::Failed;
    job.reason = "import.empty";
    job.rows_done = 12;
    job.started_at = base::Instant::from_millis(2'000);
    job.result.set("read", 12);
    GX_ASSERT_OK(write([&](app::Work& work) { return jobs_.save(work, job); }));
    const auto found = jobs_.find(*reader(), "990101", "j1");
    ASSERT_TRUE(found.ok() && found->has_value());
    const app::Job& back = **found;
    EXPECT_EQ(back.state, app::JobState::Failed);
    EXPECT_EQ(back.reason, "import.empty");
    EXPECT_EQ(back.rows_done, 12);
    EXPECT_EQ(back.file_name, "岗位.xlsx");
    EXPECT_EQ(back.started_at, base::Instant::from_millis(2'000));
    EXPECT_FALSE(back.ended_at.has_value());
    EXPECT_EQ(base::canonical(back.params), R"({"dry_run":true})");
    EXPECT_EQ(base::canonical(back.result), R"({"read":12})");
    EXPECT_FALSE(jobs_.find(*reader(), "990102", "j1")->has_value()) << "another tenant's";
    job.id = "none";
    GX_EXPECT_REFUSED(write([&](app::Work& work) { return jobs_.save(work, job); }), "job.unknown");
}

TEST_P(StoreJobs, ListsAreLimitedByEachMemberNewestFirst) {
    add(a_job("j1", "clerk-1", 1'000));
    add(a_job("j2", "clerk-2", 3'000));
    app::Job other = a_job("j3", "clerk-1", 2'000);
    other.kind = "contracts";
    other.state = app::JobState::Done;
    add(other);
    app::Job taken_out = a_job("j4", "clerk-1", 4'000);
    taken_out.topic = "export";
    add(taken_out);
    EXPECT_EQ(listed({.tenant = "990101", .topic = "import"}), "j2 j3 j1 of 3");
    EXPECT_EQ(listed({.tenant = "990101", .topic = "import", .account = "clerk-1"}), "j3 j1 of 2");
    EXPECT_EQ(listed({.tenant = "990101", .topic = "import", .kind = "contracts"}), "j3 of 1");
    EXPECT_EQ(listed({.tenant = "990101", .topic = "import", .state = app::JobState::Done}), "j3 of 1");
    EXPECT_EQ(listed({.tenant = "990101", .topic = "import", .limit = 1, .offset = 1}), "j3 of 3");
    EXPECT_EQ(listed({.tenant = "990102", .topic = "import"}), "of 0");
}

TEST_P(StoreJobs, WhatWasBegunIsInterrupted) {
    add(a_job("j1", "clerk-1", 1'000));
    app::Job done = a_job("j2", "clerk-1", 2'000);
    done.state = app::JobState::Done;
    add(done);
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        GX_TRY(const auto count, jobs_.interrupt(work, base::Instant::from_millis(9'000)));
        EXPECT_EQ(count, 1);
        return Done{};
    }));
    EXPECT_EQ((*jobs_.find(*reader(), "990101", "j1"))->state, app::JobState::Interrupted);
    EXPECT_EQ((*jobs_.find(*reader(), "990101", "j1"))->ended_at, base::Instant::from_millis(9'000));
    EXPECT_EQ((*jobs_.find(*reader(), "990101", "j2"))->state, app::JobState::Done);
}

class JobFolderTest : public testing::Test {
protected:
    JobFolderTest() { GX_ASSERT(::mkdtemp(folder_.data()) != nullptr); }
    ~JobFolderTest() override { std::filesystem::remove_all(folder_); }
    static unsigned mode(const std::string& path) {
        struct ::stat about {};
        return ::stat(path.c_str(), &about) == 0 ? about.st_mode & 0777U : 0;
    }
    std::string folder_ = "/tmp/gx-jobs-XXXXXX";
};

TEST_F(JobFolderTest, FilesAreTheirOwnersAlone) {
    const auto files = storage::JobFolder::at(folder_ + "/jobs");
    ASSERT_TRUE(files.ok());
    GX_ASSERT_OK((*files)->write("a.upload", "hello"));
    EXPECT_EQ(mode(folder_ + "/jobs"), 0700U);
    EXPECT_EQ(mode((*files)->path("a.upload")), 0600U);
    std::filesystem::permissions((*files)->path("a.upload"), std::filesystem::perms(0644));
    GX_ASSERT_OK((*files)->narrow("a.upload"));
    EXPECT_EQ(mode((*files)->path("a.upload")), 0600U);
    GX_EXPECT_REFUSED((*files)->narrow("none"), "file.not_written");
}

TEST_F(JobFolderTest, AFileIsReadInPiecesAndGoesWithItsTime) {
    const auto files = storage::JobFolder::at(folder_ + "/jobs");
    GX_ASSERT_OK((*files)->write("a.csv", "hello world"));
    auto file = (*files)->open("a.csv");
    ASSERT_TRUE(file.ok());
    EXPECT_EQ((*file)->size(), 11U);
    std::string piece(5, ' ');
    EXPECT_EQ((*file)->read_at(6, piece).value(), 5U);
    EXPECT_EQ(piece, "world");
    EXPECT_EQ((*files)->purge(base::Instant::from_millis(1'000)), 0U);
    EXPECT_TRUE((*files)->has("a.csv"));
    EXPECT_EQ((*files)->purge(base::Instant::parse("2100-01-01T00:00:00Z").value()), 1U);
    EXPECT_FALSE((*files)->has("a.csv"));
    GX_EXPECT_REFUSED((*files)->open("a.csv"), "job.file_gone");
    EXPECT_EQ((*file)->read_at(0, piece).value(), 5U) << "what is being read stays";
}

TEST_F(JobFolderTest, ALinkIsNotFollowed) {
    const auto files = storage::JobFolder::at(folder_ + "/jobs");
    std::filesystem::create_symlink("/etc/passwd", (*files)->path("a.csv"));
    GX_EXPECT_REFUSED((*files)->open("a.csv"), "job.file_gone");
    GX_EXPECT_REFUSED((*files)->write("a.csv", "x"), "file.not_written");
}

}  // namespace
}  // namespace gx::tests
