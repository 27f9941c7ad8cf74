// SPDX-License-Identifier: Apache-2.0
#include "crypto/one_time_codes.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace gx::crypto {
namespace {

constexpr std::size_t kSha1Bytes = 20;

class Totp final : public app::OneTimeCodes {
public:
    std::string code(base::ByteView secret, std::int64_t step) const override {
        std::array<std::uint8_t, 8> counter{};
        for (std::size_t i = 0; i < counter.size(); ++i) { counter[i] = static_cast<std::uint8_t>(step >> (56 - 8 * i)); }
        std::array<std::uint8_t, kSha1Bytes> mac{};
        unsigned size = 0;
        const auto* made = HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(), &size);
        GX_ASSERT(made != nullptr && size == kSha1Bytes);
        const std::size_t at = mac.back() & 0x0FU;
        const std::uint32_t word = (std::uint32_t{mac[at]} & 0x7FU) << 24U | std::uint32_t{mac[at + 1]} << 16U |
                                   std::uint32_t{mac[at + 2]} << 8U | std::uint32_t{mac[at + 3]};
        return fmt::format("{:06}", word % 1'000'000);
    }
};

}  // namespace

std::unique_ptr<app::OneTimeCodes> make_one_time_codes() { return std::make_unique<Totp>(); }

}  // namespace gx::crypto
