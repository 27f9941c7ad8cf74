// SPDX-License-Identifier: Apache-2.0
#include "crypto/password_hasher.hpp"

#include <array>
#include <utility>

#include <argon2.h>
#include <fmt/format.h>
#include <openssl/crypto.h>

namespace gx::crypto {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kEncodedMax = 200;

class Argon2Hasher final : public app::PasswordHasher {
public:
    Argon2Hasher(app::Random& random, const PasswordCost& cost)
        : random_(random), cost_(cost),
          prefix_(fmt::format("$argon2id$v={}$m={},t={},p={}$", static_cast<int>(ARGON2_VERSION_NUMBER), cost.memory_kib, cost.passes,
                              cost.lanes)) {}

    Result<std::string> hash(std::string_view password) override {
        const base::Bytes salt = random_.bytes(kSaltBytes);
        std::array<char, kEncodedMax> encoded{};
        const int code = argon2id_hash_encoded(cost_.passes, cost_.memory_kib, cost_.lanes, password.data(), password.size(),
                                               salt.data(), salt.size(), kHashBytes, encoded.data(), encoded.size());
        if (code != ARGON2_OK) { return failed(code); }
        return std::string(encoded.data());
    }

    Result<bool> verify(std::string_view kept, std::string_view password) override {
        // The parameters of a foreign text would decide how much memory is taken.
        if (kept.size() >= kEncodedMax || !kept.starts_with("$argon2id$")) { return false; }
        const int code = argon2id_verify(std::string(kept).c_str(), password.data(), password.size());
        if (code == ARGON2_MEMORY_ALLOCATION_ERROR || code == ARGON2_THREAD_FAIL) { return failed(code); }
        return code == ARGON2_OK;
    }

    bool is_outdated(std::string_view kept) const override { return !kept.starts_with(prefix_); }

private:
    static Error failed(int code) { return {ErrorCode::Unavailable, "password.memory", argon2_error_message(code)}; }

    app::Random& random_;
    PasswordCost cost_;
    std::string prefix_;
};

}  // namespace

std::unique_ptr<app::PasswordHasher> make_password_hasher(app::Random& random, const PasswordCost& cost) {
    return std::make_unique<Argon2Hasher>(random, cost);
}

}  // namespace gx::crypto
