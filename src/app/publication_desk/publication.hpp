// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/ports/store.hpp"
#include "app/publication/public_loader.hpp"
#include "base/date.hpp"
#include "base/json.hpp"

namespace gx::app {

/// What the public sees, or has seen, of one record. Its journal positions are the feed.
///
/// Shape:  docs/ENTITIES.md "publication"; its id is that of the record.
struct Publication {
    enum class State { Waiting, Published, Withdrawn };
    std::string record_id;
    std::string body_id;
    State state = State::Waiting;
    std::string action;  ///< "published", "changed", "withdrawn"; empty while waiting
    std::string reason;  ///< of a withdrawal
    base::Date on_day;
    std::string shown;   ///< checksum of what is seen; empty unless published
    std::optional<base::Date> next_change_on;

    /// Errors: those of base::JsonReader; InvalidInput "publication.state"
    static Result<Publication> from_json(const base::Json& content);
    base::Json to_json() const;
    bool operator==(const Publication&) const = default;
};

/// How the publication of a record has to stand on the day; nothing when `now` is right already, or when there is nothing to keep.
/// `record` is null when there is none any more. Total.
std::optional<Publication> due_publication(const std::optional<Publication>& now, const std::string& record_id, const Entity* record,
                                           const PublicLaw& law, base::Date day);

}  // namespace gx::app
