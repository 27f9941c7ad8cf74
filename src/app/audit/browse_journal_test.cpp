// SPDX-License-Identifier: Apache-2.0
#include "app/audit/browse_journal.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/fakes.hpp"
#include "tests/support/memory_store.hpp"

namespace gx::app {
namespace {

using base::Json;

Actor somebody(ActionSet actions, Reach reach) {
    Actor actor{.account = "reader-1", .tenant = "990101", .actions = actions};
    actor.grants.push_back({std::make_shared<const ActionSet>(std::move(actions)), std::move(reach)});
    return actor;
}
Actor auditor() { return somebody({"journal.read", "journal.audit"}, Reach{}); }
Actor head() { return somebody({"journal.read"}, Reach::everything()); }
Actor clerk(const char* body) { return somebody({"journal.read"}, Reach::of_bodies({body})); }

class BrowseJournalTest : public testing::Test {
protected:
    BrowseJournalTest() {
        put("body", "b-1", R"({"code":"CZJ","name":"Finance"})", "add", "clerk-1", "2026-03-01T04:00:00Z");
        put("body", "b-2", R"({"code":"JTJ","name":"Roads"})", "add", "clerk-1", "2026-03-01T04:00:00Z");
        put("obligation", "o-1", R"({"code":"K1","title":"Desks","body_id":"b-1","amount_fen":128000,"kind":"contract"})", "add", "clerk-1", "2026-03-02T04:00:00Z");
        put("obligation", "o-2", R"({"code":"K2","title":"Bridge","body_id":"b-2"})", "import", "clerk-2", "2026-03-03T04:00:00Z");
        put("obligation", "o-1", R"({"code":"K1","title":"Desks","body_id":"b-1","amount_fen":150000,"kind":"contract"})", "change", "clerk-2", "2026-03-04T15:59:59Z", 2);
        put("api_token", "t-1", R"({"code":"c1","hash":"deadbeef","account":"clerk-1"})", "grant", "root", "2026-03-04T16:00:00Z");
    }
    void put(const char* type, const char* id, const char* content, const char* action, const char* account, const char* at, std::int64_t version = 1) {
        const WriteContext context{.actor = {.account = account, .tenant = "990101"}, .at = base::Instant::parse(at).value()};
        const Entity entity{.type = type, .tenant = "990101", .id = id, .key = {}, .version = version, .seq = -1, .content = base::parse_json(content).value()};
        const auto done = store_.write(context, [&](Work& work) { return work.put(entity, action); });
        ASSERT_TRUE(done.ok()) << done.error().reason;
    }
    /// The seqs of the answer, newest first, and "next".
    std::string seqs(const Actor& actor, JournalFilter filter = {}, BrowseJournal::Page page = {}) {
        const auto done = journal_.list(std::move(filter), page, actor, Tongue::English);
        if (!done.ok()) { return done.error().reason; }
        std::string out;
        for (const Json& item : done->at("items").as_array()) { out += fmt::format("{} ", item.int_at("seq").value()); }
        return out + done->text_or_empty("next");
    }
    Json entry(std::int64_t seq, const Actor& actor) { return journal_.show(seq, actor, Tongue::English).value(); }

    support::ToyHasher hasher_;
    support::MemoryStore store_{hasher_};
    LawPack law_;
    Labels labels_ = Labels::from_json(base::parse_json(R"({"journal_word":{"sealed":{"zh":"s","en":"encrypted"},"yuan":{"zh":"y","en":"yuan"}},"field":{"amount_fen":{"zh":"j","en":"Amount"}}})").value()).value();
    BrowseJournal journal_{store_, law_, labels_};
};

TEST_F(BrowseJournalTest, ShowsTheNewestFirstPageByPage) {
    EXPECT_EQ(seqs(auditor()), "5 4 3 2 1 0 ");
    EXPECT_EQ(seqs(auditor(), {}, {.limit = 2}), "5 4 s4");
    EXPECT_EQ(seqs(auditor(), {}, {.limit = 2, .cursor = "s4"}), "3 2 s2");
    EXPECT_EQ(seqs(auditor(), {}, {.limit = 2, .cursor = "s2"}), "1 0 ");
    EXPECT_EQ(seqs(auditor(), {}, {.limit = 2, .cursor = "x2"}), "page.cursor_invalid");
}

TEST_F(BrowseJournalTest, FiltersByAccountThingActionAndBody) {
    EXPECT_EQ(seqs(auditor(), {.account = "clerk-2"}), "4 3 ");
    EXPECT_EQ(seqs(auditor(), {.entity = "obligation"}), "4 3 2 ");
    EXPECT_EQ(seqs(auditor(), {.entity = "obligation", .id = "o-1"}), "4 2 ");
    EXPECT_EQ(seqs(auditor(), {.entity = "obligation", .id = "K1"}), "4 2 ") << "by the natural key";
    EXPECT_EQ(seqs(auditor(), {.action = "import"}), "3 ");
    EXPECT_EQ(seqs(auditor(), {.body = "b-2"}), "3 1 ");
    EXPECT_EQ(seqs(auditor(), {.body = "JTJ"}), "3 1 ") << "by the code";
    EXPECT_EQ(seqs(auditor(), {.account = "nobody"}), "");
}

TEST_F(BrowseJournalTest, ADayIsTheOneInShanghai) {
    const auto day = [](const char* iso) { return base::Date::parse(iso).value(); };
    EXPECT_EQ(seqs(auditor(), {.from = day("2026-03-04"), .to = day("2026-03-04")}), "4 ") << "15:59:59Z is still that day";
    EXPECT_EQ(seqs(auditor(), {.from = day("2026-03-05")}), "5 ") << "16:00Z is the next";
    EXPECT_EQ(seqs(auditor(), {.to = day("2026-03-01")}), "1 0 ");
}

TEST_F(BrowseJournalTest, EachSeesWhatIsWithinReach) {
    EXPECT_EQ(seqs(head()), "4 3 2 1 0 ") << "no accounts and tokens";
    EXPECT_EQ(seqs(clerk("b-1")), "4 2 0 ");
    EXPECT_EQ(seqs(clerk("b-1"), {.body = "b-2"}), "");
    EXPECT_EQ(seqs(clerk("b-1"), {.entity = "obligation", .id = "o-2"}), "");
    EXPECT_EQ(seqs(somebody({"journal.read"}, Reach{})), "");
    EXPECT_EQ(seqs(somebody({"body.read"}, Reach::everything())), "access.denied");
    Actor elsewhere = auditor();
    elsewhere.tenant = "990102";
    EXPECT_EQ(seqs(elsewhere), "");
}

TEST_F(BrowseJournalTest, RecordsOfAPersonsFileAreForTheFileAndTheAuditor) {
    put("record", "r-1", R"({"code":"R1","body_id":"b-1","facts":"late payment"})", "register", "clerk-1", "2026-03-05T04:00:00Z");
    put("record", "r-2", R"({"code":"R2","official_id":"p-1","facts":"a warning"})", "register", "clerk-1", "2026-03-05T04:00:00Z");
    put("record", "r-2", R"({"code":"R2","official_id":"p-1","facts":"a reprimand"})", "change", "clerk-1", "2026-03-05T04:00:00Z", 2);
    EXPECT_EQ(seqs(head(), {.entity = "record"}), "6 ");
    EXPECT_EQ(seqs(head(), {.entity = "record", .id = "r-2"}), "");
    EXPECT_EQ(journal_.show(7, head(), Tongue::English).error().reason, "journal.unknown");
    EXPECT_EQ(seqs(auditor(), {.entity = "record"}), "8 7 6 ");
}

TEST_F(BrowseJournalTest, AForeignEntryIsAsUnknownAsOneThatIsNotThere) {
    const auto reason = [&](std::int64_t seq, const Actor& actor) { return journal_.show(seq, actor, Tongue::English).error().reason; };
    for (const std::int64_t seq : {std::int64_t{-1}, std::numeric_limits<std::int64_t>::max()}) { EXPECT_EQ(reason(seq, auditor()), "journal.unknown"); }
    EXPECT_EQ(reason(3, clerk("b-1")), "journal.unknown");
    EXPECT_EQ(reason(5, head()), "journal.unknown");
    EXPECT_EQ(reason(99, auditor()), "journal.unknown");
}

TEST_F(BrowseJournalTest, AnEntryReadsAsBeforeAndAfter) {
    const Json changed = entry(4, clerk("b-1"));
    ASSERT_EQ(changed.at("changes").as_array().size(), 1U);
    const Json& change = changed.at("changes").as_array()[0];
    EXPECT_EQ(change.text_or_empty("field"), "amount_fen");
    EXPECT_EQ(change.at("label").text_or_empty("en"), "Amount");
    EXPECT_EQ(change.text_or_empty("before"), "1,280.00 yuan");
    EXPECT_EQ(change.text_or_empty("after"), "1,500.00 yuan");
    EXPECT_EQ(changed.text_or_empty("entity_label"), "K1 Desks");
    EXPECT_EQ(changed.at("body").text_or_empty("name"), "Finance");
    EXPECT_EQ(changed.text_or_empty("proof"), "/public/ledger/inclusion?index=4&size=6");
}

TEST_F(BrowseJournalTest, IdsReadAsWhatTheyStandFor) {
    const Json added = entry(2, auditor());
    for (const Json& change : added.at("changes").as_array()) {
        if (change.text_or_empty("field") == "body_id") { EXPECT_EQ(change.text_or_empty("after"), "CZJ Finance"); }
    }
}

TEST_F(BrowseJournalTest, SecretsAreNeverShown) {
    const std::string text = base::canonical(entry(5, auditor()));
    EXPECT_EQ(text.find("deadbeef"), std::string::npos);
    EXPECT_NE(text.find("encrypted"), std::string::npos);
    put("official", "p-1", R"({"staff_no":"G1","body_id":"b-1","name":{"commit":"c0ffee","sealed":"s-77"}})", "add", "clerk-1", "2026-03-05T04:00:00Z");
    const std::string official = base::canonical(entry(6, clerk("b-1")));
    EXPECT_EQ(official.find("c0ffee"), std::string::npos);
    EXPECT_EQ(official.find("s-77"), std::string::npos);
}

TEST_F(BrowseJournalTest, ARemovedThingIsStillOfItsBody) {
    const WriteContext context{.actor = {.account = "clerk-2", .tenant = "990101"}, .at = base::Instant::parse("2026-03-06T04:00:00Z").value()};
    const auto done = store_.write(context, [&](Work& work) -> Result<Done> {
        GX_TRY(const auto found, work.find("obligation", "990101", "o-2"));
        return work.remove(*found, "undo");
    });
    ASSERT_TRUE(done.ok());
    EXPECT_EQ(seqs(clerk("b-2")), "6 3 1 ");
    EXPECT_EQ(seqs(clerk("b-1")), "4 2 0 ");
    const Json removed = entry(6, clerk("b-2"));
    EXPECT_EQ(removed.bool_at("removed"), true);
    EXPECT_EQ(removed.text_or_empty("entity_label"), "K2 Bridge");
}

/// Longer than one block, so that the map passes over parts of it.
TEST_F(BrowseJournalTest, TheMapLeavesNothingOut) {
    const auto load = [&](const char* account, int from, int to) {
        const WriteContext context{.actor = {.account = account, .tenant = "990101"}, .at = base::Instant::parse("2026-03-07T04:00:00Z").value()};
        const auto done = store_.write(context, [&](Work& work) -> Result<Done> {
            for (int i = from; i < to; ++i) {
                const Entity entity{.type = "source", .tenant = "990101", .id = fmt::format("m-{}", i), .key = {}, .version = 1, .seq = -1,
                                    .content = Json::object().set("code", fmt::format("M{}", i)).set("title", "t")};
                GX_CHECK(work.put(entity, "import"));
            }
            return Done{};
        });
        ASSERT_TRUE(done.ok()) << done.error().reason;
    };
    load("load-1", 0, 1'700);
    load("rare-1", 1'700, 1'701);
    load("load-1", 1'701, 2'500);
    const std::string before = seqs(auditor(), {.account = "rare-1"});
    EXPECT_EQ(before, "1706 ");
    ASSERT_TRUE(journal_.follow(100).value());
    EXPECT_EQ(seqs(auditor(), {.account = "rare-1"}), before);
    EXPECT_EQ(seqs(auditor(), {.body = "b-2"}), "3 1 ");
    EXPECT_EQ(seqs(auditor(), {.to = base::Date::parse("2026-03-01").value()}), "1 0 ");
    EXPECT_EQ(seqs(clerk("b-1")), "4 2 0 ");
}

TEST(JournalMap, PassesOverBlocksThatCannotFit) {
    support::ToyHasher hasher;
    support::MemoryStore store(hasher);
    const WriteContext context{.actor = {.account = "load-1", .tenant = "990101"}, .at = base::Instant::parse("2026-03-07T04:00:00Z").value()};
    const auto done = store.write(context, [&](Work& work) -> Result<Done> {
        for (int i = 0; i < 1'100; ++i) {
            const Entity entity{.type = "source", .tenant = "990101", .id = fmt::format("s{}", i), .key = {}, .version = 1, .seq = -1,
                                .content = Json::object().set("code", fmt::format("S{}", i))};
            GX_CHECK(work.put(entity, "import"));
        }
        return Done{};
    });
    ASSERT_TRUE(done.ok());
    JournalMap map;
    EXPECT_TRUE(map.may_hold(0, {.account = "nobody"})) << "not seen yet";
    const auto reader = store.reader();
    ASSERT_TRUE(map.follow(**reader, 10).value());
    EXPECT_FALSE(map.may_hold(0, {.account = "nobody"}));
    EXPECT_FALSE(map.may_hold(0, {.body = "b-1"}));
    EXPECT_FALSE(map.may_hold(0, {.from = base::Date::parse("2026-03-08").value()}));
    EXPECT_FALSE(map.may_hold(0, {.to = base::Date::parse("2026-03-06").value()}));
    EXPECT_TRUE(map.may_hold(0, {.account = "load-1", .entity = "source", .action = "import"}));
    EXPECT_TRUE(map.may_hold(1, {.account = "nobody"})) << "a block that is not complete is looked at";
}

}  // namespace
}  // namespace gx::app
