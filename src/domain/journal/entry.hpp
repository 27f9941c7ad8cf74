// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/date.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::domain {

/// Makes the digest of a short content impossible to guess.
using Salt = std::array<std::uint8_t, 16>;

/// One change of one entity, as the journal keeps it.
///
/// Shape:  seq from 0 without gaps, in commit order; version from 1 for each (entity, entity_id); content is the
///         canonical JSON (RFC 8785) of the new version, absent when the row was removed.
/// Source: DESIGN 4.1
struct JournalEntry {
    std::int64_t seq = 0;
    std::string tenant;
    std::string entity;
    std::string entity_id;
    std::int64_t version = 0;
    std::string action;
    std::string actor;
    std::string origin;  ///< import batch or empty
    base::Instant at;
    Salt salt{};
    std::optional<std::string> content;
    base::Digest content_digest{};
    std::string entity_key;  ///< natural key of this version; derived from the content, so no part of the leaf
};

/// H(salt || content); H(salt) when there is no content. Total.
base::Digest content_digest(const Hasher& hasher, const Salt& salt, std::optional<std::string_view> content);

/// The bytes of the leaf: canonical JSON of {action, actor, at, digest, entity, id, origin, seq, tenant, version},
/// `at` in ISO form, `digest` in hex. The content enters only through its salted digest. Total.
std::string leaf_text(const JournalEntry& entry);

/// Leaf texts of entries that share all but id, position, version and digest: what is the same is written once.
class LeafWriter {
public:
    struct Shared {
        std::string_view tenant;
        std::string_view entity;
        std::string_view action;
        std::string_view actor;
        std::string_view origin;
        base::Instant at;
    };

    explicit LeafWriter(const Shared& shared);
    /// As leaf_text; the view lives until the next call. Total.
    std::string_view text(std::string_view id, std::int64_t seq, std::int64_t version, const base::Digest& digest);

private:
    std::string before_digest_;
    std::string before_id_;
    std::string before_seq_;
    std::string before_version_;
    std::string text_;
};

/// leaf(leaf_text(entry)). Total.
base::Digest leaf_hash(const Hasher& hasher, const JournalEntry& entry);

}  // namespace gx::domain
