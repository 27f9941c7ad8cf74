// SPDX-License-Identifier: Apache-2.0
#include "app/publication/public_view.hpp"

#include <algorithm>
#include <chrono>

namespace gx::app {
namespace {

constexpr std::int64_t kEntriesInSlice = 2'000;
constexpr std::size_t kRowsInChange = 250;    // put in while readers wait
constexpr std::size_t kTextsInChange = 250;
constexpr std::size_t kTextsAtOnce = 5'000;   // read before the first answer; more follow later
constexpr std::chrono::milliseconds kTextsFor{100};

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
    if (same_day && store_.position() == position()) { return behind() ? read_texts(SIZE_MAX) : Result<Done>{Done{}}; }
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const std::int64_t size, reader->journal_size());
    if (!ready() || size < position()) {
        GX_CHECK(rebuild(*reader, today));
    } else if (!same_day) {
        GX_CHECK(turn_day(*reader, today));
    }
    while (position() < size) {
        const std::int64_t from = position();
        GX_CHECK(apply(*reader, from, std::min(size, from + kEntriesInSlice)));
    }
    return read_texts(model_->texts_waiting() > kTextsAtOnce ? 0 : SIZE_MAX);
}

Result<Done> PublicView::rebuild(Reader& reader, base::Date today) {
    PublicLoader loader(reader, law_, today);
    GX_TRY(auto built, loader.load_all());
    {
        const std::lock_guard turn(turn_);
        const std::unique_lock guard(lock_);
        std::swap(model_, built);
        ++generation_;
        ++changes_;
        selections_.clear();
        day_.store(today.days());
        position_.store(model_->position);
        search_position_.store(model_->search_position);
    }
    ready_.store(true);
    return Done{};
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
        change([&](PublicModel& model) { PublicLoader::apply(model, rows, from, from + kRowsInChange); });
    }
}

Result<Done> PublicView::apply(Reader& reader, std::int64_t from, std::int64_t to) {
    PublicLoader loader(reader, law_, day());
    GX_TRY(const auto touched, loader.touched(from, to));
    const std::vector<std::string> body_ids(touched.bodies.begin(), touched.bodies.end());
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
        if (model.texts_waiting() == 0) {
            model.search_position = to;
            search_position_.store(to);
        }
    });
    return Done{};
}

Result<Done> PublicView::read_texts(std::size_t rows_max) {
    const auto until = std::chrono::steady_clock::now() + kTextsFor;
    for (std::size_t done = 0; model_->texts_waiting() > 0; done += kTextsInChange) {
        behind_.store(true);
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
