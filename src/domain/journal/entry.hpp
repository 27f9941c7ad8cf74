// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

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
base::Digest content_digest(const Hasher& hasher, const Salt& salt, const std::optional<std::string>& content);

/// The bytes of the leaf: canonical JSON of {action, actor, at, digest, entity, id, origin, seq, tenant, version},
/// `at` in ISO form, `digest` in hex. The content enters only through its salted digest. Total.
std::string leaf_text(const JournalEntry& entry);

/// leaf(leaf_text(entry)). Total.
base::Digest leaf_hash(const Hasher& hasher, const JournalEntry& entry);

}  // namespace gx::domain
