// SPDX-License-Identifier: Apache-2.0
#include "app/publication/datasets.hpp"

#include <array>

#include "app/publication/csv_text.hpp"
#include "app/publication/page.hpp"
#include "app/publication/public_items.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kRowsInPart = 400;
constexpr std::array<const char*, 4> kDatasets = {"bodies", "obligations", "records", "scores"};

constexpr std::array<const char*, 12> kBodyColumns = {"id",      "tenant", "name",  "class",   "division", "total_hundredths",
                                                      "grade",   "rank",   "total", "overdue", "broken",   "records"};
constexpr std::array<const char*, 13> kDutyColumns = {"id",     "tenant",  "body",    "body_name", "kind",
                                                      "title",  "made_on", "due_on",  "done_on",   "amount_fen",
                                                      "done_fen", "outcome", "days_late"};
constexpr std::array<const char*, 9> kScoreColumns = {"evaluation", "period", "status", "body",  "body_name",
                                                      "class",      "total_hundredths", "grade", "rank"};

constexpr std::array<const char*, 13> kRecordColumns = {"id",       "tenant",     "body",       "body_name", "type",       "polarity", "severity",
                                                        "decided_on", "decided_by", "document", "shown_from", "shown_to", "disputed"};

using Columns = std::vector<std::string>;

Columns columns_of(std::string_view id) {
    if (id == "bodies") { return {kBodyColumns.begin(), kBodyColumns.end()}; }
    if (id == "obligations") { return {kDutyColumns.begin(), kDutyColumns.end()}; }
    if (id == "records") { return {kRecordColumns.begin(), kRecordColumns.end()}; }
    return {kScoreColumns.begin(), kScoreColumns.end()};
}

/// A row of a file: body and duty rows by number, score rows by evaluation and place in it.
struct RowAt {
    std::uint32_t number = 0;
    std::uint32_t place = 0;
};

std::vector<RowAt> rows_of(const PublicModel& model, std::string_view id, std::uint32_t tenant) {
    std::vector<RowAt> rows;
    const auto fits = [&](const PublicBody& body) {
        return body.alive && (tenant == kNoNumber || body.tenant == tenant);
    };
    if (id == "bodies") {
        for (std::uint32_t i = 0; i < model.bodies.size(); ++i) {
            if (fits(model.bodies[i])) { rows.push_back({i}); }
        }
    } else if (id == "obligations") {
        for (std::uint32_t i = 0; i < model.duties.size(); ++i) {
            if (model.duties[i].listed && fits(model.bodies[model.duties[i].body])) { rows.push_back({i}); }
        }
    } else if (id == "records") {
        for (std::uint32_t i = 0; i < model.records.size(); ++i) {
            if (model.records[i].listed && fits(model.bodies[model.records[i].body])) { rows.push_back({i}); }
        }
    } else {
        for (std::uint32_t i = 0; i < model.evaluations.size(); ++i) {
            if (tenant != kNoNumber && model.evaluations[i].tenant != tenant) { continue; }
            for (std::uint32_t k = 0; k < model.evaluations[i].results.size(); ++k) { rows.push_back({i, k}); }
        }
    }
    return rows;
}

Json row_json(const PublicModel& model, const PublicView& view, std::string_view id, RowAt at) {
    if (id == "obligations") { return obligation_item_json(model, view.law(), model.duties[at.number]); }
    Json row = Json::object();
    if (id == "bodies") {
        const Json item = body_item_json(model, view.labels(), model.bodies[at.number]);
        row = item;
        for (const char* member : {"total_hundredths", "grade", "rank"}) { row.set(member, item.at("standing").at(member)); }
        for (const char* member : {"total", "overdue", "broken"}) { row.set(member, item.at("duties").at(member)); }
        return row;
    }
    const PublicEvaluation& evaluation = model.evaluations[at.number];
    const PublicResult& result = evaluation.results[at.place];
    const PublicBody& body = model.bodies[result.body];
    row.set("evaluation", evaluation.id).set("period", evaluation.period).set("status", evaluation.state);
    row.set("body", body.id).set("body_name", body.name).set("class", body.body_class);
    return row.set("total_hundredths", result.total).set("grade", result.grade).set("rank", Json(result.rank));
}

Json only(const Json& row, const Columns& columns) {
    Json json = Json::object();
    for (const auto& column : columns) { json.set(column, row.at(column)); }
    return json;
}

/// The state of one download between its parts.
struct Download {
    const PublicView& view;
    std::string id;
    DatasetFormat format;
    Columns columns;
    std::vector<RowAt> rows = {};
    std::size_t next = 0;
    std::uint64_t generation = 0;
    bool started = false;
    bool any = false;

    void begin(std::string& out) {
        started = true;
        if (format == DatasetFormat::Json) {
            out.append("{\"items\":[");
            return;
        }
        out.append(kByteOrderMark);
        append_csv_header(out, columns);
    }

    base::Result<bool> part(std::string& out) {
        if (!started) { begin(out); }
        const std::uint64_t changes = view.changes();
        const bool duties = id == "obligations";
        const bool records = id == "records";
        std::vector<Json> items;
        std::vector<ShownDuty> shown;
        std::map<std::string, std::vector<std::string>> record_ids;  // by tenant
        GX_CHECK(view.read([&](const PublicModel& model) -> base::Result<base::Done> {
            if (view.generation() != generation) { return Error{ErrorCode::Unavailable, "http.busy", "model rebuilt"}; }
            const std::size_t to = std::min(rows.size(), next + kRowsInPart);
            for (; next < to; ++next) {
                if (records) {
                    const RecordRow& record = model.records[rows[next].number];
                    record_ids[model.tenants[model.bodies[record.body].tenant].code].push_back(model.ids.text(record.id));
                    continue;
                }
                Json row = row_json(model, view, id, rows[next]);
                if (duties) { shown.push_back({rows[next].number, std::move(row)}); } else { items.push_back(std::move(row)); }
            }
            return base::Done{};
        }));
        if (duties) { GX_TRY(items, with_texts(view, std::move(shown), changes)); }
        if (records) { GX_TRY(items, shown_records(view, std::move(record_ids))); }
        for (const Json& row : items) {
            if (format == DatasetFormat::Csv) {
                append_csv_row(out, row, columns);
            } else {
                out.append(any ? "," : "").append(base::canonical(only(row, columns)));
            }
            any = true;
        }
        if (next < rows.size()) { return true; }
        if (format == DatasetFormat::Json) { out.append("]}"); }
        return false;
    }
};

}  // namespace

base::Result<Json> list_datasets(const PublicView& view, const std::string& tenant) {
    return view.read([&](const PublicModel& model) -> base::Result<Json> {
        const auto number = tenant.empty() ? kNoNumber : model.tenant_number(tenant);
        if (!tenant.empty() && number == kNoNumber) { return Error{ErrorCode::NotFound, "tenant.unknown"}; }
        Json items = Json::array();
        for (const char* id : kDatasets) {
            Json columns = Json::array();
            for (const auto& column : columns_of(id)) { columns.push(column); }
            Json one = Json::object();
            one.set("id", id).set("title", view.labels().zh("dataset", id)).set("title_en", view.labels().en("dataset", id));
            one.set("rows", static_cast<std::int64_t>(rows_of(model, id, number).size()));
            one.set("formats", Json::array().push("csv").push("json")).set("columns", std::move(columns));
            items.push(std::move(one));
        }
        return list_json(std::move(items), kDatasets.size(), {});
    });
}

base::Result<std::function<base::Result<bool>(std::string&)>> open_dataset(const PublicView& view, const std::string& id,
                                                                           const std::string& tenant,
                                                                           DatasetFormat format) {
    auto download = std::make_shared<Download>(Download{view, id, format, columns_of(id)});
    const bool known = view.read([&](const PublicModel& model) {
        const auto number = tenant.empty() ? kNoNumber : model.tenant_number(tenant);
        if (!tenant.empty() && number == kNoNumber) { return false; }
        download->rows = rows_of(model, id, number);
        download->generation = view.generation();
        return true;
    });
    if (!known) { return Error{ErrorCode::NotFound, "tenant.unknown"}; }
    return std::function<base::Result<bool>(std::string&)>(
        [download](std::string& out) { return download->part(out); });
}

}  // namespace gx::app
