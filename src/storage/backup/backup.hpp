// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/date.hpp"
#include "domain/journal/hasher.hpp"
#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// What a backup holds; docs/adr/0020-backup-format.md describes the file.
struct BackupFacts {
    std::int64_t size = 0;  ///< of the journal
    base::Digest root{};    ///< recomputed from the content of every entry
    std::string hash;       ///< "sm3", "sha256"
    std::int64_t schema_version = 0;
    std::int64_t rows = 0;  ///< of all tables
    base::Instant created_at;
};

/// Writes the whole store, as one snapshot while others write, into one file that either database can be restored
/// from, with the bytes of its attachments. Keys are not in it: they are kept apart. Every entry and every digest is
/// recomputed on the way.
///
/// Errors: Conflict "backup.exists"; Corrupt "backup.journal_unsound" (`where` is the entry: run `verify`),
///         "backup.blob_unsound" (`where` is the digest of the missing or changed file);
///         StorageFull "store.full"; Unavailable "backup.not_written"; those of the connection.
Result<BackupFacts> backup(Database& database, const domain::Hasher& hasher, const std::string& file, base::Instant now);

/// The name of the hash needed to read a backup. Errors: NotFound "backup.missing"; Corrupt "backup.not_a_backup".
Result<std::string> backup_hash(const std::string& file);

/// Proves a backup without restoring it: every block, every entry, every attached file, size and root.
/// Errors: as restore, without those of the target.
Result<BackupFacts> check_backup(const std::string& file, const domain::Hasher& hasher);

/// Restores into a SQLite file that must not exist. Nothing is seen there before every block, size and root have
/// proved right; attached files may lie there before. Older schemas are migrated.
///
/// Errors: Conflict "restore.target_exists", "migration.unknown" (written by a newer program), "migration.changed";
///         NotFound "backup.missing"; Corrupt "backup.not_a_backup", "backup.block_changed", "backup.truncated",
///         "backup.trailing_bytes", "backup.malformed", "backup.entry", "backup.blob", "backup.root" (`where` is the place);
///         StorageFull "store.full"; those of the connection.
Result<BackupFacts> restore_to_sqlite(const std::string& file, const std::string& target, const domain::Hasher& hasher,
                                      base::Instant now);

/// The same into an empty database of a server, in one transaction.
Result<BackupFacts> restore_to_database(const std::string& file, Database& target, const domain::Hasher& hasher,
                                        base::Instant now);

}  // namespace gx::storage
