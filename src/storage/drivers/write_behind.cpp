// SPDX-License-Identifier: Apache-2.0
#include "storage/drivers/write_behind.hpp"

#include <fcntl.h>

#include <charconv>
#include <chrono>
#include <filesystem>

namespace gx::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kEvery{20};

/// This process's descriptors of a file; none where the system does not tell.
void add_descriptors(const fs::path& file, std::vector<int>& out) {
    std::error_code ec;
    const fs::path wanted = fs::weakly_canonical(file, ec);
    for (fs::directory_iterator at("/proc/self/fd", ec), end; !ec && at != end; at.increment(ec)) {
        std::error_code gone;
        if (fs::read_symlink(at->path(), gone) != wanted || gone) { continue; }
        const std::string name = at->path().filename().string();
        int descriptor = -1;
        std::from_chars(name.data(), name.data() + name.size(), descriptor);
        if (descriptor >= 0) { out.push_back(descriptor); }
        return;  // one is enough: it is the file that counts
    }
}

}  // namespace

WriteBehind::WriteBehind(const std::string& database_file) {
    add_descriptors(database_file + "-wal", descriptors_);
    add_descriptors(database_file, descriptors_);
    if (!descriptors_.empty()) { thread_ = std::thread([this] { run(); }); }
}

WriteBehind::~WriteBehind() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    if (thread_.joinable()) { thread_.join(); }
}

void WriteBehind::run() {
    std::unique_lock lock(mutex_);
    while (!stop_.wait_for(lock, kEvery, [&] { return stopping_; })) {
        lock.unlock();
        // What cannot be begun early is written by the sync; its failure is found there too.
        for (const int descriptor : descriptors_) { static_cast<void>(::sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE)); }
        lock.lock();
    }
}

}  // namespace gx::storage
