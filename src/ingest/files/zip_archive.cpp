// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/zip_archive.hpp"

#include <minizip/unzip.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace gx::ingest {
namespace {

using base::Done;
using base::Error;
using base::ErrorCode;
using base::Result;

/// An entry's name for a message: no control characters, at most 60 bytes.
std::string shown(std::string_view name) {
    std::string out;
    for (const char c : name.substr(0, 60)) {
        const auto byte = static_cast<unsigned char>(c);
        out.push_back(byte >= 0x20 && byte < 0x7F ? c : '?');
    }
    return out;
}

Error damaged(std::string_view name, std::string detail = {}) {
    return {ErrorCode::InvalidInput, "zip.damaged", std::move(detail), shown(name)};
}

/// minizip's view of a ByteSource.
struct Stream {
    ByteSource* source = nullptr;
    std::uint64_t at = 0;
    bool failed = false;
};

voidpf open_stream(voidpf opaque, const void*, int) { return opaque; }
uLong read_stream(voidpf, voidpf stream, void* buffer, uLong size) {
    auto& self = *static_cast<Stream*>(stream);
    auto got = self.source->read_at(self.at, {static_cast<char*>(buffer), size});
    self.failed = self.failed || !got.ok();
    const std::size_t count = got.ok() ? *got : 0;
    self.at += count;
    return static_cast<uLong>(count);
}
uLong write_stream(voidpf, voidpf, const void*, uLong) { return 0; }
ZPOS64_T tell_stream(voidpf, voidpf stream) { return static_cast<Stream*>(stream)->at; }
long seek_stream(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
    auto& self = *static_cast<Stream*>(stream);
    const std::uint64_t from = origin == ZLIB_FILEFUNC_SEEK_CUR   ? self.at
                               : origin == ZLIB_FILEFUNC_SEEK_END ? self.source->size()
                                                                  : 0;
    const std::uint64_t to = from + offset;
    if (to > self.source->size()) { return -1; }
    self.at = to;
    return 0;
}
int close_stream(voidpf, voidpf) { return 0; }
int error_of_stream(voidpf, voidpf stream) { return static_cast<Stream*>(stream)->failed ? 1 : 0; }

}  // namespace

struct ZipArchive::Impl {
    std::shared_ptr<ByteSource> source;
    Stream stream;
    unzFile file = nullptr;
};

ZipArchive::ZipArchive(std::shared_ptr<ByteSource> source) : impl_(std::make_unique<Impl>()) {
    impl_->source = std::move(source);
    impl_->stream.source = impl_->source.get();
}

ZipArchive::~ZipArchive() {
    close_entry();
    if (impl_->file != nullptr) { unzClose(impl_->file); }
}

void ZipArchive::close_entry() {
    if (entry_open_) { unzCloseCurrentFile(impl_->file); }
    entry_open_ = false;
}

Result<std::unique_ptr<ZipArchive>> ZipArchive::open(std::shared_ptr<ByteSource> source, const ZipLimits& limits) {
    std::unique_ptr<ZipArchive> archive(new ZipArchive(std::move(source)));
    zlib_filefunc64_def calls{};
    calls.zopen64_file = open_stream;
    calls.zread_file = read_stream;
    calls.zwrite_file = write_stream;
    calls.ztell64_file = tell_stream;
    calls.zseek64_file = seek_stream;
    calls.zclose_file = close_stream;
    calls.zerror_file = error_of_stream;
    calls.opaque = &archive->impl_->stream;
    archive->impl_->file = unzOpen2_64("", &calls);
    if (archive->impl_->file == nullptr) { return damaged("", "no directory"); }
    GX_CHECK(archive->read_directory(limits));
    GX_CHECK(archive->check_overlap());
    return archive;
}

Result<Done> ZipArchive::read_directory(const ZipLimits& limits) {
    unz_global_info64 facts{};
    if (unzGetGlobalInfo64(impl_->file, &facts) != UNZ_OK) { return damaged(""); }
    if (facts.number_entry > limits.entries_max) {
        return Error{ErrorCode::TooLarge, "zip.too_many_entries", fmt::format("{}", facts.number_entry)};
    }
    std::uint64_t inflated = 0;
    int state = facts.number_entry == 0 ? UNZ_END_OF_LIST_OF_FILE : unzGoToFirstFile(impl_->file);
    while (state == UNZ_OK) {
        unz_file_info64 about{};
        std::array<char, 512> name{};
        if (unzGetCurrentFileInfo64(impl_->file, &about, name.data(), name.size() - 1, nullptr, 0, nullptr, 0) !=
            UNZ_OK) {
            return damaged("");
        }
        const std::string_view text(name.data());
        if (about.size_filename >= name.size() - 1 || about.size_filename != text.size()) { return damaged(text); }
        if ((about.flag & 1U) != 0) { return Error{ErrorCode::InvalidInput, "zip.encrypted", {}, shown(text)}; }
        if (about.compression_method != 0 && about.compression_method != Z_DEFLATED) {
            return Error{ErrorCode::InvalidInput, "zip.method", {}, shown(text)};
        }
        inflated += std::min<std::uint64_t>(about.uncompressed_size, limits.inflated_bytes_max + 1);
        const bool dense = about.uncompressed_size > limits.ratio_free_bytes &&
                           about.uncompressed_size / limits.ratio_max > about.compressed_size;
        if (inflated > limits.inflated_bytes_max || dense) {
            return Error{ErrorCode::TooLarge, "zip.bomb", {}, shown(text)};
        }
        unz64_file_pos place{};
        if (unzGetFilePos64(impl_->file, &place) != UNZ_OK) { return damaged(text); }
        const Entry entry{.directory_offset = place.pos_in_zip_directory,
                          .number = place.num_of_file,
                          .packed = about.compressed_size,
                          .inflated = about.uncompressed_size};
        if (!entries_.emplace(std::string(text), entry).second) {
            return Error{ErrorCode::InvalidInput, "zip.duplicate_entry", {}, shown(text)};
        }
        if (entries_.size() > limits.entries_max) { return Error{ErrorCode::TooLarge, "zip.too_many_entries"}; }
        state = unzGoToNextFile(impl_->file);
    }
    if (state != UNZ_END_OF_LIST_OF_FILE) { return damaged("", "directory"); }
    return Done{};
}

/// Entries that share packed bytes are the mark of the densest bombs.
Result<Done> ZipArchive::check_overlap() {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
    for (const auto& [name, entry] : entries_) {
        GX_CHECK(begin(name));
        const std::uint64_t from = unzGetCurrentFileZStreamPos64(impl_->file);
        close_entry();
        if (from + entry.packed < from || from + entry.packed > impl_->source->size()) { return damaged(name); }
        if (entry.packed > 0) { ranges.emplace_back(from, from + entry.packed); }
    }
    std::ranges::sort(ranges);
    for (std::size_t i = 1; i < ranges.size(); ++i) {
        if (ranges[i].first < ranges[i - 1].second) { return Error{ErrorCode::InvalidInput, "zip.overlap"}; }
    }
    return Done{};
}

std::vector<std::string> ZipArchive::names() const {
    std::vector<std::string> out;
    for (const auto& [name, entry] : entries_) { out.push_back(name); }
    return out;
}

Result<Done> ZipArchive::begin(std::string_view name) {
    close_entry();
    const auto found = entries_.find(name);
    if (found == entries_.end()) { return Error{ErrorCode::InvalidInput, "zip.entry_missing", {}, shown(name)}; }
    unz64_file_pos place{};
    place.pos_in_zip_directory = found->second.directory_offset;
    place.num_of_file = found->second.number;
    if (unzGoToFilePos64(impl_->file, &place) != UNZ_OK || unzOpenCurrentFile(impl_->file) != UNZ_OK) {
        return damaged(name);
    }
    entry_open_ = true;
    open_name_ = name;
    open_left_ = found->second.inflated;
    return Done{};
}

Result<std::size_t> ZipArchive::read(std::span<char> into) {
    if (!entry_open_) { return std::size_t{0}; }
    const int got = unzReadCurrentFile(impl_->file, into.data(), static_cast<unsigned>(into.size()));
    if (got < 0) { return damaged(open_name_, fmt::format("zlib {}", got)); }
    const auto count = static_cast<std::uint64_t>(got);
    if (count > open_left_ || (count == 0 && open_left_ > 0 && !into.empty())) {
        return Error{ErrorCode::InvalidInput, "zip.size_lie", {}, shown(open_name_)};
    }
    open_left_ -= count;
    if (count == 0) {
        entry_open_ = false;
        if (unzCloseCurrentFile(impl_->file) != UNZ_OK) {
            return Error{ErrorCode::InvalidInput, "zip.size_lie", "checksum", shown(open_name_)};
        }
    }
    return static_cast<std::size_t>(count);
}

Result<std::string> ZipArchive::read_all(std::string_view name, std::size_t bytes_max) {
    GX_CHECK(begin(name));
    if (open_left_ > bytes_max) {
        close_entry();
        return Error{ErrorCode::TooLarge, "zip.entry_too_large", {}, shown(name)};
    }
    std::string out;
    std::array<char, 16'384> chunk{};
    while (true) {
        GX_TRY(const std::size_t got, read(chunk));
        if (got == 0) { return out; }
        out.append(chunk.data(), got);
    }
}

}  // namespace gx::ingest
