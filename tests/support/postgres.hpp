// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

namespace gx::tests {

/// A PostgreSQL server of its own for tests: run by an unprivileged user in a fresh folder, reached by a socket only,
/// stopped and removed with this object, and also when the test process dies.
class PostgresServer {
public:
    enum class Durability { Real, None };

    /// Ends the process with a message when PostgreSQL cannot be started: a missing tool is a failure, not a skip.
    explicit PostgresServer(Durability durability = Durability::None);
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    ~PostgresServer();

    /// A fresh empty database; its connection text.
    std::string create_database();
    /// Connection text of the named database.
    std::string conninfo(const std::string& database) const;
    /// "fast", "immediate": stops and starts the server.
    void restart(const std::string& mode);

private:
    void as_owner(const std::string& command) const;

    std::string folder_;
    std::string port_ = "5432";  ///< part of the socket's name only
    int alive_ = -1;             ///< closed when this process ends: the guard then stops the server
    pid_t guard_ = -1;
    int databases_ = 0;
};

/// The one server of this test program, started when first asked for.
PostgresServer& shared_postgres();

}  // namespace gx::tests
