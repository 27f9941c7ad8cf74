// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.hpp"
#include "domain/evaluation/columns.hpp"

namespace gx::domain::evaluation {

/// Numbers for keys, in natural order: by value when all keys are whole numbers, else by bytes.
///
/// Shape: keys are unique; at most 2^31.
class KeyIndex {
public:
    KeyIndex() = default;
    KeyIndex(KeyIndex&&) noexcept = default;  // the views into `keys_` stay good; a copy's would not
    KeyIndex& operator=(KeyIndex&&) noexcept = default;
    /// Errors: InvalidInput "evaluation.duplicate_key"
    static base::Result<KeyIndex> make(std::vector<std::string> keys);

    std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }
    const std::string& key(std::uint32_t number) const { return keys_[number]; }
    const std::vector<std::string>& keys() const { return keys_; }
    std::optional<std::uint32_t> find(std::string_view key) const;

private:
    std::vector<std::string> keys_;
    std::vector<std::uint32_t> dense_;  ///< by value, when the keys are small whole numbers
    std::unordered_map<std::string_view, std::uint32_t> by_key_;
};

/// A node of the division tree. `parent` is its own number at the root.
struct Divisions {
    KeyIndex index;
    std::vector<std::uint32_t> parent;
};

/// Everything a scheme may read.
///
/// Shape: `body_table` has one row a body, in body order; `body_division` is empty or has one entry a body
///        (kNoDivision: none); tables are clustered by the same body numbers.
struct FactSet {
    static constexpr std::uint32_t kNoDivision = 0xFFFFFFFFU;

    KeyIndex bodies;
    std::vector<std::string> body_names;
    Table body_table;
    std::vector<std::uint32_t> body_division;
    Divisions divisions;
    std::vector<Table> tables;

    const Table* find(std::string_view table) const;
    Table* find(std::string_view table);
};

/// What a judgement looks at: facts known on `as_of` for the period `from`..`to`.
struct Horizon {
    base::Date as_of;
    base::Date from;
    base::Date to;
    std::string period;
};

}  // namespace gx::domain::evaluation
