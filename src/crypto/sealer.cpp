// SPDX-License-Identifier: Apache-2.0
#include "crypto/sealer.hpp"

#include <map>
#include <mutex>

#include <openssl/crypto.h>

#include "crypto/field_cipher.hpp"
#include "crypto/hasher.hpp"

namespace gx::crypto {
namespace {

using app::Error;
using app::ErrorCode;
using app::Result;
using base::Bytes;
using base::ByteView;

constexpr std::size_t kSaltBytes = 32;
constexpr std::size_t kValueBytesMax = 16'384;
constexpr std::size_t kLookupKeyMin = 32;
constexpr std::size_t kCiphertextMax = kValueBytesMax + kSaltBytes + 64;

Error broken(std::string detail) { return Error{ErrorCode::Corrupt, "sealed.broken", std::move(detail)}; }

/// The two kinds of keys never stand in for each other.
bool is_lookup_key(std::string_view id) { return id.starts_with("look-"); }

Bytes additional_data(std::string_view id, std::string_view tenant) {
    std::string text(id);
    text.push_back('\0');
    text += tenant;
    const auto view = base::as_bytes(text);
    return Bytes(view.begin(), view.end());
}

/// Bytes that are overwritten when they are let go.
struct Secret {
    Bytes bytes;
    explicit Secret(Bytes value) : bytes(std::move(value)) {}
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    Secret(Secret&& other) noexcept : bytes(std::move(other.bytes)) {}
    Secret& operator=(Secret&&) = delete;
    ~Secret() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
};

class FieldSealer final : public app::Sealer {
public:
    FieldSealer(app::KeyStore& keys, app::Random& random, std::string_view hash)
        : keys_(keys), random_(random), hash_(hash) {}

    /// Looks which keys there are when the key store has changed.
    Result<app::Done> follow() {
        const std::lock_guard lock(mutex_);
        GX_TRY(const std::string stamp, keys_.stamp());
        if (stamp == stamp_) { return app::Done{}; }
        GX_TRY(auto current, keys_.current(app::KeyUse::Seal));
        GX_TRY(auto lookups, keys_.list(app::KeyUse::Lookup));
        current_ = std::move(current.id);
        lookups_ = std::move(lookups);
        stamp_ = stamp;
        return app::Done{};
    }

    Result<app::Sealing> seal(std::string_view tenant, std::string_view id, ByteView value) override {
        if (value.empty() || value.size() > kValueBytesMax) {
            return Error{ErrorCode::InvalidInput, "sealed.size", std::to_string(value.size())};
        }
        Secret plain(random_.bytes(kSaltBytes));
        GX_TRY(const auto commit, hmac(hash_, plain.bytes, value));
        // Filled in place: growing would leave a copy of the salt behind.
        Secret joined(Bytes(kSaltBytes + value.size()));
        std::copy(plain.bytes.begin(), plain.bytes.end(), joined.bytes.begin());
        std::copy(value.begin(), value.end(), joined.bytes.begin() + kSaltBytes);
        GX_TRY(auto row, encrypted(tenant, id, joined.bytes));
        return app::Sealing{.row = std::move(row), .commit = base::to_hex(commit)};
    }

    Result<app::Opened> open(const app::SealedValue& row) override {
        GX_TRY(const auto plain, decrypted(row));
        const ByteView bytes = plain.bytes;
        GX_TRY(const auto commit, hmac(hash_, bytes.first(kSaltBytes), bytes.subspan(kSaltBytes)));
        return app::Opened{.value = Bytes(bytes.begin() + kSaltBytes, bytes.end()), .commit = base::to_hex(commit)};
    }

    Result<app::SealedValue> reseal(const app::SealedValue& row) override {
        GX_TRY(const auto plain, decrypted(row));
        return encrypted(row.tenant, row.id, plain.bytes);
    }

    std::string current_key() override { return names().first; }

    Result<std::vector<app::LookupDigest>> lookup_digests(std::string_view tenant, std::string_view scope,
                                                          std::string_view value) override {
        const std::string message = fmt::format("{}{}{}{}{}", tenant, '\0', scope, '\0', value);
        std::vector<app::LookupDigest> digests;
        for (const app::KeyName& name : names().second) {
            GX_TRY(const auto* secret, key(name.id));
            GX_TRY(const auto digest, hmac(hash_, *secret, base::as_bytes(message)));
            digests.push_back({name.id, base::to_hex(digest)});
        }
        return digests;
    }

private:
    /// The current key and the lookup keys. When the key store cannot be asked, those known stay in use.
    std::pair<std::string, std::vector<app::KeyName>> names() {
        const auto followed = follow();
        const std::lock_guard lock(mutex_);
        return {current_, lookups_};
    }

    /// The key's bytes, read from the key store once.
    Result<const Bytes*> key(const std::string& id) {
        const std::lock_guard lock(mutex_);
        auto found = loaded_.find(id);
        if (found == loaded_.end()) {
            auto bytes = keys_.load(id);
            if (!bytes) { return Error{ErrorCode::Unavailable, "sealed.key_missing", bytes.error().reason + " " + id}; }
            if (is_lookup_key(id) ? bytes->size() < kLookupKeyMin : nonce_size(*bytes) == 0) { return Error{ErrorCode::Unavailable, "sealed.key_missing", id}; }
            found = loaded_.emplace(id, Secret(std::move(*bytes))).first;
        }
        return &found->second.bytes;
    }

    Result<app::SealedValue> encrypted(std::string_view tenant, std::string_view id, ByteView plain) {
        const std::string current = current_key();
        GX_TRY(const auto* secret, key(current));
        app::SealedValue row{.id = std::string(id), .tenant = std::string(tenant), .key_id = current,
                             .nonce = random_.bytes(nonce_size(*secret)), .ciphertext = {}};
        row.ciphertext = field_encrypt(*secret, row.nonce, additional_data(id, tenant), plain);
        return row;
    }

    Result<Secret> decrypted(const app::SealedValue& row) {
        if (is_lookup_key(row.key_id)) { return Error{ErrorCode::Unavailable, "sealed.key_missing", row.key_id}; }
        GX_TRY(const auto* secret, key(row.key_id));
        if (row.ciphertext.size() > kCiphertextMax) { return broken("too long"); }
        GX_TRY(auto plain, field_decrypt(*secret, row.nonce, additional_data(row.id, row.tenant), row.ciphertext));
        if (plain.size() <= kSaltBytes) { return broken("too short"); }
        return Secret(std::move(plain));
    }

    app::KeyStore& keys_;
    app::Random& random_;
    std::string hash_;
    std::mutex mutex_;
    std::string stamp_;
    std::string current_;
    std::vector<app::KeyName> lookups_;
    std::map<std::string, Secret> loaded_;
};

}  // namespace

Result<std::unique_ptr<app::Sealer>> make_sealer(app::KeyStore& keys, app::Random& random, std::string_view hash) {
    GX_CHECK(make_hasher(hash));
    auto sealer = std::make_unique<FieldSealer>(keys, random, hash);
    GX_CHECK(sealer->follow());
    return std::unique_ptr<app::Sealer>(std::move(sealer));
}

}  // namespace gx::crypto
