// SPDX-License-Identifier: Apache-2.0
#include "domain/journal/entry.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/json.hpp"

namespace gx::domain {
namespace {

void append_string(std::string& out, std::string_view text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' && c != '\x7F';
    });
    if (!plain) {
        out += base::canonical(base::Json(text));
        return;
    }
    out.push_back('"');
    out += text;
    out.push_back('"');
}

}  // namespace

base::Digest content_digest(const Hasher& hasher, const Salt& salt, std::optional<std::string_view> content) {
    return hasher.digest(salt, content ? base::as_bytes(*content) : base::ByteView{});
}

// Members in RFC 8785 order; written directly because every change passes here.
LeafWriter::LeafWriter(const Shared& shared) {
    const auto member = [](std::string& out, std::string_view name, std::string_view value) {
        out += name;
        append_string(out, value);
    };
    member(before_digest_, "{\"action\":", shared.action);
    member(before_digest_, ",\"actor\":", shared.actor);
    member(before_digest_, ",\"at\":", shared.at.iso());
    before_digest_ += ",\"digest\":\"";
    member(before_id_, "\",\"entity\":", shared.entity);
    before_id_ += ",\"id\":";
    member(before_seq_, ",\"origin\":", shared.origin);
    before_seq_ += ",\"seq\":";
    member(before_version_, ",\"tenant\":", shared.tenant);
    before_version_ += ",\"version\":";
}

std::string_view LeafWriter::text(std::string_view id, std::int64_t seq, std::int64_t version,
                                  const base::Digest& digest) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto number = [this](std::int64_t value) {
        std::array<char, 20> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        text_.append(digits.data(), end);
    };
    text_ = before_digest_;
    for (const std::uint8_t byte : digest) {
        text_.push_back(kDigits[byte >> 4U]);
        text_.push_back(kDigits[byte & 15U]);
    }
    text_ += before_id_;
    append_string(text_, id);
    text_ += before_seq_;
    number(seq);
    text_ += before_version_;
    number(version);
    text_.push_back('}');
    return text_;
}

std::string leaf_text(const JournalEntry& entry) {
    LeafWriter writer({.tenant = entry.tenant, .entity = entry.entity, .action = entry.action, .actor = entry.actor,
                       .origin = entry.origin, .at = entry.at});
    return std::string(writer.text(entry.entity_id, entry.seq, entry.version, entry.content_digest));
}

base::Digest leaf_hash(const Hasher& hasher, const JournalEntry& entry) {
    return hasher.leaf(base::as_bytes(leaf_text(entry)));
}

}  // namespace gx::domain
