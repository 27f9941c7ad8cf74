// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"
#include "app/publication_desk/read_feed.hpp"
#include "domain/journal/hasher.hpp"

namespace gx::app {

/// "gf_" and 64 lower-case hexadecimal digits.
inline constexpr std::string_view kFeedTokenPrefix = "gf_";

/// An office that reads the feed under its name, so that it can be asked to take records back.
///
/// Shape: docs/ENTITIES.md "feed_subscriber".
struct FeedSubscriber {
    std::string code;
    std::string name;
    std::string token_hash;
    std::string made_by;
    base::Date made_on;
    std::optional<base::Date> revoked_on;

    /// Errors: those of base::JsonReader
    static Result<FeedSubscriber> from_json(const base::Json& content);
    base::Json to_json() const;
};

/// Makes and ends subscribers, and knows them by their token.
class FeedSubscribers {
public:
    FeedSubscribers(Store& store, Clock& clock, IdSource& ids, Random& random, const domain::Hasher& hasher)
        : store_(store), clock_(clock), ids_(ids), random_(random), hasher_(hasher) {}

    struct Made {
        Entity row;
        std::string token;  ///< told once, kept nowhere
    };
    /// Errors: NotPermitted "access.denied"; InvalidInput "feed.name_missing", "feed.name_personal"; those of the store.
    Result<Made> create(const std::string& name, const Actor& actor);
    /// All, in order of their ids; none for whoever does not reach the whole county. Shape: at most 1,000.
    /// Errors: NotPermitted "access.denied"; those of the store.
    Result<std::vector<Entity>> list(const Actor& actor);
    /// From now on the token is none. Errors: NotPermitted "access.denied"; NotFound "feed_subscriber.unknown"; StateForbids
    ///         "feed.subscriber_revoked"; those of the store.
    Result<Entity> revoke(const std::string& id, const Actor& actor);
    /// Whose token it is, in one of these counties; nothing for an unknown or ended one. Errors: those of the store.
    Result<std::optional<Entity>> find(std::string_view token, const std::vector<std::string>& tenants);
    /// Remembers what the page gave this subscriber, and that it was told of recalls. Nothing is written for an empty page.
    /// Errors: those of the store.
    Result<Done> remember(const Entity& subscriber, const FeedPage& page);

private:
    Store& store_;
    Clock& clock_;
    IdSource& ids_;
    Random& random_;
    const domain::Hasher& hasher_;
};

}  // namespace gx::app
