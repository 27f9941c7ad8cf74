// SPDX-License-Identifier: Apache-2.0
#include "domain/journal/checkpoint.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "domain/journal/merkle.hpp"

namespace gx::domain {
namespace {

using base::Bytes;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kNoteBytesMax = 4096;
constexpr std::string_view kDash = "\xE2\x80\x94 ";  // em dash and blank, as signed notes have it

Error form_error(std::string detail) {
    return Error{ErrorCode::InvalidInput, "checkpoint.form", std::move(detail)};
}

bool origin_ok(std::string_view origin) {
    return !origin.empty() && origin.size() <= 200 &&
           std::all_of(origin.begin(), origin.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '+'; });
}

/// The public key inside a SubjectPublicKeyInfo: 32 bytes (Ed25519) or a 65-byte point (SM2).
Result<Bytes> key_material(const NoteKey& key) {
    std::string body;
    for (const auto line : base::split(key.public_pem, '\n')) {
        const auto text = base::trim(line);
        if (!text.empty() && text.front() != '-') { body += text; }
    }
    const auto der = base::from_base64(body);
    const std::size_t size = key.algorithm == "Ed25519" ? 32 : 65;
    if (!der || der->size() < size || (key.algorithm != "Ed25519" && key.algorithm != "SM2")) {
        return Error{ErrorCode::InvalidInput, "signature.key", "no public key for " + key.algorithm};
    }
    return Bytes(der->end() - static_cast<std::ptrdiff_t>(size), der->end());
}

Result<std::array<std::uint8_t, 4>> key_id(const Hasher& hasher, std::string_view name, const NoteKey& key,
                                           std::string_view type) {
    GX_TRY(const auto material, key_material(key));
    std::string head(name);
    head += '\n';
    head += type;
    const auto digest = hasher.digest(base::as_bytes(head), material);
    std::array<std::uint8_t, 4> id{};
    std::copy_n(digest.begin(), id.size(), id.begin());
    return id;
}

std::string signature_line(std::string_view origin, const Bytes& blob) {
    return fmt::format("{}{} {}\n", kDash, origin, base::to_base64(blob));
}

void append_seconds(Bytes& out, base::Instant time) {
    const auto seconds = static_cast<std::uint64_t>(time.millis() / 1000);
    for (int shift = 56; shift >= 0; shift -= 8) { out.push_back(static_cast<std::uint8_t>(seconds >> shift)); }
}

std::string note_of(const Checkpoint& checkpoint) {
    Bytes plain(checkpoint.key_id.begin(), checkpoint.key_id.end());
    plain.insert(plain.end(), checkpoint.signature.begin(), checkpoint.signature.end());
    Bytes timed(checkpoint.time_key_id.begin(), checkpoint.time_key_id.end());
    append_seconds(timed, checkpoint.time);
    timed.insert(timed.end(), checkpoint.time_signature.begin(), checkpoint.time_signature.end());
    return checkpoint_text(checkpoint.origin, checkpoint.size, checkpoint.root) + "\n" +
           signature_line(checkpoint.origin, plain) + signature_line(checkpoint.origin, timed);
}

/// The bytes of a signature line under the origin's name.
Result<Bytes> signature_blob(std::string_view line, std::string_view origin) {
    const std::string start = fmt::format("{}{} ", kDash, origin);
    if (line.substr(0, start.size()) != start) { return form_error("signature line"); }
    const auto blob = base::from_base64(line.substr(start.size()));
    if (!blob) { return form_error("signature is not base64"); }
    return *blob;
}

}  // namespace

std::string checkpoint_text(std::string_view origin, std::uint64_t size, const base::Digest& root) {
    return fmt::format("{}\n{}\n{}\n", origin, size, base::to_base64(root));
}

std::string timed_text(std::string_view text, base::Instant time) {
    return fmt::format("cosignature/v1\ntime {}\n{}", time.millis() / 1000, text);
}

Result<std::array<std::uint8_t, 4>> note_key_id(const Hasher& hasher, std::string_view name, const NoteKey& key) {
    return key_id(hasher, name, key, key.algorithm == "Ed25519" ? "\x01" : "\xFFsm2-sm3/v1");
}

Result<std::array<std::uint8_t, 4>> time_key_id(const Hasher& hasher, std::string_view name, const NoteKey& key) {
    return key_id(hasher, name, key, key.algorithm == "Ed25519" ? "\x04" : "\xFFsm2-sm3-cosignature/v1");
}

Result<Checkpoint> with_note(Checkpoint checkpoint) {
    if (!origin_ok(checkpoint.origin)) {
        return Error{ErrorCode::InvalidInput, "checkpoint.origin", checkpoint.origin};
    }
    GX_ASSERT(checkpoint.time.millis() >= 0 && checkpoint.time.millis() % 1000 == 0);
    checkpoint.note = note_of(checkpoint);
    return checkpoint;
}

Result<Checkpoint> parse_note(std::string_view note, std::string_view hash) {
    if (note.size() > kNoteBytesMax) {
        return Error{ErrorCode::TooLarge, "checkpoint.too_large", std::to_string(note.size())};
    }
    const auto lines = base::split(note, '\n');
    if (lines.size() != 7 || !lines[3].empty() || !lines[6].empty()) { return form_error("lines of the note"); }
    Checkpoint checkpoint;
    checkpoint.hash = hash;
    checkpoint.origin = lines[0];
    if (!origin_ok(checkpoint.origin)) { return form_error("origin"); }
    const auto [end, failure] = std::from_chars(lines[1].data(), lines[1].data() + lines[1].size(), checkpoint.size);
    if (failure != std::errc{} || end != lines[1].data() + lines[1].size() || checkpoint.size > kTreeSizeMax) {
        return form_error("size");
    }
    const auto root = base::from_base64(lines[2]);
    if (!root || root->size() != checkpoint.root.size()) { return form_error("root"); }
    std::copy(root->begin(), root->end(), checkpoint.root.begin());

    GX_TRY(const auto plain, signature_blob(lines[4], checkpoint.origin));
    GX_TRY(const auto timed, signature_blob(lines[5], checkpoint.origin));
    if (plain.size() <= 4 || timed.size() <= 12) { return form_error("signature is too short"); }
    std::copy_n(plain.begin(), 4, checkpoint.key_id.begin());
    checkpoint.signature.assign(plain.begin() + 4, plain.end());
    std::copy_n(timed.begin(), 4, checkpoint.time_key_id.begin());
    std::uint64_t seconds = 0;
    for (std::size_t i = 4; i < 12; ++i) { seconds = seconds << 8U | timed[i]; }
    constexpr std::uint64_t kSecondsMax = 253'402'300'799;  // year 9999
    if (seconds > kSecondsMax) { return form_error("time"); }
    checkpoint.time = base::Instant::from_millis(static_cast<std::int64_t>(seconds) * 1000);
    checkpoint.time_signature.assign(timed.begin() + 12, timed.end());
    checkpoint.note = note_of(checkpoint);
    // Base64 and numbers have more than one spelling; only one is a note of ours.
    if (checkpoint.note != note) { return form_error("not the canonical spelling"); }
    return checkpoint;
}

base::Json to_json(const Checkpoint& checkpoint) {
    base::Json json = base::Json::object();
    json.set("origin", checkpoint.origin);
    json.set("size", static_cast<std::int64_t>(checkpoint.size));
    json.set("root", base::to_hex(checkpoint.root));
    json.set("hash", checkpoint.hash);
    json.set("time", checkpoint.time.iso());
    json.set("signature", base::to_hex(checkpoint.signature));
    json.set("note", checkpoint.note);
    return json;
}

Result<Checkpoint> checkpoint_from_json(const base::Json& json) {
    const auto note = json.string_at("note");
    const auto hash = json.string_at("hash");
    if (!note || !hash || (*hash != "sm3" && *hash != "sha256")) { return form_error("note or hash"); }
    GX_TRY(auto checkpoint, parse_note(*note, *hash));
    if (to_json(checkpoint) != json) { return form_error("members differ from the note"); }
    return checkpoint;
}

Result<Checkpoint> parse_checkpoint_file(std::string_view text, std::string_view default_hash) {
    if (text.size() > 2 * kNoteBytesMax) {
        return Error{ErrorCode::TooLarge, "checkpoint.too_large", std::to_string(text.size())};
    }
    if (base::trim(text).substr(0, 1) != "{") { return parse_note(text, default_hash); }
    const auto json = base::parse_json(text, {.bytes_max = 2 * kNoteBytesMax, .depth_max = 2, .keys_max = 16});
    if (!json) { return form_error(json.error().reason); }
    return checkpoint_from_json(*json);
}

}  // namespace gx::domain
