// SPDX-License-Identifier: Apache-2.0
#include "ingest/law/law_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace gx::ingest {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
namespace fs = std::filesystem;

constexpr std::size_t kFilesMax = 2'000;
constexpr std::size_t kBytesMax = 4U << 20U;
constexpr std::string_view kExtension = ".yaml";
constexpr std::string_view kSchemaFolder = "schema";

bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

enum class EntryKind { File, Folder };

Result<std::vector<std::string>> entries(const fs::path& folder, EntryKind kind) {
    std::vector<std::string> out;
    std::error_code fault;
    fs::directory_iterator it(folder, fault);
    for (; !fault && it != fs::directory_iterator(); it.increment(fault)) {
        const bool wanted = kind == EntryKind::File ? it->is_regular_file(fault) : it->is_directory(fault);
        if (!fault && wanted) { out.push_back(it->path().filename().generic_string()); }
        if (out.size() > kFilesMax) {
            return Error{ErrorCode::TooLarge, "law.too_many_files", {}, folder.generic_string()};
        }
    }
    if (fault) { return Error{ErrorCode::Unavailable, "law.unreadable", fault.message(), folder.generic_string()}; }
    std::sort(out.begin(), out.end());
    return out;
}

bool may_stand_beside(std::string_view name) { return begins(name, "LICENSE") || begins(name, "README"); }

void read_folder(const fs::path& root, const std::string& folder, PackFiles& out) {
    const fs::path full = folder.empty() ? root : root / folder;
    const auto names = file_names(full);
    if (!names.ok()) {
        out.refusals.push_back(names.error());
        return;
    }
    for (const std::string& name : *names) {
        const fs::path file = full / name;
        const std::string shown = file.generic_string();
        if (file.extension() != kExtension) {
            if (may_stand_beside(name)) { continue; }
            out.refusals.push_back({ErrorCode::InvalidInput, "law.unexpected_file", name, shown + ":1"});
            continue;
        }
        if (out.files.size() >= kFilesMax) {
            out.refusals.push_back({ErrorCode::TooLarge, "law.too_many_files", {}, shown + ":1"});
            return;
        }
        const auto text = read_text_file(file);
        if (!text.ok()) {
            out.refusals.push_back(text.error());
            continue;
        }
        auto document = read_yaml(*text, shown);
        if (!document.ok()) {
            out.refusals.push_back(document.error());
            continue;
        }
        out.files.push_back({folder.empty() ? name : folder + "/" + name, folder, file.stem().generic_string(), shown,
                             std::move(document).value()});
    }
}

constexpr std::string_view kPackFile = "pack.yaml";

/// The pack's own files, whatever it extends.
PackFiles read_own_files(const fs::path& folder) {
    PackFiles out;
    std::error_code fault;
    if (!fs::is_directory(folder, fault)) {
        out.refusals.push_back({ErrorCode::NotFound, "law.folder_missing", {}, folder.generic_string()});
        return out;
    }
    const auto folders = entries(folder, EntryKind::Folder);
    if (!folders.ok()) {
        out.refusals.push_back(folders.error());
        return out;
    }
    read_folder(folder, "", out);
    for (const std::string& name : *folders) {
        if (name != kSchemaFolder) { read_folder(folder, name, out); }
    }
    return out;
}

/// What pack.yaml names as the pack below it, from the pack's folder on; empty: none.
std::string extended_by(const PackFiles& pack) {
    const auto found = std::find_if(pack.files.begin(), pack.files.end(),
                                    [](const ParsedFile& file) { return file.path == kPackFile; });
    return found == pack.files.end() ? std::string{} : found->document.json.text_or_empty("extends");
}

}  // namespace

Result<std::vector<std::string>> file_names(const fs::path& folder) { return entries(folder, EntryKind::File); }

Result<std::string> read_text_file(const fs::path& file) {
    const std::string where = file.generic_string() + ":1";
    std::error_code fault;
    const auto size = fs::file_size(file, fault);
    if (fault) { return Error{ErrorCode::Unavailable, "law.unreadable", fault.message(), where}; }
    if (size > kBytesMax) { return Error{ErrorCode::TooLarge, "law.yaml_too_large", std::to_string(size), where}; }
    std::ifstream stream(file, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    stream.read(text.data(), static_cast<std::streamsize>(size));
    if (!stream || stream.gcount() != static_cast<std::streamsize>(size)) {
        return Error{ErrorCode::Unavailable, "law.unreadable", "read failed", where};
    }
    return text;
}

PackFiles read_pack_files(const fs::path& folder) {
    PackFiles out = read_own_files(folder);
    const std::string extended = extended_by(out);
    if (extended.empty()) { return out; }
    out.base = (folder / extended).lexically_normal();
    PackFiles below = read_own_files(out.base);
    if (!extended_by(below).empty()) {
        out.refusals.push_back({ErrorCode::InvalidInput, "law.extends_twice", extended, (folder / kPackFile).generic_string() + ":1"});
        return out;
    }
    std::move(below.refusals.begin(), below.refusals.end(), std::back_inserter(out.refusals));
    for (ParsedFile& file : below.files) {
        const bool replaced = std::any_of(out.files.begin(), out.files.end(),
                                          [&](const ParsedFile& own) { return own.path == file.path; });
        if (!replaced) { out.files.push_back(std::move(file)); }
    }
    std::sort(out.files.begin(), out.files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return out;
}

}  // namespace gx::ingest
