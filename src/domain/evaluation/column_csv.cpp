// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/column_csv.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/date.hpp"
#include "domain/evaluation/csv_cursor.hpp"
#include "domain/evaluation/parallel.hpp"

namespace gx::domain::evaluation {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr std::uint64_t kBytesPerThread = 1U << 20U;

Result<ColumnKind> kind_of(const std::string& type, const std::string& at) {
    if (type == "integer" || type == "money_fen") { return ColumnKind::Whole; }
    if (type == "small") { return ColumnKind::Small; }
    if (type == "day") { return ColumnKind::Day; }
    if (type == "code") { return ColumnKind::Code; }
    return Error{ErrorCode::InvalidInput, "layout.field", "integer, money_fen, small, day or code", at};
}

/// Where in a file something stands, as "file:line".
std::string line_of(const std::string& file, std::string_view text, const char* at) {
    return file + ":" + std::to_string(std::count(text.data(), at, '\n') + 1);
}

int two(const char* at) { return (at[0] - '0') * 10 + (at[1] - '0'); }

std::optional<std::int64_t> whole_number(std::string_view field) {
    std::int64_t value = 0;
    if (!field.empty() && field.size() <= 18) {
        bool digits = true;
        for (const char c : field) {
            digits &= c >= '0' && c <= '9';
            value = value * 10 + (c - '0');
        }
        if (digits) { return value; }
        value = 0;
    }
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error != std::errc{} || end != field.data() + field.size()) { return std::nullopt; }
    return value;
}

/// "YYYY-MM-DD" in digits, the days table looked up by year; everything odd goes the careful way.
std::optional<std::int64_t> day_number(std::string_view field) {
    if (field.size() != 10 || field[4] != '-' || field[7] != '-') { return std::nullopt; }
    for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
        if (field[i] < '0' || field[i] > '9') { return std::nullopt; }
    }
    const int year = two(field.data()) * 100 + two(field.data() + 2);
    const int month = two(field.data() + 5);
    const int day = two(field.data() + 8);
    if (day > 28 || month < 1 || month > 12 || day < 1 || year < 1) {
        const auto date = base::Date::parse(field);
        return date ? std::optional<std::int64_t>{date->days()} : std::nullopt;
    }
    const int y = month <= 2 ? year - 1 : year;
    const int era = y / 400;
    const int year_of_era = y - era * 400;
    const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return std::int64_t{era} * 146'097 + day_of_era - 719'468;
}

/// Which field of a line goes where.
struct Plan {
    static constexpr int kSkip = -1;
    static constexpr int kKey = -2;
    static constexpr int kBody = -3;
    static constexpr int kDivision = -4;
    static constexpr int kParent = -5;
    static constexpr int kName = -6;
    std::vector<int> fields;
    std::size_t body_at = 0;
    std::string_view rows;  ///< the text behind the header line
};

Result<Plan> plan_of(const ColumnLayout& layout, std::string_view text) {
    Plan plan;
    if (text.substr(0, 3) == "\xEF\xBB\xBF") { text.remove_prefix(3); }
    CsvCursor cursor{text};
    std::vector<std::string> headers;
    do { headers.emplace_back(cursor.next()); } while (!cursor.line_ended());
    plan.rows = text.substr(static_cast<std::size_t>(cursor.position() - text.data()));
    plan.fields.assign(headers.size(), Plan::kSkip);
    const auto put = [&](const std::string& header, int role) -> Result<Done> {
        if (header.empty()) { return Done{}; }
        const auto it = std::find(headers.begin(), headers.end(), header);
        if (it == headers.end()) { return Error{ErrorCode::InvalidInput, "columns.header_missing", header, layout.file + ":1"}; }
        plan.fields[static_cast<std::size_t>(it - headers.begin())] = role;
        return Done{};
    };
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        GX_CHECK(put(layout.columns[i].header, static_cast<int>(i)));
    }
    GX_CHECK(put(layout.key, Plan::kKey));
    GX_CHECK(put(layout.body, Plan::kBody));
    GX_CHECK(put(layout.parent, Plan::kParent));
    GX_CHECK(put(layout.name, Plan::kName));
    // A division may be a column as well: its key goes both ways.
    if (!layout.division.empty() && std::find(headers.begin(), headers.end(), layout.division) == headers.end()) {
        return Error{ErrorCode::InvalidInput, "columns.header_missing", layout.division, layout.file + ":1"};
    }
    for (std::size_t i = 0; i < headers.size(); ++i) {
        if (headers[i] == layout.division && plan.fields[i] == Plan::kSkip) { plan.fields[i] = Plan::kDivision; }
    }
    return plan;
}

/// Keys and links of one line, for bodies and divisions.
struct Line {
    std::string key;
    std::string link;
    std::string name;
    std::vector<std::string> values;
};

bool set_value(TableBuilder& builder, std::size_t column, ColumnKind kind, std::string_view field) {
    if (field.empty()) { return true; }
    if (kind == ColumnKind::Code) {
        builder.code(column, field);
        return true;
    }
    const auto value = kind == ColumnKind::Day ? day_number(field) : whole_number(field);
    if (!value) { return false; }
    builder.whole(column, *value);
    return true;
}

std::vector<ColumnDef> defs_of(const ColumnLayout& layout) {
    std::vector<ColumnDef> defs;
    for (const ColumnLayout::Entry& entry : layout.columns) { defs.push_back(entry.column); }
    return defs;
}

Result<std::vector<Line>> read_lines(const ColumnLayout& layout, std::string_view text) {
    GX_TRY(const Plan plan, plan_of(layout, text));
    std::vector<Line> lines;
    CsvCursor cursor{plan.rows};
    while (!cursor.done()) {
        const char* const begin = cursor.position();
        Line line;
        line.values.resize(layout.columns.size());
        std::size_t field = 0;
        do {
            const std::string_view value = cursor.next();
            if (field == plan.fields.size()) { break; }
            const int role = plan.fields[field++];
            if (role >= 0) {
                line.values[static_cast<std::size_t>(role)] = value;
                if (layout.columns[static_cast<std::size_t>(role)].header == layout.division) { line.link = value; }
            }
            if (role == Plan::kKey) { line.key = value; }
            if (role == Plan::kDivision || role == Plan::kParent) { line.link = value; }
            if (role == Plan::kName) { line.name = value; }
        } while (!cursor.line_ended());
        if (field != plan.fields.size() || !cursor.line_ended()) {
            return Error{ErrorCode::InvalidInput, "columns.count", "", line_of(layout.file, text, begin)};
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

Result<KeyIndex> index_of(const std::vector<Line>& lines) {
    std::vector<std::string> keys;
    keys.reserve(lines.size());
    for (const Line& line : lines) { keys.push_back(line.key); }
    return KeyIndex::make(std::move(keys));
}

Result<Done> load_divisions(const ColumnLayout& layout, std::string_view text, FactSet& facts) {
    GX_TRY(const auto lines, read_lines(layout, text));
    GX_TRY(facts.divisions.index, index_of(lines));
    facts.divisions.parent.resize(lines.size());
    for (const Line& line : lines) {
        const std::uint32_t own = *facts.divisions.index.find(line.key);
        const auto parent = line.link.empty() ? std::optional{own} : facts.divisions.index.find(line.link);
        if (!parent) { return Error{ErrorCode::InvalidInput, "columns.unknown_division", line.link, layout.file}; }
        facts.divisions.parent[own] = *parent;
    }
    return Done{};
}

Result<Done> load_bodies(const ColumnLayout& layout, std::string_view text, FactSet& facts) {
    GX_TRY(const auto lines, read_lines(layout, text));
    GX_TRY(facts.bodies, index_of(lines));
    const auto bodies = facts.bodies.size();
    facts.body_names.resize(layout.name.empty() ? 0 : bodies);
    facts.body_division.assign(layout.division.empty() ? 0 : bodies, FactSet::kNoDivision);
    std::vector<TableBuilder> builders;
    builders.emplace_back(defs_of(layout));
    for (const Line& line : lines) {
        const std::uint32_t body = *facts.bodies.find(line.key);
        builders[0].begin_row(body, std::string_view{line.key});
        for (std::size_t c = 0; c < line.values.size(); ++c) {
            if (!set_value(builders[0], c, layout.columns[c].column.kind, line.values[c])) {
                return Error{ErrorCode::InvalidInput, "columns.value", layout.columns[c].header, layout.file};
            }
        }
        if (!layout.name.empty()) { facts.body_names[body] = line.name; }
        if (layout.division.empty()) { continue; }
        const auto division = facts.divisions.index.find(line.link);
        if (!division) { return Error{ErrorCode::InvalidInput, "columns.unknown_division", line.link, layout.file}; }
        facts.body_division[body] = *division;
    }
    GX_TRY(facts.body_table, Table::freeze(layout.table, builders, bodies, 1));
    return Done{};
}

Result<Done> fill_facts(const ColumnLayout& layout, const Plan& plan, std::string_view text, std::string_view piece,
                        const KeyIndex& bodies, TableBuilder& builder) {
    CsvCursor cursor{piece};
    std::string key;
    std::string body_key;
    std::vector<std::pair<int, std::string>> waiting;  // values that stand before the body's key
    while (!cursor.done()) {
        const char* const begin = cursor.position();
        const auto fault = [&](std::string_view reason, std::string detail) {
            return Error{ErrorCode::InvalidInput, std::string{reason}, std::move(detail),
                         line_of(layout.file, text, begin)};
        };
        std::size_t field = 0;
        bool begun = false;
        key.clear();
        waiting.clear();
        do {
            const std::string_view value = cursor.next();
            if (field == plan.fields.size()) { return fault("columns.count", ""); }
            const int role = plan.fields[field++];
            if (role == Plan::kSkip) { continue; }
            if (role == Plan::kKey) {
                key = value;
            } else if (role == Plan::kBody) {
                const auto body = bodies.find(value);
                if (!body) { return fault("columns.unknown_body", std::string{value}); }
                if (layout.whole_keys) {
                    const auto number = whole_number(key);
                    if (!number) { return fault("columns.value", layout.key); }
                    builder.begin_row(*body, *number);
                } else {
                    builder.begin_row(*body, std::string_view{key});
                }
                begun = true;
                for (const auto& [column, kept] : waiting) {
                    const auto c = static_cast<std::size_t>(column);
                    if (!set_value(builder, c, layout.columns[c].column.kind, kept)) {
                        return fault("columns.value", layout.columns[c].header);
                    }
                }
            } else if (!begun) {
                waiting.emplace_back(role, std::string{value});
            } else {
                const auto c = static_cast<std::size_t>(role);
                if (!set_value(builder, c, layout.columns[c].column.kind, value)) {
                    return fault("columns.value", layout.columns[c].header);
                }
            }
        } while (!cursor.line_ended());
        if (field != plan.fields.size() || !begun) { return fault("columns.count", ""); }
    }
    return Done{};
}

/// How many rows a text may hold, judged by its first lines, with some room.
std::size_t rows_about(std::string_view text) {
    constexpr std::size_t kSample = 16'384;
    const std::string_view sample = text.substr(0, kSample);
    const auto lines = static_cast<std::size_t>(std::count(sample.begin(), sample.end(), '\n'));
    return sample.empty() ? 0 : text.size() / sample.size() * (lines + 1) * 9 / 8 + lines + 1;
}

Result<Done> load_facts(const ColumnLayout& layout, std::string_view text, FactSet& facts, unsigned threads) {
    GX_TRY(const Plan plan, plan_of(layout, text));
    const unsigned workers = worthwhile_parts(text.size(), kBytesPerThread, threads);
    const auto pieces = csv_pieces(plan.rows, workers);
    std::vector<TableBuilder> builders;
    for (std::size_t i = 0; i < std::max<std::size_t>(1, pieces.size()); ++i) { builders.emplace_back(defs_of(layout)); }
    for (std::size_t i = 0; i < pieces.size(); ++i) { builders[i].reserve(rows_about(pieces[i])); }
    std::vector<Result<Done>> results(pieces.size(), Done{});
    if (!pieces.empty()) {
        in_parallel(static_cast<unsigned>(pieces.size()), [&](unsigned i) {
            results[i] = fill_facts(layout, plan, text, pieces[i], facts.bodies, builders[i]);
        });
    }
    for (Result<Done>& result : results) { GX_CHECK(std::move(result)); }
    GX_TRY(auto table, Table::freeze(layout.table, builders, facts.bodies.size(), threads));
    facts.tables.push_back(std::move(table));
    return Done{};
}

}  // namespace

Result<ColumnLayout> ColumnLayout::from_json(const Json& json) {
    ColumnLayout layout;
    const auto fault = [](std::string at) {
        return Error{ErrorCode::InvalidInput, "layout.field", "missing or unknown", std::move(at)};
    };
    if (!json.is_object()) { return fault(""); }
    for (const auto& [key, value] : json.as_object()) {
        static constexpr std::string_view kKnown[] = {"role",     "table",  "file", "key",  "whole_keys", "body",
                                                      "division", "parent", "name", "note", "columns"};
        if (std::find(std::begin(kKnown), std::end(kKnown), key) == std::end(kKnown)) { return fault("/" + key); }
    }
    const std::string role = json.text_or_empty("role");
    if (role == "bodies") { layout.role = Role::Bodies; }
    if (role == "divisions") { layout.role = Role::Divisions; }
    if (role != "bodies" && role != "divisions" && role != "facts") { return fault("/role"); }
    layout.table = json.text_or_empty("table");
    layout.file = json.text_or_empty("file");
    layout.key = json.text_or_empty("key");
    layout.whole_keys = json.bool_at("whole_keys").value_or(false);
    layout.body = json.text_or_empty("body");
    layout.division = json.text_or_empty("division");
    layout.parent = json.text_or_empty("parent");
    layout.name = json.text_or_empty("name");
    if (layout.table.empty() || layout.file.empty() || layout.key.empty()) { return fault("/key"); }
    if (layout.role == Role::Facts && layout.body.empty()) { return fault("/body"); }
    const Json& columns = json.at("columns");
    if (columns.is_null()) { return layout; }
    if (!columns.is_array() || columns.as_array().size() > 200) { return fault("/columns"); }
    for (std::size_t i = 0; i < columns.as_array().size(); ++i) {
        const Json& column = columns.as_array()[i];
        const std::string at = "/columns/" + std::to_string(i);
        Entry entry;
        entry.header = column.text_or_empty("header");
        entry.column.name = column.string_at("name").value_or(entry.header);
        if (entry.header.empty()) { return fault(at + "/header"); }
        GX_TRY(entry.column.kind, kind_of(column.text_or_empty("type"), at + "/type"));
        layout.columns.push_back(std::move(entry));
    }
    return layout;
}

Result<FactSet> load_columns(const std::vector<ColumnLayout>& layouts,
                             const std::map<std::string, std::string_view>& texts, unsigned threads) {
    FactSet facts;
    using Role = ColumnLayout::Role;
    for (const Role role : {Role::Divisions, Role::Bodies, Role::Facts}) {
        for (const ColumnLayout& layout : layouts) {
            if (layout.role != role) { continue; }
            const auto text = texts.find(layout.file);
            if (text == texts.end()) { return Error{ErrorCode::NotFound, "columns.file_missing", layout.file, layout.file}; }
            switch (role) {
                case Role::Divisions: GX_CHECK(load_divisions(layout, text->second, facts)); break;
                case Role::Bodies: GX_CHECK(load_bodies(layout, text->second, facts)); break;
                case Role::Facts: GX_CHECK(load_facts(layout, text->second, facts, threads)); break;
            }
        }
    }
    return facts;
}

}  // namespace gx::domain::evaluation
