// SPDX-License-Identifier: Apache-2.0
#include "support/postgres.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include <fmt/core.h>

#include "base/result.hpp"

namespace gx::tests {
namespace {

std::string bin() {
    const char* given = std::getenv("GX_POSTGRES_BIN");
    return given != nullptr ? given : "/usr/lib/postgresql/15/bin";
}

/// Options of the server; only what tests need.
std::string settings(PostgresServer::Durability durability) {
    const std::string fast = " -c fsync=off -c synchronous_commit=off -c full_page_writes=off";
    return "-c listen_addresses= -c max_connections=150 -c shared_buffers=64MB" +
           (durability == PostgresServer::Durability::None ? fast : std::string());
}

[[noreturn]] void give_up(const std::string& what) {
    fmt::print(stderr, "PostgreSQL for tests: {}\n", what);
    std::abort();
}

}  // namespace

void PostgresServer::as_owner(const std::string& command) const {
    const std::string prefix = ::geteuid() == 0 ? "runuser -u postgres -- " : "";
    const std::string whole = fmt::format("cd {} && {}{} >>{}/log 2>&1", folder_, prefix, command, folder_);
    if (std::system(whole.c_str()) != 0) {  // NOLINT(cert-env33-c): fixed commands, no outside text
        static_cast<void>(std::system(fmt::format("tail -5 {}/log >&2", folder_).c_str()));
        give_up(command);
    }
}

PostgresServer::PostgresServer(Durability durability) {
    folder_ = "/tmp/gx-pg-XXXXXX";
    if (::mkdtemp(folder_.data()) == nullptr) { give_up("mkdtemp"); }
    if (::geteuid() == 0) {
        const passwd* owner = ::getpwnam("postgres");
        if (owner == nullptr || ::chown(folder_.c_str(), owner->pw_uid, owner->pw_gid) != 0) { give_up("chown"); }
    }
    as_owner(fmt::format("{}/initdb -D {}/data -U postgres -E UTF8 --locale=C.UTF-8 -A trust --no-sync", bin(), folder_));
    as_owner(fmt::format("{}/pg_ctl -D {}/data -w -t 60 -l {}/server.log -o \"-k {} -p {} {}\" start", bin(), folder_,
                         folder_, folder_, port_, settings(durability)));
    // The guard sleeps on a pipe whose other end only this process holds; it cleans up however this process ends.
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) { give_up("pipe"); }
    const std::string prefix = ::geteuid() == 0 ? "runuser -u postgres -- " : "";
    const std::string clean = fmt::format("read x; cd /; {}{}/pg_ctl -D {}/data -m immediate -w stop >/dev/null 2>&1; rm -rf {}",
                                          prefix, bin(), folder_, folder_);
    guard_ = ::fork();
    if (guard_ == 0) {
        ::setsid();
        ::dup2(ends[0], 0);
        ::close(ends[1]);
        ::execl("/bin/sh", "sh", "-c", clean.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::close(ends[0]);
    alive_ = ends[1];
}

PostgresServer::~PostgresServer() {
    ::close(alive_);
    ::waitpid(guard_, nullptr, 0);
}

std::string PostgresServer::conninfo(const std::string& database) const {
    return fmt::format("host={} port={} user=postgres dbname={}", folder_, port_, database);
}

std::string PostgresServer::create_database() {
    const std::string name = fmt::format("t{}", ++databases_);
    as_owner(fmt::format("{}/createdb -h {} -p {} -U postgres {}", bin(), folder_, port_, name));
    return conninfo(name);
}

void PostgresServer::restart(const std::string& mode) {
    as_owner(fmt::format("{}/pg_ctl -D {}/data -m {} -w -l {}/server.log restart", bin(), folder_, mode, folder_));
}

PostgresServer& shared_postgres() {
    static PostgresServer server;
    return server;
}

}  // namespace gx::tests
