// SPDX-License-Identifier: Apache-2.0
#include "app/subject/change_posts.hpp"

#include <algorithm>

#include "app/access/limit.hpp"
#include "app/staff/entered_text.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

Result<Done> check_request(const Actor& actor, std::string_view action) {
    if (!actor.may(action)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(action)}; }
    return Done{};
}

void add_basis(std::vector<std::string>& to, const std::vector<std::string>& basis) {
    to.insert(to.end(), basis.begin(), basis.end());
}

}  // namespace

Result<OpenPost::Output> OpenPost::run(const Input& input, const Actor& actor) {
    GX_CHECK(check_request(actor, "post.add"));
    GX_TRY(const auto post, domain::Post::from_json(input.content));
    GX_CHECK(check_no_person(input.content, "request.personal_value", "/body"));
    const Output output{.post_id = ids_.next_id()};
    const auto open = [&](Work& work) -> Result<Done> {
        GX_CHECK(check_reach(actor, "post.add", post.body_id, "body.unknown"));
        GX_TRY(const auto row, existing(work, "body", actor.tenant, post.body_id));
        GX_TRY(const auto body, decoded<domain::Body>(row));
        if (!body.exists_on(post.valid_from)) {
            return Error{ErrorCode::StateForbids, "post.body_closed", post.body_id, "/valid_from"};
        }
        return work.put(first_version("post", actor.tenant, output.post_id, post.to_json()), "add");
    };
    GX_CHECK(store_.write({.actor = actor, .at = clock_.now()}, open));
    return output;
}

Result<Done> ClosePost::run(const Input& input, const Actor& actor) {
    GX_CHECK(check_request(actor, "post.change"));
    const auto close = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto row, existing(work, "post", actor.tenant, input.post_id));
        GX_TRY(auto post, decoded<domain::Post>(row));
        GX_CHECK(check_reach(actor, "post.change", post.body_id, "post.unknown"));
        GX_CHECK(check_basis(input.basis));
        if (post.valid_to) { return Error{ErrorCode::StateForbids, "post.closed", post.code}; }
        if (input.on < post.valid_from) { return Error{ErrorCode::InvalidInput, "post.valid_order", input.on.iso()}; }
        GX_TRY(const auto tenures, tenures_of(work, actor.tenant, input.post_id));
        const bool held = std::any_of(tenures.begin(), tenures.end(), [&](const domain::Tenure& tenure) {
            return !tenure.to_on || *tenure.to_on > input.on;
        });
        if (held) { return Error{ErrorCode::StateForbids, "post.still_held", post.code}; }
        post.valid_to = input.on;
        add_basis(post.basis, input.basis);
        return work.put(next_version(row, post.to_json()), "change");
    };
    return store_.write({.actor = actor, .at = clock_.now()}, close);
}

Result<StartTenure::Output> StartTenure::run(const Input& input, const Actor& actor) {
    GX_CHECK(check_request(actor, "tenure.add"));
    const Output output{.tenure_id = ids_.next_id()};
    const auto start = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto post_row, existing(work, "post", actor.tenant, input.post_id));
        GX_TRY(const auto post, decoded<domain::Post>(post_row));
        GX_CHECK(check_reach(actor, "tenure.add", post.body_id, "post.unknown"));
        GX_TRY(const auto official, existing(work, "official", actor.tenant, input.official_id));
        GX_CHECK(check_basis(input.basis));
        domain::Tenure tenure;
        tenure.code = fmt::format("{}/{}/{}", post.code, official.key, input.from_on.iso());
        tenure.post_id = input.post_id;
        tenure.official_id = input.official_id;
        tenure.from_on = input.from_on;
        tenure.acting = input.kind == Kind::Acting;
        tenure.basis = input.basis;
        GX_TRY(const auto others, tenures_of(work, actor.tenant, input.post_id));
        GX_CHECK(domain::check_tenure(post, others, tenure));
        return work.put(first_version("tenure", actor.tenant, output.tenure_id, tenure.to_json()), "add");
    };
    GX_CHECK(store_.write({.actor = actor, .at = clock_.now()}, start));
    return output;
}

Result<Done> EndTenure::run(const Input& input, const Actor& actor) {
    GX_CHECK(check_request(actor, "tenure.change"));
    const auto end = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto row, existing(work, "tenure", actor.tenant, input.tenure_id));
        GX_TRY(auto tenure, decoded<domain::Tenure>(row));
        GX_TRY(const auto post_row, existing(work, "post", actor.tenant, tenure.post_id));
        GX_CHECK(check_reach(actor, "tenure.change", post_row.content.text_or_empty("body_id"), "tenure.unknown"));
        GX_CHECK(check_basis(input.basis));
        if (tenure.to_on) { return Error{ErrorCode::StateForbids, "tenure.ended", tenure.code}; }
        if (input.to_on < tenure.from_on) { return Error{ErrorCode::InvalidInput, "tenure.order", input.to_on.iso()}; }
        tenure.to_on = input.to_on;
        add_basis(tenure.basis, input.basis);
        return work.put(next_version(row, tenure.to_json()), "change");
    };
    return store_.write({.actor = actor, .at = clock_.now()}, end);
}

}  // namespace gx::app
