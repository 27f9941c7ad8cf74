// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/obligation/outcome.hpp"

namespace gx::domain {

/// The open duties of a post, handed over when its holder changes. The duties stay with the post; the list proves that the
/// successor knew of them.
///
/// Shape:  obligation_ids 0..10,000, unique.
/// Source: S-6.4d
struct Handover {
    std::string code;
    std::string body_id;
    std::string post_id;
    std::string from_official_id;
    std::string to_official_id;
    base::Date on_day;
    std::optional<base::Date> signed_on;
    std::vector<std::string> obligation_ids;
    std::string note;
    std::vector<std::string> basis;

    /// Errors: as JsonReader; InvalidInput "handover.same_official", "handover.signed_before_day",
    ///         "handover.obligation_twice".
    static base::Result<Handover> from_json(const base::Json& content, const std::string& pointer = {});
    base::Json to_json() const;
};

/// A duty of the post with its outcome on the day of the hand-over.
struct DutyOfPost {
    std::string obligation_id;
    std::string post_id;
    Outcome outcome = Outcome::Pending;
};

/// True for what a successor still has to answer for: overdue, pending, put off or broken.
bool is_open(Outcome outcome);

/// The ids of the open duties of a post, ascending: what must be on its hand-over list.
std::vector<std::string> duties_to_hand_over(const std::string& post_id, std::span<const DutyOfPost> duties);

/// Open duties that the list leaves out, ascending. Total.
std::vector<std::string> missing_from(const Handover& handover, std::span<const DutyOfPost> duties);

}  // namespace gx::domain
