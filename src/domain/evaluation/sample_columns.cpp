// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/sample_columns.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "base/date.hpp"
#include "base/money.hpp"
#include "domain/evaluation/parallel.hpp"

namespace gx::domain::evaluation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::int64_t kBodiesMax = 10'000'000;
constexpr std::int64_t kChildrenMax = 10'000;
constexpr std::uint64_t kRowsPerThread = 20'000;

Error bad_field(std::string at) {
    return {ErrorCode::InvalidInput, "growth.field", "missing or unknown", std::move(at)};
}

/// A well-mixed number for a place: SplitMix64, so that any thread can make any row.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

/// 0..below-1 from the high bits of `random`.
std::uint64_t under(std::uint64_t random, std::uint64_t below) {
    return static_cast<std::uint64_t>((static_cast<base::Int128>(random) * static_cast<base::Int128>(below)) >> 64U);
}

/// How one column is made.
struct Maker {
    enum class Kind { Empty, Codes, Days, After, Whole, ShareOf } kind = Kind::Empty;
    std::int64_t low = 0;
    std::int64_t high = 0;
    const Column* of = nullptr;       ///< After, ShareOf: made before
    std::vector<std::uint8_t> codes;  ///< Codes: one entry a hundredth part or so
    std::int64_t empty_percent = 0;
};

Result<std::int64_t> whole_at(const Json& list, std::size_t index, const std::string& at) {
    if (!list.is_array() || list.as_array().size() <= index || !list.as_array()[index].is_int()) {
        return bad_field(at);
    }
    return list.as_array()[index].as_int();
}

Result<std::int64_t> day_at(const Json& list, std::size_t index, const std::string& at) {
    if (!list.is_array() || list.as_array().size() <= index || !list.as_array()[index].is_string()) {
        return bad_field(at);
    }
    GX_TRY(const auto day, base::Date::parse(list.as_array()[index].as_string()));
    return std::int64_t{day.days()};
}

Result<Maker> maker_of(const Json& field, const std::string& at, Column& column, const std::vector<Column>& columns) {
    Maker maker;
    maker.empty_percent = field.int_at("empty_percent").value_or(0);
    const auto base_column = [&](const Json& list) -> const Column* {
        if (!list.is_array() || list.as_array().empty() || !list.as_array()[0].is_string()) { return nullptr; }
        for (const Column& each : columns) {
            if (&each != &column && each.def.name == list.as_array()[0].as_string()) { return &each; }
        }
        return nullptr;
    };
    if (column.def.kind == ColumnKind::Code) {
        if (!field.at("codes").is_object()) { return bad_field(at + "/codes"); }
        for (const auto& [text, share] : field.at("codes").as_object()) {  // in byte order, as a dictionary is
            if (!share.is_int() || share.as_int() < 1 || share.as_int() > 1'000) {
                return bad_field(at + "/codes/" + text);
            }
            maker.codes.insert(maker.codes.end(), static_cast<std::size_t>(share.as_int()),
                               static_cast<std::uint8_t>(column.dictionary.texts.size()));
            column.dictionary.texts.push_back(text);
        }
        if (maker.codes.empty() || column.dictionary.texts.size() > 200) { return bad_field(at + "/codes"); }
        maker.kind = Maker::Kind::Codes;
    } else if (const Json& days = field.at("days"); !days.is_null()) {
        maker.kind = Maker::Kind::Days;
        GX_TRY(maker.low, day_at(days, 0, at + "/days"));
        GX_TRY(maker.high, day_at(days, 1, at + "/days"));
    } else if (const Json& whole = field.at("whole"); !whole.is_null()) {
        maker.kind = Maker::Kind::Whole;
        GX_TRY(maker.low, whole_at(whole, 0, at + "/whole"));
        GX_TRY(maker.high, whole_at(whole, 1, at + "/whole"));
    } else {
        const bool after = !field.at("after").is_null();
        const Json& list = after ? field.at("after") : field.at("share_of");
        const std::string where = at + (after ? "/after" : "/share_of");
        maker.kind = after ? Maker::Kind::After : Maker::Kind::ShareOf;
        maker.of = base_column(list);
        if (maker.of == nullptr) { return bad_field(where); }
        GX_TRY(maker.low, whole_at(list, 1, where));
        GX_TRY(maker.high, whole_at(list, 2, where));
    }
    constexpr std::int64_t kWholeMax = std::int64_t{1} << 50;
    if (maker.low > maker.high || maker.low < -kWholeMax || maker.high > kWholeMax) { return bad_field(at); }
    return maker;
}

std::int64_t made(const Maker& maker, std::uint64_t random, std::uint32_t row) {
    if (maker.empty_percent > 0 && under(mixed(random), 100) < static_cast<std::uint64_t>(maker.empty_percent)) {
        return kNull64;
    }
    const auto span = static_cast<std::uint64_t>(maker.high - maker.low + 1);
    const auto drawn = maker.low + static_cast<std::int64_t>(under(random, span));
    switch (maker.kind) {
        case Maker::Kind::Empty:
            return kNull64;
        case Maker::Kind::Codes:
            return maker.codes[under(random, maker.codes.size())];
        case Maker::Kind::Days:
            return drawn;
        case Maker::Kind::Whole: {
            if (span < 1'000) { return drawn; }
            const std::uint64_t part = random >> 48U;  // its cube: many small ones, few large ones
            return maker.low + static_cast<std::int64_t>((((span * part) >> 16U) * part >> 16U) * part >> 16U);
        }
        case Maker::Kind::After: {
            const std::int64_t from = maker.of->value(row);
            return from == kNull64 ? kNull64 : from + drawn;
        }
        case Maker::Kind::ShareOf: {
            const std::int64_t whole = maker.of->value(row);
            return whole == kNull64 ? kNull64 : whole / 100 * drawn;
        }
    }
    return kNull64;
}

void fill(Column& column, const Maker& maker, std::uint64_t seed, std::uint32_t from, std::uint32_t to) {
    const std::int32_t no_small = kNull32;
    for (std::uint32_t row = from; row < to; ++row) {
        const std::int64_t value = made(maker, mixed(seed + row), row);
        switch (column.def.kind) {
            case ColumnKind::Whole:
                column.wide[row] = value;
                break;
            case ColumnKind::Code:
                column.code8[row] = value == kNull64 ? 255 : static_cast<std::uint8_t>(value);
                break;
            default:
                column.narrow[row] = value == kNull64 ? no_small : static_cast<std::int32_t>(value);
        }
    }
}

Result<Table> sample_table(const ColumnLayout& layout, const Json& spec, const std::string& at, std::uint32_t bodies,
                           std::int64_t rows, std::uint64_t seed, unsigned threads) {
    const std::int64_t share = spec.int_at("per_thousand").value_or(1'000);
    const std::int64_t wanted = rows * share / 1'000;
    if (share < 1 || wanted < 0 || wanted >= kRowsMax / 2) { return bad_field(at + "/per_thousand"); }
    const auto count = static_cast<std::uint32_t>(wanted);

    std::vector<Column> columns(layout.columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        columns[c].def = layout.columns[c].column;
        if (columns[c].def.kind == ColumnKind::Whole) {
            columns[c].wide.resize(count);
        } else if (columns[c].def.kind == ColumnKind::Code) {
            columns[c].code8.resize(count);
        } else {
            columns[c].narrow.resize(count);
        }
    }
    std::vector<std::pair<std::size_t, Maker>> makers;
    const Json& list = spec.at("columns");
    if (!list.is_array()) { return bad_field(at + "/columns"); }
    for (std::size_t i = 0; i < list.as_array().size(); ++i) {
        const std::string here = at + "/columns/" + std::to_string(i);
        const std::string name = list.as_array()[i].text_or_empty("column");
        const auto column =
            std::find_if(columns.begin(), columns.end(), [&](const Column& each) { return each.def.name == name; });
        if (column == columns.end()) { return bad_field(here + "/column"); }
        GX_TRY(Maker maker, maker_of(list.as_array()[i], here, *column, columns));
        makers.emplace_back(static_cast<std::size_t>(column - columns.begin()), std::move(maker));
    }
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const auto own = [&](const auto& each) { return each.first == c; };
        if (std::none_of(makers.begin(), makers.end(), own)) { makers.emplace_back(c, Maker{}); }
    }
    base::PlainVector<std::int64_t> keys(count);
    const unsigned parts = worthwhile_parts(count, kRowsPerThread, threads);
    in_parallel(parts, [&](unsigned part) {
        const auto from = static_cast<std::uint32_t>(std::uint64_t{count} * part / parts);
        const auto to = static_cast<std::uint32_t>(std::uint64_t{count} * (part + 1) / parts);
        for (const auto& [c, maker] : makers) { fill(columns[c], maker, mixed(seed + c), from, to); }
        for (std::uint32_t row = from; row < to; ++row) { keys[row] = std::int64_t{row} + 1; }
    });

    // Bodies have between half and one and a half times the mean.
    std::vector<std::uint64_t> weights(bodies, 0);
    std::uint64_t all = 0;
    for (std::uint32_t body = 0; body < bodies; ++body) {
        all += weights[body] = 512 + under(mixed(seed ^ body), 1'024);
    }
    std::vector<std::uint32_t> counts(bodies, 0);
    std::uint64_t before = 0;
    std::uint32_t given = 0;
    for (std::uint32_t body = 0; body < bodies; ++body) {
        before += weights[body];
        const auto end = static_cast<std::uint32_t>(static_cast<base::Int128>(count) *
                                                    static_cast<base::Int128>(before) / static_cast<base::Int128>(all));
        counts[body] = end - given;
        given = end;
    }
    return Table::of_columns(layout.table, std::move(columns), counts, std::move(keys), threads);
}

std::vector<std::string> numbered(std::uint32_t count) {
    std::vector<std::string> keys;
    keys.reserve(count);
    for (std::uint32_t i = 1; i <= count; ++i) { keys.push_back(std::to_string(i)); }
    return keys;
}

/// Divisions level by level; returns where the last level begins.
Result<std::uint32_t> sample_divisions(const Json& growth, FactSet& facts) {
    const Json& levels = growth.at("levels");
    if (!levels.is_array() || levels.as_array().size() > 8) { return bad_field("/levels"); }
    std::vector<std::uint32_t>& parent = facts.divisions.parent;
    parent.assign(1, 0);
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < levels.as_array().size(); ++i) {
        GX_TRY(const std::int64_t children, whole_at(levels, i, "/levels"));
        const auto end = static_cast<std::uint32_t>(parent.size());
        if (children < 1 || children > kChildrenMax || (end - begin) * children > kBodiesMax) {
            return bad_field("/levels");
        }
        for (std::uint32_t node = begin; node < end; ++node) {
            parent.insert(parent.end(), static_cast<std::size_t>(children), node);
        }
        begin = end;
    }
    GX_TRY(facts.divisions.index, KeyIndex::make(numbered(static_cast<std::uint32_t>(parent.size()))));
    return begin;
}

Result<base::Done> sample_bodies(const ColumnLayout& layout, std::uint32_t bodies, std::uint32_t leaves_from,
                                 FactSet& facts) {
    GX_TRY(facts.bodies, KeyIndex::make(numbered(bodies)));
    const std::uint32_t leaves = facts.divisions.index.size() - leaves_from;
    std::vector<TableBuilder> builders(1, TableBuilder{[&] {
                                           std::vector<ColumnDef> defs;
                                           for (const ColumnLayout::Entry& entry : layout.columns) {
                                               defs.push_back(entry.column);
                                           }
                                           return defs;
                                       }()});
    for (std::uint32_t body = 0; body < bodies; ++body) {
        const auto division = leaves_from + static_cast<std::uint32_t>(std::uint64_t{body} * leaves / bodies);
        builders[0].begin_row(body, std::string_view{facts.bodies.key(body)});
        for (std::size_t c = 0; c < layout.columns.size(); ++c) {
            if (layout.columns[c].column.kind == ColumnKind::Code) {
                builders[0].code(c, "x");
            } else {
                builders[0].whole(c, layout.columns[c].header == layout.division ? std::int64_t{division} + 1 : 0);
            }
        }
        facts.body_division.push_back(division);
    }
    GX_TRY(facts.body_table, Table::freeze(layout.table, builders, bodies, 1));
    if (!layout.name.empty()) { facts.body_names = facts.bodies.keys(); }
    return base::Done{};
}

}  // namespace

Result<FactSet> sample_columns(const std::vector<ColumnLayout>& layouts, const Json& growth, std::int64_t rows,
                               std::uint64_t seed, unsigned threads) {
    FactSet facts;
    const std::int64_t bodies = growth.int_at("bodies").value_or(0);
    if (bodies < 1 || bodies > kBodiesMax) { return bad_field("/bodies"); }
    GX_TRY(const std::uint32_t leaves_from, sample_divisions(growth, facts));
    for (const ColumnLayout& layout : layouts) {
        if (layout.role == ColumnLayout::Role::Bodies) {
            GX_CHECK(sample_bodies(layout, static_cast<std::uint32_t>(bodies), leaves_from, facts));
        }
    }
    const Json& tables = growth.at("tables");
    if (!tables.is_array()) { return bad_field("/tables"); }
    for (std::size_t i = 0; i < tables.as_array().size(); ++i) {
        const Json& spec = tables.as_array()[i];
        const std::string at = "/tables/" + std::to_string(i);
        const auto layout = std::find_if(layouts.begin(), layouts.end(), [&](const ColumnLayout& each) {
            return each.role == ColumnLayout::Role::Facts && each.table == spec.text_or_empty("table");
        });
        if (layout == layouts.end()) { return bad_field(at + "/table"); }
        GX_TRY(auto table,
               sample_table(*layout, spec, at, static_cast<std::uint32_t>(bodies), rows, mixed(seed + i), threads));
        facts.tables.push_back(std::move(table));
    }
    return facts;
}

}  // namespace gx::domain::evaluation
