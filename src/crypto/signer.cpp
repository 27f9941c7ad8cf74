// SPDX-License-Identifier: Apache-2.0
#include "crypto/signer.hpp"

#include <openssl/pem.h>

#include "crypto/openssl.hpp"

namespace gx::crypto {
namespace {

using base::Bytes;
using base::ByteView;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::string_view kSm2Id = "1234567812345678";
constexpr std::size_t kPemBytesMax = 8192;

Error key_error(std::string detail) {
    return Error{ErrorCode::InvalidInput, "signature.key", std::move(detail)};
}

/// "SM2", "Ed25519" or empty for another kind of key.
std::string algorithm_of(const EVP_PKEY* key) {
    if (EVP_PKEY_is_a(key, "SM2") == 1) { return "SM2"; }
    if (EVP_PKEY_is_a(key, "ED25519") == 1) { return "Ed25519"; }
    return {};
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    GX_ASSERT(size > 0);
    return {data, static_cast<std::size_t>(size)};
}

int no_passphrase(char*, int, int, void*) { return -1; }

/// A signing or verifying context; SM2 takes its ID before the start, or it would use an empty one.
struct MessageContext {
    KeyContextPtr key;  // freed after the digest context that refers to it
    MdContextPtr digest;
};

MessageContext message_context(EVP_PKEY* key) {
    MessageContext context;
    context.digest.reset(EVP_MD_CTX_new());
    GX_ASSERT(context.digest != nullptr);
    if (EVP_PKEY_is_a(key, "SM2") == 1) {
        context.key.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
        GX_ASSERT(context.key != nullptr);
        GX_ASSERT(EVP_PKEY_CTX_set1_id(context.key.get(), kSm2Id.data(), static_cast<int>(kSm2Id.size())) == 1);
        EVP_MD_CTX_set_pkey_ctx(context.digest.get(), context.key.get());
    }
    return context;
}

const char* digest_name(const EVP_PKEY* key) { return EVP_PKEY_is_a(key, "SM2") == 1 ? "SM3" : nullptr; }

class EvpSigner final : public app::Signer {
public:
    EvpSigner(KeyPtr key, std::string algorithm, std::string public_pem)
        : key_(std::move(key)), algorithm_(std::move(algorithm)), public_pem_(std::move(public_pem)) {}

    std::string algorithm() const override { return algorithm_; }
    std::string public_key_pem() const override { return public_pem_; }

    Result<Bytes> sign(ByteView message) override {
        const auto context = message_context(key_.get());
        EVP_MD_CTX* md = context.digest.get();
        if (EVP_DigestSignInit_ex(md, nullptr, digest_name(key_.get()), nullptr, nullptr, key_.get(), nullptr) != 1) {
            return Error{ErrorCode::Unavailable, "signature.failed", "start"};
        }
        std::size_t size = 0;
        if (EVP_DigestSign(md, nullptr, &size, message.data(), message.size()) != 1) {
            return Error{ErrorCode::Unavailable, "signature.failed", "size"};
        }
        Bytes signature(size);
        if (EVP_DigestSign(md, signature.data(), &size, message.data(), message.size()) != 1) {
            return Error{ErrorCode::Unavailable, "signature.failed", "sign"};
        }
        signature.resize(size);
        return signature;
    }

private:
    KeyPtr key_;
    std::string algorithm_;
    std::string public_pem_;
};

class EvpVerifier final : public app::Verifier {
public:
    Result<bool> verify(std::string_view algorithm, std::string_view public_key_pem, ByteView message,
                        ByteView signature) override {
        if (public_key_pem.size() > kPemBytesMax) { return key_error("too large"); }
        const BioPtr bio{BIO_new_mem_buf(public_key_pem.data(), static_cast<int>(public_key_pem.size()))};
        GX_ASSERT(bio != nullptr);
        const KeyPtr key{PEM_read_bio_PUBKEY(bio.get(), nullptr, no_passphrase, nullptr)};
        if (key == nullptr) { return key_error("not a public key in PEM"); }
        const std::string found = algorithm_of(key.get());
        if (found.empty() || found != algorithm) { return key_error("a key for " + found); }
        const auto context = message_context(key.get());
        EVP_MD_CTX* md = context.digest.get();
        if (EVP_DigestVerifyInit_ex(md, nullptr, digest_name(key.get()), nullptr, nullptr, key.get(), nullptr) != 1) {
            return key_error("cannot verify with it");
        }
        return EVP_DigestVerify(md, signature.data(), signature.size(), message.data(), message.size()) == 1;
    }
};

}  // namespace

Result<std::string> generate_private_key(std::string_view algorithm) {
    const char* name = algorithm == "SM2" ? "SM2" : algorithm == "Ed25519" ? "ED25519" : nullptr;
    if (name == nullptr) { return Error{ErrorCode::InvalidInput, "key.algorithm", std::string(algorithm)}; }
    const KeyPtr key{EVP_PKEY_Q_keygen(nullptr, nullptr, name)};
    const BioPtr bio{BIO_new(BIO_s_secmem())};
    if (key == nullptr || bio == nullptr ||
        PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return Error{ErrorCode::Unavailable, "key.generate", std::string(algorithm)};
    }
    return text_of(bio.get());
}

Result<std::unique_ptr<app::Signer>> make_signer(std::string_view private_pem) {
    if (private_pem.size() > kPemBytesMax) { return key_error("too large"); }
    const BioPtr in{BIO_new_mem_buf(private_pem.data(), static_cast<int>(private_pem.size()))};
    const BioPtr out{BIO_new(BIO_s_mem())};
    GX_ASSERT(in != nullptr && out != nullptr);
    KeyPtr key{PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr)};
    if (key == nullptr) { return key_error("not a private key in PEM"); }
    std::string algorithm = algorithm_of(key.get());
    if (algorithm.empty()) { return key_error("neither SM2 nor Ed25519"); }
    GX_ASSERT(PEM_write_bio_PUBKEY(out.get(), key.get()) == 1);
    return std::unique_ptr<app::Signer>(
        std::make_unique<EvpSigner>(std::move(key), std::move(algorithm), text_of(out.get())));
}

std::unique_ptr<app::Verifier> make_verifier() { return std::make_unique<EvpVerifier>(); }

}  // namespace gx::crypto
