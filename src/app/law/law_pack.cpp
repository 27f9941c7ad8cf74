// SPDX-License-Identifier: Apache-2.0
#include "app/law/law_pack.hpp"

#include <algorithm>

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

template <class T, class Id>
Result<const T*> find(const std::vector<T>& items, std::string_view wanted, Id id_of) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const T& item) { return id_of(item) == wanted; });
    if (found == items.end()) { return Error{ErrorCode::NotFound, "law.unknown", std::string{wanted}}; }
    return &*found;
}

}  // namespace

Result<const domain::RecordType*> LawPack::record_type(std::string_view code) const {
    return find(record_types, code, [](const auto& item) -> std::string_view { return item.code; });
}

Result<const domain::MeasureType*> LawPack::measure_type(std::string_view code) const {
    return find(measure_types, code, [](const auto& item) -> std::string_view { return item.code; });
}

Result<const Role*> LawPack::role(std::string_view role_id) const {
    return find(roles, role_id, [](const auto& item) -> std::string_view { return item.id; });
}

const LawFile* LawPack::file(std::string_view path) const {
    const auto found = std::find_if(files.begin(), files.end(), [&](const LawFile& item) { return item.path == path; });
    return found == files.end() ? nullptr : &*found;
}

std::string LawPack::canonical_text() const {
    Json::Object contents;
    for (const LawFile& item : files) { contents.emplace(item.path, item.json); }
    return base::canonical(Json(Json::Object{{"files", Json(std::move(contents))}}));
}

}  // namespace gx::app
