// SPDX-License-Identifier: Apache-2.0
#include "app/attachments/file_name.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.hpp"
#include "base/unicode.hpp"
#include "domain/publication/masks.hpp"

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;

constexpr const char* kWhere = "/query/name";
constexpr std::size_t kGivenBytesMax = 4'096;
constexpr std::size_t kExtensionBytesMax = 10;
constexpr std::string_view kReserved = "<>:\"|?*";
/// Names that some systems take for a device, whatever follows the first full stop.
constexpr std::array<std::string_view, 22> kDevices = {"con",  "prn",  "aux",  "nul",  "com1", "com2", "com3", "com4",
                                                       "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3",
                                                       "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"};

std::uint32_t code_point(std::string_view character) {
    const auto lead = static_cast<unsigned char>(character.front());
    std::uint32_t value = character.size() == 1 ? lead : lead & (0x7FU >> character.size());
    for (const char c : character.substr(1)) { value = (value << 6U) | (static_cast<unsigned char>(c) & 0x3FU); }
    return value;
}

/// Characters that nobody sees, or that make a name look like another one.
bool is_hidden(std::uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE0FFF) || (c & 0xFFFEU) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// "%2f" would become a slash wherever it is decoded once more.
std::string without_codes(std::string text) {
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        if (text[i] == '%' && is_hex(text[i + 1]) && is_hex(text[i + 2])) { text[i] = '_'; }
    }
    return text;
}

std::string visible(std::string_view text) {
    std::string out;
    for (const std::string_view character : base::characters(text)) {
        if (is_hidden(code_point(character))) { continue; }
        if (character.size() == 1 && kReserved.find(character.front()) != std::string_view::npos) {
            out.push_back('_');
        } else {
            out += character;
        }
    }
    return out;
}

std::string_view last_part(std::string_view path) {
    const auto slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view without_edges(std::string_view name) {
    while (true) {
        const std::size_t before = name.size();
        name = base::trim(name);
        while (name.starts_with('.')) { name.remove_prefix(1); }
        while (name.ends_with('.')) { name.remove_suffix(1); }
        if (name.size() == before) { return name; }
    }
}

bool is_device(std::string_view name) {
    const std::string stem = base::ascii_lower(base::trim(name.substr(0, name.find('.'))));
    return std::find(kDevices.begin(), kDevices.end(), stem) != kDevices.end();
}

/// The stem cut between two characters.
std::string shortened(std::string_view stem, std::size_t bytes_max) {
    std::string out;
    for (const std::string_view character : base::characters(stem)) {
        if (out.size() + character.size() > bytes_max) { break; }
        out += character;
    }
    return out;
}

}  // namespace

std::string extension_of(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string{} : base::ascii_lower(name.substr(dot + 1));
}

base::Result<std::string> clean_file_name(std::string_view given) {
    const Error wrong{ErrorCode::InvalidInput, "attachment.name", {}, kWhere};
    if (given.size() > kGivenBytesMax || !base::is_utf8(given)) { return wrong; }
    const std::string text = visible(last_part(base::nfc(given)));
    std::string name = without_codes(std::string(without_edges(text)));
    const auto dot = name.rfind('.');
    if (dot == std::string::npos || dot == 0 || name.size() - dot - 1 > kExtensionBytesMax) { return wrong; }
    if (is_device(name)) { name.insert(0, "_"); }
    const std::size_t end = name.rfind('.');
    const std::string extension = name.substr(end);
    const std::string stem(base::trim(shortened(std::string_view(name).substr(0, end), kFileNameBytesMax - extension.size())));
    if (stem.empty()) { return wrong; }
    if (domain::personal_value_in(stem)) { return Error{ErrorCode::InvalidInput, "attachment.name_personal", {}, kWhere}; }
    return stem + extension;
}

}  // namespace gx::app
