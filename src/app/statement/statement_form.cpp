// SPDX-License-Identifier: Apache-2.0
#include "app/statement/statement_form.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "app/law/scheme_versions.hpp"
#include "app/staff/entered_text.hpp"
#include "base/json_reader.hpp"
#include "domain/evaluation/scheme_bodies.hpp"

namespace gx::app {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;
using domain::evaluation::Filing;

constexpr std::string_view kNotApplicable = "not_applicable";
constexpr std::int64_t kCountMax = 1'000'000'000;
constexpr std::size_t kEvidenceMax = 20;

bool holds(const std::vector<std::string>& list, std::string_view one) { return std::ranges::find(list, one) != list.end(); }

Result<Json> read_part(const Json& given, const std::string& where) {
    const JsonReader reader(given, where);
    GX_CHECK(reader.only({"numerator", "denominator"}));
    GX_TRY(const auto numerator, reader.integer("numerator", 0, kCountMax));
    GX_TRY(const auto denominator, reader.integer("denominator", 0, kCountMax));
    if (numerator > denominator) { return reader.refuse("numerator", "statement.numerator"); }
    return Json::object().set("numerator", numerator).set("denominator", denominator);
}

Result<Json> read_parts(const JsonReader& reader, const Filing& filing) {
    GX_TRY(const auto* given, reader.array("parts", 5));
    if (static_cast<std::int64_t>(given->size()) != filing.parts) {
        return reader.refuse("parts", "statement.parts", std::to_string(filing.parts));
    }
    Json parts = Json::array();
    for (std::size_t i = 0; i < given->size(); ++i) {
        GX_TRY(auto part, read_part((*given)[i], fmt::format("{}/{}", reader.where("parts"), i)));
        parts.push(std::move(part));
    }
    return parts;
}

Result<Json> read_counts(const JsonReader& reader, const Filing& filing) {
    const Json& given = reader.raw("counts");
    const JsonReader counts(given, reader.where("counts"));
    if (!given.is_object()) { return reader.refuse("counts", "json.member_missing"); }
    Json out = Json::object();
    for (const auto& [name, value] : given.as_object()) {
        if (!holds(filing.classes, name)) { return counts.refuse(name, "statement.class_unknown"); }
        GX_TRY(const auto count, counts.integer(name, 0, kCountMax));
        out.set(name, count);
    }
    if (out.as_object().empty()) { return reader.refuse("counts", "json.member_missing"); }
    return out;
}

Result<Done> read_value(const JsonReader& reader, const Filing& filing, const std::string& form, Json& content) {
    if (form == kNotApplicable) {
        GX_TRY(const std::string reason, reader.text_or_empty("reason", 500));
        if (reason.empty()) { return Error{ErrorCode::BasisMissing, "statement.reason_missing", {}, reader.where("reason")}; }
        content.set("reason", reason);
    } else if (form == "parts") {
        GX_TRY(auto parts, read_parts(reader, filing));
        content.set("parts", std::move(parts));
    } else if (form == "counts") {
        GX_TRY(auto counts, read_counts(reader, filing));
        content.set("counts", std::move(counts));
    } else if (form == "flag") {
        GX_TRY(const bool flag, reader.flag("flag"));
        content.set("flag", flag);
    } else {
        GX_TRY(const std::string code, reader.text("value_code", 40));
        if (!holds(filing.codes, code)) { return reader.refuse("value_code", "statement.code_unknown", code); }
        content.set("value_code", code);
    }
    return Done{};
}

Result<Json> read_evidence(const JsonReader& reader) {
    GX_TRY(const auto* given, reader.array("evidence", kEvidenceMax));
    Json list = Json::array();
    for (std::size_t i = 0; i < given->size(); ++i) {
        const JsonReader piece((*given)[i], fmt::format("{}/{}", reader.where("evidence"), i));
        GX_CHECK(piece.only({"title", "on", "digest", "doc_no"}));
        GX_CHECK(piece.text("title", 200));
        GX_CHECK(piece.optional_date("on"));
        GX_CHECK(piece.text_or_empty("digest", 128));
        GX_CHECK(piece.text_or_empty("doc_no", 100));
        list.push((*given)[i]);
    }
    return list;
}

/// Whether the request says something that belongs to another form.
Result<Done> check_alone(const JsonReader& reader, const std::string& form) {
    static const std::map<std::string_view, std::string_view> kOwn = {
        {"parts", "parts"}, {"counts", "counts"}, {"flag", "flag"}, {"value_code", "code"}, {"reason", kNotApplicable}};
    for (const auto& [member, own] : kOwn) {
        if (reader.has(member) && own != form) { return reader.refuse(member, "statement.form_unfit", form); }
    }
    return Done{};
}

/// The versions that judge a period, by scheme; of all periods when it is empty: the newest version of a scheme before the older ones.
std::vector<const domain::evaluation::Scheme*> schemes_of(const LawPack& law, std::string_view period) {
    std::map<std::string_view, std::vector<const domain::evaluation::Scheme*>> versions;  // of each scheme the newest first
    for (auto scheme = law.schemes.rbegin(); scheme != law.schemes.rend(); ++scheme) { versions[scheme->id].push_back(&*scheme); }
    std::vector<const domain::evaluation::Scheme*> wanted;
    for (const auto& [id, all] : versions) {
        if (period.empty()) {
            wanted.insert(wanted.end(), all.begin(), all.end());
        } else if (const auto one = scheme_for_period(law, id, period); one.ok()) {
            wanted.push_back(*one);
        }
    }
    return wanted;
}

/// Whether a register feeds the leaf in that period.
bool by_register(const LawPack& law, std::string_view leaf, std::string_view period) {
    return std::ranges::any_of(schemes_of(law, period), [&](const auto* scheme) {
        return std::ranges::any_of(scheme->indicators, [&](const auto& one) { return one.id == leaf && one.filing.forms.empty(); });
    });
}

}  // namespace

std::vector<StatementLeaf> statement_leaves(const LawPack& law, LeafQuery query) {
    std::vector<StatementLeaf> leaves;
    for (const auto* scheme : schemes_of(law, query.period)) {
        if (!query.body_class.empty() && !domain::evaluation::may_judge_class(*scheme, query.body_class)) { continue; }
        for (const auto& indicator : scheme->indicators) {
            const auto again = [&](const StatementLeaf& one) { return one.scheme->id == scheme->id && one.indicator->id == indicator.id; };
            if (indicator.filing.forms.empty() || std::ranges::any_of(leaves, again)) { continue; }
            leaves.push_back({scheme, &indicator});
        }
    }
    return leaves;
}

const domain::evaluation::Indicator* find_statement_leaf(const LawPack& law, std::string_view leaf, std::string_view period) {
    for (const StatementLeaf& one : statement_leaves(law, {.period = period})) {
        if (one.indicator->id == leaf) { return one.indicator; }
    }
    return nullptr;
}

Result<Json> statement_content(const LawPack& law, const Json& filed) {
    const JsonReader reader(filed, "/body");
    GX_CHECK(reader.only({"body_id", "leaf", "period", "form", "parts", "counts", "flag", "value_code", "reason", "evidence", "version"}));
    GX_TRY(const std::string leaf, reader.text("leaf", 20));
    GX_TRY(const std::string period, reader.text("period", 4));
    if (period.size() != 4 || period.find_first_not_of("0123456789") != std::string::npos) { return reader.refuse("period", "request.wrong_form"); }
    const auto* indicator = find_statement_leaf(law, leaf, period);
    if (indicator == nullptr) { return reader.refuse("leaf", by_register(law, leaf, period) ? "statement.leaf_by_register" : "statement.leaf_unknown", leaf); }
    GX_TRY(const std::string form, reader.text("form", 20));
    if (form != kNotApplicable && !holds(indicator->filing.forms, form)) { return reader.refuse("form", "statement.form_unfit", form); }
    GX_CHECK(check_alone(reader, form));
    Json content = Json::object();
    content.set("leaf", leaf).set("period", period).set("form", form);
    GX_CHECK(read_value(reader, indicator->filing, form, content));
    GX_TRY(auto evidence, read_evidence(reader));
    if (!evidence.as_array().empty()) { content.set("evidence", std::move(evidence)); }
    GX_CHECK(check_no_person(content, "request.personal_value", "/body"));
    return content;
}

}  // namespace gx::app
