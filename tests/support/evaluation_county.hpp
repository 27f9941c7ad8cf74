// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "app/ports/entity_types.hpp"
#include "app/ports/store.hpp"
#include "domain/obligation/obligation_kind.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/toy_hasher.hpp"

namespace gx::app::test {

using base::Json;

inline Json json(const std::string& text) { return base::parse_json(text).value(); }

inline domain::ObligationKinds kinds() {
    std::vector<domain::ObligationKind> list;
    for (const auto& [id, group, settled] : {std::array<const char*, 3>{"contract", "contract", "acts"},
                                             std::array<const char*, 3>{"payment", "payment", "payments"},
                                             std::array<const char*, 3>{"investment_promise", "promise", "acts"},
                                             std::array<const char*, 3>{"service_pledge", "pledge", "acts"},
                                             std::array<const char*, 3>{"plan_task", "task", "acts"}}) {
        auto kind = domain::ObligationKind::from_json(
            json(fmt::format(R"({{"id": "{}", "title": {{"zh": "义务", "en": "Duty"}}, "source": ["S-1.2"], "group": "{}",
                                 "needs_evidence": false, "settled_by": "{}", "domains": ["other", "procurement", "investment"],
                                 "in_force": {{"from": "2021-01-25"}}}})", id, group, settled)));
        EXPECT_TRUE(kind.ok()) << (kind.ok() ? "" : kind.error().reason + kind.error().where);
        list.push_back(std::move(kind).value());
    }
    return domain::ObligationKinds::make(std::move(list)).value();
}

/// A county in a store in memory; ids begin with `id_prefix` so that nothing may depend on them.
class County {
public:
    explicit County(std::string id_prefix = "x") : store_(hasher), prefix_(std::move(id_prefix)) {}

    /// Adds an entity; it is written when the store is asked for. Returns its id.
    std::string put(const std::string& type, Json content) {
        const std::string key = natural_key(*find_entity_type(type), content).value();
        const std::string id = fmt::format("{}{:05}", prefix_, 99'999 - keys_.size());
        keys_.emplace(id, key);
        waiting_.push_back({.type = type, .tenant = "990101", .id = id, .key = key, .version = 1,
                            .content = std::move(content)});
        return id;
    }

    /// The store with everything put so far.
    support::MemoryStore& store() {
        if (waiting_.empty()) { return store_; }
        const WriteContext context{.actor = actor(), .at = clock.now(), .origin = {}};
        const auto done = store_.write(context, [&](Work& work) { return work.put_many(waiting_, "add"); });
        EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().reason + " " + done.error().detail);
        waiting_.clear();
        return store_;
    }

    std::string body(const std::string& code, const std::string& kind, Json more = Json::object()) {
        Json content = std::move(more);
        content.set("code", code).set("scheme", "none").set("name", "单位" + code).set("class", kind);
        content.set("division_code", "990101").set("valid_from", "2010-01-01");
        return put("body", std::move(content));
    }

    std::string duty(const std::string& code, const std::string& body_id, const std::string& kind, const std::string& due,
                     const std::string& done = {}, Json more = Json::object()) {
        Json content = std::move(more);
        content.set("code", code).set("body_id", body_id).set("kind", kind).set("title", "t").set("source_id", "s");
        content.set("made_on", "2025-01-02").set("due_on", due);
        if (!done.empty()) { content.set("done_on", done); }
        if (content.at("domain").is_null()) { content.set("domain", "other"); }
        return put("obligation", std::move(content));
    }

    void milestone(const std::string& contract, const std::string& contract_id, const std::string& body_id, int no,
                   const std::string& type, bool on_time, std::int64_t yuan) {
        Json content = Json::object();
        content.set("code", contract + "#" + std::to_string(no)).set("obligation_id", contract_id).set("body_id", body_id);
        content.set("no", no).set("type", type).set("title", "m").set("due_on", "2025-06-10");
        content.set("done_on", on_time ? "2025-06-10" : "2025-06-11").set("amount_fen", yuan * 100);
        put("milestone", std::move(content));
    }

    void statement(const std::string& body_code, const std::string& body_id, const std::string& leaf, const std::string& form,
                   Json more = Json::object()) {
        Json content = std::move(more);
        content.set("code", body_code + "/" + leaf + "/2025").set("body_id", body_id).set("leaf", leaf);
        content.set("period", "2025").set("form", form).set("filed_on", "2026-01-10");
        put("statement", std::move(content));
    }

    void record(const std::string& body_id, const std::string& cat, const std::string& severity, int number) {
        Json content = Json::object();
        content.set("code", cat + "/" + std::to_string(number) + "/" + keys_.at(body_id)).set("cat", cat).set("body_id", body_id);
        content.set("polarity", "negative").set("severity", severity).set("doc_type", "认定书");
        content.set("doc_no", std::to_string(number)).set("doc_date", "2025-05-20").set("organ", "市政府").set("facts", "f");
        content.set("decided_on", "2025-05-20").set("effective_on", "2025-05-21");
        put("record", std::move(content));
    }

    static Actor actor() { return {.account = "a1", .tenant = "990101", .actions = {"*"}}; }

    support::ToyHasher hasher;
    support::FixedClock clock;
    support::SequenceIds ids;

private:
    support::MemoryStore store_;
    std::string prefix_;
    std::vector<Entity> waiting_;
    std::map<std::string, std::string> keys_;  ///< natural key by id
};

/// The body of the worked vector (DOMAIN 5.3): registers and statements whose ratios give 73.21.
inline std::string add_worked_vector(County& county, const std::string& code = "JS-CZJ") {
    const std::string id = county.body(code, "DEPT", json(R"({"has_penalty_power": true, "has_institutions": true})"));
    const std::string buying = county.duty(code + "-CG", id, "contract", "2026-06-30", "",
                                           json(R"({"domain": "procurement", "amount_fen": 10000000})"));
    const std::string other = county.duty(code + "-QT", id, "contract", "2026-06-30", "", json(R"({"amount_fen": 10000000})"));
    for (int no = 1; no <= 100; ++no) {
        // D2: 93 of 100. D1: by number 184 of 200, by amount 180,000 of 200,000: 0.91.
        county.milestone(code + "-CG", buying, id, no, no % 2 == 0 ? "payment" : "acceptance", no <= 93, 1'000);
        const std::int64_t yuan = no <= 90 ? 950 : (no == 91 ? 1'500 : (no < 100 ? 1'400 : 1'800));
        county.milestone(code + "-QT", other, id, no, "delivery", no <= 91, yuan);
    }
    int number = 0;
    for (const auto& [due, fen] : {std::pair{"2025-06-30", 10'000'000}, {"2025-11-30", 6'000'000}, {"2025-10-15", 8'000'000}}) {
        county.duty(fmt::format("{}-FK-{}", code, ++number), id, "payment", due, "",
                    Json::object().set("amount_fen", fen).set("counterparty", json(R"({"name": "甲", "type": "private"})")));
    }
    for (int i = 1; i <= 20; ++i) {
        county.duty(fmt::format("{}-CN-{:02}", code, i), id, "service_pledge", "2025-03-15", i < 20 ? "2025-03-15" : "2025-03-16");
    }
    for (int i = 1; i <= 10; ++i) {
        county.duty(fmt::format("{}-RW-{:02}", code, i), id, "plan_task", "2025-09-25", i < 10 ? "2025-09-24" : "2025-11-02");
    }
    county.record(id, "R-WY-04", "minor", 1);
    county.record(id, "R-WY-01", "general", 2);
    const std::map<std::string, std::vector<std::pair<int, int>>> parts{
        {"A1", {{96, 100}}}, {"A2", {{90, 100}}}, {"A3", {{6, 100}}}, {"A4", {{985, 1000}}}, {"A5", {{80, 100}}},
        {"B1", {{94, 100}}}, {"B2", {{100, 100}}}, {"B3", {{972, 1000}}},
        {"B4", {{90, 100}, {80, 100}, {70, 100}, {85, 100}, {75, 100}}}, {"C1", {{80, 100}}}, {"C2", {{20, 20}}},
        {"E1", {{20, 20}}}, {"E2", {{20, 20}, {18, 20}}}, {"E3", {{92, 100}}}, {"E4", {{88, 100}}}, {"E5", {{84, 100}}},
        {"F1", {{85, 100}}}, {"F2", {{98, 100}}}, {"F3", {{10, 10}}}, {"G2", {{5, 5}}}, {"G3", {{97, 100}}}};
    for (const auto& [leaf, ratios] : parts) {
        Json list = Json::array();
        for (const auto& [n, d] : ratios) { list.push(Json::object().set("numerator", n).set("denominator", d)); }
        county.statement(code, id, leaf, "parts", Json::object().set("parts", std::move(list)));
    }
    county.statement(code, id, "D6", "counts", json(R"({"counts": {"complaint": 1, "penalty": 0}})"));
    county.statement(code, id, "F5", "flag", json(R"({"flag": true})"));
    for (const char* leaf : {"C3", "D5", "D7"}) { county.statement(code, id, leaf, "not_applicable", json(R"({"reason": "无"})")); }
    return id;
}

}  // namespace gx::app::test
