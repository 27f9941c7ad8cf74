// SPDX-License-Identifier: Apache-2.0
#include "app/attachments/attachments.hpp"

#include "app/attachments/file_name.hpp"
#include "app/attachments/file_type.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

constexpr std::string_view kType = "attachment";
constexpr std::string_view kAdd = "attachment.add";
constexpr std::string_view kRead = "attachment.read";
constexpr std::string_view kWithdraw = "attachment.withdraw";

Result<Done> check_action(const Actor& actor, std::string_view action) {
    if (!actor.may(action)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(action)}; }
    return Done{};
}

Query of_object(const std::string& tenant, const std::string& entity, const std::string& entity_id) {
    Query query{.tenant = tenant};
    query.where = {{.column = "entity", .compare = Compare::Equal, .values = {entity}},
                   {.column = "entity_id", .compare = Compare::Equal, .values = {entity_id}}};
    return query;
}

Result<Attachment> decoded(const Entity& entity) {
    auto content = Attachment::from_json(entity.content);
    if (!content.ok()) { return Error{ErrorCode::Corrupt, "store.content", fmt::format("attachment {}: {}", entity.id, content.error().reason)}; }
    return content;
}

Result<std::vector<Attachments::Row>> rows_of(Reader& reader, const Query& query) {
    GX_TRY(const auto entities, reader.list(kType, query));
    std::vector<Attachments::Row> rows;
    for (const Entity& entity : entities) {
        GX_TRY(auto attachment, decoded(entity));
        rows.push_back({entity.id, entity.version, std::move(attachment)});
    }
    return rows;
}

}  // namespace

Result<Attachments::Row> Attachments::add(const Input& input, const Actor& actor) {
    GX_CHECK(check_action(actor, kAdd));
    if (input.bytes.size() > kBlobBytesMax) { return Error{ErrorCode::TooLarge, "attachment.too_large", {}, "/body"}; }
    if (input.bytes.empty()) { return Error{ErrorCode::InvalidInput, "attachment.empty", {}, "/body"}; }
    Attachment next{.code = ids_.next_id(), .entity = input.entity, .entity_id = input.entity_id};
    GX_TRY(next.name, clean_file_name(input.name));
    {
        // Before a scanner or a disk has work with it.
        GX_TRY(const auto reader, store_.reader());
        GX_TRY(next.body_id, body_of_attachable(*reader, input.entity, input.entity_id, kAdd, actor));
    }
    GX_TRY(auto facts, inspect_file(next.name, input.bytes, archives_));
    if (scanner_ != nullptr) { GX_CHECK(scanner_->scan(base::as_bytes(input.bytes))); }
    next.media_type = std::move(facts.media_type);
    next.warnings = std::move(facts.warnings);
    next.size_bytes = static_cast<std::int64_t>(input.bytes.size());
    {
        // Bytes once kept stay: whoever has no room must not fill the disk with them.
        GX_TRY(const auto reader, store_.reader());
        GX_CHECK(check_room(*reader, next, actor));
    }
    GX_TRY(const base::Digest digest, blobs_.put(base::as_bytes(input.bytes)));
    next.digest = base::to_hex(digest);
    next.uploaded_on = clock_.today();
    next.uploaded_by = actor.account;
    GX_CHECK(store_.write({actor, clock_.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(next.body_id, body_of_attachable(work, input.entity, input.entity_id, kAdd, actor));
        GX_CHECK(check_room(work, next, actor));
        return work.put(Entity{std::string(kType), actor.tenant, next.code, {}, 1, -1, next.to_json()}, "add");
    }));
    return Row{next.code, 1, std::move(next)};
}

Result<Done> Attachments::check_room(Reader& reader, const Attachment& next, const Actor& actor) {
    Query query = of_object(actor.tenant, next.entity, next.entity_id);
    query.limit = static_cast<std::size_t>(limits_.ever_of_object_max);
    GX_TRY(const auto present, rows_of(reader, query));
    std::int64_t shown = 0;
    for (const Row& row : present) {
        if (row.attachment.withdrawn_on) { continue; }
        ++shown;
        if (row.attachment.digest == next.digest && row.attachment.name == next.name) { return Error{ErrorCode::Conflict, "attachment.same", row.id}; }
    }
    if (shown >= limits_.of_object_max || static_cast<std::int64_t>(present.size()) >= limits_.ever_of_object_max) {
        return Error{ErrorCode::StateForbids, "attachment.too_many"};
    }
    GX_TRY(const std::int64_t bytes, rows_.bytes_of_body(reader, actor.tenant, next.body_id));
    if (bytes + next.size_bytes > limits_.body_bytes_max) { return Error{ErrorCode::StateForbids, "attachment.quota"}; }
    return Done{};
}

Result<std::vector<Attachments::Row>> Attachments::list(const std::string& entity, const std::string& entity_id, const Actor& actor) {
    GX_CHECK(check_action(actor, kRead));
    GX_TRY(const auto reader, store_.reader());
    GX_CHECK(body_of_attachable(*reader, entity, entity_id, kRead, actor));
    Query query = of_object(actor.tenant, entity, entity_id);
    query.order = {{.column = "uploaded_on"}, {.column = "key"}};
    query.limit = static_cast<std::size_t>(limits_.ever_of_object_max);
    return rows_of(*reader, query);
}

Result<Entity> Attachments::visible(Reader& reader, const std::string& id, std::string_view action, const Actor& actor) {
    const Error unknown{ErrorCode::NotFound, "attachment.unknown", id};
    GX_TRY(auto row, reader.find(kType, actor.tenant, id));
    if (!row) { return unknown; }
    GX_TRY(const Attachment attachment, decoded(*row));
    const auto body = body_of_attachable(reader, attachment.entity, attachment.entity_id, action, actor);
    if (!body.ok()) { return body.error().code == ErrorCode::NotFound ? unknown : body.error(); }
    return std::move(*row);
}

Result<Attachments::Download> Attachments::download(const std::string& id, const Actor& actor) {
    GX_CHECK(check_action(actor, kRead));
    Download found;
    {
        GX_TRY(const auto reader, store_.reader());
        GX_TRY(const Entity row, visible(*reader, id, kRead, actor));
        GX_TRY(found.attachment, decoded(row));
    }
    if (found.attachment.withdrawn_on) { return Error{ErrorCode::StateForbids, "attachment.withdrawn", id}; }
    GX_TRY(const base::Digest digest, base::digest_from_hex(found.attachment.digest));
    GX_TRY(const BlobState state, blobs_.state(digest));
    if (state == BlobState::Missing) { return Error{ErrorCode::Corrupt, "attachment.bytes_missing", id}; }
    if (state == BlobState::Changed) { return Error{ErrorCode::Corrupt, "attachment.bytes_changed", id}; }
    found.next = [this, digest, index = std::int64_t{0}](std::string& out) mutable -> Result<bool> {
        GX_TRY(const std::string part, blobs_.part(digest, index++));
        out += part;
        return part.size() == kBlobPartBytes;
    };
    return found;
}

Result<Attachments::Row> Attachments::withdraw(const std::string& id, const std::string& reason, const Actor& actor) {
    GX_CHECK(check_action(actor, kWithdraw));
    if (domain::personal_value_in(reason)) { return Error{ErrorCode::InvalidInput, "attachment.reason_personal", {}, "/body/reason"}; }
    Row row;
    GX_CHECK(store_.write({actor, clock_.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(Entity next, visible(work, id, kWithdraw, actor));
        GX_TRY(row.attachment, decoded(next));
        if (row.attachment.withdrawn_on) { return Error{ErrorCode::StateForbids, "attachment.withdrawn", id}; }
        row.attachment.withdrawn_on = clock_.today();
        row.attachment.withdraw_reason = reason;
        row.id = next.id;
        row.version = ++next.version;
        next.content = row.attachment.to_json();
        return work.put(next, "withdraw");
    }));
    return row;
}

}  // namespace gx::app
