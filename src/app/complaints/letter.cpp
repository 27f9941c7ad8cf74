// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/letter.hpp"

#include <algorithm>

namespace gx::app {
namespace {

constexpr std::size_t kSizeMin = 1'024;
constexpr std::size_t kKeyBytes = 32;

/// JSON may be followed by blanks.
void pad(std::string& text) {
    std::size_t size = kSizeMin;
    while (size < text.size()) { size *= 2; }
    text.resize(size, ' ');
}

std::string purpose_of(const SealedFiling& filing) { return "filing " + filing.id; }

}  // namespace

Result<Done> lock_letter(Envelope& envelope, SealedFiling& filing, const base::Json& content, std::span<const Recipient> recipients) {
    std::string text;
    text.reserve(2 * kSizeMin);
    base::append_canonical(text, content);
    pad(text);
    const base::Secret plain(std::move(text));
    const base::Secret key = envelope.make_secret(kKeyBytes);
    filing.locked = envelope.lock(key.view(), plain.view(), purpose_of(filing));
    filing.wraps = base::Json::array();
    for (const Recipient& one : recipients) {
        GX_TRY(const auto wrapped, envelope.wrap(one.public_key, key.view(), purpose_of(filing)));
        filing.wraps.push(base::Json::object().set("to", one.name).set("key", base::to_base64(wrapped)));
    }
    return Done{};
}

Result<base::Json> open_letter(Envelope& envelope, const SealedFiling& filing, std::string_view name, base::ByteView private_key) {
    if (!filing.wraps.is_array()) { return Error{ErrorCode::Corrupt, "envelope.broken", "wraps"}; }
    for (const base::Json& wrap : filing.wraps.as_array()) {
        if (wrap.text_or_empty("to") != name) { continue; }
        GX_TRY(const auto wrapped, base::from_base64(wrap.text_or_empty("key")));
        GX_TRY(const auto key, envelope.unwrap(private_key, wrapped, purpose_of(filing)));
        GX_TRY(const auto plain, envelope.unlock(key.view(), filing.locked, purpose_of(filing)));
        return base::parse_json(plain.text());
    }
    return Error{ErrorCode::NotPermitted, "complaint.not_addressed"};
}

bool is_addressed(const SealedFiling& filing, std::string_view name) {
    return filing.wraps.is_array() &&
           std::ranges::any_of(filing.wraps.as_array(), [&](const base::Json& wrap) { return wrap.text_or_empty("to") == name; });
}

}  // namespace gx::app
