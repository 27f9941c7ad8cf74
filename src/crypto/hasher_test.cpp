// SPDX-License-Identifier: Apache-2.0
#include "crypto/hasher.hpp"

#include <gtest/gtest.h>

#include "domain/journal/tiles.hpp"

namespace gx::crypto {
namespace {

using base::as_bytes;
using base::Bytes;
using base::to_hex;

Bytes bytes(std::string_view hex) { return base::from_hex(hex).value(); }

std::string hash_of(std::string_view name, std::string_view text) {
    return to_hex(make_hasher(name).value()->digest(as_bytes(text)));
}

// Source: GB/T 32905-2016 appendix A; FIPS 180-4 examples
TEST(Hasher, GivesTheKnownDigests) {
    EXPECT_EQ(hash_of("sm3", "abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    EXPECT_EQ(hash_of("sm3", "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd"),
              "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    EXPECT_EQ(hash_of("sha256", "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hash_of("sha256", ""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hasher, PrefixesLeavesAndNodesAtEachLength) {
    for (const auto* name : {"sm3", "sha256"}) {
        const auto hasher = make_hasher(name).value();
        EXPECT_EQ(hasher->name(), name);
        for (const std::size_t size : {0U, 1U, 200U, 1022U, 1023U, 1024U, 5000U}) {
            const std::string content(size, 'x');
            EXPECT_EQ(hasher->leaf(as_bytes(content)), hasher->digest(as_bytes(std::string(1, '\0') + content)));
            EXPECT_EQ(hasher->digest(as_bytes(content), as_bytes("yz")), hasher->digest(as_bytes(content + "yz")));
        }
        const auto left = hasher->leaf(as_bytes("l"));
        const auto right = hasher->leaf(as_bytes("r"));
        Bytes joined{1};
        joined.insert(joined.end(), left.begin(), left.end());
        joined.insert(joined.end(), right.begin(), right.end());
        EXPECT_EQ(hasher->node(left, right), hasher->digest(joined));
        const std::array<base::Digest, 4> children{left, right, right, left};
        std::array<base::Digest, 2> parents{};
        hasher->nodes(children, parents);
        EXPECT_EQ(parents[0], hasher->node(left, right));
        EXPECT_EQ(parents[1], hasher->node(right, left));
    }
    EXPECT_EQ(make_hasher("md5").error().reason, "crypto.hash_unknown");
    EXPECT_EQ(hmac("SHA256", {}, {}).error().reason, "crypto.hash_unknown");
}

// Source: RFC 4231 test cases 1 and 2; RFC 2104 written out for SM3
TEST(Hmac, GivesTheKnownCodes) {
    const auto sha = [](const Bytes& key, std::string_view text) {
        return to_hex(hmac("sha256", key, as_bytes(text)).value());
    };
    EXPECT_EQ(sha(Bytes(20, 0x0B), "Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(sha(bytes("4a656665"), "what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    const auto hasher = make_hasher("sm3").value();
    const Bytes key(32, 0x5A);
    Bytes inner(64, 0x36);
    Bytes outer(64, 0x5C);
    for (std::size_t i = 0; i < key.size(); ++i) {
        inner[i] ^= key[i];
        outer[i] ^= key[i];
    }
    const auto want = hasher->digest(outer, hasher->digest(inner, as_bytes("value")));
    EXPECT_EQ(hmac("sm3", key, as_bytes("value")).value(), want);
}

// Source: the eight leaves that implementations of RFC 6962 share as their reference tree
TEST(Tree, GivesTheRootsOfTheReferenceTree) {
    const auto hasher = make_hasher("sha256").value();
    constexpr std::array kLeaves = {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                    "606162636465666768696a6b6c6d6e6f"};
    constexpr std::array kRoots = {
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    domain::Frontier frontier;
    EXPECT_EQ(to_hex(frontier.root(*hasher)), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (std::size_t i = 0; i < kLeaves.size(); ++i) {
        frontier.append(*hasher, hasher->leaf(bytes(kLeaves[i])));
        EXPECT_EQ(to_hex(frontier.root(*hasher)), kRoots[i]) << i + 1;
    }
}

TEST(Tree, GivesTheProofsOfTheReferenceTree) {
    const auto hasher = make_hasher("sha256").value();
    domain::MemoryTree tree(*hasher);
    std::vector<base::Digest> leaves;
    for (const auto* leaf : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                             "606162636465666768696a6b6c6d6e6f"}) {
        leaves.push_back(hasher->leaf(bytes(leaf)));
    }
    tree.append_all(leaves);
    const auto hex = [](const std::vector<base::Digest>& proof) {
        std::vector<std::string> out;
        for (const auto& hash : proof) { out.push_back(to_hex(hash)); }
        return out;
    };
    using Texts = std::vector<std::string>;
    EXPECT_EQ(hex(domain::inclusion_proof(*hasher, tree, 0, 8).value()),
              (Texts{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                     "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                     "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
    EXPECT_EQ(hex(domain::consistency_proof(*hasher, tree, 6, 8).value()),
              (Texts{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                     "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                     "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
}

/// 4 bytes of the number, then 196 bytes (31 i + 17 j + 7) mod 256.
base::Digest numbered_leaf(const domain::Hasher& hasher, std::uint32_t i) {
    std::array<std::uint8_t, 200> content;
    for (unsigned b = 0; b < 4; ++b) { content[b] = static_cast<std::uint8_t>(i >> (24 - 8 * b)); }
    for (std::uint32_t j = 0; j < 196; ++j) { content[4 + j] = static_cast<std::uint8_t>(31 * i + 17 * j + 7); }
    return hasher.leaf(content);
}

std::string numbered_root(std::string_view hash, std::uint32_t size) {
    const auto hasher = make_hasher(hash).value();
    std::vector<base::Digest> leaves;
    leaves.reserve(size);
    for (std::uint32_t i = 0; i < size; ++i) { leaves.push_back(numbered_leaf(*hasher, i)); }
    domain::Frontier frontier;
    frontier.append_all(*hasher, leaves);
    return to_hex(frontier.root(*hasher));
}

TEST(Tree, GivesTheRootsOfTheNumberedLeaves) {
    EXPECT_EQ(numbered_root("sha256", 1'000), "00fc502936c4cec73ef3c97c5a7e2302c1879b6904355dc89030138578387ac7");
    EXPECT_EQ(numbered_root("sha256", 100'000), "377c455722b9de25a579762944fae75b00f3eed573f29387ee7d1e53bd7f38c4");
    EXPECT_EQ(numbered_root("sm3", 100'000), "df2ae6a04ad29acecc699ffe2a267d86a4894cf248d92dfaab86c245489b8214");
}

}  // namespace
}  // namespace gx::crypto
