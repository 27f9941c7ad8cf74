// SPDX-License-Identifier: Apache-2.0
#include "base/large_memory.hpp"

#include <array>
#include <cstdint>
#include <mutex>
#include <new>

#include <sys/mman.h>

namespace gx::base {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kOwn = false;
#else
constexpr bool kOwn = true;
#endif

constexpr std::size_t kPage = std::size_t{2} << 20U;  // of the huge kind
constexpr std::size_t kPiecesMax = 256;

std::size_t rounded(std::size_t bytes) { return (bytes + kPage - 1) / kPage * kPage; }

void* map(std::size_t bytes) {
    // One page more, so that a piece can begin at a huge page.
    void* const raw = ::mmap(nullptr, bytes + kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (raw == MAP_FAILED) { throw std::bad_alloc{}; }
    const auto from = reinterpret_cast<std::uintptr_t>(raw);
    const std::uintptr_t at = (from + kPage - 1) / kPage * kPage;
    if (at > from) { ::munmap(raw, at - from); }
    if (const std::size_t rest = from + kPage - at; rest > 0) { ::munmap(reinterpret_cast<void*>(at + bytes), rest); }
    ::madvise(reinterpret_cast<void*>(at), bytes, MADV_HUGEPAGE);
    return reinterpret_cast<void*>(at);
}

struct Piece {
    void* at = nullptr;
    std::size_t bytes = 0;
};

struct Kept {
    std::mutex mutex;
    std::array<Piece, kPiecesMax> pieces;
    std::size_t count = 0;
    std::size_t bytes = 0;
};

Kept& kept_pieces() {
    static Kept kept;
    return kept;
}

}  // namespace

void* LargeMemory::take(std::size_t bytes) {
    if (!kOwn || bytes < kLeast) { return ::operator new(bytes); }
    const std::size_t size = rounded(bytes);
    {
        Kept& kept = kept_pieces();
        const std::scoped_lock lock{kept.mutex};
        for (std::size_t i = kept.count; i-- > 0;) {
            if (kept.pieces[i].bytes != size) { continue; }
            void* const at = kept.pieces[i].at;
            kept.pieces[i] = kept.pieces[--kept.count];
            kept.bytes -= size;
            return at;
        }
    }
    return map(size);
}

void LargeMemory::give(void* at, std::size_t bytes) noexcept {
    if (!kOwn || bytes < kLeast) {
        ::operator delete(at);
        return;
    }
    const std::size_t size = rounded(bytes);
    {
        Kept& kept = kept_pieces();
        const std::scoped_lock lock{kept.mutex};
        if (kept.count < kPiecesMax && kept.bytes + size <= kKeptMax) {
            kept.pieces[kept.count++] = {.at = at, .bytes = size};
            kept.bytes += size;
            return;
        }
    }
    ::munmap(at, size);
}

void LargeMemory::release() noexcept {
    Kept& kept = kept_pieces();
    const std::scoped_lock lock{kept.mutex};
    while (kept.count > 0) {
        const Piece& piece = kept.pieces[--kept.count];
        ::munmap(piece.at, piece.bytes);
    }
    kept.bytes = 0;
}

std::size_t LargeMemory::kept() noexcept {
    Kept& kept = kept_pieces();
    const std::scoped_lock lock{kept.mutex};
    return kept.bytes;
}

}  // namespace gx::base
