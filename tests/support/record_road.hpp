// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/case_county.hpp"

namespace gx::tests {

/// What a record is about and who makes it; the defaults are a confirmed breach of contract by the education bureau.
struct RoadOf {
    std::string subject = "edu";
    std::string cat = "R-WY-01";
    std::string doc_type = "breach_confirmation";
    std::string doc_no = "示财认〔2026〕1号";
    std::string severity = "general";
    std::string loss = "2000000";  ///< fen
    std::string impact = "I2";
    std::string organ = "示范市财政局";
    std::string organ_body = "fin";  ///< empty: stays at the credit office
    std::string finder = "fin1";
    std::string decider = "fin2";
    std::string head = "edu_head";  ///< account that answers for the body
    std::string behaviour_on = "2026-01-05";
    std::string more = {};  ///< members of the finding's form that come besides: ,"x":1
};

/// What a record about an official is about and who makes it.
struct PersonRoadOf {
    std::string official = "p-head";
    std::string cat = "R-JL-02";
    std::string doc_type = "sanction_decision";
    std::string doc_no = "示监〔2026〕1号";
    std::string severity = "general";
    std::string conduct = "dereliction";
    std::string sanction = "demerit";  ///< empty: the type knows none
    std::string until = "2027-03-02";  ///< of the sanction; empty: the type knows none
    std::string person = "head_self";  ///< account of whom it concerns
};

/// CaseCounty with more people, officials with posts, and the road of a record from the clue to its effect. Each way fails the test
/// where a step is refused; what is refused on the way is the matter of the tests that use it.
class RecordRoad : public CaseCounty {
protected:
    RecordRoad() {
        account("fin2", "fin", {{"R7", app::ScopeKind::Tenant, ""}, {"R11", app::ScopeKind::Tenant, ""}});
        account("org2", "organisation", {{"R8", app::ScopeKind::Tenant, ""}});
        account("allround", "credit", {{"R1", app::ScopeKind::Tenant, ""}, {"R2", app::ScopeKind::Tenant, ""}});
        official("p-head", "P001", "edu", "局长", "2024-01-01");
        official("p-former", "P002", "edu", "副局长", "2020-01-01", "2025-06-30");
        official("p-fin", "P003", "fin", "局长", "2024-01-01");
        own_account("head_self", "p-head", "edu");
        own_account("former_self", "p-former", "edu");
        obligation("duty-1", "CN-2025-1", "edu", "2025-12-31");
        attachment("att", "credit");
    }

    static std::string served(const std::string& on) { return fmt::format(R"("served_method":"direct","served_on":"{}","served_proof":["att"])", on); }
    std::string today() { return clock_.today().iso(); }

    std::string clue(const RoadOf& of, const std::string& who = "maker", const std::string& more = {}) {
        return open(who, "record", of.subject, fmt::format(R"({{"cat":"{}","clue_source":"other","facts":"合同约定付款，至今未付。"{}}})", of.cat, more));
    }
    static std::string finding(const RoadOf& of) {
        return fmt::format(R"({{"facts":"合同约定付款，至今未付。","basis":["S-5.2c"],"behaviour_on":"{}","loss":{},"impact":"{}","responsible":"none",)"
                           R"("responsible_reason":"合同未载明","notice_no":"示告〔2026〕1号"{}}})",
                           of.behaviour_on, of.loss, of.impact, of.more);
    }
    std::string determination(const RoadOf& of) {
        return fmt::format(R"({{"severity":"{}","doc_type":"{}","doc_no":"{}","doc_date":"{}","organ":"{}","basis":["S-5.2c"],"defence_answer":"经复核，不予采纳。"}})",
                           of.severity, of.doc_type, of.doc_no, today(), of.organ);
    }

    /// Taken up by the organ.
    std::string taken(const RoadOf& of = {}) {
        const std::string id = clue(of);
        EXPECT_EQ(id.substr(0, 3), "id-") << id;
        if (!of.organ_body.empty()) { EXPECT_EQ(step("maker", id, "assign", fmt::format(R"({{"organ_body":"{}"}})", of.organ_body)), "clue"); }
        EXPECT_EQ(step(of.finder, id, "take", fmt::format(R"({{"cat":"{}"}})", of.cat)), "verifying");
        return id;
    }
    /// The notice served today.
    std::string noticed(const RoadOf& of = {}) {
        const std::string id = taken(of);
        EXPECT_EQ(step(of.finder, id, "find", finding(of)), "verifying");
        EXPECT_EQ(step(of.finder, id, "serve", "{" + served(today()) + "}"), "noticed");
        return id;
    }
    /// Nobody answered in time: the round's day after the last one.
    std::string unanswered(const RoadOf& of = {}) {
        const std::string id = noticed(of);
        run_on(base::Date::parse(due(id)).value().plus_days(1).iso().c_str());
        EXPECT_EQ(file(id).state, "defence");
        return id;
    }
    /// The body has said that it has nothing to say: quicker than the days of a round.
    std::string heard(const RoadOf& of = {}) {
        const std::string id = noticed(of);
        EXPECT_EQ(step(of.head, id, "waive", "{}", "没有意见"), "defence");
        return id;
    }
    std::string determined(const RoadOf& of = {}) {
        const std::string id = heard(of);
        EXPECT_EQ(step(of.decider, id, "determine", determination(of)), "determined");
        return id;
    }
    /// In effect the day after, which is then today; the case's id.
    std::string released(const RoadOf& of = {}) {
        const std::string id = determined(of);
        EXPECT_EQ(step("maker2", id, "register"), "registered");
        EXPECT_EQ(step("head", id, "release"), "active");
        next_day();
        return id;
    }
    void next_day() { set_day(clock_.today().plus_days(1).iso().c_str()); }
    std::string record_of(const std::string& case_id) { return file(case_id).text("record_id"); }
    /// The id of a record in effect.
    std::string record_in_effect(const RoadOf& of = {}) { return record_of(released(of)); }

    std::string person_clue(const PersonRoadOf& of, const std::string& who = "jw", const std::string& more = {}) {
        return open_about(who, "record_person", of.official,
                          fmt::format(R"({{"cat":"{}","clue_source":"other","facts":"履职不力。","conduct":"{}"{}}})", of.cat, of.conduct, more));
    }
    std::string person_determination(const PersonRoadOf& of) {
        return fmt::format(R"({{"severity":"{}","doc_type":"{}","doc_no":"{}","doc_date":"{}","organ":"示范市监察委员会","basis":["S-5.4e"],"defence_answer":"本人无意见。"}})",
                           of.severity, of.doc_type, of.doc_no, today());
    }
    /// Served on the person, who has said that he has nothing to say.
    std::string person_heard(const PersonRoadOf& of = {}) {
        const std::string id = person_clue(of);
        EXPECT_EQ(id.substr(0, 3), "id-") << id;
        EXPECT_EQ(step("jw", id, "take", fmt::format(R"({{"cat":"{}"}})", of.cat)), "verifying");
        EXPECT_EQ(step("jw", id, "find",
                       fmt::format(R"({{"facts":"履职不力。","basis":["S-5.4e"],"behaviour_on":"2026-01-05","loss":2000000,"impact":"I2","conduct":"{}","post":"局长",)"
                                   R"("notice_no":"示监告〔2026〕1号"{}}})",
                                   of.conduct, of.sanction.empty() ? "" : fmt::format(R"(,"sanction":"{}")", of.sanction))),
                  "verifying");
        EXPECT_EQ(step("jw", id, "serve", "{" + served(today()) + "}"), "noticed");
        EXPECT_EQ(step(of.person, id, "waive", "{}", "没有意见"), "defence");
        return id;
    }
    std::string person_released(const PersonRoadOf& of = {}) {
        const std::string id = person_heard(of);
        EXPECT_EQ(step("jw2", id, "determine", person_determination(of)), "determined");
        EXPECT_EQ(step("jw", id, "register", of.until.empty() ? "{}" : fmt::format(R"({{"sanction_until":"{}"}})", of.until)), "registered");
        EXPECT_EQ(step("jw2", id, "release"), "active");
        next_day();
        return id;
    }

    /// Opens a case about an official; the id, or the reason of the refusal behind "!".
    std::string open_about(const std::string& who, const std::string& procedure, const std::string& official_id, const std::string& form) {
        const auto made = desk_->opens().run({.procedure = procedure, .official = official_id, .fields = fields(form)}, actor(who));
        return made.ok() ? made->id : "!" + made.error().reason;
    }

    /// The member of the form that the last refusal named.
    std::string where() const { return last_ && !last_->ok() ? last_->error().where : std::string{}; }
    std::string detail() const { return last_ && !last_->ok() ? last_->error().detail : std::string{}; }

    base::Json stored(const std::string& type, const std::string& id) {
        const auto found = store_->reader().value()->find(type, "990101", id).value();
        return found ? found->content : base::Json();
    }
    /// Ids of the cases that a case opened, oldest first.
    std::vector<std::string> children(const std::string& id, const std::string& procedure = {}) {
        app::Query query{.tenant = "990101"};
        query.where.push_back({.column = "parent_id", .values = {id}});
        query.order.push_back({.column = "key"});
        std::vector<std::string> found;
        const auto rows = store_->reader().value()->list("case_file", query).value();
        for (const auto& one : rows) {
            if (procedure.empty() || one.content.text_or_empty("procedure") == procedure) { found.push_back(one.id); }
        }
        return found;
    }
    std::string light(const std::string& who, const std::string& id) {
        const auto shown = desk_->reads().show(id, actor(who));
        return shown.ok() ? shown->text_or_empty("light") : "!" + shown.error().reason;
    }
};

}  // namespace gx::tests
