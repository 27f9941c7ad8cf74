// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/result_table.hpp"

#include <charconv>

namespace gx::domain::evaluation {
namespace {

void append_text(std::string& out, const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        out += text;
        return;
    }
    out.push_back('"');
    for (const char c : text) {
        if (c == '"') { out.push_back('"'); }
        out.push_back(c);
    }
    out.push_back('"');
}

void append_cell(std::string& out, const ResultColumn& column, std::int64_t value) {
    if (value == kNullStored) { return; }
    if (column.texts != nullptr) {
        append_text(out, (*column.texts)[static_cast<std::size_t>(value)]);
        return;
    }
    if (column.decimals != 0) {
        out += stored_text(value, column.decimals);
        return;
    }
    char digits[24];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
    GX_ASSERT(error == std::errc{});
    out.append(digits, end);
}

}  // namespace

std::string ResultTable::cell(std::size_t row, std::size_t column) const {
    const std::int64_t value = columns[column].values[row];
    if (value == kNullStored) { return {}; }
    if (columns[column].texts != nullptr) { return (*columns[column].texts)[static_cast<std::size_t>(value)]; }
    return stored_text(value, columns[column].decimals);
}

std::string to_csv(const ResultTable& table) {
    std::string out;
    out.reserve(table.rows * table.columns.size() * 6 + 256);
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (c != 0) { out.push_back(','); }
        append_text(out, table.columns[c].header);
    }
    out.push_back('\n');
    for (std::size_t row = 0; row < table.rows; ++row) {
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            if (c != 0) { out.push_back(','); }
            append_cell(out, table.columns[c], table.columns[c].values[row]);
        }
        out.push_back('\n');
    }
    return out;
}

base::Json to_json(const ResultTable& table) {
    using base::Json;
    Json columns = Json::array();
    for (const ResultColumn& column : table.columns) {
        Json each = Json::object();
        each.set("header", column.header).set("decimals", column.decimals);
        if (!column.title.zh.empty()) {
            each.set("title", Json::object().set("zh", column.title.zh).set("en", column.title.en));
        }
        columns.push(std::move(each));
    }
    Json rows = Json::array();
    for (std::size_t row = 0; row < table.rows; ++row) {
        Json::Array cells;
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            const ResultColumn& column = table.columns[c];
            const std::int64_t value = column.values[row];
            if (value == kNullStored) {
                cells.emplace_back(nullptr);
            } else if (column.texts == nullptr && column.decimals == 0) {
                cells.emplace_back(value);
            } else {
                cells.emplace_back(table.cell(row, c));
            }
        }
        rows.push(Json(std::move(cells)));
    }
    return Json::object().set("id", table.id).set("columns", std::move(columns)).set("rows", std::move(rows));
}

}  // namespace gx::domain::evaluation
