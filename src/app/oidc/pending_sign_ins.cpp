// SPDX-License-Identifier: Apache-2.0
#include "app/oidc/pending_sign_ins.hpp"

#include "base/base64url.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kWaitingMax = 20'000;
constexpr std::size_t kSecretBytes = 32;
constexpr std::int64_t kKeptMillis = 600'000;

}  // namespace

std::string PendingSignIns::secret() { return base::to_base64url(random_.bytes(kSecretBytes)); }

PendingSignIns::Begun PendingSignIns::begin(std::string provider, std::string return_to) {
    const std::lock_guard guard(lock_);
    Begun begun{.state = secret(),
                .browser = secret(),
                .pending = {std::move(provider), secret(), secret(), std::move(return_to)}};
    while (!order_.empty()) {
        const auto oldest = waiting_.find(order_.front());
        const bool stays =
            oldest != waiting_.end() && clock_.now() < oldest->second.until && order_.size() < kWaitingMax;
        if (stays) { break; }
        if (oldest != waiting_.end()) { waiting_.erase(oldest); }
        order_.pop_front();
    }
    const base::Digest key = digest_of(begun.state);
    waiting_[key] = {begun.pending, digest_of(begun.browser),
                     base::Instant::from_millis(clock_.now().millis() + kKeptMillis)};
    order_.push_back(key);
    return begun;
}

std::optional<PendingSignIn> PendingSignIns::take(std::string_view state, std::string_view browser,
                                                  std::string_view provider) {
    const std::lock_guard guard(lock_);
    const auto found = waiting_.find(digest_of(state));
    if (found == waiting_.end()) { return std::nullopt; }
    // Another browser's try does not use it up: a stranger who saw the address cannot end somebody's sign-in.
    if (found->second.browser != digest_of(browser)) { return std::nullopt; }
    const Waiting waiting = std::move(found->second);
    waiting_.erase(found);
    if (clock_.now() >= waiting.until || waiting.pending.provider != provider) { return std::nullopt; }
    return waiting.pending;
}

}  // namespace gx::app
