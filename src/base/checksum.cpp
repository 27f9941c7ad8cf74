// SPDX-License-Identifier: Apache-2.0
// The one place that includes xxhash (docs/adr/0055).
#include "base/checksum.hpp"

#include <xxhash.h>

namespace gx::base {
namespace {

XXH64_state_t* begun() {
    XXH64_state_t* const state = XXH64_createState();
    GX_ASSERT(state != nullptr && XXH64_reset(state, 0) == XXH_OK);
    return state;
}

}  // namespace

void Checksum::Free::operator()(void* state) const { XXH64_freeState(static_cast<XXH64_state_t*>(state)); }

Checksum::Checksum() : state_(begun()) {}

void Checksum::add(ByteView bytes) {
    if (bytes.empty()) { return; }
    GX_ASSERT(XXH64_update(static_cast<XXH64_state_t*>(state_.get()), bytes.data(), bytes.size()) == XXH_OK);
}

std::uint64_t Checksum::value() const { return XXH64_digest(static_cast<const XXH64_state_t*>(state_.get())); }

std::uint64_t checksum64(ByteView bytes) { return XXH64(bytes.data(), bytes.size(), 0); }

}  // namespace gx::base
