// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "domain/journal/entry.hpp"
#include "domain/journal/merkle.hpp"
#include "storage/backup/block_file.hpp"
#include "storage/backup/catalogue.hpp"

namespace gx::storage {

/// A value of a row, held.
using Held = std::variant<std::nullptr_t, std::int64_t, std::string, base::Bytes>;

/// The records of a backup: one byte for the kind, then its body; lengths and integers are eight bytes, big-endian.
///
///   'h' length JSON    head: {created, schema_version}
///   't' length JSON    a table begins: {table, columns: [[name, "integer" | "text" | "bytes"], …]}
///   'r' values         a row: for each column 'n', or 'i' integer, or 's' length bytes
///   'z' length JSON    end: {size, root, rows}
namespace record {

inline constexpr char kHead = 'h';
inline constexpr char kTable = 't';
inline constexpr char kRow = 'r';
inline constexpr char kEnd = 'z';

std::string json_record(char kind, const base::Json& body);
void begin_row(std::string& out);
void put_null(std::string& out);
void put_integer(std::string& out, std::int64_t value);
void put_bytes(std::string& out, std::string_view bytes);

/// Errors: those of the reader; Corrupt "backup.malformed".
Result<char> read_kind(BlockReader& in);
Result<base::Json> read_json(BlockReader& in);
Result<std::vector<Held>> read_row(BlockReader& in, const TableShape& shape);

base::Json describe(const TableShape& shape);
Result<TableShape> shape_of(const base::Json& description, const BlockReader& in);

}  // namespace record

/// Recomputes the journal from rows of journal_entry, in order.
class JournalProof {
public:
    explicit JournalProof(const domain::Hasher& hasher) : hasher_(hasher) {}
    /// Errors: Corrupt `reason`, `where` = "entry N".
    Result<Done> take(const TableShape& shape, const std::vector<Held>& row, const char* reason);
    std::int64_t size() const { return static_cast<std::int64_t>(tree_.size()); }
    base::Digest root() const { return tree_.root(hasher_); }

private:
    const domain::Hasher& hasher_;
    domain::Frontier tree_;
};

}  // namespace gx::storage
