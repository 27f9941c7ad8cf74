// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "base/bytes.hpp"

namespace gx::base {

/// Overwrites bytes in a way that a compiler does not leave out. Total.
void wipe(void* bytes, std::size_t count);

/// Bytes that are overwritten when they are let go. Moved, never copied.
class Secret {
public:
    Secret() = default;
    explicit Secret(Bytes bytes) : bytes_(std::move(bytes)) {}
    explicit Secret(std::string&& text);
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            clear();
            bytes_ = std::exchange(other.bytes_, {});
        }
        return *this;
    }
    ~Secret() { clear(); }

    ByteView view() const { return bytes_; }
    std::string_view text() const { return as_text(bytes_); }
    bool empty() const { return bytes_.empty(); }

private:
    void clear() {
        wipe(bytes_.data(), bytes_.size());
        bytes_.clear();
    }

    Bytes bytes_;
};

}  // namespace gx::base
