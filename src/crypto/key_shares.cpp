// SPDX-License-Identifier: Apache-2.0
#include "crypto/key_shares.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <set>

extern "C" {
#include <libgfshare.h>
}

namespace gx::crypto {
namespace {

constexpr std::size_t kSharesMax = 20;
constexpr std::size_t kSecretMax = 64;

struct FreeContext {
    void operator()(gfshare_ctx* context) const { gfshare_ctx_free(context); }
};
using Context = std::unique_ptr<gfshare_ctx, FreeContext>;

/// The library takes its random bytes from one function for the whole process.
std::mutex& library_lock() {
    static std::mutex lock;
    return lock;
}
app::Random* chosen_random = nullptr;

void fill_random(unsigned char* bytes, unsigned int count) {
    GX_ASSERT(chosen_random != nullptr);
    const base::Secret made(chosen_random->bytes(count));
    std::ranges::copy(made.view(), bytes);
}

/// Freeing a context overwrites it by the same function; where nothing is split, zeros do.
void fill_zeros(unsigned char* bytes, unsigned int count) { base::wipe(bytes, count); }

/// Holds the library for one call. Made before the context and gone after it.
class Library {
public:
    explicit Library(app::Random* random) : guard_(library_lock()) {
        chosen_random = random;
        gfshare_fill_rand = random != nullptr ? fill_random : fill_zeros;
    }
    ~Library() {
        chosen_random = nullptr;
        gfshare_fill_rand = nullptr;
    }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

private:
    std::lock_guard<std::mutex> guard_;
};

}  // namespace

std::vector<app::KeyShare> split_secret(app::Random& random, base::ByteView secret, int count, int needed) {
    GX_ASSERT(needed >= 2 && needed <= count && count <= static_cast<int>(kSharesMax) && !secret.empty() && secret.size() <= kSecretMax);
    const Library library(&random);
    std::vector<app::KeyShare> shares(static_cast<std::size_t>(count));
    base::Bytes numbers;
    for (std::size_t i = 0; i < shares.size(); ++i) { numbers.push_back(static_cast<std::uint8_t>(i + 1)); }
    const Context context{gfshare_ctx_init_enc(numbers.data(), static_cast<unsigned>(count), static_cast<unsigned char>(needed),
                                               static_cast<unsigned>(secret.size()))};
    GX_ASSERT(context != nullptr);
    base::Bytes copy(secret.begin(), secret.end());
    gfshare_ctx_enc_setsecret(context.get(), copy.data());
    base::wipe(copy.data(), copy.size());
    for (std::size_t i = 0; i < shares.size(); ++i) {
        shares[i].number = numbers[i];
        shares[i].bytes.resize(secret.size());
        gfshare_ctx_enc_getshare(context.get(), static_cast<unsigned char>(i), shares[i].bytes.data());
    }
    return shares;
}

base::Secret join_shares(std::span<const app::KeyShare> shares) {
    std::set<std::uint8_t> seen;
    for (const auto& share : shares) {
        if (share.number == 0 || share.bytes.empty() || share.bytes.size() > kSecretMax || share.bytes.size() != shares[0].bytes.size() ||
            !seen.insert(share.number).second) {
            return base::Secret{};
        }
    }
    if (shares.empty() || shares.size() > kSharesMax) { return base::Secret{}; }
    const std::size_t size = shares[0].bytes.size();
    base::Bytes numbers;
    for (const auto& share : shares) { numbers.push_back(share.number); }
    const Library library(nullptr);
    const Context context{gfshare_ctx_init_dec(numbers.data(), static_cast<unsigned>(shares.size()), static_cast<unsigned>(size))};
    GX_ASSERT(context != nullptr);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        base::Bytes copy = shares[i].bytes;
        gfshare_ctx_dec_giveshare(context.get(), static_cast<unsigned char>(i), copy.data());
        base::wipe(copy.data(), copy.size());
    }
    base::Bytes secret(size);
    gfshare_ctx_dec_extract(context.get(), secret.data());
    return base::Secret(std::move(secret));
}

}  // namespace gx::crypto
