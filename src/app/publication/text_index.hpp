// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gx::app {

/// The form in which texts are compared: half-width, ASCII letters lower case, no blanks.
std::string searchable(std::string_view text);

/// Keys of all characters, or of all pairs of neighbours: sorted, each once.
std::vector<std::uint64_t> text_keys(const std::vector<std::string_view>& characters, bool pairs);
/// At most 4,000 bytes of the text, whole characters.
std::string_view indexed_part(std::string_view text);

/// Finds documents by a part of their text; one and two Chinese characters work as well as long phrases.
///
/// Characters and pairs of neighbours lead to documents; the rarest pair of a query gives the candidates, whose text then
/// decides. A document may be added again with a new text: the old entries stay and fail that last look.
///
/// Shape:  documents are small numbers given by the caller; texts are `searchable`.
/// Thread: many readers, one writer at a time without readers.
class TextIndex {
public:
    void add(std::uint32_t document, std::string_view text);
    /// Documents whose text holds the query, ascending, at most `count_max`; `text_of` gives a document's present text.
    std::vector<std::uint32_t> find(std::string_view query, std::size_t count_max,
                                    const std::function<std::string_view(std::uint32_t)>& text_of) const;
    void clear() { postings_.clear(); }

private:
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> postings_;
};

}  // namespace gx::app
