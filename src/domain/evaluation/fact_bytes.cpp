// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/fact_bytes.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <type_traits>

namespace gx::domain::evaluation {
namespace {

using base::ByteView;
using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kPiece = 32;
constexpr std::uint64_t kTablesMax = 100;
constexpr std::uint64_t kColumnsMax = 500;
constexpr std::size_t kTextMax = 1U << 16U;

Error unreadable(std::string detail) { return {ErrorCode::Corrupt, "evaluation.snapshot_unreadable", std::move(detail)}; }

/// Lists and numbers one after the other, each padded to whole pieces.
class FactWriter {
public:
    explicit FactWriter(const ByteSink& sink) : sink_(sink) {}

    Result<Done> number(std::uint64_t value) { return list(std::vector<std::uint64_t>{value}); }
    template <class List>
    Result<Done> list(const List& values) {
        using Value = typename List::value_type;
        static_assert(std::is_trivially_copyable_v<Value>);
        return raw({reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(Value)});
    }
    Result<Done> text(std::string_view text) { return raw(base::as_bytes(text)); }
    Result<Done> texts(const std::vector<std::string>& all) {
        std::vector<std::uint64_t> ends;
        std::string joined;
        for (const std::string& each : all) {
            joined += each;
            ends.push_back(joined.size());
        }
        GX_CHECK(list(ends));
        return text(joined);
    }

private:
    /// The number of bytes in a piece of its own, then the bytes.
    Result<Done> raw(ByteView bytes) {
        std::array<std::uint8_t, kPiece> piece{};
        const std::uint64_t size = bytes.size();
        std::memcpy(piece.data(), &size, sizeof size);
        GX_CHECK(sink_(piece));
        const std::size_t whole = bytes.size() / kPiece * kPiece;
        if (whole > 0) { GX_CHECK(sink_(bytes.first(whole))); }
        if (whole == bytes.size()) { return Done{}; }
        piece.fill(0);
        std::memcpy(piece.data(), bytes.data() + whole, bytes.size() - whole);
        return sink_(piece);
    }

    const ByteSink& sink_;
};

class FactReader {
public:
    explicit FactReader(ByteView bytes) : left_(bytes) {}

    bool done() const { return left_.empty(); }
    Result<std::uint64_t> number(std::uint64_t most) {
        std::vector<std::uint64_t> values;
        GX_CHECK(list(values));
        if (values.size() != 1 || values[0] > most) { return unreadable("a number"); }
        return values[0];
    }
    template <class List>
    Result<Done> list(List& values) {
        using Value = typename List::value_type;
        GX_TRY(const ByteView bytes, raw());
        if (bytes.size() % sizeof(Value) != 0) { return unreadable("a list"); }
        values.resize(bytes.size() / sizeof(Value));
        if (!values.empty()) { std::memcpy(values.data(), bytes.data(), bytes.size()); }
        return Done{};
    }
    Result<std::string> text() {
        GX_TRY(const ByteView bytes, raw());
        return std::string{base::as_text(bytes)};
    }
    Result<std::vector<std::string>> texts() {
        std::vector<std::uint64_t> ends;
        GX_CHECK(list(ends));
        GX_TRY(const ByteView joined, raw());
        std::vector<std::string> all;
        std::uint64_t from = 0;
        for (const std::uint64_t end : ends) {
            if (end < from || end > joined.size() || end - from > kTextMax) { return unreadable("texts"); }
            all.emplace_back(base::as_text(joined.subspan(from, end - from)));
            from = end;
        }
        if (from != joined.size()) { return unreadable("texts"); }
        return all;
    }

private:
    Result<ByteView> raw() {
        std::uint64_t size = 0;
        if (left_.size() < kPiece) { return unreadable("too short"); }
        std::memcpy(&size, left_.data(), sizeof size);
        left_ = left_.subspan(kPiece);
        if (size > left_.size()) { return unreadable("too short"); }
        const std::size_t padded = (size + kPiece - 1) / kPiece * kPiece;
        if (padded > left_.size()) { return unreadable("too short"); }
        const ByteView bytes = left_.first(size);
        left_ = left_.subspan(padded);
        return bytes;
    }

    ByteView left_;
};

}  // namespace

/// What only a table itself may see.
class TableBytes {
public:
    static Result<Done> write(const Table& table, FactWriter& out) {
        GX_CHECK(out.text(table.name_));
        GX_CHECK(out.list(std::vector<std::uint64_t>{table.rows_, table.next_, table.body_rows_max_,
                                                     table.text_keys_ ? 1ULL : 0ULL, table.columns_.size()}));
        GX_CHECK(out.list(table.segments_));
        for (const Column& column : table.columns_) {
            GX_CHECK(out.text(column.def.name));
            GX_CHECK(out.list(std::vector<std::int64_t>{static_cast<std::int64_t>(column.def.kind), column.has_null ? 1 : 0,
                                                        column.low, column.high}));
            GX_CHECK(out.list(column.wide));
            GX_CHECK(out.list(column.narrow));
            GX_CHECK(out.list(column.code8));
            GX_CHECK(out.list(column.code16));
            GX_CHECK(out.texts(column.dictionary.texts));
        }
        GX_CHECK(out.list(table.int_keys_));
        GX_CHECK(out.list(table.key_begins_));
        return out.text(table.key_text_);
    }

    static Result<Table> read(FactReader& in, std::uint32_t bodies) {
        Table table;
        GX_TRY(table.name_, in.text());
        std::vector<std::uint64_t> numbers;
        GX_CHECK(in.list(numbers));
        if (numbers.size() != 5 || numbers[1] >= kRowsMax || numbers[0] > numbers[1] || numbers[4] > kColumnsMax) {
            return unreadable(table.name_);
        }
        table.rows_ = static_cast<std::uint32_t>(numbers[0]);
        table.next_ = static_cast<std::uint32_t>(numbers[1]);
        table.body_rows_max_ = numbers[2];
        table.text_keys_ = numbers[3] == 1;
        GX_CHECK(in.list(table.segments_));
        GX_CHECK(check_segments(table, bodies));
        for (std::uint64_t c = 0; c < numbers[4]; ++c) {
            GX_TRY(auto column, read_column(in, table.next_));
            table.columns_.push_back(std::move(column));
        }
        GX_CHECK(in.list(table.int_keys_));
        GX_CHECK(in.list(table.key_begins_));
        GX_TRY(table.key_text_, in.text());
        const std::size_t keys = table.text_keys_ ? table.key_begins_.size() : table.int_keys_.size();
        const bool whole = std::all_of(table.key_begins_.begin(), table.key_begins_.end(), [&](std::uint64_t key) {
            return (key >> 16U) + (key & 0xFFFFU) <= table.key_text_.size();
        });
        if (keys != table.next_ || !whole) { return unreadable(table.name_ + " keys"); }
        return table;
    }

private:
    static Result<Done> check_segments(const Table& table, std::uint32_t bodies) {
        if (table.segments_.size() != bodies) { return unreadable(table.name_ + " bodies"); }
        std::uint64_t rows = 0;
        for (const Segment& segment : table.segments_) {
            if (segment.count > segment.capacity || std::uint64_t{segment.begin} + segment.capacity > table.next_) {
                return unreadable(table.name_ + " rows");
            }
            rows += segment.count;
        }
        if (rows != table.rows_) { return unreadable(table.name_ + " rows"); }
        return Done{};
    }

    template <class T>
    static bool codes_exist(const base::PlainVector<T>& codes, std::size_t texts) {
        constexpr T kNone = std::numeric_limits<T>::max();
        return std::all_of(codes.begin(), codes.end(), [&](T code) { return code < texts || code == kNone; });
    }

    static Result<Column> read_column(FactReader& in, std::uint32_t rows) {
        Column column;
        GX_TRY(column.def.name, in.text());
        std::vector<std::int64_t> numbers;
        GX_CHECK(in.list(numbers));
        if (numbers.size() != 4 || numbers[0] < 0 || numbers[0] > static_cast<std::int64_t>(ColumnKind::Code)) {
            return unreadable(column.def.name);
        }
        column.def.kind = static_cast<ColumnKind>(numbers[0]);
        column.has_null = numbers[1] == 1;
        column.low = numbers[2];
        column.high = numbers[3];
        GX_CHECK(in.list(column.wide));
        GX_CHECK(in.list(column.narrow));
        GX_CHECK(in.list(column.code8));
        GX_CHECK(in.list(column.code16));
        GX_TRY(column.dictionary.texts, in.texts());
        const std::size_t texts = column.dictionary.texts.size();
        const bool is_code = column.def.kind == ColumnKind::Code;
        const bool is_wide = column.def.kind == ColumnKind::Whole;
        const bool fits = column.wide.size() == (is_wide ? rows : 0U) && column.narrow.size() == (is_wide || is_code ? 0U : rows) &&
                          column.code8.size() == (is_code && texts <= 254 ? rows : 0U) &&
                          column.code16.size() == (is_code && texts > 254 ? rows : 0U) && texts < 65'535;
        const bool sorted = std::is_sorted(column.dictionary.texts.begin(), column.dictionary.texts.end());
        if (!fits || !sorted || !codes_exist(column.code8, texts) || !codes_exist(column.code16, texts)) {
            return unreadable(column.def.name);
        }
        return column;
    }
};

Result<Done> write_facts(const FactSet& facts, const std::vector<std::string>& body_ids, const ByteSink& sink) {
    FactWriter out{sink};
    GX_CHECK(out.texts(facts.bodies.keys()));
    GX_CHECK(out.texts(body_ids));
    GX_CHECK(out.texts(facts.body_names));
    GX_CHECK(out.list(facts.body_division));
    GX_CHECK(out.texts(facts.divisions.index.keys()));
    GX_CHECK(out.list(facts.divisions.parent));
    GX_CHECK(out.number(facts.tables.size()));
    GX_CHECK(TableBytes::write(facts.body_table, out));
    for (const Table& table : facts.tables) { GX_CHECK(TableBytes::write(table, out)); }
    return Done{};
}

Result<Done> read_facts(ByteView bytes, FactSet& facts, std::vector<std::string>& body_ids) {
    FactReader in{bytes};
    GX_TRY(auto keys, in.texts());
    const auto bodies = static_cast<std::uint32_t>(keys.size());
    // Bodies are numbered by their keys: in another order each number would mean another body.
    const std::vector<std::string> as_written = keys;
    GX_TRY(facts.bodies, KeyIndex::make(std::move(keys)));
    GX_TRY(body_ids, in.texts());
    GX_TRY(facts.body_names, in.texts());
    GX_CHECK(in.list(facts.body_division));
    GX_TRY(auto divisions, in.texts());
    const std::vector<std::string> divisions_as_written = divisions;
    GX_TRY(facts.divisions.index, KeyIndex::make(std::move(divisions)));
    GX_CHECK(in.list(facts.divisions.parent));
    const std::uint32_t nodes = facts.divisions.index.size();
    const bool known = std::all_of(facts.divisions.parent.begin(), facts.divisions.parent.end(), [&](auto node) { return node < nodes; }) &&
                       std::all_of(facts.body_division.begin(), facts.body_division.end(),
                                   [&](auto node) { return node < nodes || node == FactSet::kNoDivision; });
    const bool all_named = facts.body_names.empty() || facts.body_names.size() == bodies;
    const bool all_placed = facts.body_division.empty() || facts.body_division.size() == bodies;
    if (!known || !all_named || !all_placed || body_ids.size() != bodies || facts.divisions.parent.size() != nodes ||
        facts.bodies.keys() != as_written || facts.divisions.index.keys() != divisions_as_written) {
        return unreadable("bodies");
    }
    GX_TRY(const std::uint64_t tables, in.number(kTablesMax));
    GX_TRY(facts.body_table, TableBytes::read(in, bodies));
    facts.tables.clear();
    for (std::uint64_t i = 0; i < tables; ++i) {
        GX_TRY(auto table, TableBytes::read(in, bodies));
        facts.tables.push_back(std::move(table));
    }
    if (!in.done()) { return unreadable("too long"); }
    return Done{};
}

}  // namespace gx::domain::evaluation
