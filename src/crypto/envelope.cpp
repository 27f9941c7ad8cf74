// SPDX-License-Identifier: Apache-2.0
#include "crypto/envelope.hpp"

#include <array>

#include <argon2.h>
#include <fmt/format.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "crypto/field_cipher.hpp"
#include "crypto/key_shares.hpp"
#include "crypto/openssl.hpp"

namespace gx::crypto {
namespace {

using base::Bytes;
using base::ByteView;
using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;
using base::Secret;

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kSaltBytes = 16;
// What a lock may ask of memory and time when it is opened; a lock with more is none of ours.
constexpr std::int64_t kMemoryKibMax = 1 << 20;
constexpr std::int64_t kPassesMax = 20;

using KdfPtr = std::unique_ptr<EVP_KDF, Freed<EVP_KDF_free>>;
using KdfContextPtr = std::unique_ptr<EVP_KDF_CTX, Freed<EVP_KDF_CTX_free>>;

Error broken(std::string detail) { return {ErrorCode::Corrupt, "envelope.broken", std::move(detail)}; }
Error bad_key() { return {ErrorCode::InvalidInput, "envelope.key"}; }

Secret hkdf(ByteView secret, std::string_view info) {
    static const KdfPtr kdf{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
    const KdfContextPtr context{EVP_KDF_CTX_new(kdf.get())};
    GX_ASSERT(kdf != nullptr && context != nullptr);
    std::string digest = "SHA256";
    Bytes input(secret.begin(), secret.end());
    Bytes label(info.begin(), info.end());
    const std::array params = {OSSL_PARAM_construct_utf8_string("digest", digest.data(), 0),
                               OSSL_PARAM_construct_octet_string("key", input.data(), input.size()),
                               OSSL_PARAM_construct_octet_string("info", label.data(), label.size()), OSSL_PARAM_construct_end()};
    Bytes out(kKeyBytes);
    GX_ASSERT(EVP_KDF_derive(context.get(), out.data(), out.size(), params.data()) == 1);
    base::wipe(input.data(), input.size());
    return Secret(std::move(out));
}

KeyPtr private_key_of(ByteView bytes) {
    if (bytes.size() != kKeyBytes) { return nullptr; }
    return KeyPtr{EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, bytes.data(), bytes.size())};
}

Bytes public_bytes_of(const EVP_PKEY* key) {
    Bytes out(kKeyBytes);
    std::size_t size = out.size();
    GX_ASSERT(EVP_PKEY_get_raw_public_key(key, out.data(), &size) == 1 && size == kKeyBytes);
    return out;
}

/// The shared secret; nothing for a public key of small order, which would make it known to all.
Secret agreed(EVP_PKEY* own, ByteView other) {
    const KeyPtr peer{EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, other.data(), other.size())};
    const KeyContextPtr context{EVP_PKEY_CTX_new_from_pkey(nullptr, own, nullptr)};
    Bytes shared(kKeyBytes);
    std::size_t size = shared.size();
    if (peer == nullptr || context == nullptr || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 || EVP_PKEY_derive(context.get(), shared.data(), &size) != 1 ||
        size != kKeyBytes) {
        return Secret{};
    }
    return Secret(std::move(shared));
}

std::string wrap_label(ByteView sender, ByteView receiver, std::string_view purpose) {
    return fmt::format("gongxin wrap\n{}\n{}\n{}", base::to_hex(sender), base::to_hex(receiver), purpose);
}

/// The nonce may stand still: each key is derived from a fresh sender's key and used once.
const Bytes& still_nonce() {
    static const Bytes nonce(kNonceBytes, 0);
    return nonce;
}

/// What a passphrase gives at the cost that the lock names.
Result<Secret> stretched(std::string_view passphrase, ByteView salt, const PasswordCost& cost) {
    Bytes out(kKeyBytes);
    const int code = argon2id_hash_raw(cost.passes, cost.memory_kib, cost.lanes, passphrase.data(), passphrase.size(), salt.data(),
                                       salt.size(), out.data(), out.size());
    if (code != ARGON2_OK) { return Error{ErrorCode::Unavailable, "password.memory", argon2_error_message(code)}; }
    return Secret(std::move(out));
}

class X25519Envelope final : public app::Envelope {
public:
    X25519Envelope(app::Random& random, const PasswordCost& cost) : random_(random), cost_(cost) {}

    app::BoxKeys make_keys() override {
        Secret made = make_secret(kKeyBytes);
        auto keys = keys_of(made.view());
        return std::move(keys).value();
    }

    Result<app::BoxKeys> keys_of(ByteView private_key) override {
        const KeyPtr key = private_key_of(private_key);
        if (key == nullptr) { return bad_key(); }
        return app::BoxKeys{.private_key = Secret(Bytes(private_key.begin(), private_key.end())), .public_key = public_bytes_of(key.get())};
    }

    Secret make_secret(std::size_t bytes) override { return Secret(random_.bytes(bytes)); }

    Secret derive(ByteView secret, std::string_view purpose) override { return hkdf(secret, fmt::format("gongxin derive\n{}", purpose)); }

    Result<Bytes> wrap(ByteView public_key, ByteView secret, std::string_view purpose) override {
        if (public_key.size() != kKeyBytes) { return bad_key(); }
        const app::BoxKeys sender = make_keys();
        const KeyPtr own = private_key_of(sender.private_key.view());
        const Secret shared = agreed(own.get(), public_key);
        if (shared.empty()) { return bad_key(); }
        const Secret key = hkdf(shared.view(), wrap_label(sender.public_key, public_key, purpose));
        Bytes out = sender.public_key;
        const Bytes locked = field_encrypt(key.view(), still_nonce(), base::as_bytes(purpose), secret);
        out.insert(out.end(), locked.begin(), locked.end());
        return out;
    }

    Result<Secret> unwrap(ByteView private_key, ByteView wrapped, std::string_view purpose) override {
        const KeyPtr own = private_key_of(private_key);
        if (own == nullptr) { return bad_key(); }
        if (wrapped.size() <= kKeyBytes) { return broken("size"); }
        const ByteView sender = wrapped.first(kKeyBytes);
        const Secret shared = agreed(own.get(), sender);
        if (shared.empty()) { return broken("sender"); }
        const Secret key = hkdf(shared.view(), wrap_label(sender, public_bytes_of(own.get()), purpose));
        return opened(key.view(), still_nonce(), wrapped.subspan(kKeyBytes), purpose);
    }

    Bytes lock(ByteView key, ByteView content, std::string_view purpose) override {
        Bytes out = random_.bytes(kNonceBytes);
        const Bytes locked = field_encrypt(key, out, base::as_bytes(purpose), content);
        out.insert(out.end(), locked.begin(), locked.end());
        return out;
    }

    Result<Secret> unlock(ByteView key, ByteView locked, std::string_view purpose) override {
        if (key.size() != kKeyBytes || locked.size() <= kNonceBytes) { return broken("size"); }
        return opened(key, locked.first(kNonceBytes), locked.subspan(kNonceBytes), purpose);
    }

    Result<Json> lock_with_passphrase(std::string_view passphrase, ByteView secret, std::string_view purpose) override {
        const Bytes salt = random_.bytes(kSaltBytes);
        GX_TRY(const Secret key, stretched(passphrase, salt, cost_));
        Json json = Json::object();
        json.set("kdf", "argon2id").set("memory_kib", std::int64_t{cost_.memory_kib}).set("passes", std::int64_t{cost_.passes});
        json.set("lanes", std::int64_t{cost_.lanes}).set("salt", base::to_hex(salt));
        return json.set("locked", base::to_hex(lock(key.view(), secret, purpose)));
    }

    Result<Secret> unlock_with_passphrase(std::string_view passphrase, const Json& json, std::string_view purpose) override {
        const auto memory = json.int_at("memory_kib");
        const auto passes = json.int_at("passes");
        const auto lanes = json.int_at("lanes");
        const auto salt = base::from_hex(json.text_or_empty("salt"));
        const auto locked = base::from_hex(json.text_or_empty("locked"));
        if (json.text_or_empty("kdf") != "argon2id" || !memory || !passes || !lanes || !salt.ok() || !locked.ok() || salt->size() < 8 ||
            *memory < 8 || *memory > kMemoryKibMax || *passes < 1 || *passes > kPassesMax || *lanes < 1 || *lanes > 4) {
            return broken("lock");
        }
        const PasswordCost cost{.memory_kib = static_cast<std::uint32_t>(*memory), .passes = static_cast<std::uint32_t>(*passes),
                                .lanes = static_cast<std::uint32_t>(*lanes)};
        GX_TRY(const Secret key, stretched(passphrase, *salt, cost));
        auto secret = unlock(key.view(), *locked, purpose);
        if (!secret.ok()) { return Error{ErrorCode::InvalidInput, "envelope.passphrase"}; }
        return secret;
    }

    std::vector<app::KeyShare> split(ByteView secret, int count, int needed) override { return split_secret(random_, secret, count, needed); }
    Secret join(std::span<const app::KeyShare> shares) override { return join_shares(shares); }

private:
    static Result<Secret> opened(ByteView key, ByteView nonce, ByteView locked, std::string_view purpose) {
        auto plain = field_decrypt(key, nonce, base::as_bytes(purpose), locked);
        if (!plain.ok()) { return broken(plain.error().detail); }
        return Secret(std::move(*plain));
    }

    app::Random& random_;
    PasswordCost cost_;
};

}  // namespace

std::unique_ptr<app::Envelope> make_envelope(app::Random& random, const PasswordCost& cost) {
    return std::make_unique<X25519Envelope>(random, cost);
}

}  // namespace gx::crypto
