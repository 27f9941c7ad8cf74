// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/columns.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <numeric>

#include "domain/evaluation/parallel.hpp"

namespace gx::domain::evaluation {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kCode8Max = 254;
constexpr std::size_t kCode16Max = 65'534;
constexpr std::uint8_t kNull8 = 255;
constexpr std::uint16_t kNull16 = 65'535;
constexpr std::uint64_t kRowsPerThread = 50'000;
/// Values up to this many times the largest seen so far may come later without a rebuild.
constexpr std::int64_t kRoom = 16;
constexpr std::int64_t kDayLimit = 4'000'000;

std::int64_t with_room(std::int64_t value) {
    constexpr std::int64_t kLimit = std::int64_t{1} << 58;
    return value > kLimit || value < -kLimit ? value : value * kRoom;
}

}  // namespace

std::optional<std::uint32_t> Dictionary::find(std::string_view text) const {
    const auto it = std::lower_bound(texts.begin(), texts.end(), text);
    if (it == texts.end() || *it != text) { return std::nullopt; }
    return static_cast<std::uint32_t>(it - texts.begin());
}

TableBuilder::TableBuilder(std::vector<ColumnDef> columns) : columns_(std::move(columns)), drafts_(columns_.size()) {}

void TableBuilder::reserve(std::size_t rows) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].kind == ColumnKind::Whole) {
            drafts_[i].wide.reserve(rows);
        } else {
            drafts_[i].narrow.reserve(rows);
        }
    }
    bodies_.reserve(rows);
    int_keys_.reserve(rows);
}

void TableBuilder::extend() {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].kind == ColumnKind::Whole) {
            drafts_[i].wide.push_back(kNull64);
        } else {
            drafts_[i].narrow.push_back(kNull32);
        }
    }
}

void TableBuilder::begin_row(std::uint32_t body, std::string_view key) {
    extend();
    bodies_.push_back(body);
    key_text_.append(key.substr(0, 0xFFFF));
    key_ends_.push_back(key_text_.size());
}

void TableBuilder::begin_row(std::uint32_t body, std::int64_t key) {
    extend();
    bodies_.push_back(body);
    int_keys_.push_back(key);
}

void TableBuilder::whole(std::size_t column, std::int64_t value) {
    Draft& draft = drafts_[column];
    if (columns_[column].kind == ColumnKind::Whole) {
        draft.wide.back() = value;
    } else {
        constexpr std::int64_t kLow = std::numeric_limits<std::int32_t>::min();
        draft.narrow.back() = static_cast<std::int32_t>(std::clamp(value, kLow, -(kLow + 1)));
    }
}

void TableBuilder::code(std::size_t column, std::string_view text) {
    Draft& draft = drafts_[column];
    Recent own;
    if (!text.empty() && text.size() <= 2 * sizeof own.head) {
        // First and last bytes, overlapping where the text is short: together with the size they are the text.
        const std::size_t part = std::min(text.size(), sizeof own.head);
        std::memcpy(&own.head, text.data(), part);
        std::memcpy(&own.tail, text.data() + text.size() - part, part);
        own.size = static_cast<std::uint32_t>(text.size());
        const std::uint64_t mixed = (own.head ^ own.tail * 3 ^ own.size) * 0x9E3779B97F4A7C15ULL;
        Recent& recent = draft.recent[mixed >> 60U];
        if (recent.size == own.size && recent.head == own.head && recent.tail == own.tail) {
            draft.narrow.back() = recent.code;
            return;
        }
        own.code = find_code(draft, text);
        recent = own;
        draft.narrow.back() = own.code;
        return;
    }
    draft.narrow.back() = find_code(draft, text);
}

std::int32_t TableBuilder::find_code(Draft& draft, std::string_view text) {
    auto [it, fresh] = draft.seen.try_emplace(std::string{text}, static_cast<std::int32_t>(draft.texts.size()));
    if (fresh) { draft.texts.emplace_back(text); }
    return it->second;
}

std::int64_t Column::value(std::uint32_t row) const {
    if (def.kind == ColumnKind::Whole) { return wide[row]; }
    if (def.kind != ColumnKind::Code) { return narrow[row] == kNull32 ? kNull64 : narrow[row]; }
    if (!code16.empty()) { return code16[row] == kNull16 ? kNull64 : code16[row]; }
    return code8[row] == kNull8 ? kNull64 : code8[row];
}

std::string_view Column::text(std::uint32_t row) const {
    const std::int64_t code = value(row);
    return code == kNull64 ? std::string_view{} : dictionary.texts[static_cast<std::size_t>(code)];
}

std::size_t Column::bytes_per_row() const {
    if (def.kind == ColumnKind::Whole) { return 8; }
    if (def.kind != ColumnKind::Code) { return 4; }
    return dictionary.texts.size() > kCode8Max ? 2 : 1;
}

const Column* Table::find(std::string_view column) const {
    for (const Column& each : columns_) {
        if (each.def.name == column) { return &each; }
    }
    return nullptr;
}

std::string Table::key(std::uint32_t row) const {
    if (!text_keys_) { return std::to_string(int_keys_[row]); }
    return key_text_.substr(key_begins_[row] >> 16U, key_begins_[row] & 0xFFFFU);
}

std::size_t Table::bytes_per_row() const {
    std::size_t bytes = 8;  // the key, or where its text lies
    for (const Column& column : columns_) { bytes += column.bytes_per_row(); }
    return bytes + (rows_ == 0 ? 0 : key_text_.size() / rows_);
}

Result<Table::Remap> Table::join_dictionaries(const std::vector<TableBuilder>& parts) {
    Remap remap;
    remap.codes.assign(parts.size(), std::vector<std::vector<std::int32_t>>(columns_.size()));
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        if (columns_[c].def.kind != ColumnKind::Code) { continue; }
        std::vector<std::string>& texts = columns_[c].dictionary.texts;
        for (const TableBuilder& part : parts) {
            texts.insert(texts.end(), part.drafts_[c].texts.begin(), part.drafts_[c].texts.end());
        }
        std::sort(texts.begin(), texts.end());
        texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
        if (texts.size() > kCode16Max) {
            return Error{ErrorCode::InvalidInput, "evaluation.too_many_codes", name_ + "." + columns_[c].def.name};
        }
        for (std::size_t p = 0; p < parts.size(); ++p) {
            for (const std::string& text : parts[p].drafts_[c].texts) {
                remap.codes[p][c].push_back(static_cast<std::int32_t>(*columns_[c].dictionary.find(text)));
            }
        }
    }
    return remap;
}

namespace {

/// A new column is written by whoever fills it; in a grown one the rows that nobody owns yet are 0.
template <class Value>
void widen(base::PlainVector<Value>& values, std::uint32_t rows) {
    if (values.empty()) {
        values.resize(rows);
    } else {
        values.resize(rows, 0);
    }
}

void widen(Column& column, std::uint32_t rows) {
    if (column.def.kind == ColumnKind::Whole) {
        widen(column.wide, rows);
    } else if (column.def.kind != ColumnKind::Code) {
        widen(column.narrow, rows);
    } else if (column.dictionary.texts.size() > kCode8Max) {
        widen(column.code16, rows);
    } else {
        widen(column.code8, rows);
    }
}

}  // namespace

void Table::grow_keys(std::uint32_t rows) {
    if (text_keys_) {
        widen(key_begins_, rows);
    } else {
        widen(int_keys_, rows);
    }
}

namespace {

template <class To, class From, class Value>
void scatter(To* to, const From* from, std::span<const std::uint32_t> target, const Value& value) {
    for (std::size_t i = 0; i < target.size(); ++i) { to[target[i]] = value(from[i]); }
}

/// Puts a builder's values of one column where they belong. `codes` are the column's by draft code.
void place(Column& column, const std::int64_t* wide, const std::int32_t* narrow, std::span<const std::uint32_t> target,
           const std::vector<std::int32_t>& codes) {
    const auto same = [](auto value) { return value; };
    if (column.def.kind == ColumnKind::Whole) {
        scatter(column.wide.data(), wide, target, same);
    } else if (column.def.kind != ColumnKind::Code) {
        scatter(column.narrow.data(), narrow, target, same);
    } else if (!column.code16.empty()) {
        scatter(column.code16.data(), narrow, target, [&](std::int32_t code) {
            return code == kNull32 ? kNull16 : static_cast<std::uint16_t>(codes[static_cast<std::size_t>(code)]);
        });
    } else {
        scatter(column.code8.data(), narrow, target, [&](std::int32_t code) {
            return code == kNull32 ? kNull8 : static_cast<std::uint8_t>(codes[static_cast<std::size_t>(code)]);
        });
    }
}

template <class Value>
void note_ends(Column& column, const base::PlainVector<Value>& values) {
    constexpr Value kNone = std::numeric_limits<Value>::min();
    Value low = 0;
    Value high = 1;
    bool null = false;
    for (const Value value : values) {
        const bool none = value == kNone;
        null |= none;
        low = std::min(low, none ? Value{0} : value);
        high = std::max(high, none ? Value{0} : value);
    }
    column.has_null = null;
    column.low = low;
    column.high = high;
}

void note_bounds(Column& column) {
    switch (column.def.kind) {
        case ColumnKind::Code:
            column.low = 0;
            column.high = static_cast<std::int64_t>(column.dictionary.texts.size());
            column.has_null = std::find(column.code8.begin(), column.code8.end(), kNull8) != column.code8.end() ||
                              std::find(column.code16.begin(), column.code16.end(), kNull16) != column.code16.end();
            return;
        case ColumnKind::Whole: note_ends(column, column.wide); break;
        default: note_ends(column, column.narrow);
    }
    if (column.def.kind == ColumnKind::Day) {
        column.low = -kDayLimit;
        column.high = kDayLimit;
        return;
    }
    column.low = with_room(column.low);
    column.high = with_room(column.high);
}

}  // namespace

void Table::rebuild_keys(const std::vector<TableBuilder>& parts,
                         const std::vector<base::PlainVector<std::uint32_t>>& targets) {
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const TableBuilder& part = parts[p];
        const std::uint64_t base_at = key_text_.size();
        key_text_ += part.key_text_;
        for (std::size_t i = 0; i < targets[p].size(); ++i) {
            if (!text_keys_) {
                int_keys_[targets[p][i]] = part.int_keys_[i];
                continue;
            }
            const std::uint64_t begin = i == 0 ? 0 : part.key_ends_[i - 1];
            key_begins_[targets[p][i]] = ((base_at + begin) << 16U) | (part.key_ends_[i] - begin);
        }
    }
}

Result<Table> Table::freeze(std::string name, std::vector<TableBuilder>& parts, std::uint32_t bodies,
                            unsigned threads) {
    GX_ASSERT(!parts.empty());
    Table table;
    table.name_ = std::move(name);
    for (const ColumnDef& def : parts.front().columns_) {
        table.columns_.emplace_back();
        table.columns_.back().def = def;
    }
    std::uint64_t total = 0;
    for (const TableBuilder& part : parts) { total += part.rows(); }
    if (total >= kRowsMax / 2) { return Error{ErrorCode::InvalidInput, "evaluation.too_many_rows", table.name_}; }
    table.rows_ = static_cast<std::uint32_t>(total);
    table.next_ = table.rows_;
    table.text_keys_ = std::any_of(parts.begin(), parts.end(), [](const auto& part) { return !part.key_ends_.empty(); });
    GX_TRY(const Remap remap, table.join_dictionaries(parts));

    std::vector<std::uint32_t> counts(bodies, 0);
    for (const TableBuilder& part : parts) {
        for (const std::uint32_t body : part.bodies_) { ++counts[body]; }
    }
    table.lay_out(counts);
    std::vector<std::uint32_t> next(bodies);
    for (std::uint32_t body = 0; body < bodies; ++body) { next[body] = table.segments_[body].begin; }
    std::vector<base::PlainVector<std::uint32_t>> targets(parts.size());
    for (std::size_t p = 0; p < parts.size(); ++p) {
        targets[p].resize(parts[p].rows());
        std::uint32_t* out = targets[p].data();
        for (const std::uint32_t body : parts[p].bodies_) { *out++ = next[body]++; }
    }
    std::atomic<std::size_t> column{0};
    in_parallel(worthwhile_parts(total, kRowsPerThread, threads), [&](unsigned) {
        for (std::size_t c = column.fetch_add(1); c <= table.columns_.size(); c = column.fetch_add(1)) {
            if (c == table.columns_.size()) {
                table.grow_keys(table.rows_);
                table.rebuild_keys(parts, targets);
                continue;
            }
            widen(table.columns_[c], table.rows_);
            for (std::size_t p = 0; p < parts.size(); ++p) {
                const TableBuilder::Draft& draft = parts[p].drafts_[c];
                place(table.columns_[c], draft.wide.data(), draft.narrow.data(), targets[p], remap.codes[p][c]);
                parts[p].drafts_[c] = {};
            }
            note_bounds(table.columns_[c]);
        }
    });
    parts.clear();
    return table;
}

void Table::lay_out(const std::vector<std::uint32_t>& counts) {
    segments_.assign(counts.size(), Segment{});
    std::uint32_t at = 0;
    for (std::size_t body = 0; body < counts.size(); ++body) {
        segments_[body] = {.begin = at, .count = counts[body], .capacity = counts[body]};
        at += counts[body];
        body_rows_max_ = std::max<std::uint64_t>(body_rows_max_, counts[body]);
    }
    body_rows_max_ = std::max<std::uint64_t>(16, body_rows_max_ * 4);
}

Result<Table> Table::of_columns(std::string name, std::vector<Column> columns, const std::vector<std::uint32_t>& counts,
                                base::PlainVector<std::int64_t> keys, unsigned threads) {
    const std::uint64_t total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    if (total >= kRowsMax / 2) { return Error{ErrorCode::InvalidInput, "evaluation.too_many_rows", name}; }
    GX_ASSERT(keys.size() == total);
    Table table;
    table.name_ = std::move(name);
    table.columns_ = std::move(columns);
    table.int_keys_ = std::move(keys);
    table.rows_ = table.next_ = static_cast<std::uint32_t>(total);
    table.lay_out(counts);
    std::atomic<std::size_t> column{0};
    in_parallel(worthwhile_parts(total, kRowsPerThread, threads), [&](unsigned) {
        for (std::size_t c = column.fetch_add(1); c < table.columns_.size(); c = column.fetch_add(1)) {
            const Column& each = table.columns_[c];
            GX_ASSERT(each.wide.size() + each.narrow.size() + each.code8.size() + each.code16.size() == total);
            note_bounds(table.columns_[c]);
        }
    });
    return table;
}

Result<Done> Table::replace_body(std::uint32_t body, const TableBuilder& rows) {
    const Error rebuild{ErrorCode::Conflict, "evaluation.rebuild_needed", name_};
    const auto count = static_cast<std::uint32_t>(rows.rows());
    if (count > body_rows_max_ || text_keys_ != !rows.key_ends_.empty()) {
        if (count != 0) { return rebuild; }
    }
    std::vector<std::vector<std::int32_t>> codes(columns_.size());
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        const auto& draft = rows.drafts_[c];
        for (const std::string& text : draft.texts) {
            const auto code = columns_[c].dictionary.find(text);
            if (!code) { return rebuild; }
            codes[c].push_back(static_cast<std::int32_t>(*code));
        }
        for (std::size_t i = 0; i < rows.rows(); ++i) {
            const bool whole = columns_[c].def.kind == ColumnKind::Whole;
            const std::int64_t value = whole ? draft.wide[i] : (draft.narrow[i] == kNull32 ? kNull64 : draft.narrow[i]);
            const bool null = value == kNull64;
            const bool outside = columns_[c].def.kind != ColumnKind::Code &&
                                 (value < columns_[c].low || value > columns_[c].high);
            if (null ? !columns_[c].has_null : outside) { return rebuild; }
        }
    }
    Segment& segment = segments_[body];
    if (count > segment.capacity) {
        if (next_ + 2ULL * count >= kRowsMax) { return rebuild; }
        segment.begin = next_;
        segment.capacity = count + count / 2;
        next_ += segment.capacity;
        for (Column& column : columns_) { widen(column, next_); }
        grow_keys(next_);
    }
    rows_ = rows_ - segment.count + count;
    segment.count = count;
    std::vector<std::uint32_t> target(count);
    std::iota(target.begin(), target.end(), segment.begin);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        const TableBuilder::Draft& draft = rows.drafts_[c];
        place(columns_[c], draft.wide.data(), draft.narrow.data(), target, codes[c]);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        if (!text_keys_) {
            int_keys_[target[i]] = rows.int_keys_[i];
            continue;
        }
        const std::uint64_t begin = i == 0 ? 0 : rows.key_ends_[i - 1];
        const std::string_view key = std::string_view{rows.key_text_}.substr(begin, rows.key_ends_[i] - begin);
        key_begins_[target[i]] = (static_cast<std::uint64_t>(key_text_.size()) << 16U) | key.size();
        key_text_ += key;
    }
    return Done{};
}

}  // namespace gx::domain::evaluation
