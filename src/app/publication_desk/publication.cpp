// SPDX-License-Identifier: Apache-2.0
#include "app/publication_desk/publication.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/checksum.hpp"
#include "base/json_reader.hpp"
#include "domain/obligation/content.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using base::JsonReader;

constexpr std::array<std::string_view, 3> kStates = {"waiting", "published", "withdrawn"};
constexpr std::string_view kRemoved = "removed";

/// What the gate says of a record today.
struct Answer {
    bool seen = false;
    bool waits = false;
    std::string reason = {};
    std::string body_id = {};
    std::string shown = {};
    std::optional<Date> next_change_on = {};
};

Answer answer_of(const Entity* record, const PublicLaw& law, Date day) {
    Answer answer;
    if (record == nullptr) {
        answer.reason = kRemoved;
        return answer;
    }
    answer.body_id = record->content.text_or_empty("body_id");
    const auto read = domain::Record::from_json(record->content);
    if (!read.ok() || answer.body_id.empty()) {
        answer.reason = to_string(domain::Withheld::Unknown);
        return answer;
    }
    const auto seen = domain::visible(*read, domain::type_of(*read, law.record_types), day, law.periods);
    answer.seen = seen.visible();
    answer.waits = seen.why == domain::Withheld::Waiting;
    answer.reason = to_string(seen.why);
    if (answer.seen || answer.waits) { answer.next_change_on = seen.next_change_on; }
    if (answer.seen) {
        const std::string text = base::canonical(law.gate.publish("record", record->content));
        answer.shown = fmt::format("{:016x}", base::checksum64(base::as_bytes(text)));
    }
    return answer;
}

}  // namespace

Result<Publication> Publication::from_json(const Json& content) {
    const JsonReader reader(content);
    GX_CHECK(reader.only({"record_id", "body_id", "state", "action", "reason", "on_day", "shown", "next_change_on"}));
    Publication made;
    GX_TRY(made.record_id, reader.text("record_id", 60));
    GX_TRY(made.body_id, reader.text_or_empty("body_id", 60));
    GX_TRY(const auto state, reader.text("state", 20));
    const auto found = std::ranges::find(kStates, state);
    if (found == kStates.end()) { return reader.refuse("state", "publication.state", state); }
    made.state = static_cast<State>(found - kStates.begin());
    GX_TRY(made.action, reader.text_or_empty("action", 20));
    GX_TRY(made.reason, reader.text_or_empty("reason", 40));
    GX_TRY(made.on_day, reader.date("on_day"));
    GX_TRY(made.shown, reader.text_or_empty("shown", 16));
    GX_TRY(made.next_change_on, reader.optional_date("next_change_on"));
    return made;
}

Json Publication::to_json() const {
    Json out = Json::object();
    out.set("record_id", record_id).set("state", kStates[static_cast<std::size_t>(state)]).set("on_day", on_day.iso());
    domain::set_text(out, "body_id", body_id);
    domain::set_text(out, "action", action);
    domain::set_text(out, "reason", reason);
    domain::set_text(out, "shown", shown);
    domain::set_day(out, "next_change_on", next_change_on);
    return out;
}

std::optional<Publication> due_publication(const std::optional<Publication>& now, const std::string& record_id, const Entity* record,
                                           const PublicLaw& law, Date day) {
    using enum Publication::State;
    const Answer answer = answer_of(record, law, day);
    if (!now && !answer.seen && !answer.waits) { return std::nullopt; }  // never seen, and nothing to wait for
    Publication next = now.value_or(Publication{});
    next.record_id = record_id;
    if (!answer.body_id.empty()) { next.body_id = answer.body_id; }
    next.next_change_on = answer.next_change_on;
    next.shown = answer.shown;
    if (answer.seen) {
        if (next.state != Published) { next.action = "published"; }
        else if (next.shown != now->shown) { next.action = "changed"; }
        next.state = Published;
        next.reason.clear();
    } else if (next.state != Waiting) {
        // Another reason is told again: who took it back for the day's sake must know that it never held.
        next.state = Withdrawn;
        next.action = "withdrawn";
        next.reason = answer.reason;
    }
    next.on_day = now ? now->on_day : day;
    if (now && next == *now) { return std::nullopt; }
    next.on_day = day;
    return next;
}

}  // namespace gx::app
