// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/support/evaluation_county.hpp"

namespace gx::app::test {

/// The random life of a county: what is judged is added, changed, completed, cancelled, made void, moved and removed.
///
/// Shape: the same seed makes the same life on every store.
class ChangingCounty {
public:
    ChangingCounty(std::uint32_t seed, int bodies) : dice_(seed) {
        Json division = Json::object();
        division.set("code", "990101").set("name", "示范市").set("level", "county").set("valid_from", "2010-01-01");
        make("division", std::move(division));
        for (int i = 0; i < bodies; ++i) {
            Json content = Json::object();
            content.set("code", fmt::format("B{:03}", i)).set("scheme", "none").set("name", "单位" + std::to_string(i));
            content.set("class", i % 3 == 0 ? "TOWN" : "DEPT").set("division_code", "990101").set("valid_from", "2010-01-01");
            content.set("has_penalty_power", i % 2 == 0);
            bodies_.push_back(make("body", std::move(content)));
        }
        for (const auto& [procedure, states] : {std::pair{"complaint", R"([{"id": "verifying", "task": {"at": "handler"}}, {"id": "callback", "task": {"at": "handler"}}])"},
                                                std::pair{"rectification", R"([{"id": "issued", "task": {"at": "concerned"}}, {"id": "plan_ok", "task": {"at": "concerned"}},
                                                                               {"id": "submitted", "task": {"at": "handler"}}])"}}) {
            Json content = Json::object();
            content.set("code", std::string{procedure} + "@v1").set("procedure", Json::object().set("id", procedure).set("states", json(states)));
            make("procedure_version", std::move(content));
        }
        for (int i = 0; i < bodies * 10; ++i) { add_something(); }
    }

    /// What has not been written yet, in order; `remove` where the content is null.
    std::vector<Entity> take() { return std::exchange(waiting_, {}); }

    /// One change of one entity.
    void change() {
        const auto pick = dice_() % 100;
        if (pick < 9) {
            add_something();
        } else if (pick < 93) {
            change_something();
        } else if (pick < 98) {
            remove_something();
        } else {
            change_unrelated();
        }
    }
    void rename_a_body() {
        Entity& body = entities_.at(any(bodies_));
        body.content.set("has_penalty_power", dice_() % 2 == 0);
        next_version(body);
    }

    /// Writes what waits as one use case.
    void write(Store& store) {
        const std::vector<Entity> waiting = take();
        const WriteContext context{.actor = County::actor(), .at = base::Instant::from_millis(1'700'000'000'000), .origin = {}};
        const auto done = store.write(context, [&](Work& work) -> Result<Done> {
            for (const Entity& entity : waiting) {
                if (!entity.content.is_null()) {
                    GX_CHECK(work.put(entity, entity.version == 1 ? "add" : "change"));
                    continue;
                }
                GX_TRY(const auto current, work.find(entity.type, entity.tenant, entity.id));
                EXPECT_TRUE(current.has_value());
                GX_CHECK(work.remove(*current, "undo"));
            }
            return Done{};
        });
        ASSERT_TRUE(done.ok()) << done.error().reason << " " << done.error().detail << " " << done.error().where;
    }

private:
    std::int64_t below(std::uint32_t limit) { return static_cast<std::int64_t>(dice_() % limit); }
    std::string any(const std::vector<std::string>& ids) { return ids[dice_() % ids.size()]; }
    std::string day(int from_month, int to_month) {
        const auto month = from_month + below(static_cast<std::uint32_t>(to_month - from_month + 1));
        return fmt::format("2025-{:02}-{:02}", month, 1 + below(28));
    }
    std::string code(const char* prefix) { return fmt::format("{}-{:06}", prefix, ++codes_); }

    std::string make(const std::string& type, Json content) {
        Entity entity{.type = type, .tenant = "990101", .id = fmt::format("e{:07}", 9'999'999 - ++ids_), .key = {}, .version = 1,
                      .content = std::move(content)};
        entity.key = natural_key(*find_entity_type(type), entity.content).value();
        waiting_.push_back(entity);
        const std::string id = entity.id;
        entities_.emplace(id, std::move(entity));
        return id;
    }
    void next_version(Entity& entity) {
        ++entity.version;
        waiting_.push_back(entity);
    }

    void add_something() {
        const auto pick = dice_() % 100;
        if (pick < 35 || duties_.empty()) { return add_duty(); }
        if (pick < 45) { return add_case(); }
        if (pick < 60) { return add_milestone(); }
        if (pick < 70) { return add_payment(); }
        if (pick < 75) { return add_change(); }
        if (pick < 80) { return add_finding(); }
        if (pick < 88) { return add_record(); }
        if (pick < 95) { return add_statement(); }
        return add_small_fact();
    }
    void add_duty() {
        static const std::array<const char*, 5> kKinds{"contract", "payment", "investment_promise", "service_pledge", "plan_task"};
        static const std::array<const char*, 3> kDomains{"other", "procurement", "investment"};
        Json content = Json::object();
        content.set("code", code("D")).set("body_id", any(bodies_)).set("kind", kKinds[dice_() % 5]).set("title", "义务");
        content.set("source_id", "s").set("made_on", "2025-01-02").set("due_on", day(2, 12)).set("domain", kDomains[dice_() % 3]);
        content.set("amount_fen", 1 + below(1'000'000));
        duties_.push_back(make("obligation", std::move(content)));
    }
    void add_milestone() {
        const Entity& duty = entities_.at(any(duties_));
        Json content = Json::object();
        const int no = ++milestones_[duty.id];
        static const std::array<const char*, 3> kTypes{"delivery", "acceptance", "payment"};
        content.set("code", duty.key + "#" + std::to_string(no)).set("obligation_id", duty.id);
        content.set("body_id", duty.content.text_or_empty("body_id")).set("no", no).set("type", kTypes[dice_() % 3]);
        content.set("title", "m").set("due_on", day(2, 12)).set("amount_fen", 1 + below(100'000));
        if (dice_() % 2 == 0) { content.set("done_on", day(2, 12)); }
        others_.push_back(make("milestone", std::move(content)));
    }
    void add_payment() {
        const Entity& duty = entities_.at(any(duties_));
        Json content = Json::object();
        content.set("code", code("P")).set("obligation_id", duty.id).set("body_id", duty.content.text_or_empty("body_id"));
        content.set("paid_on", day(2, 12)).set("amount_fen", 1 + below(1'000'000));
        others_.push_back(make("payment", std::move(content)));
    }
    void add_change() {
        const Entity& duty = entities_.at(any(duties_));
        Json content = Json::object();
        content.set("code", code("C")).set("obligation_id", duty.id).set("body_id", duty.content.text_or_empty("body_id"));
        content.set("reason_type", "public_interest").set("reason", "规划调整").set("approval_doc_no", "1号").set("decided_on", "2025-03-02");
        content.set("collective_decision_on", "2025-03-01").set("compensation", json(R"({"amount_fen": 0, "reason": "无损失"})"));
        if (dice_() % 3 == 0) {
            content.set("cancels", true);
        } else {
            content.set("new_due_on", day(6, 12));
        }
        others_.push_back(make("change", std::move(content)));
    }
    void add_finding() {
        const Entity& duty = entities_.at(any(duties_));
        Json content = Json::object();
        content.set("code", code("F")).set("kind", dice_() % 4 == 0 ? "rectified" : "breach").set("obligation_id", duty.id);
        content.set("body_id", duty.content.text_or_empty("body_id")).set("organ", "市政府").set("doc_no", "2号");
        content.set("decided_on", day(3, 12)).set("facts", "f");
        others_.push_back(make("finding", std::move(content)));
    }
    void add_record() {
        static const std::array<const char*, 3> kCats{"R-WY-01", "R-WY-04", "R-CX-01"};
        static const std::array<const char*, 3> kSeverities{"minor", "general", "serious"};
        Json content = Json::object();
        const std::string body = any(bodies_);
        const char* cat = kCats[dice_() % 3];
        const std::string number = std::to_string(++codes_);
        content.set("code", std::string{cat} + "/" + number + "/" + entities_.at(body).key).set("cat", cat).set("body_id", body);
        content.set("polarity", "negative").set("severity", kSeverities[dice_() % 3]).set("doc_type", "认定书").set("doc_no", number);
        content.set("doc_date", "2025-05-20").set("organ", "市政府").set("facts", "f").set("decided_on", day(2, 11));
        content.set("effective_on", day(2, 12));
        others_.push_back(make("record", std::move(content)));
    }
    void add_statement() {
        static const std::array<const char*, 6> kLeaves{"A1", "A2", "B1", "E1", "F1", "F5"};
        const std::string body = any(bodies_);
        const char* leaf = kLeaves[dice_() % 6];
        const std::string key = entities_.at(body).key + "/" + leaf + "/2025";
        if (!statements_.insert(key).second) { return add_duty(); }
        Json content = Json::object();
        content.set("code", key).set("body_id", body).set("leaf", leaf).set("period", "2025").set("filed_on", "2026-01-10");
        file(content);
        others_.push_back(make("statement", std::move(content)));
    }
    void file(Json& content) {
        if (content.text_or_empty("leaf") == "F5") {
            content.set("form", "flag").set("flag", dice_() % 2 == 0);
        } else {
            Json parts = Json::array();
            parts.push(Json::object().set("numerator", below(100)).set("denominator", 100));
            content.set("form", "parts").set("parts", std::move(parts));
        }
    }
    void add_small_fact() {
        Json content = Json::object();
        const std::string body = any(bodies_);
        if (dice_() % 2 == 0) {
            content.set("code", code("V")).set("body_id", body).set("cap", fmt::format("V{}", 1 + below(6))).set("doc_no", "3号");
            content.set("organ", "市政府").set("from_on", day(2, 12));
            others_.push_back(make("cap_fact", std::move(content)));
        } else {
            content.set("code", code("H")).set("body_id", body).set("bonus", "pilot_spread").set("doc_no", "4号").set("on_day", day(2, 12));
            others_.push_back(make("bonus_fact", std::move(content)));
        }
    }

    /// A complaint or an order to put something right; its first step is its opening.
    void add_case() {
        static const std::array<const char*, 3> kGrounds{"inspection", "record", "complaint"};
        const bool complaint = dice_() % 2 == 0;
        const std::string concerned = any(bodies_);
        const std::string opened = day(1, 9);
        Json content = Json::object();
        content.set("code", code(complaint ? "TS" : "ZG")).set("procedure", complaint ? "complaint" : "rectification").set("law", "v1");
        content.set("state", complaint ? "received" : "ordered").set("title", "c").set("body_id", any(bodies_)).set("opened_by", "a2");
        content.set("recused_id", concerned).set("subject", Json::object().set("type", "body").set("id", concerned));
        if (complaint) { content.set("confidential", true); }
        content.set("opened_on", opened).set("entered_on", opened);
        content.set("fields", Json::object().set("ground", kGrounds[dice_() % 3]));
        Json first = Json::object();
        first.set("step", "open").set("to", content.at("state")).set("by", "a2").set("on", opened);
        content.set("steps", Json::array().push(std::move(first)));
        others_.push_back(make("case_file", std::move(content)));
    }
    void change_case(Json& content) {
        struct Move { const char* from; const char* step; const char* to; };
        static const std::array<Move, 20> kMoves{{
            {"received", "accept", "accepted"},   {"accepted", "take", "verifying"},       {"verifying", "conclude", "callback"},  {"verifying", "extend", "verifying"},
            {"callback", "rate", "closed"},       {"callback", "rehandle", "verifying"},   {"callback", "no_answer", "closed"},    {"ordered", "serve", "issued"},
            {"issued", "explain", "plan_ok"},     {"issued", "unexplained", "escalated"},  {"plan_ok", "submit", "submitted"},     {"plan_ok", "report_progress", "in_progress"},
            {"plan_ok", "overdue", "escalated"},  {"in_progress", "submit", "submitted"},  {"escalated", "explain", "plan_ok"},    {"submitted", "pass", "closed"},
            {"submitted", "fail", "plan_ok"},     {"issued", "refuse", "escalated"},       {"escalated", "confirm_refusal", "refused"}, {"ordered", "cancel", "cancelled"}}};
        if (dice_() % 8 == 0) { content.set("body_id", any(bodies_)); }  // another body handles it
        if (dice_() % 8 == 0) { content.set("concerned_id", content.at("subject").at("id")).set("recused_id", nullptr); }
        std::vector<Move> open;
        for (const Move& move : kMoves) {
            if (content.text_or_empty("state") == move.from) { open.push_back(move); }
        }
        if (open.empty()) { return; }
        const Move move = open[dice_() % open.size()];
        const auto before = base::Date::parse(content.at("steps").as_array().back().text_or_empty("on")).value();
        const base::Date on = before.plus_days(static_cast<int>(below(25)));
        Json step = Json::object();
        step.set("step", move.step).set("from", move.from).set("to", move.to).set("by", "a3").set("on", on.iso()).set("due_was", content.at("due_on"));
        Json steps = content.at("steps");
        content.set("steps", steps.push(std::move(step))).set("state", move.to).set("entered_on", on.iso());
        const std::string to = move.to;
        if (to == "closed" || to == "refused" || to == "cancelled") {
            content.set("closed_on", on.iso()).set("outcome", to).set("due_on", nullptr);
        } else {
            content.set("due_on", dice_() % 6 == 0 ? Json(nullptr) : Json(on.plus_days(static_cast<int>(below(25))).iso()));
        }
    }

    void change_something() {
        if (dice_() % 3 == 0 && !others_.empty()) { return change_other(entities_.at(any(others_))); }
        Entity& duty = entities_.at(any(duties_));
        Json& content = duty.content;
        switch (dice_() % 10) {
            case 0:
            case 1:
            case 2: content.set("done_on", day(2, 12)); break;
            case 3: content.set("done_on", nullptr); break;
            case 4: content.set("cancelled_on", day(3, 12)).set("cancel_document", "5号"); break;
            case 5: content.set("void_on", day(3, 12)).set("void_reason", "合同无效"); break;
            case 6: content.set("void_on", nullptr).set("void_reason", nullptr).set("cancelled_on", nullptr).set("cancel_document", nullptr); break;
            case 7: content.set("due_on", day(2, 12)); break;
            case 8: content.set("body_id", any(bodies_)); break;  // a duty of another body after all
            default: content.set("amount_fen", 1 + below(1'000'000)).set("fulfilled_fen", below(1'000'000));
        }
        next_version(duty);
    }
    void change_other(Entity& other) {
        Json& content = other.content;
        if (other.type == "milestone") {
            if (dice_() % 5 == 0) {
                const Entity& duty = entities_.at(any(duties_));
                content.set("obligation_id", duty.id).set("body_id", duty.content.text_or_empty("body_id"));
            }
            content.set("done_on", day(2, 12));
        } else if (other.type == "case_file") {
            change_case(content);
        } else if (other.type == "payment") {
            content.set("amount_fen", 1 + below(1'000'000));
        } else if (other.type == "finding") {
            content.set("revoked_on", day(3, 12));
        } else if (other.type == "record") {
            content.set(dice_() % 2 == 0 ? "expires_on" : "repaired_on", day(5, 12));
        } else if (other.type == "statement") {
            file(content);
        } else {
            content.set("note", "n" + std::to_string(below(100)));
        }
        next_version(other);
    }
    void remove_something() {
        if (others_.empty()) { return; }
        const auto at = others_.begin() + below(static_cast<std::uint32_t>(others_.size()));
        Entity gone = entities_.at(*at);
        if (gone.type == "statement") { statements_.erase(gone.key); }
        entities_.erase(*at);
        others_.erase(at);
        gone.content = nullptr;
        waiting_.push_back(std::move(gone));
    }
    void change_unrelated() {
        Json content = Json::object();
        content.set("code", code("S")).set("kind", "decision").set("title", "决定");
        make("source", std::move(content));
    }

    std::mt19937 dice_;
    std::vector<std::string> bodies_;
    std::vector<std::string> duties_;
    std::vector<std::string> others_;
    std::map<std::string, Entity> entities_;
    std::map<std::string, int> milestones_;
    std::set<std::string> statements_;
    std::vector<Entity> waiting_;
    int ids_ = 0;
    int codes_ = 0;
};

}  // namespace gx::app::test
