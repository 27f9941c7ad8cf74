// SPDX-License-Identifier: Apache-2.0
// The tables of the inbox on every adapter: to-dos within reach, notices made once, the outbox shared, jobs claimed.
#include <atomic>
#include <set>
#include <thread>

#include "store_fixture.hpp"

namespace gx::tests {
namespace {

using app::TodoFilter;
using base::Done;
using base::Instant;
using base::Json;
using base::Result;

class StoreInbox : public StoreFixture {
protected:
    static app::Entity a_todo(const std::string& id, const std::string& kind, const std::string& body, const std::string& due,
                              const std::string& account = {}, const std::string& started_by = {}) {
        Json subject = Json::object();
        subject.set("type", "obligation").set("id", "o-" + id);
        Json content = Json::object();
        content.set("code", kind + "/o-" + id).set("kind", kind).set("subject", std::move(subject)).set("state", "open");
        content.set("opened_on", "2026-01-05").set("due_on", due);
        if (!body.empty()) { content.set("body_id", body); }
        if (!account.empty()) { content.set("account", account); }
        if (!started_by.empty()) { content.set("started_by", started_by); }
        return {"todo", "990101", id, {}, 1, -1, std::move(content)};
    }
    static app::Notice a_notice(const std::string& id, const std::string& account, const std::string& object, const std::string& rung, bool copied = false) {
        app::Notice notice{.tenant = "990101", .id = id, .account = account, .kind = "duty_near", .object_type = "todo", .object_id = object, .rung = rung};
        notice.params.set("left", 3);
        notice.copied = copied;
        notice.made_at = Instant::from_millis(1'000);
        return notice;
    }
    bool add(const app::Notice& notice) {
        bool fresh = false;
        const auto done = write([&](app::Work& work) -> Result<Done> {
            GX_TRY(fresh, store().notice_box().add(work, notice));
            return Done{};
        });
        EXPECT_TRUE(done.ok()) << done.error().detail;
        return fresh;
    }
    std::string ids(const TodoFilter& filter, const app::TodoPage& page = {}) {
        std::string found;
        const auto total = store().todo_rows().page(filter, page, [&](const app::TodoRow& row) -> Result<Done> {
            found += std::string(row.id) + (row.body_name.empty() ? "" : "@" + std::string(row.body_code)) + " ";
            return Done{};
        });
        EXPECT_TRUE(total.ok()) << total.error().detail;
        return found + "of " + std::to_string(total.ok() ? *total : -1);
    }
    std::vector<std::string> take(storage::SqlStore& from, std::int64_t now, std::int64_t until, std::size_t count) {
        std::vector<std::string> taken;
        const auto done = from.write(context(), [&](app::Work& work) -> Result<Done> {
            GX_TRY(const auto items, from.notice_box().take_due(work, Instant::from_millis(now), Instant::from_millis(until), count));
            for (const auto& item : items) { taken.push_back(item.id); }
            return Done{};
        });
        EXPECT_TRUE(done.ok()) << done.error().detail;
        return taken;
    }
    bool claim(storage::SqlStore& at, const std::string& owner, std::int64_t now, std::int64_t until) {
        bool claimed = false;
        const auto done = at.write(context(), [&](app::Work& work) -> Result<Done> {
            GX_TRY(const auto progress, at.job_claims().claim(work, "990101", "todos", owner, Instant::from_millis(now), Instant::from_millis(until)));
            claimed = progress.has_value();
            return Done{};
        });
        EXPECT_TRUE(done.ok()) << done.error().detail;
        return claimed;
    }
};
INSTANTIATE_TEST_SUITE_P(, StoreInbox, testing::ValuesIn(backends()), backend_name);

TEST_P(StoreInbox, ShowsToDosOfTheKindsAndBodiesInSightAndTheOwn) {
    GX_ASSERT_OK(put(a_body("b1", "B1", "财政局")));
    GX_ASSERT_OK(put(a_body("b2", "B2", "民政局")));
    GX_ASSERT_OK(put(a_todo("t1", "due", "b1", "2026-03-10")));
    GX_ASSERT_OK(put(a_todo("t2", "due", "b2", "2026-03-09")));
    GX_ASSERT_OK(put(a_todo("t3", "check", "b1", "2026-03-08")));
    GX_ASSERT_OK(put(a_todo("t4", "rows", "", "2026-03-07", "clerk", "clerk")));
    TodoFilter filter{.tenant = "990101", .account = "clerk"};
    EXPECT_EQ(ids(filter), "t4 of 1");
    filter.sights = {{{"due"}, app::Reach::of_bodies({"b1"})}, {{"check"}, app::Reach()}};
    EXPECT_EQ(ids(filter), "t4 t1@B1 of 2");
    filter.sights = {{{"due"}, app::Reach::of_bodies({"b1"})}, {{"check"}, app::Reach::everything()}};
    EXPECT_EQ(ids(filter), "t4 t3@B1 t1@B1 of 3");
    filter.account = "other";
    filter.sights = {{{"due", "check", "rows"}, app::Reach::everything()}};
    EXPECT_EQ(ids(filter), "t3@B1 t2@B2 t1@B1 of 3") << "what is assigned to one account is nobody else's";
    EXPECT_EQ(ids(filter, {.descending = true, .limit = 1, .offset = 1}), "t2@B2 of 3");
    filter.body_id = "b1";
    EXPECT_EQ(ids(filter), "t3@B1 t1@B1 of 2");
    filter.kind = "check";
    EXPECT_EQ(ids(filter), "t3@B1 of 1");
    filter.due_before = base::Date::parse("2026-03-08").value().days();
    EXPECT_EQ(ids(filter), "of 0");
    EXPECT_EQ(ids({.tenant = "990102", .account = "clerk", .sights = {{{"due"}, app::Reach::everything()}}}), "of 0");
    EXPECT_EQ(ids({.tenant = "990101", .account = "clerk", .side = TodoFilter::Side::Started}), "t4 of 1");
    EXPECT_TRUE(add(a_notice("n1", "boss", "t2", "head@2026-03-09", true)));
    EXPECT_TRUE(add(a_notice("n2", "boss", "t1", "near@2026-03-10")));
    EXPECT_EQ(ids({.tenant = "990101", .account = "boss", .side = TodoFilter::Side::Copied}), "t2@B2 of 1");
    GX_EXPECT_REFUSED(store().todo_rows().page(filter, {.order = "content"}, [](const app::TodoRow&) -> Result<Done> { return Done{}; }), "store.query");
    std::string tally;
    GX_ASSERT_OK(store().todo_rows().tally({.tenant = "990101", .account = "x", .sights = {{{"due", "check"}, app::Reach::everything()}}},
                                           [&](const app::TodoTally& some) -> Result<Done> {
                                               tally += fmt::format("{} {} {};", some.kind, some.due_on.value_or(-1), some.count);
                                               return Done{};
                                           }));
    EXPECT_EQ(tally, "check 20520 1;due 20521 1;due 20522 1;");
}

TEST_P(StoreInbox, TellsOpenToDosFromDoneOnesInEveryOrder) {
    GX_ASSERT_OK(put(a_body("b1", "B1", "财政局")));
    GX_ASSERT_OK(put(a_todo("t1", "due", "b1", "2026-03-10")));
    GX_ASSERT_OK(put(a_todo("t2", "due", "b1", "2026-03-09")));
    GX_ASSERT_OK(put(a_todo("t3", "due", "b1", "2026-03-10")));
    GX_ASSERT_OK(put(a_todo("t4", "rows", "", "2026-03-07", "clerk")));
    auto done = a_todo("t5", "due", "b1", "2026-03-08");
    done.content.set("state", "done").set("done_on", "2026-03-08");
    GX_ASSERT_OK(put(done));
    TodoFilter filter{.tenant = "990101", .account = "clerk", .standing = TodoFilter::Standing::Open};
    for (const auto& reach : {app::Reach::everything(), app::Reach::of_bodies({"b1", "b2"})}) {
        filter.sights = {{{"due"}, reach}};
        filter.standing = TodoFilter::Standing::Open;
        EXPECT_EQ(ids(filter), "t4 t2@B1 t1@B1 t3@B1 of 4");
        EXPECT_EQ(ids(filter, {.descending = true}), "t3@B1 t1@B1 t2@B1 t4 of 4");
        EXPECT_EQ(ids(filter, {.order = "opened_on"}), "t1@B1 t2@B1 t3@B1 t4 of 4");
        EXPECT_EQ(ids(filter, {.limit = 2, .offset = 1, .counted = false}), "t2@B1 t1@B1 of 0");
        filter.standing = TodoFilter::Standing::Done;
        EXPECT_EQ(ids(filter, {.order = "done_on", .descending = true}), "t5@B1 of 1");
        filter.standing = TodoFilter::Standing::Any;
        EXPECT_EQ(ids(filter), "t4 t5@B1 t2@B1 t1@B1 t3@B1 of 5");
        TodoFilter elsewhere = filter;
        elsewhere.tenant = "990102";
        EXPECT_EQ(ids(elsewhere), "of 0") << "neither by body nor by account";
    }
}

TEST_P(StoreInbox, MakesANoticeOncePerRungAndAccount) {
    EXPECT_TRUE(add(a_notice("n1", "a", "t1", "near@2026-03-09")));
    EXPECT_FALSE(add(a_notice("n2", "a", "t1", "near@2026-03-09")));
    EXPECT_TRUE(add(a_notice("n3", "b", "t1", "near@2026-03-09")));
    EXPECT_TRUE(add(a_notice("n4", "a", "t1", "near@2026-04-09")));
    const app::NoticeQuery mine{.tenant = "990101", .account = "a", .unread_only = true};
    EXPECT_EQ(store().notice_box().count(*reader(), mine).value(), 2);
    const auto list = store().notice_box().list(*reader(), {.tenant = "990101", .account = "a", .limit = 1});
    ASSERT_TRUE(list.ok());
    ASSERT_EQ(list->size(), 1U);
    EXPECT_EQ(list->front().id, "n4");
    EXPECT_EQ(list->front().params.int_at("left"), 3);
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        const std::vector<std::string> some{"n1", "n3", "nothing"};
        GX_TRY(const auto marked, store().notice_box().mark_read(work, "990101", "a", some, Instant::from_millis(5)));
        EXPECT_EQ(marked, 1) << "not those of others";
        return Done{};
    }));
    EXPECT_EQ(store().notice_box().count(*reader(), mine).value(), 1);
    EXPECT_EQ(store().notice_box().find(*reader(), "990101", "n1").value()->read_at, Instant::from_millis(5));
    EXPECT_FALSE(store().notice_box().find(*reader(), "990102", "n1").value().has_value());
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        GX_TRY(const auto removed, store().notice_box().forget(work, Instant::from_millis(2'000)));
        EXPECT_EQ(removed, 1) << "only what was read";
        return Done{};
    }));
}

TEST_P(StoreInbox, KeepsNoNoticeOfAWriteThatFails) {
    GX_EXPECT_REFUSED(write([&](app::Work& work) -> Result<Done> {
        GX_TRY(const bool fresh, store().notice_box().add(work, a_notice("n1", "a", "t1", "near")));
        EXPECT_TRUE(fresh);
        return base::Error{base::ErrorCode::StateForbids, "test.refused"};
    }), "test.refused");
    EXPECT_TRUE(add(a_notice("n1", "a", "t1", "near")));
}

TEST_P(StoreInbox, GivesEachOutboxItemToOneTakerAtATime) {
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        for (int i = 0; i < 6; ++i) {
            GX_CHECK(store().notice_box().queue(work, {.tenant = "990101", .id = fmt::format("x{}", i), .notice_id = fmt::format("n{}", i), .account = "a", .channel = "email"},
                                                Instant::from_millis(100 + i)));
        }
        return Done{};
    }));
    EXPECT_EQ(store().notice_box().next_due(*reader()).value(), Instant::from_millis(100));
    EXPECT_EQ(take(store(), 99, 1'000, 10).size(), 0U);
    EXPECT_EQ(take(store(), 103, 1'000, 2), (std::vector<std::string>{"x0", "x1"}));
    EXPECT_EQ(take(store(), 103, 1'000, 10), (std::vector<std::string>{"x2", "x3"}));
    const auto settle = [&](const std::string& id, const std::string& state) {
        app::OutboxOutcome outcome{.id = id, .state = state, .attempts = 1, .next_at = Instant::from_millis(500)};
        outcome.reason = "outbound.unreachable";
        if (state == "sent") { outcome.sent_at = Instant::from_millis(200); }
        GX_ASSERT_OK(write([&](app::Work& work) { return store().notice_box().settle(work, outcome); }));
    };
    settle("x0", "sent");
    settle("x1", "waiting");
    settle("x2", "dead");
    EXPECT_EQ(take(store(), 500, 2'000, 10), (std::vector<std::string>{"x4", "x5", "x1"})) << "x3 is still taken";
    EXPECT_EQ(take(store(), 1'000, 9'000, 10), (std::vector<std::string>{"x3"}));
}

TEST_P(StoreInbox, GivesAJobToOneOwnerUntilItsTimeIsOver) {
    EXPECT_TRUE(claim(store(), "one", 0, 100));
    EXPECT_FALSE(claim(store(), "two", 99, 200));
    EXPECT_TRUE(claim(store(), "one", 99, 150)) << "the owner prolongs";
    EXPECT_FALSE(claim(store(), "two", 149, 200));
    EXPECT_TRUE(claim(store(), "two", 150, 250));
    const auto advance = [&](const std::string& owner) {
        return write([&](app::Work& work) { return store().job_claims().advance(work, "990101", "todos", owner, {base::Date::from_days(7), 42}); });
    };
    GX_EXPECT_REFUSED(advance("one"), "job.claim_lost");
    GX_ASSERT_OK(advance("two"));
    const auto progress = store().job_claims().progress(*reader(), "990101", "todos");
    ASSERT_TRUE(progress.ok());
    EXPECT_EQ(progress->day, base::Date::from_days(7));
    EXPECT_EQ(progress->position, 42);
    GX_ASSERT_OK(write([&](app::Work& work) { return store().job_claims().release(work, "990101", "todos", "two"); }));
    EXPECT_TRUE(claim(store(), "one", 160, 300));
    EXPECT_FALSE(store().job_claims().progress(*reader(), "990101", "other").value().day.has_value());
}

class StoreInboxShared : public StoreInbox {};
INSTANTIATE_TEST_SUITE_P(, StoreInboxShared, testing::ValuesIn(durable_backends()), backend_name);

TEST_P(StoreInboxShared, TwoProcessesShareJobsAndOutboxWithoutOverlap) {
    constexpr int kItems = 60;
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        for (int i = 0; i < kItems; ++i) {
            GX_CHECK(store().notice_box().queue(work, {.tenant = "990101", .id = fmt::format("x{:02}", i), .notice_id = fmt::format("n{:02}", i), .account = "a", .channel = "email"},
                                                Instant::from_millis(1)));
        }
        return Done{};
    }));
    const auto second = open_again();
    std::vector<std::string> taken[2];
    std::atomic<int> claims{0};
    const auto run = [&](int which, storage::SqlStore& mine) {
        if (claim(mine, which == 0 ? "one" : "two", 10, 1'000'000)) { ++claims; }
        for (int i = 0; i < 10; ++i) {
            for (auto& id : take(mine, 10, 1'000'000, 5)) { taken[which].push_back(std::move(id)); }
        }
    };
    std::thread other([&] { run(1, *second); });
    run(0, store());
    other.join();
    EXPECT_EQ(claims, 1);
    std::set<std::string> all(taken[0].begin(), taken[0].end());
    all.insert(taken[1].begin(), taken[1].end());
    EXPECT_EQ(all.size(), taken[0].size() + taken[1].size()) << "none twice";
    for (auto& id : take(store(), 10, 2'000'000, kItems)) { all.insert(std::move(id)); }
    EXPECT_EQ(all.size(), static_cast<std::size_t>(kItems)) << "none lost";
}

}  // namespace
}  // namespace gx::tests
