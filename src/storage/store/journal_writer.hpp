// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/world.hpp"
#include "domain/journal/entry.hpp"
#include "domain/journal/merkle.hpp"
#include "storage/drivers/connection.hpp"
#include "storage/store/ready_set.hpp"

namespace gx::storage {

/// The compact range of the stored journal at `size`. Errors: Corrupt "journal.node_missing"; those of the connection.
Result<domain::Frontier> load_frontier(Connection& connection, const domain::Hasher& hasher, std::int64_t size);

/// Entries on their way into the journal: gives them positions, hashes them, writes them with their tiles.
///
/// On SQLite a write transaction owns the journal from its beginning, so positions are known at once. On PostgreSQL the
/// head row is locked last: entries wait here without a position until the transaction is about to commit (or until
/// so many wait that memory asks for an earlier lock), and their rows are given the position afterwards.
///
/// Thread: one at a time (the store's writer).
class JournalWriter {
public:
    JournalWriter(const domain::Hasher& hasher, app::Random& random) : hasher_(hasher), random_(random) {}

    /// A fresh transaction. Forgets what was not written.
    Result<Done> begin(Connection& connection);
    /// One use case's part begins, is kept, or is dropped with its savepoint.
    void begin_part();
    Result<Done> keep_part(Connection& connection);
    void drop_part();

    /// The position that the next entry gets; -1 while it cannot be known.
    std::int64_t next_seq() const { return locked_ ? size() + static_cast<std::int64_t>(waiting_.size()) : -1; }
    /// Takes an entry that has its salt and content digest; seq and leaf hash are found here. Call `relieve` now and then.
    void add(domain::JournalEntry entry, std::string_view table);
    /// Writes the entries of a set at once, after those that wait. Needs a known position; `leaves` are those from there.
    Result<Done> write_set(Connection& connection, const ReadySet& set, const app::WriteContext& context,
                           std::string_view action, std::span<const base::Digest> leaves);
    /// A fresh salt.
    domain::Salt next_salt();
    const domain::Hasher& hasher() const { return hasher_; }
    app::Random& random() const { return random_; }
    /// Writes waiting entries when there are too many to hold.
    Result<Done> relieve(Connection& connection);
    /// Writes waiting entries where positions are known; readers of the journal see them then.
    Result<Done> flush_if_locked(Connection& connection);
    /// Before COMMIT: takes the lock if need be, writes everything.
    Result<Done> finish(Connection& connection);
    /// After a failed COMMIT: the tree is read anew next time.
    void forget() { frontier_.reset(); }

    /// Number of entries in the journal as this transaction has written it.
    std::int64_t size() const { return frontier_ ? static_cast<std::int64_t>(frontier_->size()) : 0; }
    bool changed() const { return changed_; }

private:
    struct Waiting {
        domain::JournalEntry entry;
        std::string_view table;
        bool row_has_seq;
    };
    /// What a dropped part goes back to.
    struct Mark {
        std::optional<domain::Frontier> frontier;
        bool locked = false;
        bool changed = false;
        std::size_t earlier = 0;  ///< entries of earlier parts that waited then
    };

    Result<Done> lock(Connection& connection);
    Result<Done> flush(Connection& connection);
    Result<Done> write(Connection& connection, std::vector<Waiting>& batch);
    Result<Done> number_rows(Connection& connection, const std::vector<Waiting>& batch);
    Result<Done> append(Connection& connection, std::span<const base::Digest> leaves);

    const domain::Hasher& hasher_;
    app::Random& random_;
    std::optional<domain::Frontier> frontier_;
    bool locked_ = false;
    bool changed_ = false;
    Mark mark_;
    std::vector<Waiting> waiting_;  ///< entries of earlier parts first, then those of the current one
    std::vector<Waiting> written_;  ///< of earlier parts, written by the current one: back to waiting if it is dropped
    base::Bytes salts_;
    std::size_t salts_used_ = 0;
};

}  // namespace gx::storage
