// SPDX-License-Identifier: Apache-2.0
#include "domain/evaluation/fact_set.hpp"

#include <algorithm>

namespace gx::domain::evaluation {
namespace {

constexpr std::uint32_t kAbsent = 0xFFFFFFFFU;

/// The value of "0", "17" … written the only way; nothing for other texts.
std::optional<std::uint64_t> plain_number(std::string_view text) {
    if (text.empty() || text.size() > 18 || (text.size() > 1 && text.front() == '0')) { return std::nullopt; }
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') { return std::nullopt; }
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

}  // namespace

base::Result<KeyIndex> KeyIndex::make(std::vector<std::string> keys) {
    KeyIndex index;
    index.keys_ = std::move(keys);
    const bool numeric = std::all_of(index.keys_.begin(), index.keys_.end(),
                                     [](const auto& key) { return plain_number(key).has_value(); });
    const auto less = [](const std::string& a, const std::string& b) {
        return a.size() != b.size() ? a.size() < b.size() : a < b;
    };
    if (numeric) {
        std::sort(index.keys_.begin(), index.keys_.end(), less);
    } else {
        std::sort(index.keys_.begin(), index.keys_.end());
    }
    const auto twice = std::adjacent_find(index.keys_.begin(), index.keys_.end());
    if (twice != index.keys_.end()) {
        return base::Error{base::ErrorCode::InvalidInput, "evaluation.duplicate_key", *twice};
    }
    const std::uint64_t largest = numeric && !index.keys_.empty() ? *plain_number(index.keys_.back()) : 0;
    if (numeric && largest < 4ULL * index.keys_.size() + 1024) {
        index.dense_.assign(largest + 1, kAbsent);
        for (std::uint32_t i = 0; i < index.size(); ++i) { index.dense_[*plain_number(index.keys_[i])] = i; }
    } else {
        index.by_key_.reserve(index.keys_.size());
        for (std::uint32_t i = 0; i < index.size(); ++i) { index.by_key_.emplace(index.keys_[i], i); }
    }
    return index;
}

std::optional<std::uint32_t> KeyIndex::find(std::string_view key) const {
    if (!dense_.empty()) {
        const auto value = plain_number(key);
        if (!value || *value >= dense_.size() || dense_[*value] == kAbsent) { return std::nullopt; }
        return dense_[*value];
    }
    const auto it = by_key_.find(key);
    return it == by_key_.end() ? std::nullopt : std::optional{it->second};
}

const Table* FactSet::find(std::string_view table) const {
    if (table == body_table.name()) { return &body_table; }
    for (const Table& each : tables) {
        if (each.name() == table) { return &each; }
    }
    return nullptr;
}

Table* FactSet::find(std::string_view table) { return const_cast<Table*>(std::as_const(*this).find(table)); }

}  // namespace gx::domain::evaluation
