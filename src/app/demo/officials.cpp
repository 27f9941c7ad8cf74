// SPDX-License-Identifier: Apache-2.0
#include "app/demo/county.hpp"
#include "app/sealing/lookup.hpp"
#include "domain/subject/citizen_id.hpp"

namespace gx::app::demo {
namespace {

using base::Json;
using base::Result;

/// A made-up but well-formed ID number of the fictional division: birth day and sequence drawn, check character found.
std::string made_up_id(Draft& draft) {
    const auto birth = base::Date::make(1966, 1, 1).value().plus_days(static_cast<int>(draft.dice.between(0, 11'000)));
    const std::string digits = fmt::format("990101{:04}{:02}{:02}{:03}", birth.year(), birth.month(), birth.day_of_month(),
                                     draft.dice.between(1, 999));
    for (const char check : std::string_view("0123456789X")) {
        const auto id = domain::CitizenId::parse(digits + check, draft.today);
        if (id) { return id->str(); }
    }
    GX_ASSERT(false);
    return {};
}

/// Adds an official with a name and a made-up number, both sealed, and gives its id.
Result<std::string> add_official(Draft& draft, Sealer& sealer, Json content, const std::string& name, SealedValues& out) {
    const std::pair<const char*, std::string> values[] = {{"name", name}, {"id_number", made_up_id(draft)}};
    std::vector<std::string> sealed_ids;
    for (const auto& [member, value] : values) {
        sealed_ids.push_back(draft.ids.next_id());
        GX_TRY(auto sealing, sealer.seal(draft.tenant, sealed_ids.back(), base::as_bytes(value)));
        content.set(member, sealing.reference());
        out.values.push_back(std::move(sealing.row));
    }
    std::string id = draft.add("official", std::move(content));
    for (std::size_t i = 0; i < std::size(values); ++i) {
        const LookupField* field = lookup_field("official", values[i].first);
        GX_TRY(auto lookup, lookup_of(sealer, *field, draft.out.back(), sealed_ids[i], values[i].second));
        if (lookup) { out.lookups.push_back(std::move(*lookup)); }
    }
    return id;
}

}  // namespace

Result<SealedValues> draft_officials(Draft& draft, const std::vector<DemoBody>& bodies, Sealer& sealer) {
    SealedValues values;
    int number = 0;
    const std::string pattern = draft.words.text_or_empty("person");
    const auto official = [&](const DemoBody& body, const char* until) -> Result<std::string> {
        ++number;
        std::string name = pattern;
        name.replace(name.find("{n}"), 3, fmt::format("{:03}", number));
        Json content;
        content.set("staff_no", fmt::format("{}-R{:04}", draft.tenant, number)).set("body_id", body.id);
        content.set("valid_from", "2019-03-01");
        content.set("staff_type", body.body_class == "INST" ? "institution_staff" : "civil_servant");
        if (until != nullptr) { content.set("valid_to", until); }
        return add_official(draft, sealer, std::move(content), name, values);
    };
    const auto tenure = [&](const DemoBody& body, const std::string& post, const char* suffix, const std::string& who, const char* from,
                            const char* to) {
        Json content;
        content.set("code", body.code + suffix + std::string("/") + from).set("post_id", post).set("official_id", who);
        content.set("from_on", from);
        if (to != nullptr) { content.set("to_on", to); }
        draft.add("tenure", std::move(content));
    };
    for (const DemoBody& body : bodies) {
        GX_TRY(const std::string head, official(body, nullptr));
        GX_TRY(const std::string clerk, official(body, nullptr));
        tenure(body, body.clerk_post, "-P2", clerk, "2019-03-01", nullptr);
        if (!draft.dice.chance(30)) {
            tenure(body, body.head_post, "-P1", head, "2019-03-01", nullptr);
            continue;
        }
        // A head who left in the middle of 2025: the duties stay with the post and are handed over.
        GX_TRY(const std::string successor, official(body, nullptr));
        tenure(body, body.head_post, "-P1", head, "2019-03-01", "2025-06-30");
        tenure(body, body.head_post, "-P1", successor, "2025-07-01", nullptr);
        Json handover;
        handover.set("code", body.code + "-J2025").set("body_id", body.id).set("post_id", body.head_post);
        handover.set("from_official_id", head).set("to_official_id", successor).set("on_day", "2025-07-01");
        handover.set("signed_on", "2025-07-10").set("obligation_ids", open_duties(draft, body, "2025-07-01"));
        draft.add("handover", std::move(handover));
    }
    return values;
}

Result<SealedValues> draft_staff(Draft& draft, const DemoBody& body, std::size_t count, std::size_t first, Sealer& sealer) {
    SealedValues values;
    for (std::size_t i = 0; i < count; ++i) {
        const auto number = static_cast<std::int64_t>(first + i);
        Json content;
        content.set("staff_no", fmt::format("{}-R{:05}", draft.tenant, number)).set("body_id", body.id);
        const std::string name = numbered_text(draft.words.text_or_empty("person"), number, 5);
        content.set("valid_from", "2019-03-01");
        content.set("staff_type", body.body_class == "INST" ? "institution_staff" : "civil_servant");
        GX_TRY(const std::string id, add_official(draft, sealer, std::move(content), name, values));
        if (i > 1) { continue; }
        Json tenure;
        tenure.set("code", body.code + (i == 0 ? "-P1" : "-P2") + "/2019-03-01").set("official_id", id);
        tenure.set("post_id", i == 0 ? body.head_post : body.clerk_post).set("from_on", "2019-03-01");
        draft.add("tenure", std::move(tenure));
    }
    return values;
}

}  // namespace gx::app::demo
