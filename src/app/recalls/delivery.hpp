// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.hpp"
#include "app/ports/world.hpp"

namespace gx::app {

enum class DeliveryChannel : std::uint8_t { Feed, Export, Report };
std::string_view to_string(DeliveryChannel channel);

/// Who got records, and by which way.
struct DeliveryNote {
    DeliveryChannel channel = DeliveryChannel::Feed;
    std::string recipient;            ///< feed: subscriber id; else account
    std::string recipient_name = {};  ///< of an office; never a person's name
    std::string batch;                ///< names this one hand-over: the same one is remembered once
    std::vector<std::string> records; ///< ids in any order
    base::Date on;
};

/// Remembers that somebody got records, so that they can be asked to take them back. In slices of 500 ids; nothing without records.
/// Errors: those of the store.
/// Source: S-5.6c, S-5.6e; ANCHORS 8
Result<Done> note_delivery(Work& work, const std::string& tenant, DeliveryNote note);

/// Somebody who got a record.
struct RecordRecipient {
    std::string channel;
    std::string recipient;
    std::string name = {};
    auto operator<=>(const RecordRecipient&) const = default;
};
/// Each once, in order. Errors: those of the store.
Result<std::vector<RecordRecipient>> recipients_of(Reader& reader, const std::string& tenant, const std::string& record_id);

}  // namespace gx::app
