// SPDX-License-Identifier: Apache-2.0
#include "app/officials/change_official.hpp"

#include <algorithm>
#include <array>

#include "app/officials/official_rows.hpp"
#include "app/sealing/lookup.hpp"
#include "app/subject/subject_rows.hpp"
#include "base/json_reader.hpp"
#include "base/text.hpp"
#include "domain/publication/masks.hpp"
#include "domain/subject/citizen_id.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kNameMax = 50;
constexpr std::size_t kPhoneDigitsMin = 7;

Error wrong(const char* reason, const char* member) { return {ErrorCode::InvalidInput, reason, {}, std::string("/body/") + member}; }

bool has_controls(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; });
}

/// The personal values in the form in which they are kept; empty where none is given.
struct Personal {
    std::string name;
    std::string id_number;
    std::string phone;

    const std::string& of(std::string_view member) const { return member == "name" ? name : member == "phone" ? phone : id_number; }
};
constexpr std::array<const char*, 3> kPersonal = {"name", "id_number", "phone"};

Result<Personal> checked(const OfficialDraft& draft, base::Date today) {
    Personal out;
    out.name = base::trim(draft.name);
    if (base::code_points(out.name) > kNameMax || has_controls(out.name)) { return wrong("official.name_form", "name"); }
    if (!draft.id_number.empty()) {
        const auto number = domain::CitizenId::parse(lookup_form(kIdNumberScope, draft.id_number), today);
        if (!number.ok()) { return Error{ErrorCode::InvalidInput, number.error().reason, {}, "/body/id_number"}; }
        out.id_number = number->str();
    }
    if (!draft.phone.empty()) {
        out.phone = base::half_width(base::trim(draft.phone));
        const bool digits = std::count_if(out.phone.begin(), out.phone.end(), [](char c) { return c >= '0' && c <= '9'; }) >=
                            static_cast<std::ptrdiff_t>(kPhoneDigitsMin);
        if (!digits || domain::mask_phone(out.phone) == "***") { return wrong("official.phone_form", "phone"); }
    }
    // These stand in the journal in clear.
    if (domain::personal_value_in(draft.note)) { return wrong("official.text_personal", "note"); }
    if (domain::personal_value_in(draft.staff_no)) { return wrong("official.staff_no", "staff_no"); }
    return out;
}

/// The members that are not personal, over the content there is.
void set_open_members(Json& content, const OfficialDraft& draft) {
    const auto text = [&](const char* member, const std::string& value) { content.set(member, value.empty() ? Json() : Json(value)); };
    content.set("staff_no", draft.staff_no).set("body_id", draft.body_id).set("valid_from", draft.valid_from.iso());
    content.set("valid_to", draft.valid_to ? Json(draft.valid_to->iso()) : Json());
    text("staff_type", draft.staff_type);
    text("note", draft.note);
    Json basis;
    for (const std::string& clause : draft.basis) { basis.push(clause); }
    content.set("basis", std::move(basis));
}

/// A sealed value on its way into the store.
struct Sealed {
    SealedValue row;
    std::string member;
    std::string value;
};

Result<Sealed> seal(const OfficialParts& parts, const std::string& tenant, const char* member, const std::string& value, Json& content) {
    GX_TRY(auto sealing, parts.sealer.seal(tenant, parts.ids.next_id(), base::as_bytes(value)));
    content.set(member, sealing.reference());
    return Sealed{std::move(sealing.row), member, value};
}

Result<Done> write(Work& work, const OfficialParts& parts, const Entity& next, const std::vector<Sealed>& sealed, const char* action) {
    for (const Sealed& one : sealed) {
        GX_CHECK(work.add_sealed(one.row));
        const LookupField* field = lookup_field(next.type, one.member);
        if (field == nullptr) { continue; }
        GX_TRY(const auto lookup, lookup_of(parts.sealer, *field, next, one.row.id, one.value));
        if (lookup) { GX_CHECK(work.set_lookup(*lookup)); }
    }
    return work.put(next, action);
}

/// The domain's own rules; what is wrong is told by its place in the body.
Result<Done> check_content(const Json& content) {
    const auto official = domain::Official::from_json(content);
    if (official.ok()) { return Done{}; }
    return Error{official.error().code, official.error().reason, {}, "/body" + official.error().where};
}

Result<Done> check_body(Reader& reader, const Actor& actor, std::string_view action, const std::string& body_id) {
    const Error unknown{ErrorCode::NotFound, "body.unknown", body_id, "/body/body_id"};
    if (!actor.reach(action).covers(body_id)) { return unknown; }
    GX_TRY(const auto body, reader.find("body", actor.tenant, body_id));
    if (!body) { return unknown; }
    return Done{};
}

/// Puts one personal value in the place of what the official has. The same value keeps its sealed row.
Result<Done> replace(Work& work, const OfficialParts& parts, const Entity& current, const char* member, const std::string& value,
                     Json& content, std::vector<Sealed>& sealed) {
    if (const auto id = current.content.at(member).string_at("sealed")) {
        GX_TRY(const auto row, work.sealed(*id));
        if (!row) { return Error{ErrorCode::StateForbids, "official.value_erased", member, std::string("/body/") + member}; }
        GX_TRY(const auto opened, parts.sealer.open(*row));
        if (base::as_text(opened.value) == value) { return Done{}; }
    }
    GX_TRY(auto one, seal(parts, current.tenant, member, value, content));
    sealed.push_back(std::move(one));
    return Done{};
}

Result<Done> take_away(Work& work, const Entity& current, const std::string& member, Json& content) {
    if (member != "id_number" && member != "phone") { return wrong("official.field_unknown", "remove"); }
    content.set(member, Json());
    if (const LookupField* field = lookup_field(current.type, member)) {
        return work.set_lookup({.tenant = current.tenant, .scope = std::string(field->scope), .id = current.id, .sealed_id = {},
                                .key_id = {}, .digest = {}});
    }
    return Done{};
}

}  // namespace

Result<OfficialDraft> OfficialDraft::from_json(const Json& json, const std::string& pointer) {
    const base::JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"staff_no", "body_id", "name", "id_number", "phone", "staff_type", "valid_from", "valid_to", "note", "basis",
                          "remove", "version"}));
    OfficialDraft out;
    GX_TRY(out.staff_no, reader.text("staff_no", 100));
    GX_TRY(out.body_id, reader.text("body_id", 100));
    GX_TRY(out.name, reader.text_or_empty("name", 400));
    GX_TRY(out.id_number, reader.text_or_empty("id_number", 100));
    GX_TRY(out.phone, reader.text_or_empty("phone", 100));
    GX_TRY(out.staff_type, reader.text_or_empty("staff_type", 30));
    GX_TRY(out.valid_from, reader.date("valid_from"));
    GX_TRY(out.valid_to, reader.optional_date("valid_to"));
    GX_TRY(out.note, reader.text_or_empty("note"));
    GX_TRY(out.basis, reader.texts("basis", 100));
    GX_TRY(out.remove, reader.texts("remove", 2));
    return out;
}

Result<OfficialWritten> AddOfficial::run(const OfficialDraft& draft, const Actor& actor) {
    if (!actor.may("official.add")) { return Error{ErrorCode::NotPermitted, "access.denied", "official.add"}; }
    GX_TRY(const Personal personal, checked(draft, parts_.clock.today()));
    if (personal.name.empty()) { return wrong("official.name_form", "name"); }
    if (!draft.remove.empty()) { return wrong("official.field_unknown", "remove"); }
    Entity next = first_version("official", actor.tenant, parts_.ids.next_id(), Json::object());
    set_open_members(next.content, draft);
    std::vector<Sealed> sealed;
    for (const char* member : kPersonal) {
        if (personal.of(member).empty()) { continue; }
        GX_TRY(auto one, seal(parts_, actor.tenant, member, personal.of(member), next.content));
        sealed.push_back(std::move(one));
    }
    GX_CHECK(check_content(next.content));
    GX_CHECK(parts_.store.write({.actor = actor, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_CHECK(check_body(work, actor, "official.add", draft.body_id));
        return write(work, parts_, next, sealed, "add");
    }));
    return OfficialWritten{next.id, next.version};
}

Result<OfficialWritten> ChangeOfficial::run(const Input& input, const Actor& actor) {
    constexpr std::string_view kChange = "official.change";
    if (!actor.may(kChange)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kChange)}; }
    GX_TRY(const Personal personal, checked(input.draft, parts_.clock.today()));
    OfficialWritten written;
    GX_CHECK(parts_.store.write({.actor = actor, .at = parts_.clock.now()}, [&](Work& work) -> Result<Done> {
        GX_TRY(const Entity current, official_within(work, actor, kChange, input.id));
        GX_CHECK(check_body(work, actor, kChange, input.draft.body_id));
        if (current.version != input.version) { return Error{ErrorCode::VersionMismatch, "store.version", current.id}; }
        if (input.draft.staff_no != current.key) { return wrong("official.staff_no_changed", "staff_no"); }
        Json content = current.content;
        set_open_members(content, input.draft);
        std::vector<Sealed> sealed;
        for (const std::string& member : input.draft.remove) { GX_CHECK(take_away(work, current, member, content)); }
        for (const char* member : kPersonal) {
            if (personal.of(member).empty()) { continue; }
            GX_CHECK(replace(work, parts_, current, member, personal.of(member), content, sealed));
        }
        if (content == current.content) { return Error{ErrorCode::InvalidInput, "official.unchanged", {}, "/body"}; }
        GX_CHECK(check_content(content));
        const Entity next = next_version(current, std::move(content));
        written = {next.id, next.version};
        return write(work, parts_, next, sealed, "change");
    }));
    return written;
}

}  // namespace gx::app
