// SPDX-License-Identifier: Apache-2.0
#include "domain/subject/official.hpp"

#include "base/bytes.hpp"
#include "base/json_reader.hpp"
#include "domain/subject/citizen_id.hpp"
#include "domain/subject/content_members.hpp"

namespace gx::domain {

using base::Date;
using base::Error;
using base::ErrorCode;
using base::Result;

Result<SealedText> SealedText::from_json(const base::Json& value, const std::string& pointer) {
    const auto id = value.string_at("sealed");
    const auto commit = value.string_at("commit");
    // The value itself must not appear in an error: a clear name may stand here by mistake.
    if (!id || id->empty() || id->size() > 100 || !commit || !base::digest_from_hex(*commit).ok()) {
        return Error{ErrorCode::InvalidInput, "sealed.form", "", pointer};
    }
    return SealedText{.id = *id, .commit = *commit};
}

base::Json SealedText::to_json() const {
    base::Json out = base::Json::object();
    out.set("sealed", id).set("commit", commit);
    return out;
}

Result<Official> Official::from_json(const base::Json& content, const std::string& pointer) {
    const base::JsonReader reader(content, pointer);
    Official official;
    GX_TRY(official.staff_no, reader.text("staff_no", 100));
    if (CitizenId::parse(official.staff_no, Date::from_days(100'000)).ok()) {
        return reader.refuse("staff_no", "official.staff_no");
    }
    GX_TRY(official.body_id, reader.text("body_id", 100));
    GX_TRY(official.name, SealedText::from_json(reader.raw("name"), reader.where("name")));
    if (reader.has("id_number")) {
        GX_TRY(official.id_number, SealedText::from_json(reader.raw("id_number"), reader.where("id_number")));
    }
    if (reader.has("phone")) {
        GX_TRY(official.phone, SealedText::from_json(reader.raw("phone"), reader.where("phone")));
    }
    GX_TRY(official.staff_type, reader.text_or_empty("staff_type", 30));
    if (!official.staff_type.empty() && official.staff_type != "civil_servant" &&
        official.staff_type != "institution_staff") {
        return reader.refuse("staff_type", "official.staff_type");
    }
    GX_TRY(official.valid_from, reader.date("valid_from"));
    GX_TRY(official.valid_to, reader.optional_date("valid_to"));
    if (official.valid_to && *official.valid_to < official.valid_from) {
        return reader.refuse("valid_to", "official.valid_order");
    }
    GX_TRY(official.note, reader.text_or_empty("note"));
    GX_TRY(official.basis, reader.texts("basis", 100));
    return official;
}

base::Json Official::to_json() const {
    base::Json out = base::Json::object();
    out.set("staff_no", staff_no).set("body_id", body_id).set("name", name.to_json());
    if (id_number) { out.set("id_number", id_number->to_json()); }
    if (phone) { out.set("phone", phone->to_json()); }
    put_text(out, "staff_type", staff_type);
    out.set("valid_from", valid_from.iso());
    put_day(out, "valid_to", valid_to);
    put_text(out, "note", note);
    put_texts(out, "basis", basis);
    return out;
}

}  // namespace gx::domain
