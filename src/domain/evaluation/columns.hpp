// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/plain_vector.hpp"
#include "base/result.hpp"

namespace gx::domain::evaluation {

inline constexpr std::int32_t kNull32 = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int64_t kNull64 = std::numeric_limits<std::int64_t>::min();
/// Row and body numbers fit 32 bits: at most 2^31 rows a table.
inline constexpr std::uint32_t kRowsMax = 1U << 31U;

enum class ColumnKind : std::uint8_t {
    Whole,  ///< 64-bit integer, also fen
    Small,  ///< 32-bit integer, also 0/1
    Day,    ///< days since 1970-01-01 in 32 bits
    Code,   ///< text by dictionary, 8 bits up to 254 texts, else 16
};

struct ColumnDef {
    std::string name;
    ColumnKind kind;
};

/// The texts behind codes, in byte order once frozen.
struct Dictionary {
    std::vector<std::string> texts;

    /// Nothing when the text was never seen.
    std::optional<std::uint32_t> find(std::string_view text) const;
};

/// Rows to become a table: appended in the order that explanations list them in.
///
/// Shape: values in the order of `columns`; a body number and a key (natural key or integer) for each row.
/// Thread: one thread; several builders of the same columns may be filled side by side and frozen together.
class TableBuilder {
public:
    explicit TableBuilder(std::vector<ColumnDef> columns);

    /// Makes room for that many rows, so that appending them moves nothing.
    void reserve(std::size_t rows);

    void begin_row(std::uint32_t body, std::string_view key);
    void begin_row(std::uint32_t body, std::int64_t key);
    /// Sets the value of a column in the begun row; unset columns are null.
    void whole(std::size_t column, std::int64_t value);
    void code(std::size_t column, std::string_view text);

    std::size_t rows() const { return bodies_.size(); }
    const std::vector<ColumnDef>& columns() const { return columns_; }

private:
    friend class Table;
    /// A short text seen lately, by its bytes, and its draft code.
    struct Recent {
        std::uint64_t head = 0;
        std::uint64_t tail = 0;
        std::uint32_t size = 0;  ///< 0: free
        std::int32_t code = 0;
    };
    static constexpr std::size_t kRecentMax = 16;
    struct Draft {
        base::PlainVector<std::int64_t> wide;
        base::PlainVector<std::int32_t> narrow;  ///< also draft codes
        std::vector<std::string> texts;
        std::unordered_map<std::string, std::int32_t> seen;
        std::array<Recent, kRecentMax> recent{};
    };
    void extend();
    static std::int32_t find_code(Draft& draft, std::string_view text);

    std::vector<ColumnDef> columns_;
    std::vector<Draft> drafts_;
    base::PlainVector<std::uint32_t> bodies_;
    base::PlainVector<std::int64_t> int_keys_;
    std::string key_text_;
    std::vector<std::uint64_t> key_ends_;
};

/// One column of a frozen table.
///
/// Shape: exactly one of the vectors is filled, by kind and dictionary size; null is the type's smallest value,
///        for codes the largest (255, 65535). `low`..`high` hold all values, with room for later changes.
struct Column {
    ColumnDef def;
    base::PlainVector<std::int64_t> wide;
    base::PlainVector<std::int32_t> narrow;
    base::PlainVector<std::uint8_t> code8;
    base::PlainVector<std::uint16_t> code16;
    Dictionary dictionary;
    bool has_null = false;
    std::int64_t low = 0;
    std::int64_t high = 0;

    std::int64_t value(std::uint32_t row) const;       ///< kNull64 when null; codes as they stand
    std::string_view text(std::uint32_t row) const;    ///< of a Code; empty when null
    std::size_t bytes_per_row() const;
};

/// Where the rows of one body lie.
struct Segment {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
    std::uint32_t capacity = 0;
};

/// An immutable-looking set of rows clustered by body, column by column.
///
/// Shape: rows of one body are contiguous and in the order they were appended; bodies by number, until
///        `replace_body` moves one to the end.
class Table {
public:
    /// Counting sort of all rows by body. `parts` are emptied. Several threads when there is much to do.
    /// Errors: InvalidInput "evaluation.too_many_rows", "evaluation.too_many_codes"
    static base::Result<Table> freeze(std::string name, std::vector<TableBuilder>& parts, std::uint32_t bodies,
                                      unsigned threads);

    /// A table of columns that are clustered already: the rows of body 0, then those of body 1, and so on, `counts` of them.
    /// Several threads when there is much to do. Shape: dictionaries in byte order; all columns and `keys` of one length.
    /// Errors: InvalidInput "evaluation.too_many_rows"
    static base::Result<Table> of_columns(std::string name, std::vector<Column> columns,
                                          const std::vector<std::uint32_t>& counts, base::PlainVector<std::int64_t> keys,
                                          unsigned threads);

    const std::string& name() const { return name_; }
    std::uint32_t rows() const { return rows_; }
    std::uint32_t bodies() const { return static_cast<std::uint32_t>(segments_.size()); }
    const Segment& segment(std::uint32_t body) const { return segments_[body]; }
    const std::vector<Column>& columns() const { return columns_; }
    const Column* find(std::string_view column) const;
    std::string key(std::uint32_t row) const;
    /// The most rows one body has, with room for growth.
    std::uint64_t rows_of_a_body_max() const { return body_rows_max_; }
    std::size_t bytes_per_row() const;

    /// Puts the rows of `rows` (all of `body`) in the place of the body's old ones.
    /// Errors: Conflict "evaluation.rebuild_needed" when a value or code was never seen before; nothing is changed then.
    base::Result<base::Done> replace_body(std::uint32_t body, const TableBuilder& rows);

private:
    friend class TableBytes;  // fact_bytes.cpp: a table as it lies in memory
    struct Remap {
        std::vector<std::vector<std::vector<std::int32_t>>> codes;  ///< by part, column, draft code
    };
    base::Result<Remap> join_dictionaries(const std::vector<TableBuilder>& parts);
    void lay_out(const std::vector<std::uint32_t>& counts);
    void grow_keys(std::uint32_t rows);
    void rebuild_keys(const std::vector<TableBuilder>& parts, const std::vector<base::PlainVector<std::uint32_t>>& targets);

    std::string name_;
    std::uint32_t rows_ = 0;
    std::uint32_t next_ = 0;  ///< first free row behind all segments
    std::uint64_t body_rows_max_ = 0;
    std::vector<Segment> segments_;
    std::vector<Column> columns_;
    bool text_keys_ = false;
    base::PlainVector<std::int64_t> int_keys_;
    base::PlainVector<std::uint64_t> key_begins_;  ///< begin of each row's key text, its length in the low 16 bits
    std::string key_text_;
};

}  // namespace gx::domain::evaluation
