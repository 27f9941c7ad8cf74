// SPDX-License-Identifier: Apache-2.0
#include "app/attachments/office_file.hpp"

#include <algorithm>
#include <string>

#include "app/attachments/two_in_one.hpp"
#include "base/text.hpp"

namespace gx::app {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::string_view kTypes = "[Content_Types].xml";
constexpr std::string_view kProperties = "docProps/core.xml";
constexpr std::size_t kPartBytesMax = 1U << 20U;
constexpr std::string_view kCompoundMark("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);

Error refuse(const char* reason, std::string detail = {}) { return {ErrorCode::InvalidInput, reason, std::move(detail), "/body"}; }

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// A name that would leave the folder somebody unpacks into.
bool leaves_folder(std::string_view name) {
    if (name.starts_with('/') || has(name, "\\") || has(name, ":")) { return true; }
    const auto parts = base::split(name, '/');
    return std::find(parts.begin(), parts.end(), "..") != parts.end();
}

/// XML may come in UTF-16, whose ASCII letters have a zero beside them.
std::string letters_of(std::string text) {
    std::erase(text, '\0');
    return text;
}

/// Whether an element of this local name has a text.
bool has_text(std::string_view xml, std::string_view element) {
    const std::string open = std::string(element) + ">";
    const auto at = xml.find(open);
    if (at == std::string_view::npos) { return false; }
    const std::string_view rest = xml.substr(at + open.size());
    return !base::trim(rest.substr(0, rest.find('<'))).empty();
}

/// The form in which a compound file's directory keeps a name.
std::string directory_name(std::string_view name) {
    std::string out;
    for (const char c : name) { out.append(1, c).push_back('\0'); }
    return out;
}

Result<Done> check_names(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (leaves_folder(name)) { return refuse("attachment.archive_names", name); }
        if (base::ascii_lower(name).ends_with("vbaproject.bin")) { return refuse("attachment.macros", name); }
    }
    return Done{};
}

}  // namespace

Result<OfficeFacts> read_office_file(std::string_view bytes, std::string_view wanted, Archives& archives) {
    OfficeFacts facts;
    if (!bytes.starts_with("PK\x03\x04")) { return facts; }
    if (!is_only_zip(bytes)) { return refuse("attachment.two_in_one"); }
    GX_TRY(const auto archive, archives.open(bytes));
    const auto names = archive->names();
    GX_CHECK(check_names(names));
    const auto there = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    const bool open_packaging = wanted != "OFD.xml";
    if (open_packaging && !there(kTypes)) { return facts; }
    facts.has_part = there(wanted);
    if (open_packaging) {
        GX_TRY(std::string types, archive->read(kTypes, kPartBytesMax));
        types = letters_of(std::move(types));
        if (has(types, "macroEnabled") || has(types, "vbaProject")) { return refuse("attachment.macros"); }
    }
    if (there(kProperties)) {
        GX_TRY(std::string properties, archive->read(kProperties, kPartBytesMax));
        properties = letters_of(std::move(properties));
        facts.author = has_text(properties, "creator") || has_text(properties, "lastModifiedBy");
    }
    return facts;
}

Result<OfficeFacts> read_compound_file(std::string_view bytes, std::string_view wanted) {
    OfficeFacts facts;
    if (!bytes.starts_with(kCompoundMark)) { return facts; }
    if (has(bytes, directory_name("_VBA_PROJECT"))) { return refuse("attachment.macros"); }
    facts.has_part = has(bytes, directory_name(wanted));
    return facts;
}

}  // namespace gx::app
