// SPDX-License-Identifier: Apache-2.0
#include "app/casework/call_subject.hpp"

#include <algorithm>

#include "app/casework/case_moves.hpp"
#include "app/casework/work_cases.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;

constexpr std::size_t kRowsMax = 10'000;
constexpr std::size_t kOpenMax = 500;

Result<std::optional<CaseRecord>> record_row(Reader& reader, const std::string& tenant, const std::string& id) {
    if (id.empty()) { return std::optional<CaseRecord>{}; }
    GX_TRY(auto row, reader.find("record", tenant, id));
    if (!row) { return std::optional<CaseRecord>{}; }
    GX_TRY(auto record, decoded<domain::Record>(*row));
    return std::optional(CaseRecord{std::move(*row), std::move(record)});
}

}  // namespace

Result<std::string> body_of_case(Reader& reader, const std::string& tenant, const domain::CaseFile& file) {
    if (!file.recused_id.empty()) { return file.recused_id; }
    if (!file.concerned_id.empty()) { return file.concerned_id; }
    if (!file.subject_id.empty()) {
        GX_TRY(const auto row, reader.find(file.subject_type, tenant, file.subject_id));
        if (row) {
            GX_TRY(std::string body, body_concerned(reader, tenant, file.subject_type, *row));
            if (!body.empty()) { return body; }
        }
    }
    if (file.official_id.empty()) { return std::string{}; }
    GX_TRY(const auto official, reader.find("official", tenant, file.official_id));
    return official ? official->content.text_or_empty("body_id") : std::string{};
}

Result<std::optional<CaseRecord>> record_of_case(Reader& reader, const std::string& tenant, const domain::CaseFile& file) {
    return record_row(reader, tenant, file.subject_type == "record" ? file.subject_id : file.text("record_id"));
}

Result<CaseRecord> needed_record(Reader& reader, const std::string& tenant, const domain::CaseFile& file) {
    GX_TRY(auto found, record_of_case(reader, tenant, file));
    if (!found) { return Error{ErrorCode::StateForbids, "case.record_not_in_effect", file.subject_id}; }
    return std::move(*found);
}

Result<std::vector<CaseRecord>> records_about(Reader& reader, const std::string& tenant, const std::string& body_id, const std::string& official_id) {
    std::vector<CaseRecord> found;
    const bool person = !official_id.empty();
    if (!person && body_id.empty()) { return found; }
    Query query{.tenant = tenant, .limit = kRowsMax};
    query.where.push_back({.column = person ? "official_id" : "body_id", .values = {person ? official_id : body_id}});
    GX_TRY(auto rows, reader.list("record", query));
    for (Entity& row : rows) {
        GX_TRY(auto record, decoded<domain::Record>(row));
        found.push_back({std::move(row), std::move(record)});
    }
    return found;
}

Result<std::vector<Entity>> open_cases_about(Reader& reader, const std::string& tenant, std::string_view column, const std::string& id) {
    Query query{.tenant = tenant, .limit = kOpenMax};
    query.where.push_back({.column = std::string(column), .values = {id}});
    query.where.push_back({.column = "closed_on", .compare = Compare::IsNull});
    return reader.list("case_file", query);
}

/// A record is made once, so that its case is among those about its subject; the fields of cases are no columns.
Result<std::optional<Entity>> case_that_made(Reader& reader, const std::string& tenant, const CaseRecord& record) {
    const bool person = !record.record.official_id.empty();
    Query query{.tenant = tenant, .limit = kRowsMax};
    query.where.push_back({.column = person ? "official_id" : "subject_id", .values = {person ? record.record.official_id : record.record.body_id}});
    query.where.push_back({.column = "procedure", .values = {std::string(person ? "record_person" : "record")}});
    GX_TRY(auto rows, reader.list("case_file", query));
    const auto made = std::ranges::find_if(rows, [&](const Entity& row) { return row.content.at("fields").text_or_empty("record_id") == record.row.id; });
    return made == rows.end() ? std::optional<Entity>{} : std::optional(std::move(*made));
}

bool holds_over(const Actor& actor, const std::vector<std::string>& roles, std::string_view body_id, std::string_view official_id) {
    if (actor.actions.contains("*")) { return true; }
    return std::ranges::any_of(actor.grants, [&](const ActorGrant& grant) {
        const bool role = !grant.role.empty() && std::ranges::find(roles, grant.role) != roles.end();
        return role && (official_id.empty() ? grant.reach.covers(body_id) : grant.reach.covers_official(official_id, body_id));
    });
}

Result<bool> body_has_role(Reader& reader, const std::string& tenant, const std::string& body_id, const std::vector<std::string>& roles) {
    if (body_id.empty()) { return false; }
    Query query{.tenant = tenant, .limit = kRowsMax};
    query.where.push_back({.column = "body_id", .values = {body_id}});
    query.where.push_back({.column = "state", .values = {std::string("active")}});
    GX_TRY(const auto accounts, reader.list("account", query));
    for (const Entity& account : accounts) {
        const Json& grants = account.content.at("grants");
        if (!grants.is_array()) { continue; }
        for (const Json& grant : grants.as_array()) {
            if (std::ranges::find(roles, grant.text_or_empty("role")) != roles.end()) { return true; }
        }
    }
    return false;
}

std::optional<Date> day_in(const domain::CaseFile& file, std::string_view field) {
    const std::string text = file.text(field);
    if (text.empty()) { return std::nullopt; }
    const auto day = Date::parse(text);
    return day.ok() ? std::optional(*day) : std::nullopt;
}

bool flag_in(const domain::CaseFile& file, std::string_view field) {
    const Json& value = file.field(field);
    return value.is_bool() && value.as_bool();
}

domain::CaseFile with_entered(const GuardCall& call) {
    domain::CaseFile file = call.file;
    if (!call.entered.is_object()) { return file; }
    for (const auto& [name, value] : call.entered.as_object()) {
        if (!value.is_null()) { file.fields.insert_or_assign(name, value); }
    }
    return file;
}

Result<bool> move_other_case(const EffectCall& call, const Entity& row, std::string_view step) {
    GX_TRY(const auto file, decoded<domain::CaseFile>(row));
    GX_TRY(const auto version, call.parts.procedures.of(call.work, call.actor.tenant, file.procedure, file.law));
    const domain::CaseStep* found = version->procedure.step(step);
    if (found == nullptr || !file.is_open() || std::ranges::find(found->from, file.state) == found->from.end()) { return false; }
    const Actor system{.account = std::string(kCaseSystem), .tenant = call.actor.tenant, .actions = {"*"}};
    const std::string note = found->note_asked ? call.file.code : std::string{};  // the case that moves it says why
    const auto moved = take_step_in(call.parts, call.work, system, call.today, *version, row, *found, note, Json::object());
    if (!moved.ok()) {
        const bool refused = moved.error().code == ErrorCode::StateForbids || moved.error().code == ErrorCode::BasisMissing;
        return refused ? Result<bool>(false) : Result<bool>(moved.error());
    }
    call.made.push_back({"case_file", row.id, moved->file.code});
    return true;
}

}  // namespace gx::app
