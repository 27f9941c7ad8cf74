// SPDX-License-Identifier: Apache-2.0
#include "crypto/field_cipher.hpp"

#include <openssl/crypto.h>

#include "crypto/hasher.hpp"
#include "crypto/openssl.hpp"

namespace gx::crypto {
namespace {

using base::Bytes;
using base::ByteView;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kGcmKeyBytes = 32;
constexpr std::size_t kGcmNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kSm4KeyBytes = 16;
constexpr std::size_t kSm4NonceBytes = 16;
constexpr std::size_t kMacKeyBytes = 32;
constexpr std::size_t kMacBytes = 32;

Error broken(std::string detail) { return Error{ErrorCode::Corrupt, "sealed.broken", std::move(detail)}; }

CipherContextPtr gcm_context(ByteView key, ByteView nonce, int encrypt) {
    GX_ASSERT(key.size() == kGcmKeyBytes && nonce.size() == kGcmNonceBytes);
    static const CipherPtr cipher{EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)};
    CipherContextPtr context{EVP_CIPHER_CTX_new()};
    GX_ASSERT(cipher != nullptr && context != nullptr);
    GX_ASSERT(EVP_CipherInit_ex2(context.get(), cipher.get(), key.data(), nonce.data(), encrypt, nullptr) == 1);
    return context;
}

/// SM4 in counter mode: the same both ways.
Bytes sm4_ctr(ByteView key, ByteView nonce, ByteView input) {
    static const CipherPtr cipher{EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr)};
    const CipherContextPtr context{EVP_CIPHER_CTX_new()};
    GX_ASSERT(cipher != nullptr && context != nullptr && nonce.size() == kSm4NonceBytes);
    GX_ASSERT(EVP_CipherInit_ex2(context.get(), cipher.get(), key.data(), nonce.data(), 1, nullptr) == 1);
    Bytes out(input.size() + kSm4NonceBytes);
    int size = 0;
    if (!input.empty()) {
        GX_ASSERT(EVP_CipherUpdate(context.get(), out.data(), &size, input.data(), static_cast<int>(input.size())) == 1);
    }
    out.resize(input.size());
    return out;
}

/// HMAC-SM3 over the length of the additional data, the data, nonce and ciphertext.
base::Digest sm4_mac(ByteView key, ByteView nonce, ByteView additional, ByteView ciphertext) {
    Bytes text;
    for (int shift = 56; shift >= 0; shift -= 8) {
        text.push_back(static_cast<std::uint8_t>(std::uint64_t{additional.size()} >> shift));
    }
    for (const ByteView part : {additional, nonce, ciphertext}) { text.insert(text.end(), part.begin(), part.end()); }
    return hmac("sm3", key, text).value();
}

Bytes gcm_encrypt(ByteView key, ByteView nonce, ByteView additional, ByteView plain) {
    const auto context = gcm_context(key, nonce, 1);
    Bytes out(plain.size() + kTagBytes);
    int size = 0;
    if (!additional.empty()) {
        GX_ASSERT(EVP_CipherUpdate(context.get(), nullptr, &size, additional.data(),
                                   static_cast<int>(additional.size())) == 1);
    }
    if (!plain.empty()) {
        GX_ASSERT(EVP_CipherUpdate(context.get(), out.data(), &size, plain.data(), static_cast<int>(plain.size())) == 1);
    }
    std::uint8_t* tag = out.data() + plain.size();
    GX_ASSERT(EVP_CipherFinal_ex(context.get(), tag, &size) == 1);
    GX_ASSERT(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, tag) == 1);
    return out;
}

Result<Bytes> gcm_decrypt(ByteView key, ByteView nonce, ByteView additional, ByteView ciphertext) {
    if (nonce.size() != kGcmNonceBytes || ciphertext.size() < kTagBytes) {
        return broken("size of nonce or ciphertext");
    }
    const auto context = gcm_context(key, nonce, 0);
    const std::size_t plain_size = ciphertext.size() - kTagBytes;
    Bytes out(plain_size + kTagBytes);
    Bytes tag(ciphertext.end() - kTagBytes, ciphertext.end());
    int size = 0;
    if (!additional.empty() && EVP_CipherUpdate(context.get(), nullptr, &size, additional.data(),
                                                static_cast<int>(additional.size())) != 1) {
        return broken("additional data");
    }
    if (plain_size > 0 && EVP_CipherUpdate(context.get(), out.data(), &size, ciphertext.data(),
                                           static_cast<int>(plain_size)) != 1) {
        return broken("decrypt");
    }
    GX_ASSERT(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1);
    if (EVP_CipherFinal_ex(context.get(), out.data() + plain_size, &size) != 1) {
        OPENSSL_cleanse(out.data(), out.size());
        return broken("tag");
    }
    out.resize(plain_size);
    return out;
}

Bytes sm4_encrypt(ByteView key, ByteView nonce, ByteView additional, ByteView plain) {
    Bytes out = sm4_ctr(key.first(kSm4KeyBytes), nonce, plain);
    const auto mac = sm4_mac(key.subspan(kSm4KeyBytes), nonce, additional, out);
    out.insert(out.end(), mac.begin(), mac.end());
    return out;
}

Result<Bytes> sm4_decrypt(ByteView key, ByteView nonce, ByteView additional, ByteView ciphertext) {
    if (nonce.size() != kSm4NonceBytes || ciphertext.size() < kMacBytes) { return broken("size of nonce or ciphertext"); }
    const ByteView body = ciphertext.first(ciphertext.size() - kMacBytes);
    const auto mac = sm4_mac(key.subspan(kSm4KeyBytes), nonce, additional, body);
    if (CRYPTO_memcmp(mac.data(), ciphertext.data() + body.size(), kMacBytes) != 0) { return broken("mac"); }
    return sm4_ctr(key.first(kSm4KeyBytes), nonce, body);
}

}  // namespace

std::size_t field_key_size(std::string_view algorithm) {
    if (algorithm == "AES-256-GCM") { return kGcmKeyBytes; }
    return algorithm == "SM4-CTR-HMAC-SM3" ? kSm4KeyBytes + kMacKeyBytes : 0;
}

std::size_t nonce_size(ByteView key) {
    if (key.size() == kGcmKeyBytes) { return kGcmNonceBytes; }
    return key.size() == kSm4KeyBytes + kMacKeyBytes ? kSm4NonceBytes : 0;
}

Bytes field_encrypt(ByteView key, ByteView nonce, ByteView additional, ByteView plain) {
    GX_ASSERT(nonce_size(key) != 0);
    return key.size() == kGcmKeyBytes ? gcm_encrypt(key, nonce, additional, plain)
                                      : sm4_encrypt(key, nonce, additional, plain);
}

Result<Bytes> field_decrypt(ByteView key, ByteView nonce, ByteView additional, ByteView ciphertext) {
    GX_ASSERT(nonce_size(key) != 0);
    return key.size() == kGcmKeyBytes ? gcm_decrypt(key, nonce, additional, ciphertext)
                                      : sm4_decrypt(key, nonce, additional, ciphertext);
}

}  // namespace gx::crypto
