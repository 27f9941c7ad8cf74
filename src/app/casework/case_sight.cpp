// SPDX-License-Identifier: Apache-2.0
#include "app/casework/case_sight.hpp"

#include <algorithm>

namespace gx::app {

CaseSight sight_of(const Actor& actor) {
    CaseSight sight{.account = actor.account, .reach = actor.reach(kCaseRead), .seats = actor.seats};
    sight.body_id = actor.seats.empty() ? std::string{} : actor.seats.front();
    sight.official_id = actor.official_id;
    sight.persons = actor.may(kCaseReadPerson);
    return sight;
}

bool sees(const Actor& actor, const domain::CaseFile& file) {
    const CaseSight sight = sight_of(actor);
    // A person sees what concerns the own file from the notice on.
    const bool own = !file.official_id.empty() && file.official_id == sight.official_id && file.recused_official_id.empty();
    if (own) { return true; }
    if (!file.official_id.empty() && !sight.persons) { return false; }
    const bool recused = !file.recused_id.empty() && std::ranges::find(sight.seats, file.recused_id) != sight.seats.end();
    if (recused && file.body_id != sight.body_id) { return false; }
    if (!file.recused_official_id.empty() && file.recused_official_id == sight.official_id) { return false; }
    if (sight.reach.is_everything() || file.opened_by == sight.account) { return true; }
    const auto covered = [&](const std::string& body) { return !body.empty() && sight.reach.covers(body); };
    return covered(file.body_id) || covered(file.concerned_id);
}

bool may_act_at(const Actor& actor, const domain::CaseFile& file, std::string_view action, domain::CasePlace at) {
    if (!actor.may(action)) { return false; }
    // Whom it concerns never acts for the other side: README.md rule 5.
    if (at != domain::CasePlace::Person && !file.official_id.empty() && actor.official_id == file.official_id) { return false; }
    switch (at) {
        case domain::CasePlace::Handler: return actor.reach(action).covers(file.body_id);
        case domain::CasePlace::Concerned: return !file.concerned_id.empty() && actor.reach(action).covers(file.concerned_id);
        case domain::CasePlace::County: return actor.reach(action).is_everything();
        case domain::CasePlace::Opener: return actor.account == file.opened_by;
        case domain::CasePlace::Person: return !actor.official_id.empty() && actor.official_id == file.official_id;
    }
    return false;
}

}  // namespace gx::app
