// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/ports/blob_store.hpp"
#include "app/ports/crypto.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "domain/journal/checkpoint.hpp"

namespace gx::app {

/// Something that does not fit. `seq` is the entry concerned, or the first one that can be, or -1.
///
/// Shape: `kind` is one of
///   gap                      an entry is missing
///   extra_entry              an entry outside 0..size-1
///   entry_unreadable         the store cannot decode it
///   order                    its version does not follow the entity's last one
///   content_mismatch         the content has another digest
///   leaf_mismatch            header and stored leaf hash differ
///   column_mismatch          key or index column differs from the content
///   tile_mismatch            a stored tile root differs, is missing or too much
///   root_mismatch            another root than the stored checkpoint signed
///   row_mismatch, row_missing, row_extra   current row and newest version differ
///   sealed_missing           no value and no erasure that names it
///   sealed_mismatch          it does not open, or has another commit
///   sealed_extra             nothing refers to it
///   sealed_not_erased        an erasure names it, yet it is there
///   blob_missing, blob_changed   the bytes of an attachment are not there, or have another digest
///   erasure_invalid          an erasure without basis or by one person alone
///   checkpoint_signature     form, hash, key or signature is wrong
///   checkpoint_ahead         it has seen more entries than there are: rolled back or cut off
///   checkpoint_inconsistent  the outside checkpoint has another root or journal name
struct VerifyFinding {
    std::int64_t seq = -1;
    std::string entity;
    std::string kind;
    std::string detail;  ///< for the operator: ids, never values
    auto operator<=>(const VerifyFinding&) const = default;
};

/// Reads everything again and compares: contents, headers, leaves, tiles, root, checkpoints, current rows with their
/// index columns, sealed values, bytes of attachments.
///
/// Shape:  one snapshot; streams. Keeps about 150 bytes for each entity and each sealed value.
/// Source: DESIGN 4.1; ASSURANCE promise 3
class Verify {
public:
    struct Input {
        std::vector<domain::NoteKey> keys = {};        ///< own public keys, also earlier ones
        std::string origin = {};                       ///< the journal's name; empty: not compared
        std::optional<std::string> checkpoint = {};    ///< text of a checkpoint file from outside
        std::optional<std::string> public_key = {};    ///< PEM that the outside checkpoint must verify with
        std::size_t findings_max = 1'000;
    };
    struct Output {
        bool ok = false;
        std::int64_t size = 0;
        base::Digest root{};                   ///< of the contents as they are
        std::vector<VerifyFinding> findings;   ///< in order of seq; at most findings_max
        std::size_t findings_total = 0;
        std::optional<std::int64_t> first_bad = {};
    };

    /// Without a sealer only presence of sealed values is checked, not their commits; without blobs no bytes are read.
    Verify(Store& store, const domain::Hasher& hasher, Verifier& verifier, Sealer* sealer, BlobStore* blobs)
        : store_(store), hasher_(hasher), verifier_(verifier), sealer_(sealer), blobs_(blobs) {}

    /// Findings are no error. Errors: NotPermitted "access.denied"; Unavailable of the store.
    Result<Output> run(const Input& input, const Actor& actor);

private:
    Store& store_;
    const domain::Hasher& hasher_;
    Verifier& verifier_;
    Sealer* sealer_;
    BlobStore* blobs_;
};

/// {ok, size, root, findings: [{seq, entity, kind}]}
base::Json to_json(const Verify::Output& output);

}  // namespace gx::app
