// SPDX-License-Identifier: Apache-2.0
#include "app/publication/public_view.hpp"

namespace gx::app {
namespace {

/// Above this a rebuild is quicker, and readers need not wait for it.
constexpr std::int64_t kEntriesAppliedMax = 1'000;

}  // namespace

Selections::Numbers Selections::find(const std::string& question) const {
    const std::lock_guard guard(lock_);
    for (auto at = kept_.begin(); at != kept_.end(); ++at) {
        if (at->first != question) { continue; }
        kept_.splice(kept_.begin(), kept_, at);
        return kept_.front().second;
    }
    return nullptr;
}

void Selections::keep(const std::string& question, Numbers numbers) const {
    const std::lock_guard guard(lock_);
    kept_.emplace_front(question, std::move(numbers));
    if (kept_.size() > kQuestionsMax) { kept_.pop_back(); }
}

void Selections::clear() {
    const std::lock_guard guard(lock_);
    kept_.clear();
}

Result<Done> PublicView::refresh() {
    const base::Date today = clock_.today();
    const bool same_day = ready() && today == day();
    if (same_day && store_.position() == position()) { return Done{}; }
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const std::int64_t size, reader->journal_size());
    if (!same_day || size < position() || size - position() > kEntriesAppliedMax) { return rebuild(*reader, today); }
    return size == position() ? Result<Done>{Done{}} : apply(*reader, size);
}

Result<Done> PublicView::rebuild(Reader& reader, base::Date today) {
    PublicLoader loader(reader, law_, today);
    GX_TRY(auto built, loader.load_all());
    {
        const std::lock_guard turn(turn_);
        const std::unique_lock guard(lock_);
        std::swap(model_, built);
        ++generation_;
        selections_.clear();
        day_.store(today.days());
        position_.store(model_->position);
    }
    ready_.store(true);
    return Done{};
}

Result<Done> PublicView::apply(Reader& reader, std::int64_t size) {
    PublicLoader loader(reader, law_, day());
    GX_TRY(const auto touched, loader.touched(position(), size));
    const std::lock_guard turn(turn_);
    const std::unique_lock guard(lock_);
    selections_.clear();
    if (touched.areas) {
        GX_CHECK(loader.load_tenants(*model_));
        GX_CHECK(loader.load_divisions(*model_));
    }
    if (touched.sources) { GX_CHECK(loader.load_sources(*model_)); }
    if (touched.figures) { GX_CHECK(loader.load_figures(*model_)); }
    for (const auto& id : touched.bodies) { GX_CHECK(loader.reload_body(*model_, id)); }
    if (touched.areas || !touched.bodies.empty()) { model_->link_areas(); }
    for (const auto& id : touched.obligations) { GX_CHECK(loader.reload_duty(*model_, id)); }
    for (const auto& id : touched.records) { GX_CHECK(loader.reload_record(*model_, id)); }
    if (touched.evaluations) {
        GX_TRY(auto evaluations, loader.read_evaluations(*model_));
        model_->set_evaluations(std::move(evaluations));
        ++generation_;
    }
    model_->position = size;
    position_.store(size);
    return Done{};
}

}  // namespace gx::app
