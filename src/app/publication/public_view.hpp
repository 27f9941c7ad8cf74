// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "app/publication/labels.hpp"
#include "app/publication/public_loader.hpp"
#include "app/publication/public_model.hpp"

namespace gx::app {

/// Sorted selections of duties, computed once for each question until the model changes.
/// Thread: any.
class Selections {
public:
    using Numbers = std::shared_ptr<const std::vector<std::uint32_t>>;
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

    /// Builds the model the first time; afterwards applies what is new, turns the day, and reads texts for the search for at
    /// most a tenth of a second.
    /// Errors: those of the store; what was not applied is tried again by the next call.
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
    Store& store() const { return store_; }

private:
    Result<Done> rebuild(Reader& reader, base::Date today);
    Result<Done> apply(Reader& reader, std::int64_t from, std::int64_t to);
    Result<Done> turn_day(Reader& reader, base::Date today);
    void put_rows(const ReadRows& rows);
    Result<Done> read_texts(std::size_t rows_max);
    /// Runs `changing` while nobody reads.
    template <class Changing>
    void change(const Changing& changing) {
        const std::lock_guard turn(turn_);
        const std::unique_lock guard(lock_);
        selections_.clear();
        changing(*model_);
        ++changes_;
    }

    Store& store_;
    Clock& clock_;
    const PublicLaw law_;
    const Labels& labels_;
    mutable std::mutex turn_;
    mutable std::shared_mutex lock_;
    std::unique_ptr<PublicModel> model_ = std::make_unique<PublicModel>();
    Selections selections_;
    std::atomic<bool> ready_{false};
    std::atomic<bool> behind_{false};
    std::atomic<std::uint64_t> generation_{0};
    std::atomic<std::uint64_t> changes_{0};
    std::atomic<std::int64_t> position_{-1};
    std::atomic<std::int64_t> search_position_{0};
    std::atomic<std::int32_t> day_{0};
};

}  // namespace gx::app
