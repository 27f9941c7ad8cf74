// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/actor.hpp"
#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

/// Why a record is taken back.
enum class RecallReason : std::uint8_t { Repaired, Revoked, Corrected, Expired };
std::string_view to_string(RecallReason reason);

/// One earlier recipient of a record, asked to take it back.
///
/// Shape:  docs/ENTITIES.md "recall". States: asked → sent (or unreachable) → acknowledged.
struct RecallNote {
    std::string code;
    std::string record_id;
    std::string body_id;
    std::string recipient;
    std::string recipient_name;
    std::string channel;
    std::string reason;
    base::Date asked_on;
    std::string state;
    std::optional<base::Date> sent_on;
    std::optional<base::Date> acknowledged_on;
    std::string acknowledged_by;
    std::string note;

    /// Errors: those of base::JsonReader
    static Result<RecallNote> from_json(const base::Json& content);
    base::Json to_json() const;
};

/// Asks each earlier recipient of the record to take it back: one row for each recipient and channel, in the caller's work. Gives how
/// many rows are new; for the same version of the record nobody is asked twice. Feed readers are told by the feed itself, accounts by a
/// notice of the next round (SendRecalls).
///
/// Errors: NotFound "record.unknown"; those of the store.
/// Source: S-5.6c, S-5.6e, DL-REP-06; DESIGN 6; ANCHORS 8
Result<int> recall(Work& work, const std::string& tenant, const std::string& record_id, RecallReason reason, base::Date today);

/// Marks as sent what the feed has just told this subscriber. Errors: those of the store.
Result<Done> mark_told(Work& work, const std::string& tenant, const std::string& subscriber, std::span<const std::string> record_ids,
                       base::Date today);

/// Acknowledgements of recalls.
class AcknowledgeRecalls {
public:
    AcknowledgeRecalls(Store& store, Clock& clock) : store_(store), clock_(clock) {}

    /// A feed reader has taken these records back. Gives how many of its recalls that closes; ids that were not recalled, or not told
    /// yet, are passed over. Shape: 1..200 ids.
    /// Errors: InvalidInput "recall.records_missing"; those of the store.
    Result<std::int64_t> by_subscriber(const std::string& tenant, const std::string& subscriber, std::span<const std::string> record_ids);
    /// A person writes down how the recipient answered. Gives the row.
    /// Errors: NotPermitted "access.denied"; NotFound "recall.unknown"; StateForbids "recall.acknowledged"; InvalidInput
    ///         "recall.note_missing", "recall.note_personal"; those of the store.
    Result<Entity> by_staff(const std::string& id, const std::string& note, const Actor& actor);

private:
    Store& store_;
    Clock& clock_;
};

}  // namespace gx::app
