// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/publication_desk/feed_subscribers.hpp"
#include "app/recalls/recall.hpp"

namespace gx::http {

/// The use cases of the feed's readers and of recalls, put together once.
struct PublicationServices {
    PublicationServices(app::Store& store, app::Clock& clock, app::IdSource& ids, app::Random& random, const domain::Hasher& hasher)
        : subscribers(store, clock, ids, random, hasher), acknowledge(store, clock) {}

    app::FeedSubscribers subscribers;
    app::AcknowledgeRecalls acknowledge;
};

}  // namespace gx::http
