// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"

namespace gx::app {

enum class JobState : std::uint8_t { Queued, Running, Done, Failed, Interrupted, Undone };
std::string_view code_of(JobState state);
/// Nothing for another text.
std::optional<JobState> job_state_of(std::string_view code);

/// Something that the server does beside requests for one account, and what came of it. Not journalled; what it writes is.
///
/// Shape:  `topic` is "import" or "export"; `kind` a kind of table; `params` and `result` objects of the topic.
struct Job {
    std::string id = {};
    std::string tenant = {};
    std::string account = {};
    std::string topic = {};
    std::string kind = {};
    JobState state = JobState::Queued;
    std::string file_name = {};
    std::string reason = {};     ///< why it failed, or why the last act on it was refused; a key of api/errors.yaml
    std::int64_t rows_done = 0;
    base::Instant made_at = {};
    std::optional<base::Instant> started_at = {};
    std::optional<base::Instant> ended_at = {};
    base::Json params = base::Json::object();
    base::Json result = base::Json::object();
};

/// Which jobs are asked for, newest first.
struct JobQuery {
    std::string tenant;
    std::string topic;
    std::string account = {};  ///< empty: of everybody
    std::string kind = {};
    std::optional<JobState> state = {};
    std::size_t limit = 50;   ///< 1..200
    std::size_t offset = 0;   ///< 0..10'000
};

/// Jobs kept beside the journalled rows, read and written with the Reader and Work of the same store.
class JobTable {
public:
    virtual ~JobTable() = default;
    virtual Result<Done> add(Work& work, const Job& job) = 0;
    /// State, texts and results of a job that is there. Errors: NotFound "job.unknown"
    virtual Result<Done> save(Work& work, const Job& job) = 0;
    virtual Result<std::optional<Job>> find(Reader& reader, std::string_view tenant, std::string_view id) = 0;
    virtual Result<std::vector<Job>> list(Reader& reader, const JobQuery& query) = 0;
    virtual Result<std::int64_t> count(Reader& reader, const JobQuery& query) = 0;
    /// Marks what was queued or running, of all tenants, as interrupted. Gives how many.
    virtual Result<std::int64_t> interrupt(Work& work, base::Instant now) = 0;
};

/// A file of a job that is being read. What becomes of the file meanwhile does not matter.
class JobFile {
public:
    virtual ~JobFile() = default;
    virtual std::uint64_t size() const = 0;
    /// Fills `into` from `offset` on as far as the file reaches; the number of bytes read. Errors: Unavailable "file.unreadable"
    virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) = 0;
};

/// Files of jobs, for their owner alone (mode 0600), kept for a while.
///
/// Shape:  names are "ID.ending" with an id of the own IdSource: no name from outside gets here.
/// Thread: any.
class JobFiles {
public:
    virtual ~JobFiles() = default;
    /// Where a file of this name lies or would lie, for readers and writers of tables.
    virtual std::string path(std::string_view name) const = 0;
    /// Errors: StorageFull or Unavailable "file.not_written"
    virtual Result<Done> write(std::string_view name, std::string_view bytes) = 0;
    /// Narrows the mode of a file that a table writer made. Errors: Unavailable "file.not_written"
    virtual Result<Done> narrow(std::string_view name) = 0;
    /// Errors: NotFound "job.file_gone"
    virtual Result<std::unique_ptr<JobFile>> open(std::string_view name) = 0;
    virtual bool has(std::string_view name) const = 0;
    virtual void remove(std::string_view name) = 0;
    /// Removes all that was last written before; gives how many. Total.
    virtual std::size_t purge(base::Instant before) = 0;
};

}  // namespace gx::app
