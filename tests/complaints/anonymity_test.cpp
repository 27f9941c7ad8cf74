// SPDX-License-Identifier: Apache-2.0
// What somebody with the whole store and the server's keys does not learn. ASSURANCE A4, S11; ADR 0081
#include <algorithm>
#include <fstream>
#include <iterator>

#include "app/complaints/letter.hpp"
#include "app/complaints/receipt.hpp"
#include "app/journal/verify.hpp"
#include "tests/complaints/complaint_fixture.hpp"

namespace gx::tests {
namespace {

class Anonymity : public ComplaintCounty {};
INSTANTIATE_TEST_SUITE_P(, Anonymity, testing::Values(ComplaintBackend::Sqlite), [](const auto&) { return "Sqlite"; });

/// An integer as SQLite lays it down in a record, of its eight bytes the last six.
std::string big_endian(std::int64_t number) {
    std::string bytes;
    for (int shift = 40; shift >= 0; shift -= 8) { bytes.push_back(static_cast<char>((number >> shift) & 0xFF)); }
    return bytes;
}

TEST_P(Anonymity, TheStoreHoldsNoPhraseReceiptKeyOrMoment) {
    handlers();
    std::vector<std::string> planted;
    for (int i = 0; i < 20; ++i) {
        clock_.at = base::Instant::parse(fmt::format("2026-03-02T05:{:02}:17.{:03}Z", i, 123 + i)).value();
        auto input = complaint(i, fmt::format("金丝雀鸑鷟{:04}号拖欠", i));
        input.title = fmt::format("标题麒麟{:04}", i);
        input.contact = Json::object().set("phone", fmt::format("1397001{:04}", i));
        input.anonymous = true;
        const Json taken = filed(input);
        const std::string receipt = taken.text_or_empty("receipt");
        ASSERT_TRUE(follow_->write({.receipt = receipt}, fmt::format("留言貔貅{:04}", i), key(1'000 + i)).ok());
        ASSERT_TRUE(follow_->look({.receipt = receipt}).ok());
        for (std::string text : {input.content, input.title, input.contact.text_or_empty("phone"), fmt::format("留言貔貅{:04}", i), receipt,
                                 app::receipt_form(receipt), input.key, key(1'000 + i), clock_.at.iso(), std::to_string(clock_.at.millis()),
                                 std::to_string(clock_.at.millis() / 1'000), big_endian(clock_.at.millis())}) {
            planted.push_back(std::move(text));
        }
    }
    // Seconds of another moment: the batch and what handlers do may be known to the millisecond.
    const auto search = [&](const char* when) {
        const std::string bytes = store_bytes();
        EXPECT_NE(bytes.find("anna"), std::string::npos) << "the search itself finds nothing";
        EXPECT_NE(bytes.find(big_endian(base::Instant::parse("2026-03-02T03:04:05.678Z").value().millis())), std::string::npos) << "moments are not laid down so";
        for (const std::string& text : planted) { EXPECT_EQ(bytes.find(text), std::string::npos) << when << ": " << text; }
    };
    search("before the batch");
    clock_.at = base::Instant::parse("2026-03-03T00:00:09.001Z").value();
    EXPECT_EQ(batch(), 40);
    search("after the batch");
    const auto read = read_->run(intake_.cases.begin()->first, std::string(kPassphrase) + " anna", actor("anna"));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->at("content").text_or_empty("title").substr(0, 12), "标题麒麟");
    search("after a handler read");
    app::Verify verify(*store_, *hasher_, *verifier_, sealer_.get(), nullptr);
    const auto verified = verify.run({}, support::an_actor());
    ASSERT_TRUE(verified.ok());
    EXPECT_TRUE(verified->ok) << verified->findings.size() << " " << (verified->findings.empty() ? "" : verified->findings[0].kind + verified->findings[0].entity);
}

TEST_P(Anonymity, NoOrderOfRowsEntriesCasesOrPlacesIsThatOfTheFiling) {
    handlers();
    constexpr int kCount = 40;
    std::vector<std::string> filed_ids;
    for (int i = 0; i < kCount; ++i) { filed_ids.push_back(filed(complaint(i)).text_or_empty("id")); }
    EXPECT_EQ(batch(), kCount);

    // Of all pairs about half stand in the order in which they came; a list in order, or backwards, has all or none. 780 pairs: a
    // shuffle leaves 250..530 in all but one of a million runs.
    const auto pairs_in_order = [&](const std::vector<std::string>& list) {
        int pairs = 0;
        std::map<std::string, std::size_t> place;
        for (std::size_t i = 0; i < list.size(); ++i) { place[list[i]] = i; }
        EXPECT_EQ(place.size(), filed_ids.size());
        for (std::size_t a = 0; a < filed_ids.size(); ++a) {
            for (std::size_t b = a + 1; b < filed_ids.size(); ++b) { pairs += place[filed_ids[a]] < place[filed_ids[b]] ? 1 : 0; }
        }
        return pairs;
    };
    const auto expect_shuffled = [&](const char* what, const std::vector<std::string>& list) {
        const int pairs = pairs_in_order(list);
        EXPECT_GT(pairs, 250) << what;
        EXPECT_LT(pairs, 530) << what;
    };
    EXPECT_EQ(pairs_in_order(filed_ids), 780);

    expect_shuffled("cases", intake_.order);
    std::vector<std::pair<std::int64_t, std::string>> entries;
    const auto reader = store_->reader();
    ASSERT_TRUE((*reader)->scan("filing", kTenant, [&](const app::Entity& one) -> Result<Done> {
        entries.emplace_back(one.seq, one.id);
        return Done{};
    }).ok());
    std::ranges::sort(entries);
    std::vector<std::string> by_seq;
    for (const auto& [seq, id] : entries) { by_seq.push_back(id); }
    expect_shuffled("journal entries", by_seq);

    const auto connection = std::move(store_->database().connect()).value();
    EXPECT_FALSE(connection->query("SELECT rowid FROM sealed_filing").ok());
    std::vector<std::string> as_stored;
    {
        const auto rows = std::move(connection->query("SELECT id FROM sealed_filing")).value();
        while (*rows->next()) { as_stored.emplace_back(rows->text(0)); }
    }
    expect_shuffled("rows", as_stored);

    // Where the rows lie in the file itself: a page fills from its end, in the order of writing.
    ASSERT_TRUE(connection->query("PRAGMA wal_checkpoint(TRUNCATE)").ok());
    std::ifstream file(file_, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    std::vector<std::pair<std::size_t, std::string>> places;
    for (const std::string& id : filed_ids) { places.emplace_back(bytes.find(id), id); }
    std::ranges::sort(places);
    std::vector<std::string> by_place;
    for (const auto& [at, id] : places) { by_place.push_back(id); }
    expect_shuffled("places in the file", by_place);
}

TEST_P(Anonymity, TheStoreAndTheServersKeysOpenNothing) {
    handlers();
    const Json taken = filed(complaint(1));
    ASSERT_TRUE(follow_->write({.receipt = taken.text_or_empty("receipt")}, "补充", "").ok());
    EXPECT_EQ(batch(), 2);
    ASSERT_TRUE(read_->answer(case_of(taken.text_or_empty("id")), "答复", actor("anna")).ok());

    const auto reader = store_->reader();
    const auto all = store_->sealed_filings().all_of(**reader, taken.text_or_empty("id"));
    ASSERT_EQ(all->size(), 3U);
    std::vector<base::Bytes> secrets;
    for (const char* key : {"seal-0001", "look-0001"}) { secrets.push_back(keys_->load(key).value()); }
    for (const auto& digest : {std::string("look-0001"), (*all)[0].door, (*all)[0].id}) {
        const auto hashed = hasher_->digest(base::as_bytes(digest));
        secrets.emplace_back(hashed.begin(), hashed.end());
    }
    // What the server can derive from all it has, as it derives a holder's key.
    for (const std::string& text : {(*all)[0].door, (*all)[0].id, (*all)[0].digest}) {
        const auto seed = envelope_->derive(base::as_bytes(text), "complaint.holder");
        secrets.emplace_back(seed.view().begin(), seed.view().end());
    }
    for (const auto& filing : *all) {
        ASSERT_EQ(filing.wraps.as_array().size(), 3U);
        for (const Json& wrap : filing.wraps.as_array()) {
            const std::string to = wrap.text_or_empty("to");
            for (const auto& secret : secrets) { EXPECT_FALSE(app::open_letter(*envelope_, filing, to, base::ByteView(secret).first(32)).ok()); }
            if (to == "receipt") { continue; }
            const auto locked = store_->sealed_filings().secret(**reader, kTenant, to);
            ASSERT_TRUE(locked.ok() && locked->has_value());
            for (const char* guess : {"", "password", "correct horse battery", "anna", "bruno"}) {
                EXPECT_EQ(reason_of(envelope_->unlock_with_passphrase(guess, **locked, "handler key " + to)), "envelope.passphrase");
            }
        }
        // The same with what a person brings: so the tries above were of the right kind.
        const auto holder = app::holder_keys(*envelope_, taken.text_or_empty("receipt"));
        EXPECT_TRUE(app::open_letter(*envelope_, filing, "receipt", holder.private_key.view()).ok());
        const auto unlocked = handler_keys_->unlock(**reader, filing, std::string(kPassphrase) + " bruno", actor("bruno"));
        ASSERT_TRUE(unlocked.ok());
        EXPECT_TRUE(app::open_letter(*envelope_, filing, unlocked->key_id, unlocked->private_key.view()).ok());
    }
}

TEST_P(Anonymity, SizesTellLittle) {
    handlers();
    std::set<std::size_t> sizes;
    for (int i = 0; i < 8; ++i) { filed(complaint(i, std::string(static_cast<std::size_t>(i) * 90 + 3, 'x'))); }
    const auto reader = store_->reader();
    const auto waiting = store_->sealed_filings().waiting(**reader, kTenant, 100);
    for (const auto& one : *waiting) { sizes.insert(one.locked.size()); }
    EXPECT_EQ(waiting->size(), 8U);
    EXPECT_EQ(sizes.size(), 1U);
}

class Floods : public ComplaintCounty {
protected:
    /// Works until the hash is small enough.
    app::WorkProof solved(const std::string& bound, int bits = 8) {
        const auto challenge = gate_->challenge();
        EXPECT_TRUE(challenge.ok());
        app::WorkProof proof{.challenge = challenge->text_or_empty("challenge"), .nonce = {}};
        for (int i = 0;; ++i) {
            proof.nonce = std::to_string(i);
            const std::string text = proof.challenge + "." + bound + "." + proof.nonce;
            const auto digest = sha256_->digest(base::as_bytes(text));
            if (digest[0] == 0 && (bits <= 8 || digest[1] < (1U << (16U - static_cast<unsigned>(bits))))) { return proof; }
        }
    }
};
INSTANTIATE_TEST_SUITE_P(, Floods, testing::Values(ComplaintBackend::Sqlite), [](const auto&) { return "Sqlite"; });

TEST_P(Floods, BeyondTheFreeOnesWorkIsAskedFor) {
    handlers();
    use_flood({.on = true, .proof_bits = 8, .filings_free = 2, .misses_free = 3});
    filed(complaint(1));
    filed(complaint(2));
    auto third = complaint(3);
    EXPECT_EQ(reason_of(file_complaint_->run(third)), "complaint.proof_needed");
    // What was taken before may be asked for again without work.
    EXPECT_TRUE(file_complaint_->run(complaint(1)).ok());
    third.proof = solved(third.key);
    EXPECT_TRUE(file_complaint_->run(third).ok());
    auto fourth = complaint(4);
    fourth.proof = third.proof;  // of another key
    EXPECT_EQ(reason_of(file_complaint_->run(fourth)), "complaint.proof_wrong");
    fourth.proof = solved(fourth.key);
    fourth.proof->challenge[0] = fourth.proof->challenge[0] == '9' ? '8' : '9';  // a later end than was given
    EXPECT_EQ(reason_of(file_complaint_->run(fourth)), "complaint.proof_wrong");
    fourth.proof = solved(fourth.key);
    clock_.at = base::Instant::from_millis(clock_.at.millis() + 2 * 3'600'000);
    EXPECT_EQ(reason_of(file_complaint_->run(fourth)), "complaint.proof_wrong");
    // A minute later there are free ones again.
    fourth.proof = {};
    EXPECT_TRUE(file_complaint_->run(fourth).ok());
}

TEST_P(Floods, WrongReceiptsCostWorkAndLockNobodyOut) {
    handlers();
    const std::string receipt = filed(complaint(1)).text_or_empty("receipt");
    use_flood({.on = true, .proof_bits = 8, .filings_free = 5, .misses_free = 3});
    for (int i = 0; i < 50; ++i) { EXPECT_TRUE(follow_->look({.receipt = receipt}).ok()); }
    for (int i = 0; i < 3; ++i) { EXPECT_EQ(reason_of(follow_->look({.receipt = fmt::format("WRONG-{}", i)})), "complaint.receipt_unknown"); }
    EXPECT_EQ(reason_of(follow_->look({.receipt = "WRONG-9"})), "complaint.proof_needed");
    EXPECT_EQ(reason_of(follow_->look({.receipt = receipt})), "complaint.proof_needed");
    const app::FollowComplaint::Visit visit{.receipt = receipt, .proof = solved(app::receipt_form(receipt))};
    EXPECT_TRUE(follow_->look(visit).ok());
    EXPECT_EQ(reason_of(follow_->look({.receipt = "WRONG-9", .proof = visit.proof})), "complaint.proof_wrong");
    clock_.at = base::Instant::from_millis(clock_.at.millis() + 21'000);
    EXPECT_TRUE(follow_->look({.receipt = receipt}).ok());
}

}  // namespace
}  // namespace gx::tests
