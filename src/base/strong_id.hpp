// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace gx::base {

/// An identifier that cannot be mixed up with one of another kind.
template <class Tag>
class StrongId {
public:
    StrongId() = default;
    explicit StrongId(std::string text) : text_(std::move(text)) {}

    const std::string& str() const noexcept { return text_; }
    bool empty() const noexcept { return text_.empty(); }
    auto operator<=>(const StrongId&) const = default;

private:
    std::string text_;
};

}  // namespace gx::base

template <class Tag>
struct std::hash<gx::base::StrongId<Tag>> {
    std::size_t operator()(const gx::base::StrongId<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.str());
    }
};
