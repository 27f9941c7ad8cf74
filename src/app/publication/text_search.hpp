// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/publication/text_index.hpp"

namespace gx::app {

/// Searchable texts of many documents and where each character and pair of neighbours occurs, packed: a document costs its
/// text and about a byte for each of its characters and pairs.
///
/// A document that is given a new text, or comes out of order, is kept in a small index beside the packed lists.
/// Shape:  documents are small numbers; texts are `searchable`, 4,000 bytes of each at most; 4 GiB of texts.
/// Thread: many readers, one writer at a time without readers.
class TextSearch {
public:
    /// Sets a document's text. Quick when the document is above all others before it.
    void put(std::uint32_t document, std::string_view text);
    /// The document is found no more.
    void forget(std::uint32_t document);
    /// Empty when it has none.
    std::string_view text_of(std::uint32_t document) const;
    /// Calls `each` with the documents whose text holds the query, each once, until it returns false.
    void find(std::string_view query, const std::function<bool(std::uint32_t)>& each) const;

    /// Everything as bytes, to be read by `from_bytes`. Documents beside the packed lists are named in `late`.
    void to_bytes(std::string& out) const;
    /// False when the bytes are not of this form; `late` gets the documents that must be put again.
    bool from_bytes(std::string_view bytes, std::vector<std::uint32_t>& late);
    std::size_t memory() const;

private:
    struct Posting {
        std::uint32_t last = 0;
        std::uint32_t count = 0;
        std::vector<std::uint8_t> steps;  ///< differences, seven bits a byte
    };
    class Walk;
    bool find_packed(std::string_view query, const std::vector<std::uint64_t>& keys, bool exact,
                     const std::function<bool(std::uint32_t)>& each) const;

    std::unordered_map<std::uint64_t, Posting> postings_;
    std::vector<std::uint32_t> where_;  ///< of a document's text in texts_; 0 = none
    std::string texts_ = std::string(1, '\0');
    std::uint32_t next_ = 0;            ///< documents from here on go to the packed lists
    TextIndex late_;
    std::vector<bool> is_late_;
};

}  // namespace gx::app
