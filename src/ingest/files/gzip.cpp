// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/gzip.hpp"

#include <zlib.h>

#include <array>
#include <string>

namespace gx::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kInflatedMax = 256U << 20U;
constexpr std::size_t kRatioMax = 200;
constexpr std::size_t kRatioFree = 1U << 20U;
constexpr int kGzipWindow = 15 + 16;

struct Inflate {
    z_stream stream{};
    ~Inflate() { inflateEnd(&stream); }
};

}  // namespace

Result<std::shared_ptr<ByteSource>> inflated_if_gzip(std::shared_ptr<ByteSource> file) {
    std::array<char, 2> magic{};
    GX_TRY(const std::size_t head, file->read_at(0, magic));
    if (head < 2 || magic[0] != '\x1F' || magic[1] != '\x8B') { return file; }
    Inflate state;
    if (inflateInit2(&state.stream, kGzipWindow) != Z_OK) { return Error{ErrorCode::Unavailable, "file.unreadable"}; }
    std::string out;
    std::array<char, 65'536> packed{};
    std::array<char, 65'536> plain{};
    std::uint64_t offset = 0;
    int status = Z_OK;
    while (status != Z_STREAM_END) {
        GX_TRY(const std::size_t got, file->read_at(offset, packed));
        if (got == 0) { return Error{ErrorCode::InvalidInput, "file.gzip_damaged", "cut off"}; }
        offset += got;
        state.stream.next_in = reinterpret_cast<Bytef*>(packed.data());
        state.stream.avail_in = static_cast<uInt>(got);
        while (state.stream.avail_in > 0 && status != Z_STREAM_END) {
            state.stream.next_out = reinterpret_cast<Bytef*>(plain.data());
            state.stream.avail_out = static_cast<uInt>(plain.size());
            status = inflate(&state.stream, Z_NO_FLUSH);
            if (status != Z_OK && status != Z_STREAM_END) { return Error{ErrorCode::InvalidInput, "file.gzip_damaged"}; }
            out.append(plain.data(), plain.size() - state.stream.avail_out);
            if (out.size() > kInflatedMax || (out.size() > kRatioFree && out.size() / kRatioMax > offset)) {
                return Error{ErrorCode::TooLarge, "file.too_large"};
            }
        }
    }
    if (state.stream.avail_in > 0 || offset < file->size()) {
        return Error{ErrorCode::InvalidInput, "file.gzip_damaged", "more than one member"};
    }
    return std::shared_ptr<ByteSource>(from_memory(std::move(out)));
}

}  // namespace gx::ingest
