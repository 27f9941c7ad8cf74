// SPDX-License-Identifier: Apache-2.0
#include "crypto/sealer.hpp"

#include <filesystem>
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/field_cipher.hpp"
#include "crypto/folder_key_store.hpp"
#include "crypto/random.hpp"

namespace gx::crypto {
namespace {

using app::KeyUse;
using base::as_bytes;
using base::Bytes;
using base::to_hex;

Bytes bytes(std::string_view hex) { return base::from_hex(hex).value(); }

struct GcmCase {
    const char* key;
    const char* nonce;
    const char* additional;
    const char* plain;
    const char* sealed;
};

// Source: NIST GCM specification (McGrew, Viega), test cases 13, 14 and 16
TEST(Gcm, GivesTheKnownCiphertexts) {
    constexpr GcmCase kCases[] = {
        {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "", "",
         "530f8afbc74536b9a963b4f1c4cb738b"},
        {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "",
         "00000000000000000000000000000000", "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
        {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
         "feedfacedeadbeeffeedfacedeadbeefabaddad2",
         "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de6"
         "57ba637b39",
         "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a"
         "0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"},
    };
    for (const auto& row : kCases) {
        const auto key = bytes(row.key);
        const auto nonce = bytes(row.nonce);
        const auto additional = bytes(row.additional);
        const auto sealed = field_encrypt(key, nonce, additional, bytes(row.plain));
        EXPECT_EQ(to_hex(sealed), row.sealed);
        EXPECT_EQ(field_decrypt(key, nonce, additional, sealed).value(), bytes(row.plain));
        auto other = sealed;
        other.back() ^= 1;
        EXPECT_EQ(field_decrypt(key, nonce, additional, other).error().reason, "sealed.broken");
    }
}

// Source: GB/T 32907-2016 appendix A.1: the block 0123…3210 under the key 0123…3210, here as the first counter block
TEST(Sm4, GivesTheKnownKeystreamAndNoticesChanges) {
    Bytes key = bytes("0123456789abcdeffedcba9876543210");
    key.resize(field_key_size("SM4-CTR-HMAC-SM3"), 7);
    const auto nonce = bytes("0123456789abcdeffedcba9876543210");
    ASSERT_EQ(nonce_size(key), nonce.size());
    const auto sealed = field_encrypt(key, nonce, as_bytes("place"), Bytes(16));
    EXPECT_EQ(to_hex(base::ByteView(sealed).first(16)), "681edf34d206965e86b3e94f536e4246");
    EXPECT_EQ(field_decrypt(key, nonce, as_bytes("place"), sealed).value(), Bytes(16));
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        auto other = sealed;
        other[bit / 8] = static_cast<std::uint8_t>(other[bit / 8] ^ (1U << (bit % 8)));
        ASSERT_EQ(field_decrypt(key, nonce, as_bytes("place"), other).error().reason, "sealed.broken") << bit;
    }
    EXPECT_FALSE(field_decrypt(key, nonce, as_bytes("plac"), sealed).ok());
    EXPECT_FALSE(field_decrypt(key, bytes("0123456789abcdeffedcba9876543211"), as_bytes("place"), sealed).ok());
    EXPECT_FALSE(field_decrypt(key, Bytes(12), as_bytes("place"), sealed).ok());
    EXPECT_FALSE(field_decrypt(key, nonce, as_bytes("place"), Bytes(31)).ok());
    EXPECT_EQ(field_encrypt(key, nonce, {}, {}).size(), 32U);
}

/// A key folder that is gone after the test.
class Sealing : public testing::Test {
protected:
    Sealing() {
        std::string name = (std::filesystem::temp_directory_path() / "gx-keys-XXXXXX").string();
        EXPECT_NE(::mkdtemp(name.data()), nullptr);
        root_ = name;
        folder_ = root_ / "keys";
    }
    ~Sealing() override { std::filesystem::remove_all(root_); }

    std::filesystem::path root_;
    std::filesystem::path folder_;
    std::unique_ptr<app::Random> random_ = system_random();
};

constexpr std::string_view kIdNumber = "211382199001010019";

TEST_F(Sealing, OpensWhatItSealedAndHidesTheValue) {
    const auto keys = open_key_folder(folder_, *random_).value();
    EXPECT_EQ(make_sealer(*keys, *random_, "sm3").error().reason, "key.unknown");
    ASSERT_TRUE(keys->create(KeyUse::Seal, "AES-256-GCM").ok());
    const auto sealer = make_sealer(*keys, *random_, "sm3").value();
    const auto sealing = sealer->seal("990101", "s-1", as_bytes(kIdNumber)).value();
    EXPECT_EQ(sealing.row.key_id, "seal-0001");
    EXPECT_EQ(sealing.row.nonce.size(), 12U);
    EXPECT_EQ(sealing.row.ciphertext.size(), 32 + kIdNumber.size() + 16);
    EXPECT_EQ(base::as_text(sealing.row.ciphertext).find(kIdNumber), std::string_view::npos);
    EXPECT_EQ(base::canonical(sealing.reference()), R"({"commit":")" + sealing.commit + R"(","sealed":"s-1"})");
    const auto opened = sealer->open(sealing.row).value();
    EXPECT_EQ(base::as_text(opened.value), kIdNumber);
    EXPECT_EQ(opened.commit, sealing.commit);
    // The same value sealed twice shows nothing in common.
    const auto again = sealer->seal("990101", "s-2", as_bytes(kIdNumber)).value();
    EXPECT_NE(again.commit, sealing.commit);
    EXPECT_NE(again.row.ciphertext, sealing.row.ciphertext);
}

TEST_F(Sealing, NoticesEachChangedBitAndEachOtherPlace) {
    const auto keys = open_key_folder(folder_, *random_).value();
    ASSERT_TRUE(keys->create(KeyUse::Seal, "AES-256-GCM").ok());
    const auto sealer = make_sealer(*keys, *random_, "sha256").value();
    const auto row = sealer->seal("990101", "s-1", as_bytes("张三")).value().row;
    ASSERT_TRUE(sealer->open(row).ok());
    for (std::size_t bit = 0; bit < row.ciphertext.size() * 8; ++bit) {
        auto other = row;
        other.ciphertext[bit / 8] = static_cast<std::uint8_t>(other.ciphertext[bit / 8] ^ (1U << (bit % 8)));
        ASSERT_EQ(sealer->open(other).error().reason, "sealed.broken") << "bit " << bit;
    }
    const auto broken = [&](auto change) {
        auto other = row;
        change(other);
        const auto opened = sealer->open(other);
        ASSERT_FALSE(opened.ok());
        EXPECT_EQ(opened.error().reason, "sealed.broken");
    };
    broken([](auto& r) { r.id = "s-2"; });
    broken([](auto& r) { r.tenant = "990102"; });
    broken([](auto& r) { r.nonce[0] ^= 1; });
    broken([](auto& r) { r.nonce.pop_back(); });
    broken([](auto& r) { r.ciphertext.resize(15); });
    auto other = row;
    other.key_id = "seal-0002";
    EXPECT_EQ(sealer->open(other).error().reason, "sealed.key_missing");
    other.key_id = "../../etc/passwd";
    EXPECT_EQ(sealer->open(other).error().reason, "sealed.key_missing");
    EXPECT_EQ(sealer->seal("990101", "s-3", {}).error().reason, "sealed.size");
    EXPECT_EQ(sealer->seal("990101", "s-3", Bytes(16'385)).error().reason, "sealed.size");
    EXPECT_TRUE(sealer->open(sealer->seal("990101", "s-3", Bytes(16'384)).value().row).ok());
}

TEST_F(Sealing, KeepsTheCommitWhenTheKeyChanges) {
    const auto keys = open_key_folder(folder_, *random_).value();
    ASSERT_TRUE(keys->create(KeyUse::Seal, "AES-256-GCM").ok());
    const auto old_sealer = make_sealer(*keys, *random_, "sm3").value();
    const auto sealing = old_sealer->seal("990101", "s-1", as_bytes(kIdNumber)).value();
    ASSERT_EQ(keys->create(KeyUse::Seal, "AES-256-GCM")->id, "seal-0002");
    const auto sealer = make_sealer(*keys, *random_, "sm3").value();
    EXPECT_EQ(sealer->current_key(), "seal-0002");
    const auto row = sealer->reseal(sealing.row).value();
    EXPECT_EQ(row.key_id, "seal-0002");
    EXPECT_EQ(row.id, "s-1");
    EXPECT_NE(row.ciphertext, sealing.row.ciphertext);
    const auto opened = sealer->open(row).value();
    EXPECT_EQ(opened.commit, sealing.commit);
    EXPECT_EQ(base::as_text(opened.value), kIdNumber);
}

TEST_F(Sealing, TakesAKeyThatIsAddedWhileItLives) {
    const auto keys = open_key_folder(folder_, *random_).value();
    ASSERT_TRUE(keys->create(KeyUse::Seal, "AES-256-GCM").ok());
    const auto sealer = make_sealer(*keys, *random_, "sm3").value();
    EXPECT_EQ(sealer->seal("990101", "s-1", as_bytes(kIdNumber))->row.key_id, "seal-0001");
    // As another process does it, over a folder of its own.
    ASSERT_TRUE(open_key_folder(folder_, *random_).value()->create(KeyUse::Seal, "SM4-CTR-HMAC-SM3").ok());
    const auto sealing = sealer->seal("990101", "s-2", as_bytes(kIdNumber)).value();
    EXPECT_EQ(sealing.row.key_id, "seal-0002");
    EXPECT_EQ(base::as_text(sealer->open(sealing.row)->value), kIdNumber);
    EXPECT_EQ(sealer->current_key(), "seal-0002");
}

TEST_F(Sealing, MakesLookupDigestsUnderEveryLookupKey) {
    const auto keys = open_key_folder(folder_, *random_).value();
    ASSERT_TRUE(keys->create(KeyUse::Seal, "AES-256-GCM").ok());
    const auto sealer = make_sealer(*keys, *random_, "sm3").value();
    const auto digests = [&](std::string_view tenant, std::string_view scope, std::string_view value) {
        return sealer->lookup_digests(tenant, scope, value).value();
    };
    EXPECT_TRUE(digests("990101", "official.name", "张三").empty()) << "no key, no digest";
    EXPECT_EQ(keys->create(KeyUse::Lookup, "AES-256-GCM").error().reason, "key.algorithm");
    ASSERT_EQ(keys->create(KeyUse::Lookup, "HMAC")->id, "look-0001");
    const auto first = digests("990101", "official.name", "张三");
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].digest.size(), 64U);
    EXPECT_EQ(digests("990101", "official.name", "张三")[0].digest, first[0].digest);
    EXPECT_NE(digests("990102", "official.name", "张三")[0].digest, first[0].digest) << "no tenant learns of another's people";
    EXPECT_NE(digests("990101", "official.id_number", "张三")[0].digest, first[0].digest);
    EXPECT_NE(digests("990101", "official.name", "张四")[0].digest, first[0].digest);
    ASSERT_TRUE(keys->create(KeyUse::Lookup, "HMAC").ok());
    const auto both = digests("990101", "official.name", "张三");
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].digest, first[0].digest);
    EXPECT_EQ(both[1].key_id, "look-0002");
    EXPECT_NE(both[1].digest, first[0].digest);
    // A seal key is no lookup key and the reverse.
    auto row = sealer->seal("990101", "s-1", as_bytes(kIdNumber)).value().row;
    row.key_id = "look-0001";
    EXPECT_EQ(sealer->open(row).error().reason, "sealed.key_missing");
}

TEST_F(Sealing, ChangesTheCipherWithTheKey) {
    const auto keys = open_key_folder(folder_, *random_).value();
    ASSERT_TRUE(keys->create(KeyUse::Seal, "AES-256-GCM").ok());
    const auto sealing = make_sealer(*keys, *random_, "sm3").value()->seal("990101", "s-1", as_bytes(kIdNumber)).value();
    ASSERT_TRUE(keys->create(KeyUse::Seal, "SM4-CTR-HMAC-SM3").ok());
    const auto sealer = make_sealer(*keys, *random_, "sm3").value();
    EXPECT_EQ(sealer->open(sealing.row)->commit, sealing.commit);
    const auto row = sealer->reseal(sealing.row).value();
    EXPECT_EQ(row.nonce.size(), 16U);
    EXPECT_EQ(row.ciphertext.size(), 32 + kIdNumber.size() + 32);
    EXPECT_EQ(sealer->open(row)->commit, sealing.commit);
    auto other = row;
    other.id = "s-2";
    EXPECT_EQ(sealer->open(other).error().reason, "sealed.broken");
    other = row;
    other.key_id = "seal-0001";  // the other cipher's key
    EXPECT_EQ(sealer->open(other).error().reason, "sealed.broken");
}

TEST_F(Sealing, KeepsKeysInFilesThatOnlyTheirOwnerReads) {
    const auto keys = open_key_folder(folder_, *random_).value();
    EXPECT_TRUE(keys->list(KeyUse::Seal)->empty());
    EXPECT_EQ(keys->current(KeyUse::Sign).error().reason, "key.unknown");
    for (const auto* algorithm : {"SM2", "Ed25519"}) { ASSERT_TRUE(keys->create(KeyUse::Sign, algorithm).ok()); }
    ASSERT_TRUE(keys->create(KeyUse::Seal, "AES-256-GCM").ok());
    EXPECT_EQ(keys->create(KeyUse::Seal, "DES").error().reason, "key.algorithm");
    EXPECT_EQ(keys->create(KeyUse::Sign, "RSA").error().reason, "key.algorithm");
    EXPECT_EQ(keys->list(KeyUse::Sign)->size(), 2U);
    EXPECT_EQ(keys->current(KeyUse::Sign)->id, "sign-0002");
    struct stat status {};
    ASSERT_EQ(::stat((folder_ / "seal-0001.key").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    ASSERT_EQ(::stat(folder_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U);

    // Another process finds the same keys.
    const auto again = open_key_folder(folder_, *random_).value();
    EXPECT_EQ(again->load("seal-0001").value(), keys->load("seal-0001").value());
    EXPECT_EQ(again->load("seal-0001")->size(), 32U);
    EXPECT_EQ(again->load("seal-0009").error().reason, "key.unknown");
    EXPECT_EQ(again->load("sign-../x").error().reason, "key.unknown");
}

TEST_F(Sealing, RefusesFilesAndFoldersOpenToOthers) {
    const auto keys = open_key_folder(folder_, *random_).value();
    ASSERT_TRUE(keys->create(KeyUse::Seal, "AES-256-GCM").ok());
    const auto file = folder_ / "seal-0001.key";
    for (const mode_t mode : {0640U, 0604U, 0660U, 0666U, 0601U}) {
        ASSERT_EQ(::chmod(file.c_str(), mode), 0);
        EXPECT_EQ(keys->load("seal-0001").error().reason, "key.permissions") << mode;
    }
    ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
    ASSERT_TRUE(keys->load("seal-0001").ok());

    std::filesystem::create_symlink(file, folder_ / "seal-0002.key");
    EXPECT_EQ(keys->load("seal-0002").error().reason, "key.permissions");
    std::filesystem::remove(folder_ / "seal-0002.key");

    ASSERT_EQ(::chmod(folder_.c_str(), 0750), 0);
    EXPECT_EQ(keys->list(KeyUse::Seal).error().reason, "key.permissions");
    EXPECT_EQ(keys->load("seal-0001").error().reason, "key.permissions");
    EXPECT_EQ(open_key_folder(folder_, *random_).error().reason, "key.permissions");
    ASSERT_EQ(::chmod(folder_.c_str(), 0700), 0);
    EXPECT_TRUE(open_key_folder(folder_, *random_).ok());
    EXPECT_EQ(open_key_folder(root_ / "none" / "keys", *random_).error().reason, "key.store");

    { std::ofstream(file) << "not hex"; }
    EXPECT_EQ(keys->load("seal-0001").error().reason, "key.store");
}

class FixedClock final : public app::Clock {
public:
    base::Instant now() override { return at; }
    base::Instant at = base::Instant::from_millis(1'767'225'600'000);
};

// Source: RFC 9562 section 5.7
TEST(UuidSource, GivesIncreasingVersion7Ids) {
    FixedClock clock;
    const auto random = system_random();
    const auto ids = uuid_source(clock, *random);
    std::string before;
    for (int i = 0; i < 10'000; ++i) {  // more than the counter holds in one millisecond
        const std::string id = ids->next_id();
        ASSERT_EQ(id.size(), 36U);
        ASSERT_EQ(id[14], '7');
        ASSERT_NE(std::string("89ab").find(id[19]), std::string::npos);
        ASSERT_LT(before, id);
        before = id;
    }
    EXPECT_EQ(before.substr(0, 9), "019b76da-");
    clock.at = base::Instant::from_millis(1'767'225'500'000);  // a clock set back
    EXPECT_LT(before, ids->next_id());
}

TEST(SystemRandom, GivesFreshBytes) {
    const auto random = system_random();
    std::set<Bytes> seen;
    for (int i = 0; i < 1000; ++i) { seen.insert(random->bytes(12)); }
    EXPECT_EQ(seen.size(), 1000U);
    EXPECT_TRUE(random->bytes(0).empty());
}

}  // namespace
}  // namespace gx::crypto
