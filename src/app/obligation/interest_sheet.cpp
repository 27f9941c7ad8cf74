// SPDX-License-Identifier: Apache-2.0
#include "app/obligation/interest_sheet.hpp"

#include <algorithm>

#include "domain/obligation/late_interest.hpp"
#include "domain/obligation/obligation.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using base::Money;

constexpr std::size_t kPartsMax = 10'000;

struct Owed {
    std::string code;
    std::string milestone_id;  ///< empty: the obligation itself
    Date due;
    std::int64_t principal_fen = 0;
};

Query of_obligation(const std::string& tenant, const std::string& id) {
    return {.tenant = tenant, .where = {{"obligation_id", Compare::Equal, {id}}}, .order = {{"key"}}, .limit = kPartsMax};
}

/// The payment milestones, or the whole amount where there are none.
Result<std::vector<Owed>> amounts_owed(Reader& reader, const Entity& entity, const domain::Obligation& duty) {
    GX_TRY(const auto rows, reader.list("milestone", of_obligation(entity.tenant, entity.id)));
    std::vector<Owed> owed;
    for (const Entity& row : rows) {
        GX_TRY(const auto milestone, domain::Milestone::from_json(row.content));
        if (milestone.type == "payment" && milestone.amount_fen) {
            owed.push_back({row.key, row.id, milestone.due_on, *milestone.amount_fen});
        }
    }
    if (owed.empty() && duty.amount_fen) { owed.push_back({entity.key, {}, duty.due_on, *duty.amount_fen}); }
    return owed;
}

InterestLine line_of(const Owed& owed, const std::vector<domain::PaidPart>& parts, domain::LateRate rate, Date as_of) {
    InterestLine line{.code = owed.code, .due_on = owed.due, .principal_fen = owed.principal_fen};
    std::int64_t paid = 0;
    Date until = as_of;
    for (const domain::PaidPart& part : parts) {
        paid += part.amount.in_fen();
        if (paid >= owed.principal_fen) {
            until = part.paid_on;
            break;
        }
    }
    line.unpaid_fen = std::max<std::int64_t>(0, owed.principal_fen - paid);
    line.days = std::max(0, base::days_between(owed.due, until));
    line.interest_fen = domain::late_interest(Money::fen(owed.principal_fen), rate, owed.due, parts, until).in_fen();
    return line;
}

}  // namespace

Json InterestLine::to_json() const {
    Json out;
    out.set("code", code).set("due_on", due_on.iso()).set("principal_fen", principal_fen).set("unpaid_fen", unpaid_fen);
    return out.set("days", std::int64_t{days}).set("interest_fen", interest_fen);
}

Json InterestSheet::Output::to_json() const {
    Json list = Json::array();
    for (const InterestLine& line : lines) { list.push(line.to_json()); }
    Json out;
    out.set("obligation", obligation).set("rule", rule).set("interest_fen", interest_fen);
    return out.set("lines", std::move(list));
}

Result<InterestSheet::Output> InterestSheet::run(const std::string& tenant, const std::string& obligation_code, Date as_of) {
    GX_TRY(const auto reader, store_.reader());
    GX_TRY(const auto found, reader->find_by_key("obligation", tenant, obligation_code));
    if (!found) { return Error{ErrorCode::NotFound, "obligation.unknown", obligation_code}; }
    GX_TRY(const auto duty, domain::Obligation::from_json(found->content));
    const domain::ObligationKind* kind = law_.obligation_kinds.find(duty.kind);
    if (kind == nullptr || kind->late_interest().empty()) {
        return Error{ErrorCode::StateForbids, "interest.kind_without_rule", duty.kind};
    }
    GX_TRY(const auto* rule, law_.late_interest_rule(kind->late_interest(), duty.made_on));
    GX_TRY(const auto rate, domain::late_rate(*rule, duty.agreed_rate_bp, std::nullopt));
    GX_TRY(const auto owed, amounts_owed(*reader, *found, duty));
    GX_TRY(const auto paid, reader->list("payment", of_obligation(tenant, found->id)));

    Output out{.obligation = obligation_code, .rule = duty.agreed_rate_bp ? std::string{} : rule->id, .lines = {}};
    for (const Owed& amount : owed) {
        std::vector<domain::PaidPart> parts;
        for (const Entity& row : paid) {
            GX_TRY(const auto payment, domain::Payment::from_json(row.content));
            const bool mine = amount.milestone_id.empty() || owed.size() == 1 || payment.milestone_id == amount.milestone_id;
            if (mine && payment.paid_on <= as_of) { parts.push_back({payment.paid_on, Money::fen(payment.amount_fen)}); }
        }
        std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.paid_on < b.paid_on; });
        InterestLine line = line_of(amount, parts, rate, as_of);
        if (line.days == 0) { continue; }
        out.interest_fen += line.interest_fen;
        out.lines.push_back(std::move(line));
    }
    return out;
}

}  // namespace gx::app
