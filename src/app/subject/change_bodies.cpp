// SPDX-License-Identifier: Apache-2.0
#include "app/subject/change_bodies.hpp"

#include "app/access/limit.hpp"
#include "app/staff/entered_text.hpp"
#include "app/subject/subject_rows.hpp"
#include "domain/subject/division.hpp"
#include "domain/subject/uscc.hpp"

namespace gx::app {
namespace {

constexpr std::size_t kPostsMax = 10'000;

Result<Done> check_request(const Actor& actor, std::string_view action) {
    if (!actor.may(action)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(action)}; }
    return Done{};
}

/// A change that is dated and rests on a document.
Result<Done> check_dated(base::Date day, base::Date today, const std::vector<std::string>& basis) {
    if (day > today) { return Error{ErrorCode::InvalidInput, "subject.day_in_future", day.iso()}; }
    return check_basis(basis);
}

void add_basis(std::vector<std::string>& to, const std::vector<std::string>& basis) {
    to.insert(to.end(), basis.begin(), basis.end());
}

}  // namespace

Result<RegisterBody::Output> RegisterBody::run(const Input& input, const Actor& actor) {
    GX_CHECK(check_request(actor, "body.add"));
    GX_TRY(const auto body, domain::Body::from_json(input.content));
    GX_CHECK(check_no_person(input.content, "request.personal_value", "/body"));
    if (!body.past.empty()) { return Error{ErrorCode::InvalidInput, "body.past_given", "", "/past"}; }
    Output output{.body_id = ids_.next_id(), .warnings = {}};
    if (body.scheme == "uscc") { output.warnings = domain::Uscc::parse(body.code)->warnings(); }
    const auto add = [&](Work& work) -> Result<Done> {
        // A body at the top is the county's matter: only who reaches everything adds one.
        GX_CHECK(check_reach(actor, "body.add", body.parent_id, "body.unknown"));
        if (!body.parent_id.empty()) {
            GX_TRY(const auto row, existing(work, "body", actor.tenant, body.parent_id));
            GX_TRY(const auto parent, decoded<domain::Body>(row));
            if (!parent.exists_on(body.valid_from)) {
                return Error{ErrorCode::StateForbids, "subject.parent_closed", body.parent_id, "/parent_id"};
            }
        }
        return work.put(first_version("body", actor.tenant, output.body_id, body.to_json()), "add");
    };
    GX_CHECK(store_.write({.actor = actor, .at = clock_.now()}, add));
    return output;
}

Result<Done> MoveBody::run(const Input& input, const Actor& actor) {
    GX_CHECK(check_request(actor, "body.change"));
    if (!input.division_code.empty()) { GX_CHECK(domain::DivisionCode::parse(input.division_code)); }
    const auto move = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto row, existing(work, "body", actor.tenant, input.body_id));
        GX_CHECK(check_reach(actor, "body.change", input.body_id, "body.unknown"));
        GX_CHECK(check_dated(input.from, clock_.today(), input.basis));
        GX_TRY(const auto body, decoded<domain::Body>(row));
        GX_TRY(auto moved, body.moved(input.parent_id, input.division_code, input.from));
        GX_CHECK(check_reach(actor, "body.change", input.parent_id, "body.unknown"));
        if (!input.parent_id.empty()) {
            GX_CHECK(existing(work, "body", actor.tenant, input.parent_id));
            GX_TRY(const auto tree, load_org_tree(work, actor.tenant));
            GX_CHECK(tree.check_move(input.body_id, input.parent_id, input.from));
        }
        add_basis(moved.basis, input.basis);
        return work.put(next_version(row, moved.to_json()), "change");
    };
    return store_.write({.actor = actor, .at = clock_.now()}, move);
}

Result<Done> RenameBody::run(const Input& input, const Actor& actor) {
    GX_CHECK(check_request(actor, "body.change"));
    const auto rename = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto row, existing(work, "body", actor.tenant, input.body_id));
        GX_CHECK(check_reach(actor, "body.change", input.body_id, "body.unknown"));
        GX_CHECK(check_dated(input.from, clock_.today(), input.basis));
        GX_TRY(const auto body, decoded<domain::Body>(row));
        GX_TRY(auto renamed, body.renamed(input.name, input.from));
        add_basis(renamed.basis, input.basis);
        return work.put(next_version(row, renamed.to_json()), "change");
    };
    return store_.write({.actor = actor, .at = clock_.now()}, rename);
}

Result<Done> CloseBody::run(const Input& input, const Actor& actor) {
    GX_CHECK(check_request(actor, "body.change"));
    const auto close = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto row, existing(work, "body", actor.tenant, input.body_id));
        GX_CHECK(check_reach(actor, "body.change", input.body_id, "body.unknown"));
        GX_CHECK(check_dated(input.on, clock_.today(), input.basis));
        if (input.successor_id.empty()) { return Error{ErrorCode::InvalidInput, "body.successor_missing"}; }
        GX_TRY(const auto body, decoded<domain::Body>(row));
        GX_TRY(auto closed, body.closed(input.on, input.successor_id));
        GX_TRY(const auto successor_row, existing(work, "body", actor.tenant, input.successor_id));
        GX_CHECK(check_reach(actor, "body.change", input.successor_id, "body.unknown"));
        if (input.successor_id == input.body_id) { return Error{ErrorCode::Conflict, "subject.successor_cycle"}; }
        GX_TRY(const auto successor, decoded<domain::Body>(successor_row));
        if (!successor.exists_on(input.on)) { return Error{ErrorCode::StateForbids, "body.successor_closed"}; }

        Query posts{.tenant = actor.tenant};
        posts.where = {{.column = "body_id", .compare = Compare::Equal, .values = {input.body_id}}};
        posts.limit = kPostsMax;
        GX_TRY(const auto rows, work.list("post", posts));
        for (const Entity& post_row : rows) {
            GX_TRY(const auto post, decoded<domain::Post>(post_row));
            if (!post.valid_to || *post.valid_to > input.on) {
                return Error{ErrorCode::StateForbids, "body.posts_open", post.code};
            }
        }
        add_basis(closed.basis, input.basis);
        GX_CHECK(work.put(next_version(row, closed.to_json()), "change"));
        GX_CHECK(load_org_tree(work, actor.tenant));  // refuses a circle of successors
        return Done{};
    };
    return store_.write({.actor = actor, .at = clock_.now()}, close);
}

}  // namespace gx::app
