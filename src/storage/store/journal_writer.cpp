// SPDX-License-Identifier: Apache-2.0
#include "storage/store/journal_writer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <map>

#include "storage/store/halves.hpp"
#include "storage/store/query_sql.hpp"
#include "storage/store/read_ops.hpp"

namespace gx::storage {
namespace {

constexpr std::size_t kWaitingMax = 4'096;
constexpr std::size_t kSaltsAtOnce = 256;
constexpr std::size_t kRowsNumberedAtOnce = 256;
constexpr std::array kEntryColumns = {
    BulkColumn{"seq", BulkColumn::Type::Integer},       BulkColumn{"tenant", BulkColumn::Type::Text},
    BulkColumn{"entity", BulkColumn::Type::Text},       BulkColumn{"entity_id", BulkColumn::Type::Text},
    BulkColumn{"entity_key", BulkColumn::Type::Text},   BulkColumn{"version", BulkColumn::Type::Integer},
    BulkColumn{"action", BulkColumn::Type::Text},       BulkColumn{"actor", BulkColumn::Type::Text},
    BulkColumn{"origin", BulkColumn::Type::Text},       BulkColumn{"at", BulkColumn::Type::Integer},
    BulkColumn{"salt", BulkColumn::Type::Bytes},        BulkColumn{"content_digest", BulkColumn::Type::Bytes},
    BulkColumn{"leaf_hash", BulkColumn::Type::Bytes},   BulkColumn{"content", BulkColumn::Type::Text},
};
constexpr std::array kTileColumns = {
    BulkColumn{"level", BulkColumn::Type::Integer},
    BulkColumn{"idx", BulkColumn::Type::Integer},
    BulkColumn{"root", BulkColumn::Type::Bytes},
};

/// Root of the perfect subtree of 2^height leaves, from the nearest stored level below it.
Result<base::Digest> subtree_root(ReadOps& ops, const domain::Hasher& hasher, unsigned height, std::int64_t index) {
    const unsigned level = height / domain::kTileHeight;
    const unsigned above = height % domain::kTileHeight;
    const std::int64_t count = std::int64_t{1} << above;
    auto read = level == 0 ? ops.leaf_hashes(index * count, count)
                           : ops.tile_roots(static_cast<int>(level), index * count, count);
    if (!read.ok()) { return std::move(read).error(); }
    std::vector<base::Digest> hashes = std::move(read).value();
    if (hashes.size() != static_cast<std::size_t>(count)) {
        return Error{ErrorCode::Corrupt, "journal.node_missing", fmt::format("height {} index {}", height, index)};
    }
    while (hashes.size() > 1) {
        std::vector<base::Digest> parents(hashes.size() / 2);
        hasher.nodes(hashes, parents);
        hashes = std::move(parents);
    }
    return hashes.front();
}

}  // namespace

Result<domain::Frontier> load_frontier(Connection& connection, const domain::Hasher& hasher, std::int64_t size) {
    if (size < 0) { return Error{ErrorCode::Corrupt, "journal.frontier", "negative size"}; }
    ReadOps ops(connection);
    std::vector<base::Digest> peaks;
    const auto leaves = static_cast<std::uint64_t>(size);
    std::uint64_t begin = 0;
    while (begin < leaves) {
        const std::uint64_t width = std::bit_floor(leaves - begin);
        const auto height = static_cast<unsigned>(std::countr_zero(width));
        GX_TRY(const auto root, subtree_root(ops, hasher, height, static_cast<std::int64_t>(begin >> height)));
        peaks.push_back(root);
        begin += width;
    }
    return domain::Frontier::make(leaves, std::move(peaks));
}

Result<Done> JournalWriter::begin(Connection& connection) {
    waiting_.clear();
    written_.clear();
    locked_ = false;
    changed_ = false;
    return connection.dialect() == Dialect::Sqlite ? lock(connection) : Result<Done>(Done{});
}

Result<Done> JournalWriter::lock(Connection& connection) {
    // Dialect point: SQLite's write transaction is the lock.
    GX_TRY(const auto size, connection.integer(connection.dialect() == Dialect::Sqlite
                                                   ? "SELECT size FROM journal_head WHERE one = 1"
                                                   : "SELECT size FROM journal_head WHERE one = 1 FOR UPDATE"));
    if (!frontier_ || static_cast<std::int64_t>(frontier_->size()) != size) {
        GX_TRY(frontier_, load_frontier(connection, hasher_, size));
    }
    locked_ = true;
    return Done{};
}

void JournalWriter::begin_part() {
    written_.clear();
    mark_ = Mark{.frontier = frontier_, .locked = locked_, .changed = changed_, .earlier = waiting_.size()};
}

Result<Done> JournalWriter::keep_part(Connection& connection) {
    // Written inside the part's savepoint, so that an entry that cannot be written fails this part alone.
    GX_CHECK(flush_if_locked(connection));
    written_.clear();
    return Done{};
}

void JournalWriter::drop_part() {
    if (!written_.empty()) {
        written_.erase(written_.begin() + static_cast<std::ptrdiff_t>(std::min(mark_.earlier, written_.size())),
                       written_.end());
        waiting_ = std::move(written_);
        written_.clear();
    } else {
        waiting_.resize(std::min(waiting_.size(), mark_.earlier));
    }
    frontier_ = mark_.frontier;
    locked_ = mark_.locked;
    changed_ = mark_.changed;
}

void JournalWriter::add(domain::JournalEntry entry, std::string_view table) {
    waiting_.push_back(Waiting{std::move(entry), table, locked_});
    changed_ = true;
}

Result<Done> JournalWriter::relieve(Connection& connection) {
    if (waiting_.size() < kWaitingMax) { return Done{}; }
    if (!locked_) { GX_CHECK(lock(connection)); }
    return flush(connection);
}

Result<Done> JournalWriter::flush_if_locked(Connection& connection) {
    return locked_ ? flush(connection) : Result<Done>(Done{});
}

Result<Done> JournalWriter::finish(Connection& connection) {
    if (!changed_) { return Done{}; }
    if (!locked_) { GX_CHECK(lock(connection)); }
    GX_CHECK(flush(connection));
    GX_CHECK(connection.execute("UPDATE journal_head SET size = $1 WHERE one = 1", {size()}));
    return Done{};
}

Result<Done> JournalWriter::flush(Connection& connection) {
    if (waiting_.empty()) { return Done{}; }
    std::vector<Waiting> batch = std::move(waiting_);
    waiting_.clear();
    auto outcome = write(connection, batch);
    // Entries of earlier parts are kept until this part is: its savepoint may still be rolled back.
    const std::size_t earlier = written_.empty() ? std::min(mark_.earlier, batch.size()) : 0;
    written_.insert(written_.end(), std::make_move_iterator(batch.begin()),
                    std::make_move_iterator(batch.begin() + static_cast<std::ptrdiff_t>(earlier)));
    return outcome;
}

Result<Done> JournalWriter::write(Connection& connection, std::vector<Waiting>& batch) {
    std::vector<base::Digest> leaves(batch.size());
    const std::int64_t first = size();
    in_halves(batch.size(), [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            domain::JournalEntry& entry = batch[i].entry;
            entry.seq = first + static_cast<std::int64_t>(i);
            leaves[i] = domain::leaf_hash(hasher_, entry);
        }
    });
    GX_CHECK(connection.insert_rows("journal_entry", kEntryColumns, batch.size(), [&](std::size_t i, std::span<Param> to) {
        const domain::JournalEntry& entry = batch[i].entry;
        to[0] = entry.seq;
        to[1] = std::string_view(entry.tenant);
        to[2] = std::string_view(entry.entity);
        to[3] = std::string_view(entry.entity_id);
        to[4] = std::string_view(entry.entity_key);
        to[5] = entry.version;
        to[6] = std::string_view(entry.action);
        to[7] = std::string_view(entry.actor);
        to[8] = std::string_view(entry.origin);
        to[9] = entry.at.millis();
        to[10] = base::ByteView(entry.salt);
        to[11] = base::ByteView(entry.content_digest);
        to[12] = base::ByteView(leaves[i]);
        if (entry.content) {
            to[13] = std::string_view(*entry.content);
        } else {
            to[13] = nullptr;
        }
    }));
    GX_CHECK(append(connection, leaves));
    return number_rows(connection, batch);
}

/// Adds leaf hashes to the tree and stores the tiles that they complete.
Result<Done> JournalWriter::append(Connection& connection, std::span<const base::Digest> leaves) {
    std::vector<app::TreeTile> tiles;
    frontier_->append_all(hasher_, leaves, [&](unsigned height, std::uint64_t index, const base::Digest& root) {
        if (height > 0 && height % domain::kTileHeight == 0) {
            tiles.push_back({static_cast<int>(height / domain::kTileHeight), static_cast<std::int64_t>(index), root});
        }
    });
    GX_CHECK(connection.insert_rows("journal_tile", kTileColumns, tiles.size(), [&](std::size_t i, std::span<Param> to) {
        to[0] = std::int64_t{tiles[i].level};
        to[1] = tiles[i].index;
        to[2] = base::ByteView(tiles[i].root);
    }));
    return Done{};
}

Result<Done> JournalWriter::write_set(Connection& connection, const ReadySet& set, const app::WriteContext& context,
                                      std::string_view action, std::span<const base::Digest> leaves) {
    GX_ASSERT(locked_ && waiting_.empty() && leaves.size() == set.entities.size());
    const std::int64_t first = size();
    changed_ = true;
    GX_CHECK(connection.insert_rows("journal_entry", kEntryColumns, leaves.size(), [&](std::size_t i, std::span<Param> to) {
        const app::Entity& entity = set.entities[i];
        const ReadySet::Row& row = set.rows[i];
        to[0] = first + static_cast<std::int64_t>(i);
        to[1] = std::string_view(entity.tenant);
        to[2] = std::string_view(entity.type);
        to[3] = std::string_view(entity.id);
        to[4] = set.params_of(i)[kKeyPlace];
        to[5] = entity.version;
        to[6] = action;
        to[7] = std::string_view(context.actor.account);
        to[8] = std::string_view(context.origin);
        to[9] = context.at.millis();
        to[10] = base::ByteView(row.salt);
        to[11] = base::ByteView(row.content_digest);
        to[12] = base::ByteView(leaves[i]);
        to[13] = std::string_view(row.content);
    }));
    return append(connection, leaves);
}

Result<Done> JournalWriter::number_rows(Connection& connection, const std::vector<Waiting>& batch) {
    std::map<std::string_view, std::vector<const Waiting*>> by_table;
    for (const Waiting& waiting : batch) {
        if (!waiting.row_has_seq && waiting.entry.content) { by_table[waiting.table].push_back(&waiting); }
    }
    for (const auto& [table, rows] : by_table) {
        for (std::size_t from = 0; from < rows.size(); from += kRowsNumberedAtOnce) {
            // Dialect point (PostgreSQL only): casts of a VALUES list. Padded to few sizes by repeating the last row.
            const std::size_t count = std::min(kRowsNumberedAtOnce, rows.size() - from);
            SqlText sql{fmt::format("UPDATE {} AS t SET seq = v.seq FROM (VALUES ", table), {}};
            for (std::size_t i = 0; i < std::bit_ceil(count); ++i) {
                const domain::JournalEntry& entry = rows[from + std::min(i, count - 1)]->entry;
                sql.text += i == 0 ? "(" : ", (";
                sql.place(std::string_view(entry.entity_id));
                sql.text += "::text, ";
                sql.place(entry.version);
                sql.text += "::bigint, ";
                sql.place(entry.seq);
                sql.text += "::bigint)";
            }
            sql.text += ") AS v (id, version, seq) WHERE t.id = v.id AND t.version = v.version";
            GX_CHECK(connection.execute(sql.text, sql.params));
        }
    }
    return Done{};
}

domain::Salt JournalWriter::next_salt() {
    domain::Salt salt{};
    if (salts_used_ + salt.size() > salts_.size()) {
        salts_ = random_.bytes(salt.size() * kSaltsAtOnce);
        salts_used_ = 0;
        GX_ASSERT(salts_.size() == salt.size() * kSaltsAtOnce);
    }
    std::copy_n(salts_.begin() + static_cast<std::ptrdiff_t>(salts_used_), salt.size(), salt.begin());
    salts_used_ += salt.size();
    return salt;
}

}  // namespace gx::storage
