// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/result_sheet.hpp"

#include <algorithm>

namespace gx::app {
namespace {

using base::Json;
using domain::evaluation::ResultColumn;
using domain::evaluation::ResultTable;

/// The column's own title, or "A1 title" for a column named like a leaf or group, or its header.
std::string heading(const domain::evaluation::Scheme& scheme, const ResultColumn& column) {
    if (!column.title.zh.empty()) { return column.title.zh; }
    for (const auto& leaf : scheme.indicators) {
        if (leaf.id == column.header) { return leaf.id + " " + leaf.title.zh; }
    }
    for (const auto& group : scheme.groups) {
        if (group.id == column.header) { return group.id + " " + group.title.zh; }
    }
    return column.header;
}

}  // namespace

Result<Done> write_result_sheet(const Judgement& judgement, TableWriter& out) {
    GX_TRY(const ResultTable table, judgement.evaluation->table(0, 1));
    SheetOut sheet;
    sheet.name = judgement.scheme.id;
    sheet.freeze_rows = out.is_plain() ? 1 : 3;
    sheet.first_data_row = sheet.freeze_rows;
    for (const ResultColumn& column : table.columns) {
        sheet.columns.push_back({.width = column.texts != nullptr ? 18U : 10U, .as_text = column.texts != nullptr});
    }
    GX_CHECK(out.begin_sheet(sheet));
    const auto width = static_cast<std::uint32_t>(table.columns.size());
    const auto& horizon = judgement.evaluation->horizon();
    if (!out.is_plain()) {
        GX_CHECK(out.wide_row(CellOut::of(judgement.scheme.title.zh + " " + horizon.period, CellStyle::Title), width));
        const std::string line = horizon.as_of.iso() + " · " + judgement.scheme.id + "@" + judgement.scheme.version +
                                 " · " + judgement.digest;
        GX_CHECK(out.wide_row(CellOut::of(line, CellStyle::Note), width));
    }
    std::vector<CellOut> cells;
    for (const ResultColumn& column : table.columns) {
        cells.push_back(CellOut::of(out.is_plain() ? column.header : heading(judgement.scheme, column), CellStyle::Header));
    }
    GX_CHECK(out.row(cells));
    for (std::size_t row = 0; row < table.rows; ++row) {
        cells.clear();
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            std::string text = table.cell(row, c);
            const bool number = table.columns[c].texts == nullptr && !text.empty();
            cells.push_back(number ? CellOut::number(std::move(text)) : CellOut::of(std::move(text)));
        }
        GX_CHECK(out.row(cells));
    }
    return Done{};
}

Result<Json> result_json(const Judgement& judgement) {
    GX_TRY(const ResultTable table, judgement.evaluation->table(0, 1));
    const auto& horizon = judgement.evaluation->horizon();
    Json out = Json::object();
    out.set("code", judgement.code()).set("scheme", judgement.scheme.id).set("scheme_version", judgement.scheme.version);
    out.set("period", horizon.period).set("as_of", horizon.as_of.iso()).set("at_size", judgement.at_size);
    out.set("digest", judgement.digest);
    Json unfiled = Json::array();
    for (const std::string& body : judgement.unfiled_bodies()) { unfiled.push(body); }
    Json bodies = Json::array();
    for (std::size_t row = 0; row < table.rows; ++row) {
        Json one = Json::object();
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            const ResultColumn& column = table.columns[c];
            if (column.values[row] == domain::evaluation::kNullStored) { continue; }
            if (column.texts != nullptr) {
                one.set(column.header, table.cell(row, c));
            } else if (column.decimals == 0) {
                one.set(column.header, column.values[row]);
            } else {
                one.set(column.header, Json::Decimal{table.cell(row, c)});
            }
        }
        bodies.push(std::move(one));
    }
    return out.set("unfiled", std::move(unfiled)).set("bodies", std::move(bodies));
}

}  // namespace gx::app
