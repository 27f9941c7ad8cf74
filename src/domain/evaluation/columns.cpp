// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/columns.hpp"

#include <algorithm>
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
    if (draft.last_code < 0 || draft.last_text != text) {
        auto [it, fresh] = draft.seen.try_emplace(std::string{text}, static_cast<std::int32_t>(draft.texts.size()));
        if (fresh) { draft.texts.emplace_back(text); }
        draft.last_text.assign(text);
        draft.last_code = it->second;
    }
    draft.narrow.back() = draft.last_code;
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

void Table::grow(std::uint32_t rows) {
    for (Column& column : columns_) {
        if (column.def.kind == ColumnKind::Whole) {
            column.wide.resize(rows);
        } else if (column.def.kind != ColumnKind::Code) {
            column.narrow.resize(rows);
        } else if (column.dictionary.texts.size() > kCode8Max) {
            column.code16.resize(rows);
        } else {
            column.code8.resize(rows);
        }
    }
    if (text_keys_) {
        key_begins_.resize(rows);
    } else {
        int_keys_.resize(rows);
    }
}

void Table::put(Column& column, std::uint32_t row, const TableBuilder::Draft& draft, std::size_t from,
                std::span<const std::int32_t> codes) {
    if (column.def.kind == ColumnKind::Whole) {
        column.wide[row] = draft.wide[from];
        return;
    }
    const std::int32_t value = draft.narrow[from];
    if (column.def.kind != ColumnKind::Code) {
        column.narrow[row] = value;
    } else if (!column.code16.empty()) {
        column.code16[row] = value == kNull32 ? kNull16 : static_cast<std::uint16_t>(codes[static_cast<std::size_t>(value)]);
    } else {
        column.code8[row] = value == kNull32 ? kNull8 : static_cast<std::uint8_t>(codes[static_cast<std::size_t>(value)]);
    }
}

void Table::place(const TableBuilder& part, const std::vector<std::vector<std::int32_t>>& codes,
                  std::span<const std::uint32_t> target, std::size_t column) {
    for (std::size_t i = 0; i < target.size(); ++i) {
        put(columns_[column], target[i], part.drafts_[column], i, codes[column]);
    }
}

void Table::note_bounds() {
    for (Column& column : columns_) {
        if (column.def.kind == ColumnKind::Code) {
            column.low = 0;
            column.high = static_cast<std::int64_t>(column.dictionary.texts.size());
        } else {
            column.low = 0;
            column.high = 1;
        }
        for (std::uint32_t row = 0; row < rows_; ++row) {
            const std::int64_t value = column.value(row);
            if (value == kNull64) {
                column.has_null = true;
            } else if (column.def.kind != ColumnKind::Code) {
                column.low = std::min(column.low, value);
                column.high = std::max(column.high, value);
            }
        }
        if (column.def.kind == ColumnKind::Whole || column.def.kind == ColumnKind::Small) {
            column.low = with_room(column.low);
            column.high = with_room(column.high);
        } else if (column.def.kind == ColumnKind::Day) {
            column.low = -kDayLimit;
            column.high = kDayLimit;
        }
    }
}

void Table::rebuild_keys(const std::vector<TableBuilder>& parts,
                         const std::vector<std::vector<std::uint32_t>>& targets) {
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

    table.segments_.assign(bodies, Segment{});
    for (const TableBuilder& part : parts) {
        for (const std::uint32_t body : part.bodies_) { ++table.segments_[body].count; }
    }
    std::vector<std::uint32_t> next(bodies);
    std::uint32_t at = 0;
    for (std::uint32_t body = 0; body < bodies; ++body) {
        Segment& segment = table.segments_[body];
        segment.begin = next[body] = at;
        segment.capacity = segment.count;
        at += segment.count;
        table.body_rows_max_ = std::max<std::uint64_t>(table.body_rows_max_, segment.count);
    }
    table.body_rows_max_ = std::max<std::uint64_t>(16, table.body_rows_max_ * 4);
    std::vector<std::vector<std::uint32_t>> targets(parts.size());
    for (std::size_t p = 0; p < parts.size(); ++p) {
        targets[p].reserve(parts[p].rows());
        for (const std::uint32_t body : parts[p].bodies_) { targets[p].push_back(next[body]++); }
    }
    table.grow(table.rows_);
    const unsigned workers = worthwhile_parts(total, kRowsPerThread, threads);
    in_parallel(workers, [&](unsigned worker) {
        for (std::size_t c = worker; c < table.columns_.size(); c += workers) {
            for (std::size_t p = 0; p < parts.size(); ++p) {
                table.place(parts[p], remap.codes[p], targets[p], c);
                parts[p].drafts_[c] = {};
            }
        }
    });
    table.rebuild_keys(parts, targets);
    table.note_bounds();
    parts.clear();
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
        grow(next_);
    }
    rows_ = rows_ - segment.count + count;
    segment.count = count;
    std::vector<std::uint32_t> target(count);
    std::iota(target.begin(), target.end(), segment.begin);
    for (std::size_t c = 0; c < columns_.size(); ++c) { place(rows, codes, target, c); }
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
