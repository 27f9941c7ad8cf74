// SPDX-License-Identifier: Apache-2.0
#include "app/publication/text_index.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kTextBytesMax = 4'000;

/// The bytes of a character in one number; different for different characters.
std::uint64_t code_of(std::string_view character) {
    std::uint64_t code = 0;
    for (const char byte : character) { code = code << 8U | static_cast<unsigned char>(byte); }
    return code;
}

}  // namespace

std::vector<std::uint64_t> text_keys(const std::vector<std::string_view>& characters, bool pairs) {
    std::vector<std::uint64_t> keys;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (!pairs) { keys.push_back(code_of(characters[i])); }
        if (pairs && i + 1 < characters.size()) {
            keys.push_back(code_of(characters[i]) << 32U | code_of(characters[i + 1]));
        }
    }
    std::ranges::sort(keys);
    keys.erase(std::ranges::unique(keys).begin(), keys.end());
    return keys;
}

std::string_view indexed_part(std::string_view text) {
    if (text.size() > kTextBytesMax) { text = text.substr(0, kTextBytesMax); }
    while (!text.empty() && !base::is_utf8(text)) { text.remove_suffix(1); }
    return text;
}

std::string searchable(std::string_view text) {
    std::string out;
    for (const char c : base::ascii_lower(base::half_width(text))) {
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') { out.push_back(c); }
    }
    return out;
}

void TextIndex::add(std::uint32_t document, std::string_view text) {
    const auto characters = base::characters(indexed_part(text));
    for (const bool pairs : {false, true}) {
        for (const auto key : text_keys(characters, pairs)) {
            auto& documents = postings_[key];
            if (documents.empty() || documents.back() != document) { documents.push_back(document); }
        }
    }
}

std::vector<std::uint32_t> TextIndex::find(std::string_view query, std::size_t count_max,
                                           const std::function<std::string_view(std::uint32_t)>& text_of) const {
    const auto characters = base::characters(query);
    const std::vector<std::uint32_t>* rarest = nullptr;
    for (const auto key : text_keys(characters, characters.size() > 1)) {
        const auto found = postings_.find(key);
        if (found == postings_.end()) { return {}; }
        if (rarest == nullptr || found->second.size() < rarest->size()) { rarest = &found->second; }
    }
    if (rarest == nullptr) { return {}; }
    std::vector<std::uint32_t> documents = *rarest;
    std::ranges::sort(documents);
    documents.erase(std::ranges::unique(documents).begin(), documents.end());
    std::vector<std::uint32_t> hits;
    for (const auto document : documents) {
        if (hits.size() >= count_max) { break; }
        if (text_of(document).find(query) != std::string_view::npos) { hits.push_back(document); }
    }
    return hits;
}

}  // namespace gx::app
