// SPDX-License-Identifier: Apache-2.0
#include "storage/store/kept_views.hpp"

#include <array>
#include <utility>

namespace gx::storage {

KeptViews::KeptViews(std::shared_ptr<ReaderPool> pool) : pool_(std::move(pool)) {
    kept_.reserve(kKeptMax);  // giving a view back takes no memory
}

Result<KeptViews::View> KeptViews::take() {
    std::uint64_t age = 0;
    {
        const std::lock_guard lock(mutex_);
        if (!kept_.empty()) {
            View view = std::move(kept_.back());
            kept_.pop_back();
            return view;
        }
        age = age_;
    }
    GX_TRY(auto snapshot, pool_->take());
    return View{std::move(snapshot), age};
}

void KeptViews::give_back(View& view) {
    const std::lock_guard lock(mutex_);
    const bool keep = view.snapshot.connection->dialect() == Dialect::Sqlite && view.snapshot.connection->in_transaction();
    if (keep && pauses_ == 0 && view.age == age_ && kept_.size() < kKeptMax) { kept_.push_back(std::move(view)); }
}

void KeptViews::pause(int change) {
    std::array<Borrowed, kKeptMax> ended;  // given back when nobody waits for the lock
    {
        const std::lock_guard lock(mutex_);
        pauses_ += change;
        ++age_;
        for (std::size_t i = 0; i < kept_.size(); ++i) { ended[i] = std::move(kept_[i].snapshot.connection); }
        kept_.clear();
    }
}

}  // namespace gx::storage
