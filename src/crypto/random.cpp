// SPDX-License-Identifier: Apache-2.0
#include "crypto/random.hpp"

#include <array>
#include <mutex>
#include <string_view>
#include <utility>

#include <openssl/rand.h>

#include "base/result.hpp"

namespace gx::crypto {
namespace {

class SystemRandom final : public app::Random {
public:
    base::Bytes bytes(std::size_t count) override {
        base::Bytes out(count);
        // Without randomness nothing may go on: a predictable salt, nonce or token is worse than no service.
        GX_ASSERT(RAND_priv_bytes(out.data(), static_cast<int>(count)) == 1);
        return out;
    }
};

class UuidSource final : public app::IdSource {
public:
    UuidSource(app::Clock& clock, app::Random& random) : clock_(clock), random_(random) {}

    std::string next_id() override {
        const std::int64_t now = clock_.now().millis();
        const std::lock_guard lock(mutex_);
        if (now > millis_) {
            millis_ = now;
            counter_ = 0;
        } else if (++counter_ > kCounterMax) {
            ++millis_;  // ids run ahead of a clock that stands still or goes back
            counter_ = 0;
        }
        if (tails_used_ == tails_.size()) {
            tails_ = random_.bytes(kTailBytes * kTailsAtOnce);
            tails_used_ = 0;
        }
        std::array<std::uint8_t, 16> id{};
        for (std::size_t i = 0; i < 6; ++i) { id[i] = static_cast<std::uint8_t>(millis_ >> (40 - 8 * i)); }
        id[6] = static_cast<std::uint8_t>(0x70U | (counter_ >> 8U));
        id[7] = static_cast<std::uint8_t>(counter_);
        for (std::size_t i = 0; i < kTailBytes; ++i) { id[8 + i] = std::exchange(tails_[tails_used_++], std::uint8_t{0}); }
        id[8] = static_cast<std::uint8_t>(0x80U | (id[8] & 0x3FU));
        constexpr std::string_view kDigits = "0123456789abcdef";
        std::string out(36, '-');
        std::size_t at = 0;
        for (const std::uint8_t byte : id) {
            if (at == 8 || at == 13 || at == 18 || at == 23) { ++at; }
            out[at++] = kDigits[byte >> 4U];
            out[at++] = kDigits[byte & 15U];
        }
        return out;
    }

private:
    static constexpr std::uint32_t kCounterMax = 0xFFF;
    static constexpr std::size_t kTailBytes = 8;
    static constexpr std::size_t kTailsAtOnce = 64;

    app::Clock& clock_;
    app::Random& random_;
    std::mutex mutex_;
    std::int64_t millis_ = 0;
    std::uint32_t counter_ = 0;
    base::Bytes tails_;  ///< random bytes not given out yet
    std::size_t tails_used_ = 0;
};

}  // namespace

std::unique_ptr<app::Random> system_random() { return std::make_unique<SystemRandom>(); }

std::unique_ptr<app::IdSource> uuid_source(app::Clock& clock, app::Random& random) {
    return std::make_unique<UuidSource>(clock, random);
}

}  // namespace gx::crypto
