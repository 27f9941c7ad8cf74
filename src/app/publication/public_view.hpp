// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "app/publication/labels.hpp"
#include "app/publication/model_snapshot.hpp"
#include "app/publication/public_loader.hpp"
#include "app/publication/public_model.hpp"
#include "app/publication/shown_texts.hpp"

namespace gx::app {

/// The duties that a question chose: few of them sorted, many as a set.
struct Selection {
    std::size_t total = 0;
    std::vector<std::uint32_t> sorted = {};
    std::vector<bool> members = {};  ///< by number; empty when `sorted` holds them
};

/// Selections of duties, computed once for each question until the model changes.
/// Thread: any.
class Selections {
public:
    using Numbers = std::shared_ptr<const Selection>;
    Numbers find(const std::string& question) const;
    void keep(const std::string& question, Numbers numbers) const;
    void clear();

private:
    static constexpr std::size_t kQuestionsMax = 32;
    mutable std::mutex lock_;
    mutable std::list<std::pair<std::string, Numbers>> kept_;
};

/// The public read model, kept current from the journal.
///
/// A change is read from the store beside the model and put in by some hundred rows at a time, so that readers wait some
/// milliseconds at most; the texts that searches need follow after it.
///
/// Thread: `read`, `position`, `day`, `ready`, `changes` from any; `refresh` from one at a time.
class PublicView {
public:
    PublicView(Store& store, Clock& clock, const PublicLaw& law, const Labels& labels)
        : store_(store), clock_(clock), law_(law), labels_(labels) {}

    /// From now on the model is kept in snapshots and taken from one at the first refresh; the shelf must outlive the view.
    void keep_in(SnapshotShelf& shelf, std::string law_digest) { snapshots_.emplace(shelf, std::move(law_digest)); }
    /// Writes a snapshot of the model as it is. By the thread that refreshes.
    /// Errors: those of the store and of the shelf; nothing is written without `keep_in`.
    Result<Done> save();
    /// True when there is no snapshot yet, or one that is far behind while nothing is being written. By the same thread.
    bool save_due() const;

    /// Builds the model the first time; afterwards applies what is new, turns the day, and reads texts for the search for at
    /// most a tenth of a second.
    /// Errors: those of the store; what was not applied is tried again by the next call.
    ///         Unavailable "view.memory" when there is not enough of it: the model is given up and built anew later.
    Result<Done> refresh();
    /// True when texts still wait to be read into the search: `refresh` has more to do at once.
    bool behind() const { return behind_.load(); }
    /// Journal size that the searches rest on. Below `position` while texts wait.
    std::int64_t search_position() const { return search_position_.load(); }
    /// Changes with each change of the model, also where the position stays.
    std::uint64_t changes() const { return changes_.load(); }

    bool ready() const { return ready_.load(); }
    /// Journal size and day that the answers rest on.
    std::int64_t position() const { return position_.load(); }
    base::Date day() const { return base::Date::from_days(day_.load()); }
    /// Changes when numbers of the model or results of evaluations have become others.
    std::uint64_t generation() const { return generation_.load(); }

    /// Runs `reading` while the model stands still.
    template <class Reading>
    auto read(const Reading& reading) const {
        std::unique_lock turn(turn_);  // a waiting writer comes before new readers
        const std::shared_lock guard(lock_);
        turn.unlock();
        return reading(static_cast<const PublicModel&>(*model_));
    }

    const PublicLaw& law() const { return law_; }
    const Labels& labels() const { return labels_; }
    const Selections& selections() const { return selections_; }
    ShownTexts& shown_texts() const { return shown_texts_; }
    Store& store() const { return store_; }

private:
    Result<Done> follow();
    void give_up();
    Result<bool> load(Reader& reader);
    Result<Done> rebuild(Reader& reader, base::Date today);
    void take(std::unique_ptr<PublicModel> built);
    void load_texts();
    bool texts_to_do() const { return texts_kept_ != nullptr || model_->texts_waiting() > 0; }
    Result<Done> apply(Reader& reader, std::int64_t from, std::int64_t to);
    Result<Done> turn_day(Reader& reader, base::Date today);
    void put_rows(const ReadRows& rows);
    Result<Done> read_texts(std::size_t rows_max);
    /// Runs `changing` while nobody reads.
    template <class Changing>
    void change(const Changing& changing) {
        const std::lock_guard turn(turn_);
        const std::unique_lock guard(lock_);
        ++changes_;  // first: what is read from the store from here on is not kept under an older number
        selections_.clear();
        changing(*model_);
    }

    Store& store_;
    Clock& clock_;
    const PublicLaw law_;
    const Labels& labels_;
    mutable std::mutex turn_;
    mutable std::shared_mutex lock_;
    std::unique_ptr<PublicModel> model_ = std::make_unique<PublicModel>();
    Selections selections_;
    mutable ShownTexts shown_texts_;
    std::optional<ModelSnapshot> snapshots_;
    std::unique_ptr<Snapshot> texts_kept_;  ///< a snapshot whose searches are still to be read
    std::int64_t saved_position_ = -1;
    bool saved_texts_ = false;  ///< the newest snapshot holds every text
    std::chrono::steady_clock::time_point changed_at_{};
    std::atomic<bool> ready_{false};
    std::atomic<bool> behind_{false};
    std::atomic<std::uint64_t> generation_{0};
    std::atomic<std::uint64_t> changes_{0};
    std::atomic<std::int64_t> position_{-1};
    std::atomic<std::int64_t> search_position_{0};
    std::atomic<std::int32_t> day_{0};
};

}  // namespace gx::app
