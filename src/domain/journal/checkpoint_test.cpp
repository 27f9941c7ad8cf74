// SPDX-License-Identifier: Apache-2.0
#include "domain/journal/checkpoint.hpp"

#include <gtest/gtest.h>

#include "tests/support/toy_hasher.hpp"

namespace gx::domain {
namespace {

const support::ToyHasher kHasher;

Checkpoint a_checkpoint() {
    Checkpoint checkpoint;
    checkpoint.origin = "gongxin/990101";
    checkpoint.size = 1234;
    checkpoint.root = kHasher.leaf(base::as_bytes("root"));
    checkpoint.hash = "sha256";
    checkpoint.time = base::Instant::parse("2026-11-22T05:00:01Z").value();
    checkpoint.signature = base::Bytes(64, 0xAB);
    checkpoint.time_signature = base::Bytes(64, 0xCD);
    checkpoint.key_id = {1, 2, 3, 4};
    checkpoint.time_key_id = {5, 6, 7, 8};
    return with_note(checkpoint).value();
}

TEST(Checkpoint, IsAThreeLineNoteWithTwoSignatures) {
    const auto checkpoint = a_checkpoint();
    const std::string text = checkpoint_text(checkpoint.origin, checkpoint.size, checkpoint.root);
    EXPECT_EQ(text, "gongxin/990101\n1234\n" + base::to_base64(checkpoint.root) + "\n");
    EXPECT_EQ(checkpoint.note.substr(0, text.size() + 1), text + "\n");
    EXPECT_EQ(checkpoint.note.substr(text.size() + 1, 25), "— gongxin/990101 AQIDBK");
    EXPECT_EQ(timed_text(text, checkpoint.time), "cosignature/v1\ntime 1795323601\n" + text);
}

TEST(Checkpoint, ReadsBackFromNoteAndJson) {
    const auto checkpoint = a_checkpoint();
    const auto from_note = parse_note(checkpoint.note, "sha256");
    ASSERT_TRUE(from_note.ok()) << from_note.error().detail;
    EXPECT_EQ(to_json(*from_note), to_json(checkpoint));
    EXPECT_EQ(from_note->signature, checkpoint.signature);
    EXPECT_EQ(from_note->time_signature, checkpoint.time_signature);
    EXPECT_EQ(from_note->key_id, checkpoint.key_id);
    EXPECT_EQ(from_note->time_key_id, checkpoint.time_key_id);
    const auto from_file = parse_checkpoint_file(base::canonical(to_json(checkpoint)) + "\n", "sm3");
    ASSERT_TRUE(from_file.ok());
    EXPECT_EQ(from_file->hash, "sha256");
    EXPECT_EQ(parse_checkpoint_file(checkpoint.note, "sm3")->hash, "sm3");
}

TEST(Checkpoint, HasTheMembersOfTheContract) {
    const auto json = to_json(a_checkpoint());
    std::string members;
    for (const auto& [name, value] : json.as_object()) { members += name + " "; }
    EXPECT_EQ(members, "hash note origin root signature size time ");
    EXPECT_EQ(json.text_or_empty("time"), "2026-11-22T05:00:01.000Z");
    EXPECT_EQ(json.text_or_empty("root"), base::to_hex(a_checkpoint().root));
}

// Every changed bit of a note changes what is signed, a signature, a key id, or is refused by form.
TEST(Checkpoint, HasOneSpellingOnly) {
    const auto checkpoint = a_checkpoint();
    for (std::size_t bit = 0; bit < checkpoint.note.size() * 8; ++bit) {
        std::string note = checkpoint.note;
        note[bit / 8] = static_cast<char>(note[bit / 8] ^ (1 << (bit % 8)));
        const auto read = parse_note(note, "sha256");
        if (!read.ok()) {
            EXPECT_EQ(read.error().reason, "checkpoint.form");
            continue;
        }
        EXPECT_TRUE(read->origin != checkpoint.origin || read->size != checkpoint.size ||
                    read->root != checkpoint.root || read->signature != checkpoint.signature ||
                    read->time_signature != checkpoint.time_signature || read->key_id != checkpoint.key_id ||
                    read->time_key_id != checkpoint.time_key_id || read->time != checkpoint.time)
            << "bit " << bit;
    }
}

TEST(Checkpoint, RefusesMembersThatDifferFromTheNote) {
    const auto good = to_json(a_checkpoint());
    ASSERT_TRUE(checkpoint_from_json(good).ok());
    const auto refused = [&](const char* member, base::Json value) {
        auto json = good;
        json.set(member, std::move(value));
        const auto read = checkpoint_from_json(json);
        ASSERT_FALSE(read.ok()) << member;
        EXPECT_EQ(read.error().reason, "checkpoint.form");
    };
    refused("origin", "gongxin/990102");
    refused("size", 1235);
    refused("root", base::to_hex(kHasher.leaf({})));
    refused("hash", "md5");
    refused("time", "2026-11-22T05:00:02.000Z");
    refused("signature", "ab");
    refused("note", nullptr);
    refused("extra", 1);
}

TEST(Checkpoint, RefusesNotesOfAnotherForm) {
    const auto checkpoint = a_checkpoint();
    const std::string note = checkpoint.note;
    for (const std::string& other :
         {std::string{}, std::string("{"), std::string("a\nb\nc\n"), note + "x", note + "\n", "\n" + note,
          note.substr(0, note.size() - 1), std::string(note).replace(note.find("1234"), 4, "01234"),
          std::string(note).replace(note.find("1234"), 4, "9007199254740992"),
          std::string(note).replace(note.find("1234"), 4, "-1")}) {
        EXPECT_EQ(parse_checkpoint_file(other, "sm3").error().reason, "checkpoint.form") << other;
    }
    EXPECT_EQ(parse_note(std::string(5000, 'x'), "sm3").error().reason, "checkpoint.too_large");
    EXPECT_EQ(parse_checkpoint_file(std::string(9000, 'x'), "sm3").error().reason, "checkpoint.too_large");
}

TEST(Checkpoint, RefusesAnOriginThatWouldBreakTheNote) {
    for (const std::string& origin : {std::string{}, std::string("a b"), std::string("a\nb"), std::string("a+b"),
                                      std::string("凌源"), std::string(201, 'a')}) {
        auto checkpoint = a_checkpoint();
        checkpoint.origin = origin;
        EXPECT_EQ(with_note(checkpoint).error().reason, "checkpoint.origin") << origin;
    }
}

TEST(NoteKey, HasIdsThatDependOnNameKindAndKey) {
    // 44 bytes of SubjectPublicKeyInfo; the last 32 are the key.
    const base::Bytes spki(44, 0x11);
    const NoteKey key{.algorithm = "Ed25519",
                      .public_pem = "-----BEGIN PUBLIC KEY-----\n" + base::to_base64(spki) + "\n-----END PUBLIC KEY-----\n"};
    const auto id = note_key_id(kHasher, "a", key).value();
    EXPECT_EQ(id, note_key_id(kHasher, "a", key).value());
    EXPECT_NE(id, note_key_id(kHasher, "b", key).value());
    EXPECT_NE(id, time_key_id(kHasher, "a", key).value());
    EXPECT_EQ(note_key_id(kHasher, "a", {.algorithm = "SM2", .public_pem = key.public_pem}).error().reason,
              "signature.key");
    EXPECT_EQ(note_key_id(kHasher, "a", {.algorithm = "RSA", .public_pem = key.public_pem}).error().reason,
              "signature.key");
    EXPECT_EQ(note_key_id(kHasher, "a", {.algorithm = "Ed25519", .public_pem = "?"}).error().reason, "signature.key");
}

}  // namespace
}  // namespace gx::domain
