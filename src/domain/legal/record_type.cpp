// SPDX-License-Identifier: Apache-2.0
#include "domain/legal/record_type.hpp"

#include <algorithm>
#include <array>

#include "base/json_reader.hpp"

namespace gx::domain {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonReader;
using base::Result;

template <class T>
struct Code {
    T value;
    std::string_view text;
};
constexpr std::array<Code<Polarity>, 3> kPolarities{{
    {Polarity::Negative, "negative"}, {Polarity::Positive, "positive"}, {Polarity::Neutral, "neutral"}}};
constexpr std::array<Code<Severity>, 3> kSeverities{{
    {Severity::Minor, "minor"}, {Severity::General, "general"}, {Severity::Serious, "serious"}}};
constexpr std::array<Code<PublicLevel>, 6> kLevels{{
    {PublicLevel::Public, "public"}, {PublicLevel::Summary, "summary"}, {PublicLevel::Statistic, "statistic"},
    {PublicLevel::AsPublished, "as_published"}, {PublicLevel::Internal, "internal"}, {PublicLevel::Never, "never"}}};
constexpr std::array<Code<PersonalRule>, 6> kRules{{
    {PersonalRule::None, "none"}, {PersonalRule::MaskIdNumber, "mask_id_number"},
    {PersonalRule::MaskOtherParty, "mask_other_party"}, {PersonalRule::NameAsPublished, "name_as_published"},
    {PersonalRule::Restricted, "restricted"}, {PersonalRule::ComplainantHidden, "complainant_hidden"}}};
constexpr std::array<std::string_view, 3> kSubjects{"body", "institution", "official"};
constexpr std::size_t kBandsMax = 10;

template <class T, std::size_t N>
std::optional<T> find_code(const std::array<Code<T>, N>& codes, std::string_view text) {
    for (const auto& row : codes) {
        if (row.text == text) { return row.value; }
    }
    return std::nullopt;
}

template <class T, std::size_t N>
std::string_view find_text(const std::array<Code<T>, N>& codes, T value) {
    const auto found = std::find_if(codes.begin(), codes.end(), [&](const auto& row) { return row.value == value; });
    GX_ASSERT(found != codes.end());
    return found->text;
}

template <class T, std::size_t N>
Result<T> read_code(const JsonReader& reader, std::string_view member, const std::array<Code<T>, N>& codes) {
    GX_TRY(const std::string text, reader.text(member, 60));
    const auto value = find_code(codes, text);
    if (!value) { return reader.refuse(member, "record_type.code_unknown", text); }
    return *value;
}

Result<std::vector<Severity>> read_severities(const JsonReader& reader, std::string_view member,
                                              const std::string& reason) {
    std::vector<Severity> out;
    GX_TRY(const auto texts, reader.texts(member, kBandsMax * kBandsMax));
    for (const std::string& text : texts) {
        const auto value = find_code(kSeverities, text);
        if (!value) { return reader.refuse(member, reason, text); }
        out.push_back(*value);
    }
    return out;
}

Result<std::vector<std::string>> read_some(const JsonReader& reader, std::string_view member, std::size_t count_max) {
    GX_TRY(auto texts, reader.texts(member, count_max));
    if (texts.empty()) { return reader.refuse(member, "json.member_missing", "at least one"); }
    return texts;
}

Result<base::Done> check_severity(const JsonReader& reader, const RecordType& type) {
    if (type.polarity != Polarity::Negative && (type.severity || !type.severities.empty())) {
        return reader.refuse("severity", "record_type.severity_without_breach", type.code);
    }
    const auto& allowed = type.severities;
    if (type.severity && std::find(allowed.begin(), allowed.end(), *type.severity) == allowed.end()) {
        return reader.refuse("severity", "record_type.severity_not_allowed", type.code);
    }
    return base::Done{};
}

}  // namespace

std::string_view code_of(Polarity polarity) { return find_text(kPolarities, polarity); }
std::string_view code_of(Severity severity) { return find_text(kSeverities, severity); }
std::string_view code_of(PublicLevel level) { return find_text(kLevels, level); }
std::string_view code_of(PersonalRule rule) { return find_text(kRules, rule); }

Result<RecordType> RecordType::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"code", "title", "subjects", "document", "doc_types", "polarity", "severity", "severities",
                          "public_level", "personal_rule", "publish_person", "organ_roles", "source", "in_force", "note"}));
    RecordType out;
    GX_TRY(out.code, reader.text("code", 20));
    GX_TRY(out.title, Wording::from_json(reader.raw("title"), reader.where("title")));
    GX_TRY(out.subjects, read_some(reader, "subjects", kSubjects.size()));
    for (const std::string& subject : out.subjects) {
        if (std::find(kSubjects.begin(), kSubjects.end(), subject) == kSubjects.end()) {
            return reader.refuse("subjects", "record_type.code_unknown", subject);
        }
    }
    GX_TRY(out.document, Wording::from_json(reader.raw("document"), reader.where("document")));
    GX_TRY(out.doc_types, read_some(reader, "doc_types", 20));
    GX_TRY(out.polarity, read_code(reader, "polarity", kPolarities));
    GX_TRY(out.severities, read_severities(reader, "severities", "record_type.code_unknown"));
    if (reader.has("severity")) {
        GX_TRY(const Severity severity, read_code(reader, "severity", kSeverities));
        out.severity = severity;
    }
    GX_CHECK(check_severity(reader, out));
    GX_TRY(out.public_level, read_code(reader, "public_level", kLevels));
    GX_TRY(out.personal_rule, read_code(reader, "personal_rule", kRules));
    GX_TRY(out.publish_person, reader.flag_or("publish_person", false));
    GX_TRY(out.organ_roles, read_some(reader, "organ_roles", 10));
    GX_TRY(out.source, read_some(reader, "source", 50));
    GX_TRY(out.in_force, InForce::from_json(reader.raw("in_force"), reader.where("in_force")));
    GX_TRY(out.note, reader.text_or_empty("note"));
    return out;
}

Result<SeverityMatrix> SeverityMatrix::from_json(const Json& json, const std::string& pointer) {
    const JsonReader reader(json, pointer);
    GX_CHECK(reader.only({"source", "losses", "impacts", "cells", "upgrades", "downgrades", "note"}));
    SeverityMatrix out;
    GX_TRY(out.source_, read_some(reader, "source", 50));
    GX_TRY(const Json::Array* losses, reader.array("losses", kBandsMax));
    for (std::size_t i = 0; i < losses->size(); ++i) {
        const JsonReader band((*losses)[i], reader.where("losses") + "/" + std::to_string(i));
        GX_CHECK(band.only({"code", "from_fen", "title"}));
        LossBand item;
        GX_TRY(item.code, band.text("code", 20));
        GX_TRY(item.from_fen, band.integer("from_fen", 0, 1'000'000'000'000'000));
        const bool grows = i == 0 ? item.from_fen == 0 : item.from_fen > out.losses_.back().from_fen;
        if (!grows) { return band.refuse("from_fen", "severity.bands", item.code); }
        out.losses_.push_back(std::move(item));
    }
    GX_TRY(const Json::Array* impacts, reader.array("impacts", kBandsMax));
    for (std::size_t i = 0; i < impacts->size(); ++i) {
        const JsonReader impact((*impacts)[i], reader.where("impacts") + "/" + std::to_string(i));
        GX_CHECK(impact.only({"code", "title"}));
        GX_TRY(std::string code, impact.text("code", 20));
        out.impacts_.push_back(std::move(code));
    }
    if (out.losses_.empty() || out.impacts_.empty()) { return reader.refuse("losses", "severity.bands"); }
    GX_TRY(out.cells_, read_severities(reader, "cells", "severity.code_unknown"));
    if (out.cells_.size() != out.losses_.size() * out.impacts_.size()) {
        return reader.refuse("cells", "severity.cells", std::to_string(out.cells_.size()));
    }
    GX_TRY(out.upgrades_, reader.texts("upgrades", 50));
    GX_TRY(out.downgrades_, reader.texts("downgrades", 50));
    return out;
}

const SeverityMatrix::LossBand& SeverityMatrix::band_of(std::int64_t loss_fen) const {
    std::size_t at = 0;
    while (at + 1 < losses_.size() && losses_[at + 1].from_fen <= loss_fen) { ++at; }
    return losses_[at];
}

Result<Severity> SeverityMatrix::grade(std::string_view loss, std::string_view impact,
                                       const std::vector<std::string>& reasons) const {
    const auto row = std::find_if(losses_.begin(), losses_.end(), [&](const auto& band) { return band.code == loss; });
    const auto column = std::find(impacts_.begin(), impacts_.end(), impact);
    if (row == losses_.end()) { return Error{ErrorCode::InvalidInput, "severity.code_unknown", std::string{loss}}; }
    if (column == impacts_.end()) {
        return Error{ErrorCode::InvalidInput, "severity.code_unknown", std::string{impact}};
    }
    bool up = false;
    bool down = false;
    for (const std::string& reason : reasons) {
        const bool raises = std::find(upgrades_.begin(), upgrades_.end(), reason) != upgrades_.end();
        const bool lowers = std::find(downgrades_.begin(), downgrades_.end(), reason) != downgrades_.end();
        if (!raises && !lowers) { return Error{ErrorCode::InvalidInput, "severity.code_unknown", reason}; }
        up = up || raises;
        down = down || lowers;
    }
    const auto cell = static_cast<std::size_t>((row - losses_.begin()) * static_cast<std::ptrdiff_t>(impacts_.size()) +
                                               (column - impacts_.begin()));
    // S-5.5a: 根据失信行为对经济社会发展造成的损失情况和社会影响程度
    const int step = static_cast<int>(cells_[cell]) + (up ? 1 : 0) - (down ? 1 : 0);
    return static_cast<Severity>(std::clamp(step, static_cast<int>(Severity::Minor), static_cast<int>(Severity::Serious)));
}

}  // namespace gx::domain
