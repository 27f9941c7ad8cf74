// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>

namespace gx::tests {

/// This test program run again in its own process, to be killed: it runs one test named "DISABLED_Child.<name>" with
/// an address to work on, and says a line whenever something has happened for good.
class Child {
public:
    Child(const std::string& name, const std::string& address);
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    /// Kills what still runs.
    ~Child();

    /// The next line; empty when the child has ended.
    std::string line();
    /// SIGKILL; then the lines that were still under way.
    std::string kill_and_drain();

    /// In the child: the address, and how to say a line.
    static std::string address();
    static void say(const std::string& line);

private:
    pid_t pid_ = -1;
    int out_ = -1;
    std::string buffer_;
};

}  // namespace gx::tests
