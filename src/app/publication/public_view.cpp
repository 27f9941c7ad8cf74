// SPDX-License-Identifier: Apache-2.0
#include "app/publication/public_view.hpp"

#include <algorithm>
#include <chrono>
#include <new>

namespace gx::app {
namespace {

constexpr std::int64_t kEntriesInSlice = 2'000;
constexpr std::size_t kRowsInChange = 250;    // put in while readers wait
constexpr std::size_t kTextsInChange = 250;
constexpr std::size_t kTextsAtOnce = 5'000;   // read before the first answer; more follow later
constexpr std::chrono::milliseconds kTextsFor{100};
constexpr std::int64_t kEntriesUnsavedMax = 50'000;
constexpr std::chrono::seconds kQuietFor{5};

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
    try {
        return follow();
    } catch (const std::bad_alloc&) {
        give_up();
        return Error{ErrorCode::Unavailable, "view.memory", "the public read model does not fit into memory"};
    }
}

/// An unfinished change may have left anything: nothing is shown until a whole model stands again.
void PublicView::give_up() {
    ready_.store(false);
    auto none = std::make_unique<PublicModel>();
    const std::lock_guard turn(turn_);
    const std::unique_lock guard(lock_);
    ++changes_;
    ++generation_;
    selections_.clear();
    texts_kept_ = nullptr;
    std::swap(model_, none);
    position_.store(-1);
    search_position_.store(0);
    behind_.store(false);
}

Result<Done> PublicView::follow() {
    const base::Date today = clock_.today();
    const bool same_day = ready() && today == day();
    if (same_day && store_.position() == position()) { return behind() ? read_texts(SIZE_MAX) : Result<Done>{Done{}}; }
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const std::int64_t size, reader->journal_size());
    if (!ready() || size < position()) {
        GX_TRY(const bool loaded, load(*reader));
        if (!loaded) { GX_CHECK(rebuild(*reader, today)); }
    }
    if (today < day()) {  // the clock was set back: lights only turn forward
        GX_CHECK(rebuild(*reader, today));
    } else if (today != day()) {
        GX_CHECK(turn_day(*reader, today));
    }
    while (position() < size) {
        const std::int64_t from = position();
        GX_CHECK(apply(*reader, from, std::min(size, from + kEntriesInSlice)));
    }
    const bool first = !ready_.exchange(true);
    const bool many = model_->duties.size() + model_->records.size() > kTextsAtOnce;
    return read_texts(first && many ? 0 : SIZE_MAX);
}

Result<bool> PublicView::load(Reader& reader) {
    if (!snapshots_ || ready()) { return false; }
    GX_TRY(auto loaded, snapshots_->load(reader));
    if (loaded.model == nullptr) { return false; }
    saved_position_ = loaded.model->position;
    saved_texts_ = loaded.model->texts_waiting() == 0;
    texts_kept_ = std::move(loaded.snapshot);
    take(std::move(loaded.model));
    return true;
}

void PublicView::load_texts() {
    const auto searches = ModelSnapshot::load_texts(*texts_kept_);
    change([&](PublicModel& model) {
        if (searches == nullptr) {  // damaged: read every text again
            model.duty_texts_next = 0;
            model.record_texts_next = 0;
            model.duty_texts_changed.clear();
            model.record_texts_changed.clear();
            return;
        }
        model.duty_texts = std::move(searches->duties);
        model.record_texts = std::move(searches->records);
        const auto again = [](std::vector<std::uint32_t>& changed, const std::vector<std::uint32_t>& more) {
            changed.insert(changed.end(), more.begin(), more.end());
        };
        again(model.duty_texts_changed, searches->duties_again);
        again(model.record_texts_changed, searches->records_again);
    });
    texts_kept_ = nullptr;
}

bool PublicView::save_due() const {
    if (!snapshots_ || !ready()) { return false; }
    if (saved_position_ < 0) { return true; }  // at once: a restart before the texts are read should find the rows
    if (behind()) { return false; }
    if (!saved_texts_) { return true; }
    const bool quiet = std::chrono::steady_clock::now() - changed_at_ > kQuietFor;
    return quiet && position() - saved_position_ >= kEntriesUnsavedMax;
}

Result<Done> PublicView::save() {
    if (!snapshots_ || !ready() || texts_kept_ != nullptr) { return Done{}; }
    if (saved_position_ == position() && (saved_texts_ || texts_to_do())) { return Done{}; }
    GX_TRY(const auto reader, store_.reader());
    GX_CHECK(snapshots_->save(*reader, *model_));
    saved_position_ = position();
    saved_texts_ = !texts_to_do();
    return Done{};
}

Result<Done> PublicView::rebuild(Reader& reader, base::Date today) {
    PublicLoader loader(reader, law_, today);
    GX_TRY(auto built, loader.load_all());
    texts_kept_ = nullptr;
    take(std::move(built));
    return Done{};
}

void PublicView::take(std::unique_ptr<PublicModel> built) {
    const std::lock_guard turn(turn_);
    const std::unique_lock guard(lock_);
    ++changes_;
    std::swap(model_, built);
    ++generation_;
    selections_.clear();
    shown_texts_.clear();
    day_.store(model_->today.days());
    position_.store(model_->position);
    search_position_.store(model_->search_position);
}

Result<Done> PublicView::turn_day(Reader& reader, base::Date today) {
    const auto turn = model_->turn_to(today);
    std::vector<std::string> obligations;
    std::vector<std::string> records;
    for (const auto number : turn.duties_to_read) { obligations.push_back(model_->ids.text(model_->duties[number].id)); }
    for (const auto number : turn.records_to_read) { records.push_back(model_->ids.text(model_->records[number].id)); }
    PublicLoader loader(reader, law_, today);
    GX_TRY(const auto rows, loader.read_rows(*model_, obligations, records));
    change([&](PublicModel& model) {
        model.turn(today, turn);
        ++generation_;
        day_.store(today.days());
    });
    put_rows(rows);
    return Done{};
}

void PublicView::put_rows(const ReadRows& rows) {
    const std::size_t count = rows.duties.size() + rows.records.size();
    for (std::size_t from = 0; from < count; from += kRowsInChange) {
        change([&](PublicModel& model) {
            PublicLoader::apply(model, rows, from, from + kRowsInChange);
            for (std::size_t i = from; i < std::min(from + kRowsInChange, rows.duties.size()); ++i) {
                if (const auto number = model.duty_number(rows.duties[i].id); number != kNoNumber) { shown_texts_.drop(number); }
            }
        });
    }
}

Result<Done> PublicView::apply(Reader& reader, std::int64_t from, std::int64_t to) {
    PublicLoader loader(reader, law_, day());
    GX_TRY(const auto touched, loader.touched(from, to));
    const std::vector<std::string> body_ids(touched.bodies.begin(), touched.bodies.end());
    if (touched.sources) { change([&](PublicModel&) { shown_texts_.clear(); }); }
    if (touched.areas || touched.figures || !body_ids.empty()) {
        GX_TRY(const auto bodies, loader.read_bodies(*model_, body_ids));
        Result<Done> done = Done{};
        change([&](PublicModel& model) {
            if (touched.areas) { done = loader.load_tenants(model); }
            if (touched.areas && done.ok()) { done = loader.load_divisions(model); }
            if (touched.figures && done.ok()) { done = loader.load_figures(model); }
            if (!done.ok()) { return; }
            PublicLoader::apply_bodies(model, law_, body_ids, bodies);
            model.link_areas();
        });
        GX_CHECK(done);
    }
    const std::vector<std::string> obligations(touched.obligations.begin(), touched.obligations.end());
    const std::vector<std::string> records(touched.records.begin(), touched.records.end());
    GX_TRY(const auto rows, loader.read_rows(*model_, obligations, records));
    put_rows(rows);
    std::vector<PublicEvaluation> evaluations;
    if (touched.evaluations) { GX_TRY(evaluations, loader.read_evaluations(*model_)); }
    change([&](PublicModel& model) {
        if (touched.evaluations) {
            model.set_evaluations(std::move(evaluations));
            ++generation_;
        }
        model.position = to;
        position_.store(to);
        changed_at_ = std::chrono::steady_clock::now();
        if (!texts_to_do()) {
            model.search_position = to;
            search_position_.store(to);
        }
    });
    return Done{};
}

Result<Done> PublicView::read_texts(std::size_t rows_max) {
    const auto until = std::chrono::steady_clock::now() + kTextsFor;
    for (std::size_t done = 0; texts_to_do(); done += kTextsInChange) {
        behind_.store(true);
        if (texts_kept_ != nullptr && rows_max > 0) {
            load_texts();
            continue;
        }
        const bool first_build = rows_max == SIZE_MAX && model_->texts_waiting() <= kTextsAtOnce;
        if (done >= rows_max || (!first_build && std::chrono::steady_clock::now() > until)) { return Done{}; }
        GX_TRY(const auto reader, store_.reader());
        PublicLoader loader(*reader, law_, day());
        const auto [duties, records] = model_->next_texts(kTextsInChange);
        GX_TRY(const auto duty_texts, loader.read_duty_texts(*model_, duties));
        GX_TRY(const auto record_texts, loader.read_record_texts(*model_, records));
        change([&](PublicModel& model) { model.put_texts(duty_texts, record_texts); });
    }
    behind_.store(false);
    if (model_->search_position != model_->position) {
        change([&](PublicModel& model) {
            model.search_position = model.position;
            search_position_.store(model.position);
        });
    }
    return Done{};
}

}  // namespace gx::app
