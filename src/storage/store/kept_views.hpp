// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/store/reader_pool.hpp"

namespace gx::storage {

/// Snapshots that stay open from one read to the next as long as nothing is written: to begin and to end one costs SQLite as much as
/// a small read, and all threads of a process wait for one lock meanwhile. None is kept on PostgreSQL, nor during a write, so that
/// the write-ahead log can begin anew as without them. Thread: any.
class KeptViews {
    struct View {
        Snapshot snapshot;
        std::uint64_t age = 0;
    };
    /// Keeps the view afterwards if it may be kept; otherwise it goes back to the pool.
    struct Turn {
        Turn(KeptViews& of, View taken) : views(of), view(std::move(taken)) {}
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() { views.give_back(view); }
        KeptViews& views;
        View view;
    };

public:
    explicit KeptViews(std::shared_ptr<ReaderPool> pool);
    KeptViews(const KeptViews&) = delete;
    KeptViews& operator=(const KeptViews&) = delete;

    /// Runs `read(connection, journal_size)` on what this process has committed, and on what others had committed at the last
    /// `renew`. Errors: those of ReaderPool::take and of `read`.
    template <class Read>
    auto run(const Read& read) -> decltype(read(std::declval<Connection&>(), std::int64_t{})) {
        GX_TRY(auto taken, take());
        const Turn turn{*this, std::move(taken)};
        return read(*turn.view.snapshot.connection, turn.view.snapshot.journal_size);
    }

    /// Whoever reads from now on sees what is committed now.
    void renew() { pause(0); }

    /// None is kept while one of these lives. At its end: as renew.
    class Pause {
    public:
        explicit Pause(KeptViews& views) : views_(views) { views_.pause(1); }
        Pause(const Pause&) = delete;
        Pause& operator=(const Pause&) = delete;
        ~Pause() { views_.pause(-1); }

    private:
        KeptViews& views_;
    };

private:
    Result<View> take();
    void give_back(View& view);
    /// Adds to the pauses and ends what is kept.
    void pause(int change);

    static constexpr std::size_t kKeptMax = 4;  ///< of the connections of the pool
    std::shared_ptr<ReaderPool> pool_;
    std::mutex mutex_;
    std::vector<View> kept_;
    std::uint64_t age_ = 0;  ///< changes whenever what is kept may no longer be used
    int pauses_ = 0;
};

}  // namespace gx::storage
