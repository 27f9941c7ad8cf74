// SPDX-License-Identifier: Apache-2.0
#include "domain/subject/tenant.hpp"

#include <algorithm>
#include <array>

#include "base/json_reader.hpp"
#include "domain/subject/content_members.hpp"
#include "domain/subject/division.hpp"

namespace gx::domain {
namespace {

constexpr std::array<std::string_view, 3> kModes = {"production", "demonstration", "published_facts"};

}  // namespace

base::Result<Tenant> Tenant::from_json(const base::Json& content, const std::string& pointer) {
    const base::JsonReader reader(content, pointer);
    Tenant tenant;
    GX_TRY(tenant.code, reader.text("code", 20));
    GX_TRY(tenant.name, reader.text("name", 200));
    GX_TRY(tenant.name_en, reader.text_or_empty("name_en", 200));
    GX_TRY(const auto mode, reader.text("mode", 30));
    const auto found = std::find(kModes.begin(), kModes.end(), mode);
    if (found == kModes.end()) { return reader.refuse("mode", "tenant.mode", mode); }
    tenant.mode = static_cast<TenantMode>(found - kModes.begin());
    GX_TRY(tenant.division_code, reader.text("division_code", 12));
    if (!DivisionCode::parse(tenant.division_code).ok()) { return reader.refuse("division_code", "division.code"); }
    GX_TRY(tenant.credit_office, reader.text_or_empty("credit_office", 100));
    GX_TRY(tenant.organisation_office, reader.text_or_empty("organisation_office", 100));
    GX_TRY(tenant.discipline_organ, reader.text_or_empty("discipline_organ", 100));
    GX_TRY(tenant.note, reader.text_or_empty("note"));
    GX_TRY(tenant.basis, reader.texts("basis", 100));
    return tenant;
}

base::Json Tenant::to_json() const {
    base::Json out = base::Json::object();
    out.set("code", code).set("name", name).set("mode", kModes[static_cast<std::size_t>(mode)]);
    out.set("division_code", division_code);
    put_text(out, "name_en", name_en);
    put_text(out, "credit_office", credit_office);
    put_text(out, "organisation_office", organisation_office);
    put_text(out, "discipline_organ", discipline_organ);
    put_text(out, "note", note);
    put_texts(out, "basis", basis);
    return out;
}

}  // namespace gx::domain
