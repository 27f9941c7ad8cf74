// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <random>

#include <gtest/gtest.h>

#include "app/journal/erase.hpp"
#include "app/journal/make_checkpoint.hpp"
#include "app/journal/prove.hpp"
#include "app/journal/rotate_keys.hpp"
#include "app/journal/verify.hpp"
#include "tests/support/fakes.hpp"
#include "tests/support/memory_blobs.hpp"
#include "tests/support/memory_store.hpp"

namespace gx::app {
namespace {

using support::an_actor;

constexpr std::string_view kOrigin = "gongxin/990101";

/// A journal of bodies, duties and officials with sealed names.
class JournalTest : public testing::Test {
protected:
    JournalTest() { keys_.create(KeyUse::Seal, "AES-256-GCM").value(); }

    Done must(const Result<Done>& done) {
        EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().reason + " " + done.error().detail);
        return Done{};
    }
    void write(const std::function<Result<Done>(Work&)>& work) {
        clock_.at = base::Instant::from_millis(clock_.at.millis() + 1'000);
        must(store_.write({.actor = an_actor(), .at = clock_.at}, work));
    }
    void put(std::string type, std::string id, std::int64_t version, base::Json content, std::string_view action = "add") {
        write([&](Work& work) {
            return work.put({.type = type, .tenant = "990101", .id = id, .key = {}, .version = version, .seq = -1,
                             .content = content}, action);
        });
    }
    base::Json body(int i, int version) {
        base::Json json = base::Json::object();
        json.set("code", fmt::format("B{:04}", i)).set("scheme", "none").set("name", fmt::format("示范{}局 v{}", i, version));
        return json.set("class", "DEPT").set("division_code", "990101").set("valid_from", "2020-01-01");
    }
    base::Json duty(int i) {
        base::Json json = base::Json::object();
        json.set("code", fmt::format("HT{:05}", i)).set("body_id", fmt::format("body-{}", i % 7)).set("kind", "contract");
        json.set("title", "修路").set("source_id", "source-1").set("made_on", "2025-01-02").set("due_on", "2025-06-30");
        return json.set("amount_fen", std::int64_t{1'000'00} * i).set("disclosed", i % 2 == 0);
    }
    void add_official(int i) {
        const std::string id = fmt::format("sealed-{:03}", i);
        const auto sealing = sealer_.seal("990101", id, base::as_bytes(fmt::format("张三{}", i))).value();
        base::Json json = base::Json::object();
        json.set("staff_no", fmt::format("G{:03}", i)).set("body_id", "body-1").set("name", sealing.reference());
        json.set("staff_type", "civil_servant").set("valid_from", "2021-01-01");
        write([&](Work& work) -> Result<Done> {
            GX_CHECK(work.add_sealed(sealing.row));
            return work.put({.type = "official", .tenant = "990101", .id = fmt::format("official-{}", i), .key = {},
                             .version = 1, .seq = -1, .content = json}, "add");
        });
    }
    /// Goes on to `count` entries; at least 30 in all.
    void fill(int count) {
        if (store_.state.head == 0) {
            for (int i = 0; i < 7; ++i) { put("body", fmt::format("body-{}", i), 1, body(i, 1)); }
            for (int i = 0; i < 7; i += 2) { put("body", fmt::format("body-{}", i), 2, body(i, 2), "change"); }
            for (int i = 0; i < 5; ++i) { add_official(i); }
        }
        std::vector<Entity> duties;
        for (std::int64_t i = store_.state.head; i < count; ++i, ++duties_) {
            duties.push_back({.type = "obligation", .tenant = "990101", .id = fmt::format("duty-{}", duties_), .key = {},
                              .version = 1, .seq = -1, .content = duty(duties_)});
        }
        write([&](Work& work) { return work.put_many(duties, "import"); });
    }

    domain::Checkpoint checkpoint() {
        clock_.at = base::Instant::from_millis(clock_.at.millis() + 1'000);
        return MakeCheckpoint(store_, hasher_, signer_, clock_).run({.origin = std::string(kOrigin)}, an_actor()).value();
    }
    Verify::Output verify(std::optional<std::string> outside = {}) {
        Verify use_case(store_, hasher_, verifier_, &sealer_, &blobs_);
        Verify::Input input;
        input.keys = {{signer_.algorithm(), signer_.public_key_pem()}};
        input.origin = kOrigin;
        input.checkpoint = std::move(outside);
        return use_case.run(input, an_actor()).value();
    }
    using Kinds = std::vector<std::string>;
    /// "seq kind" of each finding.
    static std::vector<std::string> kinds(const Verify::Output& output) {
        std::vector<std::string> out;
        for (const auto& finding : output.findings) { out.push_back(fmt::format("{} {}", finding.seq, finding.kind)); }
        return out;
    }

    int duties_ = 0;
    support::ToyHasher hasher_;
    support::MemoryStore store_{hasher_};
    support::FixedClock clock_;
    support::SequenceIds ids_;
    support::ToySigner signer_{1};
    support::ToyVerifier verifier_;
    support::ToySealer sealer_;
    support::MemoryKeys keys_;
    support::MemoryBlobs blobs_{hasher_};
};

TEST_F(JournalTest, ReadsTheBytesOfEveryAttachment) {
    fill(30);
    for (const char* id : {"a1", "a2", "a3"}) {
        const std::string bytes = std::string_view(id) == "a3" ? "other" : "same";
        const auto digest = blobs_.put(base::as_bytes(bytes)).value();
        put("attachment", id, 1, base::Json::object().set("code", id).set("digest", base::to_hex(digest)).set("size_bytes", 4));
    }
    EXPECT_TRUE(verify().ok);
    blobs_.kept[hasher_.digest(base::as_bytes("other"), {})] = "changed";
    EXPECT_EQ(kinds(verify()), (Kinds{"32 blob_changed"}));
    blobs_.kept.erase(hasher_.digest(base::as_bytes("same"), {}));
    EXPECT_EQ(kinds(verify()), (Kinds{"30 blob_missing", "31 blob_missing", "32 blob_changed"}));
    EXPECT_EQ(verify().findings.front().detail, "a1");
}

TEST_F(JournalTest, VerifiesWhatNobodyTouched) {
    EXPECT_TRUE(verify().ok);  // an empty store too
    checkpoint();
    fill(600);
    const auto outside = checkpoint();
    put("body", "body-1", 2, body(1, 2), "change");
    const auto result = verify(base::canonical(domain::to_json(outside)));
    EXPECT_EQ(kinds(result), Kinds{});
    EXPECT_TRUE(result.ok);
    EXPECT_EQ(result.size, 601);
    EXPECT_EQ(result.root, checkpoint().root);
    EXPECT_FALSE(result.first_bad);
    EXPECT_EQ(base::canonical(to_json(result)),
              fmt::format(R"({{"findings":[],"ok":true,"root":"{}","size":601}})", base::to_hex(result.root)));
}

TEST_F(JournalTest, VerifiesAfterARowWasRemoved) {
    fill(40);
    write([](Work& work) -> Result<Done> {
        GX_TRY(const auto row, work.find("obligation", "990101", "duty-3"));
        return work.remove(*row, "undo");
    });
    EXPECT_TRUE(verify().ok);
    store_.state.rows["obligation"]["duty-3"] = store_.state.rows["obligation"]["duty-4"];
    store_.state.rows["obligation"]["duty-3"].id = "duty-3";
    EXPECT_EQ(kinds(verify()), (Kinds{"20 row_extra"}));
}

TEST_F(JournalTest, NamesTheChangedEntry) {
    fill(300);
    checkpoint();
    const auto clean = store_.state;
    const auto tampered = [&](auto change) {
        store_.state = clean;
        change(store_.state.entries[57]);
        return kinds(verify());
    };
    EXPECT_EQ(tampered([](auto& e) { e.entry.content = *e.entry.content + " "; }),
              (Kinds{"57 root_mismatch", "57 content_mismatch", "57 row_mismatch"}));
    EXPECT_EQ(tampered([](auto& e) { e.entry.content_digest[0] ^= 1; }),
              (Kinds{"57 content_mismatch", "57 leaf_mismatch"}));
    EXPECT_EQ(tampered([](auto& e) { e.leaf_hash[31] ^= 1; }), (Kinds{"57 leaf_mismatch"}));
    EXPECT_EQ(tampered([](auto& e) { e.entry.actor = "someone"; }), (Kinds{"57 root_mismatch", "57 leaf_mismatch"}));
    EXPECT_EQ(tampered([](auto& e) { e.entry.at = base::Instant::from_millis(0); }).back(), "57 leaf_mismatch");
    EXPECT_EQ(tampered([](auto& e) { e.entry.entity_key = "HT99999"; }), (Kinds{"57 column_mismatch"}));
    EXPECT_EQ(tampered([](auto& e) { e.entry.version = 2; }).back(), "57 row_mismatch");
    EXPECT_EQ(verify().first_bad, 57);
}

TEST_F(JournalTest, NamesWhatIsMissingSwappedOrTooMuch) {
    fill(300);
    const auto clean = store_.state;
    store_.state.entries.erase(57);
    store_.state.entries.erase(58);
    auto found = kinds(verify());
    EXPECT_NE(std::find(found.begin(), found.end(), "57 gap"), found.end());
    EXPECT_EQ(std::find(found.begin(), found.end(), "58 gap"), found.end());

    store_.state = clean;
    std::swap(store_.state.entries[100].entry, store_.state.entries[101].entry);
    std::swap(store_.state.entries[100].leaf_hash, store_.state.entries[101].leaf_hash);
    std::swap(store_.state.entries[100].entry.seq, store_.state.entries[101].entry.seq);
    found = kinds(verify());
    for (const auto* kind : {"100 leaf_mismatch", "101 leaf_mismatch"}) {
        EXPECT_NE(std::find(found.begin(), found.end(), kind), found.end()) << kind;
    }

    store_.state = clean;
    store_.state.entries.erase(299);  // the last entry; the head still counts it
    EXPECT_EQ(kinds(verify()), (Kinds{"299 gap", "299 row_extra"}));
    store_.state = clean;
    --store_.state.head;
    EXPECT_EQ(kinds(verify()), (Kinds{"299 extra_entry", "299 row_extra"}));

    store_.state = clean;
    store_.state.head = std::int64_t{1} << 50U;  // must not be walked through
    EXPECT_EQ(kinds(verify()), (Kinds{"300 gap"}));

    store_.state = clean;
    auto copy = store_.state.entries[5];
    copy.entry.seq = -4;
    store_.state.entries[-4] = copy;
    EXPECT_EQ(kinds(verify()), (Kinds{"-4 extra_entry"}));
}

TEST_F(JournalTest, GoesOnBehindAnEntryThatCannotBeRead) {
    fill(300);
    const auto clean = store_.state;
    store_.state.unreadable = {57, 58, 299};
    EXPECT_EQ(kinds(verify()), (Kinds{"57 entry_unreadable", "57 row_extra", "58 entry_unreadable", "58 row_extra",
                                      "299 entry_unreadable", "299 row_extra"}));
    store_.state = clean;
    store_.state.entries[300] = store_.state.entries[299];
    store_.state.unreadable = {300};  // behind the end
    EXPECT_EQ(kinds(verify()), (Kinds{"300 entry_unreadable"}));
}

TEST_F(JournalTest, NamesTheChangedTile) {
    fill(600);
    const auto clean = store_.state;
    store_.state.tiles[{1, 1}][0] ^= 1;
    EXPECT_EQ(kinds(verify()), (Kinds{"256 tile_mismatch"}));
    store_.state = clean;
    store_.state.tiles.erase({1, 0});
    EXPECT_EQ(kinds(verify()), (Kinds{"0 tile_mismatch"}));
    store_.state = clean;
    store_.state.tiles[{1, 2}] = {};
    EXPECT_EQ(kinds(verify()), (Kinds{"512 tile_mismatch"}));
}

TEST_F(JournalTest, NamesTheChangedRow) {
    fill(60);
    const auto clean = store_.state;
    const auto tampered = [&](auto change) {
        store_.state = clean;
        change(store_.state.rows);
        return kinds(verify());
    };
    // duty-9 was written at position 25
    EXPECT_EQ(tampered([](auto& rows) { rows["obligation"]["duty-9"].content[3] = 'X'; }), (Kinds{"25 row_mismatch"}));
    EXPECT_EQ(tampered([](auto& rows) { rows["obligation"]["duty-9"].version = 2; }), (Kinds{"25 row_mismatch"}));
    EXPECT_EQ(tampered([](auto& rows) { rows["obligation"]["duty-9"].seq = 24; }), (Kinds{"25 row_mismatch"}));
    EXPECT_EQ(tampered([](auto& rows) { rows["obligation"]["duty-9"].key = "HT1"; }), (Kinds{"25 column_mismatch"}));
    EXPECT_EQ(tampered([](auto& rows) { rows["obligation"]["duty-9"].columns["amount_fen"] = std::int64_t{1}; }),
              (Kinds{"25 column_mismatch"}));
    EXPECT_EQ(tampered([](auto& rows) { rows["obligation"]["duty-9"].columns["due_on"] = nullptr; }),
              (Kinds{"25 column_mismatch"}));
    EXPECT_EQ(tampered([](auto& rows) { rows["obligation"]["duty-9"].columns["done_on"] = std::int64_t{20'000}; }),
              (Kinds{"25 column_mismatch"}));
    EXPECT_EQ(tampered([](auto& rows) { rows["obligation"].erase("duty-9"); }), (Kinds{"25 row_missing"}));
    EXPECT_EQ(tampered([](auto& rows) { rows["obligation"]["duty-9"].tenant = "990102"; }),
              (Kinds{"25 row_extra", "25 row_missing"}));
    EXPECT_EQ(tampered([](auto& rows) {
                  auto row = rows["obligation"]["duty-9"];
                  row.id = "forged";
                  rows["obligation"]["forged"] = row;
              }),
              (Kinds{"25 row_extra"}));
    // An old version put back.
    EXPECT_EQ(tampered([&](auto& rows) {
                  auto& row = rows["body"]["body-0"];
                  row.content = *clean.entries.at(0).entry.content;
                  row.version = 1;
                  row.seq = 0;
              }),
              (Kinds{"7 row_mismatch"}));
}

TEST_F(JournalTest, NoticesAHistoryRewrittenThroughout) {
    fill(40);
    checkpoint();
    fill(80);
    const auto outside = checkpoint();
    ASSERT_TRUE(verify().ok);
    // Entry 70 forged with everything that follows from it, rows and tiles included.
    auto& forged = store_.state.entries[70];
    auto& row = store_.state.rows["obligation"][forged.entry.entity_id];
    const auto at = forged.entry.content->find("修路");
    forged.entry.content->replace(at, 6, "补路");
    row.content = *forged.entry.content;
    row.columns["title"] = "补路";
    forged.entry.content_digest = domain::content_digest(hasher_, forged.entry.salt, forged.entry.content);
    forged.leaf_hash = domain::leaf_hash(hasher_, forged.entry);
    EXPECT_EQ(kinds(verify()), (Kinds{"40 root_mismatch"}));
    store_.state.checkpoints.pop_back();  // and the stored checkpoint taken away
    EXPECT_TRUE(verify().ok);
    EXPECT_EQ(kinds(verify(outside.note)), (Kinds{"40 checkpoint_inconsistent"}));
}

TEST_F(JournalTest, NoticesAnOlderCopyByAnOutsideCheckpoint) {
    fill(100);
    const auto old = store_.state;
    fill(140);
    const auto outside = base::canonical(domain::to_json(checkpoint()));
    store_.state = old;
    EXPECT_TRUE(verify().ok);
    EXPECT_EQ(kinds(verify(outside)), (Kinds{"100 checkpoint_ahead"}));
}

TEST_F(JournalTest, NoticesABadCheckpoint) {
    fill(40);
    const auto good = checkpoint();
    ASSERT_TRUE(verify(good.note).ok);
    // Stored ones
    const auto clean = store_.state;
    const auto stored = [&](const char* member, base::Json value) {
        store_.state = clean;
        store_.state.checkpoints[0].set(member, std::move(value));
        return kinds(verify());
    };
    EXPECT_EQ(stored("size", 39), (Kinds{"-1 checkpoint_signature"}));
    EXPECT_EQ(stored("time", "2026-11-22T04:00:00.000Z"), (Kinds{"-1 checkpoint_signature"}));
    EXPECT_EQ(stored("hash", "sha256"), (Kinds{"40 checkpoint_signature"}));
    EXPECT_EQ(stored("note", nullptr), (Kinds{"-1 checkpoint_signature"}));
    store_.state = clean;
    // Outside ones: each changed bit
    for (std::size_t bit = 0; bit < good.note.size() * 8; bit += 13) {
        std::string note = good.note;
        note[bit / 8] = static_cast<char>(note[bit / 8] ^ (1 << (bit % 8)));
        ASSERT_FALSE(verify(note).ok) << "bit " << bit;
    }
    EXPECT_EQ(kinds(verify("not a checkpoint")), (Kinds{"-1 checkpoint_signature"}));
    // Another signer, another journal
    support::ToySigner stranger{9};
    const auto foreign = MakeCheckpoint(store_, hasher_, stranger, clock_).run({.origin = std::string(kOrigin)}, an_actor()).value();
    store_.state = clean;
    EXPECT_EQ(kinds(verify(foreign.note)), (Kinds{"40 checkpoint_signature"}));
    const auto other = MakeCheckpoint(store_, hasher_, signer_, clock_).run({.origin = "gongxin/211382"}, an_actor()).value();
    store_.state = clean;
    EXPECT_EQ(kinds(verify(other.note)), (Kinds{"40 checkpoint_inconsistent"}));
    // A named public key decides alone.
    Verify::Input input;
    input.keys = {{signer_.algorithm(), signer_.public_key_pem()}};
    input.checkpoint = good.note;
    input.public_key = stranger.public_key_pem();
    Verify use_case(store_, hasher_, verifier_, &sealer_, nullptr);
    EXPECT_EQ(kinds(use_case.run(input, an_actor()).value()), (Kinds{"40 checkpoint_signature"}));
    input.public_key = signer_.public_key_pem();
    EXPECT_TRUE(use_case.run(input, an_actor())->ok);
    EXPECT_EQ(use_case.run(input, {.account = "a", .tenant = "990101"}).error().reason, "access.denied");
}

TEST_F(JournalTest, NoticesSealedValuesThatDoNotFit) {
    fill(40);
    const auto clean = store_.state;
    const auto tampered = [&](auto change) {
        store_.state = clean;
        change(store_.state.sealed);
        return kinds(verify());
    };
    // official 2 with sealed-002 was written at position 13
    EXPECT_EQ(tampered([](auto& sealed) { sealed.erase("sealed-002"); }), (Kinds{"13 sealed_missing"}));
    EXPECT_EQ(tampered([](auto& sealed) { sealed["sealed-002"].ciphertext[0] ^= 1; }), (Kinds{"13 sealed_mismatch"}));
    EXPECT_EQ(tampered([](auto& sealed) { sealed["sealed-002"].tenant = "990102"; }), (Kinds{"13 sealed_mismatch"}));
    EXPECT_EQ(tampered([](auto& sealed) { sealed["sealed-002"].key_id = "seal-0002"; }), (Kinds{"13 sealed_mismatch"}));
    // A value that opens well but is not the one committed to.
    EXPECT_EQ(tampered([&](auto& sealed) {
                  sealed["sealed-002"] = sealer_.seal("990101", "sealed-002", base::as_bytes("李四")).value().row;
              }),
              (Kinds{"13 sealed_mismatch"}));
    EXPECT_EQ(tampered([&](auto& sealed) {
                  sealed["sealed-999"] = sealer_.seal("990101", "sealed-999", base::as_bytes("x")).value().row;
              }),
              (Kinds{"-1 sealed_extra"}));
}

TEST_F(JournalTest, ErasesLawfullyAndStillVerifies) {
    fill(40);
    Erase erase(store_, clock_, ids_);
    const Erase::Input input{.entity = "official", .id = "official-2", .basis = {"S-5.4d"}, .requester = "account-2"};
    const auto erased = erase.run(input, an_actor());
    ASSERT_TRUE(erased.ok()) << erased.error().reason;
    EXPECT_EQ(erased->sealed_ids, (std::vector<std::string>{"sealed-002"}));
    EXPECT_FALSE(store_.state.sealed.contains("sealed-002"));
    EXPECT_TRUE(verify().ok);
    const auto& entry = store_.state.entries.rbegin()->second.entry;
    EXPECT_EQ(entry.entity, "erasure");
    EXPECT_EQ(entry.action, "erase");
    EXPECT_EQ(*entry.content, R"({"approver":"account-1","basis":["S-5.4d"],"code":"id-00001","on_day":"2026-11-22",)"
                              R"("requester":"account-2","sealed_ids":["sealed-002"]})");
    // A value that comes back, or an erasure by one person, is noticed.
    store_.state.sealed["sealed-002"] = sealer_.seal("990101", "sealed-002", base::as_bytes("张三2")).value().row;
    EXPECT_EQ(kinds(verify()), (Kinds{"13 sealed_not_erased"}));
}

TEST_F(JournalTest, RefusesAnErasureThatLacksSomething) {
    fill(40);
    Erase erase(store_, clock_, ids_);
    const Erase::Input good{.entity = "official", .id = "official-2", .basis = {"S-5.4d"}, .requester = "account-2"};
    const auto refused = [&](auto change, Actor actor = an_actor()) {
        Erase::Input input = good;
        change(input);
        const auto result = erase.run(input, actor);
        return result.ok() ? std::string{} : result.error().reason;
    };
    EXPECT_EQ(refused([](auto& in) { in.basis = {}; }), "erasure.basis_missing");
    EXPECT_EQ(refused([](auto& in) { in.requester = "account-1"; }), "erasure.same_person");
    EXPECT_EQ(refused([](auto& in) { in.requester = ""; }), "erasure.requester_missing");
    EXPECT_EQ(refused([](auto& in) { in.id = "official-99"; }), "erasure.nothing");
    EXPECT_EQ(refused([](auto& in) { in.sealed_ids = {"sealed-003"}; }), "erasure.foreign_value");
    EXPECT_EQ(refused([](auto&) {}, an_actor("account-1", "990102")), "erasure.nothing");
    EXPECT_EQ(refused([](auto&) {}, Actor{.account = "account-1", .tenant = "990101"}), "access.denied");
    EXPECT_EQ(store_.state.head, 40);
    EXPECT_EQ(store_.state.sealed.size(), 5U);
    EXPECT_EQ(refused([](auto&) {}), "");
    EXPECT_EQ(refused([](auto&) {}), "erasure.nothing");  // it is already done
    // An entry that only claims to be an erasure hides nothing.
    store_.state.sealed.erase("sealed-003");
    base::Json content = base::Json::object();
    content.set("code", "E").set("requester", "a").set("approver", "a").set("on_day", "2026-11-22");
    content.set("basis", base::Json::Array{"x"}).set("sealed_ids", base::Json::Array{"sealed-003"});
    put("erasure", "forged", 1, content, "erase");
    EXPECT_EQ(kinds(verify()), (Kinds{"14 sealed_missing", "41 erasure_invalid"}));
}

TEST_F(JournalTest, RotatesKeysWithoutTouchingTheJournal) {
    fill(40);
    const auto size = store_.state.head;
    RotateKeys rotate(store_, keys_,
                      [&]() -> Result<std::unique_ptr<Sealer>> {
                          GX_TRY(const auto key, keys_.current(KeyUse::Seal));
                          return std::unique_ptr<Sealer>(std::make_unique<support::ToySealer>(key.id));
                      },
                      clock_);
    const auto output = rotate.run({}, an_actor()).value();
    EXPECT_EQ(output.key_id, "seal-0002");
    EXPECT_EQ(output.rewritten, 5);
    EXPECT_EQ(store_.state.head, size);
    for (const auto& [id, value] : store_.state.sealed) { EXPECT_EQ(value.key_id, "seal-0002"); }
    EXPECT_TRUE(verify().ok);
    EXPECT_EQ(rotate.run({.mode = RotateKeys::Mode::Resume}, an_actor())->rewritten, 0);
    EXPECT_EQ(rotate.run({}, {.account = "a", .tenant = "990101"}).error().reason, "access.denied");
    store_.state.sealed.begin()->second.ciphertext[0] ^= 1;
    EXPECT_EQ(rotate.run({}, an_actor()).error().reason, "sealed.broken");
}

TEST_F(JournalTest, ProvesEntriesAndGrowth) {
    fill(600);
    const Prove prove(store_, hasher_);
    const auto inclusion = prove.inclusion(41, 599).value();
    EXPECT_TRUE(domain::check_inclusion(hasher_, 41, 599, inclusion.leaf, inclusion.path, inclusion.root).ok());
    EXPECT_EQ(inclusion.leaf, store_.state.entries[41].leaf_hash);
    const auto consistency = prove.consistency(300, 600).value();
    EXPECT_TRUE(domain::check_consistency(hasher_, 300, 600, consistency.root_from, consistency.root_to, consistency.path).ok());
    EXPECT_EQ(consistency.root_to, checkpoint().root);
    std::string members;
    for (const auto& json : {to_json(inclusion), to_json(consistency)}) {
        for (const auto& [name, value] : json.as_object()) { members += name + " "; }
    }
    EXPECT_EQ(members, "leafHash leafIndex proof root treeSize proof root1 root2 size1 size2 ");
    EXPECT_EQ(prove.inclusion(0, 601).error().reason, "proof.size");
    EXPECT_EQ(prove.inclusion(0, 0).error().reason, "proof.size");
    EXPECT_EQ(prove.inclusion(600, 600).error().reason, "proof.index");
    EXPECT_EQ(prove.consistency(0, 600).error().reason, "proof.size");
    EXPECT_EQ(prove.consistency(601, 601).error().reason, "proof.size");
    EXPECT_EQ(prove.consistency(500, 400).error().reason, "proof.order");
}

TEST_F(JournalTest, RefusesACheckpointWithoutRightOrName) {
    MakeCheckpoint make(store_, hasher_, signer_, clock_);
    EXPECT_EQ(make.run({.origin = std::string(kOrigin)}, {.account = "a", .tenant = "990101"}).error().reason,
              "access.denied");
    EXPECT_EQ(make.run({.origin = "凌源"}, an_actor()).error().reason, "checkpoint.origin");
    EXPECT_TRUE(store_.state.checkpoints.empty());
}

TEST_F(JournalTest, LimitsTheListOfFindingsButCountsThemAll) {
    fill(100);
    for (auto& [seq, stored] : store_.state.entries) { stored.leaf_hash[0] ^= 1; }
    Verify use_case(store_, hasher_, verifier_, &sealer_, nullptr);
    const auto output = use_case.run({.findings_max = 10}, an_actor()).value();
    EXPECT_EQ(output.findings.size(), 10U);
    EXPECT_EQ(output.findings_total, 100U);
    EXPECT_EQ(output.first_bad, 0);
}

/// Flips one bit of a text, blob or number that the store holds.
class BitFlipper {
public:
    explicit BitFlipper(support::MemoryState& state, std::mt19937& random) : state_(state), random_(random) {}

    std::string flip() {
        const auto seq = static_cast<std::int64_t>(pick(state_.entries.size()));
        auto& stored = state_.entries[seq];
        auto& entry = stored.entry;
        const std::string place = fmt::format("entry {} field ", seq);
        switch (pick(17)) {
            case 0: text(entry.tenant); return place + "tenant";
            case 1: text(entry.entity); return place + "entity";
            case 2: text(entry.entity_id); return place + "id";
            case 3: number(entry.version); return place + "version";
            case 4: text(entry.action); return place + "action";
            case 5: text(entry.actor); return place + "actor";
            case 6: entry.origin += "x"; return place + "origin";
            case 7: {
                std::int64_t at = entry.at.millis();
                at ^= std::int64_t{1} << pick(40);
                entry.at = base::Instant::from_millis(at);
                return place + "at";
            }
            case 8: blob(entry.salt); return place + "salt";
            case 9: text(*entry.content); return place + "content";
            case 10: blob(entry.content_digest); return place + "digest";
            case 11: blob(stored.leaf_hash); return place + "leaf";
            case 12: text(entry.entity_key); return place + "key";
            case 13: {
                auto& row = any_row();
                text(row.content);
                return "row " + row.id + " content";
            }
            case 14: {
                auto& row = any_row();
                auto& column = std::next(row.columns.begin(), static_cast<std::ptrdiff_t>(pick(row.columns.size())))->second;
                if (auto* written = std::get_if<std::string>(&column)) { text(*written); }
                else if (auto* value = std::get_if<std::int64_t>(&column)) { number(*value); }
                else { column = std::int64_t{0}; }
                return "row " + row.id + " column";
            }
            case 15: {
                auto& row = any_row();
                if (pick(2) == 0) { number(row.version); } else { text(row.key); }
                return "row " + row.id + " version or key";
            }
            default: {
                auto& value = std::next(state_.sealed.begin(), static_cast<std::ptrdiff_t>(pick(state_.sealed.size())))->second;
                blob(value.ciphertext);
                return "sealed " + value.id;
            }
        }
    }

private:
    std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
    void text(std::string& value) {
        auto& byte = value[pick(value.size())];
        byte = static_cast<char>(byte ^ (1 << pick(8)));
    }
    void number(std::int64_t& value) { value ^= std::int64_t{1} << pick(62); }
    template <class Bytes>
    void blob(Bytes& value) {
        auto& byte = value[pick(value.size())];
        byte = static_cast<std::uint8_t>(byte ^ (1U << pick(8)));
    }
    support::MemoryRow& any_row() {
        constexpr std::array<const char*, 3> kTypes = {"body", "obligation", "source"};
        auto& table = state_.rows[kTypes[pick(kTypes.size())]];
        return std::next(table.begin(), static_cast<std::ptrdiff_t>(pick(table.size())))->second;
    }

    support::MemoryState& state_;
    std::mt19937& random_;
};

// ASSURANCE R17: single-bit flips, all reported.
TEST_F(JournalTest, ReportsEachFlippedBit) {
    fill(40);
    std::vector<Entity> sources;
    for (int i = 0; i < 160; ++i) {
        base::Json content = base::Json::object();
        content.set("code", fmt::format("WJ{:03}", i)).set("kind", "decision").set("title", "会议纪要").set("issued_on", "2025-01-02");
        sources.push_back({.type = "source", .tenant = "990101", .id = fmt::format("source-{}", i), .key = {}, .version = 1,
                           .seq = -1, .content = std::move(content)});
    }
    write([&](Work& work) { return work.put_many(sources, "add"); });
    ASSERT_EQ(store_.state.head, 200);
    checkpoint();
    ASSERT_TRUE(verify().ok);
    const auto clean = store_.state;
    std::mt19937 random(20261122);
    for (int i = 0; i < 500; ++i) {
        store_.state = clean;
        const std::string place = BitFlipper(store_.state, random).flip();
        ASSERT_FALSE(verify().ok) << place << ", flip " << i;
    }
}

}  // namespace
}  // namespace gx::app
