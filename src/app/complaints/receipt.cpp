// SPDX-License-Identifier: Apache-2.0
#include "app/complaints/receipt.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace gx::app {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kReceiptCharacters = 20;  ///< of 5 bits each
constexpr std::size_t kGroup = 5;
constexpr std::size_t kTypedMax = 200;
constexpr std::size_t kKeyBytesMax = 128;
constexpr std::size_t kKeyBits = 128;
constexpr std::size_t kDifferentMin = 8;

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// 20 characters of the first 100 bits.
std::string receipt_text(base::ByteView bits) {
    std::string text;
    std::uint32_t held = 0;
    unsigned count = 0;
    for (const std::uint8_t byte : bits) {
        held = (held << 8U) | byte;
        count += 8;
        while (count >= 5 && text.size() < kReceiptCharacters + 3) {
            if (text.size() % (kGroup + 1) == kGroup) { text.push_back('-'); }
            count -= 5;
            text.push_back(kAlphabet[(held >> count) & 31U]);
        }
    }
    return text;
}

}  // namespace

Result<Done> check_filing_key(std::string_view key) {
    const auto refuse = [](const char* reason) { return Error{ErrorCode::InvalidInput, reason, {}, "/header/Idempotency-Key"}; };
    if (key.empty()) { return refuse("complaint.key_missing"); }
    std::size_t letters = 0;
    bool hex = true;
    std::set<char> different;
    for (const char c : key) {
        const bool word = is_word(c);
        if (!word && c != '-' && c != '_') { return refuse("complaint.key_weak"); }
        // In a key of hexadecimal digits the dashes are a UUID's and carry nothing.
        hex = hex && (is_hex(c) || c == '-');
        letters += word ? 1U : 0U;
        different.insert(c);
    }
    const std::size_t bits = hex ? letters * 4 : key.size() * 6;
    if (bits < kKeyBits || key.size() > kKeyBytesMax || different.size() < kDifferentMin) { return refuse("complaint.key_weak"); }
    return Done{};
}

Result<std::vector<std::string>> receipts_of(Sealer& sealer, std::string_view tenant, std::string_view filing_key) {
    GX_TRY(const auto digests, sealer.lookup_digests(tenant, "complaint.receipt", filing_key));
    if (digests.empty()) { return Error{ErrorCode::Unavailable, "complaint.no_server_key"}; }
    std::vector<std::string> receipts;
    for (const LookupDigest& one : digests) {
        GX_TRY(const auto bits, base::from_hex(one.digest));
        receipts.push_back(receipt_text(bits));
    }
    return receipts;
}

std::string receipt_form(std::string_view typed) {
    std::string form;
    const std::string upper = base::ascii_upper(base::half_width(typed.substr(0, kTypedMax)));
    for (const char c : upper) {
        if (c == '-' || c == ' ' || c == '\t' || c == '\n' || c == '\r') { continue; }
        form.push_back(c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c);
    }
    return form;
}

Result<std::vector<std::string>> doors_of(Sealer& sealer, std::string_view receipt) {
    GX_TRY(const auto digests, sealer.lookup_digests("", "complaint.door", receipt_form(receipt)));
    if (digests.empty()) { return Error{ErrorCode::Unavailable, "complaint.no_server_key"}; }
    std::vector<std::string> doors;
    for (const LookupDigest& one : digests) { doors.push_back(one.digest); }
    return doors;
}

BoxKeys holder_keys(Envelope& envelope, std::string_view receipt) {
    base::Secret form(receipt_form(receipt));
    const base::Secret seed = envelope.derive(form.view(), "complaint.holder");
    auto keys = envelope.keys_of(seed.view());
    return std::move(keys).value();
}

base::Secret receipt_salt(Envelope& envelope, std::string_view receipt) {
    base::Secret form(receipt_form(receipt));
    return envelope.derive(form.view(), "complaint.salt");
}

}  // namespace gx::app
