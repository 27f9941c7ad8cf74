// SPDX-License-Identifier: Apache-2.0
#include "app/evaluation/duty_facts.hpp"

#include <algorithm>

#include "app/evaluation/fact_tables.hpp"

namespace gx::app {
namespace {

using base::Date;
using base::Json;
using domain::Outcome;
using domain::evaluation::TableBuilder;
using facts::RowWriter;

Error corrupt(std::string_view reason, const Entity& entity, const std::string& detail) {
    return {ErrorCode::Corrupt, std::string{reason}, entity.type + " " + entity.key + ": " + detail};
}

/// The stored content as the domain's value; what cannot be read is told, never guessed.
template <class T>
Result<T> read(const Entity& entity) {
    auto value = T::from_json(entity.content);
    if (!value) { return corrupt("evaluation.corrupt_fact", entity, value.error().reason + " " + value.error().where); }
    return std::move(value).value();
}

Result<std::optional<domain::BreachFact>> read_finding(const Entity& entity) {
    if (entity.content.text_or_empty("kind") != "breach") { return std::optional<domain::BreachFact>{}; }
    const auto decided = Date::parse(entity.content.text_or_empty("decided_on"));
    if (!decided) { return corrupt("evaluation.corrupt_fact", entity, "decided_on"); }
    domain::BreachFact fact{.finding_id = entity.key, .decided_on = *decided, .revoked_on = std::nullopt};
    if (const auto text = entity.content.string_at("revoked_on")) {
        const auto revoked = Date::parse(*text);
        if (!revoked) { return corrupt("evaluation.corrupt_fact", entity, "revoked_on"); }
        fact.revoked_on = *revoked;
    }
    return std::optional{fact};
}

}  // namespace

Result<Done> DutyFacts::add_part(const Entity& entity) {
    const std::string id = entity.content.text_or_empty("obligation_id");
    if (id.empty()) { return Done{}; }
    Parts& parts = parts_[id];
    if (entity.type == "milestone") {
        GX_TRY(auto milestone, read<domain::Milestone>(entity));
        parts.milestones.push_back(std::move(milestone));
        parts.milestone_ids.push_back(entity.id);
    } else if (entity.type == "payment") {
        GX_TRY(auto payment, read<domain::Payment>(entity));
        parts.payments.push_back(std::move(payment));
    } else if (entity.type == "change") {
        GX_TRY(auto change, read<domain::LawfulChange>(entity));
        parts.changes.push_back(std::move(change));
    } else {
        GX_TRY(auto finding, read_finding(entity));
        if (finding) { parts.findings.push_back(std::move(*finding)); }
    }
    return Done{};
}

Result<Done> DutyFacts::add_rows(const Entity& entity, std::uint32_t body, TableBuilder& obligations,
                                 TableBuilder& milestones) {
    GX_TRY(const auto obligation, read<domain::Obligation>(entity));
    if (obligation.made_on > as_of_) { return Done{}; }
    const domain::ObligationKind* kind = kinds_.find(obligation.kind);
    if (kind == nullptr) { return corrupt("evaluation.unknown_kind", entity, obligation.kind); }
    static const Parts kNothing;
    const auto it = parts_.find(entity.id);
    const Parts& parts = it == parts_.end() ? kNothing : it->second;
    const domain::Standing standing = domain::standing(obligation, *kind, parts.milestones, parts.payments,
                                                       parts.changes, parts.findings, as_of_);

    obligations.begin_row(body, std::string_view{entity.key});
    RowWriter row{obligations};
    row.text("kind", obligation.kind);
    row.text("group", kind->group());
    row.text("domain", obligation.domain);
    row.text("area", obligation.area);
    row.text("outcome", domain::to_string(standing.outcome));
    row.text("counterparty_type", obligation.counterparty ? obligation.counterparty->type : std::string{});
    row.text("sme", obligation.counterparty && obligation.counterparty->sme ? "1" : "0");
    row.text("due_provisional", obligation.due_provisional ? "1" : "0");
    row.text("disclosed", obligation.disclosed ? "1" : "0");
    row.number("due_day", standing.due_on.days());
    row.day("done_day", standing.done_on);
    row.number("made_day", obligation.made_on.days());
    if (standing.amount_fen) {
        row.number("amount_fen", *standing.amount_fen);
        const bool settled = standing.outcome == Outcome::Kept || standing.outcome == Outcome::KeptLate;
        const std::int64_t open = *standing.amount_fen - standing.fulfilled_fen.value_or(0);
        row.number("unpaid_fen", settled ? 0 : std::max<std::int64_t>(0, open));
    }
    if (obligation.rating) { row.number("rating", *obligation.rating); }
    add_milestones(parts, obligation, *kind, standing.outcome, body, milestones);
    if (it != parts_.end()) { parts_.erase(it); }
    return Done{};
}

void DutyFacts::add_milestones(const Parts& parts, const domain::Obligation& obligation,
                               const domain::ObligationKind& kind, Outcome outcome, std::uint32_t body,
                               TableBuilder& milestones) const {
    for (std::size_t i = 0; i < parts.milestones.size(); ++i) {
        const domain::Milestone& milestone = parts.milestones[i];
        std::int64_t paid = 0;
        std::optional<Date> last_paid;
        for (const domain::Payment& payment : parts.payments) {
            if (payment.milestone_id != parts.milestone_ids[i] || payment.paid_on > as_of_) { continue; }
            paid += payment.amount_fen;
            last_paid = last_paid ? std::max(*last_paid, payment.paid_on) : payment.paid_on;
        }
        std::optional<Date> done = milestone.done_on;
        if (!done && milestone.amount_fen && *milestone.amount_fen > 0 && paid >= *milestone.amount_fen) {
            done = last_paid;
        }
        if (done && *done > as_of_) { done.reset(); }
        Outcome own = Outcome::Pending;
        if (done) {
            own = *done <= milestone.due_on ? Outcome::Kept : Outcome::KeptLate;
        } else if (outcome == Outcome::Void || outcome == Outcome::Changed) {
            own = outcome;
        } else if (milestone.due_on < as_of_ && !obligation.due_provisional) {
            own = Outcome::Overdue;
        }
        milestones.begin_row(body, std::string_view{milestone.code});
        RowWriter row{milestones};
        row.text("kind", obligation.kind);
        row.text("group", kind.group());
        row.text("domain", obligation.domain);
        row.text("type", milestone.type);
        row.text("outcome", domain::to_string(own));
        row.number("due_day", milestone.due_on.days());
        row.day("done_day", done);
        const std::int64_t given = std::max(paid, milestone.fulfilled_fen.value_or(0));
        if (milestone.amount_fen) {
            row.number("amount_fen", *milestone.amount_fen);
            row.number("unpaid_fen", done ? 0 : std::max<std::int64_t>(0, *milestone.amount_fen - given));
        }
    }
}

}  // namespace gx::app
