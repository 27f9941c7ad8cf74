// SPDX-License-Identifier: Apache-2.0
#include "domain/journal/entry.hpp"

#include <algorithm>

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

base::Digest content_digest(const Hasher& hasher, const Salt& salt, const std::optional<std::string>& content) {
    return hasher.digest(salt, content ? base::as_bytes(*content) : base::ByteView{});
}

std::string leaf_text(const JournalEntry& entry) {
    // Members in RFC 8785 order; written directly because every change passes here.
    std::string out;
    out.reserve(320);
    const auto text = [&](std::string_view member, std::string_view value) {
        out += member;
        append_string(out, value);
    };
    text("{\"action\":", entry.action);
    text(",\"actor\":", entry.actor);
    text(",\"at\":", entry.at.iso());
    text(",\"digest\":", base::to_hex(entry.content_digest));
    text(",\"entity\":", entry.entity);
    text(",\"id\":", entry.entity_id);
    text(",\"origin\":", entry.origin);
    out += ",\"seq\":" + std::to_string(entry.seq);
    text(",\"tenant\":", entry.tenant);
    out += ",\"version\":" + std::to_string(entry.version) + "}";
    return out;
}

base::Digest leaf_hash(const Hasher& hasher, const JournalEntry& entry) {
    return hasher.leaf(base::as_bytes(leaf_text(entry)));
}

}  // namespace gx::domain
