// SPDX-License-Identifier: Apache-2.0
#include "app/accounts/account_rows.hpp"

#include "domain/journal/merkle.hpp"

namespace gx::app {
namespace {

/// Whether the newest entry of this entity says what the row says, and whether nobody changed that entry either.
Result<bool> is_sound(Reader& reader, const domain::Hasher& hasher, const Entity& entity) {
    GX_TRY(const auto history, reader.history(entity.type, entity.id));
    if (history.empty()) { return false; }
    const domain::JournalEntry& newest = history.back();
    const bool same = newest.content && *newest.content == base::canonical(entity.content) && newest.version == entity.version &&
                      newest.tenant == entity.tenant && newest.entity_key == entity.key;
    if (!same || domain::content_digest(hasher, newest.salt, newest.content) != newest.content_digest) { return false; }
    GX_TRY(const auto leaves, reader.leaf_hashes(newest.seq, 1));
    return leaves.size() == 1 && leaves.front() == domain::leaf_hash(hasher, newest);
}

}  // namespace

Result<AccountRow> checked_account(Reader& reader, const domain::Hasher& hasher, Entity entity) {
    GX_TRY(const bool sound, is_sound(reader, hasher, entity));
    auto account = Account::from_json(entity.content);
    if (!account.ok()) {
        // A row that somebody spoilt is one that nobody signs in with; the rest of the accounts must stay readable.
        AccountRow broken{.entity = std::move(entity), .account = {}, .sound = false};
        broken.account.code = broken.entity.key;
        broken.account.state = AccountState::Disabled;
        return broken;
    }
    return AccountRow{.entity = std::move(entity), .account = std::move(*account), .sound = sound};
}

Result<std::optional<AccountRow>> read_account(Reader& reader, const domain::Hasher& hasher, std::string_view tenant, std::string_view id) {
    GX_TRY(auto entity, reader.find("account", tenant, id));
    if (!entity) { return std::optional<AccountRow>{}; }
    GX_TRY(auto row, checked_account(reader, hasher, std::move(*entity)));
    return std::optional<AccountRow>{std::move(row)};
}

Entity next_version(const Entity& entity, const Account& account) {
    return Entity{entity.type, entity.tenant, entity.id, {}, entity.version + 1, -1, account.to_json()};
}

Result<base::Bytes> open_sealed(Reader& reader, Sealer& sealer, const base::Json& reference) {
    const std::string id = reference.text_or_empty("sealed");
    GX_TRY(const auto row, reader.sealed(id));
    if (!row) { return Error{ErrorCode::NotFound, "sealed.unknown", id}; }
    GX_TRY(auto opened, sealer.open(*row));
    if (opened.commit != reference.text_or_empty("commit")) { return Error{ErrorCode::Corrupt, "sealed.broken", id}; }
    return std::move(opened.value);
}

Result<std::string> display_name(Reader& reader, Sealer& sealer, const Account& account) {
    auto name = open_sealed(reader, sealer, account.name);
    if (!name.ok()) {
        if (name.error().reason == "sealed.unknown") { return std::string{}; }
        return std::move(name).error();
    }
    return std::string(base::as_text(*name));
}

Result<Done> note_access(Work& work, IdSource& ids, const std::string& tenant, base::Date today, const AccessNote& note) {
    const std::string id = ids.next_id();
    base::Json content = base::Json::object();
    content.set("code", id).set("account", note.account).set("action", note.action).set("on_day", today.iso());
    content.set("outcome", note.refused ? "refused" : "ok");
    if (!note.account_id.empty()) { content.set("entity", "account").set("entity_id", note.account_id); }
    if (!note.reason.empty()) { content.set("reason", note.reason); }
    return work.put(Entity{"access", tenant, id, {}, 1, -1, std::move(content)}, "add");
}

}  // namespace gx::app
