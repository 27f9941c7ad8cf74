// SPDX-License-Identifier: Apache-2.0
#include "app/notices/read_notices.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::string_view kRead = "notice.read";

Json filled_both(const domain::Wording& words, const Json& params) {
    Json json = Json::object();
    json.set("zh", filled(words.zh, params)).set("en", filled(words.en, params));
    return json;
}

Json shown(const Notice& notice, const LawPack& law) {
    Json object = Json::object();
    object.set("type", notice.object_type).set("id", notice.object_id);
    Json json = notice_words(notice, law);
    json.set("id", notice.id).set("kind", notice.kind).set("object", std::move(object)).set("made_at", notice.made_at.iso());
    json.set("rung", notice.rung.substr(0, notice.rung.find('@'))).set("copied", notice.copied).set("read", notice.read_at.has_value());
    if (notice.read_at) { json.set("read_at", notice.read_at->iso()); }
    if (const auto kind = notice.params.string_at("todo_kind")) { json.set("todo_kind", *kind); }
    return json;
}

}  // namespace

Json notice_words(const Notice& notice, const LawPack& law) {
    const NoticeText* text = law.notice_text(notice.kind);
    const domain::Wording plain{notice.kind, notice.kind};  // a text that the law pack in force no longer has
    Json json = Json::object();
    json.set("subject", filled_both(text == nullptr ? plain : text->subject, notice.params));
    json.set("text", filled_both(text == nullptr ? plain : text->text, notice.params));
    return json;
}

Result<Json> ReadNotices::list(Which which, const OffsetPage& page, const Actor& actor) const {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    GX_TRY(const std::size_t offset, offset_of(page));
    const NoticeQuery query{.tenant = actor.tenant, .account = actor.account, .unread_only = which == Which::Unread, .limit = page.limit, .offset = offset};
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const auto notices, box_.list(*reader, query));
    GX_TRY(const auto total, box_.count(*reader, query));
    GX_TRY(const auto unread, box_.count(*reader, {.tenant = actor.tenant, .account = actor.account, .unread_only = true}));
    Json::Array items;
    for (const Notice& notice : notices) { items.push_back(shown(notice, law_)); }
    Json json = offset_list(std::move(items), total, page, offset);
    json.set("unread", unread);
    return json;
}

Result<std::int64_t> ReadNotices::mark_read(const std::vector<std::string>& ids, const Actor& actor) {
    if (!actor.may(kRead)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kRead)}; }
    std::int64_t marked = 0;
    GX_CHECK(store_.write({actor, clock_.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(marked, box_.mark_read(work, actor.tenant, actor.account, ids, clock_.now()));
        return Done{};
    }));
    return marked;
}

}  // namespace gx::app
