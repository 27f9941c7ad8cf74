// SPDX-License-Identifier: Apache-2.0
#include "app/officials/file_objection.hpp"

#include "base/json_reader.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kRowsMax = 10'000;

Result<FileObjection> read(const Entity& row) {
    const base::JsonReader reader(row.content);
    FileObjection out{.id = row.id, .version = row.version};
    GX_TRY(out.official_id, reader.text("official_id", 100));
    GX_TRY(out.entity, reader.text("entity", 30));
    GX_TRY(out.entity_id, reader.text("entity_id", 100));
    GX_TRY(out.text, reader.text("text", 10'000));
    GX_TRY(out.filed_on, reader.date("filed_on"));
    GX_TRY(out.answer, reader.text_or_empty("answer", 10'000));
    GX_TRY(out.answered_by, reader.text_or_empty("answered_by", 100));
    GX_TRY(out.answered_on, reader.optional_date("answered_on"));
    return out;
}

Result<std::vector<FileObjection>> read_all(const std::vector<Entity>& rows) {
    std::vector<FileObjection> out;
    for (const Entity& row : rows) {
        GX_TRY(auto one, FileObjection::from_row(row));
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace

Result<FileObjection> FileObjection::from_row(const Entity& row) {
    auto out = read(row);
    if (!out.ok()) { return Error{ErrorCode::Corrupt, "store.content", "file_objection " + row.id, out.error().where}; }
    return out;
}

Json FileObjection::to_json() const {
    Json out = Json::object();
    out.set("code", id).set("official_id", official_id).set("entity", entity).set("entity_id", entity_id).set("text", text);
    out.set("filed_on", filed_on.iso()).set("state", open() ? "open" : "answered");
    if (answered_on) { out.set("answer", answer).set("answered_by", answered_by).set("answered_on", answered_on->iso()); }
    return out;
}

Json FileObjection::shown() const { return to_json().set("id", id).set("version", version).set("code", Json()); }

Result<std::vector<FileObjection>> open_objections(Reader& reader, const std::string& tenant, std::span<const std::string> official_ids) {
    if (official_ids.empty()) { return std::vector<FileObjection>{}; }
    Query query{.tenant = tenant};
    query.where = {{.column = "official_id", .compare = Compare::In, .values = {}},
                   {.column = "state", .compare = Compare::Equal, .values = {std::string("open")}}};
    for (const std::string& id : official_ids) { query.where[0].values.emplace_back(id); }
    query.limit = kRowsMax;
    GX_TRY(const auto rows, reader.list("file_objection", query));
    return read_all(rows);
}

Result<std::vector<FileObjection>> objections_of(Reader& reader, const std::string& tenant, const std::string& official_id) {
    Query query{.tenant = tenant};
    query.where = {{.column = "official_id", .compare = Compare::Equal, .values = {official_id}}};
    query.order = {{.column = "seq", .descending = true}};
    query.limit = kRowsMax;
    GX_TRY(const auto rows, reader.list("file_objection", query));
    return read_all(rows);
}

}  // namespace gx::app
