// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "app/ports/crypto.hpp"
#include "app/ports/world.hpp"
#include "tests/support/toy_hasher.hpp"

namespace gx::support {

/// A clock that stands where a test puts it.
class FixedClock final : public app::Clock {
public:
    explicit FixedClock(std::string_view iso = "2026-11-22T04:00:00Z") : at(base::Instant::parse(iso).value()) {}
    base::Instant now() override { return at; }
    base::Instant at;
};

/// Ids "id-00001", "id-00002" …
class SequenceIds final : public app::IdSource {
public:
    std::string next_id() override { return fmt::format("id-{:05}", ++last_); }

private:
    int last_ = 0;
};

/// Deterministic bytes for tests.
class CountingRandom final : public app::Random {
public:
    base::Bytes bytes(std::size_t count) override {
        base::Bytes out(count);
        for (auto& byte : out) { byte = static_cast<std::uint8_t>(state_ = state_ * 1'103'515'245U + 12'345U); }
        return out;
    }

private:
    std::uint32_t state_ = 1;
};

/// A "signature" that only someone with the key's text can make; for tests of what is signed, not of signing.
class ToySigner final : public app::Signer {
public:
    explicit ToySigner(std::uint8_t key) : key_(key) {}
    std::string algorithm() const override { return "Ed25519"; }
    std::string public_key_pem() const override {
        return "-----BEGIN PUBLIC KEY-----\n" + base::to_base64(base::Bytes(44, key_)) + "\n-----END PUBLIC KEY-----\n";
    }
    base::Result<base::Bytes> sign(base::ByteView message) override {
        const auto digest = ToyHasher().digest(base::as_bytes(public_key_pem()), message);
        return base::Bytes(digest.begin(), digest.end());
    }

private:
    std::uint8_t key_;
};

class ToyVerifier final : public app::Verifier {
public:
    base::Result<bool> verify(std::string_view algorithm, std::string_view public_key_pem, base::ByteView message,
                              base::ByteView signature) override {
        if (algorithm != "Ed25519") { return base::Error{base::ErrorCode::InvalidInput, "signature.key"}; }
        const auto digest = ToyHasher().digest(base::as_bytes(public_key_pem), message);
        return base::Bytes(signature.begin(), signature.end()) == base::Bytes(digest.begin(), digest.end());
    }
};

/// A sealer that hides nothing but behaves like one: keyed by `key`, bound to id and tenant, notices changed bytes.
class ToySealer final : public app::Sealer {
public:
    explicit ToySealer(std::string key = "seal-0001") : key_(std::move(key)) {}

    base::Result<app::Sealing> seal(std::string_view tenant, std::string_view id, base::ByteView value) override {
        app::SealedValue row{.id = std::string(id), .tenant = std::string(tenant), .key_id = key_, .nonce = {1},
                             .ciphertext = base::Bytes(value.begin(), value.end())};
        for (auto& byte : row.ciphertext) { byte ^= 0x5A; }
        close(row);
        return app::Sealing{.row = std::move(row), .commit = commit_of(value)};
    }
    base::Result<app::Opened> open(const app::SealedValue& row) override {
        app::SealedValue inner = row;
        if (inner.ciphertext.size() < 32) { return broken(); }
        inner.ciphertext.resize(inner.ciphertext.size() - 32);
        app::SealedValue again = inner;
        close(again);
        if (again.ciphertext != row.ciphertext) { return broken(); }
        for (auto& byte : inner.ciphertext) { byte ^= 0x5A; }
        const std::string commit = commit_of(inner.ciphertext);
        return app::Opened{.value = std::move(inner.ciphertext), .commit = commit};
    }
    base::Result<app::SealedValue> reseal(const app::SealedValue& row) override {
        GX_TRY(const auto opened, open(row));
        GX_TRY(auto sealing, seal(row.tenant, row.id, opened.value));
        return std::move(sealing.row);
    }
    std::string current_key() override { return key_; }
    base::Result<std::vector<app::LookupDigest>> lookup_digests(std::string_view tenant, std::string_view scope,
                                                                std::string_view value) override {
        std::vector<app::LookupDigest> digests;
        for (const std::string& key : lookup_keys) {
            const std::string text = key + "\n" + std::string(tenant) + "\n" + std::string(scope);
            digests.push_back({key, base::to_hex(ToyHasher().digest(base::as_bytes(text), base::as_bytes(value)))});
        }
        return digests;
    }
    std::vector<std::string> lookup_keys = {"look-0001"};

private:
    static base::Error broken() { return base::Error{base::ErrorCode::Corrupt, "sealed.broken"}; }
    static std::string commit_of(base::ByteView value) {
        return base::to_hex(ToyHasher().digest(base::as_bytes("salt"), value));
    }
    static void close(app::SealedValue& row) {
        const std::string place = row.id + "\n" + row.tenant + "\n" + row.key_id + "\n" + base::to_hex(row.nonce);
        const auto tag = ToyHasher().digest(base::as_bytes(place), row.ciphertext);
        row.ciphertext.insert(row.ciphertext.end(), tag.begin(), tag.end());
    }

    std::string key_;
};

/// Key names only; the toy sealer needs no secrets.
class MemoryKeys final : public app::KeyStore {
public:
    base::Result<std::vector<app::KeyName>> list(app::KeyUse use) override { return names_[use]; }
    base::Result<app::KeyName> current(app::KeyUse use) override {
        if (names_[use].empty()) { return base::Error{base::ErrorCode::NotFound, "key.unknown"}; }
        return names_[use].back();
    }
    base::Result<base::Bytes> load(std::string_view) override { return base::Bytes(32); }
    base::Result<std::string> stamp() override {
        std::size_t keys = 0;
        for (const auto& [use, names] : names_) { keys += names.size(); }
        return std::to_string(keys);
    }
    base::Result<app::KeyName> create(app::KeyUse use, std::string_view) override {
        auto& names = names_[use];
        names.push_back({.id = fmt::format("{}-{:04}", use == app::KeyUse::Seal ? "seal" : use == app::KeyUse::Sign ? "sign" : "look", names.size() + 1),
                         .use = use});
        return names.back();
    }

private:
    std::map<app::KeyUse, std::vector<app::KeyName>> names_;
};

/// An actor who may do everything for the tenant.
inline app::Actor an_actor(std::string account = "account-1", std::string tenant = "990101") {
    return {.account = std::move(account), .tenant = std::move(tenant), .actions = {"*"}};
}

}  // namespace gx::support
