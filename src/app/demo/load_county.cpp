// SPDX-License-Identifier: Apache-2.0
#include "app/demo/load_county.hpp"

#include <algorithm>
#include <map>

#include "app/demo/county.hpp"
#include "app/obligation/content_rules.hpp"

namespace gx::app {
namespace {

/// A made-up county must obey the same rules as a real one.
Result<Done> hold_against_the_rules(const LawPack& law, const demo::Entities& entities) {
    for (const Entity& entity : entities) {
        const auto checked = check_content(law, entity.type, entity.content);
        if (!checked) {
            return Error{ErrorCode::Corrupt, "demo.content",
                         fmt::format("{} {} {}", entity.type, checked.error().reason, checked.error().detail),
                         entity.content.text_or_empty("code") + checked.error().where};
        }
    }
    return Done{};
}

constexpr std::size_t kSliceMin = 10'000;

/// The i-th of `parts` shares of a whole; the first ones take what does not divide.
std::size_t share_of(std::size_t whole, std::size_t parts, std::size_t i) {
    return whole / parts + (i < whole % parts ? 1 : 0);
}

/// Entities of a type together, in the order in which the types first come and with the order within each.
void by_type(demo::Entities& entities) {
    std::map<std::string, std::size_t, std::less<>> ranks;
    for (const Entity& entity : entities) { ranks.emplace(entity.type, ranks.size()); }
    std::ranges::stable_sort(entities, {}, [&](const Entity& entity) { return ranks.find(entity.type)->second; });
}

/// Neighbours of one type go to the store together.
Result<Done> put_all(Work& work, const demo::Entities& entities) {
    std::size_t from = 0;
    while (from < entities.size()) {
        std::size_t to = from;
        while (to < entities.size() && to - from < 1000 && entities[to].type == entities[from].type) { ++to; }
        GX_CHECK(work.put_many(std::span(entities).subspan(from, to - from), "add"));
        from = to;
    }
    return Done{};
}

}  // namespace

Result<LoadCounty::Output> LoadCounty::run(const Input& input, const Actor& actor) {
    demo::Dice dice(input.seed);
    demo::SeededIds ids(input.seed);
    const std::string tenant = input.words.at("tenant").text_or_empty("code");
    demo::Draft draft{input.words, dice, ids, input.today, tenant};
    const auto bodies = demo::draft_bodies(draft);
    demo::draft_duties(draft, bodies);
    demo::draft_finances(draft, bodies);
    demo::draft_statements(draft, bodies);
    GX_TRY(const auto sealed, demo::draft_officials(draft, bodies, sealer_));
    GX_CHECK(write(draft.out, sealed, actor));
    return Output{tenant, bodies.size(), draft.out.size()};
}

Result<Done> LoadCounty::write(const demo::Entities& entities, const demo::SealedValues& sealed, const Actor& actor) {
    GX_CHECK(hold_against_the_rules(law_, entities));
    return store_.write({actor, clock_.now()}, [&](Work& work) -> Result<Done> {
        for (const SealedValue& value : sealed.values) { GX_CHECK(work.add_sealed(value)); }
        for (const SealedLookup& lookup : sealed.lookups) { GX_CHECK(work.set_lookup(lookup)); }
        return put_all(work, entities);
    });
}

Result<LoadCounty::Output> LoadCounty::run_large(const Input& input, const Actor& actor) {
    demo::Dice dice(input.seed);
    demo::SeededIds ids(input.seed);
    const std::string tenant = input.words.at("tenant").text_or_empty("code");
    const base::Json& large = input.words.at("large").at("counts");
    const auto count = [&](const char* member) { return static_cast<std::size_t>(large.int_at(member).value_or(0)); };
    demo::Draft draft{input.words, dice, ids, input.today, tenant};
    auto bodies = demo::draft_bodies(draft);
    demo::draft_more_bodies(draft, bodies, count("bodies"));
    demo::draft_finances(draft, bodies);
    Output output{tenant, bodies.size(), 0};
    demo::SealedValues sealed;
    const auto flush = [&]() -> Result<Done> {
        by_type(draft.out);
        output.entities += draft.out.size();
        GX_CHECK(write(draft.out, sealed, actor));
        draft.out.clear();
        sealed = {};
        return Done{};
    };
    GX_CHECK(flush());
    std::size_t staff = 1;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        const auto share = [&](const char* member) { return share_of(count(member), bodies.size(), i); };
        demo::draft_large_past(draft, bodies[i], {.duties = share("obligations"), .cases = share("cases"),
                                                  .contracts = share("contracts"), .records = share("records")});
        demo::draft_statements(draft, {bodies[i]});
        GX_TRY(auto more, demo::draft_staff(draft, bodies[i], share("officials"), staff, sealer_));
        staff += share("officials");
        std::ranges::move(more.values, std::back_inserter(sealed.values));
        std::ranges::move(more.lookups, std::back_inserter(sealed.lookups));
        if (draft.out.size() >= kSliceMin) { GX_CHECK(flush()); }
    }
    GX_CHECK(flush());
    return output;
}

}  // namespace gx::app
