// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/by_text.hpp"
#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// A body as rows name it. A body that is not there has an empty id.
struct BodyName {
    std::string id;
    std::string code;
    std::string name;
};

/// What was read of the duties and bodies of tenants, kept until the journal tells of a change: exact, never old.
///
/// Shape:  at most 48,000 questions (16 MB), 96,000 names, 10,000 tenants; what would be too much begins anew.
/// Errors: those of the connection.
/// Thread: any.
class RowMemory {
public:
    /// What the journal says of a tenant's rows as one snapshot shows them.
    struct State {
        std::int64_t size = 0;                   ///< of the journal
        std::int64_t duties_at = 0;              ///< size behind the newest change of a duty
        std::int64_t bodies_at = 0;              ///< size behind the newest change of a body
        std::optional<std::int64_t> duties = {};  ///< how many there are
        bool past = false;                       ///< newer ones are known: nothing read in it is kept
    };
    /// `size` is that of the journal in the snapshot of `connection`.
    Result<State> state(Connection& connection, std::int64_t size, const std::string& tenant);
    /// How many duties a tenant has in the snapshot that `state` describes.
    Result<std::int64_t> duties(Connection& connection, const std::string& tenant, State& state);

    /// The answer to a question on duties, when it was kept in this state.
    std::optional<std::int64_t> count(const std::string& question, const State& state);
    void keep_count(const std::string& question, const State& state, std::int64_t count);

    /// Never null.
    using Name = std::shared_ptr<const BodyName>;
    Result<Name> body_by_id(Connection& connection, std::string_view tenant, const State& state, std::string_view id);
    Result<Name> body_by_code(Connection& connection, std::string_view tenant, const State& state, std::string_view code);

private:
    struct Names {
        std::int64_t bodies_at = 0;
        base::ByText<Name> by_id = {};
        base::ByText<Name> by_code = {};
    };
    struct Count {
        std::int64_t duties_at = 0;
        std::int64_t count = 0;
    };
    /// A part of what is kept, by hash of the text asked with: threads seldom meet.
    struct Shard {
        std::mutex lock;
        base::ByText<Count> counts;  ///< by question
        std::size_t count_bytes = 0;
        base::ByText<Names> names;   ///< by tenant
        std::size_t names_kept = 0;
    };
    Shard& shard_of(std::string_view text) { return shards_[base::TextHash{}(text) % kShards]; }
    Result<Name> body(Connection& connection, std::string_view tenant, const State& state, std::string_view text, std::string_view sql,
                      base::ByText<Name> Names::*index);

    static constexpr std::size_t kShards = 16;
    std::mutex states_lock_;
    base::ByText<State> states_;  ///< by tenant
    std::array<Shard, kShards> shards_;
};

}  // namespace gx::storage
