// SPDX-License-Identifier: Apache-2.0
#include "ingest/files/zip_archives.hpp"

#include "ingest/files/zip_archive.hpp"

namespace gx::ingest {
namespace {

class OpenZip final : public app::Archive {
public:
    explicit OpenZip(std::unique_ptr<ZipArchive> zip) : zip_(std::move(zip)) {}
    std::vector<std::string> names() const override { return zip_->names(); }
    base::Result<std::string> read(std::string_view name, std::size_t bytes_max) override { return zip_->read_all(name, bytes_max); }

private:
    std::unique_ptr<ZipArchive> zip_;
};

}  // namespace

base::Result<std::unique_ptr<app::Archive>> ZipArchives::open(std::string_view bytes) {
    GX_TRY(auto zip, ZipArchive::open(from_memory(std::string(bytes)), ZipLimits{}));
    return std::make_unique<OpenZip>(std::move(zip));
}

}  // namespace gx::ingest
