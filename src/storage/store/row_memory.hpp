// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "storage/drivers/connection.hpp"

namespace gx::storage {

/// A body as rows name it. A body that is not there has an empty id.
struct BodyName {
    std::string id;
    std::string code;
    std::string name;
};

/// What was read of the duties and bodies of tenants, kept until the journal tells of a change: exact, never old. Bounded. Thread: any.
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
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    template <class Value>
    using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;
    struct Names {
        std::int64_t bodies_at = 0;
        ByText<Name> by_id = {};
        ByText<Name> by_code = {};
    };
    struct Count {
        std::int64_t duties_at = 0;
        std::int64_t count = 0;
    };
    /// A part of what is kept, by hash of the text asked with: threads seldom meet.
    struct Shard {
        std::mutex lock;
        ByText<Count> counts;  ///< by question
        std::size_t count_bytes = 0;
        ByText<Names> names;   ///< by tenant
        std::size_t names_kept = 0;
    };
    Shard& shard_of(std::string_view text) { return shards_[TextHash{}(text) % kShards]; }
    Result<Name> body(Connection& connection, std::string_view tenant, const State& state, std::string_view text, std::string_view sql,
                      ByText<Name> Names::*index);

    static constexpr std::size_t kShards = 16;
    std::mutex states_lock_;
    ByText<State> states_;  ///< by tenant
    std::array<Shard, kShards> shards_;
};

}  // namespace gx::storage
