// SPDX-License-Identifier: Apache-2.0
#include "crypto/hasher.hpp"

#include <array>
#include <cstring>
#include <string>

#include <openssl/core_names.h>

#include "crypto/openssl.hpp"

namespace gx::crypto {
namespace {

using base::ByteView;
using base::Digest;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kInlineBytes = 1024;

/// OpenSSL's name of a hash of ours; empty for another.
std::string provider_name(std::string_view name) {
    if (name == "sm3") { return "SM3"; }
    if (name == "sha256") { return "SHA256"; }
    return {};
}

/// One context a thread, kept between calls: starting it again is much cheaper than making it.
EVP_MD_CTX* thread_context() {
    thread_local const MdContextPtr context{EVP_MD_CTX_new()};
    GX_ASSERT(context != nullptr);
    return context.get();
}

class EvpHasher final : public domain::Hasher {
public:
    EvpHasher(std::string_view name, MdPtr md) : name_(name), md_(std::move(md)) {}

    std::string_view name() const override { return name_; }

    Digest digest(ByteView first, ByteView second) const override {
        EVP_MD_CTX* context = start();
        update(context, first);
        update(context, second);
        return finish(context);
    }

    Digest leaf(ByteView content) const override {
        EVP_MD_CTX* context = start();
        if (content.size() < kInlineBytes) {
            std::array<std::uint8_t, kInlineBytes> buffer;
            buffer[0] = 0;
            if (!content.empty()) { std::memcpy(buffer.data() + 1, content.data(), content.size()); }
            update(context, ByteView(buffer.data(), content.size() + 1));
        } else {
            constexpr std::uint8_t kPrefix = 0;
            update(context, ByteView(&kPrefix, 1));
            update(context, content);
        }
        return finish(context);
    }

    Digest node(const Digest& left, const Digest& right) const override {
        std::array<std::uint8_t, 65> buffer;
        buffer[0] = 1;
        std::memcpy(buffer.data() + 1, left.data(), left.size());
        std::memcpy(buffer.data() + 33, right.data(), right.size());
        EVP_MD_CTX* context = start();
        update(context, buffer);
        return finish(context);
    }

    void nodes(std::span<const Digest> children, std::span<Digest> parents) const override {
        std::array<std::uint8_t, 65> buffer;
        buffer[0] = 1;
        EVP_MD_CTX* context = thread_context();
        for (std::size_t i = 0; i < parents.size(); ++i) {
            std::memcpy(buffer.data() + 1, children[2 * i].data(), 64);
            GX_ASSERT(EVP_DigestInit_ex2(context, md_.get(), nullptr) == 1);
            update(context, buffer);
            parents[i] = finish(context);
        }
    }

private:
    EVP_MD_CTX* start() const {
        EVP_MD_CTX* context = thread_context();
        GX_ASSERT(EVP_DigestInit_ex2(context, md_.get(), nullptr) == 1);
        return context;
    }
    static void update(EVP_MD_CTX* context, ByteView bytes) {
        GX_ASSERT(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1);
    }
    static Digest finish(EVP_MD_CTX* context) {
        Digest out;
        unsigned int size = 0;
        GX_ASSERT(EVP_DigestFinal_ex(context, out.data(), &size) == 1 && size == out.size());
        return out;
    }

    std::string name_;
    MdPtr md_;
};

}  // namespace

Result<std::unique_ptr<domain::Hasher>> make_hasher(std::string_view name) {
    const std::string provider = provider_name(name);
    MdPtr md{provider.empty() ? nullptr : EVP_MD_fetch(nullptr, provider.c_str(), nullptr)};
    if (md == nullptr) { return Error{ErrorCode::InvalidInput, "crypto.hash_unknown", std::string(name)}; }
    return std::unique_ptr<domain::Hasher>(std::make_unique<EvpHasher>(name, std::move(md)));
}

Result<Digest> hmac(std::string_view hash, ByteView key, ByteView message) {
    std::string provider = provider_name(hash);
    if (provider.empty()) { return Error{ErrorCode::InvalidInput, "crypto.hash_unknown", std::string(hash)}; }
    const MacPtr mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
    GX_ASSERT(mac != nullptr);
    const MacContextPtr context{EVP_MAC_CTX_new(mac.get())};
    GX_ASSERT(context != nullptr);
    const std::array<OSSL_PARAM, 2> parameters = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, provider.data(), 0), OSSL_PARAM_construct_end()};
    Digest out{};
    std::size_t size = 0;
    GX_ASSERT(EVP_MAC_init(context.get(), key.data(), key.size(), parameters.data()) == 1);
    GX_ASSERT(EVP_MAC_update(context.get(), message.data(), message.size()) == 1);
    GX_ASSERT(EVP_MAC_final(context.get(), out.data(), &size, out.size()) == 1 && size == out.size());
    return out;
}

}  // namespace gx::crypto
