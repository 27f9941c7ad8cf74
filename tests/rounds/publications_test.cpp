// SPDX-License-Identifier: Apache-2.0
// What becomes public and is withdrawn as days pass, the feed that tells of it, and recalls, with the real law pack, on SQLite and on
// PostgreSQL.
#include <gmock/gmock.h>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "app/publication_desk/feed_subscribers.hpp"
#include "app/publication_desk/read_feed.hpp"
#include "app/recalls/delivery.hpp"
#include "app/recalls/recall.hpp"
#include "tests/support/round_county.hpp"

namespace gx::tests {
namespace {

using app::FeedPage;
using base::Date;
using base::Json;
using testing::ElementsAre;
using testing::IsEmpty;

class PublicationsOnAStore : public RoundCounty {
protected:
    /// A general breach record decided on 2026-05-01, effective on the 16th; `more` are further members, each with a comma before it.
    static Json record_json(const std::string& id, const std::string& more) {
        return base::parse_json(R"({"code":"R-WY-01/)" + id + R"(/D01","cat":"R-WY-01","body_id":"b1","subject_name_at_time":"示范市财政局",
            "polarity":"negative","severity":"general","doc_type":"breach_confirmation","doc_no":"示信认〔2026〕)" + id +
                                R"(号","doc_date":"2026-05-01","organ":"示范市人民政府","facts":"未按期付款","decided_on":"2026-05-01",
            "maker":"canary-maker","checker":"c","effective_on":"2026-05-16")" + more + "}").value();
    }
    void record(const std::string& id, const std::string& more = R"(,"publish_from":"2026-05-20")", std::int64_t version = 1) {
        put("record", id, base::canonical(record_json(id, more)), version);
    }
    app::PublicView& view() {
        const auto done = view_.refresh();
        EXPECT_TRUE(done.ok()) << done.error().reason << done.error().detail;
        return view_;
    }
    FeedPage page(const std::string& cursor = "", std::size_t limit = 100) {
        auto got = app::read_feed(view(), {.cursor = cursor, .limit = limit});
        EXPECT_TRUE(got.ok()) << got.error().reason;
        return got.ok() ? std::move(*got) : FeedPage{};
    }
    static std::string line(const Json& item) {
        const std::string told = item.text_or_empty("action") + " " + item.text_or_empty("id") + " " + item.text_or_empty("day");
        return item.at("record").is_null() ? told + " " + item.text_or_empty("reason") : told;
    }
    /// What came since the last call.
    std::vector<std::string> news() {
        const FeedPage got = page(cursor_);
        cursor_ = std::to_string(got.next);
        std::vector<std::string> lines;
        for (const Json& item : got.items) { lines.push_back(line(item)); }
        return lines;
    }
    template <class Doing>
    void work(const Doing& doing) {
        const auto done = store_->write({support::an_actor("clerk"), clock_.now()}, doing);
        ASSERT_TRUE(done.ok()) << done.error().reason << done.error().detail;
    }
    /// "channel recipient reason state" of each recall.
    std::vector<std::string> recalls() {
        const auto reader = store_->reader();
        std::vector<std::string> lines;
        EXPECT_TRUE((*reader)->scan("recall", "990101", [&](const app::Entity& row) -> base::Result<base::Done> {
            const auto note = app::RecallNote::from_json(row.content);
            EXPECT_TRUE(note.ok());
            lines.push_back(note->channel + " " + note->recipient + " " + note->reason + " " + note->state);
            return base::Done{};
        }).ok());
        return lines;
    }

    app::Labels labels_;
    app::PublicView view_{*store_, clock_, app::PublicLaw::of(real_law()), labels_};
    std::string cursor_;
};

std::vector<RoundBackend> backends() {
    if (std::getenv("GX_TEST_FAST") != nullptr) { return {RoundBackend::Sqlite}; }
    return {RoundBackend::Sqlite, RoundBackend::Postgres};
}
INSTANTIATE_TEST_SUITE_P(, PublicationsOnAStore, testing::ValuesIn(backends()), [](const auto& chosen) {
    return chosen.param == RoundBackend::Sqlite ? "Sqlite" : "Postgres";
});

// Source: ANCHORS 7; DL-REP-02b from 2026-04-01: one year from the document's day
TEST_P(PublicationsOnAStore, TellOfTheFirstDayAndLeaveATombstoneOnTheDayAfterTheLast) {
    run_on("2026-05-18");
    record("r1");
    run();
    EXPECT_THAT(news(), IsEmpty());
    run_on("2026-05-19");
    EXPECT_THAT(news(), IsEmpty());
    run_on("2026-05-20");
    EXPECT_THAT(news(), ElementsAre("published r1 2026-05-20"));
    run_on("2026-05-21");
    EXPECT_THAT(news(), IsEmpty());
    run_on("2027-05-01");
    EXPECT_THAT(news(), IsEmpty());
    for (int i = 0; i < 3; ++i) {
        restart();
        run_on("2027-05-02");
    }
    EXPECT_THAT(news(), ElementsAre("withdrawn r1 2027-05-02 window_over"));
    EXPECT_EQ(page().items.size(), 1U) << "each record once, at its newest position";
    run_on("2040-01-01");
    EXPECT_THAT(news(), IsEmpty());
}

TEST_P(PublicationsOnAStore, TellOfWhatTheJournalChangesBetweenTwoRounds) {
    run_on("2026-05-20");
    record("r1");
    record("r2", "");  // nobody decided to show it
    record("r3", R"(,"publish_from":"2026-05-20","note":"一")");
    run();
    EXPECT_THAT(news(), ElementsAre("published r1 2026-05-20", "published r3 2026-05-20"));
    record("r1", R"(,"publish_from":"2026-05-20","disputed":true)", 2);
    record("r3", R"(,"publish_from":"2026-05-20","note":"二")", 2);
    EXPECT_EQ(page().items.front().at("record").bool_at("disputed"), true) << "at once, before any round";
    run();
    EXPECT_THAT(news(), ElementsAre("changed r1 2026-05-20")) << "a note is not public: no news";
    record("r1", R"(,"publish_from":"2026-05-20","repaired_on":"2026-05-20")", 3);
    EXPECT_EQ(line(page().items.back()), "withdrawn r1 2026-05-20 repaired") << "a tombstone at once, before any round";
    run();
    EXPECT_THAT(news(), ElementsAre("withdrawn r1 2026-05-20 repaired"));
    record("r1", R"(,"publish_from":"2026-05-20","repaired_on":"2026-05-20","revoked_on":"2026-05-20","revoke_reason":"依据撤销")", 4);
    run();
    EXPECT_THAT(news(), ElementsAre("withdrawn r1 2026-05-20 revoked")) << "who took it back for less must know";
    for (const Json& item : page().items) {
        EXPECT_EQ(base::canonical(item).find("canary"), std::string::npos);
        EXPECT_EQ(item.text_or_empty("body_code"), "D01");
    }
}

TEST_P(PublicationsOnAStore, CommitTogetherWithTheChangeWhereTheCallerAsks) {
    run_on("2026-05-20");
    const app::PublicLaw law = app::PublicLaw::of(real_law());
    work([&](app::Work& of) -> base::Result<base::Done> {
        GX_CHECK(of.put({"record", "990101", "r1", {}, 1, -1, record_json("r1", R"(,"publish_from":"2026-05-20")")}, "release"));
        GX_TRY(const auto tally, app::keep_publication(of, "990101", "r1", law, clock_.today()));
        EXPECT_EQ(tally.published, 1);
        return base::Done{};
    });
    EXPECT_THAT(news(), ElementsAre("published r1 2026-05-20"));
    run();
    EXPECT_THAT(news(), IsEmpty()) << "the round has nothing to add";
}

TEST_P(PublicationsOnAStore, GoOnWhereTheCursorSays) {
    run_on("2026-05-20");
    for (int i = 0; i < 25; ++i) { record(fmt::format("r{:02}", i)); }
    run();
    std::vector<std::string> ids;
    std::string cursor;
    for (bool more = true; more;) {
        const FeedPage got = page(cursor, 10);
        for (const Json& item : got.items) { ids.push_back(item.text_or_empty("id")); }
        cursor = std::to_string(got.next);
        more = got.more;
        EXPECT_EQ(got.watermark, view_.position());
    }
    EXPECT_EQ(ids.size(), 25U);
    EXPECT_TRUE(std::ranges::is_sorted(ids));
    const FeedPage rest = page(cursor);
    EXPECT_TRUE(rest.items.empty());
    EXPECT_EQ(std::to_string(rest.next), cursor);
    for (const char* wrong : {"x", "-1", "1x", "99999999999999999999"}) {
        EXPECT_EQ(app::read_feed(view(), {.cursor = wrong}).error().reason, "feed.cursor");
    }
    EXPECT_EQ(app::read_feed(view(), {.tenant = "000000"}).error().reason, "tenant.unknown");
    const std::string csv = page().to_csv();
    EXPECT_EQ(std::ranges::count(csv, '\n'), 26);
    EXPECT_NE(csv.find("示信认〔2026〕r07号"), std::string::npos);
}

// Source: ANCHORS 24: ids seen = ids committed, none twice, in order
TEST_P(PublicationsOnAStore, MissNothingWhileTwentyWrite) {
    constexpr int kWriters = 20;
    constexpr int kEach = 15;
    run_on("2026-05-20");
    const app::PublicLaw law = app::PublicLaw::of(real_law());
    static_cast<void>(view());
    std::atomic<int> running{kWriters};
    std::vector<std::thread> writers;
    for (int w = 0; w < kWriters; ++w) {
        writers.emplace_back([&, w] {
            for (int i = 0; i < kEach; ++i) {
                const std::string id = fmt::format("w{:02}-{:02}", w, i);
                const auto done = store_->write({support::an_actor("clerk"), base::Instant::from_millis(1)}, [&](app::Work& of) -> base::Result<base::Done> {
                    GX_CHECK(of.put({"record", "990101", id, {}, 1, -1, record_json(id, R"(,"publish_from":"2026-05-20")")}, "release"));
                    GX_CHECK(app::keep_publication(of, "990101", id, law, Date::parse("2026-05-20").value()));
                    return base::Done{};
                });
                EXPECT_TRUE(done.ok()) << done.error().reason << done.error().detail;
            }
            --running;
        });
    }
    std::vector<std::string> seen;
    std::int64_t last = -1;
    std::string cursor;
    for (bool all_written = false;;) {
        const FeedPage got = page(cursor, 7);
        cursor = std::to_string(got.next);
        for (const Json& item : got.items) {
            const std::int64_t position = item.int_at("position").value_or(-1);
            EXPECT_GT(position, last);
            last = position;
            seen.push_back(item.text_or_empty("id"));
        }
        if (all_written && got.items.empty()) { break; }
        all_written = running == 0;
    }
    for (auto& writer : writers) { writer.join(); }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(kWriters * kEach));
    std::ranges::sort(seen);
    EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
}

// Source: ANCHORS 8: one row per earlier recipient, sent and acknowledged
TEST_P(PublicationsOnAStore, AskEachEarlierRecipientToTakeARecordBack) {
    run_on("2026-05-20");
    record("r1");
    record("r2");
    run();
    app::FeedSubscribers subscribers(*store_, clock_, ids_, random_, hasher_);
    auto clerk = support::an_actor("clerk");
    const auto platform = subscribers.create("省信用平台", clerk);
    ASSERT_TRUE(platform.ok()) << platform.error().reason;
    ASSERT_TRUE(subscribers.create("另一平台", clerk).ok());
    const auto known = subscribers.find(platform->token, {"990101"});
    ASSERT_TRUE(known.ok() && known->has_value());
    EXPECT_FALSE(subscribers.find("gf_" + std::string(64, '0'), {"990101"})->has_value());
    for (int i = 0; i < 2; ++i) { ASSERT_TRUE(subscribers.remember(**known, page()).ok()); }
    work([&](app::Work& of) { return app::note_delivery(of, "990101", {.channel = app::DeliveryChannel::Export, .recipient = "clerk", .batch = "x1", .records = {"r2", "r1"}, .on = clock_.today()}); });
    work([&](app::Work& of) { return app::note_delivery(of, "990101", {.channel = app::DeliveryChannel::Export, .recipient = "gone", .batch = "x2", .records = {"r1"}, .on = clock_.today()}); });
    work([&](app::Work& of) { return app::note_delivery(of, "990101", {.channel = app::DeliveryChannel::Export, .recipient = "other", .batch = "x3", .records = {"r2"}, .on = clock_.today()}); });

    run_on("2026-06-01");
    record("r1", R"(,"publish_from":"2026-05-20","repaired_on":"2026-06-01")", 2);
    for (const int asked : {3, 0}) {
        work([&](app::Work& of) -> base::Result<base::Done> {
            GX_TRY(const int made, app::recall(of, "990101", "r1", app::RecallReason::Repaired, clock_.today()));
            EXPECT_EQ(made, asked);
            return base::Done{};
        });
    }
    const std::string reader = platform->row.id;
    EXPECT_THAT(recalls(), testing::UnorderedElementsAre("feed " + reader + " repaired asked", "export clerk repaired asked", "export gone repaired asked"));
    run();
    EXPECT_THAT(notices("clerk"), testing::Contains("2026-06-01 recall"));
    EXPECT_THAT(notices("other"), IsEmpty());
    app::AcknowledgeRecalls acknowledge(*store_, clock_);
    const std::vector<std::string> taken = {"r1", "r2"};
    EXPECT_EQ(acknowledge.by_subscriber("990101", reader, taken).value(), 0) << "not told yet";
    ASSERT_TRUE(subscribers.remember(**known, page()).ok());
    EXPECT_THAT(recalls(), testing::UnorderedElementsAre("feed " + reader + " repaired sent", "export clerk repaired sent", "export gone repaired unreachable"));
    EXPECT_EQ(acknowledge.by_subscriber("990101", reader, taken).value(), 1);
    EXPECT_EQ(acknowledge.by_subscriber("990101", reader, taken).value(), 0);
    EXPECT_EQ(acknowledge.by_subscriber("990101", reader, {}).error().reason, "recall.records_missing");

    const auto id_of = [&](const std::string& recipient) {
        const auto rows = (*store_->reader())->list("recall", {.tenant = "990101", .where = {{"recipient", app::Compare::Equal, {recipient}}}});
        return rows->front().id;
    };
    EXPECT_EQ(acknowledge.by_staff(id_of("gone"), " ", clerk).error().reason, "recall.note_missing");
    EXPECT_EQ(acknowledge.by_staff(id_of("gone"), "电话 13812345678", clerk).error().reason, "recall.note_personal");
    EXPECT_EQ(acknowledge.by_staff("nothing", "已电话确认", clerk).error().reason, "recall.unknown");
    EXPECT_TRUE(acknowledge.by_staff(id_of("gone"), "已电话确认删除", clerk).ok());
    EXPECT_EQ(acknowledge.by_staff(id_of("gone"), "已电话确认删除", clerk).error().reason, "recall.acknowledged");
    EXPECT_THAT(recalls(), testing::UnorderedElementsAre("feed " + reader + " repaired acknowledged", "export clerk repaired sent", "export gone repaired acknowledged"));

    ASSERT_TRUE(subscribers.revoke(reader, clerk).ok());
    EXPECT_FALSE(subscribers.find(platform->token, {"990101"})->has_value());
    EXPECT_EQ(subscribers.revoke(reader, clerk).error().reason, "feed.subscriber_revoked");
}

TEST_P(PublicationsOnAStore, RememberALargeHandOverInSlicesAndFindEachOfItsRecords) {
    std::vector<std::string> ids;
    for (int i = 0; i < 1'201; ++i) { ids.push_back(fmt::format("r{:05}", i * 2)); }
    const app::DeliveryNote note{.channel = app::DeliveryChannel::Report, .recipient = "clerk", .batch = "b", .records = ids, .on = clock_.today()};
    for (int i = 0; i < 2; ++i) { work([&](app::Work& of) { return app::note_delivery(of, "990101", note); }); }
    const auto reader = store_->reader();
    EXPECT_EQ((*reader)->count("delivery", {.tenant = "990101"}).value(), 3);
    for (const int i : {0, 499, 500, 999, 1'000, 1'200}) {
        EXPECT_EQ(app::recipients_of(**reader, "990101", ids[static_cast<std::size_t>(i)])->size(), 1U) << i;
    }
    for (const char* other : {"q", "r00001", "r02401", "s"}) { EXPECT_TRUE(app::recipients_of(**reader, "990101", other)->empty()) << other; }
    EXPECT_TRUE(app::recipients_of(**reader, "211382", ids[0])->empty());
}

// Source: "no O(all rows)": a day looks at the records whose day has come, and at no other
TEST_P(PublicationsOnAStore, WriteNothingWhereNothingChanges) {
    run_on("2026-05-20");
    for (int i = 0; i < 30; ++i) { record(fmt::format("r{:02}", i)); }
    run();
    const std::int64_t size = (*store_->reader())->journal_size().value();
    for (const char* day : {"2026-05-21", "2026-09-01", "2027-04-30"}) { run_on(day); }
    EXPECT_EQ((*store_->reader())->journal_size().value(), size);
}

}  // namespace
}  // namespace gx::tests
