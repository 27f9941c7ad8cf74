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
    std::byte* at = nullptr;
    std::size_t bytes = 0;
};

/// What nobody uses just now. Pieces that lie side by side are one; a taker gets a part of a larger one.
struct Kept {
    std::mutex mutex;
    std::array<Piece, kPiecesMax> pieces;
    std::size_t count = 0;
    std::size_t bytes = 0;

    void drop(std::size_t piece) { pieces[piece] = pieces[--count]; }

    std::byte* take(std::size_t size) {
        std::size_t best = count;
        for (std::size_t i = 0; i < count; ++i) {
            const bool fits = pieces[i].bytes >= size;
            if (fits && (best == count || pieces[i].bytes < pieces[best].bytes)) { best = i; }
        }
        if (best == count) { return nullptr; }
        std::byte* const at = pieces[best].at;
        pieces[best].at += size;
        pieces[best].bytes -= size;
        if (pieces[best].bytes == 0) { drop(best); }
        bytes -= size;
        return at;
    }

    /// False when there is no room for it.
    bool give(std::byte* at, std::size_t size) {
        if (count == kPiecesMax || bytes + size > LargeMemory::kKeptMax) { return false; }
        bytes += size;
        Piece whole{.at = at, .bytes = size};
        for (std::size_t i = 0; i < count;) {
            const Piece& other = pieces[i];
            const bool before = other.at + other.bytes == whole.at;
            const bool after = whole.at + whole.bytes == other.at;
            if (!before && !after) {
                ++i;
                continue;
            }
            whole = {.at = before ? other.at : whole.at, .bytes = whole.bytes + other.bytes};
            drop(i);
            i = 0;
        }
        pieces[count++] = whole;
        return true;
    }
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
        if (std::byte* const at = kept.take(size)) { return at; }
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
        if (kept.give(static_cast<std::byte*>(at), size)) { return; }
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
