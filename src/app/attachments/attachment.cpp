// SPDX-License-Identifier: Apache-2.0
#include "app/attachments/attachment.hpp"

#include "app/ports/blob_store.hpp"
#include "base/json_reader.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kWarningsMax = 20;

void set_text(base::Json& out, const char* member, const std::string& text) {
    if (!text.empty()) { out.set(member, text); }
}

}  // namespace

base::Result<Attachment> Attachment::from_json(const base::Json& content) {
    const base::JsonReader reader(content);
    GX_CHECK(reader.only({"code", "entity", "entity_id", "body_id", "name", "media_type", "size_bytes", "digest", "warnings", "uploaded_on",
                          "uploaded_by", "withdrawn_on", "withdraw_reason", "note"}));
    Attachment one;
    GX_TRY(one.code, reader.text("code", 60));
    GX_TRY(one.entity, reader.text("entity", 40));
    GX_TRY(one.entity_id, reader.text("entity_id", 60));
    GX_TRY(one.body_id, reader.text_or_empty("body_id", 60));
    GX_TRY(one.name, reader.text("name", 255));
    GX_TRY(one.media_type, reader.text("media_type", 100));
    GX_TRY(one.size_bytes, reader.integer("size_bytes", 1, static_cast<std::int64_t>(kBlobBytesMax)));
    GX_TRY(one.digest, reader.text("digest", 64));
    GX_TRY(one.warnings, reader.texts("warnings", kWarningsMax));
    GX_TRY(one.uploaded_on, reader.date("uploaded_on"));
    GX_TRY(one.uploaded_by, reader.text("uploaded_by", 60));
    GX_TRY(one.withdrawn_on, reader.optional_date("withdrawn_on"));
    GX_TRY(one.withdraw_reason, reader.text_or_empty("withdraw_reason", 2'000));
    return one;
}

base::Json Attachment::to_json() const {
    base::Json out = base::Json::object();
    out.set("code", code).set("entity", entity).set("entity_id", entity_id).set("name", name).set("media_type", media_type);
    out.set("size_bytes", size_bytes).set("digest", digest).set("uploaded_on", uploaded_on.iso()).set("uploaded_by", uploaded_by);
    set_text(out, "body_id", body_id);
    set_text(out, "withdraw_reason", withdraw_reason);
    if (withdrawn_on) { out.set("withdrawn_on", withdrawn_on->iso()); }
    if (!warnings.empty()) {
        base::Json list = base::Json::array();
        for (const std::string& warning : warnings) { list.push(warning); }
        out.set("warnings", std::move(list));
    }
    return out;
}

}  // namespace gx::app
