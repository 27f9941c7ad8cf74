// SPDX-License-Identifier: Apache-2.0
#include "app/law/law_pack.hpp"

#include <algorithm>

namespace gx::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

Error unknown(std::string_view wanted) { return {ErrorCode::NotFound, "law.unknown", std::string{wanted}}; }

/// The first item for which `fits` holds.
template <class T, class Fits>
Result<const T*> find(const std::vector<T>& items, std::string_view wanted, const Fits& fits) {
    const auto found = std::find_if(items.begin(), items.end(), fits);
    if (found == items.end()) { return unknown(wanted); }
    return &*found;
}

}  // namespace

Result<const domain::RecordType*> LawPack::record_type(std::string_view code, base::Date day) const {
    return find(record_types, code, [&](const auto& item) { return item.code == code && item.in_force.covers(day); });
}

Result<const domain::MeasureType*> LawPack::measure_type(std::string_view code, base::Date day) const {
    return find(measure_types, code, [&](const auto& item) { return item.code == code && item.in_force.covers(day); });
}

Result<const Role*> LawPack::role(std::string_view role_id) const {
    return find(roles, role_id, [&](const auto& item) { return item.id == role_id; });
}

Result<const domain::evaluation::Scheme*> LawPack::scheme(std::string_view scheme_id,
                                                          std::string_view scheme_version) const {
    const domain::evaluation::Scheme* newest = nullptr;
    for (const auto& item : schemes) {  // by id, then version: the last that fits is the newest
        if (item.id == scheme_id && (scheme_version.empty() || item.version == scheme_version)) { newest = &item; }
    }
    if (newest == nullptr) { return unknown(scheme_id); }
    return newest;
}

Result<const ImportLayout*> LawPack::layout(std::string_view kind) const {
    return find(layouts, kind, [&](const auto& item) { return item.kind == kind; });
}

Result<const domain::LateInterestRule*> LawPack::late_interest_rule(std::string_view rule_id, base::Date day) const {
    return find(late_interest, rule_id,
                [&](const auto& item) { return item.id == rule_id && item.in_force.covers(day); });
}

Result<const domain::Procedure*> LawPack::procedure(std::string_view procedure_id, base::Date day) const {
    return find(procedures, procedure_id, [&](const auto& item) { return item.id == procedure_id && item.in_force.covers(day); });
}

const TodoKind* LawPack::todo_kind(std::string_view todo_kind_id) const {
    const auto found = std::find_if(todo_kinds.begin(), todo_kinds.end(), [&](const TodoKind& item) { return item.id == todo_kind_id; });
    return found == todo_kinds.end() ? nullptr : &*found;
}

const NoticeText* LawPack::notice_text(std::string_view notice_id) const {
    const auto found = std::find_if(notice_texts.begin(), notice_texts.end(), [&](const NoticeText& item) { return item.id == notice_id; });
    return found == notice_texts.end() ? nullptr : &*found;
}

Result<const DocumentTemplate*> LawPack::document(std::string_view template_id) const {
    return find(documents, template_id, [&](const auto& item) { return item.id == template_id; });
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
