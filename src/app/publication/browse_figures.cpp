// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/publication/browse.hpp"
#include "app/publication/public_items.hpp"

namespace gx::app {
namespace {

using base::Json;

/// Title, unit and source of a table; the unit and source of its first row stand for all.
Json figure_item(const PublicFigureSet& figure, const Labels& labels) {
    Json json = Json::object();
    json.set("id", figure.id).set("tenant", figure.tenant).set("title", labels.zh("figure_set", figure.set));
    json.set("title_en", labels.en("figure_set", figure.set)).set("year", figure.year).set("unit", "");
    if (figure.rows.empty()) { return json; }
    const Json& first = figure.rows.front();
    if (first.at("values").is_array() && !first.at("values").as_array().empty()) {
        json.set("unit", first.at("values").as_array().front().text_or_empty("unit"));
    }
    set_text(json, "publisher", first.at("source").text_or_empty("publisher"));
    set_text(json, "document", first.at("source").text_or_empty("title"));
    set_text(json, "note", first.text_or_empty("note"));
    return json;
}

/// The items of all rows in the order in which they first appear.
std::vector<std::pair<std::string, std::string>> columns_of(const PublicFigureSet& figure) {
    std::vector<std::pair<std::string, std::string>> columns;
    for (const auto& row : figure.rows) {
        if (!row.at("values").is_array()) { continue; }
        for (const auto& value : row.at("values").as_array()) {
            const std::string item = value.text_or_empty("item");
            const bool known = std::ranges::any_of(columns, [&](const auto& column) { return column.first == item; });
            if (!known) { columns.emplace_back(item, value.text_or_empty("unit")); }
        }
    }
    return columns;
}

Json cells_of(const Json& row, const std::vector<std::pair<std::string, std::string>>& columns) {
    Json cells = Json::array();
    cells.push(row.at("unit_name"));
    for (const auto& [item, unit] : columns) {
        Json cell = nullptr;
        if (row.at("values").is_array()) {
            for (const auto& value : row.at("values").as_array()) {
                if (value.text_or_empty("item") == item) { cell = value.at("text"); }
            }
        }
        cells.push(std::move(cell));
    }
    return cells;
}

}  // namespace

base::Result<Json> list_figures(const PublicView& view, const std::string& tenant) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        if (!tenant.empty() && model.tenant_number(tenant) == kNoNumber) {
            return Error{ErrorCode::NotFound, "tenant.unknown"};
        }
        Json items = Json::array();
        for (const auto& figure : model.figures) {
            if (tenant.empty() || figure.tenant == tenant) { items.push(figure_item(figure, view.labels())); }
        }
        const std::size_t total = items.as_array().size();
        return list_json(std::move(items), total, {});
    });
}

base::Result<Json> show_figure(const PublicView& view, const std::string& id) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        const auto found = std::ranges::find(model.figures, id, &PublicFigureSet::id);
        if (found == model.figures.end()) { return Error{ErrorCode::NotFound, "figure.unknown"}; }
        const auto columns = columns_of(*found);
        Json heads = Json::array();
        const auto head = [&](const std::string& key, const std::string& unit) {
            Json one = Json::object();
            one.set("key", key).set("name", view.labels().zh("figure_item", key));
            one.set("name_en", view.labels().en("figure_item", key));
            set_text(one, "unit", unit);
            heads.push(std::move(one));
        };
        head("unit_name", "");
        for (const auto& [item, unit] : columns) { head(item, unit); }
        Json rows = Json::array();
        for (const auto& row : found->rows) { rows.push(cells_of(row, columns)); }
        Json json = Json::object();
        json.set("item", figure_item(*found, view.labels())).set("columns", std::move(heads));
        return json.set("rows", std::move(rows));
    });
}

}  // namespace gx::app
