// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/json_stream.hpp"

#include <algorithm>

namespace gx::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

constexpr char kEnd = '\0';  ///< a NUL byte never gets here: the text stream refuses it

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

JsonStream::JsonStream(TextStream stream, Options options)
    : stream_(std::move(stream)), options_(std::move(options)) {
    options_.limits.bytes_max = options_.element_bytes_max;
}

Error JsonStream::fault(std::string reason, std::string detail) const {
    return {ErrorCode::InvalidInput, std::move(reason), std::move(detail), fmt::format("element {}", number_ + 1)};
}

Result<bool> JsonStream::refill() {
    if (drained_) { return false; }
    if (start_ > 0) {
        buffer_.erase(0, start_);
        start_ = 0;
    }
    GX_TRY(const bool more, stream_.more(buffer_));
    drained_ = !more;
    return more;
}

/// The next character that is not blank, not taken yet; kEnd at the end.
Result<char> JsonStream::peek() {
    while (true) {
        while (start_ < buffer_.size() && is_space(buffer_[start_])) { ++start_; }
        if (start_ < buffer_.size()) { return buffer_[start_]; }
        GX_TRY(const bool more, refill());
        if (!more) { return kEnd; }
    }
}

/// Size of the value that begins at start_; brackets and strings are only counted, the parser judges the rest.
Result<std::size_t> JsonStream::value_size() {
    std::size_t size = 0;
    std::size_t depth = 0;
    bool text = false;
    bool escaped = false;
    while (true) {
        if (start_ + size >= buffer_.size()) {
            GX_TRY(const bool more, refill());
            if (!more) {
                if (depth > 0 || text) { return fault("json.syntax", "unexpected end"); }
                return size;
            }
            continue;
        }
        if (size > options_.element_bytes_max) {
            return Error{ErrorCode::TooLarge, "json.element_too_long", {}, fmt::format("element {}", number_ + 1)};
        }
        const char c = buffer_[start_ + size];
        if (text) {
            ++size;
            if (escaped) { escaped = false; continue; }
            if (c == '\\') { escaped = true; continue; }
            if (c == '"') {
                text = false;
                if (depth == 0) { return size; }
            }
            continue;
        }
        if (c == '"') { text = true; ++size; continue; }
        if (c == '{' || c == '[') { ++depth; ++size; continue; }
        if (c == '}' || c == ']') {
            if (depth == 0) { return size; }
            ++size;
            if (--depth == 0) { return size; }
            continue;
        }
        if (depth == 0 && (c == ',' || c == ':' || is_space(c))) { return size; }
        ++size;
    }
}

Result<Json> JsonStream::value() {
    GX_TRY(const std::size_t size, value_size());
    auto parsed = base::parse_json(std::string_view(buffer_).substr(start_, size), options_.limits);
    if (!parsed.ok()) {
        Error error = std::move(parsed).error();
        error.detail += " (" + error.where + ")";
        error.where = fmt::format("element {}", number_ + 1);
        return error;
    }
    start_ += size;
    return std::move(parsed).value();
}

Result<bool> JsonStream::open_top() {
    GX_TRY(const char first, peek());
    opened_ = true;
    if (first == '[') {
        ++start_;
        state_ = State::Array;
    }
    return first != kEnd;
}

/// Reads the comma or the closing bracket after an element; false at the close.
Result<bool> JsonStream::after_element(char close) {
    GX_TRY(const char c, peek());
    if (c == close) {
        ++start_;
        return false;
    }
    if (first_) {
        first_ = false;
        return true;
    }
    if (c != ',') { return fault("json.syntax", "comma or bracket expected"); }
    ++start_;
    GX_TRY(const char after, peek());
    if (after == close) { return fault("json.syntax", "comma before bracket"); }
    return true;
}

/// Reads members of a top-level object until a wanted array begins or the object ends.
Result<std::optional<Json>> JsonStream::member() {
    GX_TRY(const bool more, after_element('}'));
    if (!more) {
        state_ = State::Sequence;
        if (descended_) {
            array_ended_ = true;
            return std::optional<Json>{};
        }
        return std::optional<Json>{std::exchange(envelope_, Json())};
    }
    GX_TRY(const Json key, value());
    if (!key.is_string()) { return fault("json.syntax", "member name expected"); }
    GX_TRY(const char colon, peek());
    if (colon != ':') { return fault("json.syntax", "colon expected"); }
    ++start_;
    GX_TRY(const char begin, peek());
    const bool wanted = std::ranges::find(options_.arrays, key.as_string()) != options_.arrays.end();
    if (wanted && begin == '[') {
        ++start_;
        descended_ = true;
        first_ = true;
        state_ = State::Inner;
        return std::optional<Json>{};
    }
    GX_TRY(Json found, value());
    if (wanted && found.is_object()) {
        descended_ = true;
        return std::optional<Json>{std::move(found)};
    }
    if (envelope_.as_object().size() >= options_.limits.keys_max) { return fault("json.too_many_keys"); }
    if (!envelope_.as_object().emplace(key.as_string(), std::move(found)).second) {
        return fault("json.duplicate_key", key.as_string());
    }
    return std::optional<Json>{};
}

/// One step towards the next element; nothing yet when there is more to read.
Result<std::optional<Json>> JsonStream::step() {
    if (state_ == State::Members) { return member(); }
    if (state_ == State::Array || state_ == State::Inner) {
        GX_TRY(const bool more, after_element(']'));
        if (more) {
            GX_TRY(Json element, value());
            return std::optional<Json>{std::move(element)};
        }
        first_ = false;
        array_ended_ = state_ == State::Array;
        state_ = state_ == State::Inner ? State::Members : State::Sequence;
        return std::optional<Json>{};
    }
    GX_TRY(const char c, peek());
    if (c == '{' && !options_.arrays.empty()) {
        ++start_;
        state_ = State::Members;
        first_ = true;
        envelope_ = Json::object();
        return std::optional<Json>{};
    }
    GX_TRY(const std::size_t size, value_size());
    if (size == 0) { return fault("json.syntax", "value expected"); }
    GX_TRY(Json element, value());
    return std::optional<Json>{std::move(element)};
}

Result<std::optional<Json>> JsonStream::next() {
    if (!opened_) {
        GX_TRY(const bool any, open_top());
        if (!any) { return std::optional<Json>{}; }
    }
    while (true) {
        if (state_ == State::Sequence) {
            GX_TRY(const char c, peek());
            if (c == kEnd) { return std::optional<Json>{}; }
            if (array_ended_) { return fault("json.syntax", "text after the end"); }
        }
        GX_TRY(std::optional<Json> element, step());
        if (!element) { continue; }
        if (++number_ > options_.elements_max) {
            return Error{ErrorCode::TooLarge, "table.too_many_rows", {}, fmt::format("element {}", number_)};
        }
        return element;
    }
}

}  // namespace gx::ingest
