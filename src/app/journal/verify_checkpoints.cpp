// SPDX-License-Identifier: Apache-2.0
#include "app/journal/verify_parts.hpp"

namespace gx::app::verify_parts {
namespace {

constexpr std::string_view kEntity = "checkpoint";

/// True when one of the keys has both key ids of the note and both signatures verify with it.
Result<bool> signed_by(const domain::Checkpoint& checkpoint, const std::vector<domain::NoteKey>& keys,
                       const domain::Hasher& hasher, Verifier& verifier) {
    const std::string text = domain::checkpoint_text(checkpoint.origin, checkpoint.size, checkpoint.root);
    const std::string timed = domain::timed_text(text, checkpoint.time);
    for (const auto& key : keys) {
        const auto id = domain::note_key_id(hasher, checkpoint.origin, key);
        const auto time_id = domain::time_key_id(hasher, checkpoint.origin, key);
        if (!id.ok() || !time_id.ok() || *id != checkpoint.key_id || *time_id != checkpoint.time_key_id) { continue; }
        const auto plain = verifier.verify(key.algorithm, key.public_pem, base::as_bytes(text), checkpoint.signature);
        const auto with_time =
            verifier.verify(key.algorithm, key.public_pem, base::as_bytes(timed), checkpoint.time_signature);
        if (plain.ok() && with_time.ok() && *plain && *with_time) { return true; }
    }
    return false;
}

}  // namespace

Result<std::vector<ReadCheckpoint>> read_checkpoints(Reader& reader, const domain::Hasher& hasher, Verifier& verifier,
                                                     const Verify::Input& input, Findings& findings) {
    std::vector<ReadCheckpoint> good;
    const auto take = [&](const Result<domain::Checkpoint>& read, const std::vector<domain::NoteKey>& keys,
                          bool outside) -> Result<Done> {
        if (!read.ok()) {
            findings.add(-1, kEntity, "checkpoint_signature", read.error().reason);
            return Done{};
        }
        const auto seq = static_cast<std::int64_t>(read->size);
        if (!input.origin.empty() && read->origin != input.origin) {
            findings.add(seq, kEntity, outside ? "checkpoint_inconsistent" : "checkpoint_signature", "origin");
            return Done{};
        }
        GX_TRY(const bool verified, signed_by(*read, keys, hasher, verifier));
        if (read->hash != hasher.name() || !verified) {
            findings.add(seq, kEntity, "checkpoint_signature", outside ? "outside" : "stored");
            return Done{};
        }
        good.push_back({*read, outside});
        return Done{};
    };

    const auto stored = reader.checkpoints();
    if (!stored.ok()) {
        if (stored.error().code != ErrorCode::Corrupt) { return stored.error(); }
        findings.add(-1, kEntity, "checkpoint_signature", stored.error().reason);
    } else {
        for (const auto& json : *stored) { GX_CHECK(take(domain::checkpoint_from_json(json), input.keys, false)); }
    }
    if (input.checkpoint) {
        std::vector<domain::NoteKey> keys = input.keys;
        if (input.public_key) { keys = {{"SM2", *input.public_key}, {"Ed25519", *input.public_key}}; }
        GX_CHECK(take(domain::parse_checkpoint_file(*input.checkpoint, hasher.name()), keys, true));
    }
    return good;
}

void check_checkpoints(const std::vector<ReadCheckpoint>& checkpoints, const Journal& journal, Findings& findings) {
    // What a good checkpoint covers is sound: the first bad entry lies after the last one that fits.
    std::int64_t sound = 0;
    for (const auto& [checkpoint, outside] : checkpoints) {
        const auto root = journal.roots.find(checkpoint.size);
        if (root != journal.roots.end() && root->second == checkpoint.root) {
            sound = std::max(sound, static_cast<std::int64_t>(checkpoint.size));
        }
    }
    for (const auto& [checkpoint, outside] : checkpoints) {
        const auto size = static_cast<std::int64_t>(checkpoint.size);
        if (size > journal.size) {
            findings.add(journal.size, kEntity, "checkpoint_ahead", fmt::format("{} of {}", size, journal.size));
            continue;
        }
        const auto root = journal.roots.find(checkpoint.size);
        if (root == journal.roots.end() || root->second != checkpoint.root) {
            const std::int64_t from = std::min(sound, size);
            findings.add(journal.bad_leaves.first_in(from, size).value_or(from), kEntity, outside ? "checkpoint_inconsistent" : "root_mismatch",
                         fmt::format("size {}", size));
        }
    }
}

}  // namespace gx::app::verify_parts
