// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/complaint_texts.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kIdBytes = 16;

}  // namespace

std::string_view code_of(FilingKind kind) {
    switch (kind) {
        case FilingKind::Complaint: return "complaint";
        case FilingKind::Message: return "message";
        case FilingKind::Answer: return "answer";
        case FilingKind::Rating: return "rating";
    }
    return "";
}

std::string random_id(Random& random) { return base::to_hex(random.bytes(kIdBytes)); }

std::string content_digest(const domain::Hasher& hasher, base::ByteView salt, const Json& content) {
    return base::to_hex(hasher.digest(salt, base::as_bytes(base::canonical(content))));
}

Result<Json> open_text(const ComplaintParts& parts, Reader& reader, const SealedFiling& filing, const LetterOpener& opener) {
    if (!filing.sealed_id.empty()) {
        GX_TRY(const auto row, reader.sealed(filing.sealed_id));
        if (!row) { return Json{}; }
        GX_TRY(auto opened, parts.sealer.open(*row));
        const base::Secret clear(std::move(opened.value));
        return base::parse_json(clear.text());
    }
    if (!is_addressed(filing, opener.name)) { return Json{}; }
    return open_letter(parts.envelope, filing, opener.name, opener.private_key);
}

Result<Json> seal_text(const ComplaintParts& parts, Work& work, SealedFiling& filing, const Json& content) {
    GX_TRY(const auto sealing, parts.sealer.seal(filing.tenant, parts.ids.next_id(), base::as_bytes(base::canonical(content))));
    filing.sealed_id = sealing.row.id;
    GX_CHECK(work.add_sealed(sealing.row));
    return sealing.reference();
}

Result<Done> enter_journal(const ComplaintParts& parts, Work& work, const SealedFiling& filing, base::Date on, const Json& sealed_text) {
    Entity entity{.type = "filing", .tenant = filing.tenant, .id = filing.id, .key = filing.id, .version = 1, .content = Json::object()};
    entity.content.set("code", filing.id).set("filing_id", filing.filing_id).set("kind", std::string(code_of(filing.kind)));
    entity.content.set("case_id", filing.case_id).set("on_day", on.iso()).set("digest", filing.digest);
    if (!filing.locked.empty()) { entity.content.set("locked_digest", base::to_hex(parts.hasher.digest(filing.locked))); }
    entity.content.set("text", sealed_text);
    return work.put(entity, "add");
}

Result<Json> messages_of(const ComplaintParts& parts, Reader& reader, const std::vector<SealedFiling>& all, const LetterOpener& opener) {
    Json list = Json::array();
    for (const SealedFiling& one : all) {
        if (one.kind != FilingKind::Message && one.kind != FilingKind::Answer) { continue; }
        GX_TRY(const Json content, open_text(parts, reader, one, opener));
        Json item = Json::object();
        item.set("number", one.number).set("from", one.kind == FilingKind::Answer ? "office" : "complainant");
        item.set("text", content.at("text")).set("day", content.at("day")).set("seen", one.seen);
        list.push(std::move(item));
    }
    return list;
}

}  // namespace gx::app
