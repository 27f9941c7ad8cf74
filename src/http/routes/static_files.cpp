// SPDX-License-Identifier: Apache-2.0
#include "http/routes/static_files.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "http/routes/answer_cache.hpp"

namespace gx::http {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFilesMax = 2'000;
constexpr std::uintmax_t kFileBytesMax = 8U << 20U;
constexpr std::uintmax_t kTotalBytesMax = 64U << 20U;

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".map", "application/json; charset=utf-8"},
    {".webmanifest", "application/manifest+json; charset=utf-8"},
    {".svg", "image/svg+xml; charset=utf-8"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "application/xml; charset=utf-8"},
}};

std::string_view type_of(std::string_view path) {
    for (const auto& [ending, type] : kTypes) {
        if (path.ends_with(ending)) { return type; }
    }
    return "application/octet-stream";
}

/// Vite writes the content's hash into each name below /assets/.
bool is_hashed(std::string_view path) { return path.starts_with("/assets/"); }

bool accepts(std::string_view accept_encoding, std::string_view coding) {
    for (const auto part : base::split(accept_encoding, ',')) {
        const auto token = base::trim(part.substr(0, part.find(';')));
        if (token == coding) { return part.find(";q=0") == std::string_view::npos || part.ends_with("1"); }
    }
    return false;
}

base::Result<std::string> read_whole(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in.good() && !in.eof()) {
        return base::Error{base::ErrorCode::Unavailable, "web.not_found", path.string()};
    }
    return text;
}

}  // namespace

base::Result<StaticFiles> StaticFiles::load(const std::string& folder) {
    StaticFiles all;
    std::error_code code;
    fs::recursive_directory_iterator at(folder, code);
    if (code) { return base::Error{base::ErrorCode::Unavailable, "web.not_found", folder}; }
    std::uintmax_t total = 0;
    std::size_t count = 0;
    for (const fs::recursive_directory_iterator end; at != end; at.increment(code)) {
        if (code) { return base::Error{base::ErrorCode::Unavailable, "web.not_found", folder}; }
        const fs::path& path = at->path();
        const bool hidden = path.filename().string().starts_with('.');
        if (hidden || at->is_symlink(code) || !at->is_regular_file(code)) {
            if (hidden && at->is_directory(code)) { at.disable_recursion_pending(); }
            continue;
        }
        const auto bytes = at->file_size(code);
        total += bytes;
        if (++count > kFilesMax || bytes > kFileBytesMax || total > kTotalBytesMax) {
            return base::Error{base::ErrorCode::Unavailable, "web.too_large", path.string()};
        }
        GX_TRY(auto text, read_whole(path));
        std::string name = "/" + fs::relative(path, folder, code).generic_string();
        Encoded File::* form = &File::plain;
        if (name.ends_with(".br")) { form = &File::brotli; }
        if (name.ends_with(".gz")) { form = &File::gzip; }
        if (form != &File::plain) { name.resize(name.size() - 3); }
        File& file = all.files_[name];
        file.type = type_of(name);
        file.immutable = is_hashed(name);
        std::string etag = etag_of(text);
        file.*form = {std::make_shared<const std::string>(std::move(text)), std::move(etag)};
    }
    std::erase_if(all.files_, [](const auto& entry) { return entry.second.plain.body == nullptr; });
    return all;
}

const StaticFiles::File* StaticFiles::file_for(std::string_view path) const {
    auto found = files_.find(path);
    if (found != files_.end()) { return &found->second; }
    const std::string_view last = path.substr(path.rfind('/') + 1);
    if (last.find('.') != std::string_view::npos || path.find('%') != std::string_view::npos) { return nullptr; }
    const bool console = path == "/console" || path.starts_with("/console/");
    if (console) { found = files_.find("/console.html"); }
    if (found == files_.end()) { found = files_.find("/index.html"); }
    return found == files_.end() ? nullptr : &found->second;
}

std::optional<Response> StaticFiles::find(const Request& request, std::string_view security_head) const {
    const File* file = file_for(request.path);
    if (file == nullptr) { return std::nullopt; }
    const std::string_view accepted = request.field("accept-encoding");
    const Encoded* form = &file->plain;
    std::string_view coding;
    if (file->gzip.body && accepts(accepted, "gzip")) { form = &file->gzip, coding = "gzip"; }
    if (file->brotli.body && accepts(accepted, "br")) { form = &file->brotli, coding = "br"; }
    Response response;
    response.head = security_head;
    fmt::format_to(std::back_inserter(response.head), "Content-Type: {}\r\nETag: {}\r\nCache-Control: {}\r\n", file->type,
                   form->etag, file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (file->gzip.body || file->brotli.body) { response.head.append("Vary: Accept-Encoding\r\n"); }
    if (!coding.empty()) { response.head.append("Content-Encoding: ").append(coding).append("\r\n"); }
    if (matches_etag(request.field("if-none-match"), form->etag)) {
        response.status = 304;
        return response;
    }
    response.body = form->body;
    return response;
}

}  // namespace gx::http
