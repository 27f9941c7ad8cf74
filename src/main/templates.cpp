// SPDX-License-Identifier: Apache-2.0
#include "main/templates.hpp"

#include <cstdlib>
#include <filesystem>

#include <unistd.h>

#include "main/files.hpp"
#include "render/csv_writer.hpp"

namespace gx::main {
namespace {

/// A folder of its own that is gone with it.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "gongxin-XXXXXX").string();
        if (::mkdtemp(pattern.data()) != nullptr) { path_ = pattern; }
    }
    ~ScratchFolder() {
        std::error_code ec;
        if (!path_.empty()) { std::filesystem::remove_all(path_, ec); }
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace

base::Result<http::TemplateFile> make_template(const ImportDesk& desk, const std::string& kind, const std::string& format) {
    const auto layout = desk.layout(kind);
    if (!layout) { return base::Error{base::ErrorCode::NotFound, "import.kind_unknown", kind}; }
    const ScratchFolder folder;
    if (folder.path().empty()) { return base::Error{base::ErrorCode::Unavailable, "file.not_written", "temporary folder"}; }
    const std::string name = layout->kind + "." + format;
    const std::string path = (folder.path() / name).string();
    render::FileTableWriters writers;
    GX_TRY(const auto out, writers.open(path));
    GX_CHECK(app::write_template(*layout, desk.labels(), *out));
    GX_CHECK(out->finish());
    http::TemplateFile file;
    const bool workbook = format == "xlsx";
    file.content_type = workbook ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
    file.file_name = name;
    GX_TRY(file.bytes, read_file(path));
    return file;
}

}  // namespace gx::main
