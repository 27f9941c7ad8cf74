// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/journal/verify.hpp"
#include "domain/journal/entry.hpp"
#include "domain/journal/merkle.hpp"

namespace gx::app::verify_parts {

/// Collects findings up to a limit and counts the rest.
class Findings {
public:
    explicit Findings(std::size_t limit) : limit_(limit) {}

    void add(std::int64_t seq, std::string_view entity, std::string_view kind, std::string detail = {});
    std::size_t total() const { return total_; }
    std::optional<std::int64_t> first_bad() const { return first_bad_; }
    /// In order of seq. The collection is empty afterwards.
    std::vector<VerifyFinding> take();

private:
    std::size_t limit_;
    std::size_t total_ = 0;
    std::optional<std::int64_t> first_bad_;
    std::vector<VerifyFinding> findings_;
};

/// Positions whose leaf is not the one that was appended. Shape: kept as runs, at most 100,000 of them.
class BadLeaves {
public:
    /// In ascending order.
    void add(std::int64_t seq) {
        if (!runs_.empty() && runs_.back().second == seq) {
            ++runs_.back().second;
        } else if (runs_.size() < kRunsMax) {
            runs_.emplace_back(seq, seq + 1);
        }
    }
    /// The first one in [from, to).
    std::optional<std::int64_t> first_in(std::int64_t from, std::int64_t to) const {
        const auto run = std::partition_point(runs_.begin(), runs_.end(), [&](const auto& r) { return r.second <= from; });
        if (run == runs_.end() || run->first >= to) { return std::nullopt; }
        return std::max(from, run->first);
    }

private:
    static constexpr std::size_t kRunsMax = 100'000;
    std::vector<std::pair<std::int64_t, std::int64_t>> runs_;
};

/// Half a digest of (entity, tenant, id): what an entity is known by while verifying.
using EntityKey = std::array<std::uint8_t, 16>;
struct EntityKeyHash {
    std::size_t operator()(const EntityKey& key) const {
        std::size_t value = 0;
        std::memcpy(&value, key.data(), sizeof value);
        return value;
    }
};

/// What the newest version of an entity must look like as a row.
struct EntityState {
    std::int64_t version = 0;
    std::int64_t seq = 0;
    domain::Salt salt{};
    std::array<std::uint8_t, 16> digest{};  ///< first half of H(salt || content)
    std::array<std::uint8_t, 8> key{};      ///< start of H(natural key)
    std::uint16_t type = 0;                 ///< index into Journal::type_names
    bool removed = false;
    bool seen = false;
};

struct SealedState {
    std::int64_t seq = -1;  ///< first entry that refers to it
    base::Digest commit{};
    bool erased = false;
    bool seen = false;
};

/// What the entries say, gathered in one pass.
struct Journal {
    std::int64_t size = 0;
    base::Digest root{};
    std::unordered_map<EntityKey, EntityState, EntityKeyHash> entities;
    std::vector<std::string> type_names;
    std::unordered_map<std::string, SealedState> sealed;
    BadLeaves bad_leaves;
    std::map<std::uint64_t, base::Digest> roots;  ///< at the sizes asked for, as far as the tree could be built
};

EntityKey entity_key(const domain::Hasher& hasher, std::string_view entity, std::string_view tenant,
                     std::string_view id);
std::array<std::uint8_t, 8> key_mark(const domain::Hasher& hasher, std::string_view natural_key);

/// Streams all entries; compares contents, headers, stored leaves and tiles.
/// `sizes`: where roots are wanted. Errors: those of the store but for Corrupt, which is a finding.
Result<Journal> check_entries(Reader& reader, const domain::Hasher& hasher, const std::set<std::uint64_t>& sizes,
                              Findings& findings);
/// Compares the current rows of every type with `journal.entities`.
Result<Done> check_rows(Reader& reader, const domain::Hasher& hasher, Journal& journal, Findings& findings);
/// Compares sealed values with the references and erasures of the journal.
Result<Done> check_sealed(Reader& reader, Sealer* sealer, Journal& journal, Findings& findings);

/// A checkpoint to be compared, already read.
struct ReadCheckpoint {
    domain::Checkpoint checkpoint;
    bool outside = false;
};
/// Reads stored and outside checkpoints and checks form, hash, origin, keys and signatures; the good ones are given.
Result<std::vector<ReadCheckpoint>> read_checkpoints(Reader& reader, const domain::Hasher& hasher, Verifier& verifier,
                                                     const Verify::Input& input, Findings& findings);
/// Compares sizes and roots with the journal.
void check_checkpoints(const std::vector<ReadCheckpoint>& checkpoints, const Journal& journal, Findings& findings);

/// The bytes that attachments name, each read once. Shape: one file in memory.
Result<Done> check_blobs(Reader& reader, BlobStore& blobs, Findings& findings);

}  // namespace gx::app::verify_parts
