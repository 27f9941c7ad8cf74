// SPDX-License-Identifier: Apache-2.0
#include "app/officials/official_rows.hpp"

#include "app/officials/file_objection.hpp"
#include "app/subject/subject_rows.hpp"
#include "domain/record/record.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kRowsMax = 10'000;

Query of_official(const std::string& tenant, const std::string& official_id) {
    Query query{.tenant = tenant};
    query.where = {{.column = "official_id", .compare = Compare::Equal, .values = {official_id}}};
    query.limit = kRowsMax;
    return query;
}

/// Rows of a type by id.
Result<std::map<std::string, Entity>> by_ids(Reader& reader, std::string_view type, const std::string& tenant, const std::set<std::string>& ids) {
    std::map<std::string, Entity> found;
    if (ids.empty()) { return found; }
    Query query{.tenant = tenant};
    query.where = {{.column = "id", .compare = Compare::In, .values = {}}};
    for (const std::string& id : ids) { query.where[0].values.emplace_back(id); }
    query.limit = ids.size();
    GX_TRY(auto rows, reader.list(type, query));
    for (Entity& row : rows) {
        std::string id = row.id;
        found.emplace(std::move(id), std::move(row));
    }
    return found;
}

Json body_reference(const Entity& body) {
    Json out = Json::object();
    out.set("id", body.id).set("code", body.key).set("name", body.content.text_or_empty("name"));
    return out;
}

}  // namespace

Result<Entity> official_within(Reader& reader, const Actor& actor, std::string_view action, std::string_view id) {
    GX_TRY(auto row, existing(reader, "official", actor.tenant, id));
    if (!actor.reach(action).covers_official(row.id, row.content.text_or_empty("body_id"))) {
        return Error{ErrorCode::NotFound, "official.unknown", std::string(id)};
    }
    return row;
}

Result<std::map<std::string, Json>> body_references(Reader& reader, const std::string& tenant, std::span<const Entity> officials) {
    std::set<std::string> ids;
    for (const Entity& official : officials) { ids.insert(official.content.text_or_empty("body_id")); }
    GX_TRY(const auto bodies, by_ids(reader, "body", tenant, ids));
    std::map<std::string, Json> references;
    for (const auto& [id, body] : bodies) { references.emplace(id, body_reference(body)); }
    return references;
}

Result<OfficialView> OfficialView::of(const OfficialParts& parts, Reader& reader, const std::string& tenant, std::span<const Entity> officials) {
    OfficialView view(parts);
    GX_TRY(view.bodies_, body_references(reader, tenant, officials));
    std::vector<std::string> ids;
    for (const Entity& official : officials) { ids.push_back(official.id); }
    GX_TRY(const auto open, open_objections(reader, tenant, ids));
    for (const FileObjection& objection : open) { view.disputed_.insert(objection.official_id); }
    return view;
}

Result<Json> OfficialView::shown(Reader& reader, const Entity& official, const FieldGate::Fields& opened) const {
    GX_TRY(Json out, gate_.shown(reader, official.type, official.content, opened));
    out.set("id", official.id).set("version", official.version).set("disputed", disputed(official.id));
    const auto body = bodies_.find(official.content.text_or_empty("body_id"));
    if (body != bodies_.end()) { out.set("body", body->second); }
    return out;
}

Result<Json> tenures_shown(Reader& reader, const std::string& tenant, const std::string& official_id) {
    Query query = of_official(tenant, official_id);
    query.order = {{.column = "from_on"}};
    GX_TRY(const auto rows, reader.list("tenure", query));
    std::set<std::string> post_ids;
    for (const Entity& row : rows) { post_ids.insert(row.content.text_or_empty("post_id")); }
    GX_TRY(const auto posts, by_ids(reader, "post", tenant, post_ids));
    std::set<std::string> body_ids;
    for (const auto& [id, post] : posts) { body_ids.insert(post.content.text_or_empty("body_id")); }
    GX_TRY(const auto bodies, by_ids(reader, "body", tenant, body_ids));
    Json out = Json::array();
    for (const Entity& row : rows) {
        Json one = Json::object();
        one.set("id", row.id).set("from_on", row.content.at("from_on")).set("to_on", row.content.at("to_on"));
        one.set("acting", row.content.bool_at("acting").value_or(false));
        if (const auto post = posts.find(row.content.text_or_empty("post_id")); post != posts.end()) {
            one.set("post", Json::object().set("id", post->first).set("title", post->second.content.at("title")));
            const auto body = bodies.find(post->second.content.text_or_empty("body_id"));
            if (body != bodies.end()) { one.set("body", body_reference(body->second)); }
        }
        out.push(std::move(one));
    }
    return out;
}

RecordTypes record_types_for(const FieldBook& fields, const Actor& actor, const Entity& official) {
    RecordTypes types;
    const FieldClasses* classes = fields.of("official");
    if (classes == nullptr) { return types; }
    const std::string body_id = official.content.text_or_empty("body_id");
    for (const FilePart& part : classes->parts) {
        if (!actor.may(part.opens) || !actor.reach(part.opens).covers_official(official.id, body_id)) { continue; }
        types.all = types.all || part.record_types.empty();
        types.types.insert(part.record_types.begin(), part.record_types.end());
    }
    return types;
}

Result<Json> records_shown(const OfficialParts& parts, Reader& reader, const std::string& tenant, const std::string& official_id,
                           const RecordTypes& types) {
    Query query = of_official(tenant, official_id);
    query.order = {{.column = "decided_on", .descending = true}};
    GX_TRY(const auto rows, reader.list("record", query));
    GX_TRY(const auto open, open_objections(reader, tenant, {{official_id}}));
    std::set<std::string, std::less<>> disputed;
    for (const FileObjection& objection : open) { disputed.insert(objection.entity_id); }
    const FieldGate gate(parts.fields, parts.sealer);
    Json out = Json::array();
    for (const Entity& row : rows) {
        if (!types.holds(row.content.text_or_empty("cat"))) { continue; }
        GX_TRY(const auto record, decoded<domain::Record>(row));
        GX_TRY(Json one, gate.shown(reader, row.type, row.content));
        one.set("id", row.id).set("version", row.version);
        one.set("subject_name_at_time", Json());  // whose file it is, is known; the name is masked there
        one.set("standing", std::string(domain::to_string(record.standing_on(parts.clock.today()))));
        one.set("disputed", record.disputed || disputed.contains(row.id));
        out.push(std::move(one));
    }
    return out;
}

Result<Json> reads_shown(Reader& reader, const std::string& tenant, const std::string& official_id, std::size_t limit, std::size_t offset) {
    Query query = of_official(tenant, official_id);
    query.order = {{.column = "seq", .descending = true}};
    query.limit = limit;
    query.offset = offset;
    GX_TRY(const auto rows, reader.list("access", query));
    Json out = Json::array();
    for (const Entity& row : rows) {
        Json one = Json::object();
        GX_CHECK(reader.entries(row.seq, row.seq + 1, [&](const domain::JournalEntry& entry) -> Result<Done> {
            one.set("at", entry.at.iso());
            return Done{};
        }));
        for (const char* member : {"account", "action", "fields", "reason", "outcome"}) { one.set(member, row.content.at(member)); }
        out.push(std::move(one));
    }
    return out;
}

Result<std::int64_t> count_reads(Reader& reader, const std::string& tenant, const std::string& official_id) {
    return reader.count("access", of_official(tenant, official_id));
}

Json page_json(const OffsetPage& page, std::size_t offset, Json items, std::int64_t total) {
    Json out = Json::object();
    const auto next = next_cursor(offset + items.as_array().size(), total, page.limit);
    return out.set("items", std::move(items)).set("total", total).set("next", next);
}

}  // namespace gx::app
