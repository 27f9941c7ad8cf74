// SPDX-License-Identifier: Apache-2.0
#include "main/place.hpp"

#include <array>

namespace gx::main {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

constexpr std::string_view kSqlite = "sqlite:";

/// A folder of the installation: beside the working directory or above the program (build/release/gongxin → root).
fs::path beside(const fs::path& name) {
    std::error_code ec;
    const fs::path program = fs::read_symlink("/proc/self/exe", ec);
    for (const fs::path& root : std::array{program.parent_path().parent_path().parent_path(), program.parent_path(),
                                           program.parent_path().parent_path() / "share/gongxin", fs::current_path(ec)}) {
        if (fs::exists(root / name, ec)) { return root / name; }
    }
    return {};
}

}  // namespace

fs::path Place::sqlite_file() const {
    return database.starts_with(kSqlite) ? fs::path(database.substr(kSqlite.size())) : fs::path{};
}

base::Result<Place> find_place(const GlobalOptions& options) {
    Place place;
    if (!options.data.empty() && !options.database.empty()) {
        return Error{ErrorCode::InvalidInput, "options.data_and_database", "give --data or --database, not both"};
    }
    if (!options.database.empty()) {
        const bool sqlite = options.database.starts_with(kSqlite) && options.database.size() > kSqlite.size();
        if (!sqlite && !options.database.starts_with("postgresql://")) {
            return Error{ErrorCode::InvalidInput, "options.database", "sqlite:FILE or postgresql://…", "--database"};
        }
        place.database = options.database;
        place.folder = sqlite ? place.sqlite_file().parent_path() : fs::path{};
        if (place.folder.empty()) { place.folder = "."; }
    } else if (!options.data.empty()) {
        place.folder = options.data;
        place.database = std::string(kSqlite) + (place.folder / "gongxin.db").string();
    } else {
        return Error{ErrorCode::InvalidInput, "options.data_missing", "give --data DIR or --database URL"};
    }
    place.keys = options.keys.empty() ? place.folder / "keys" : fs::path(options.keys);
    place.law = options.law.empty() ? beside("law/pack.yaml").parent_path() : fs::path(options.law);
    std::error_code ec;
    if (place.law.empty() || !fs::is_directory(place.law, ec)) {
        return Error{ErrorCode::Unavailable, "options.law_missing", "no law pack here; give --law DIR", place.law.string()};
    }
    place.web = beside("build/web");
    place.api = beside("api/openapi.yaml").parent_path();
    place.fonts = beside(".tools/fonts");
    place.data = beside("data/demo").parent_path();
    return place;
}

}  // namespace gx::main
