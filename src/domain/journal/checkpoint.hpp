// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::domain {

/// A signed statement "the journal `origin` had `size` entries and this root".
///
/// Shape:  `note` is a signed note: three lines (origin, size, root in base64), a blank line, two signature lines
///         "— origin base64(key id || …)". The first signature covers the three lines as they stand; the second also
///         covers the time ("cosignature/v1\ntime SECONDS\n" before the three lines; eight bytes of seconds follow the
///         key id). `signature` is the first one: DER for SM2, 64 bytes for Ed25519.
/// Units:  `time` in whole seconds.
/// Source: DESIGN 4.1; C2SP signed-note, tlog-checkpoint, tlog-cosignature
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    base::Digest root{};
    std::string hash;  ///< "sm3" or "sha256"
    base::Instant time;
    base::Bytes signature;
    base::Bytes time_signature;
    std::array<std::uint8_t, 4> key_id{};
    std::array<std::uint8_t, 4> time_key_id{};
    std::string note;
};

/// The signing key's side of a note.
struct NoteKey {
    std::string algorithm;   ///< "SM2" or "Ed25519"
    std::string public_pem;  ///< SubjectPublicKeyInfo in PEM
};

/// The text that the first signature covers: three lines, each with its line end.
std::string checkpoint_text(std::string_view origin, std::uint64_t size, const base::Digest& root);
/// The text that the second signature covers.
std::string timed_text(std::string_view text, base::Instant time);

/// Key ids of a key under a name, plain and timed: four bytes of H(name || "\n" || type || public key).
/// Errors: InvalidInput "signature.key"
base::Result<std::array<std::uint8_t, 4>> note_key_id(const Hasher& hasher, std::string_view name, const NoteKey& key);
base::Result<std::array<std::uint8_t, 4>> time_key_id(const Hasher& hasher, std::string_view name, const NoteKey& key);

/// Fills `note` from the other members.
/// Errors: InvalidInput "checkpoint.origin" (empty, above 200 bytes, blanks, "+", not printable ASCII)
base::Result<Checkpoint> with_note(Checkpoint checkpoint);

/// Reads a note; strict: the text must be exactly what `with_note` writes. `hash` stays as given.
/// Errors: TooLarge "checkpoint.too_large" (4 KiB); InvalidInput "checkpoint.form"
base::Result<Checkpoint> parse_note(std::string_view note, std::string_view hash);

/// {origin, size, root, hash, time, signature, note}: root and signature in hex, time ISO. Total.
base::Json to_json(const Checkpoint& checkpoint);
/// Errors: as parse_note, also when a member is missing, unknown or differs from the note.
base::Result<Checkpoint> checkpoint_from_json(const base::Json& json);
/// Reads a checkpoint file: the JSON form, or a note alone (then `hash` is `default_hash`).
/// Errors: as parse_note.
base::Result<Checkpoint> parse_checkpoint_file(std::string_view text, std::string_view default_hash);

}  // namespace gx::domain
