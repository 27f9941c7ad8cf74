// SPDX-License-Identifier: Apache-2.0
#include "app/demo/county.hpp"

namespace gx::app::demo {
namespace {

using base::Json;

constexpr std::int64_t kFenPerWan = 1'000'000;

void add_fiscal(Draft& draft, const DemoBody& body, int year, const char* item, std::int64_t wan) {
    Json content;
    content.set("code", fmt::format("{}/{}/{}", body.code, year, item)).set("body_id", body.id).set("year", year);
    draft.add("fiscal", content.set("item", item).set("value_fen", wan * kFenPerWan));
}

}  // namespace

void draft_finances(Draft& draft, const std::vector<DemoBody>& bodies) {
    for (const DemoBody& body : bodies) {
        if (!body.debt) { continue; }
        const std::int64_t scale = body.code.ends_with("D01") ? 10 : 1;
        const std::int64_t general = draft.dice.between(9'000, 16'000) * scale;
        const std::int64_t special = draft.dice.between(6'000, 12'000) * scale;
        for (const int year : {2025, 2026}) {
            add_fiscal(draft, body, year, "capacity", draft.dice.between(14'000, 30'000) * scale);
            add_fiscal(draft, body, year, "general_limit", general + draft.dice.between(500, 2'500) * scale);
            add_fiscal(draft, body, year, "special_limit", special + draft.dice.between(300, 1'500) * scale);
            add_fiscal(draft, body, year, "general_balance", general);
            add_fiscal(draft, body, year, "special_balance", special);
            add_fiscal(draft, body, year, "general_expenditure", draft.dice.between(30'000, 60'000) * scale);
            add_fiscal(draft, body, year, "general_interest", draft.dice.between(300, 1'400) * scale);
        }
        for (int i = 1; i <= 4; ++i) {
            const int year = 2018 + static_cast<int>(draft.dice.between(0, 5));
            Json debt;
            debt.set("code", fmt::format("{}-Z{:02}", body.code, i)).set("body_id", body.id);
            debt.set("kind", i % 2 == 0 ? "special" : "general").set("principal_fen", draft.dice.between(1'000, 8'000) * kFenPerWan);
            debt.set("rate_bp", draft.dice.between(210, 360)).set("start_on", fmt::format("{}-06-15", year));
            draft.add("debt", debt.set("maturity_on", fmt::format("{}-06-15", year + 10)));
        }
    }
    std::size_t at = 0;
    for (const DemoBody& body : bodies) {
        ++at;
        if (body.diligence < 71) {
            Json cap;
            cap.set("code", body.code + "-V5").set("body_id", body.id).set("cap", "V5").set("doc_no", body.code + "-W01");
            cap.set("organ", draft.words.text_or_empty("organ")).set("from_on", "2025-09-01");
            draft.add("cap_fact", std::move(cap));
        }
        if (body.diligence > 93 && at % 2 == 0) {
            Json bonus;
            bonus.set("code", body.code + "-J1").set("body_id", body.id);
            bonus.set("bonus", body.body_class == "TOWN" ? "honour_township" : "pilot_spread");
            draft.add("bonus_fact", bonus.set("doc_no", body.code + "-J1").set("on_day", "2025-11-20"));
        }
    }
}

}  // namespace gx::app::demo
