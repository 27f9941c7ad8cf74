// SPDX-License-Identifier: Apache-2.0
#include "app/publication/text_search.hpp"

#include <algorithm>
#include <cstring>

#include "base/text.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kListsMax = 3;
constexpr std::size_t kTextsBytesMax = UINT32_MAX - 8'000U;

template <class Bytes>
void put_number(Bytes& bytes, std::uint32_t number) {
    while (number >= 0x80U) {
        bytes.push_back(static_cast<typename Bytes::value_type>(number | 0x80U));
        number >>= 7U;
    }
    bytes.push_back(static_cast<typename Bytes::value_type>(number));
}

template <class Byte>
std::uint32_t take_number(const Byte*& at) {
    std::uint32_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<std::uint8_t>(*at++);
        number |= static_cast<std::uint32_t>(byte & 0x7FU) << shift;
        if (byte < 0x80U || shift > 28) { return number; }
    }
}

template <class T>
void write(std::string& out, const T& value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

/// Reads values one after another; `ok` turns false where the bytes end too early.
struct ByteReader {
    std::string_view rest;
    bool ok = true;
    template <class T>
    T take() {
        T value{};
        const std::string_view bytes = take(sizeof value);
        if (ok) { std::memcpy(&value, bytes.data(), sizeof value); }
        return value;
    }
    std::string_view take(std::size_t count) {
        ok = ok && count <= rest.size();
        if (!ok) { return {}; }
        const std::string_view bytes = rest.substr(0, count);
        rest.remove_prefix(count);
        return bytes;
    }
};

}  // namespace

std::string_view TextSearch::text_of(std::uint32_t document) const {
    if (document >= where_.size() || where_[document] == 0) { return {}; }
    const char* at = texts_.data() + where_[document];
    const std::uint32_t size = take_number(at);
    return {at, size};
}

void TextSearch::put(std::uint32_t document, std::string_view text) {
    text = indexed_part(text);
    const bool known = document < where_.size() && where_[document] != 0;
    if ((known && text_of(document) == text) || texts_.size() + text.size() > kTextsBytesMax) { return; }
    if (document >= where_.size()) { where_.resize(document + 1, 0); }
    where_[document] = static_cast<std::uint32_t>(texts_.size());
    put_number(texts_, static_cast<std::uint32_t>(text.size()));
    texts_.append(text);
    if (document < next_) {
        if (is_late_.size() <= document) { is_late_.resize(document + 1, false); }
        is_late_[document] = true;
        late_.add(document, text);
        return;
    }
    const auto characters = base::characters(text);
    for (const bool pairs : {false, true}) {
        for (const auto key : text_keys(characters, pairs)) {
            Posting& posting = postings_[key];
            put_number(posting.steps, document - posting.last);
            posting.last = document;
            ++posting.count;
        }
    }
    next_ = document + 1;
}

void TextSearch::forget(std::uint32_t document) {
    if (document < where_.size()) { where_[document] = 0; }
}

/// Walks a packed list upwards.
class TextSearch::Walk {
public:
    explicit Walk(const Posting& posting) : at_(posting.steps.data()), left_(posting.count) {}
    /// The next document, or nothing behind the last.
    bool next() {
        if (left_ == 0) { return false; }
        document_ += take_number(at_);
        --left_;
        begun_ = true;
        return true;
    }
    std::uint32_t document() const { return document_; }
    /// Whether the list holds the document; asked with documents that ascend.
    bool holds(std::uint32_t document) {
        while ((!begun_ || document_ < document) && next()) {}
        return begun_ && document_ == document;
    }

private:
    const std::uint8_t* at_;
    std::uint32_t left_;
    std::uint32_t document_ = 0;
    bool begun_ = false;
};

bool TextSearch::find_packed(std::string_view query, const std::vector<std::uint64_t>& keys, bool exact,
                             const std::function<bool(std::uint32_t)>& each) const {
    std::vector<const Posting*> lists;
    for (const auto key : keys) {
        const auto found = postings_.find(key);
        if (found == postings_.end()) { return true; }
        lists.push_back(&found->second);
    }
    if (lists.empty()) { return true; }
    std::ranges::sort(lists, {}, &Posting::count);
    // A step in a list is far cheaper than a look at a text: the rarest lists must agree first.
    Walk rarest(*lists.front());
    std::vector<Walk> others;
    for (std::size_t i = 1; i < std::min(lists.size(), kListsMax); ++i) { others.emplace_back(*lists[i]); }
    while (rarest.next()) {
        const std::uint32_t document = rarest.document();
        if (!std::ranges::all_of(others, [&](Walk& other) { return other.holds(document); })) { continue; }
        const bool late = document < is_late_.size() && is_late_[document];
        if (late || where_[document] == 0) { continue; }
        if (!exact && text_of(document).find(query) == std::string_view::npos) { continue; }
        if (!each(document)) { return false; }
    }
    return true;
}

void TextSearch::find(std::string_view query, const std::function<bool(std::uint32_t)>& each) const {
    const auto characters = base::characters(query);
    const auto keys = text_keys(characters, characters.size() > 1);
    // One character or one pair is a list by itself; for more, the text decides.
    if (!find_packed(query, keys, characters.size() <= 2, each)) { return; }
    const auto late = late_.find(query, SIZE_MAX, [this](std::uint32_t document) { return text_of(document); });
    for (const auto document : late) {
        if (!each(document)) { return; }
    }
}

void TextSearch::to_bytes(std::string& out) const {
    // Texts that were replaced or withdrawn are not written.
    std::vector<std::uint32_t> where(where_.size(), 0);
    std::string texts(1, '\0');
    for (std::uint32_t document = 0; document < where_.size(); ++document) {
        if (where_[document] == 0) { continue; }
        const std::string_view text = text_of(document);
        where[document] = static_cast<std::uint32_t>(texts.size());
        put_number(texts, static_cast<std::uint32_t>(text.size()));
        texts.append(text);
    }
    write(out, next_);
    write(out, static_cast<std::uint64_t>(where.size()));
    write(out, static_cast<std::uint64_t>(texts.size()));
    write(out, static_cast<std::uint64_t>(postings_.size()));
    write(out, static_cast<std::uint64_t>(std::ranges::count(is_late_, true)));
    for (std::uint32_t i = 0; i < is_late_.size(); ++i) {
        if (is_late_[i]) { write(out, i); }
    }
    out.append(reinterpret_cast<const char*>(where.data()), where.size() * sizeof(std::uint32_t));  // NOLINT
    out.append(texts);
    for (const auto& [key, posting] : postings_) {
        write(out, key);
        write(out, posting.last);
        write(out, posting.count);
        write(out, static_cast<std::uint64_t>(posting.steps.size()));
        out.append(reinterpret_cast<const char*>(posting.steps.data()), posting.steps.size());  // NOLINT
    }
}

bool TextSearch::from_bytes(std::string_view bytes, std::vector<std::uint32_t>& late) {
    ByteReader in{bytes};
    TextSearch read;
    read.next_ = in.take<std::uint32_t>();
    const auto documents = in.take<std::uint64_t>();
    const auto text_bytes = in.take<std::uint64_t>();
    const auto lists = in.take<std::uint64_t>();
    const auto late_count = in.take<std::uint64_t>();
    if (!in.ok || documents > UINT32_MAX || late_count > documents || lists > bytes.size()) { return false; }
    std::vector<std::uint32_t> again;
    for (std::uint64_t i = 0; i < late_count && in.ok; ++i) { again.push_back(in.take<std::uint32_t>()); }
    const std::string_view where = in.take(documents * sizeof(std::uint32_t));
    const std::string_view texts = in.take(text_bytes);
    if (!in.ok || texts.empty()) { return false; }
    read.where_.resize(documents);
    std::memcpy(read.where_.data(), where.data(), where.size());
    read.texts_ = texts;
    read.postings_.reserve(lists);
    for (std::uint64_t i = 0; i < lists && in.ok; ++i) {
        const auto key = in.take<std::uint64_t>();
        Posting posting;
        posting.last = in.take<std::uint32_t>();
        posting.count = in.take<std::uint32_t>();
        const std::string_view steps = in.take(in.take<std::uint64_t>());
        posting.steps.assign(steps.begin(), steps.end());
        if (posting.count > posting.steps.size() || posting.last >= documents) { return false; }
        read.postings_.emplace(key, std::move(posting));
    }
    if (!in.ok || !in.rest.empty()) { return false; }
    for (const auto document : again) {
        if (document >= documents) { return false; }
        read.where_[document] = 0;
        if (read.is_late_.size() <= document) { read.is_late_.resize(document + 1, false); }
        read.is_late_[document] = true;
    }
    for (const auto at : read.where_) {
        if (at >= read.texts_.size()) { return false; }
    }
    *this = std::move(read);
    late = std::move(again);
    return true;
}

std::size_t TextSearch::memory() const {
    std::size_t bytes = where_.capacity() * sizeof(std::uint32_t) + texts_.capacity();
    for (const auto& [key, posting] : postings_) { bytes += sizeof key + sizeof posting + posting.steps.capacity(); }
    return bytes;
}

}  // namespace gx::app
