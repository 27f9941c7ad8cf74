// SPDX-License-Identifier: Apache-2.0
#include "ingest/ocds/ocds_account.hpp"

#include <algorithm>
#include <array>

namespace gx::ingest {
namespace {

using base::Json;

/// The paths that ocds_rows.cpp reads. Source: DOMAIN 8.7
constexpr std::array<std::string_view, 56> kMapped = {
    "awards[].id", "awards[].suppliers[].id", "awards[].suppliers[].identifier.legalName", "awards[].suppliers[].name",
    "buyer.id", "buyer.identifier.id", "buyer.identifier.legalName", "buyer.name",
    "contracts[].awardID", "contracts[].dateSigned", "contracts[].description", "contracts[].id",
    "contracts[].implementation.milestones[].dateMet", "contracts[].implementation.milestones[].description",
    "contracts[].implementation.milestones[].dueDate", "contracts[].implementation.milestones[].id",
    "contracts[].implementation.milestones[].status", "contracts[].implementation.milestones[].title",
    "contracts[].implementation.milestones[].type",
    "contracts[].implementation.transactions[].amount.amount", "contracts[].implementation.transactions[].amount.currency",
    "contracts[].implementation.transactions[].date", "contracts[].implementation.transactions[].id",
    "contracts[].implementation.transactions[].value.amount", "contracts[].implementation.transactions[].value.currency",
    "contracts[].milestones[].dateMet", "contracts[].milestones[].description", "contracts[].milestones[].dueDate",
    "contracts[].milestones[].id", "contracts[].milestones[].status", "contracts[].milestones[].title",
    "contracts[].milestones[].type",
    "contracts[].period.durationInDays", "contracts[].period.endDate", "contracts[].period.startDate",
    "contracts[].status", "contracts[].suppliers[].id", "contracts[].suppliers[].name",
    "contracts[].title", "contracts[].title_en", "contracts[].value.amount", "contracts[].value.currency", "date", "ocid",
    "parties[].id", "parties[].identifier.id", "parties[].identifier.legalName", "parties[].name", "parties[].roles[]",
    "tender.mainProcurementCategory", "tender.procuringEntity.id", "tender.procuringEntity.identifier.id",
    "tender.procuringEntity.identifier.legalName", "tender.procuringEntity.name", "tender.title", "version",
};

/// Where the standard wants a list; some publishers write one object.
constexpr std::array<std::string_view, 11> kLists = {
    "awards", "awards[].suppliers", "contracts", "contracts[].implementation.milestones",
    "contracts[].implementation.transactions", "contracts[].milestones", "contracts[].suppliers", "parties", "tag",
    "awards[].items", "contracts[].items",
};

Json counts_json(const std::map<std::string, std::int64_t, std::less<>>& counts) {
    Json out = Json::object();
    for (const auto& [name, count] : counts) { out.set(name, count); }
    return out;
}

}  // namespace

void OcdsAccount::walk(const Json& value, std::string& path) {
    const std::size_t size = path.size();
    if (value.is_array()) {
        path += "[]";
        for (const Json& item : value.as_array()) { walk(item, path); }
    } else if (value.is_object()) {
        if (std::ranges::find(kLists, path) != kLists.end()) {
            note("object_for_list:" + path);
            path += "[]";
        }
        const std::size_t own = path.size();
        for (const auto& [name, member] : value.as_object()) {
            if (!path.empty()) { path += "."; }
            path += name.substr(0, 80);
            walk(member, path);
            path.resize(own);
        }
    } else if (!value.is_null()) {
        const bool mapped = std::ranges::find(kMapped, path) != kMapped.end();
        Counts& counts = mapped ? mapped_ : not_mapped_;
        const bool full = !mapped && counts.size() >= kPathsMax && !counts.contains(path);
        ++counts[full ? std::string("(other paths)") : path];
    }
    path.resize(size);
}

void OcdsAccount::add_release(const Json& release) {
    ++releases_;
    const std::string version = release.text_or_empty("version");
    ++versions_[version.empty() ? "(none)" : version.substr(0, 20)];
    std::string path;
    walk(release, path);
}

std::int64_t OcdsAccount::seen_of(std::string_view part) const {
    const auto found = parts_.find(part);
    return found == parts_.end() ? 0 : found->second.seen;
}

std::int64_t OcdsAccount::given_of(std::string_view part) const {
    const auto found = parts_.find(part);
    return found == parts_.end() ? 0 : found->second.given;
}

std::int64_t OcdsAccount::left_out_of(std::string_view part, std::string_view reason) const {
    const auto found = parts_.find(part);
    if (found == parts_.end()) { return 0; }
    const auto count = found->second.left_out.find(std::string(reason));
    return count == found->second.left_out.end() ? 0 : count->second;
}

std::int64_t OcdsAccount::note_of(std::string_view what) const {
    const auto found = notes_.find(what);
    return found == notes_.end() ? 0 : found->second;
}

Json OcdsAccount::to_json() const {
    Json parts = Json::object();
    for (const auto& [name, part] : parts_) {
        Json item = Json::object();
        item.set("seen", part.seen);
        item.set("given", part.given);
        Json left = Json::object();
        for (const auto& [reason, count] : part.left_out) { left.set(reason, count); }
        item.set("left_out", std::move(left));
        parts.set(name, std::move(item));
    }
    Json out = Json::object();
    out.set("releases", releases_);
    out.set("versions", counts_json(versions_));
    out.set("mapped", counts_json(mapped_));
    out.set("not_mapped", counts_json(not_mapped_));
    out.set("notes", counts_json(notes_));
    out.set("parts", std::move(parts));
    return out;
}

}  // namespace gx::ingest
