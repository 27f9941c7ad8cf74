// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace gx::domain::evaluation {

/// Walks over the fields of a CSV text without copying those that hold no quotes.
class CsvCursor {
public:
    explicit CsvCursor(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

    bool done() const { return at_ == end_; }
    const char* position() const { return at_; }
    /// True when the last field read was the last of its line.
    bool line_ended() const { return line_ended_; }

    /// The next field; valid until the next call.
    std::string_view next() {
        if (at_ != end_ && *at_ == '"') { return quoted(); }
        const char* from = at_;
        at_ = find_end(at_, end_);
        std::string_view field{from, static_cast<std::size_t>(at_ - from)};
        finish();
        if (line_ended_ && !field.empty() && field.back() == '\r') { field.remove_suffix(1); }
        return field;
    }

private:
    /// The comma or line feed that ends a field, eight bytes at a time.
    static const char* find_end(const char* at, const char* end) {
        constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
        constexpr std::uint64_t kHighs = 0x8080808080808080ULL;
        while (end - at >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, at, sizeof word);
            const std::uint64_t comma = word ^ kOnes * ',';
            const std::uint64_t feed = word ^ kOnes * '\n';
            const std::uint64_t found = (((comma - kOnes) & ~comma) | ((feed - kOnes) & ~feed)) & kHighs;
            if (found != 0) {
                // The lowest marked byte is a true one; those above it may be marked by a borrow.
                if constexpr (std::endian::native == std::endian::little) { return at + std::countr_zero(found) / 8; }
                break;
            }
            at += 8;
        }
        while (at != end && *at != ',' && *at != '\n') { ++at; }
        return at;
    }
    std::string_view quoted() {
        buffer_.clear();
        ++at_;
        while (at_ != end_) {
            const auto* quote = static_cast<const char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
            if (quote == nullptr) { quote = end_; }
            buffer_.append(at_, quote);
            at_ = quote == end_ ? end_ : quote + 1;
            if (at_ == end_ || *at_ != '"') { break; }
            buffer_.push_back('"');
            ++at_;
        }
        while (at_ != end_ && *at_ != ',' && *at_ != '\n') { ++at_; }
        finish();
        return buffer_;
    }
    void finish() {
        line_ended_ = at_ == end_ || *at_ == '\n';
        if (at_ != end_) { ++at_; }
    }

    const char* at_;
    const char* end_;
    bool line_ended_ = false;
    std::string buffer_;
};

/// Cuts a CSV text at line ends into about `parts` pieces, never inside quotes.
inline std::vector<std::string_view> csv_pieces(std::string_view text, unsigned parts) {
    std::vector<std::string_view> pieces;
    std::size_t from = 0;
    bool inside = false;  // within quotes at `counted`
    std::size_t counted = 0;
    for (unsigned part = 1; part < parts && from < text.size(); ++part) {
        std::size_t at = std::max(from, text.size() * part / parts);
        inside ^= (std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                              text.begin() + static_cast<std::ptrdiff_t>(at), '"') & 1) != 0;
        while (at < text.size() && (inside || text[at] != '\n')) {
            inside ^= text[at] == '"';
            ++at;
        }
        if (at >= text.size()) { break; }
        ++at;
        counted = at;
        pieces.push_back(text.substr(from, at - from));
        from = at;
    }
    if (from < text.size()) { pieces.push_back(text.substr(from)); }
    return pieces;
}

}  // namespace gx::domain::evaluation
