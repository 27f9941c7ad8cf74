// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "app/access/grants.hpp"
#include "app/casework/case_desk.hpp"
#include "app/rounds/rounds.hpp"
#include "ingest/law/law_loader.hpp"
#include "source_dir.hpp"
#include "storage/drivers/open.hpp"
#include "storage/store/sql_store.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/postgres.hpp"

namespace gx::tests {

enum class CaseBackend { Sqlite, Postgres };
inline const auto kCaseBackends = testing::Values(CaseBackend::Sqlite, CaseBackend::Postgres);
inline std::string backend_name(const testing::TestParamInfo<CaseBackend>& info) {
    return info.param == CaseBackend::Sqlite ? "Sqlite" : "Postgres";
}

/// A county with its offices, two departments, a school below one of them and a township, people in each, and a clock that a
/// test moves. The real law pack.
class CaseCounty : public testing::TestWithParam<CaseBackend> {
protected:
    static const app::LawPack& law() {
        static const app::LawPackPtr pack = ingest::load_law(std::string(GX_SOURCE_DIR) + "/law").value();
        return *pack;
    }

    CaseCounty() : days_(law().calendar) {
        auto database = GetParam() == CaseBackend::Sqlite ? storage::open_sqlite(":memory:") : storage::open_postgres(shared_postgres().create_database());
        GX_ASSERT(database.ok());
        auto store = storage::SqlStore::prepare(std::move(database).value(), hasher_, random_, base::Instant::from_millis(1));
        GX_ASSERT(store.ok());
        store_ = std::move(store).value();
        put("tenant", "T", R"({"code":"990101","name":"示范市","mode":"demonstration","division_code":"990101"})");
        body("gov", "A01", "示范市人民政府办公室", "OTHER");
        body("credit", "A02", "示范市信用办", "DEPT", "gov");
        body("edu", "B01", "示范市教育局", "DEPT", "gov");
        body("fin", "B02", "示范市财政局", "DEPT", "gov");
        body("school", "C01", "示范市第一中学", "INST", "edu");
        body("town", "D01", "示范市城关镇人民政府", "TOWN", "gov");
        body("discipline", "E01", "示范市纪委监委", "PARTY");
        body("organisation", "E02", "示范市委组织部", "PARTY");
        account("head", "credit", {{"R1", app::ScopeKind::Tenant, ""}});
        account("maker", "credit", {{"R2", app::ScopeKind::Tenant, ""}});
        account("maker2", "credit", {{"R2", app::ScopeKind::Tenant, ""}});
        account("inspector", "gov", {{"R3", app::ScopeKind::Tenant, ""}});
        account("gov1", "gov", {{"R7", app::ScopeKind::Body, "gov"}});
        account("gov2", "gov", {{"R7", app::ScopeKind::Body, "gov"}});
        account("fin1", "fin", {{"R7", app::ScopeKind::Tenant, ""}, {"R11", app::ScopeKind::Tenant, ""}});
        account("edu_admin", "edu", {{"R4", app::ScopeKind::Body, "edu"}});
        account("edu_clerk", "edu", {{"R5", app::ScopeKind::Body, "edu"}});
        account("edu_head", "edu", {{"R6", app::ScopeKind::Body, "edu"}});
        account("edu_r7", "edu", {{"R7", app::ScopeKind::Body, "edu"}});
        account("jw", "discipline", {{"R9", app::ScopeKind::Tenant, ""}});
        account("jw2", "discipline", {{"R9", app::ScopeKind::Tenant, ""}});
        account("org", "organisation", {{"R8", app::ScopeKind::Tenant, ""}});
        restart();
    }

    void put(const std::string& type, const std::string& id, const std::string& json, std::int64_t version = 1) {
        auto content = base::parse_json(json);
        GX_ASSERT(content.ok());
        const auto done = store_->write({support::an_actor("setup"), clock_.now()}, [&](app::Work& work) {
            return work.put({type, "990101", id, {}, version, -1, *content}, version == 1 ? "add" : "change");
        });
        ASSERT_TRUE(done.ok()) << type << " " << done.error().reason << " " << done.error().detail;
    }
    void body(const std::string& id, const std::string& code, const std::string& name, const std::string& kind, const std::string& parent = {}) {
        put("body", id,
            fmt::format(R"({{"code":"{}","scheme":"none","name":"{}","class":"{}","division_code":"990101","valid_from":"2020-01-01"{}}})", code, name, kind,
                        parent.empty() ? "" : fmt::format(R"(,"parent_id":"{}")", parent)));
    }
    void account(const std::string& name, const std::string& body_id, std::vector<app::GrantedRole> grants) {
        base::Json list = base::Json::array();
        for (const auto& grant : grants) { list.push(grant.to_json()); }
        base::Json content = base::Json::object();
        content.set("code", name).set("body_id", body_id).set("state", "active").set("grants", std::move(list)).set("made_on", "2020-01-01");
        put("account", "acc-" + name, base::canonical(content));
        people_[name] = {body_id, std::move(grants)};
    }
    /// Somebody who works in a body, in a post from a day on. The name is sealed and said nowhere.
    void official(const std::string& id, const std::string& staff_no, const std::string& body_id, const std::string& title, const std::string& from,
                  const std::string& until = {}) {
        put("official", id, fmt::format(R"({{"code":"{0}","staff_no":"{0}","body_id":"{1}","name":{{"sealed":"sealed-{2}","commit":"00"}},"valid_from":"2015-01-01"}})", staff_no, body_id, id));
        put("post", "post-" + id, fmt::format(R"({{"code":"G-{0}","body_id":"{1}","title":"{2}","valid_from":"2015-01-01"}})", staff_no, body_id, title));
        put("tenure", "tenure-" + id,
            fmt::format(R"({{"code":"G-{0}/{0}/{1}","post_id":"post-{2}","official_id":"{2}","from_on":"{1}"{3}}})", staff_no, from, id,
                        until.empty() ? "" : fmt::format(R"(,"to_on":"{}")", until)));
    }
    /// The account with which an official reads the own file.
    void own_account(const std::string& name, const std::string& official_id, const std::string& body_id) {
        account(name, body_id, {{"self", app::ScopeKind::Self, ""}});
        own_files_[name] = official_id;
    }
    void obligation(const std::string& id, const std::string& code, const std::string& body_id, const std::string& due) {
        put("obligation", id,
            fmt::format(R"({{"code":"{}","body_id":"{}","kind":"policy_promise","title":"兑现奖励","source_id":"source-1","made_on":"2025-01-02","due_on":"{}"}})", code, body_id, due));
    }
    /// A file that somebody put in; proofs name it by its id.
    void attachment(const std::string& id, const std::string& body_id) {
        put("attachment", id, fmt::format(R"({{"code":"{0}","entity":"body","entity_id":"{1}","body_id":"{1}","name":"{0}.pdf","digest":"digest-of-{0}","size_bytes":9}})", id, body_id));
    }
    /// What an evaluation gave a body that counts from its day on; the result's id.
    std::string frozen_result(const std::string& id, const std::string& body_id, const std::string& grade, const std::string& as_of, const std::string& state = "frozen") {
        const std::string code = fmt::format("S@1/{}/{}", as_of.substr(0, 4), as_of);
        put("evaluation", id,
            fmt::format(R"({{"code":"{}","scheme":"S","scheme_version":"1","period":"{}","as_of":"{}","state":"{}","digest":"d","bodies":1}})", code, as_of.substr(0, 4), as_of, state));
        put("evaluation_result", id + "-" + body_id, fmt::format(R"({{"code":"{}/{}","evaluation_id":"{}","body_id":"{}","grade":"{}"}})", code, body_id, id, body_id, grade));
        return id + "-" + body_id;
    }
    /// Somebody as a session would know them today.
    app::Actor actor(const std::string& name) {
        const auto& [body_id, grants] = people_.at(name);
        const auto tree = desk_->parts().trees.of("990101").value();
        app::Actor made{.account = name, .tenant = "990101"};
        const auto own = own_files_.find(name);
        if (own != own_files_.end()) { made.official_id = own->second; }
        made.grants = app::resolve_grants(grants, law().roles, *tree, made.official_id);
        made.actions = app::actions_of(made.grants);
        made.seats = tree->upwards(body_id);
        return made;
    }
    /// A process that begins anew: nothing is remembered but what the store holds.
    void restart() {
        auto desk = app::CaseDesk::open({.store = *store_, .rows = store_->case_rows(), .clock = clock_, .ids = ids_, .law = law(), .hasher = hasher_});
        GX_ASSERT(desk.ok());
        desk_ = std::move(desk).value();
        rounds_ = std::make_unique<app::Rounds>(app::Rounds::Services{
            .store = *store_, .rows = store_->todo_rows(), .notices = store_->notice_box(), .claims = store_->job_claims(), .clock = clock_,
            .machine = clock_, .ids = ids_, .law = law(), .days = days_, .cases = &desk_->round(), .channels = {}, .chores = {},
            .owner = fmt::format("owner-{}", ++owners_)});
    }
    void set_day(const char* iso) {
        const base::Date day = base::Date::parse(iso).value();
        clock_.at = base::Instant::from_millis((std::int64_t{day.days()} * 24 + 1) * 3'600'000);
    }
    void run_on(const char* iso) {
        set_day(iso);
        const auto ran = rounds_->run_due();
        ASSERT_TRUE(ran.ok()) << ran.error().reason << " " << ran.error().detail << " " << ran.error().where;
    }

    static base::Json fields(const std::string& json) { return base::parse_json(json).value(); }

    /// Opens a case; the id, or the reason of the refusal behind "!".
    std::string open(const std::string& who, const std::string& procedure, const std::string& subject, const std::string& form) {
        const auto made = desk_->opens().run({.procedure = procedure, .subject = subject, .fields = fields(form)}, actor(who));
        return made.ok() ? made->id : "!" + made.error().reason;
    }
    /// Takes a step at the newest version; the new state, or the reason of the refusal behind "!".
    std::string step(const std::string& who, const std::string& id, const std::string& step_id, const std::string& form = "{}", const std::string& note = {}) {
        const auto version = row(id).version;
        last_ = desk_->steps().run({.id = id, .step = step_id, .version = version, .note = note, .fields = fields(form)}, actor(who));
        return last_->ok() ? (*last_)->file.state : "!" + last_->error().reason;
    }
    app::Entity row(const std::string& id) { return store_->reader().value()->find("case_file", "990101", id).value().value(); }
    domain::CaseFile file(const std::string& id) { return domain::CaseFile::from_json(row(id).content).value(); }
    std::string due(const std::string& id) {
        const auto day = file(id).clock.due_on;
        return day ? day->iso() : "-";
    }
    /// The ids of cases that somebody sees in the list.
    std::vector<std::string> seen(const std::string& who) {
        const auto json = desk_->reads().list({}, actor(who));
        EXPECT_TRUE(json.ok()) << json.error().reason << json.error().detail;
        std::vector<std::string> found;
        for (const auto& item : json->at("items").as_array()) { found.push_back(item.text_or_empty("id")); }
        return found;
    }
    /// "kind body due state" of each to-do of a case, open ones.
    std::vector<std::string> todos_of(const std::string& id) {
        app::Query query{.tenant = "990101"};
        query.where.push_back({.column = "subject_id", .values = {id}});
        query.where.push_back({.column = "done_on", .compare = app::Compare::IsNull});
        std::vector<std::string> found;
        const auto todos = store_->reader().value()->list("todo", query).value();
        for (const auto& todo : todos) {
            found.push_back(fmt::format("{} {} {}", todo.content.text_or_empty("kind"), todo.content.text_or_empty("body_id"), todo.content.text_or_empty("due_on")));
        }
        return found;
    }

    support::ToyHasher hasher_;
    support::CountingRandom random_;
    support::SequenceIds ids_;
    support::FixedClock clock_{"2026-03-02T01:00:00Z"};
    domain::WorkingDayCount days_;
    std::unique_ptr<storage::SqlStore> store_;
    std::map<std::string, std::pair<std::string, std::vector<app::GrantedRole>>> people_;
    std::map<std::string, std::string> own_files_;
    std::unique_ptr<app::CaseDesk> desk_;
    std::unique_ptr<app::Rounds> rounds_;
    std::optional<app::Result<app::CaseWritten>> last_;
    int owners_ = 0;
};

}  // namespace gx::tests
