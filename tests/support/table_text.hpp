// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/ports/table.hpp"

namespace gx::test {

/// All rows as text: "1:a|b;2:c" or "error reason@where" at the end. Numbers are marked #, booleans ?, faults !.
inline std::string table_text(app::TableReader& reader) {
    std::string out;
    while (true) {
        app::TableRow row;
        const auto more = reader.next(row);
        if (!more.ok()) { return out + "error " + more.error().reason + "@" + more.error().where; }
        if (!*more) { return out; }
        out += row.sheet.empty() ? "" : std::string(row.sheet) + "!";
        out += std::to_string(row.number) + ":";
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const app::Cell& cell = row.cells[i];
            out += i == 0 ? "" : "|";
            if (row.named) { out += std::string(cell.name) + "="; }
            out += cell.kind == app::CellKind::Number ? "#" : cell.kind == app::CellKind::Bool    ? "?"
                   : cell.kind == app::CellKind::Fault ? "!" : cell.kind == app::CellKind::Structure ? "~" : "";
            out += cell.text;
        }
        out += ";";
    }
}

}  // namespace gx::test
