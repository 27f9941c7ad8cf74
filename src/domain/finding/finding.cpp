// SPDX-License-Identifier: Apache-2.0
#include "domain/finding/finding.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json_reader.hpp"
#include "base/text.hpp"
#include "domain/obligation/content.hpp"

namespace gx::domain {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

namespace {

constexpr std::array<std::pair<FindingKind, std::string_view>, 3> kKinds = {{{FindingKind::Breach, "breach"},
                                                                            {FindingKind::NotTrue, "not_true"},
                                                                            {FindingKind::Rectified, "rectified"}}};

Result<FindingKind> read_kind(const JsonReader& reader) {
    GX_TRY(const auto text, reader.text("kind", 20));
    for (const auto& [kind, name] : kKinds) {
        if (name == text) { return kind; }
    }
    return reader.refuse("kind", "finding.kind", text);
}

/// A member without which there is no basis.
Result<std::string> needed(const JsonReader& reader, std::string_view member, const char* reason) {
    if (!reader.has(member)) { return Error{ErrorCode::BasisMissing, reason, {}, reader.where(member)}; }
    return reader.text(member, 400);
}

}  // namespace

std::string_view to_string(FindingKind kind) { return kKinds[static_cast<std::size_t>(kind)].second; }

Result<Finding> Finding::from_json(const Json& content, const std::string& pointer) {
    const JsonReader reader{content, pointer};
    GX_CHECK(reader.only({"code", "kind", "obligation_id", "body_id", "organ", "doc_no", "decided_on", "facts",
                          "revoked_on", "note", "basis"}));
    Finding made;
    GX_TRY(made.code, reader.text("code", 200));
    GX_TRY(made.kind, read_kind(reader));
    GX_TRY(made.obligation_id, reader.text_or_empty("obligation_id", 60));
    GX_TRY(made.body_id, reader.text("body_id", 60));
    GX_TRY(made.organ, needed(reader, "organ", "finding.organ_missing"));
    GX_TRY(made.doc_no, needed(reader, "doc_no", "finding.document_missing"));
    GX_TRY(made.decided_on, reader.date("decided_on"));
    GX_TRY(made.facts, reader.text("facts", 8'000));
    GX_TRY(made.revoked_on, reader.optional_date("revoked_on"));
    GX_TRY(made.note, reader.text_or_empty("note"));
    GX_TRY(made.basis, reader.texts("basis", 50));
    if (made.revoked_on && *made.revoked_on < made.decided_on) {
        return reader.refuse("revoked_on", "finding.revoked_before_decided");
    }
    return made;
}

Json Finding::to_json() const {
    Json out = Json::object();
    set_text(out, "code", code);
    out.set("kind", to_string(kind));
    set_text(out, "obligation_id", obligation_id);
    set_text(out, "body_id", body_id);
    set_text(out, "organ", organ);
    set_text(out, "doc_no", doc_no);
    out.set("decided_on", decided_on.iso());
    set_text(out, "facts", facts);
    set_day(out, "revoked_on", revoked_on);
    set_text(out, "note", note);
    set_basis(out, basis);
    return out;
}

std::vector<BreachFact> breaches_of(const std::string& obligation_id, const std::vector<Finding>& findings,
                                    const std::vector<std::string>& ids) {
    GX_ASSERT(findings.size() == ids.size());
    std::vector<BreachFact> out;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        if (findings[i].kind != FindingKind::Breach || findings[i].obligation_id != obligation_id) { continue; }
        out.push_back({ids[i], findings[i].decided_on, findings[i].revoked_on});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.decided_on < b.decided_on; });
    return out;
}

Result<base::Done> check_organ(const Finding& finding, std::string_view body_name) {
    if (base::trim(finding.organ) == base::trim(body_name)) {
        return Error{ErrorCode::StateForbids, "finding.own_cause", finding.organ, "/organ"};
    }
    return base::Done{};
}

}  // namespace gx::domain
