// SPDX-License-Identifier: Apache-2.0
#include "app/audit/entry_texts.hpp"

#include <algorithm>
#include <array>

#include "app/audit/entry_changes.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kNamesMax = 5'000;
constexpr std::size_t kTextMax = 2'000;
constexpr std::size_t kListMax = 20;

/// Members that hold the id of another entity, and of which type.
struct IdMember {
    std::string_view member;
    std::string_view type;
};
constexpr std::array kIdMembers = {
    IdMember{"body_id", "body"},           IdMember{"parent_id", "body"},          IdMember{"successor_id", "body"},
    IdMember{"post_id", "post"},           IdMember{"official_id", "official"},    IdMember{"from_official_id", "official"},
    IdMember{"to_official_id", "official"}, IdMember{"source_id", "source"},       IdMember{"obligation_id", "obligation"},
    IdMember{"milestone_id", "milestone"}, IdMember{"evaluation_id", "evaluation"}, IdMember{"finding_id", "finding"},
};

std::string_view last_part(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// The path with the number of a list's element as "0", under which layouts name it.
std::string first_element(std::string_view path) {
    std::string out;
    for (const std::string_view part : base::split(path, '/')) {
        const bool index = !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
        out.append(out.empty() ? "" : "/").append(index ? "0" : part);
    }
    return out;
}

std::string shortened(std::string text) {
    if (text.size() <= kTextMax) { return text; }
    std::string out;
    for (const std::string_view character : base::characters(text)) {
        if (out.size() + character.size() > kTextMax) { break; }
        out.append(character);
    }
    return out;
}

/// "1,280.00"
std::string yuan(std::int64_t fen) {
    const bool negative = fen < 0;
    const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(fen) : static_cast<std::uint64_t>(fen);
    std::string whole = fmt::format("{}", magnitude / 100);
    for (std::size_t at = whole.size(); at > 3; at -= 3) { whole.insert(at - 3, ","); }
    return fmt::format("{}{}.{:02}", negative ? "-" : "", whole, magnitude % 100);
}

const std::string& in(const BothLanguages& text, Tongue tongue) { return tongue == Tongue::Chinese ? text.zh : text.en; }

}  // namespace

std::string label_of(std::string_view key, const Json& content) {
    for (const char* member : {"title", "name", "unit_name", "purpose"}) {
        const auto text = content.string_at(member);
        if (text && *text != key) { return shortened(fmt::format("{} {}", key, *text)); }
    }
    return std::string(key);
}

EntryTexts::EntryTexts(const LawPack& law, const Labels& labels) : law_(law), labels_(labels) {
    for (const ImportLayout& layout : law.layouts) {
        for (const ImportColumn& each : layout.columns) {
            if (each.field == "-" || each.field.empty()) { continue; }
            // The office's own tables name a member before those of other systems do.
            auto& place = columns_[layout.entity + "/" + each.field];
            if (place == nullptr || layout.kind == "obligations") { place = &each; }
        }
    }
}

BothLanguages EntryTexts::entity(std::string_view type) const { return {labels_.zh("entity", type), labels_.en("entity", type)}; }
BothLanguages EntryTexts::action(std::string_view verb) const { return {labels_.zh("action", verb), labels_.en("action", verb)}; }

const ImportColumn* EntryTexts::column(std::string_view type, std::string_view path) const {
    const auto found = columns_.find(std::string(type) + "/" + first_element(path));
    return found == columns_.end() ? nullptr : found->second;
}

BothLanguages EntryTexts::field(std::string_view type, std::string_view path) const {
    if (const std::string own = labels_.zh("field", path); own != path) { return {own, labels_.en("field", path)}; }
    if (const ImportColumn* found = column(type, path)) { return found->header; }
    const std::string_view last = last_part(path);
    return {labels_.zh("field", last), labels_.en("field", last)};
}

std::string EntryTexts::word(std::string_view code, Tongue tongue) const {
    return tongue == Tongue::Chinese ? labels_.zh("journal_word", code) : labels_.en("journal_word", code);
}

Result<std::string> EntryTexts::Names::of(std::string_view type, const std::string& id) {
    if (const auto known = known_.find(id); known != known_.end()) { return known->second; }
    GX_TRY(const auto found, reader_.find(type, tenant_, id));
    std::string name = found ? label_of(found->key, found->content) : id;
    if (known_.size() >= kNamesMax) { known_.clear(); }
    known_.emplace(id, name);
    return name;
}

std::string EntryTexts::number(std::string_view type, std::string_view path, std::int64_t number, Tongue tongue) const {
    const ImportColumn* about = column(type, path);
    const std::string_view last = last_part(path);
    if (last.ends_with("_fen") || (about != nullptr && about->form == ColumnForm::Money)) { return yuan(number) + " " + word("yuan", tongue); }
    if (last.ends_with("_bp") || (about != nullptr && about->form == ColumnForm::Percent)) {
        return fmt::format("{}{}.{:02}%", number < 0 ? "-" : "", std::abs(number) / 100, std::abs(number) % 100);
    }
    if (last.ends_with("_hundredths")) { return fmt::format("{}{}.{:02}", number < 0 ? "-" : "", std::abs(number) / 100, std::abs(number) % 100); }
    return fmt::format("{}", number);
}

Result<std::string> EntryTexts::text(std::string_view type, std::string_view path, const std::string& text, Tongue tongue,
                                     Names& names) const {
    const std::string_view last = last_part(path);
    for (const IdMember& member : kIdMembers) {
        if (member.member == last) { return names.of(member.type, text); }
    }
    const ImportColumn* about = column(type, path);
    if (about != nullptr) {
        for (const CodeChoice& choice : about->choices) {
            if (choice.code == text) { return in(choice.label, tongue); }
        }
    }
    if (type == "obligation" && path == "kind") {
        if (const auto* kind = law_.obligation_kinds.find(text)) { return tongue == Tongue::Chinese ? kind->title().zh : kind->title().en; }
    }
    if (type == "record" && path == "cat") {
        for (const auto& record : law_.record_types) {
            if (record.code == text) { return tongue == Tongue::Chinese ? record.title.zh : record.title.en; }
        }
    }
    const std::string group = std::string(last) + "_code";
    const std::string named = tongue == Tongue::Chinese ? labels_.zh(group, text) : labels_.en(group, text);
    return shortened(named);
}

Result<std::string> EntryTexts::value(std::string_view type, std::string_view path, const Json& value, Tongue tongue,
                                      Names& names) const {
    if (value.is_null()) { return std::string(); }
    if (is_sealed_value(value) || is_hidden_member(path)) { return word("sealed", tongue); }
    if (value.is_bool()) { return word(value.as_bool() ? "yes" : "no", tongue); }
    if (value.is_int()) { return number(type, path, value.as_int(), tongue); }
    if (value.is_string()) { return text(type, path, value.as_string(), tongue, names); }
    if (!value.is_array()) { return shortened(base::canonical(value)); }
    std::string out;
    std::size_t count = 0;
    for (const Json& each : value.as_array()) {
        if (count++ == kListMax) { return out + fmt::format("; … ({})", value.as_array().size()); }
        GX_TRY(const std::string one, this->value(type, path, each, tongue, names));
        out += (out.empty() ? "" : "; ") + one;
    }
    return shortened(out);
}

}  // namespace gx::app
