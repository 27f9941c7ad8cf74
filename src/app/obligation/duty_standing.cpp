// SPDX-License-Identifier: Apache-2.0
#include "app/obligation/duty_standing.hpp"

#include <algorithm>

namespace gx::app {
namespace {

using base::Json;

constexpr std::size_t kIdsAtOnce = 20;
constexpr std::size_t kRowsAtOnce = 10'000;
constexpr std::size_t kOffsetMax = 10'000;

using Parts = std::map<std::string, DutyParts, std::less<>>;

Error broken(const Entity& entity, const Error& why) {
    return {ErrorCode::Corrupt, "store.content", fmt::format("{} {}: {}", entity.type, entity.id, why.reason), why.where};
}

/// Every row of a type that belongs to one of the obligations.
Result<Done> each_part(Reader& reader, std::string_view type, const std::string& tenant, std::span<const std::string> ids,
                       const std::function<Result<Done>(const Entity&)>& each) {
    Condition of{.column = "obligation_id", .compare = Compare::In};
    of.values.assign(ids.begin(), ids.end());
    Query query{.tenant = tenant, .where = {std::move(of)}, .order = {{"key"}}, .limit = kRowsAtOnce};
    for (query.offset = 0; query.offset <= kOffsetMax; query.offset += kRowsAtOnce) {
        GX_TRY(const auto rows, reader.list(type, query));
        for (const Entity& row : rows) { GX_CHECK(each(row)); }
        if (rows.size() < kRowsAtOnce) { return Done{}; }
    }
    return Error{ErrorCode::TooLarge, "obligation.too_many_parts", std::string(type)};
}

/// Reads a part's value and gives it to the obligation it names.
template <class T>
Result<Done> add_part(const Entity& row, Parts& parts, std::vector<T> DutyParts::*list) {
    auto value = T::from_json(row.content);
    if (!value.ok()) { return broken(row, value.error()); }
    (parts[value->obligation_id].*list).push_back(std::move(value).value());
    return Done{};
}

Result<Done> add_finding(const Entity& row, Parts& parts) {
    if (row.content.text_or_empty("kind") != "breach") { return Done{}; }
    const auto decided = base::Date::parse(row.content.text_or_empty("decided_on"));
    if (!decided.ok()) { return broken(row, decided.error()); }
    domain::BreachFact fact{.finding_id = row.key, .decided_on = *decided, .revoked_on = std::nullopt};
    if (const auto revoked = row.content.string_at("revoked_on")) {
        const auto day = base::Date::parse(*revoked);
        if (!day.ok()) { return broken(row, day.error()); }
        fact.revoked_on = *day;
    }
    parts[row.content.text_or_empty("obligation_id")].findings.push_back(std::move(fact));
    return Done{};
}

std::optional<base::Date> day_of(const std::optional<std::int64_t>& days) {
    return days ? std::optional(base::Date::from_days(static_cast<std::int32_t>(*days))) : std::nullopt;
}

}  // namespace

Result<Parts> load_parts(Reader& reader, const std::string& tenant, std::span<const std::string> ids) {
    Parts parts;
    while (!ids.empty()) {
        const auto some = ids.first(std::min(kIdsAtOnce, ids.size()));
        ids = ids.subspan(some.size());
        GX_CHECK(each_part(reader, "milestone", tenant, some,
                           [&](const Entity& row) { return add_part(row, parts, &DutyParts::milestones); }));
        GX_CHECK(each_part(reader, "payment", tenant, some,
                           [&](const Entity& row) { return add_part(row, parts, &DutyParts::payments); }));
        GX_CHECK(each_part(reader, "change", tenant, some,
                           [&](const Entity& row) { return add_part(row, parts, &DutyParts::changes); }));
        GX_CHECK(each_part(reader, "finding", tenant, some, [&](const Entity& row) { return add_finding(row, parts); }));
    }
    return parts;
}

bool is_plain(const ObligationRow& row, const domain::ObligationKind& kind) {
    // In canonical JSON this text can only be the member: inside a string its quotation marks would be escaped.
    const bool provisional = row.content.find(R"("due_provisional":true)") != std::string_view::npos;
    return !row.has_parts && !provisional && !(kind.needs_evidence() && row.has_evidence);
}

JudgedDuty plain_standing(const ObligationRow& row, const domain::ObligationKind& kind, base::Date today) {
    domain::Obligation duty;
    duty.made_on = base::Date::from_days(static_cast<std::int32_t>(row.made_on));
    duty.due_on = base::Date::from_days(static_cast<std::int32_t>(row.due_on));
    duty.done_on = day_of(row.done_on);
    duty.void_on = day_of(row.void_on);
    duty.cancelled_on = day_of(row.cancelled_on);
    duty.amount_fen = row.amount_fen;
    duty.fulfilled_fen = row.fulfilled_fen;
    return {domain::standing(duty, kind, {}, {}, {}, {}, today), false};
}

Result<JudgedDuty> full_standing(std::string_view content, const domain::ObligationKind& kind, const DutyParts& parts, base::Date today) {
    const auto json = base::parse_json(content);
    if (!json.ok()) { return Error{ErrorCode::Corrupt, "store.content", json.error().reason}; }
    const auto duty = domain::Obligation::from_json(*json);
    if (!duty.ok()) { return Error{ErrorCode::Corrupt, "store.content", duty.error().reason, duty.error().where}; }
    return JudgedDuty{domain::standing(*duty, kind, parts.milestones, parts.payments, parts.changes, parts.findings, today),
                      duty->due_provisional};
}

}  // namespace gx::app
