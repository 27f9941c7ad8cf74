// SPDX-License-Identifier: Apache-2.0
// Guards that look at bodies, offices and roles.
#include <algorithm>
#include <array>

#include "app/casework/call_tables.hpp"
#include "app/casework/case_moves.hpp"

namespace gx::app {
namespace {

/// The body that the case is about, whether its people may see it or not. Empty: about none.
Result<std::string> accused(const GuardCall& call) {
    if (!call.file.recused_id.empty()) { return call.file.recused_id; }
    if (!call.file.concerned_id.empty()) { return call.file.concerned_id; }
    if (call.file.subject_id.empty()) { return std::string{}; }
    GX_TRY(const auto row, call.work.find(call.file.subject_type, call.actor.tenant, call.file.subject_id));
    if (!row) { return std::string{}; }
    return body_concerned(call.work, call.actor.tenant, call.file.subject_type, *row);
}

/// The body of a field, checked to exist.
Result<std::string> body_in(const GuardCall& call) {
    const std::string field = call.arg("field");
    const std::string id = call.text(field);
    GX_TRY(const auto row, call.work.find("body", call.actor.tenant, id));
    if (!row) { return at_field(ErrorCode::NotFound, "case.body_unknown", field, id); }
    return id;
}

bool is_below(const BodyTree& tree, std::string_view body, std::string_view above) {
    const auto chain = tree.upwards(body);
    return std::ranges::find(chain, above) != chain.end();
}

/// Source: SRC-XFGZTL art. 28, 30: never the accused body, nor one below it.
Result<Done> not_recused_body(const GuardCall& call) {
    GX_TRY(const std::string body, body_in(call));
    GX_TRY(const std::string against, accused(call));
    if (against.empty()) { return Done{}; }
    GX_TRY(const auto tree, call.parts.trees.of(call.actor.tenant));
    // The last fallback handles what concerns all that stand below: configured, not chosen.
    GX_TRY(const std::string fallback, county_office(call.work, call.actor.tenant, CountyOffice::Discipline));
    if (body == against || (body != fallback && is_below(*tree, body, against))) {
        return at_field(ErrorCode::StateForbids, "case.body_recused", call.arg("field"), body);
    }
    return Done{};
}

/// Source: EXT-N1103: the superior or the competent department verifies.
Result<Done> superior_or_competent(const GuardCall& call) {
    GX_TRY(const std::string body, body_in(call));
    GX_TRY(const std::string against, accused(call));
    if (against.empty()) { return Done{}; }
    GX_TRY(const auto tree, call.parts.trees.of(call.actor.tenant));
    if (is_below(*tree, against, body)) { return Done{}; }
    const BodyNode* node = tree->find(body);
    // Beside the superior, an organ of its own standing: a department or a party organ, never another township or institution.
    const bool organ = node != nullptr && node->current && (node->kind == "DEPT" || node->kind == "PARTY" || node->kind == "OTHER");
    return organ ? Result<Done>(Done{}) : at_field(ErrorCode::StateForbids, "case.body_not_competent", call.arg("field"), body);
}

/// Who re-checks is neither of the body that rectifies nor of one below it.
Result<Done> recheck_independent(const GuardCall& call) {
    GX_TRY(const std::string against, accused(call));
    const auto& seats = call.actor.seats;
    if (!against.empty() && std::ranges::find(seats, against) != seats.end()) { return Error{ErrorCode::StateForbids, "case.not_independent"}; }
    return Done{};
}

constexpr std::array kGuards{
    GuardEntry{"not_recused_body", not_recused_body, "field", "field"},
    GuardEntry{"superior_or_competent", superior_or_competent, "field", "field"},
    GuardEntry{"recheck_independent", recheck_independent, "", ""}};

}  // namespace

std::span<const GuardEntry> body_guards() { return kGuards; }

}  // namespace gx::app
