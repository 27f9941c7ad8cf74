// SPDX-License-Identifier: Apache-2.0
#include "domain/obligation/handover.hpp"

#include <algorithm>
#include <utility>

#include "base/json_reader.hpp"
#include "domain/obligation/content.hpp"

namespace gx::domain {

using base::Json;
using base::JsonReader;
using base::Result;

Result<Handover> Handover::from_json(const Json& content, const std::string& pointer) {
    const JsonReader reader{content, pointer};
    GX_CHECK(reader.only({"code", "body_id", "post_id", "from_official_id", "to_official_id", "on_day", "signed_on",
                          "obligation_ids", "note", "basis"}));
    Handover made;
    GX_TRY(made.code, reader.text("code", 200));
    GX_TRY(made.body_id, reader.text("body_id", 60));
    GX_TRY(made.post_id, reader.text("post_id", 60));
    GX_TRY(made.from_official_id, reader.text_or_empty("from_official_id", 60));
    GX_TRY(made.to_official_id, reader.text_or_empty("to_official_id", 60));
    GX_TRY(made.on_day, reader.date("on_day"));
    GX_TRY(made.signed_on, reader.optional_date("signed_on"));
    GX_TRY(made.obligation_ids, reader.texts("obligation_ids", 10'000));
    GX_TRY(made.note, reader.text_or_empty("note"));
    GX_TRY(made.basis, reader.texts("basis", 50));
    if (!made.to_official_id.empty() && made.to_official_id == made.from_official_id) {
        return reader.refuse("to_official_id", "handover.same_official");
    }
    if (made.signed_on && *made.signed_on < made.on_day) {
        return reader.refuse("signed_on", "handover.signed_before_day");
    }
    auto sorted = made.obligation_ids;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
        return reader.refuse("obligation_ids", "handover.obligation_twice");
    }
    return made;
}

Json Handover::to_json() const {
    Json out = Json::object();
    set_text(out, "code", code);
    set_text(out, "body_id", body_id);
    set_text(out, "post_id", post_id);
    set_text(out, "from_official_id", from_official_id);
    set_text(out, "to_official_id", to_official_id);
    out.set("on_day", on_day.iso());
    set_day(out, "signed_on", signed_on);
    Json ids = Json::array();
    for (const auto& id : obligation_ids) { ids.push(id); }
    out.set("obligation_ids", std::move(ids));
    set_text(out, "note", note);
    set_basis(out, basis);
    return out;
}

bool is_open(Outcome outcome) {
    return outcome == Outcome::Overdue || outcome == Outcome::Pending || outcome == Outcome::Changed ||
           outcome == Outcome::Broken;
}

std::vector<std::string> duties_to_hand_over(const std::string& post_id, std::span<const DutyOfPost> duties) {
    std::vector<std::string> out;
    for (const auto& duty : duties) {
        if (duty.post_id == post_id && is_open(duty.outcome)) { out.push_back(duty.obligation_id); }
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> missing_from(const Handover& handover, std::span<const DutyOfPost> duties) {
    auto listed = handover.obligation_ids;
    std::sort(listed.begin(), listed.end());
    const auto open = duties_to_hand_over(handover.post_id, duties);
    std::vector<std::string> out;
    std::set_difference(open.begin(), open.end(), listed.begin(), listed.end(), std::back_inserter(out));
    return out;
}

}  // namespace gx::domain
