// SPDX-License-Identifier: Apache-2.0
#include "app/subject/hand_over.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "app/access/limit.hpp"
#include "app/staff/entered_text.hpp"
#include "app/subject/subject_rows.hpp"
#include "domain/finding/finding.hpp"
#include "domain/obligation/handover.hpp"
#include "domain/obligation/outcome.hpp"

namespace gx::app {
namespace {

using base::Date;

constexpr std::size_t kRowsMax = 10'000;
constexpr std::string_view kSign = "handover.sign";
constexpr std::size_t kDutiesPerQuery = 200;

Error too_many(std::string_view what) { return Error{ErrorCode::TooLarge, "handover.too_many", std::string(what)}; }

/// What hangs on one duty, by the duty's id.
struct DutyParts {
    std::vector<domain::Milestone> milestones;
    std::vector<domain::Payment> payments;
    std::vector<domain::LawfulChange> changes;
    std::vector<domain::Finding> findings;
    std::vector<std::string> finding_ids;
};

/// Rows of a type that name one of the duties.
Result<std::vector<Entity>> rows_of(Reader& reader, std::string_view type, const std::string& tenant,
                                    std::span<const Entity> duties) {
    Query query{.tenant = tenant};
    Condition names{.column = "obligation_id", .compare = Compare::In, .values = {}};
    for (const Entity& duty : duties) { names.values.emplace_back(duty.id); }
    query.where = {std::move(names)};
    query.limit = kRowsMax;
    GX_TRY(auto rows, reader.list(type, query));
    if (rows.size() == kRowsMax) { return too_many(type); }
    return rows;
}

template <class T>
Result<Done> gather(Reader& reader, std::string_view type, const std::string& tenant, std::span<const Entity> duties,
                    std::map<std::string, DutyParts>& parts, std::vector<T> DutyParts::*member) {
    GX_TRY(const auto rows, rows_of(reader, type, tenant, duties));
    for (const Entity& row : rows) {
        GX_TRY(auto value, decoded<T>(row));
        DutyParts& of_duty = parts[value.obligation_id];
        (of_duty.*member).push_back(std::move(value));
        if constexpr (std::is_same_v<T, domain::Finding>) { of_duty.finding_ids.push_back(row.id); }
    }
    return Done{};
}

Result<Done> add_outcomes(Reader& reader, const domain::ObligationKinds& kinds, const std::string& tenant, Date day,
                          std::span<const Entity> duties, std::vector<domain::DutyOfPost>& found) {
    std::map<std::string, DutyParts> parts;
    GX_CHECK(gather(reader, "milestone", tenant, duties, parts, &DutyParts::milestones));
    GX_CHECK(gather(reader, "payment", tenant, duties, parts, &DutyParts::payments));
    GX_CHECK(gather(reader, "change", tenant, duties, parts, &DutyParts::changes));
    GX_CHECK(gather(reader, "finding", tenant, duties, parts, &DutyParts::findings));
    for (const Entity& row : duties) {
        GX_TRY(const auto duty, decoded<domain::Obligation>(row));
        const auto* kind = kinds.find(duty.kind);
        if (kind == nullptr) { return Error{ErrorCode::Corrupt, "store.content", "kind " + duty.kind}; }
        const DutyParts& of_duty = parts[row.id];
        const auto breaches = domain::breaches_of(row.id, of_duty.findings, of_duty.finding_ids);
        found.push_back({.obligation_id = row.id, .post_id = duty.post_id,
                         .outcome = domain::outcome(duty, *kind, of_duty.milestones, of_duty.payments, of_duty.changes,
                                                    breaches, day)});
    }
    return Done{};
}

/// All duties of the post with how they stand at the end of the day before.
Result<std::vector<domain::DutyOfPost>> duties_of(Reader& reader, const domain::ObligationKinds& kinds,
                                                  const std::string& tenant, const std::string& post_id, Date day) {
    Query query{.tenant = tenant};
    query.where = {{.column = "post_id", .compare = Compare::Equal, .values = {post_id}},
                   {.column = "made_on", .compare = Compare::Less, .values = {std::int64_t{day.days()}}}};
    query.limit = kRowsMax;
    GX_TRY(const auto rows, reader.list("obligation", query));
    if (rows.size() == kRowsMax) { return too_many("obligation"); }
    std::vector<domain::DutyOfPost> found;
    const std::span<const Entity> all(rows);
    for (std::size_t from = 0; from < all.size(); from += kDutiesPerQuery) {
        const auto part = all.subspan(from, std::min(kDutiesPerQuery, all.size() - from));
        GX_CHECK(add_outcomes(reader, kinds, tenant, day.plus_days(-1), part, found));
    }
    return found;
}

std::string holder_on(const std::vector<domain::Tenure>& tenures, Date day) {
    const auto holders = domain::responsible_on(tenures, day);
    return holders.empty() ? std::string{} : holders.front().official_id;
}

}  // namespace

Result<HandOver::Output> HandOver::run(const Input& input, const Actor& actor) {
    if (!actor.may("handover.add")) { return Error{ErrorCode::NotPermitted, "access.denied", "handover.add"}; }
    Output output{.handover_id = ids_.next_id(), .from_official_id = {}, .to_official_id = {}, .obligation_ids = {}};
    const auto draw_up = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto post_row, existing(work, "post", actor.tenant, input.post_id));
        GX_TRY(const auto post, decoded<domain::Post>(post_row));
        GX_CHECK(check_reach(actor, "handover.add", post.body_id, "post.unknown"));
        GX_CHECK(check_basis(input.basis));
        GX_TRY(const auto tenures, tenures_of(work, actor.tenant, input.post_id));
        output.from_official_id = holder_on(tenures, input.on_day.plus_days(-1));
        output.to_official_id = holder_on(tenures, input.on_day);
        if (output.from_official_id.empty()) { return Error{ErrorCode::NotFound, "handover.no_holder", post.code}; }
        if (output.from_official_id == output.to_official_id) {
            return Error{ErrorCode::InvalidInput, "handover.same_official", post.code, "/on_day"};
        }
        GX_TRY(const auto duties, duties_of(work, kinds_, actor.tenant, input.post_id, input.on_day));
        output.obligation_ids = domain::duties_to_hand_over(input.post_id, duties);

        domain::Handover handover;
        handover.code = fmt::format("{}/{}", post.code, input.on_day.iso());
        handover.body_id = post.body_id;
        handover.post_id = input.post_id;
        handover.from_official_id = output.from_official_id;
        handover.to_official_id = output.to_official_id;
        handover.on_day = input.on_day;
        handover.obligation_ids = output.obligation_ids;
        handover.basis = input.basis;
        return work.put(first_version("handover", actor.tenant, output.handover_id, handover.to_json()), "hand_over");
    };
    GX_CHECK(store_.write({.actor = actor, .at = clock_.now()}, draw_up));
    return output;
}

Result<Done> SignHandover::run(const Input& input, const Actor& actor) {
    if (!actor.may(kSign)) { return Error{ErrorCode::NotPermitted, "access.denied", std::string(kSign)}; }
    const auto sign = [&](Work& work) -> Result<Done> {
        GX_TRY(const auto row, existing(work, "handover", actor.tenant, input.handover_id));
        GX_TRY(auto handover, decoded<domain::Handover>(row));
        GX_CHECK(check_reach(actor, kSign, handover.body_id, "handover.unknown"));
        if (input.signed_on > clock_.today()) {
            return Error{ErrorCode::InvalidInput, "subject.day_in_future", input.signed_on.iso(), "/signed_on"};
        }
        if (input.signed_on < handover.on_day) {
            return Error{ErrorCode::InvalidInput, "handover.signed_before_day", handover.code, "/signed_on"};
        }
        if (handover.signed_on) { return Error{ErrorCode::StateForbids, "handover.signed", handover.code}; }
        handover.signed_on = input.signed_on;
        return work.put(next_version(row, handover.to_json()), "change");
    };
    return store_.write({.actor = actor, .at = clock_.now()}, sign);
}

}  // namespace gx::app
