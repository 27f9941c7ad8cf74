// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace gx::app {

/// What a list shows of a duty beside its row.
struct ShownText {
    std::string title;
    std::string source_id;
    std::string source_title;
};

/// Texts of the duties that were shown last, so that a list asked for again reads nothing from the store.
///
/// Shape:  a fixed number of places, one for the numbers that share it; a duty that changes is dropped.
/// Thread: any.
class ShownTexts {
public:
    std::optional<ShownText> find(std::uint32_t number) const {
        const std::lock_guard guard(lock_);
        const Slot& slot = slots_[number % kSlots];
        return slot.number == number ? std::optional{slot.text} : std::nullopt;
    }
    /// Keeps the text unless `still` says that the model has changed since it was asked for.
    void keep(std::uint32_t number, const ShownText& text, const std::function<bool()>& still) {
        const std::lock_guard guard(lock_);
        if (still()) { slots_[number % kSlots] = {number, text}; }
    }
    void drop(std::uint32_t number) {
        const std::lock_guard guard(lock_);
        Slot& slot = slots_[number % kSlots];
        if (slot.number == number) { slot = {}; }
    }
    void clear() {
        const std::lock_guard guard(lock_);
        slots_.assign(kSlots, {});
    }

private:
    static constexpr std::size_t kSlots = 8'192;
    struct Slot {
        std::uint32_t number = UINT32_MAX;
        ShownText text = {};
    };
    mutable std::mutex lock_;
    std::vector<Slot> slots_ = std::vector<Slot>(kSlots);
};

}  // namespace gx::app
