// SPDX-License-Identifier: Apache-2.0
#include "app/statement/file_statement.hpp"

#include <algorithm>

#include "app/access/limit.hpp"
#include "app/obligation/entered_content.hpp"
#include "app/staff/entered_text.hpp"
#include "app/staff/staff_rows.hpp"
#include "app/statement/statement_form.hpp"

namespace gx::app {
namespace {

using base::Json;

Error denied(std::string_view action) { return {ErrorCode::NotPermitted, "access.denied", std::string(action)}; }

bool is_set(const Entity& row, std::string_view member) { return !row.content.text_or_empty(member).empty(); }

/// Whether bodies of this class state anything for the leaf of what they file.
bool files_leaf(const LawPack& law, std::string_view body_class, const Json& content) {
    const std::string period = content.text_or_empty("period");
    const auto leaves = statement_leaves(law, {.body_class = body_class, .period = period});
    return std::ranges::any_of(leaves, [&](const StatementLeaf& one) { return one.indicator->id == content.text_or_empty("leaf"); });
}

Entity next(const Entity& row, Json content) { return {row.type, row.tenant, row.id, {}, row.version + 1, -1, std::move(content)}; }

}  // namespace

Result<FileStatement::Output> FileStatement::file(const Json& filed, const Actor& actor) {
    constexpr std::string_view kAction = "statement.add";
    if (!actor.may(kAction)) { return denied(kAction); }
    GX_TRY(Json content, statement_content(law_, filed));
    const Output output{.id = ids_.next_id()};
    const std::string body_id = filed.text_or_empty("body_id");
    const auto add = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto body, work.find("body", actor.tenant, body_id));
        if (!body || !actor.reach(kAction).covers(body_id)) { return Error{ErrorCode::NotFound, "body.unknown", body_id, "/body/body_id"}; }
        if (!files_leaf(law_, body->content.text_or_empty("class"), content)) {
            return Error{ErrorCode::InvalidInput, "statement.leaf_unfit", {}, "/body/leaf"};
        }
        content.set("body_id", body_id);
        content.set("code", fmt::format("{}/{}/{}", body->key, content.text_or_empty("leaf"), content.text_or_empty("period")));
        content.set("filed_on", clock_.today().iso()).set("filed_by", actor.account);
        return work.put({"statement", actor.tenant, output.id, {}, 1, -1, content}, "add");
    };
    GX_CHECK(store_.write({.actor = actor, .at = clock_.now()}, add));
    return output;
}

Result<FileStatement::Output> FileStatement::change(const std::string& id, std::int64_t version, const Json& filed, const Actor& actor) {
    constexpr std::string_view kAction = "statement.change";
    if (!actor.may(kAction)) { return denied(kAction); }
    Output output{.id = id};
    const auto change = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto row, StaffRows::within(work, "statement", id, actor, kAction));
        GX_CHECK(check_version(row, version));
        if (is_set(row, "checked_on")) { return Error{ErrorCode::StateForbids, "statement.checked", row.key}; }
        GX_TRY(Json content, statement_content(law_, filed));
        for (const std::string_view member : {"leaf", "period"}) {
            if (content.at(member) != row.content.at(member)) {
                return Error{ErrorCode::InvalidInput, "statement.other_leaf", {}, "/body/" + std::string(member)};
            }
        }
        content.set("code", row.key).set("body_id", row.content.at("body_id"));
        content.set("filed_on", clock_.today().iso()).set("filed_by", actor.account);
        output.version = row.version + 1;
        return work.put(next(row, std::move(content)), "change");
    };
    GX_CHECK(store_.write({.actor = actor, .at = clock_.now()}, change));
    return output;
}

Result<FileStatement::Output> FileStatement::check(const std::string& id, const Check& check, const Actor& actor) {
    constexpr std::string_view kAction = "statement.check";
    if (!actor.may(kAction)) { return denied(kAction); }
    GX_CHECK(check_no_person(Json(check.opinion), "request.personal_value", "/body/opinion"));
    Output output{.id = id};
    const auto decide = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto row, StaffRows::within(work, "statement", id, actor, kAction));
        if (row.content.text_or_empty("filed_by") == actor.account) { return Error{ErrorCode::NotPermitted, "statement.same_person", row.key}; }
        GX_CHECK(check_version(row, check.version));
        if (is_set(row, "checked_on")) { return Error{ErrorCode::StateForbids, "statement.checked", row.key}; }
        if (is_set(row, "returned_on")) { return Error{ErrorCode::StateForbids, "statement.returned", row.key}; }
        if (!check.accepted && check.opinion.empty()) { return Error{ErrorCode::BasisMissing, "statement.opinion_missing", {}, "/body/opinion"}; }
        Json content = row.content;
        content.set(check.accepted ? "checked_on" : "returned_on", clock_.today().iso());
        content.set(check.accepted ? "checked_by" : "returned_by", actor.account);
        if (!check.opinion.empty()) { content.set("opinion", check.opinion); }
        output.version = row.version + 1;
        return work.put(next(row, std::move(content)), "check");
    };
    GX_CHECK(store_.write({.actor = actor, .at = clock_.now()}, decide));
    return output;
}

}  // namespace gx::app
