// SPDX-License-Identifier: Apache-2.0
#include "child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "base/result.hpp"

namespace gx::tests {
namespace {

constexpr int kSayHandle = 9;

}  // namespace

Child::Child(const std::string& name, const std::string& address) {
    int ends[2];
    GX_ASSERT(::pipe2(ends, O_CLOEXEC) == 0);
    const std::string filter = "--gtest_filter=DISABLED_Child." + name;
    const std::string variable = "GX_CHILD_ADDRESS=" + address;
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(ends[1], kSayHandle);
        ::fcntl(kSayHandle, F_SETFD, 0);  // where it was that handle already, dup2 leaves it to be closed
        const int null = ::open("/dev/null", O_RDWR);
        ::dup2(null, 1);
        ::putenv(const_cast<char*>(variable.c_str()));
        ::execl("/proc/self/exe", "contract_test", "--gtest_also_run_disabled_tests", filter.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::close(ends[1]);
    out_ = ends[0];
}

Child::~Child() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    ::close(out_);
}

std::string Child::line() {
    while (buffer_.find('\n') == std::string::npos) {
        std::array<char, 512> bytes;
        const ssize_t got = ::read(out_, bytes.data(), bytes.size());
        if (got <= 0) { return {}; }
        buffer_.append(bytes.data(), static_cast<std::size_t>(got));
    }
    const std::size_t end = buffer_.find('\n');
    std::string first = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    return first;
}

std::string Child::kill_and_drain() {
    ::kill(pid_, SIGKILL);
    std::array<char, 512> bytes;
    while (true) {
        const ssize_t got = ::read(out_, bytes.data(), bytes.size());
        if (got <= 0) { break; }
        buffer_.append(bytes.data(), static_cast<std::size_t>(got));
    }
    return std::exchange(buffer_, {});
}

std::string Child::address() {
    const char* given = std::getenv("GX_CHILD_ADDRESS");
    return given != nullptr ? given : "";
}

void Child::say(const std::string& line) {
    const std::string whole = line + "\n";
    GX_ASSERT(::write(kSayHandle, whole.data(), whole.size()) == static_cast<ssize_t>(whole.size()));
}

}  // namespace gx::tests
