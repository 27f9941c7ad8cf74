// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/rounds/rounds.hpp"
#include "app/todos/list_todos.hpp"
#include "ingest/law/law_loader.hpp"
#include "source_dir.hpp"
#include "storage/drivers/open.hpp"
#include "storage/store/sql_store.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/postgres.hpp"

namespace gx::tests {

inline const app::LawPack& real_law() {
    static const app::LawPackPtr law = ingest::load_law(std::string(GX_SOURCE_DIR) + "/law").value();
    return *law;
}

enum class RoundBackend { Sqlite, Postgres };

/// A county with one body and a clerk of the whole county, whose clock a test moves.
class RoundCounty : public testing::TestWithParam<RoundBackend> {
protected:
    RoundCounty() : days_(real_law().calendar) {
        auto database = GetParam() == RoundBackend::Sqlite ? storage::open_sqlite(":memory:") : storage::open_postgres(shared_postgres().create_database());
        GX_ASSERT(database.ok());
        auto store = storage::SqlStore::prepare(std::move(database).value(), hasher_, random_, base::Instant::from_millis(1));
        GX_ASSERT(store.ok());
        store_ = std::move(store).value();
        put("tenant", "T", R"({"code":"990101","name":"示范市","mode":"demonstration","division_code":"990101"})");
        put("body", "b1", R"({"code":"D01","scheme":"none","name":"示范市财政局","class":"OTHER","division_code":"990101","valid_from":"2020-01-01"})");
        token("clerk", "R2");
        restart();
    }
    void put(const std::string& type, const std::string& id, const std::string& json, std::int64_t version = 1, const std::string& account = "clerk") {
        auto content = base::parse_json(json);
        GX_ASSERT(content.ok());
        const auto done = store_->write({support::an_actor(account), clock_.now()}, [&](app::Work& work) {
            return work.put({type, "990101", id, {}, version, -1, *content}, version == 1 ? "add" : "change");
        });
        ASSERT_TRUE(done.ok()) << type << " " << done.error().reason << " " << done.error().detail;
    }
    void token(const std::string& account, const std::string& role) {
        const std::string hash(64, static_cast<char>('a' + tokens_++));
        put("api_token", "tok-" + account, fmt::format(R"({{"code":"{0}","hash":"{1}","account":"{0}","roles":["{2}"],"made_on":"2020-01-01"}})", account, hash, role));
    }
    void duty(const std::string& id, const std::string& due, const std::string& more = {}, std::int64_t version = 1) {
        put("obligation", id,
            fmt::format(R"({{"code":"{0}","body_id":"b1","kind":"policy_promise","title":"兑现奖励{0}","source_id":"s1","made_on":"2020-01-02","due_on":"{1}"{2}}})", id, due, more),
            version);
    }
    /// A process that begins anew: nothing is remembered but what the store holds.
    void restart() {
        rounds_ = std::make_unique<app::Rounds>(app::Rounds::Services{
            .store = *store_, .rows = store_->todo_rows(), .notices = store_->notice_box(), .claims = store_->job_claims(), .clock = clock_,
            .machine = clock_, .ids = ids_, .law = real_law(), .days = days_, .channels = {}, .chores = {}, .owner = fmt::format("owner-{}", ++owners_)});
    }
    void set_day(base::Date day) { clock_.at = base::Instant::from_millis((std::int64_t{day.days()} * 24 + 1) * 3'600'000); }
    void run() {
        const auto ran = rounds_->run_due();
        ASSERT_TRUE(ran.ok()) << ran.error().reason << " " << ran.error().detail << " " << ran.error().where;
    }
    void run_on(const char* day) {
        set_day(base::Date::parse(day).value());
        run();
    }
    /// Notices of an account, oldest first: "near@2026-02-27/t1"… with the day on which each was made.
    std::vector<std::string> notices(const std::string& account) {
        const auto reader = store_->reader();
        auto list = store_->notice_box().list(**reader, {.tenant = "990101", .account = account, .limit = 200});
        EXPECT_TRUE(list.ok());
        std::vector<std::string> found;
        for (auto one = list->rbegin(); one != list->rend(); ++one) { found.push_back(one->made_at.civil_day().iso() + " " + one->rung); }
        return found;
    }
    /// "kind state light left outcome" of each to-do that the clerk sees in a tab, by due day.
    std::vector<std::string> todos(const std::string& tab = "todo", const std::string& account = "clerk") {
        const app::ListTodos list(*store_, store_->todo_rows(), store_->notice_box(), clock_, real_law(), days_);
        const auto json = list.list({.tab = tab}, support::an_actor(account));
        EXPECT_TRUE(json.ok()) << json.error().reason << json.error().detail;
        std::vector<std::string> found;
        for (const auto& item : json->at("items").as_array()) {
            found.push_back(fmt::format("{} {} {} {}{}", item.text_or_empty("kind"), item.text_or_empty("state"), item.text_or_empty("light"),
                                        item.int_at("remaining_working_days").value_or(999), item.text_or_empty("outcome").empty() ? "" : " " + item.text_or_empty("outcome")));
        }
        return found;
    }

    support::ToyHasher hasher_;
    support::CountingRandom random_;
    support::SequenceIds ids_;
    support::FixedClock clock_{"2026-01-05T01:00:00Z"};
    domain::WorkingDayCount days_;
    std::unique_ptr<storage::SqlStore> store_;
    std::unique_ptr<app::Rounds> rounds_;
    int tokens_ = 0;
    int owners_ = 0;
};

}  // namespace gx::tests
