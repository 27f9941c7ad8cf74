// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/publication/public_view.hpp"
#include "base/json.hpp"

namespace gx::app {

/// Which part of the feed is asked for.
///
/// Shape:  limit 1..200; `cursor` a journal position in decimal, empty: from the beginning; `tenant` empty: all judged counties.
struct FeedRequest {
    std::string tenant = {};
    std::string cursor = {};
    std::size_t limit = 100;
};

/// A part of the feed.
struct FeedPage {
    std::vector<base::Json> items;  ///< FeedItem of the document, in order of their positions
    std::int64_t next = 0;          ///< the cursor of what follows
    std::int64_t watermark = 0;     ///< all positions below it are settled
    bool more = false;

    base::Json to_json() const;
    /// With byte order mark and header.
    std::string to_csv() const;
};

/// What became public, changed or was withdrawn, in order of journal positions: whoever follows `next` misses nothing and reads each
/// record's newest state once. A record that the gate no longer lets out is a tombstone, whatever its publication says yet.
///
/// Positions have no gaps and follow commit order (DESIGN 4.1), so that nothing can still appear below the watermark.
/// Errors: InvalidInput "feed.cursor"; NotFound "tenant.unknown"; those of the store.
/// Source: ANCHORS 24; S-3.2a
Result<FeedPage> read_feed(const PublicView& view, const FeedRequest& request);

}  // namespace gx::app
