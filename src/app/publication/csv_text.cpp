// SPDX-License-Identifier: Apache-2.0
#include "app/publication/csv_text.hpp"

namespace gx::app {

using base::Json;

namespace {

std::string csv_cell(const Json& value) {
    if (value.is_int()) { return std::to_string(value.as_int()); }
    if (value.is_bool()) { return value.as_bool() ? "true" : "false"; }
    if (!value.is_string()) { return {}; }
    std::string text = value.as_string();
    static constexpr std::string_view kFormulaStarts[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    for (const auto start : kFormulaStarts) {
        if (text.starts_with(start)) {
            text.insert(0, "'");
            break;
        }
    }
    if (text.find_first_of(",\"\r\n") == std::string::npos) { return text; }
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') { quoted.push_back('"'); }
        quoted.push_back(c);
    }
    return quoted + "\"";
}

}  // namespace

void append_csv_header(std::string& out, std::span<const std::string> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) { out.append(i > 0 ? "," : "").append(columns[i]); }
    out.append("\r\n");
}

void append_csv_row(std::string& out, const Json& row, std::span<const std::string> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) { out.push_back(','); }
        out.append(csv_cell(row.at(columns[i])));
    }
    out.append("\r\n");
}

}  // namespace gx::app
