// SPDX-License-Identifier: Apache-2.0
#include "app/casework/procedure_book.hpp"

#include <set>

#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kOldMax = 500;
constexpr std::string_view kType = "procedure_version";

std::set<std::string> rules_named(const domain::Procedure& procedure) {
    std::set<std::string> names;
    for (const domain::CaseState& state : procedure.states) {
        if (!state.limit) { continue; }
        if (!state.limit->rule.empty()) { names.insert(state.limit->rule); }
        for (const auto& [value, rule] : state.limit->by_value) { names.insert(rule); }
    }
    return names;
}

/// The rules of these names, as the pack's files have them.
Json rules_json(const LawPack& law, const std::set<std::string>& names) {
    Json rules = Json::array();
    for (const LawFile& file : law.files) {
        if (!file.path.starts_with("deadlines/") || !file.json.at("deadlines").is_array()) { continue; }
        for (const Json& rule : file.json.at("deadlines").as_array()) {
            if (names.contains(rule.text_or_empty("id"))) { rules.push(rule); }
        }
    }
    return rules;
}

Result<ProcedureVersionPtr> version_from(Json content, std::string digest) {
    auto made = std::make_shared<ProcedureVersion>();
    made->digest = std::move(digest);
    GX_TRY(made->procedure, domain::Procedure::from_json(content.at("procedure")));
    std::vector<domain::DeadlineRule> rules;
    if (content.at("deadlines").is_array()) {
        for (const Json& one : content.at("deadlines").as_array()) {
            GX_TRY(auto rule, domain::DeadlineRule::from_json(one));
            rules.push_back(std::move(rule));
        }
    }
    GX_TRY(made->rules, domain::DeadlineRules::make(std::move(rules)));
    made->content = std::move(content);
    return ProcedureVersionPtr(std::move(made));
}

std::string key_of(std::string_view procedure, std::string_view digest) { return fmt::format("{}@{}", procedure, digest); }

}  // namespace

Result<std::unique_ptr<ProcedureBook>> ProcedureBook::open(const LawPack& law, const domain::Hasher& hasher) {
    std::unique_ptr<ProcedureBook> book(new ProcedureBook());
    for (const domain::Procedure& procedure : law.procedures) {
        for (const LawFile& file : law.files) {
            const bool is_it = file.path.starts_with("procedures/") && file.json.text_or_empty("id") == procedure.id &&
                               file.json.at("in_force").text_or_empty("from") == procedure.in_force.from.iso();
            if (!is_it) { continue; }
            Json content = Json::object();
            content.set("procedure", file.json).set("deadlines", rules_json(law, rules_named(procedure)));
            const std::string digest = base::to_hex(hasher.digest(base::as_bytes("gongxin procedure\n"), base::as_bytes(base::canonical(content))));
            content.set("code", key_of(procedure.id, digest));
            GX_TRY(auto version, version_from(std::move(content), digest));
            book->current_.push_back(std::move(version));
        }
    }
    if (book->current_.size() != law.procedures.size()) { return Error{ErrorCode::Corrupt, "procedure.content"}; }
    return book;
}

Result<ProcedureVersionPtr> ProcedureBook::current(std::string_view procedure, base::Date day) const {
    for (const ProcedureVersionPtr& one : current_) {
        if (one->procedure.id == procedure && one->procedure.in_force.covers(day)) { return one; }
    }
    return Error{ErrorCode::NotFound, "procedure.unknown", std::string(procedure), "/body/procedure"};
}

Result<ProcedureVersionPtr> ProcedureBook::of(Reader& reader, const std::string& tenant, std::string_view procedure, std::string_view digest) {
    for (const ProcedureVersionPtr& one : current_) {
        if (one->digest == digest && one->procedure.id == procedure) { return one; }
    }
    const std::string key = key_of(procedure, digest);
    {
        const std::lock_guard guard(lock_);
        if (const auto found = old_.find(key); found != old_.end()) { return found->second; }
    }
    GX_TRY(const auto row, reader.find_by_key(kType, tenant, key));
    if (!row) { return Error{ErrorCode::Corrupt, "procedure.version_lost", key}; }
    auto version = version_from(row->content, std::string(digest));
    if (!version.ok()) { return Error{ErrorCode::Corrupt, "procedure.version_lost", key + ": " + version.error().reason}; }
    const std::lock_guard guard(lock_);
    if (old_.size() >= kOldMax) { old_.clear(); }
    old_.emplace(key, *version);
    return *version;
}

Result<Done> ProcedureBook::keep(Work& work, const std::string& tenant, const ProcedureVersion& version, const std::string& id) {
    GX_TRY(const auto there, work.find_by_key(kType, tenant, version.content.text_or_empty("code")));
    if (there) { return Done{}; }
    return work.put(first_version(kType, tenant, id, version.content), "keep");
}

}  // namespace gx::app
