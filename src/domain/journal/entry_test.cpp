// SPDX-License-Identifier: Apache-2.0
#include "domain/journal/entry.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "tests/support/toy_hasher.hpp"

namespace gx::domain {
namespace {

const support::ToyHasher kHasher;

JournalEntry an_entry() {
    JournalEntry entry{.seq = 41,
                       .tenant = "990101",
                       .entity = "body",
                       .entity_id = "0190-1",
                       .version = 2,
                       .action = "change",
                       .actor = "account-7",
                       .origin = "batch-3",
                       .at = base::Instant::from_millis(1'767'225'600'123),
                       .salt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
                       .content = R"({"code":"B1","name":"示范局"})",
                       .content_digest = {},
                       .entity_key = "B1"};
    entry.content_digest = content_digest(kHasher, entry.salt, entry.content);
    return entry;
}

/// The same leaf by way of the generic canonical writer.
std::string leaf_by_json(const JournalEntry& entry) {
    base::Json json = base::Json::object();
    json.set("seq", entry.seq);
    json.set("tenant", entry.tenant);
    json.set("entity", entry.entity);
    json.set("id", entry.entity_id);
    json.set("version", entry.version);
    json.set("action", entry.action);
    json.set("actor", entry.actor);
    json.set("origin", entry.origin);
    json.set("at", entry.at.iso());
    json.set("digest", base::to_hex(entry.content_digest));
    return base::canonical(json);
}

TEST(JournalEntry, HasItsHeaderInCanonicalJsonAsLeaf) {
    EXPECT_EQ(leaf_text(an_entry()), leaf_by_json(an_entry()));
    EXPECT_EQ(leaf_text(an_entry()).substr(0, 90),
              R"({"action":"change","actor":"account-7","at":"2026-01-01T00:00:00.123Z","digest":")" +
                  base::to_hex(an_entry().content_digest).substr(0, 9));
}

TEST(JournalEntry, EscapesTextsLikeTheCanonicalWriter) {
    auto entry = an_entry();
    entry.actor = "quote \" back \\ line \n bell \a delete \x7F 中文 \xF0\x9F\x98\x80";
    entry.origin = "";
    EXPECT_EQ(leaf_text(entry), leaf_by_json(entry));
}

TEST(JournalEntry, HasAnotherLeafWhenAnyMemberDiffers) {
    const auto leaf = leaf_hash(kHasher, an_entry());
    const auto differs = [&](auto change) {
        auto entry = an_entry();
        change(entry);
        entry.content_digest = content_digest(kHasher, entry.salt, entry.content);
        EXPECT_NE(leaf_hash(kHasher, entry), leaf);
    };
    differs([](auto& e) { e.seq = 42; });
    differs([](auto& e) { e.tenant = "990102"; });
    differs([](auto& e) { e.entity = "post"; });
    differs([](auto& e) { e.entity_id = "0190-2"; });
    differs([](auto& e) { e.version = 3; });
    differs([](auto& e) { e.action = "add"; });
    differs([](auto& e) { e.actor = "account-8"; });
    differs([](auto& e) { e.origin = ""; });
    differs([](auto& e) { e.at = base::Instant::from_millis(1'767'225'600'124); });
    differs([](auto& e) { e.salt[15] = 0; });
    differs([](auto& e) { e.content = R"({"code":"B1","name":"示范 局"})"; });
    differs([](auto& e) { e.content.reset(); });
}

TEST(JournalEntry, HidesItsContentBehindTheSalt) {
    const auto entry = an_entry();
    auto other = entry;
    other.salt[0] = 99;
    EXPECT_NE(content_digest(kHasher, entry.salt, entry.content), content_digest(kHasher, other.salt, other.content));
    EXPECT_EQ(leaf_text(entry).find("示范"), std::string::npos);
}

}  // namespace
}  // namespace gx::domain
