// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <thread>

#include "store_fixture.hpp"

namespace gx::tests {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

class StoreWrite : public StoreFixture {};
INSTANTIATE_TEST_SUITE_P(, StoreWrite, testing::ValuesIn(backends()), backend_name);

TEST_P(StoreWrite, KeepsANewEntityWithItsJournalEntry) {
    GX_ASSERT_OK(put(a_body("b1", "X1", "大王杖子乡")));
    const auto found = reader()->find("body", "990101", "b1").value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->key, "X1");
    EXPECT_EQ(found->version, 1);
    EXPECT_EQ(found->seq, 0);
    EXPECT_EQ(found->content.text_or_empty("name"), "大王杖子乡");
    const auto history = reader()->history("body", "b1").value();
    ASSERT_EQ(history.size(), 1U);
    EXPECT_EQ(history[0].action, "add");
    EXPECT_EQ(history[0].actor, "account-1");
    EXPECT_EQ(history[0].at.millis(), 1'700'000'000'123);
    EXPECT_EQ(history[0].content, base::canonical(found->content));
    EXPECT_EQ(store().position(), 1);
    expect_sound_journal();
}

TEST_P(StoreWrite, ChangesARowOnlyFromItsCurrentVersion) {
    GX_ASSERT_OK(put(a_body("b1", "X1", "甲")));
    GX_ASSERT_OK(put(a_body("b1", "X1", "乙", 2), "change"));
    GX_EXPECT_REFUSED(put(a_body("b1", "X1", "丙", 2), "change"), "store.version");
    GX_EXPECT_REFUSED(put(a_body("b1", "X1", "丙", 4), "change"), "store.version");
    GX_EXPECT_REFUSED(put(a_body("b1", "X1", "丙", 1)), "store.version");
    GX_EXPECT_REFUSED(put(a_body("b2", "X2", "丙", 2), "change"), "store.version");
    GX_EXPECT_REFUSED(put(a_body("b1", "X1", "丙", 3, "990102"), "change"), "store.version");
    const auto found = reader()->find("body", "990101", "b1").value();
    EXPECT_EQ(found->content.text_or_empty("name"), "乙");
    EXPECT_EQ(found->seq, 1);
    EXPECT_EQ(reader()->journal_size().value(), 2);
    expect_sound_journal();
}

TEST_P(StoreWrite, RefusesATakenNaturalKeyInOneTenantOnly) {
    GX_ASSERT_OK(put(a_body("b1", "X1")));
    const auto taken = put(a_body("b2", "X1"));
    ASSERT_FALSE(taken.ok());
    EXPECT_EQ(taken.error().code, ErrorCode::Conflict);
    EXPECT_EQ(taken.error().reason, "store.key_taken");
    GX_ASSERT_OK(put(a_body("b2", "X2")));
    GX_EXPECT_REFUSED(put(a_body("b2", "X1", "改", 2), "change"), "store.key_taken");
    GX_ASSERT_OK(put(a_body("b3", "X1", "另一县", 1, "990102")));
    expect_sound_journal();
}

TEST_P(StoreWrite, RefusesWhatCannotBeStored) {
    app::Entity unknown = a_body("b1", "X1");
    unknown.type = "ghost";
    GX_EXPECT_REFUSED(put(unknown), "store.unknown_type");
    app::Entity no_key = a_body("b1", "X1");
    no_key.content.set("code", nullptr);
    GX_EXPECT_REFUSED(put(no_key), "entity.key_missing");
    app::Entity wrong_type = a_body("b1", "X1");
    wrong_type.content.set("name", 5);
    GX_EXPECT_REFUSED(put(wrong_type), "entity.column_type");
    GX_EXPECT_REFUSED(put(a_body("b1", std::string("X\0Y", 3))), "store.text");
    GX_EXPECT_REFUSED(put(a_body("b1", "X1", "\xff\xfe")), "store.text");
    GX_EXPECT_REFUSED(put(a_body("b1", std::string(1'001, 'x'))), "store.text_too_long");
    EXPECT_EQ(reader()->journal_size().value(), 0);
}

TEST_P(StoreWrite, KeepsTextsExactly) {
    const std::string injection = "'; DROP TABLE body; -- $1 %s \\ \" ` ${x}";
    const std::string long_text(300'000, 'x');
    app::Entity body = a_body("id'1\"; --", injection, injection);
    body.content.set("note", std::string("零\0尾", 7)).set("emoji", "😀👩‍👩‍👧‍👦").set("long", long_text);
    GX_ASSERT_OK(put(body));
    const auto found = reader()->find("body", "990101", "id'1\"; --").value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->content, body.content);
    EXPECT_EQ(reader()->find_by_key("body", "990101", injection).value()->id, body.id);
    app::Query query{.tenant = "990101", .where = {{.column = "name", .values = {injection}}}};
    EXPECT_EQ(reader()->list("body", query).value().size(), 1U);
    expect_sound_journal();
}

TEST_P(StoreWrite, RemovesARowAndSaysSoInTheJournal) {
    GX_ASSERT_OK(put(a_body("b1", "X1")));
    app::Entity current = *reader()->find("body", "990101", "b1").value();
    app::Entity stale = current;
    stale.version = 2;
    GX_EXPECT_REFUSED(write([&](app::Work& work) { return work.remove(stale, "undo"); }), "store.version");
    GX_ASSERT_OK(write([&](app::Work& work) { return work.remove(current, "undo"); }));
    EXPECT_FALSE(reader()->find("body", "990101", "b1").value());
    const auto history = reader()->history("body", "b1").value();
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[1].version, 2);
    EXPECT_FALSE(history[1].content);
    EXPECT_EQ(history[1].entity_key, "X1");
    // The key is free again, the id is not.
    GX_EXPECT_REFUSED(put(a_body("b1", "X1")), "store.version");
    GX_ASSERT_OK(put(a_body("b2", "X1")));
    expect_sound_journal();
}

TEST_P(StoreWrite, KeepsNothingOfAFailedWork) {
    GX_ASSERT_OK(put(a_body("b0", "X0")));
    GX_EXPECT_REFUSED(write([&](app::Work& work) -> Result<Done> {
                          GX_CHECK(work.put(a_body("b1", "X1"), "add"));
                          GX_CHECK(work.add_sealed({.id = "s1", .tenant = "990101", .key_id = "k", .nonce = {1}, .ciphertext = {2}}));
                          EXPECT_TRUE(work.find("body", "990101", "b1").value());
                          return Error{ErrorCode::StateForbids, "test.refused"};
                      }),
                      "test.refused");
    EXPECT_FALSE(reader()->find("body", "990101", "b1").value());
    EXPECT_FALSE(reader()->sealed("s1").value());
    EXPECT_EQ(reader()->journal_size().value(), 1);
    GX_ASSERT_OK(put(a_body("b1", "X1")));
    expect_sound_journal();
}

TEST_P(StoreWrite, CannotBeKeptAfterAFailedWriteThatWasOverlooked) {
    GX_ASSERT_OK(put(a_body("b0", "X0")));
    GX_EXPECT_REFUSED(write([&](app::Work& work) -> Result<Done> {
                          EXPECT_FALSE(work.put(a_body("b1", "X0"), "add").ok());
                          EXPECT_FALSE(work.put(a_body("b2", "X2"), "add").ok());
                          return Done{};
                      }),
                      "store.key_taken");
    EXPECT_FALSE(reader()->find("body", "990101", "b2").value());
    expect_sound_journal();
}

TEST_P(StoreWrite, PassesOnWhatAWorkThrows) {
    EXPECT_THROW(static_cast<void>(write([](app::Work&) -> Result<Done> { throw std::runtime_error("bug"); }).ok()),
                 std::runtime_error);
    GX_ASSERT_OK(put(a_body("b1", "X1")));
}

TEST_P(StoreWrite, PutsManyInOrderAndAllOrNone) {
    std::vector<app::Entity> many;
    for (int i = 0; i < 2'500; ++i) { many.push_back(a_body(fmt::format("b{}", i), fmt::format("X{:05}", i))); }
    many.push_back(a_body("b7", "X99999", "改名", 2));  // frees X00007 …
    many.push_back(a_body("c1", "X00007"));             // … for this one
    GX_ASSERT_OK(write([&](app::Work& work) { return work.put_many(many, "import"); }));
    EXPECT_EQ(reader()->journal_size().value(), 2'502);
    EXPECT_EQ(reader()->find("body", "990101", "b1999").value()->seq, 1'999);
    EXPECT_EQ(reader()->find("body", "990101", "b7").value()->seq, 2'500);
    EXPECT_EQ(reader()->find_by_key("body", "990101", "X00007").value()->id, "c1");
    std::vector<app::Entity> clash = {a_body("d1", "Y1"), a_body("d2", "Y2"), a_body("d3", "Y1")};
    GX_EXPECT_REFUSED(write([&](app::Work& work) { return work.put_many(clash, "import"); }), "store.key_taken");
    clash[2] = a_body("b7", "Y3");
    GX_EXPECT_REFUSED(write([&](app::Work& work) { return work.put_many(clash, "import"); }), "store.version");
    EXPECT_FALSE(reader()->find("body", "990101", "d1").value());
    EXPECT_EQ(reader()->journal_size().value(), 2'502);
    expect_sound_journal();
}

/// Sets of a thousand, made ready on another thread while the one before is written.
Result<Done> load(app::Work& work, const std::vector<app::Entity>& many) {
    const auto bulk = work.bulk("import");
    std::unique_ptr<app::ReadyEntities> ready;
    for (std::size_t from = 0; from < many.size(); from += 1'000) {
        Result<std::unique_ptr<app::ReadyEntities>> next = std::unique_ptr<app::ReadyEntities>();
        std::thread other([&] {
            const auto begin = many.begin() + static_cast<std::ptrdiff_t>(from);
            next = bulk->ready({begin, begin + static_cast<std::ptrdiff_t>(std::min<std::size_t>(1'000, many.size() - from))});
        });
        const auto written = ready ? bulk->write(*ready) : Result<Done>(Done{});
        other.join();
        GX_CHECK(written);
        if (!next.ok()) { return std::move(next).error(); }
        ready = std::move(next).value();
    }
    return bulk->write(*ready);
}

std::vector<std::string> index_names(storage::Connection& connection) {
    std::vector<std::string> names;
    const auto rows = connection.query("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name").value();
    while (rows->next().value()) { names.emplace_back(rows->text(0)); }
    return names;
}

TEST_P(StoreWrite, LoadsManyRowsIntoAnEmptyTable) {
    const bool sqlite = GetParam() != Backend::Postgres;
    std::vector<std::string> before;
    if (sqlite) { before = index_names(*store().database().connect().value()); }
    std::vector<app::Entity> many;
    for (int i = 0; i < 12'500; ++i) { many.push_back(a_body(fmt::format("b{:05}", i), fmt::format("X{}", i * 7'919 % 12'503))); }
    many.push_back(a_body("b00007", "Z1", "改名", 2));
    std::vector<app::Entity> clash = many;
    clash.push_back(a_body("c1", "X1"));
    GX_EXPECT_REFUSED(write([&](app::Work& work) { return load(work, clash); }), "store.key_taken");
    EXPECT_EQ(reader()->journal_size().value(), 0);
    if (sqlite) { EXPECT_EQ(index_names(*store().database().connect().value()), before); }

    GX_ASSERT_OK(put(a_body("a", "A")));
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        const app::Entity gone = work.find("body", "990101", "a").value().value();
        GX_CHECK(work.remove(gone, "undo"));  // an entry that waits when the load begins
        GX_CHECK(load(work, many));
        // A read in the middle finds what was loaded.
        GX_TRY(const auto found, work.find_by_key("body", "990101", "X7919"));
        EXPECT_EQ(found.value().id, "b00001");
        return work.put(a_body("d1", "D1"), "add");
    }));
    EXPECT_EQ(reader()->journal_size().value(), 12'504);
    EXPECT_EQ(reader()->find("body", "990101", "b12499").value()->seq, 12'501);
    EXPECT_EQ(reader()->find_by_key("body", "990101", "Z1").value()->version, 2);
    EXPECT_EQ(reader()->find_by_key("body", "990101", "D1").value()->seq, 12'503);
    if (sqlite) { EXPECT_EQ(index_names(*store().database().connect().value()), before); }
    expect_sound_journal();
}

TEST_P(StoreWrite, KeepsSealedValuesUntilTheyAreDeleted) {
    const app::SealedValue value{.id = "s1", .tenant = "990101", .key_id = "k1", .nonce = {1, 0, 2}, .ciphertext = {0, 9, 0}};
    GX_ASSERT_OK(write([&](app::Work& work) { return work.add_sealed(value); }));
    GX_EXPECT_REFUSED(write([&](app::Work& work) { return work.add_sealed(value); }), "store.sealed_exists");
    app::SealedValue rotated = value;
    rotated.key_id = "k2";
    rotated.ciphertext = {7, 7};
    GX_ASSERT_OK(write([&](app::Work& work) { return work.replace_sealed(rotated); }));
    const auto found = reader()->sealed("s1").value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->key_id, "k2");
    EXPECT_EQ(found->nonce, (base::Bytes{1, 0, 2}));
    EXPECT_EQ(found->ciphertext, (base::Bytes{7, 7}));
    int seen = 0;
    GX_ASSERT_OK(reader()->scan_sealed([&](const app::SealedValue& each) -> Result<Done> {
        EXPECT_EQ(each.id, "s1");
        ++seen;
        return Done{};
    }));
    EXPECT_EQ(seen, 1);
    const std::vector<std::string> ids = {"s1"};
    GX_ASSERT_OK(write([&](app::Work& work) { return work.delete_sealed(ids); }));
    EXPECT_FALSE(reader()->sealed("s1").value());
    GX_ASSERT_OK(write([&](app::Work& work) { return work.delete_sealed(ids); }));
    GX_EXPECT_REFUSED(write([&](app::Work& work) { return work.replace_sealed(rotated); }), "sealed.unknown");
}

TEST_P(StoreWrite, FindsEntitiesByTheLookupsOfTheirSealedValues) {
    const auto lookup = [](std::string id, std::string sealed_id, std::string digest, std::string key = "look-0001") {
        return app::SealedLookup{.tenant = "990101", .scope = "official.name", .id = std::move(id), .sealed_id = std::move(sealed_id),
                                 .key_id = std::move(key), .digest = std::move(digest)};
    };
    const auto found = [&](std::vector<std::string> digests, std::string_view tenant = "990101", std::string_view scope = "official.name") {
        return reader()->find_lookups(tenant, scope, digests).value();
    };
    using Ids = std::vector<std::string>;
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        GX_CHECK(work.add_sealed({.id = "s1", .tenant = "990101", .key_id = "k", .nonce = {1}, .ciphertext = {2}}));
        GX_CHECK(work.set_lookup(lookup("o2", "s2", "aa")));
        GX_CHECK(work.set_lookup(lookup("o1", "s1", "aa")));
        return work.set_lookup(lookup("o3", "s3", "bb"));
    }));
    EXPECT_EQ(found({"aa"}), (Ids{"o1", "o2"}));
    EXPECT_EQ(found({"aa", "bb"}), (Ids{"o1", "o2", "o3"}));
    EXPECT_TRUE(found({}).empty());
    EXPECT_TRUE(found({"aa"}, "990102").empty());
    EXPECT_TRUE(found({"aa"}, "990101", "official.id_number").empty());
    EXPECT_FALSE(reader()->find_lookups("990101", "official.name", Ids(101, "aa")).ok());

    // Another value takes the place of the one there was; without a value the lookup goes.
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        GX_CHECK(work.set_lookup(lookup("o2", "s4", "cc", "look-0002")));
        return work.set_lookup(lookup("o3", "", ""));
    }));
    EXPECT_EQ(found({"aa"}), Ids{"o1"});
    EXPECT_EQ(found({"cc"}), Ids{"o2"});
    EXPECT_TRUE(found({"bb"}).empty());
    Ids seen;
    GX_ASSERT_OK(reader()->scan_lookups([&](const app::SealedLookup& each) -> Result<Done> {
        seen.push_back(fmt::format("{} {} {} {} {} {}", each.tenant, each.scope, each.id, each.sealed_id, each.key_id, each.digest));
        return Done{};
    }));
    EXPECT_EQ(seen, (Ids{"990101 official.name o1 s1 look-0001 aa", "990101 official.name o2 s4 look-0002 cc"}));

    const Ids gone = {"s1"};
    GX_ASSERT_OK(write([&](app::Work& work) { return work.delete_sealed(gone); }));
    EXPECT_TRUE(found({"aa"}).empty()) << "the lookup ends with its value";
    // A part that fails leaves no lookup behind.
    EXPECT_FALSE(write([&](app::Work& work) -> Result<Done> {
                     GX_CHECK(work.set_lookup(lookup("o9", "s9", "dd")));
                     return base::Error{base::ErrorCode::InvalidInput, "test.refused"};
                 }).ok());
    EXPECT_TRUE(found({"dd"}).empty());
}

TEST_P(StoreWrite, KeepsCheckpointsInOrder) {
    const auto checkpoint = [](std::int64_t size, const char* time) {
        return base::Json::object().set("size", size).set("time", time).set("root", "ab");
    };
    GX_ASSERT_OK(write([&](app::Work& work) { return work.add_checkpoint(checkpoint(9, "2026-01-02T00:00:00Z")); }));
    GX_ASSERT_OK(write([&](app::Work& work) { return work.add_checkpoint(checkpoint(3, "2026-01-01T00:00:00Z")); }));
    GX_EXPECT_REFUSED(write([&](app::Work& work) { return work.add_checkpoint(checkpoint(3, "2026-01-01T00:00:00Z")); }),
                      "store.checkpoint_exists");
    GX_EXPECT_REFUSED(write([&](app::Work& work) { return work.add_checkpoint(base::Json::object()); }), "store.checkpoint");
    const auto all = reader()->checkpoints().value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0], checkpoint(3, "2026-01-01T00:00:00Z"));
}

TEST_P(StoreWrite, RemembersAnswersWithTheRowsTheySpeakOf) {
    const app::RememberedAnswer answer{.tenant = "990101", .account = "a", .key = "k", .request_digest = "d",
                                       .answer = "{\"id\":1}", .at = base::Instant::from_millis(1'000)};
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        EXPECT_FALSE(store().recall(work, "990101", "a", "k").value());
        GX_CHECK(work.put(a_body("b1", "X1"), "add"));
        return store().remember(work, answer);
    }));
    const auto snapshot = reader();
    const auto recalled = store().recall(*snapshot, "990101", "a", "k").value();
    ASSERT_TRUE(recalled);
    EXPECT_EQ(recalled->answer, answer.answer);
    EXPECT_EQ(recalled->request_digest, "d");
    EXPECT_FALSE(store().recall(*snapshot, "990101", "b", "k").value());
    GX_EXPECT_REFUSED(write([&](app::Work& work) -> Result<Done> {
                          GX_CHECK(work.put(a_body("b2", "X2"), "add"));
                          return store().remember(work, answer);
                      }),
                      "store.key_taken");
    EXPECT_FALSE(reader()->find("body", "990101", "b2").value());
    std::int64_t forgotten = 0;
    GX_ASSERT_OK(write([&](app::Work& work) -> Result<Done> {
        GX_TRY(forgotten, store().forget(work, base::Instant::from_millis(1'001)));
        return Done{};
    }));
    EXPECT_EQ(forgotten, 1);
    EXPECT_FALSE(store().recall(*reader(), "990101", "a", "k").value());
}

}  // namespace
}  // namespace gx::tests
