// SPDX-License-Identifier: Apache-2.0
#include "app/subject/who_was_responsible.hpp"

#include "app/access/limit.hpp"
#include "app/subject/subject_rows.hpp"

namespace gx::app {
namespace {

Result<std::string> post_of(Reader& reader, const WhoWasResponsible::Input& input, std::string_view tenant) {
    if (input.post_id.empty() == input.obligation_id.empty()) {
        return Error{ErrorCode::InvalidInput, "responsible.what"};
    }
    if (!input.post_id.empty()) { return input.post_id; }
    GX_TRY(const auto duty, existing(reader, "obligation", tenant, input.obligation_id));
    const auto post = duty.content.string_at("post_id");
    if (!post) { return Error{ErrorCode::NotFound, "responsible.no_post", input.obligation_id}; }
    return *post;
}

/// The body itself or whoever took over its duties; empty when that chain ends.
Result<std::string> answering_body(Reader& reader, const Entity& body_row, const domain::Body& body,
                                   base::Date today) {
    if (body.exists_on(today)) { return body_row.id; }
    GX_TRY(const auto tree, load_org_tree(reader, body_row.tenant));
    const auto successor = tree.successor_on(body_row.id, today);
    return successor.ok() ? *successor : std::string{};
}

}  // namespace

Result<WhoWasResponsible::Output> WhoWasResponsible::run(const Input& input, const Actor& actor) {
    if (!actor.may("tenure.read")) { return Error{ErrorCode::NotPermitted, "access.denied", "tenure.read"}; }
    GX_TRY(const auto reader, store_.reader());
    Output output;
    GX_TRY(output.post_id, post_of(*reader, input, actor.tenant));
    GX_TRY(const auto post_row, existing(*reader, "post", actor.tenant, output.post_id));
    GX_TRY(const auto post, decoded<domain::Post>(post_row));
    GX_CHECK(check_reach(actor, "tenure.read", post.body_id, "post.unknown"));
    output.post_title = post.title;
    output.body_id = post.body_id;
    GX_TRY(const auto body_row, existing(*reader, "body", actor.tenant, post.body_id));
    GX_TRY(const auto body, decoded<domain::Body>(body_row));
    output.body_name = body.state_on(input.day).name;
    GX_TRY(output.answering_id, answering_body(*reader, body_row, body, input.today));

    GX_TRY(const auto tenures, tenures_of(*reader, actor.tenant, output.post_id));
    for (const domain::Tenure& tenure : domain::responsible_on(tenures, input.day)) {
        GX_TRY(const auto official, existing(*reader, "official", actor.tenant, tenure.official_id));
        output.holders.push_back({.official_id = tenure.official_id, .staff_no = official.key, .from_on = tenure.from_on,
                                  .to_on = tenure.to_on, .acting = tenure.acting,
                                  .left = !tenure.holds_on(input.today)});
    }
    return output;
}

base::Json to_json(const WhoWasResponsible::Output& output) {
    base::Json holders = base::Json::array();
    for (const auto& holder : output.holders) {
        base::Json json = base::Json::object();
        json.set("official_id", holder.official_id).set("staff_no", holder.staff_no);
        json.set("from_on", holder.from_on.iso()).set("acting", holder.acting).set("left", holder.left);
        if (holder.to_on) { json.set("to_on", holder.to_on->iso()); }
        holders.push(std::move(json));
    }
    base::Json json = base::Json::object();
    json.set("post_id", output.post_id).set("post_title", output.post_title).set("body_id", output.body_id);
    json.set("body_name", output.body_name).set("holders", std::move(holders));
    if (!output.answering_id.empty()) { json.set("answering_id", output.answering_id); }
    return json;
}

}  // namespace gx::app
